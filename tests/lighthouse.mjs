// Asks Lighthouse about pages. Arguments: Chromium, its flags as JSON, then addresses. Prints as JSON, for each address,
// the scores that are not 100, each with the audits that it lost them by.
import lighthouse from "lighthouse";
import puppeteer from "puppeteer-core";

const [executablePath, flags, ...addresses] = process.argv.slice(2);
const browser = await puppeteer.launch({ executablePath, args: JSON.parse(flags), handleSIGTERM: false });
process.once("SIGTERM", () => browser.close().then(() => process.exit(1)));
const port = Number(new URL(browser.wsEndpoint()).port);
// Nothing here depends on a slow line, or is looked at.
const settings = { onlyCategories: ["accessibility", "best-practices", "seo"], throttlingMethod: "provided", disableFullPageScreenshot: true };
const saw = {};
try {
  for (const address of addresses) {
    const { lhr } = await lighthouse(address, { port, ...settings, logLevel: "error" });
    saw[address] = {};
    for (const { id, score, auditRefs } of Object.values(lhr.categories)) {
      if (score === 1) continue;
      const lost = auditRefs.filter(({ id, weight }) => weight && lhr.audits[id].score !== 1 && lhr.audits[id].score !== null);
      saw[address][id] = { score, lost: lost.map(({ id }) => `${id}: ${JSON.stringify(lhr.audits[id].details?.items ?? lhr.audits[id].explanation)?.slice(0, 300)}`) };
    }
    if (lhr.runtimeError) saw[address].error = lhr.runtimeError.message;
  }
} finally {
  await browser.close();
}
console.log(JSON.stringify(saw));
