// Drives Firefox over WebDriver BiDi: the parts of the guide in which browsers differ. Prints what it saw as JSON;
// the tests that call a part say what it should be. Arguments: Firefox, the guide's address, the second topic's (for the
// accordion), a folder, which part to go through, and what that part is given, as JSON.
import { writeFile } from "node:fs/promises";
import puppeteer from "puppeteer-core";

const [executablePath, guide, second, folder, part = "accordion", given = "null"] = process.argv.slice(2);
const launch = (extraPrefsFirefox) => puppeteer.launch({ browser: "firefox", executablePath, headless: true, handleSIGTERM: false, extraPrefsFirefox });
const [browser, scriptless] = await Promise.all([
  // Without its cache of whole pages, going back loads a page anew: the harder case.
  launch({ "browser.sessionhistory.max_total_viewers": 0 }),
  ["accordion", "check", "sheet"].includes(part) ? launch({ "javascript.enabled": false }) : null,
]);
const close = () => Promise.allSettled([browser.close(), scriptless?.close()]);
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
        open: answers.filter((a) => seen(a.firstElementChild)).map((a) => a.closest(".faq__item").querySelector(".faq__question").id),
        expanded: [...document.querySelectorAll(".faq__toggle[aria-expanded=true]")].map((b) => b.parentNode.id),
        focus: focus?.id ?? null,
        top: focus ? Math.round(focus.getBoundingClientRect().top) : null,
        shown: [...document.querySelectorAll(".faq__item")].filter((i) => seen(i.querySelector(".faq__question"))).length,
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

const accordion = async () => {
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
  await page.type(".faq__words", "wall");
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
};

/** Press Tab until the focus is where it should be; false where that never comes. */
const tabTo = async (page, there) => {
  for (let tries = 100; tries; tries--) {
    await page.keyboard.press("Tab");
    if (await there()) return true;
  }
  return false;
};
/** Goes through the check by keyboard alone: ticks each box by itself, then "none of these", step by step. */
const check = async () => {
  const plain = await scriptless.newPage();
  await plain.goto(`${guide}check/`);
  await print(plain, "check without script");

  const page = await pageAt(`${guide}check/`);
  const on = (id) => () => page.evaluate((it) => {
    const { activeElement: at } = document;
    return at.matches(".check input") && (at.closest("[data-id]")?.dataset.id ?? "none") === it;
  }, id);
  saw.steps = await page.evaluate(() => [...document.querySelectorAll(".check__step")].map((step) => ({
    step: step.dataset.step,
    walks: [...step.querySelectorAll("[data-id]")].map((line) => ({ id: line.dataset.id })),
  })));
  for (const { walks } of saw.steps) {
    for (const walk of walks) {
      await tabTo(page, on(walk.id));
      await page.keyboard.press(" ");
      Object.assign(walk, await page.evaluate(() => ({
        asked: document.activeElement.parentNode.innerText,
        shown: [...document.querySelectorAll(".check__answer")].filter((e) => e.checkVisibility()).map((e) => e.innerText).join(),
        heard: Object.fromEntries([...document.querySelectorAll(".check > [role]")].map((e) => [e.getAttribute("role"), e.textContent])),
        end: document.querySelector(".check__none").checkVisibility(),
      })));
      await page.keyboard.press(" ");
    }
    await tabTo(page, on("none"));
    await page.keyboard.press(" ");
  }
  saw.end = await page.evaluate(() => document.querySelector(".check > [role=status]").textContent);
  await page.close();
};

/** Prints the red flags, the first page, and the check with one urgent sign ticked. */
const paper = async ({ sign }) => {
  for (const [name, path] of [["red-flags", "red-flags/"], ["home", ""], ["check", "check/"]]) {
    const page = await pageAt(guide + path);
    if (name === "check") {
      for (const box of [".check__step--emergency .check__none-of-these", `.check__step--urgent [data-id="${sign}"]`]) {
        await page.focus(`${box} input`);
        await page.keyboard.press(" ");
      }
    }
    await print(page, name);
    await page.close();
  }
};

/** Goes to each address, presses keys, asks each page what became of it, and prints it where a name for that is given. */
const visits = async (all) => {
  for (const { name, address, keys = [], ask, paper } of all) {
    const page = await pageAt(address);
    for (const key of keys) await page.keyboard.press(key);
    saw[name] = await page.evaluate(ask);
    if (paper) await print(page, name);
    await page.close();
  }
};

/** Types a clinic's details and prints the sheet on both papers, with a script and without. */
const sheet = async ({ details }) => {
  const path = `${guide}for-clinics/handout/`;
  const page = await pageAt(path);
  const look = () => page.evaluate(() => ({
    head: [...document.querySelectorAll(".clinic-sheet__head > p")].map((line) => line.innerText),
    typed: [...document.querySelectorAll(".clinic-sheet input")].map((input) => input.value).join(""),
    kept: JSON.stringify([{ ...localStorage }, { ...sessionStorage }, document.cookie, history.state, location.href]),
  }));
  saw.before = await look();
  const fields = await page.$$(".clinic-sheet input");
  for (const [number, text] of details.entries()) await fields[number].type(text);
  saw.typed = await look();
  const both = async (page, name) => {
    for (const format of ["A4", "Letter"]) await writeFile(`${folder}/${name} ${format}.pdf`, await page.pdf({ format }));
  };
  await both(page, "typed");
  await page.reload();
  saw.reloaded = await look();
  await (await page.$(".clinic-sheet input")).type(details[0]);
  await page.goto(`${guide}about/`);
  await page.goBack();
  await page.waitForSelector(".clinic-sheet input");
  saw.back = await look();
  const plain = await scriptless.newPage();
  await plain.goto(path);
  await both(plain, "by hand");
};

/** Changes the colours and types into the search while the theme's script is held up, then lets it through. */
const touch = async () => {
  const page = await browser.newPage();
  await page.setViewport({ width: 1200, height: 800 });
  await page.goto(`${guide}faq/#how-hard`);
  await page.click('.md-header button[aria-label="Use dark colours"]');
  await page.click(".md-search__input");
  await page.keyboard.type("breathless");
  const field = () => {
    const { activeElement: at } = document;
    return at.matches(".md-search__input") ? at.value : null;
  };
  saw.before = {
    words: await page.evaluate(field),
    ...await page.evaluate(() => ({ scheme: document.body.dataset.mdColorScheme, stored: localStorage.length })),
  };
  await page.evaluate((address) => fetch(address), `${guide}let-through`);
  await page.waitForSelector(".md-search-result__item a[href*='#']");
  saw.after = {
    words: await page.evaluate(field),
    ...await page.evaluate(() => ({
      open: document.querySelector("#__search").checked,
      best: document.querySelector(".md-search-result__item a[href*='#']").hash.slice(1),
    })),
  };
};

/** Reads the code that the builder makes for each place, and what the pages show that it was pasted into. */
const builder = async ({ read, places, place, copy }) => {
  const chosen = (page) => page.evaluate(() => document.querySelector(".builder select").value);
  saw.codes = {};
  saw.seen = {};
  const made = await pageAt(`${guide}for-clinics/#region=uk`);
  await made.waitForSelector(".builder__form");
  for (const [name, address] of Object.entries(places)) {
    saw.codes[name] = await made.evaluate((hash) => new Promise((done) => {
      const box = document.querySelector(".builder textarea");
      const look = () => box.value ? done(box.value) : setTimeout(look, 20);
      addEventListener("hashchange", look, { once: true });
      location.hash = hash;
    }), `place=${name}&region=uk`);
    const page = await pageAt(address);
    const framed = await page.$("iframe");
    if (await page.$("health-faq")) await page.waitForSelector("health-faq[state=ready]");
    const shown = framed ? await framed.contentFrame() : page;
    await shown.waitForSelector("p");
    saw.seen[name] = await shown.evaluate(`(${read})(document.querySelector("health-faq")?.shadowRoot ?? document.body)`);
    await page.close();
  }
  await made.close();

  const page = await pageAt(`${guide}for-clinics/#region=uk`);
  await page.waitForSelector(".builder__form");
  const focused = (words) => () => page.evaluate((text) => {
    const { labels, textContent } = document.activeElement ?? {};
    return (labels?.[0]?.textContent ?? textContent)?.trim() === text;
  }, words);
  await tabTo(page, focused(place));
  for (let steps = 6; steps; steps--) await page.keyboard.press("ArrowDown");
  const now = await chosen(page);
  await tabTo(page, focused(copy));
  await page.keyboard.press("Enter");
  const told = await page.waitForFunction(() => document.querySelector(".builder__told").textContent);
  saw.keyboard = { place: now, told: await told.jsonValue() };
  await travel(page, -1);
  await page.waitForFunction((was) => document.querySelector(".builder select").value !== was, {}, now);
  saw.keyboard.back = await chosen(page);
  await page.close();
};

try {
  await { accordion, builder, check, paper, visits, sheet, touch }[part](JSON.parse(given));
} catch (error) {
  saw.error = String(error);
} finally {
  await close();
  console.log(JSON.stringify(saw, null, 1));
}
