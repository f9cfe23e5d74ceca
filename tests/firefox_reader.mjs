// Opens pages in Firefox's own Reader View and prints what each says, as JSON. WebDriver may not lead to it, so that each
// page is named when Firefox starts. Arguments: those of firefox.mjs; what is given are the pages' names.
import puppeteer from "puppeteer-core";

const [executablePath, guide, , , , given] = process.argv.slice(2);
const names = JSON.parse(given);
const args = names.map((name) => `about:reader?url=${encodeURIComponent(guide + name)}`);
const browser = await puppeteer.launch({ browser: "firefox", executablePath, headless: true, handleSIGTERM: false, args });
process.once("SIGTERM", () => browser.close().then(() => process.exit(1)));
const read = async (name) => {
  for (let tries = 100; ; tries--) {
    const page = (await browser.pages()).find((page) => page.url().endsWith(encodeURIComponent(guide + name)));
    const words = await page?.evaluate(() => {
      const text = (selector) => document.querySelector(selector)?.textContent;
      return { title: text(".reader-title"), words: text(".moz-reader-content") };
    }).catch(() => null); // between two pages
    if (!tries || words?.words) return words;
    await new Promise((done) => setTimeout(done, 100));
  }
};
const saw = {};
for (const name of names) saw[name] = await read(name);
await browser.close();
console.log(JSON.stringify(saw));
