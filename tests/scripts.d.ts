/* What the scripts find beside them: what the build puts above a script, and what the theme's own script declares. */

/** The embed's style sheet, before faq.js. */
declare const css: string;
/** Those that there is a feed for, before faq.js. */
declare const languages: string[];
/** The help lines of every region, before offline.js. */
declare const HELP_LINES: object;

/** The search engine of the theme's worker. */
declare const lunr: any;
declare function __md_get(key: string): any;
declare function __md_set(key: string, value: object): void;
interface Window {
  document$: { next(document: Document): void };
  IFrameWorker: typeof Worker;
}

// Every element that a script of ours asks for is HTML, and may be hidden so that a search of the page still finds it.
interface ParentNode {
  querySelector<Tag extends keyof HTMLElementTagNameMap>(tag: Tag): HTMLElementTagNameMap[Tag];
  querySelectorAll<Tag extends keyof HTMLElementTagNameMap>(tag: Tag): NodeListOf<HTMLElementTagNameMap[Tag]>;
  querySelector<Found extends Element = HTMLElement>(selectors: string): Found;
  querySelectorAll<Found extends Element = HTMLElement>(selectors: string): NodeListOf<Found>;
}
interface Element {
  /** The value may be anything: browsers write it as text. */
  setAttribute(name: string, value: unknown): void;
  closest<Found extends Element = HTMLElement>(selectors: string): Found;
}
