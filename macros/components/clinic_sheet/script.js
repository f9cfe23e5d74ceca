/* Puts a clinic's own name and phone on a sheet to print. Without this script the sheet has lines to write them on.

   What is typed is put on the page as text and goes nowhere else: there is no form that could be sent, nothing is
   stored, and leaving the page empties the fields, so that going back finds nothing. */

/** How much may be typed into each field, so that the sheet stays one sheet. Those named first have to be filled in. */
const FIELDS = { name: 60, phone: 30, hours: 50, address: 80, extra: 80 };
const NEEDED = ["name", "phone"];

/** `root` holds the head of the sheet, with the lines to write on, and the words of the fields. @param {HTMLElement} root */
function start(root) {
  const say = root.dataset;
  const head = root.querySelector(".clinic-sheet__head");

  /** @type {{ input: HTMLInputElement, value: HTMLElement, line: HTMLElement }[]} */
  const lines = [];
  const fields = Object.entries(FIELDS).map(([name, maxlength]) => {
    const input = make("input", {
      type: name === "phone" ? "tel" : "text",
      dir: "auto",
      maxlength,
      autocomplete: "off",
      // Some browsers send what is typed away to have its spelling looked at.
      spellcheck: "false",
      writingsuggestions: "false",
    });
    // In the direction of what is typed into it, whatever the page's own.
    const value = make(name === "phone" ? "span" : "p", { class: `clinic-sheet__${name}`, dir: "auto" });
    lines.push({ input, value, line: name === "phone" ? make("p", {}, `${say.phone}: `, value) : value });
    const optional = NEEDED.includes(name) ? "" : ` ${say.optional}`;
    return make("label", {}, say[name] + optional, input);
  });

  const draw = () => {
    for (const { input, value } of lines) value.textContent = input.value.trim();
    head.replaceChildren(...lines.filter(({ value }) => value.textContent).map(({ line }) => line));
  };
  const forget = () => {
    for (const { input } of lines) input.value = "";
    draw();
  };

  const button = make("button", { type: "button" }, say.print);
  button.addEventListener("click", () => print());
  const group = make("fieldset", {}, make("legend", {}, say.details), ...fields, ...[say.country, say.private].map((words) => make("p", {}, words)), button);
  group.addEventListener("input", draw);
  head.before(make("div", { class: "clinic-sheet__fields" }, group));
  draw();
  addEventListener("pagehide", forget);
}
