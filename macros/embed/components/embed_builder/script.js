/* Makes the code with which a clinic shows the questions in a page of its own. Without this script the page lists
   ready-made code.

   All settings stand in the address of the page, after `#`: they can be sent to somebody else, and back and forward work.
   Nothing is stored, and nothing is sent. Templates and costs come from builder.json, the questions' names from the feed,
   their words from the fixed copies. dom.js stands before this. */

/** @type {(keyof Settings)[]} */
const KEYS = ["place", "way", "region", "category", "questions", "level", "theme", "accent", "answers", "version", "host"];
const LIVE = ["a", "b", "zip"];
const CODE = ["a", "b", "c"];
/** Those that hold the words themselves: all that is seen where no script runs. */
const WORDED = ["a", "d", "zip"];
const WHITE = "#ffffff";
/** The lightest of the dark grounds that browsers draw. */
const DARK = "#1e1e1e";

/** @type {Record<string, string>} */
const SIGNS = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&#34;", "'": "&#39;" };
/** @param {string} text */
const escaped = (text) => text.replace(/[&<>"']/g, (sign) => SIGNS[sign]);
/** @type {(template: string, values: Record<string, unknown>) => string} */
const fill = (template, values) => template.replace(/\{(\w+)\}/g, (_, name) => values[name]);

/** WCAG 2.2, relative luminance and contrast ratio, of two colours such as #0b5c66. @param {string} colour */
const luminance = (colour) => {
  const [red, green, blue] = [1, 3, 5].map((at) => {
    const part = parseInt(colour.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
};
/** @type {(one: string, other: string) => number} */
const contrast = (one, other) => {
  const [light, dark] = [luminance(one), luminance(other)].sort((a, b) => b - a);
  return (light + 0.05) / (dark + 0.05);
};
/** Rounded down: a ratio that falls short never looks as if it were enough. @param {number} ratio */
const shown = (ratio) => (Math.floor(ratio * 10) / 10).toFixed(1);

// The fixed copy ---------------------------------------------------------------------------------------------------------

/**
 * @typedef {"place" | "way" | "region" | "category" | "level" | "theme" | "accent" | "answers" | "version" | "host"} Key
 * @typedef {Record<Key, string> & { questions: string[] }} Settings  as the address of the page has them.
 *
 * @typedef {{ name: string, what: string, sends: string }} Way
 * @typedef {object} Place
 * @property {string} name
 * @property {string[]} ways  the best one first.
 * @property {string[]} steps
 * @property {Record<string, string[]>} other  the steps of ways that are not among the offered.
 * @property {Record<string, string>} notes
 * @property {Record<string, string>} unfit
 * @property {boolean} styles
 *
 * @typedef {"looks" | "hosts" | "fixed_parts"} Lists
 * @typedef {{ places: Record<string, Place>, ways: Record<string, Way> } & Record<Lists, Record<string, string>>} Named
 *
 * @typedef {string | [string, Record<string, string>, string]} Piece  plain words, or a link.
 * @typedef {[requests: number, bytes: number]} Cost
 * @typedef {object} Data  builder.json, see macros/embed/builder.py.
 * @property {string} site
 * @property {string} draft
 * @property {string} language
 * @property {string} region
 * @property {string} folder
 * @property {string} feed
 * @property {Record<string, string>} regions
 * @property {Record<string, string>} templates
 * @property {Record<string, string>} policies
 * @property {Record<string, Record<string, string>>} versions
 * @property {Record<string, number>} height
 * @property {Record<string, Cost>} frame
 * @property {Cost} element
 * @property {Cost} resize
 * @property {Named & Record<string, string>} words
 */

/** A card with more lines than this is headed by groups, as everywhere. */
const LINES = 7;

/**
 * The fixed copy with some of its questions only, in an order of their own, and the urgent signs that these call for.
 *
 * @param {string} copy  all the questions, as macros/embed/static.html draws them.
 * @param {Feed} feed  says which signs a question calls for.
 * @param {string[]} questions  their ids.
 */
function shortened(copy, feed, questions) {
  const template = make("template");
  // This page's policy allows no style in an element, not even here, where nothing is shown.
  template.innerHTML = copy.replaceAll(" style=", " data-style=");
  const { content } = template;
  /** @param {string[]} ids */
  const called = (ids) => {
    const urgent = feed.items.filter(({ id }) => ids.includes(id)).flatMap((item) => item.urgent);
    return [...new Set(urgent)].sort((a, b) => a - b);
  };

  const all = called(feed.items.map(({ id }) => id));
  if (all.length) {
    const card = /** @type {HTMLElement} */ (
      [...content.querySelectorAll("div > div:not([id])")].at(-1) // the emergencies stand before it
    );
    const { lines: known, some } = feed.cards.urgent;
    /** @param {number} index */
    const title = (index) => known[index][0];
    const titles = [...new Set(all.map(title))];
    const order = all.length > LINES ? titles.flatMap((one) => all.filter((index) => title(index) === one)) : all;
    const lines = [...card.querySelectorAll("li")];
    const kept = called(questions).map((index) => lines[order.indexOf(index)]);
    for (const line of lines) if (!kept.includes(line)) line.remove();
    const lists = [...card.querySelectorAll("ul")];
    if (kept.length <= LINES) lists[0].append(...kept);
    for (const list of lists) {
      const group = list.previousElementSibling;
      if (all.length > LINES && (kept.length <= LINES || !list.firstChild)) group.remove();
      if (!list.firstChild) list.remove();
    }
    if (!kept.length) card.remove();
    // The copy itself says so where it does not show all of them.
    if (all.length === known.length && kept.length < all.length) {
      const parts = /** @type {Piece[]} */ (some).map((part) => (typeof part === "string" ? part : make(...part)));
      card.firstElementChild.after("\n", make("p", {}, ...parts));
    }
  }

  const items = [...content.querySelectorAll("details")];
  const place = make("br");
  items[0].before(place);
  for (const item of items) item.remove();
  const found = questions.map((id) => /** @type {HTMLElement} */ (items.find((item) => item.querySelector(`#faq-${id}`))));
  place.replaceWith(...found.flatMap((item) => [item, "\n"]));
  return template.innerHTML.replaceAll(" data-style=", " style=");
}

/**
 * Builds the form and keeps the code, the preview and the address in step with it.
 *
 * @param {HTMLElement} root  where the form goes.
 * @param {Data} data
 * @param {Feed} feed
 * @param {URL} embed  the folder of the embed on this site, for the preview; the code names the site's own address.
 * @param {number} level  the heading level of the form's parts.
 * @param {(path: string) => Promise<Response>} get  what stands at a path in that folder.
 */
async function build(root, data, feed, embed, level, get) {
  const say = data.words;
  const ids = feed.items.map(({ id }) => id);
  /** @type {Record<string, string[]>} */
  const known = {
    place: Object.keys(say.places),
    way: Object.keys(say.ways),
    category: Object.keys(feed.categories),
    region: Object.keys(data.regions),
    level: ["2", "3", "4", "5", "6"],
    theme: Object.keys(say.looks),
    version: Object.keys(data.versions),
    host: Object.keys(say.hosts),
    answers: ["open"],
  };
  /** @type {Settings} */
  const usual = {
    place: known.place[0], way: "", category: "", questions: [], region: "", level: "3", theme: "inherit",
    accent: "", answers: "", version: "", host: "plain",
  };
  let set = { ...usual };
  /** @type {string[]} */
  let ignored = [];
  /** Whether single questions are asked for; none of them may be chosen yet. */
  let choosing = false;

  // The address of the page --------------------------------------------------------------------------------------------

  const read = () => {
    const given = location.hash.includes("=") ? new URLSearchParams(location.hash.slice(1)) : new URLSearchParams();
    set = { ...usual };
    ignored = [];
    for (const [name, value] of given) {
      if (name === "questions") {
        const asked = [...new Set(value.split(","))];
        set.questions = asked.filter((id) => ids.includes(id));
        ignored.push(...asked.filter((id) => !ids.includes(id)).map((id) => `questions: ${id}`));
      } else if (name === "accent" ? /^[0-9a-f]{6}$/.test(value) : known[name]?.includes?.(value)) {
        set[/** @type {Key} */ (name)] = name === "accent" ? `#${value}` : value;
      } else {
        ignored.push(`${name}: ${value}`);
      }
    }
    if (set.questions.length) set.category = "";
    choosing = set.questions.length > 0;
  };
  /** @param {"pushState" | "replaceState"} step */
  const write = (step) => {
    const given = new URLSearchParams();
    for (const name of KEYS) {
      if (String(set[name]) !== String(usual[name])) given.set(name, String(set[name]).replace("#", ""));
    }
    // A comma need not be written as %2C, and people read this address.
    const hash = String(given).replaceAll("%2C", ",");
    if (hash === location.hash.slice(1)) return;
    history[step](null, "", hash ? `#${hash}` : location.pathname + location.search);
  };

  // What is shown ------------------------------------------------------------------------------------------------------

  const here = () => say.places[set.place];
  const way = () => set.way || here().ways[0];
  /** What to do for the way in this place; nothing where it does not fit. */
  const steps = () => (here().ways.includes(way()) ? here().steps : here().other[way()]);
  /** Until one is chosen, what is shown is for the site's own region, and there is no code. */
  const regional = () => set.region || data.region;
  const live = () => LIVE.includes(way());
  const framed = () => ["c", "address"].includes(way());
  const single = () => (framed() ? [] : set.questions);
  const base = () => (way() === "zip" ? data.folder : `${data.site}embed/`);
  /** A frame follows the page around it in nothing; it can be told to be light or dark. */
  const frameTheme = () => (way() === "c" && ["light", "dark"].includes(set.theme) ? set.theme : "");
  const framePath = () => {
    const path = [data.language, regional(), set.category].filter(Boolean).join("/");
    return `v1/frame/${path}/${frameTheme() && `?theme=${frameTheme()}`}`;
  };
  const copyPath = () => `v1/static/${data.language}/${regional()}/${set.category || "all"}.html`;
  const title = () => say.title + (set.category && `: ${feed.categories[set.category]}`);
  const height = () => data.height[set.category];

  /** @param {string} name */
  const script = (name) => {
    // The folder to host oneself holds no exact versions.
    const hash = CODE.includes(way()) && data.versions[set.version]?.[name];
    return fill(data.templates.script, {
      src: `${base()}${hash ? set.version : "v1"}/${name}`,
      integrity: hash ? ` integrity="${escaped(hash)}"` : "",
    });
  };
  const attributes = () => {
    const values = {
      region: regional(),
      category: set.category,
      questions: single().join(" "),
      "heading-level": set.level === usual.level ? "" : set.level,
      theme: set.theme === usual.theme ? "" : set.theme,
      style: set.accent && `--health-faq-accent:${set.accent}`,
    };
    return Object.entries(values)
      .filter(([, value]) => value)
      .map(([name, value]) => ` ${name}="${escaped(value)}"`)
      .join("");
  };
  /** The fixed copies that have come, by their paths. @type {Map<string, string>} */
  const copies = new Map();
  const bring = async () => {
    const path = copyPath();
    if (!copies.has(path)) copies.set(path, await (await get(path)).text());
  };
  const words = () => {
    const copy = /** @type {string} */ (copies.get(copyPath()));
    const text = single().length ? shortened(copy, feed, single()) : copy;
    const open = way() === "d" && set.answers;
    return (open ? text.replace(/<\/?(details|summary)\b.*?>|(<h3) style=".*?"/g, "$2") : here().styles ? text + data.templates.print : text)
      .trim().replace(/\n+/g, "\n").replace(/(<\/?h)3\b/g, `$1${set.level}`);
  };
  /** Empty as long as the words for it have not come. */
  const code = () => {
    if (WORDED.includes(way()) && !copies.has(copyPath())) return "";
    const text = fill(data.templates[way() === "zip" ? "a" : way()], {
      attributes: attributes(),
      words: WORDED.includes(way()) ? words() : "",
      script: script(way() === "c" ? "resize.js" : "faq.js"),
      page: escaped(feed.url),
      title: escaped(title()),
      frame: `${base()}${framePath()}`,
      height: height(),
    });
    if (!data.draft || way() === "zip") return text;
    return way() === "address" ? `${data.draft}\n${text}` : `<!-- ${data.draft} -->\n${text}`;
  };
  const cost = () => {
    const frame = data.frame[set.category];
    /** @type {(one: Cost, other: Cost) => Cost} */
    const add = (one, other) => [one[0] + other[0], one[1] + other[1]];
    return /** @type {Record<string, Cost>} */ (
      { a: data.element, b: data.element, zip: data.element, c: add(frame, data.resize), address: frame, d: [0, 0] }
    )[way()];
  };

  // The form -----------------------------------------------------------------------------------------------------------

  let count = 0;
  /** @param {Child[]} parts */
  const heading = (...parts) => make(`h${level}`, {}, ...parts);
  /** @type {(values: Partial<Settings>, step?: "pushState" | "replaceState") => void} */
  const change = (values, step = "pushState") => {
    Object.assign(set, values);
    ignored = [];
    write(step);
    refresh();
  };
  /** @type {(label: string, control: HTMLElement) => HTMLElement} */
  const labelled = (label, control) => {
    control.id = `builder-${++count}`;
    return make("label", { for: control.id }, label);
  };
  /** @type {(label: string, control: HTMLElement, ...help: HTMLElement[]) => HTMLElement} */
  const field = (label, control, ...help) =>
    make("div", { class: "builder__field" }, ...(label ? [labelled(label, control)] : []), control, ...help);
  /** @type {(name: Key, options: Record<string, string>) => HTMLSelectElement} */
  const select = (name, options) => {
    const control = make("select", {});
    for (const [value, text] of Object.entries(options)) control.append(make("option", { value }, text));
    control.addEventListener("change", () => change({ [name]: control.value }));
    return control;
  };
  /** @param {string} label @param {Record<string, string>} options @param {(value: string) => void} press */
  const radios = (label, options, press) => {
    const name = `builder-${++count}`;
    /** @type {Record<string, HTMLInputElement>} */
    const inputs = {};
    const group = make("fieldset", { class: "builder__field" }, make("legend", {}, label));
    for (const [value, text] of Object.entries(options)) {
      const input = (inputs[value] = make("input", { type: "radio", name, value }));
      input.addEventListener("change", () => press(value));
      group.append(make("label", { class: "builder__choice" }, input, text));
    }
    return { group, inputs };
  };
  /** @type {(name: string, text?: string) => HTMLElement} */
  const paragraph = (name, text = "") => make("p", name ? { class: name } : {}, text);
  /** @param {string} [text] */
  const help = (text) => paragraph("builder__help", text);

  const notice = make("p", { class: "builder__ignored", role: "status" });
  const place = select("place", Object.fromEntries(known.place.map((name) => [name, say.places[name].name])));
  place.addEventListener("change", () => change({ way: "" }, "replaceState"));
  const wayChoice = make("select", {});
  for (const name of known.way) wayChoice.append(make("option", { value: name }));
  wayChoice.addEventListener("change", () => {
    change({ way: wayChoice.value === here().ways[0] ? "" : wayChoice.value });
  });
  const what = help();
  const unfit = make("p", { class: "builder__unfit", role: "status" });
  const instead = make("button", { type: "button" });
  instead.addEventListener("click", () => {
    change({ way: "" });
    wayChoice.focus(); // the button is gone
  });

  const scope = radios(say.questions, { all: say.all, category: say.by_category, questions: say.chosen }, (value) => {
    choosing = value === "questions";
    change({ category: value === "category" ? known.category[0] : "", questions: [] });
  });
  const category = select("category", feed.categories);
  const categoryField = field(say.category, category);
  const moved = make("p", { role: "status", class: "visually-hidden" });
  const list = make("ol", { class: "builder__questions" });
  const none = help(say.none_chosen);
  const picked = make("fieldset", { class: "builder__field" }, make("legend", {}, say.pick), list, none, moved);
  const rows = feed.items.map(({ id, q }) => {
    const box = make("input", { type: "checkbox", value: id });
    box.addEventListener("change", () => {
      const others = set.questions.filter((one) => one !== id);
      change({ questions: box.checked ? [...others, id] : others });
      box.focus(); // the row may have moved
    });
    /** @type {(label: string, by: number) => HTMLButtonElement} */
    const mover = (label, by) => {
      const button = make("button", { type: "button" }, label, make("span", { class: "visually-hidden" }, `: ${q}`));
      button.addEventListener("click", () => {
        const order = set.questions.filter((one) => one !== id);
        const at = set.questions.indexOf(id) + by;
        order.splice(at, 0, id);
        change({ questions: order });
        (button.disabled ? button.parentNode.querySelector("button:not([disabled])") : button)?.focus();
        moved.textContent = fill(say.moved, { question: q, place: at + 1, all: order.length });
      });
      return button;
    };
    const [up, down] = [mover(say.up, -1), mover(say.down, 1)];
    const row = make("li", {}, make("label", { class: "builder__choice" }, box, q), make("span", { class: "builder__move" }, up, down));
    return { id, box, up, down, row };
  });

  const region = select("region", { "": say.region_choose, ...data.regions });
  const levels = select("level", Object.fromEntries(known.level.map((value) => [value, value])));
  const levelField = field(say.level, levels, help(say.level_help));
  const look = select("theme", say.looks);
  const lookField = field(say.look, look);
  const own = make("input", { type: "checkbox" });
  const colour = make("input", { type: "color", value: "#0b5c66" });
  own.addEventListener("change", () => change({ accent: own.checked ? colour.value : "" }));
  colour.addEventListener("change", () => change({ accent: colour.value }));
  // While a colour is being looked for, the address stays: browsers allow only so many changes in a while.
  colour.addEventListener("input", () => {
    set.accent = colour.value;
    refresh();
  });
  const ratio = make("p", { class: "builder__contrast", role: "status" });
  const colourField = field(say.accent_colour, colour, ratio);
  const accent = make("div", { class: "builder__field" }, make("label", { class: "builder__choice" }, own, say.accent), colourField);
  const answers = radios(say.answers, { "": say.folded, open: say.open }, (value) => change({ answers: value }));
  const fixed = help();

  /** @type {Record<string, string>} */
  const versions = { "": say.moving };
  for (const version of known.version) versions[version] = fill(say.pinned, { version });
  const updates = radios(say.updates, versions, (value) => change({ version: value }));
  const updatesHelp = help();
  updates.group.append(updatesHelp);

  // The preview --------------------------------------------------------------------------------------------------------

  const hosts = radios(say.preview_on, say.hosts, (value) => change({ host: value }));
  const stage = make("div", { class: "builder__stage" });
  /** @type {string | undefined} */
  let drawn;
  // Not before a reader comes near: it loads the element and the words as a visitor's browser would.
  let near = false;
  new IntersectionObserver(([entry], observer) => {
    if (!entry.isIntersecting) return;
    observer.disconnect();
    near = true;
    refresh();
  }, { rootMargin: "300px" }).observe(stage);

  const preview = () => {
    if (!near) return;
    const name = fill(say.preview_title, { host: say.hosts[set.host] });
    const bare = set.host === "noscript" || way() === "d";
    const page = set.host === "narrow" || set.host === "noscript" ? "plain" : set.host;
    let address;
    let text;
    if (bare && !code()) return;
    if (bare) {
      // The very code, in a frame in which no script runs. The code's own styles are left out, as by a strict policy.
      const pasted = way() === "address" ? `<blockquote><a href="${escaped(feed.url)}">${escaped(title())}</a></blockquote>` : code();
      const shown = pasted.replaceAll(`${data.site}embed/`, embed.href).replace(/ style=".*?"|<(style|script)\b.*?<\/\1>/g, "");
      text = `<!doctype html><html lang="${data.language}"><meta charset="utf-8"><title>${escaped(name)}</title>` +
        `<link rel="stylesheet" href="${embed.href}preview/preview.css">` +
        `<body class="${page}"><main>${shown}</main>`;
    } else {
      const given = { way: way(), region: regional(), category: set.category, questions: single().join(" "), level: set.level };
      const more = { theme: set.theme, accent: set.accent, language: data.language, height: String(height()), title: title() };
      address = `${embed.href}preview/${page}.html#${new URLSearchParams({ ...given, ...more })}`;
    }
    stage.classList.toggle("builder__stage--narrow", set.host === "narrow");
    if (drawn === (text ?? address)) return;
    drawn = text ?? address;
    // A new frame each time: a frame that changes its address would stand in the history, between the reader's steps.
    const frame = make("iframe", { title: name });
    if (bare) {
      frame.setAttribute("sandbox", "");
      frame.srcdoc = /** @type {string} */ (text);
    } else {
      frame.src = /** @type {string} */ (address);
    }
    stage.replaceChildren(frame);
  };

  // The code -----------------------------------------------------------------------------------------------------------

  const box = make("textarea", { readonly: "", rows: "12", spellcheck: "false", wrap: "off" });
  const boxLabel = labelled("", box);
  const copy = make("button", { type: "button", class: "builder__copy" }, say.copy);
  const told = make("p", { role: "status", class: "builder__told" });
  copy.addEventListener("click", async () => {
    told.textContent = "";
    try {
      await navigator.clipboard.writeText(box.value);
      told.textContent = say.copied;
    } catch {
      // No clipboard (an address without https, an older browser), or it was refused: the reader copies by hand.
      box.focus();
      box.select();
      told.textContent = say.copy_yourself;
    }
  });
  const folder = root.querySelector(".builder__folder").parentNode;
  const ready = root.querySelector(".builder__ready");
  const todo = make("div", {});
  const facts = make("dl", { class: "builder__facts" });
  /** @type {(term: string, ...parts: Child[]) => void} */
  const fact = (term, ...parts) => facts.append(make("dt", {}, term), ...parts.map((part) => make("dd", {}, part)));
  /** @param {number} value */
  const number = (value) => value.toLocaleString(data.language);

  const first = paragraph("builder__first", say.region_first);
  const result = make(
    "div",
    {},
    heading(say.what_to_show),
    field(say.region, region, help(say.region_help)),
    scope.group, categoryField, picked,
    levelField, lookField, accent, answers.group, fixed,
    updates.group,
    help(say.always),
    heading(boxLabel),
    first, copy, told, field("", box),
    heading(say.steps),
    todo,
    heading(say.preview),
    hosts.group, stage,
    heading(say.for_it),
    paragraph("", say.share),
    facts,
  );
  const form = make(
    "div",
    { class: "builder__form" },
    notice,
    heading(labelled(say.place, place)),
    field("", place),
    field(say.way, wayChoice, what),
    unfit, instead,
    result,
    folder,
  );

  const refresh = () => {
    const now = way();
    const best = here().ways[0];
    notice.textContent = ignored.length ? fill(say.ignored, { what: ignored.join("; ") }) : "";
    place.value = set.place;
    for (const option of wayChoice.options) {
      option.textContent = say.ways[option.value].name + (option.value === best ? ` (${say.best})` : "");
    }
    wayChoice.prepend(/** @type {HTMLOptionElement} */ ([...wayChoice.options].find(({ value }) => value === best)));
    wayChoice.value = now;
    what.textContent = say.ways[now].what;
    const why = here().unfit[now] ?? say.unfit_usual;
    unfit.textContent = steps() ? "" : fill(say.unfit, { way: say.ways[now].name, why, best: say.ways[best].name });
    instead.textContent = fill(say.instead, { best: say.ways[best].name });
    instead.hidden = Boolean(steps());
    result.hidden = !steps();
    if (!steps()) {
      ready.hidden = true;
      return;
    }

    scope.inputs.questions.disabled = framed();
    const asked = choosing && !framed() ? "questions" : set.category ? "category" : "all";
    for (const [value, input] of Object.entries(scope.inputs)) input.checked = value === asked;
    categoryField.hidden = asked !== "category";
    category.value = set.category || known.category[0];
    picked.hidden = asked !== "questions";
    none.hidden = set.questions.length > 0;
    const order = [...set.questions, ...ids.filter((id) => !set.questions.includes(id))];
    const sorted = order.map((id) => /** @type {typeof rows[number]} */ (rows.find((row) => row.id === id)));
    if (sorted.some(({ row }, at) => list.children[at] !== row)) list.replaceChildren(...sorted.map(({ row }) => row));
    for (const { id, box, up, down } of rows) {
      const at = set.questions.indexOf(id);
      box.checked = at >= 0;
      up.disabled = at < 1;
      down.disabled = at < 0 || at === set.questions.length - 1;
      up.parentElement.hidden = at < 0;
    }
    region.value = set.region;
    levels.value = set.level;
    look.options[0].disabled = framed();
    look.value = framed() && set.theme === "inherit" ? "auto" : set.theme;
    own.checked = Boolean(set.accent);
    if (set.accent) colour.value = set.accent;
    colourField.hidden = !set.accent;
    const ratios = [contrast(colour.value, WHITE), contrast(colour.value, DARK)];
    const [light, dark] = ratios.map(shown);
    const enough = ratios.every((value) => value >= 4.5) ? say.contrast_enough : say.contrast_low;
    ratio.textContent = set.accent ? `${fill(say.contrast, { light, dark })} ${enough}` : "";
    levelField.hidden = framed();
    lookField.hidden = !live() && now !== "c";
    accent.hidden = !live();
    answers.group.hidden = now !== "d";
    for (const [value, input] of Object.entries(answers.inputs)) input.checked = value === set.answers;
    const parts = [framed() && "questions", framed() && "level", lookField.hidden && "look", !live() && "accent"];
    fixed.textContent = fill(say.fixed, {
      what: /** @type {string[]} */ (parts.filter(Boolean)).map((part) => say.fixed_parts[part]).join(", "),
    });
    fixed.hidden = !parts.some(Boolean);
    updates.group.hidden = !CODE.includes(now);
    for (const [value, input] of Object.entries(updates.inputs)) input.checked = value === set.version;
    updatesHelp.textContent = !known.version.length ? say.unpinned : set.version ? say.pinned_help : say.moving_help;

    for (const [value, input] of Object.entries(hosts.inputs)) input.checked = value === set.host;
    preview();

    const made = code();
    box.value = set.region && made;
    first.hidden = Boolean(set.region);
    copy.hidden = box.hidden = !set.region;
    copy.disabled = !box.value;
    told.textContent = "";
    // The words of a copy are many bytes: they come when they are asked for.
    if (!made && (set.region || near)) bring().then(refresh, () => { told.textContent = root.dataset.failed; });
    ready.hidden = Boolean(made || !set.region);
    boxLabel.textContent = now === "address" ? say.the_address : say.code;
    box.rows = Math.min(12, box.value.split("\n").length + 2);
    const note = here().notes[now];
    todo.replaceChildren(
      paragraph("builder__label", here().name),
      make("ol", {}, ...steps().map((step) => make("li", {}, step))),
      ...(note ? [paragraph("", note)] : []),
      help(say.checked),
    );
    const [requests, bytes] = cost();
    facts.replaceChildren();
    fact(say.requests, requests ? fill(say.requests_many, { count: requests, bytes: number(bytes) }) : say.requests_none);
    if (made) fact(say.code_bytes, fill(say.code_many, { bytes: number(new TextEncoder().encode(made).length) }));
    const policy = data.policies[now];
    fact(say.policy, ...(policy ? [say.policy_add, make("code", {}, policy)] : [say.policy_none]));
    if (made.includes("style")) fact("", say.style_note);
    fact(say.sends, say.ways[now].sends);
  };

  addEventListener("hashchange", () => {
    read();
    refresh();
  });
  read();
  if (set.region) await bring();
  refresh();
  ready.before(form);
}

/** @param {HTMLElement} root  still being parsed. */
function start(root) {
  const begin = async () => {
    const list = root.querySelector(".builder__ready");
    const embed = new URL(".", /** @type {HTMLAnchorElement} */ (root.querySelector(".builder__folder")).href);
    /** @param {string} path */
    const get = async (path) => {
      const answer = await fetch(new URL(path, embed));
      if (!answer.ok) throw new Error(`${answer.status} ${answer.url}`);
      return answer;
    };
    try {
      const data = await (await get("builder.json")).json();
      const feed = await (await get(data.feed)).json();
      await build(root, data, feed, embed, Number(list.firstElementChild.tagName[1]), get);
    } catch {
      list.before(make("p", { role: "status" }, root.dataset.failed));
    }
  };
  addEventListener("DOMContentLoaded", begin);
}
