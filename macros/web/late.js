/* Brings the theme's script when a reader first touches the search, and not before: with the search's worker and index
   it weighs three times as much as the page, and nothing else on the page needs it. Until it runs, this does what it
   would do at once (open the search, take the words, close what is open), and hands over what was typed.

   It loads at the first focus, press or key on the search; or at once where the address asks. It does not load when the
   page is idle: a reader on a bad line, who pays for every byte, gets the search only when they ask for it. */

/** @param {HTMLElement} root  says in data-loading what to show until the script runs; in data-failed, where it cannot. */
function start(root) {
  const [drawer, search] = /** @type {HTMLInputElement[]} */ (
    ["__drawer", "__search"].map((id) => document.getElementById(id))
  );
  /** @type {HTMLInputElement} */
  const field = document.querySelector(".md-search__input");
  const list = document.querySelector(".md-search-result__list");
  const said = document.querySelector(".md-search-result__meta");
  let parsed = false; // the page is whole: the theme's script looks for its parts only once
  let wanted = false;
  let live = false;

  const load = () => {
    if (wanted) return;
    wanted = true;
    said.textContent = root.dataset.loading;
    if (parsed) bring();
  };
  const bring = () => {
    // What the theme's script draws needs more styles than the page did.
    /** @type {HTMLLinkElement} */
    const link = document.querySelector("link[data-whole]");
    if (link) {
      const whole = /** @type {HTMLLinkElement} */ (link.cloneNode());
      whole.href = link.dataset.whole;
      whole.addEventListener("load", () => link.remove());
      delete whole.dataset.whole;
      link.after(whole);
    }
    const script = document.createElement("script");
    script.src = document.querySelector("script[data-src]").dataset.src;
    script.addEventListener("error", () => {
      wanted = false; // the next touch tries again
      said.textContent = root.dataset.failed;
    });
    script.addEventListener("load", () => {
      live = true;
      // With a heading in the address it closes, a moment after its start, what the reader has just opened.
      const boxes = [drawer, search];
      /** @param {Event} event */
      const keep = (event) => /** @type {HTMLInputElement} */ (event.target).checked || event.preventDefault();
      for (const box of boxes) box.addEventListener("click", keep);
      setTimeout(() => boxes.forEach((box) => box.removeEventListener("click", keep)), 150);
      // It waits for the event that says that the page is whole, which was long ago.
      window.document$.next(document);
    });
    document.head.append(script);
  };
  addEventListener("DOMContentLoaded", () => {
    parsed = true;
    if (wanted) bring();
  });

  /** @param {HTMLInputElement} box */
  const close = (box) => box.checked && box.click();
  // As the theme's script does: a link to a place on the page is followed behind an open menu.
  addEventListener("hashchange", () => [drawer, search].forEach(close));

  const top = () => document.querySelector(".md-top");
  let before = 0;
  addEventListener("scroll", () => {
    if (!live) top()?.toggleAttribute("hidden", !(scrollY < before && scrollY > 0));
    before = scrollY;
  }, { passive: true });
  document.addEventListener("click", (event) => top()?.contains(/** @type {Node} */ (event.target)) && scrollTo({ top: 0 }));

  if (!field) return;
  said.setAttribute("role", "status");
  if (/[?&]q=/.test(location.search)) load();

  // The search -------------------------------------------------------------------------------------------------------

  let enter = false; // pressed before there were results: then the best one is followed as soon as it comes
  search.addEventListener("change", () => {
    if (!search.checked) return;
    load();
    field.focus(); // here and now, or a phone shows no keyboard
  });
  field.addEventListener("focus", () => {
    if (!search.checked) search.click();
    load();
  });
  field.addEventListener("input", () => {
    enter = false;
    load();
  });
  field.addEventListener("keydown", ({ key }) => {
    if (key === "Enter") enter = Boolean(field.value) && !list.firstElementChild;
  });
  /** @type {HTMLFormElement} */ (field.form).addEventListener("submit", (event) => event.preventDefault());
  new MutationObserver(() => {
    if (!enter || !list.firstElementChild || document.activeElement !== field) return;
    enter = false;
    dispatchEvent(new KeyboardEvent("keydown", { key: "Enter" }));
  }).observe(list, { childList: true });

  // The theme's script takes single letters and signs as commands (p and n turn the page; f, s and / open the search).
  // Who speaks to a browser, or whose hand slips, would set them off, and nothing turns them off: WCAG 2.2, 2.1.4.
  addEventListener("keydown", (event) => {
    if (search.checked) {
      if (live || !["Escape", "Tab"].includes(event.key)) return;
      close(search);
      field.blur();
    } else if (event.key.length === 1) event.stopImmediatePropagation();
  });
}
