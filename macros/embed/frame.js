/* The page inside the frame: the accordion, and telling the page around it how high the frame has to be. That page may
   have our resize.js, WordPress, or scripts that know the messages of AMP or of Pym. Nothing of it can be read here. */

const root = document.querySelector(".faq");
const wanted = () => document.getElementById(unescape(location.hash.slice(1)));

const faq = accordion(root, root.dataset.openAll, root.dataset.closeAll, () => {});
for (const answer of root.querySelectorAll(".faq__answer")) {
  faq.add(answer, answer.parentNode.contains(wanted()) || undefined);
}
faq.refresh();
root.classList.add("faq--live");
root.querySelector(".faq__tools").append(faq.all);
addEventListener("hashchange", () => {
  const question = faq.of(wanted());
  if (!question) return;
  faq.show(question, "hash");
  question.item.scrollIntoView();
  question.toggle.focus();
});

// A link within a frame as high as its words scrolls nothing by itself: the page around it has to.
root.querySelector(".below")?.addEventListener("click", () => root.nextElementSibling.scrollIntoView());

const page = document.documentElement;
const { searchParams: asked } = new URL(/** @type {any} */ (location));
const pym = asked.get("childId");
const secret = /secret=(\w+)/.exec(location.hash)?.[1];
page.dataset.theme = asked.get("theme") ?? "";

/** 0 while the frame is not shown: then it has no width, or nothing in it is drawn. */
const measure = () => innerWidth && Math.ceil(page.getBoundingClientRect().height);
/** @param {unknown} message */
const say = (message) => parent.postMessage(message, "*");
/** @type {number} */
let last;
/** @param {unknown} [anew]  true: say it even if it is as before. */
const tell = (anew) => {
  const height = measure();
  // Some frames are shown later without a word of it: then only asking again tells.
  if (!height) setTimeout(tell, 500);
  if (!height || (height === last && anew !== true)) return;
  last = height;
  // On paper all answers stand, in a column that may be narrower than the screen's.
  page.classList.toggle("paper");
  const paper = measure();
  page.classList.toggle("paper");
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

// WordPress lets a frame open no window: a number cannot be called there, so it is no link, and others are followed by
// WordPress itself, where they lead to the frame's own site.
if (secret) for (const number of document.querySelectorAll("a[href^=tel]")) number.replaceWith(number.textContent);
addEventListener("click", (event) => {
  /** @type {HTMLAnchorElement | "" | undefined} */
  const link = secret && /** @type {Element} */ (event.target).closest("a[href^=http]");
  if (!link) return;
  event.preventDefault();
  say({ message: "link", value: link.href, secret });
});
