/* <health-faq>: the questions of the guide in somebody else's page, drawn from the guide's feed.

   What stands inside the element is what readers see without it: it stays until everything is drawn, and whenever
   anything fails. Nothing is ever thrown into the host's page. The feed holds trees, and only the elements, attributes
   and addresses named here are made from them: a feed that somebody changed can say other words, but run nothing.

   `css` is faq.css, `languages` those that there is a feed for, the guide's own first; the accordion is that of the site. A module only. */

const TAG = "health-faq";
const ELEMENTS = "a br dd dl dt em li ol p strong sub table tbody td th thead time tr ul".split(" ");
const ADDRESS = /^(https?|mailto|tel):/i;

const sheet = new CSSStyleSheet();
sheet.replaceSync(css);

/** @type {(why: unknown) => never} */
const fail = (why) => {
  throw Error(/** @type {string} */ (why));
};

/**
 * One request for a feed, however many elements want it; after a failure the next one tries again.
 *
 * @type {Record<string, Promise<Feed>>}
 */
const feeds = {};
/** @type {(url: string, integrity?: string) => Promise<Feed>} */
const load = (url, integrity) => {
  const key = url + integrity;
  return (feeds[key] ??= fetch(url, { credentials: "omit", integrity, referrerPolicy: "no-referrer" })
    .then((answer) => (answer.ok ? answer.json() : fail(answer.status)))
    .catch((error) => {
      delete feeds[key];
      throw error;
    }));
};

/** The nearest language that there is: fr-CA, then fr, then the guide's own. @param {string} tag */
const language = (tag) => languages.filter((one) => RegExp(`^${one}\\b`, "i").test(tag)).sort().pop() ?? languages[0];

/** @type {Record<string, unknown>} */
const warned = {};
/**
 * A value if it is known; one warning for each that is not.
 *
 * @param {string} name
 * @param {string | null} value
 * @param {string[]} values
 * @returns {string | null | void}
 */
const known = (name, value, values) => {
  if (!value || values.includes(value)) return value;
  const warning = `<${TAG}>: unknown ${name} "${value}"; there is ${values.join(", ")}`;
  warned[warning] ??= [console.warn(warning)];
};

// A feed with a part missing or empty is not drawn at all: half a warning could be worse than what stood there before.
/** @type {<One>(list: One[]) => One[]} */
const full = (list) => (list.length ? list : fail("empty"));
/** @type {(element: HTMLElement, ...children: Child[]) => HTMLElement} */
const fill = (element, ...children) => {
  for (const child of children) if (typeof child === "string" ? !child : !child.nodeType) fail("empty");
  element.append(...children);
  return element;
};
/** @type {(tag: string, attributes?: Record<string, unknown>, ...children: Child[]) => HTMLElement} */
const draw = (tag, attributes, ...children) => {
  const element = document.createElement(tag);
  for (const name in attributes) if (attributes[name]) element.setAttribute(name, attributes[name]);
  return fill(element, ...children);
};
/** @type {(href: string, ...children: Child[]) => HTMLElement} */
const link = (href, ...children) => draw("a", { href: ADDRESS.test(href) && href, rel: "noreferrer" }, ...children);

const connected = new Set();
/** @type {string} */
let arrived; // The address that the reader came with, once its question is open.

if (!customElements.get(TAG))
  customElements.define(TAG, class extends HTMLElement {
    static observedAttributes =
      "heading-level category questions region expand theme lang src data-integrity".split(" ");

    static {
      addEventListener("hashchange", () => [...connected].some((one) => one.#arrive()));
    }

    /** @type {ReturnType<typeof accordion> | undefined} */
    #faq;
    /** @type {Record<string, string>} */
    #retired = {};
    #turn = 0;

    connectedCallback() {
      connected.add(this);
      this.#load();
    }

    disconnectedCallback() {
      connected.delete(this);
    }

    attributeChangedCallback() {
      if (connected.has(this)) this.#load();
    }

    /** Opens a question, scrolls to it and puts the focus on it; false where it is not shown. @param {string} id */
    show(id, source = "api") {
      const question = this.#faq?.questions.find(({ heading }) => heading.id === `faq-${this.#retired[id] ?? id}`);
      if (!question) return false;
      /** @type {ReturnType<typeof accordion>} */ (this.#faq).show(question, source);
      question.toggle.focus();
      question.item.scrollIntoView();
      return true;
    }

    #arrive() {
      return this.show(unescape(location.hash).split("#faq-")[1], "hash") && (arrived = location.hash);
    }

    /** @param {string} name @param {object} detail */
    #tell(name, detail) {
      this.dispatchEvent(new CustomEvent(`${TAG}-${name}`, { bubbles: true, composed: true, detail }));
    }

    async #load() {
      const turn = ++this.#turn;
      const lang = language(this.closest("[lang]")?.lang);
      let url = this.getAttribute("src") ?? `../v1/faq.${lang}.json`;
      try {
        url = `${new URL(url, import.meta.url)}`;
        const feed = await load(url, this.dataset.integrity);
        // The next frame; where none is drawn (a tab in the background, a frame out of sight), half a second later.
        // Chromium 156 crashes, page and all, when what a link to a passage has found in a closed <details> goes out of
        // sight between two frames: it opens that answer at the start of the next one.
        await new Promise((done) => {
          requestAnimationFrame(done);
          setTimeout(done, 500);
        });
        if (turn === this.#turn && connected.has(this)) this.#draw(feed);
      } catch (error) {
        if (turn !== this.#turn) return;
        if (!this.#faq) {
          // A shadow root with nothing in it would hide what stands in the element.
          this.shadowRoot?.replaceChildren(draw("slot"));
          this.setAttribute("state", "error");
        }
        this.#tell("error", { url, error });
      }
    }

    /** Builds everything, then shows it at once. @param {Feed} feed */
    #draw(feed) {
      const { s, cards, items, retired = {} } = feed;
      if (feed.v !== 1) fail(feed.v);
      /** @type {(name: string, values: string[], usual?: string | number) => string | number} */
      const set = (name, values, usual) =>
        /** @type {string | number} */ (known(name, this.getAttribute(name), values) || usual);
      const lines = feed.help[set("region", Object.keys(feed.help), feed.region)];
      const level = /** @type {number} */ (set("heading-level", [..."023456"], 3));
      const expand = set("expand", "none first all".split(" "));
      const category = set("category", Object.keys(feed.categories));
      const ids = this.getAttribute("questions")?.match(/[^\s,]+/g);
      set("theme", "inherit auto light dark".split(" "));

      const questions = ids
        ? [...new Set(ids.map((id) => retired[id] ?? id))]
            .filter((id) => known("question", id, items.map((item) => item.id)))
            .map((id) => /** @type {Item} */ (items.find((item) => item.id === id)))
        : items.filter(({ cat }) => !category || cat === category);

      /** @type {(nodes: Tree[]) => Child[]} */
      const words = (nodes) => full(nodes).flatMap((node) => (typeof node === "string" ? node : element(...node)));
      /** @type {(tag: string, attributes: Record<string, string>, ...children: Tree[]) => Node | Child[]} */
      const element = (tag, { line, plain, href, colspan, dir, lang, scope, start }, ...children) => {
        if (tag === "help")
          return full(lines[line]).map(([text, number]) => (number && !plain ? link(`tel:${number}`, text) : text));
        const inside = children.length ? words(children) : [];
        if (tag === "a") return link(href, ...inside);
        return draw(ELEMENTS.includes(tag) ? tag : "span", { colspan, dir, lang, scope, start }, ...inside);
      };
      /** @type {(attributes: Record<string, string>, ...children: Child[]) => HTMLElement} */
      const heading = (attributes, ...children) => draw(level > 0 ? `h${level}` : "div", attributes, ...children);
      /** @param {Child[]} words */
      const strong = (...words) => draw("strong", {}, ...words);
      /** @param {Child[]} words */
      const p = (...words) => draw("p", {}, ...words);

      /** @param {Card["lines"]} lines */
      const list = (lines) => draw("ul", {}, ...full(lines).map(([, line]) => draw("li", {}, ...words(line))));
      /** @type {(kind: string, lines: Card["lines"]) => HTMLElement} */
      const card = (kind, lines) => {
        const { level, title, child, some, lines: all } = cards[kind];
        return draw(
          "section",
          { part: `card ${kind}` },
          heading({}, draw("b", {}, level, ":"), " ", ...words(title)),
          ...(some && lines.length < all.length ? [p(...words(some))] : []),
          // The same rule as on the guide's pages: a long card is read group by group.
          ...(lines.length > 7
            ? [...new Set(lines.map(([group]) => group))].flatMap((group) => [p(strong(group)), list(lines.filter((line) => line[0] === group))])
            : [list(lines)]),
          p(child),
        );
      };
      // A guide may have no warning sign of a level, and then no card of it; one that is called for must be there.
      const called = questions.flatMap((one) => one.urgent);
      const urgent = called.length ? cards.urgent.lines.filter((_, i) => called.includes(i)) : [];

      p(s.open, s.close); // what the button will say
      const base = draw("div", { part: "base", lang: feed.lang, dir: feed.dir });
      const faq = accordion(base, s.open, s.close, (changed, source) => {
        for (const question of changed)
          this.#tell("toggle", { id: question.heading.id.slice(4), open: faq.isOpen(question), source });
      });
      faq.all.part = "toggle-all";
      fill(
        base,
        ...(feed.notices.length ? words(feed.notices) : []),
        ...(Date.now() > Date.parse(feed.next) + 864e5 ? [p(strong(s.overdue))] : []),
        ...(cards.emergency ? [card("emergency", cards.emergency.lines)] : []),
        ...(urgent.length ? [card("urgent", urgent)] : []),
        ...(questions.length > 1 ? [faq.all] : []),
      );
      // What the reader opened, in an earlier view or in what stood here before the first, stays open. Only its ids are
      // kept: an element would keep the earlier view alive, and that one the view before it.
      const open = [
        ...(this.#faq?.questions.filter(faq.isOpen).map(({ heading }) => heading)
          ?? this.querySelectorAll("details[open] [id]")),
      ].map((one) => one.id);
      full(questions).forEach(({ id, q, a, url }, i) => {
        id = `faq-${id}`;
        const panel = draw("div", { part: "panel" }, ...words(a), p(link(url, s.more)));
        base.append(draw("div", { part: "item" }, heading({ part: "heading", id }, q), panel));
        const start = expand === "all" || (expand === "first" && !i) || open.includes(id);
        faq.add(panel, start || undefined).toggle.part = "button";
      });
      faq.refresh();
      base.append(
        draw("div", { part: "credit" }, p(strong(s.state, ".")), p(s.source, ": ", link(feed.url, feed.name)), p(s.reviewed, ". ", s.next, ".")),
      );

      const root = this.shadowRoot ?? this.attachShadow({ mode: "open" });
      root.replaceChildren(base);
      root.adoptedStyleSheets = [sheet];
      this.#faq = faq;
      this.#retired = retired;
      this.setAttribute("state", "ready");
      this.#tell("ready", { count: questions.length, rev: feed.rev });
      if (arrived !== location.hash) this.#arrive();
    }
  });
