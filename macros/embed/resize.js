/* Gives each of our frames on this page the height that its content says it has, and all of it on paper.

   It trusts no message that does not come from the window of a frame whose address begins with the origin of this file,
   and takes from it only numbers. A frame that is not shown says nothing. */
const home = /** @type {any} */ (new URL("/", import.meta.url));
const heights = new WeakMap(); // frame → [now, on paper], in pixels

/** @param {{ type?: string, source?: MessageEventSource, data?: { healthFaq?: number[] } }} event */
const fit = ({ type, source, data }) => {
  for (const frame of document.querySelectorAll("iframe")) {
    if (!frame.src.startsWith(home)) continue;
    const said = /** @type {number[] | undefined} */ (frame.contentWindow === source && data?.healthFaq);
    if (said?.every?.((height) => Number.isFinite(height) && height > 0)) heights.set(frame, said);
    const known = heights.get(frame);
    if (known) frame.height = /** @type {any} */ (Math.min(known[+(type === "beforeprint")], 20000));
    // At the start only: a frame may have spoken before this file was there.
    else if (!type) /** @type {Window} */ (frame.contentWindow).postMessage({ message: "ready" }, "*");
  }
};

addEventListener("message", fit);
addEventListener("beforeprint", fit);
addEventListener("afterprint", fit);
fit({});
