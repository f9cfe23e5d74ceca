/* The check with boxes to tick. Without this script it is four lists, and what having none of it all means.

   The script stands in the page just before the lists and takes each line as the parser adds it, before the browser
   paints. A page that breaks off halfway has lost nothing: what has arrived can be ticked, and nothing is said about the
   rest.

   A step opens when the one before it is answered. Every word of an answer stands in the page; it is computed of nothing
   but which boxes are ticked. Nothing is stored, and nothing is sent. */

const CARES = ["stop", "ask-first", "gentle"];

/**
 * @typedef {object} Line  one with a box to tick.
 * @property {HTMLInputElement} box
 * @property {HTMLElement} line
 * @property {HTMLElement} advice
 * @property {string} care
 *
 * @typedef {object} Step
 * @property {HTMLElement} section
 * @property {HTMLElement} heading
 * @property {string} name
 * @property {() => Node[]} action  what to do, once more each time.
 * @property {Line[]} items
 * @property {Line} [first]  what was ticked first: the answer stands under it.
 * @property {HTMLInputElement} [none]  the box for none of these, once all lines are there.
 * @property {{ box: HTMLElement, rules: HTMLElement[], note: HTMLElement }} answer
 */

/** @param {HTMLElement} root  still being parsed. */
function start(root) {
  const say = root.dataset;
  /** @type {Step[]} */
  const steps = [];
  let arrived = false;

  /** @param {HTMLTemplateElement} template */
  const copy = (template) => document.importNode(template.content, true);
  /** @type {(className: string, ...words: Child[]) => [HTMLInputElement, HTMLLabelElement]} */
  const tick = (className, ...words) => {
    const box = make("input", { type: "checkbox" });
    return [box, make("label", { class: className }, box, make("span", {}, ...words))];
  };

  // What is heard ----------------------------------------------------------------------------------------------------

  // The whole of it is one text in an element of its own: screen readers drop parts of a region that holds several.
  const alarm = make("div", { class: "visually-hidden", role: "alert", "aria-live": "assertive" });
  const status = make("div", { class: "visually-hidden", role: "status" });
  /** @param {HTMLElement[]} parts */
  const words = (...parts) => parts.map((part) => part.innerText).join(" ").replace(/\s+/g, " ").trim();
  /** @type {(place: HTMLElement, text: string) => void} */
  const tell = (place, text) => {
    for (const other of [alarm, status]) if (other !== place) other.textContent = "";
    if (place.textContent !== text) place.textContent = text;
  };

  // What is seen -----------------------------------------------------------------------------------------------------

  // By a class and not by `hidden`: programs that show a page's words alone leave out what has that. Of an answer they
  // would show every rule, so it keeps it until there is one.
  /** @type {(element: HTMLElement, hidden: boolean) => void} */
  const hide = (element, hidden) => element.classList.toggle("check__off", hidden);
  /** @param {Step} step */
  const isShown = ({ section }) => !section.classList.contains("check__off");
  const none = () => root.querySelector(".check__none");
  /** @param {Step} step */
  const ticked = ({ items }) => items.filter(({ box }) => box.checked);
  /** @param {Step} step */
  const answered = (step) => ticked(step).length > 0 || Boolean(step.none?.checked);

  /** @type {(step: Step, at: number) => string} */
  const note = (step, at) => {
    const next = steps[at + 1];
    if (step.name === "emergency") return say.ended;
    if (!next) return "";
    // What is on the ask-first list says nothing of the signs that are still to be asked.
    return step.name !== "ask-first" ? say.enough : answered(next) ? "" : say.next;
  };

  const refresh = () => {
    let [open, ended] = [true, false];
    for (const step of steps) {
      hide(step.section, !open || ended);
      open &&= answered(step);
      ended ||= step.name === "emergency" && ticked(step).length > 0;
    }
    const shown = steps.filter(isShown);
    // The most careful rule of all that is ticked holds for all of it.
    const care = CARES[Math.min(...shown.flatMap(ticked).map(({ care }) => CARES.indexOf(care)))];
    steps.forEach((step, at) => {
      const { items, answer } = step;
      step.first = step.first?.box.checked ? step.first : ticked(step)[0];
      answer.box.hidden = !step.first;
      for (const item of items) {
        hide(item.advice, !item.box.checked);
        if (item === step.first) {
          item.line.append(answer.box);
          answer.rules[0].before(item.advice);
        } else item.line.append(item.advice);
      }
      for (const rule of answer.rules) rule.hidden = rule.dataset.care !== care;
      answer.note.textContent = note(step, at);
      answer.note.hidden = !answer.note.textContent;
    });
    if (none()) hide(none(), !arrived || !steps.every((step) => step.none?.checked));
    again.hidden = !steps.some(answered);
  };

  const again = make("button", { type: "button", class: "check__again" }, say.again);
  again.addEventListener("click", () => {
    for (const box of root.querySelectorAll("input")) box.checked = false;
    refresh();
    tell(status, "");
    steps[0].section.scrollIntoView();
    root.querySelector("input").focus({ preventScroll: true });
  });

  root.addEventListener("change", ({ target }) => {
    const at = steps.findIndex(({ section }) => section.contains(target));
    const step = steps[at];
    if (!step) return;
    if (target.checked) {
      if (target === step.none) for (const { box } of step.items) box.checked = false;
      else if (step.none) step.none.checked = false;
    }
    refresh();
    const others = ticked(step).filter((item) => item !== step.first);
    if (step.first) {
      const place = step.name === "emergency" ? alarm : status;
      tell(place, words(step.answer.box, ...others.map(({ advice }) => advice)));
    } else if (!step.none?.checked) tell(status, "");
    else if (steps[at + 1]) tell(status, words(steps[at + 1].heading));
    else tell(status, none() && !none().classList.contains("check__off") ? words(none()) : "");
  });

  // The lines --------------------------------------------------------------------------------------------------------

  /** @param {HTMLElement} section */
  const addStep = (section) => {
    const heading = section.firstElementChild;
    /** @type {HTMLTemplateElement} */
    const template = section.querySelector(":scope > .check__action");
    const action = () => (template ? [copy(template)] : []);
    const rules = [
      .../** @type {NodeListOf<HTMLTemplateElement>} */ (root.querySelectorAll(".check__care")),
    ].map((template) => {
      const rule = copy(template).firstElementChild;
      rule.dataset.care = template.dataset.care;
      return rule;
    });
    const { step: name } = section.dataset;
    const title = make(`h${Math.min(Number(heading.tagName[1]) + 1, 6)}`, {}, say.result);
    const note = make("p", {});
    const said = [title, ...action(), ...rules, note];
    const box = make("div", { class: `check__answer check__answer--${name}`, hidden: "" }, ...said);
    section.append(box); // in the page from the start, so that its help lines follow a reader's country
    steps.push({ section, heading, name, action, items: [], answer: { box, rules, note } });
  };

  /** @type {(step: Step, line: HTMLElement) => void} */
  const addLine = (step, line) => {
    const template = line.querySelector("template");
    const { care } = line.dataset;
    // For those programs alone: what the answer says at its top.
    const rule = /** @type {HTMLElement} */ (
      step.answer.rules.find((rule) => rule.dataset.care === care)
    ).firstElementChild.cloneNode(true);
    const order = make("div", { class: "check__off" }, ...step.action(), make("p", {}, rule));
    const advice = make("section", { class: "check__advice check__off" }, order, copy(template));
    template.remove();
    // A link within a label could not be told from the box: the advice has it.
    for (const link of line.querySelectorAll("a")) link.replaceWith(...link.childNodes);
    const [box, label] = tick("check__choice", ...line.childNodes);
    line.replaceChildren(label, advice);
    step.items.push({ box, line, advice, care });
  };

  /** @type {(step: Step, group: HTMLElement, number: number) => void} */
  const addGroup = (step, group, number) => {
    const title = group.firstElementChild;
    title.id = `${step.heading.id}:${number}`;
    group.setAttribute("role", "group");
    group.setAttribute("aria-labelledby", title.id);
  };

  const update = () => {
    for (const section of [...root.querySelectorAll(".check__step")].slice(steps.length)) {
      if (section.querySelector(".check__group")) addStep(section); // what stands before it has arrived whole
    }
    for (const step of steps) {
      const groups = step.section.querySelectorAll(".check__group");
      groups.forEach((group, i) => group.firstElementChild && addGroup(step, group, i + 1));
      const lines = step.section.querySelectorAll(".check__sign");
      // A line is whole when something stands after it.
      for (const line of [...lines].slice(step.items.length)) if (arrived || line.nextSibling) addLine(step, line);
      if (!step.none && (arrived || step.section.nextElementSibling)) {
        const [box, label] = tick("check__choice", say.none);
        step.none = box;
        const group = { class: "check__none-of-these", role: "group", "aria-labelledby": step.heading.id };
        step.section.append(make("div", group, label));
      }
    }
    refresh();
    observer.takeRecords(); // of what has just been made
  };

  root.classList.add("check--live");
  root.prepend(alarm, status);
  const observer = new MutationObserver(update);
  observer.observe(root, { childList: true, subtree: true });
  addEventListener("DOMContentLoaded", () => {
    observer.disconnect();
    arrived = true;
    update();
    (none() ?? root.lastElementChild).after(again);
  });
  // Some browsers put the answers back when the reader returns to the page.
  addEventListener("pageshow", refresh);
}
