/* Shows the questions on a page of its own as the builder's settings say. They stand in the address after `#`, so that
   nothing is sent: way, region, category, questions, level, theme, accent, language, height, title. */

const main = document.querySelector("main");

/** @param {string} name */
const load = (name) => {
  if (document.querySelector(`script[src$="${name}"]`)) return;
  document.head.append(make("script", { type: "module", src: `../v1/${name}` }));
};

const draw = () => {
  const set = Object.fromEntries(new URLSearchParams(location.hash.slice(1)));
  if (set.way === "c" || set.way === "address") {
    const path = [set.language, set.region, set.category].filter(Boolean).join("/");
    const theme = set.way === "c" && ["light", "dark"].includes(set.theme) ? set.theme : "";
    const frame = make("iframe", {
      src: new URL(`../v1/frame/${path}/${theme && `?theme=${theme}`}`, location.href).href,
      title: set.title,
      width: "100%",
      height: set.height,
      frameborder: "0",
      sandbox: "allow-scripts allow-popups allow-popups-to-escape-sandbox",
    });
    main.replaceChildren(frame);
    if (set.way === "c") load("resize.js");
    return;
  }
  // To the element an empty attribute is as good as none.
  const { region = "", category = "", questions = "", theme = "", level = "" } = set;
  const faq = make("health-faq", { region, category, questions, theme, "heading-level": level });
  if (/^#[0-9a-f]{6}$/.test(set.accent)) faq.style.setProperty("--health-faq-accent", set.accent);
  main.replaceChildren(faq);
  load("faq.js");
};

addEventListener("hashchange", draw);
draw();
