/* Lets a copy of the site work from a folder (file://), where browsers start no worker and fetch nothing: the search
   runs in a frame of the page, and the help lines stand in HELP_LINES, which the release writes above this. No
   page asks for this file but those of that copy. */

window.Worker = /** @type {any} */ (class extends EventTarget {
  /** @param {string} url  the worker's script, which gets a window of its own to run in. */
  constructor(url) {
    super();
    const script = new URL(url, /** @type {any} */ (location));
    const frame = document.createElement("iframe");
    frame.hidden = true;
    document.documentElement.append(frame);
    const { contentWindow: self, contentDocument: page } =
      /** @type {{ contentWindow: any, contentDocument: Document }} */ (frame);
    /** @param {string | URL} src */
    const load = (src) =>
      new Promise((done, fail) => {
        const element = page.createElement("script");
        Object.assign(element, { src: new URL(src, script).href, onload: done, onerror: fail });
        page.documentElement.append(element);
      });
    /** @param {string[]} sources */
    self.importScripts = (...sources) => Promise.all(sources.map(load));
    /** @param {unknown} data */
    self.postMessage = (data) => this.dispatchEvent(new MessageEvent("message", { data }));
    this.self = self;
    this.ready = load(script);
  }

  /** @param {unknown} data */
  async postMessage(data) {
    await this.ready;
    this.self.dispatchEvent(new this.self.MessageEvent("message", { data }));
  }

  terminate() {
    this.self.frameElement.remove();
  }
});

// By this name the theme's search knows that it runs in a frame.
window.IFrameWorker = window.Worker;

const online = window.fetch;
window.fetch = /** @type {typeof fetch} */ (async (address, ...rest) =>
  String(address).endsWith("assets/help-lines.json") ? { json: async () => HELP_LINES } : online(address, ...rest));
