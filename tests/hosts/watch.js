/* Stands first on every host page: notes what happens to the page, so that a test can ask for it in any browser. */

window.saw = { errors: [], violations: [], warnings: [], events: [], shifts: 0, children: [], globals: Object.keys(window) };
addEventListener("error", (event) => event.message && saw.errors.push(event.message));
addEventListener("unhandledrejection", (event) => saw.errors.push(String(event.reason)));
document.addEventListener("securitypolicyviolation", (event) => saw.violations.push(`${event.effectiveDirective} ${event.blockedURI}`));
for (const name of ["ready", "toggle", "error"])
  document.addEventListener(`health-faq-${name}`, ({ detail }) => saw.events.push([name, { ...detail, error: detail.error ? String(detail.error) : null }]));
addEventListener("message", ({ data }) => data.child && saw.children.push(data.child));
console.warn = (text) => saw.warnings.push(text);
if (PerformanceObserver.supportedEntryTypes.includes("layout-shift"))
  new PerformanceObserver((list) => {
    for (const shift of list.getEntries()) if (!shift.hadRecentInput) saw.shifts += shift.value;
  }).observe({ type: "layout-shift", buffered: true });

/** Whether a reader can see an element. */
window.seen = (element) =>
  element.checkVisibility({ contentVisibilityAuto: true, visibilityProperty: true }) && element.getClientRects().length > 0;

/** What a reader sees of one <health-faq>. */
window.view = (one) => {
  const words = (element) => element.textContent.split(/\s+/).filter(Boolean).join(" ");
  const root = one.shadowRoot;
  const all = (selector) => [...(root?.querySelectorAll(selector) ?? [])];
  return {
    state: one.getAttribute("state"),
    fallback: [...one.children].some(seen),
    cards: all("[part~=card]").filter(seen).map(words),
    credit: all("[part=credit]").filter(seen).map(words),
    items: all("[part=item]").map((item) => {
      const [heading, panel] = item.children;
      const button = heading.firstChild;
      return {
        id: heading.id,
        tag: heading.localName,
        words: words(heading),
        answer: words(panel),
        said: button.getAttribute("aria-expanded") === "true",
        open: seen(panel.firstElementChild),
      };
    }),
    buttons: all("button").map((button) => Math.round(button.getBoundingClientRect().height)),
    focus: root?.activeElement?.parentNode.id || null,
    wide: document.documentElement.scrollWidth - document.documentElement.clientWidth,
  };
};

/** What became of the page, once every <health-faq> of it is drawn or has failed, or the milliseconds have passed. */
window.look = async (patience = 10000) => {
  const end = Date.now() + patience;
  const waiting = () =>
    [...document.querySelectorAll("health-faq")].some((one) => !one.getAttribute("state"))
    || [...document.querySelectorAll("iframe")].length > saw.children.length;
  while (waiting() && Date.now() < end) await new Promise((done) => setTimeout(done, 20));
  await new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
  const { globals, ...rest } = saw;
  return {
    ...rest,
    globals: Object.keys(window).filter((name) => !globals.includes(name) && !["view", "look", "seen"].includes(name)),
    faqs: [...document.querySelectorAll("health-faq")].map(view),
    address: location.hash,
  };
};

if (parent !== window) document.addEventListener("health-faq-ready", ({ target }) => parent.postMessage({ child: view(target) }, "*"));
