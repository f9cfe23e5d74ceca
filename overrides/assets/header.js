/* Lets the keyboard open the menu and the search on a narrow screen: the theme's own openers are labels, which only a
   finger or a mouse can press. */

/** Puts a button in the place of each opener in the header. */
function start() {
  for (const box of document.querySelectorAll("#__drawer, #__search")) {
    const label = document.querySelector(`.md-header label[for="${box.id}"].md-header__button`);
    if (!label) continue;
    const button = document.createElement("button");
    button.type = "button";
    button.className = label.className;
    button.setAttribute("for", box.id); // the theme's styles know an opener by it, and hide it on a wide screen
    button.setAttribute("aria-label", box.getAttribute("aria-label"));
    const tell = () => button.setAttribute("aria-expanded", box.checked);
    box.addEventListener("change", tell);
    tell();
    button.addEventListener("click", () => box.click());
    button.append(...label.childNodes);
    label.replaceWith(button);
  }
}
