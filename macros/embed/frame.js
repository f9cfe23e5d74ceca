/* The page inside the frame: the accordion, and telling the page around it how high the frame has to be. That page may
   have our resize.js, WordPress, or scripts that know the messages of AMP or of Pym. Nothing of it can be read here. */

const root = document.querySelector(".faq");
const wanted = () => document.getElementById(location.hash.slice(1));

const faq = accordion(root, root.dataset.openAll, root.dataset.closeAll, () => {});
for (const answer of root.querySelectorAll(".faq__answer")) {
  faq.add(answer, answer.parentNode.contains(wanted()) || undefined);
}
faq.refresh();
root.classList.add("faq--live");
root.querySelector(".faq__tools")?.append(faq.all);
addEventListener("hashchange", () => {
  const question = faq.of(wanted());
  if (!question) return;
  faq.show(question, "hash");
  question.item.scrollIntoView();
  question.toggle.focus();
});

const { documentElement: page } = document;
const { searchParams: asked } = new URL(/** @type {any} */ (location));
const theme = asked.get("theme");
const pym = asked.get("childId");
const secret = /[?&]secret=(\w+)/.exec(location.hash)?.[1];
if (theme) page.dataset.theme = theme;

const measure = () => Math.ceil(page.getBoundingClientRect().height);
let last;
const tell = (anew) => {
  const height = measure();
  if (!height || (height === last && anew !== true)) return; // a frame that is not shown has no height
  last = height;
  // On paper all answers stand, in a column that may be narrower than the screen's.
  page.classList.add("paper");
  const paper = measure();
  page.classList.remove("paper");
  const say = (message) => parent.postMessage(message, "*");
  say({ healthFaq: [height, paper] });
  say({ sentinel: "amp", type: "embed-size", height });
  if (pym) say(["pym", pym, "height", height].join("xPYMx"));
  if (secret) say({ message: "height", value: height, secret });
};
new ResizeObserver(tell).observe(page);
addEventListener("load", () => tell(true));
addEventListener("message", ({ data }) => {
  if (data?.message === "ready" || data?.type === "frames-init") tell(true);
});

// WordPress lets a frame open no window: it follows the link itself, where that leads to the frame's own site.
addEventListener("click", (event) => {
  /** @type {HTMLAnchorElement} */
  const link = secret && /** @type {Element} */ (event.target).closest("a[href^=http]");
  if (!link) return;
  event.preventDefault();
  parent.postMessage({ message: "link", value: link.href, secret }, "*");
});
