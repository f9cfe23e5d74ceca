/* The FAQ of a page: an accordion (accordion.js, which stands before this) with a filter, links to copy, addresses of
   questions, back and forward. Without this script every question is a heading with its answer under it.

   The script stands in the page just before the questions and takes each one as the parser adds it, before the browser
   paints. So no answer is seen open and then shut, nothing moves, and a page that breaks off halfway has lost nothing:
   whatever has arrived can be opened.

   Words come from data- attributes of the FAQ. Nothing is stored but the state of this page's history entry. */

/**
 * @param {HTMLElement} root  still being parsed: will hold .faq__item, each with a heading, an .faq__answer and maybe in it
 *     an empty .faq__share; may hold an empty .faq__tools for the filter, if it has words for one, and the buttons.
 */
function start(root) {
  const say = root.dataset;
  const key = document.querySelectorAll(".faq").length; // Of several FAQs on a page, this is the latest so far.
  const saved = history.state?.faq?.[key];
  // An id has no letters that the older of the two functions would get wrong, and it takes any address.
  const target = () => document.getElementById(unescape(location.hash.slice(1)));
  const save = () => {
    const state = { open: faq.questions.filter(faq.isOpen).map(({ heading }) => heading.id), words: input.value };
    try {
      history.replaceState({ ...history.state, faq: { ...history.state?.faq, [key]: state } }, "");
    } catch {
      // Some browsers allow only so many changes in a while: then this one is not remembered.
    }
  };

  /** @type {(text: string, press: () => void, attributes?: Record<string, string>) => HTMLButtonElement} */
  const button = (text, press, attributes) => {
    const element = make("button", { type: "button", ...attributes }, text);
    element.addEventListener("click", press);
    return element;
  };

  // The filter -------------------------------------------------------------------------------------------------------

  const input = make("input", { type: "search", class: "faq__words", autocomplete: "off", spellcheck: "false" });
  const status = make("p", { class: "faq__status", "aria-live": "polite" });
  const clear = button(say.clear, () => {
    filter((input.value = ""));
    input.focus();
    save();
  });
  const faq = accordion(root, say.openAll, say.closeAll, (changed) => {
    if (changed.some(({ item }) => item.hidden)) filter((input.value = ""));
    refresh();
    save();
  });

  /** @param {string} text */
  const fold = (text) => text.normalize("NFD").replace(/[\p{M}'’]/gu, "").toLowerCase();
  /** @param {string} text */
  const filter = (text) => {
    // Of a whole question the short words say nothing, nor do signs and plurals. After a slip in one word those questions
    // are left that have most of the others.
    const wanted = fold(text).match(/[\p{L}\p{N}]{3,}/gu)?.map((word) => word.replace(/v?e?s$/, "")) ?? [];
    const counts = faq.questions.map(({ item }) => wanted.filter((word) => fold(item.textContent).includes(word)).length);
    const most = Math.max(+!!wanted[0], ...counts);
    faq.questions.forEach(({ item }, i) => {
      item.hidden = counts[i] < most && "until-found";
    });
    refresh();
  };

  /** @type {number} */
  let pause;
  let used = false; // who empties the filter hears that too
  const refresh = () => {
    const left = faq.shown().length;
    faq.refresh();
    faq.all.hidden = /** @type {boolean} */ (input.value && !left);
    clear.hidden = !input.value;
    used ||= !!input.value;
    // Said once the reader stops typing: a screen reader would be cut short at every letter.
    clearTimeout(pause);
    pause = setTimeout(() => {
      const text = left ? say.left : say.none;
      /** @type {Record<string, string | number>} */
      const values = { left, all: faq.questions.length, words: input.value.trim() };
      if (used) status.textContent = text.replace(/\{(\w+)\}/g, (_, name) => values[name]);
    }, 300);
  };

  input.addEventListener("input", () => {
    filter(input.value);
    save();
  });
  input.value = saved?.words ?? "";
  root.classList.add("faq--live");
  refresh();
  root.querySelector(".faq__tools")?.append(...(say.find ? [make("label", {}, say.find, input), status] : []), faq.all, clear);

  // The questions ----------------------------------------------------------------------------------------------------

  /** @param {HTMLElement} place */
  const addShare = (place) => {
    const { id, textContent: question } = /** @type {Question} */ (faq.of(place)).heading;
    const told = make("span", { "aria-live": "polite" });
    /** @type {HTMLInputElement} */
    let field;
    const copy = button(say.copy, async () => {
      const address = location.href.split(/[?#]/)[0] + "#" + id;
      told.textContent = "";
      try {
        await navigator.clipboard.writeText(address);
        told.textContent = say.copied;
      } catch {
        // No clipboard (an address without https, an older browser), or it was refused: the reader copies by hand.
        if (!field) {
          field = make("input", { readonly: "", value: address });
          place.append(make("label", {}, say.copyYourself, field));
        }
        field.focus();
        field.select();
      }
    }, { "aria-label": `${say.copy}: ${question}` });
    place.append(copy, told);
  };

  const update = () => {
    const answers = root.querySelectorAll(".faq__answer:not([id])");
    const places = root.querySelectorAll(".faq__share:empty");
    for (const answer of answers) {
      const heading = answer.previousElementSibling;
      // Programs that show a page's words alone leave out buttons, and what has `hidden`. For them the words of the
      // question stand once more, where styles hide them, and a closed answer is hidden in a shadow of its own.
      heading.before(make("h2", { class: "faq__read" }, heading.textContent));
      const box = make("div", { part: "open" }, make("slot"));
      answer.attachShadow({ mode: "open" }).append(box);
      Object.defineProperty(answer, "hidden", { set: (to) => { box.hidden = to; }, get: () => box.hidden });
      const question = faq.add(answer, saved?.open.includes(heading.id) ?? (answer.parentNode.contains(target()) || undefined));
      box.addEventListener("beforematch", () => faq.show(question, "find"));
    }
    places.forEach(addShare);
    if (answers.length + places.length) filter(input.value);
  };
  const observer = new MutationObserver(update);
  observer.observe(root, { childList: true, subtree: true });
  addEventListener("DOMContentLoaded", () => {
    update();
    observer.disconnect();
    named();
  });

  // Addresses --------------------------------------------------------------------------------------------------------

  // A screen reader that still takes in the page says its title, and nothing of a focus that comes with it.
  const title = document.title;
  const named = () => {
    const question = faq.of(target());
    document.title = (question ? question.heading.textContent + " - " : "") + title;
    return question;
  };
  /** @param {boolean} [arriving] */
  const go = (arriving) => {
    const place = target();
    const question = named();
    if (!question) return;
    const known = history.state?.faq?.[key]; // The reader was at this entry before: its scroll position is restored.
    if (!arriving) faq.show(question, "hash");
    const within = question.answer.contains(place);
    if (!arriving && (within || !known)) /** @type {HTMLElement} */ (place).scrollIntoView();
    if (!within) question.toggle.focus({ preventScroll: arriving || !known });
  };
  // The browser has scrolled to the question by itself; its own move there ends with nothing in focus.
  addEventListener("load", () => document.activeElement === document.body && go(true));
  addEventListener("hashchange", () => go());
  // A link to where the reader already is changes nothing that could be heard.
  document.addEventListener("click", (event) => {
    /** @type {HTMLAnchorElement} */
    const link = /** @type {Element} */ (event.target).closest?.("a[href*='#']");
    if (link?.href === location.href) setTimeout(go);
  });
}
