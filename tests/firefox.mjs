// Drives Firefox over WebDriver BiDi: the parts of the accordion in which browsers differ. Prints what it saw as JSON;
// test_accordion.py says what it should be. Arguments: Firefox, the guide's address, the second topic's, a folder.
import { writeFile } from "node:fs/promises";
import puppeteer from "puppeteer-core";

const [executablePath, guide, second, folder] = process.argv.slice(2);
const launch = (extraPrefsFirefox) => puppeteer.launch({ browser: "firefox", executablePath, headless: true, handleSIGTERM: false, extraPrefsFirefox });
const [browser, scriptless] = await Promise.all([
  // Without its cache of whole pages, going back loads a page anew: the harder case.
  launch({ "browser.sessionhistory.max_total_viewers": 0 }),
  launch({ "javascript.enabled": false }),
]);
const close = () => Promise.allSettled([browser.close(), scriptless.close()]);
process.once("SIGTERM", () => close().then(() => process.exit(1)));
const saw = {};

/** What a reader sees of the questions, as soon as it is as it should be, or after 10 seconds however it is. */
const look = async (page, ready) => {
  for (let tries = 100; ; tries--) {
    const seen = await page.evaluate(() => {
      const seen = (element) => element.checkVisibility({ contentVisibilityAuto: true });
      const answers = [...document.querySelectorAll(".faq__answer")];
      const focus = document.activeElement?.closest(".faq__question");
      return {
        open: answers.filter((a) => seen(a.firstElementChild)).map((a) => a.closest(".faq__item").querySelector("h2, h3").id),
        expanded: [...document.querySelectorAll(".faq__toggle[aria-expanded=true]")].map((b) => b.parentNode.id),
        focus: focus?.id ?? null,
        top: focus ? Math.round(focus.getBoundingClientRect().top) : null,
        shown: [...document.querySelectorAll(".faq__item")].filter((i) => seen(i.firstElementChild)).length,
        words: document.querySelector(".faq__words")?.value,
        status: document.querySelector(".faq__status")?.textContent,
      };
    }).catch(() => null); // between two pages
    if (!tries || (seen && ready(seen))) return seen;
    await new Promise((done) => setTimeout(done, 100));
  }
};
const travel = (page, steps) => page.evaluate((by) => setTimeout(() => history.go(by)), steps);
const pageAt = async (address) => {
  const page = await browser.newPage();
  await page.setViewport({ width: 390, height: 800 });
  await page.goto(address);
  return page;
};
const print = async (page, name) => writeFile(`${folder}/${name}.pdf`, await page.pdf());
const focusOn = (id) => (seen) => seen.focus === id;

try {
  const withoutScript = (async () => {
    const page = await scriptless.newPage();
    await page.goto(`${guide}faq/`);
    await print(page, "without script");
  })();

  let page = await pageAt(`${guide}faq/`);
  saw.cold = await look(page, (seen) => seen.shown);
  await print(page, "closed");
  await page.focus(".faq__toggle");
  await page.keyboard.press("Enter");
  saw.enter = await look(page, (seen) => seen.open.length);
  await page.keyboard.press(" ");
  saw.space = await look(page, (seen) => !seen.open.length);
  await page.keyboard.press("Enter");
  await print(page, "one open");
  await page.type(".faq__words", "statin");
  saw.filtered = await look(page, (seen) => seen.status);
  await print(page, "filtered");
  await page.goto(`${guide}about/`);
  await travel(page, -1);
  saw.back = await look(page, (seen) => seen.words && seen.status);
  await page.close();

  page = await pageAt(`${guide}faq/#loosen`);
  saw.deep = await look(page, focusOn("loosen"));
  await page.evaluate(() => { location.hash = "how-hard"; });
  saw.same = await look(page, focusOn("how-hard"));
  await travel(page, -1);
  saw.backward = await look(page, focusOn("loosen"));
  await travel(page, 1);
  saw.forward = await look(page, focusOn("how-hard"));
  await page.close();

  page = await pageAt(`${second}faq/#saddle`);
  saw.retired = await look(page, focusOn("saddle-height"));
  await page.close();

  page = await pageAt(`${guide}about/`);
  await page.evaluate((address) => {
    const link = Object.assign(document.createElement("a"), { href: address, id: "go", textContent: "go" });
    document.querySelector("h1").append(link);
  }, `${guide}faq/#:~:text=slow%20heel%20raises`);
  await page.click("#go");
  saw.find = await look(page, (seen) => seen.open.length);
  await page.close();
  await withoutScript;
} catch (error) {
  saw.error = String(error);
} finally {
  await close();
  console.log(JSON.stringify(saw, null, 1));
}
