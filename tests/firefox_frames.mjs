// Drives Firefox over WebDriver BiDi through our pages as they are served, and through frames on other people's pages.
// Prints what it saw as JSON; test_embed_frames.py says what it should be. Arguments as for firefox.mjs; it is given the
// addresses of our pages, and of the other people's by name.
import puppeteer from "puppeteer-core";

const [executablePath, , , , , given] = process.argv.slice(2);
const { pages, hosts } = JSON.parse(given);
const browser = await puppeteer.launch({ browser: "firefox", executablePath, headless: true, handleSIGTERM: false });
process.once("SIGTERM", () => browser.close().then(() => process.exit(1)));
const saw = { said: [] };

/** What `ask` answers, as soon as it is true, or after 10 seconds whatever it is. */
const until = async (ask) => {
  for (let tries = 200; ; tries--) {
    const answer = await ask().catch(() => null);
    if (answer || !tries) return answer;
    await new Promise((done) => setTimeout(done, 50));
  }
};

try {
  const page = await browser.newPage();
  await page.setViewport({ width: 600, height: 900 });
  page.on("console", (message) => saw.said.push(`${page.url()}: ${message.text()}`));
  page.on("pageerror", (error) => saw.said.push(`${page.url()}: ${error}`));
  // Policies are broken in silence: each document says so itself.
  await page.evaluateOnNewDocument(() => {
    addEventListener("securitypolicyviolation", (event) => console.error(`${event.violatedDirective} ${event.blockedURI}`));
  });
  for (const address of pages) {
    await page.goto(address);
    if (address.endsWith("/faq/")) saw.accordion = await page.evaluate(() => document.querySelectorAll(".faq__toggle").length);
  }

  for (const [name, address] of Object.entries(hosts)) {
    await page.goto(address);
    const frame = await until(async () => {
      const inside = page.frames().find((one) => one.url().includes("/embed/v1/frame/"));
      return inside && (await inside.$(".faq__toggle")) && inside;
    });
    const heights = async () => [
      await page.evaluate(() => document.querySelector("iframe").clientHeight),
      await frame.evaluate(() => document.documentElement.getBoundingClientRect().height),
    ];
    const fits = async (open) => {
      const now = await heights();
      const enough = !open || now[1] > saw[name].closed[0][0] + 50;
      return enough && Math.abs(now[0] - now[1]) <= 1 && now;
    };
    const press = () => frame.evaluate(() => document.querySelector(".faq__toggle").click());
    saw[name] = { closed: [], open: [] };
    for (let turn = 0; turn < 20; turn++) {
      saw[name].closed.push((await until(() => fits(false))) || (await heights()));
      await press();
      saw[name].open.push((await until(() => fits(true))) || (await heights()));
      await press();
      await until(async () => (await heights())[1] <= saw[name].closed[0][0]);
    }
    if (name === "wordpress") {
      await press();
      await (await frame.$(".faq__toggle")).focus();
      await (await frame.$(".faq__answer .cited a")).click();
      saw.link = await until(async () => page.url().includes("/faq/") && page.url());
    }
  }
} catch (error) {
  saw.error = String(error.stack ?? error);
} finally {
  await browser.close();
  console.log(JSON.stringify(saw, null, 1));
}
