/* Lets a reader choose a country once: the help lines of every page follow.

   The site's own region stands in the pages already. Only a choice that the reader made is stored, and only then is the
   file with the other regions' numbers fetched. It swaps the text of the help-line elements, and of what says whom a line is for, and nothing else. */

/** @param {HTMLElement} root  hidden; holds the <select> and an empty live region; names the file and the site's own region. */
function start(root) {
  const choice = root.querySelector("select");
  const status = root.querySelector("[aria-live]");
  const own = root.dataset.own;
  const KEY = "guide.region";
  /** @type {Record<string, Region>} */
  let regions;

  // Storage may be refused, as in a private window: then the choice holds for this page.
  const read = () => {
    try {
      return localStorage.getItem(KEY);
    } catch {
      return null;
    }
  };
  /** @param {string} region */
  const write = (region) => {
    try {
      if (region === own) localStorage.removeItem(KEY);
      else localStorage.setItem(KEY, region);
    } catch {}
  };

  /** @param {string} region */
  const draw = (region) => {
    for (const who of document.querySelectorAll("[data-help-who]")) {
      who.textContent = regions[region].who[who.dataset.helpWho];
    }
    for (const line of document.querySelectorAll("[data-help-line]")) {
      line.replaceChildren(
        ...regions[region][line.dataset.helpLine].map(([text, number]) => {
          if (!number || "plain" in line.dataset) return text;
          const link = document.createElement("a");
          link.href = `tel:${number}`;
          link.textContent = text;
          return link;
        }),
      );
    }
  };
  /** @param {string} region */
  const show = async (region) => {
    try {
      regions ??= await (await fetch(root.dataset.lines)).json();
      draw(region);
      status.textContent = "";
      return true;
    } catch {
      choice.value = own;
      status.textContent = root.dataset.failed;
      return false;
    }
  };

  choice.addEventListener("change", async () => {
    const region = choice.value;
    if (!(await show(region))) return;
    write(region);
    // The numbers change all over the page, where neither the eye nor a screen reader is.
    const number = regions[region].emergency.map(([text]) => text).join("");
    /** @type {Record<string, string>} */
    const values = { region: choice.selectedOptions[0].text, number };
    status.textContent = root.dataset.shown.replace(/\{(\w+)\}/g, (_, name) => values[name]);
  });
  root.hidden = false;
  const chosen = read();
  if (chosen && chosen !== own && [...choice.options].some(({ value }) => value === chosen)) {
    choice.value = chosen;
    if (document.readyState === "loading") addEventListener("DOMContentLoaded", () => show(chosen));
    else show(chosen);
  }
}
