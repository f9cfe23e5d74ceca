/* An accordion of questions: the one of the site, of the frame and of <health-faq>. It knows nothing of the page around
   it, keeps nothing, and says what happened only through `changed`.

   A question is a heading with its answer after it, together in one element. The words of the heading become a button.
   A closed answer is hidden="until-found": find-in-page and links to a passage still search it, and open it. */

/**
 * @param {HTMLElement} root  what holds the questions, now or later.
 * @param {string} openAll  what the button for all questions says while one of those shown is closed.
 * @param {string} closeAll  what it says when all are open.
 * @param {(questions: Question[], source: string) => void} changed  told what was opened or closed, and by what: "click",
 *     "all", "find" (find-in-page or a link to a passage), or what `show` was called with. A question may be shown that
 *     something else hides: then `changed` must bring its item back.
 */
function accordion(root, openAll, closeAll, changed) {
  /** @type {Question[]} */
  const questions = [];
  /** @param {Question} question */
  const isOpen = ({ answer }) => !answer.hidden;
  const shown = () => questions.filter(({ item }) => !item.hidden);
  /** @param {() => void} press */
  const button = (press) => {
    const element = document.createElement("button");
    element.type = "button";
    element.addEventListener("click", press);
    return element;
  };
  /** @type {(question: Question, open: boolean) => void} */
  const set = ({ answer, toggle }, open) => {
    answer.hidden = open ? false : "until-found";
    toggle.setAttribute("aria-expanded", open);
  };
  /** @type {(some: Question[], open: boolean, source: string) => void} */
  const act = (some, open, source) => {
    for (const question of some) set(question, open);
    refresh();
    changed(some, source);
  };

  const all = button(() => {
    const open = !shown().every(isOpen);
    act(shown().filter((question) => isOpen(question) !== open), open, "all");
  });
  const refresh = () => {
    // Before the first question has arrived the button stands there already, so that nothing moves when it does.
    const open = shown().some(isOpen) && shown().every(isOpen);
    all.textContent = open ? closeAll : openAll;
    // A screen reader says that it has changed; of a new name it says nothing.
    all.setAttribute("aria-expanded", open);
  };
  refresh();

  /** @param {Node | null} place */
  const of = (place) => questions.find(({ item }) => item.contains(place));
  /** @type {(question: Question, source: string) => void} */
  const show = (question, source) => {
    if (!isOpen(question) || question.item.hidden) act([question], true, source);
  };
  root.addEventListener("beforematch", ({ target }) => show(/** @type {Question} */ (of(target)), "find"));

  return {
    all,
    questions,
    isOpen,
    shown,
    of,
    show,
    refresh,
    /**
     * Takes one question more; call `refresh` after the last.
     *
     * @param {HTMLElement} answer  its heading, which has an id, stands before it.
     * @param {boolean} [open]  whether it starts open. As usual: closed; but open where the browser cannot search closed
     *     answers, so that only what the reader closed is shut away from find-in-page.
     */
    add(answer, open = !("onbeforematch" in document.documentElement)) {
      const heading = answer.previousElementSibling;
      answer.id = `${heading.id}:answer`;
      const toggle = button(() => act([question], !isOpen(question), "click"));
      toggle.className = "faq__toggle";
      toggle.setAttribute("aria-controls", answer.id);
      toggle.append(...heading.childNodes);
      heading.append(toggle);
      const question = { item: answer.parentNode, heading, answer, toggle };
      questions.push(question);
      set(question, open);
      return question;
    },
  };
}
