/* What the scripts find beside them: what the build puts above a script, what the theme's own script declares, and the
   shapes that several scripts share. */

/** The embed's style sheet, before faq.js. */
declare const css: string;
/** Those that there is a feed for, before faq.js. */
declare const languages: string[];
/** The help lines of every region, before offline.js. */
declare const HELP_LINES: Record<string, Region>;

/** The search engine of the theme's worker, as far as search.js asks it. */
declare namespace lunr {
  class Token {
    constructor(text: string);
    update(change: (text: string) => string): Token;
  }
  class TokenSet {
    static fromArray(words: string[]): TokenSet;
    static fromString(word: string): TokenSet;
    static fromFuzzyString(word: string, slips: number): TokenSet;
    intersect(other: TokenSet): TokenSet;
    toArray(): string[];
  }
  let stemmer: (token: Token) => Token;
  const stopWordFilter: (word: string) => string | undefined;
  const utils: { warn(): void };
}

declare function __md_get(key: string): any;
declare function __md_set(key: string, value: object): void;
interface Window {
  document$: { next(document: Document): void };
  IFrameWorker: typeof Worker;
}

interface String {
  /** What is found may be replaced by anything: browsers write it as text. */
  replace(pattern: RegExp, replacer: (...found: string[]) => unknown): string;
}

// Every element that a script of ours asks for is HTML, and may be hidden so that a search of the page still finds it.
interface ParentNode {
  querySelector<Tag extends keyof HTMLElementTagNameMap>(tag: Tag): HTMLElementTagNameMap[Tag];
  querySelectorAll<Tag extends keyof HTMLElementTagNameMap>(tag: Tag): NodeListOf<HTMLElementTagNameMap[Tag]>;
  querySelector<Found extends Element = HTMLElement>(selectors: string): Found;
  querySelectorAll<Found extends Element = HTMLElement>(selectors: string): NodeListOf<Found>;
}
interface Element {
  /** The value may be anything, likewise. */
  setAttribute(name: string, value: unknown): void;
  closest<Found extends Element = HTMLElement>(selectors: string): Found;
}
// So is all that stands around it.
interface HTMLElement {
  readonly parentNode: HTMLElement;
  readonly parentElement: HTMLElement;
  readonly previousElementSibling: HTMLElement;
  readonly nextElementSibling: HTMLElement;
  readonly firstElementChild: HTMLElement;
  readonly lastElementChild: HTMLElement;
  /** The templates draw what a script looks for. */
  readonly dataset: Record<string, string>;
  readonly children: HTMLCollectionOf<HTMLElement>;
  cloneNode(deep?: boolean): this;
  addEventListener(type: "beforematch", listener: (event: Event & { target: HTMLElement }) => void): void;
  addEventListener(type: "change", listener: (event: Event & { target: HTMLInputElement }) => void): void;
}
interface DocumentFragment {
  readonly firstElementChild: HTMLElement;
}

/** What an element may hold. */
type Child = string | Node;

/** A question of an accordion: its heading and its answer, together in `item`; `toggle` is the button in the heading. */
interface Question {
  item: HTMLElement;
  heading: HTMLElement;
  answer: HTMLElement;
  toggle: HTMLElement;
}

/** Who to turn to, in pieces: words, and where they are a phone number, that number. */
type HelpLine = [text: string, number: string | null][];
/** A region of help-lines.json: its lines, and whom each is for. */
type Region = Record<string, HelpLine> & { who: Record<string, string> };

// The feed, version 1: see macros/embed/feed.py.
type Tree = string | [tag: string, attributes: Record<string, string>, ...children: Tree[]];
interface Card {
  level: string;
  title: Tree[];
  lines: [group: string, line: Tree[]][];
  child: string;
  some?: Tree[];
}
interface Item {
  id: string;
  cat: string;
  q: string;
  url: string;
  a: Tree[];
  urgent: number[];
}
interface Feed {
  v: number;
  rev: string;
  lang: string;
  dir: string;
  url: string;
  name: string;
  region: string;
  next: string;
  s: Record<string, string>;
  notices: Tree[];
  help: Record<string, Record<string, HelpLine>>;
  cards: Record<string, Card>;
  categories: Record<string, string>;
  items: Item[];
  retired?: Record<string, string>;
}
