/* The FAQ as an accordion. Without this script every question is a heading with its answer under it.

   The script stands in the page just before the questions and takes each one as the parser adds it, before the browser
   paints. So no answer is seen open and then shut, nothing moves, and a page that breaks off halfway has lost nothing:
   whatever has arrived can be opened.

   A closed answer is hidden="until-found": find-in-page and links to a passage still search it, and open it.
   Words come from data- attributes of the FAQ. Nothing is stored but the state of this page's history entry. */

/**
 * Makes an accordion of the questions in `root`; knows nothing of the page around it.
 *
 * @param {HTMLElement} root  holds .faq__item, each with a heading, an .faq__answer and in it an empty .faq__share;
 *     may hold an empty .faq__tools for the filter and the buttons.
 * @param {object} page
 * @param {(item: Element, id: string) => boolean | undefined} page.opens  whether a question starts open; undefined: as usual.
 * @param {string} page.words  what the filter starts with.
 * @param {() => void} page.changed  called when the reader opened, closed or filtered something.
 */
function accordion(root, { opens, words, changed }) {
  const say = root.dataset;
  const questions = [];
  // A browser that cannot search closed answers starts with all of them open: then only what the reader closed is shut
  // away from find-in-page.
  const searchable = "onbeforematch" in document.body;

  const make = (tag, attributes, ...children) => {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
    element.append(...children);
    return element;
  };
  const button = (text, press, attributes = {}) => {
    const element = make("button", { type: "button", ...attributes }, text);
    element.addEventListener("click", press);
    return element;
  };

  const isOpen = ({ answer }) => !answer.hidden;
  const shown = () => questions.filter(({ item }) => !item.hidden);
  const set = (question, open) => {
    question.answer.hidden = open ? false : "until-found";
    question.toggle.setAttribute("aria-expanded", open);
  };

  // The filter -------------------------------------------------------------------------------------------------------

  const input = make("input", { type: "search", class: "faq__words", autocomplete: "off", spellcheck: "false" });
  const status = make("p", { class: "faq__status", role: "status" });
  const all = button("", () => {
    const open = !shown().every(isOpen);
    for (const question of shown()) set(question, open);
    refresh();
    changed();
  });
  const clear = button(say.clear, () => {
    filter("");
    input.focus();
    changed();
  });

  const fold = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").replaceAll("’", "'").toLowerCase();
  const textOf = ({ heading, answer }) =>
    [heading, ...answer.children]
      .filter((part) => !part.matches(".cited, .faq__share"))
      .map((part) => part.textContent)
      .join(" ");
  const filter = (text) => {
    if (text !== input.value) input.value = text;
    const wanted = fold(text).split(/\s+/);
    for (const question of questions) {
      const found = fold(textOf(question));
      question.item.hidden = wanted.every((word) => found.includes(word)) ? false : "until-found";
    }
    refresh();
  };

  let pause;
  const refresh = () => {
    const left = shown();
    // Before the first question has arrived the button stands there already, so that nothing moves when it does.
    all.textContent = left.length && left.every(isOpen) ? say.closeAll : say.openAll;
    all.hidden = input.value && !left.length;
    clear.hidden = !input.value;
    // Said once the reader stops typing: a screen reader would be cut short at every letter.
    clearTimeout(pause);
    pause = setTimeout(() => {
      const text = left.length ? say.left : say.none;
      const values = { left: left.length, all: questions.length, words: input.value.trim() };
      status.textContent = input.value && text.replace(/\{(\w+)\}/g, (_, name) => values[name]);
    }, 300);
  };

  input.addEventListener("input", () => {
    filter(input.value);
    changed();
  });
  input.value = words;
  root.classList.add("faq--live");
  refresh();
  root.querySelector(".faq__tools")?.append(make("label", {}, say.find, input), status, all, clear);

  // The questions ----------------------------------------------------------------------------------------------------

  const show = (item) => {
    const question = questions.find((one) => one.item === item);
    if (!question) return;
    if (item.hidden) filter("");
    set(question, true);
    refresh();
    changed();
  };

  const add = (answer) => {
    const item = answer.parentNode;
    const heading = answer.previousElementSibling;
    answer.id = `${heading.id}:answer`;
    const toggle = button("", () => {
      set(question, !isOpen(question));
      refresh();
      changed();
    }, { class: "faq__toggle", "aria-controls": answer.id });
    toggle.append(...heading.childNodes);
    heading.append(toggle);
    const question = { item, heading, answer, toggle };
    questions.push(question);
    set(question, opens(item, heading.id) ?? !searchable);
  };

  const addShare = (place) => {
    const { id } = place.closest(".faq__item").querySelector(".faq__toggle").parentNode;
    const told = make("span", { role: "status" });
    let field;
    const copy = button(say.copy, async () => {
      const address = Object.assign(new URL(location), { search: "", hash: id }).href;
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
    }, { id: `${id}:copy`, "aria-labelledby": `${id}:copy ${id}` });
    place.append(copy, told);
  };

  // Find-in-page, a link to a passage or a footnote's way back reached something hidden.
  root.addEventListener("beforematch", (event) => show(event.target.closest(".faq__item")));

  return {
    /** Takes what has been added to the FAQ since. */
    update() {
      const answers = root.querySelectorAll(".faq__answer:not([id])");
      const places = root.querySelectorAll(".faq__share:empty");
      answers.forEach(add);
      places.forEach(addShare);
      if (answers.length + places.length) input.value ? filter(input.value) : refresh();
    },
    /** Opens a question, whatever the filter. */
    show,
    /** What a later visit to the same history entry needs. */
    state: () => ({ open: questions.filter(isOpen).map(({ heading }) => heading.id), words: input.value }),
  };
}

/** The accordion on a page of its own: addresses of questions, back and forward. `root` is still being parsed. */
function start(root) {
  const key = document.querySelectorAll(".faq").length; // Of several FAQs on a page, this is the latest so far.
  const saved = history.state?.faq?.[key];
  const target = () => document.getElementById(location.hash.slice(1));
  const save = () => {
    const others = history.state?.faq;
    try {
      history.replaceState({ ...history.state, faq: { ...others, [key]: faq.state() } }, "");
    } catch {
      // Some browsers allow only so many changes in a while: then this one is not remembered.
    }
  };

  const faq = accordion(root, {
    opens: (item, id) => saved?.open.includes(id) ?? (item.contains(target()) || undefined),
    words: saved?.words ?? "",
    changed: save,
  });
  const observer = new MutationObserver(faq.update);
  observer.observe(root, { childList: true, subtree: true });
  addEventListener("DOMContentLoaded", () => {
    faq.update();
    observer.disconnect();
  });

  const go = (arriving) => {
    const place = target();
    const item = root.contains(place) && place.closest(".faq__item");
    if (!item) return;
    const known = history.state?.faq?.[key]; // The reader was at this entry before: its scroll position is restored.
    if (!arriving) faq.show(item);
    if (place.closest(".faq__answer")) {
      if (!arriving) place.scrollIntoView();
    } else {
      if (!arriving && !known) place.scrollIntoView();
      item.querySelector(".faq__toggle").focus({ preventScroll: arriving || !known });
    }
  };
  // The browser has scrolled to the question by itself; its own move there ends with nothing in focus.
  addEventListener("load", () => document.activeElement === document.body && go(true));
  addEventListener("hashchange", () => go(false));
  // A link to where the reader already is changes nothing that could be heard.
  document.addEventListener("click", (event) => {
    const link = event.target.closest?.("a[href*='#']");
    if (link?.href === location.href) setTimeout(() => go(false));
  });
}
