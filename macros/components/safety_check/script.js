/* The safety check with answers to press. Without this script it is a list of questions, each with what a yes means.

   The script stands in the page just before the questions and takes each one as the parser adds it, before the browser
   paints. A page that breaks off halfway has lost nothing: what has arrived can be answered, and nothing is said about
   the rest.

   Every word of a result is a copy of what the page itself says; the other words come from data- attributes of the
   check. Nothing is stored, and nothing is sent. */

const LEVELS = ["emergency", "urgent", "non-urgent"];
const CARES = ["stop", "ask-first", "gentle"];

/** How soon an outcome must be acted on: 0 is soonest, no hurry comes last. */
const urgency = ({ dataset }) => (dataset.level ? LEVELS.indexOf(dataset.level) : LEVELS.length);
/** How careful an outcome asks to be: 0 is the most careful. */
const care = ({ dataset }) => CARES.indexOf(dataset.care);

/** `root` is still being parsed. */
function start(root) {
  const say = root.dataset;
  const questions = [];

  const make = (tag, attributes, ...children) => {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
    element.append(...children);
    return element;
  };
  const part = (outcome, name) => outcome.querySelector(`:scope > .${name}`);

  // The result -------------------------------------------------------------------------------------------------------

  const alarm = make("div", { role: "alert" });
  const verdict = make("div", { role: "status" });
  const status = make("p", { class: "check__status", role: "status" });
  const advice = make("div", {});
  const again = make("button", { type: "button" }, say.again);
  const result = make("section", { class: "check__result", hidden: "" });

  /** What heads the result: said aloud when it changes, an emergency at once. */
  const tell = (place, head) => {
    for (const other of [alarm, verdict]) if (other !== place) other.replaceChildren();
    if (place.textContent !== (head?.textContent ?? "")) place.replaceChildren(...(head ? [head] : []));
  };

  /** What applies, most urgent first: an outcome, the questions it comes from, and what it stands under. */
  const findings = (yes) => {
    const said = (id) => yes.some((question) => question.id === id);
    const found = yes.map((question) => ({ outcome: question.outcome, of: [question], under: [question.heading] }));
    for (const combination of root.querySelectorAll(".check__combination")) {
      const { allOf, anyOf } = combination.dataset;
      const [all, any] = [allOf, anyOf].map((ids) => ids.split(" ").filter(Boolean));
      const outcome = combination.querySelector(".outcome");
      if (!outcome || !all.every(said) || (any.length && !any.some(said))) continue;
      const of = yes.filter(({ id }) => all.includes(id) || any.includes(id));
      const under = [root.querySelector(".check__together").firstElementChild, ...of.map(({ heading }) => heading)];
      found.push({ outcome, of, under, together: true });
    }
    return found.sort((a, b) => urgency(a.outcome) - urgency(b.outcome) || care(a.outcome) - care(b.outcome));
  };

  let over = false;
  const refresh = () => {
    const yes = questions.filter((question) => question.yes.checked);
    const left = questions.filter((question) => !question.yes.checked && !question.no.checked).length;
    const none = root.querySelector(".check__none > .outcome");
    let found = findings(yes);
    const ended = found.length > 0 && urgency(found[0].outcome) === 0;
    if (ended) found = found.filter(({ outcome }) => urgency(outcome) === 0);

    // What a yes means alone ("you can wait") no longer holds when together with another it is more urgent.
    for (const question of questions) {
      question.instead = found.find(
        ({ outcome, of, together }) =>
          together && of.includes(question) && urgency(outcome) < urgency(question.outcome),
      );
    }
    found = found.filter(({ together, of: [question] }) => together || !question.instead);
    if (!yes.length && !left && none) found = [{ outcome: none, of: [], under: [] }];

    const done = ended || !left;
    const strictest = Math.min(...found.map(({ outcome }) => care(outcome)));
    // "Gentle" is said only once nothing that is left could say otherwise.
    const holds = (outcome) => care(outcome) === strictest && (done || outcome.dataset.care !== CARES.at(-1));

    for (const { item, outcome, label, more, yes, no, instead } of questions) {
      item.hidden = ended && !found.some(({ of }) => of.some((question) => question.item === item));
      label.hidden = true;
      // An ended check has its result right under the question.
      outcome.hidden = !yes.checked || ended || Boolean(instead);
      part(outcome, "care")?.toggleAttribute("hidden", yes.checked && !holds(outcome));
      more.replaceChildren(...(instead && !ended ? [instead.outcome.cloneNode(true)] : []));
      item.classList.toggle("check__question--answered", yes.checked || no.checked);
    }

    const first = found[0]?.outcome;
    const careful = found.find(({ outcome }) => holds(outcome))?.outcome;
    const level = first?.dataset.level;
    const lines = [first && part(first, "outcome__level"), careful && part(careful, "care")].filter(Boolean);
    const head = make("div", { class: level ? `outcome outcome--${level}` : "outcome" });
    for (const words of lines) head.append(words.cloneNode(true));
    for (const words of head.children) words.hidden = false;
    tell(ended ? alarm : verdict, lines.length ? head : null);
    const counted = say.left.replace("{left}", left).replace("{all}", questions.length);
    const text = ended ? say.ended : left ? counted : "";
    if (status.textContent !== text) status.textContent = text;

    advice.replaceChildren(
      ...found.map(({ outcome, under }) => {
        const copy = outcome.cloneNode(true);
        copy.hidden = false;
        // What the head of the result says is not said again.
        part(copy, "care")?.remove();
        if (outcome.dataset.level === level) part(copy, "outcome__level")?.remove();
        copy.prepend(...under.map((heading) => make("p", { class: "check__of" }, heading.textContent)));
        return copy;
      }),
    );
    again.hidden = left === questions.length;
    root.classList.toggle("check--answered", left < questions.length);
    // The other questions went away: the one that ended it, where the focus is, and the result under it stay in sight.
    if (ended && !over) questions.find(({ item }) => !item.hidden).item.scrollIntoView();
    over = ended;
  };

  again.addEventListener("click", () => {
    for (const { yes, no } of questions) yes.checked = no.checked = false;
    refresh();
    questions[0].heading.scrollIntoView();
    questions[0].yes.focus({ preventScroll: true });
  });

  // The questions ----------------------------------------------------------------------------------------------------

  const add = (outcome) => {
    const item = outcome.parentNode;
    const heading = item.firstElementChild;
    const label = outcome.previousElementSibling;
    const [yes, no] = [0, 1].map(() => make("input", { type: "radio", name: `${heading.id}:answer` }));
    const answers = make(
      "fieldset",
      { class: "check__answers", "aria-labelledby": heading.id },
      make("label", { class: "check__choice" }, yes, say.yes),
      make("label", { class: "check__choice" }, no, say.no),
    );
    const detail = heading.nextElementSibling;
    if (detail !== label) {
      detail.id = `${heading.id}:detail`;
      answers.setAttribute("aria-describedby", detail.id);
    }
    const more = make("div", {});
    label.before(answers);
    outcome.before(more);
    questions.push({ id: item.dataset.id, item, heading, label, outcome, more, yes, no });
  };

  const update = () => {
    const list = root.querySelector(".check__questions");
    if (!list) return;
    if (!result.isConnected) {
      list.after(result);
      root.classList.add("check--live");
    }
    const arrived = [...root.querySelectorAll(".check__question > .outcome")].slice(questions.length);
    arrived.forEach(add);
    for (const section of root.querySelectorAll(".check__together, .check__none")) section.hidden = true;
    if (arrived.length && !result.firstChild) {
      const { tagName } = questions[0].heading;
      const heading = make(tagName, { id: `${questions[0].heading.id}:result` }, say.result);
      result.setAttribute("aria-labelledby", heading.id);
      result.append(heading, alarm, verdict, status, advice, again);
    }
    // Shown too early, it would be seen moving down as more questions arrive.
    if (result.nextElementSibling) result.hidden = false;
    if (arrived.length) refresh();
  };

  root.addEventListener("change", () => {
    result.hidden = false;
    refresh();
  });
  const observer = new MutationObserver(update);
  observer.observe(root, { childList: true, subtree: true });
  addEventListener("DOMContentLoaded", () => {
    observer.disconnect();
    update();
    result.hidden = false;
    refresh();
  });
  // Some browsers put the answers back when the reader returns to the page.
  addEventListener("pageshow", refresh);
}
