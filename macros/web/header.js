/* The header's own buttons: menu, search and colours. Real buttons, since the theme's openers are labels, which only a
   finger or a mouse can press, and its colour switch is a pair of unnamed choices. They need nothing of the theme's
   script, which may come late or never. */

/**
 * A button that looks like one of the theme's labels.
 *
 * @type {(label: HTMLElement, name: string | null, press: () => void) => HTMLElement}
 */
function buttonFor(label, name, press) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = label.className;
  button.setAttribute("aria-label", name);
  button.addEventListener("click", press);
  button.append(...label.childNodes);
  return button;
}

function start() {
  for (const box of /** @type {NodeListOf<HTMLInputElement>} */ (document.querySelectorAll("#__drawer, #__search"))) {
    const label = document.querySelector(`.md-header label[for="${box.id}"].md-header__button`);
    if (!label) continue;
    const button = buttonFor(label, box.getAttribute("aria-label"), () => {
      box.checked = !box.checked;
      box.dispatchEvent(new Event("change"));
    });
    button.setAttribute("for", box.id); // the theme's styles know an opener by it, and hide it on a wide screen
    const tell = () => button.setAttribute("aria-expanded", box.checked);
    box.addEventListener("change", tell);
    tell();
    label.replaceWith(button);
  }
  const form = document.querySelector("[data-md-component=palette]");
  if (form) colours(form);
}

/**
 * One button for each scheme; the one that leads away from the scheme in use is shown. A choice is kept where the theme's
 * own line in the page looks for it; without a choice the scheme is the one that the reader's system asks for.
 *
 * @param {HTMLElement} form
 */
function colours(form) {
  form.removeAttribute("data-md-component"); // or the theme's script takes it over, and stores what nobody chose
  const { body } = document;
  const schemes = [...form.querySelectorAll("input")].map((input) => ({
    color: Object.fromEntries(
      ["media", "scheme", "primary", "accent"].map((name) => [name, input.getAttribute(`data-md-color-${name}`)]),
    ),
    label: input.nextElementSibling,
    name: input.getAttribute("aria-label"),
  }));
  /** @param {number} index */
  const use = (index) => {
    body.setAttribute("data-md-color-switching", ""); // the theme holds its transitions still
    for (const [name, value] of Object.entries(schemes[index].color)) body.setAttribute(`data-md-color-${name}`, value);
    buttons.forEach((button, place) => { button.hidden = place !== index; });
    setTimeout(() => body.removeAttribute("data-md-color-switching"));
  };
  const buttons = schemes.map(({ label, name }, index) => {
    const button = buttonFor(label, name, () => {
      const next = (index + 1) % schemes.length;
      use(next);
      buttons[next].focus();
      __md_set("__palette", { index: next, color: schemes[next].color });
    });
    button.title = label.title;
    return button;
  });
  form.replaceChildren(...buttons);

  const asked = () => Math.max(0, schemes.findIndex(({ color }) => matchMedia(/** @type {string} */ (color.media)).matches));
  const chosen = __md_get("__palette");
  use(schemes[chosen?.index] ? chosen.index : asked());
}
