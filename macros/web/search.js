/* Lets the theme's search answer what people type: whole questions, with slips of spelling. It stands above the theme's
   worker, hears each message first and changes what it says; the theme itself ranks, marks and shows.

   Words end at everything that is no letter, digit or apostrophe. Capitals, accents and apostrophes count for nothing,
   and of a word only its stem counts. A word that the guide does not have stands for the most common one that begins so
   or differs by a letter; in a long word, by two. */

/** The kinds of messages that the theme sends and gets. */
const SETUP = 0, QUERY = 2, RESULT = 3;
/** What stands between words, without the letters and marks of any script. */
const BETWEEN = String.raw`[\s!-&(-/:-@[-^${"`"}{-\xbf\u2000-\u2018\u201a-\u206f]+`;
const WORDS = new RegExp(BETWEEN);

/** @type {Map<string, string>} */
const stems = new Map(); // each stem that the guide has, and the word that it was first seen in
/** @type {Map<string, number>} */
const counts = new Map(); // each word that the guide has, and how often
/** @type {Map<string, string>} */
const said = new Map(); // each stem that was asked for last, and what to call it
/** @type {lunr.TokenSet} */
let words; // those of `counts` as lunr looks for them, once all are known
/** @type {typeof lunr.stemmer} */
let stemmer;

/** @param {string} word */
const fold = (word) => word.toLowerCase().normalize("NFD").replace(/[\p{M}'’]/gu, "");
/** @param {string} word */
const stem = (word) => String(stemmer(new lunr.Token(word.replace(/lves?$/, "lf"))));

/** Settings of the theme, and the guide's words as the theme reads them. @param {object} config */
function setUp(config) {
  stemmer = lunr.stemmer;
  lunr.utils.warn = () => {}; // of a stemmer that is not its own
  lunr.stemmer = (token) => {
    if (words) return token; // of a query, see below
    return token.update((text) => {
      const word = fold(text), found = stem(word);
      counts.set(word, (counts.get(word) ?? 0) + 1);
      if (!stems.has(found)) stems.set(found, word);
      return found;
    });
  };
  const boost = 10; // more would let one common word in a title outweigh all others
  return {
    ...config,
    separator: BETWEEN,
    pipeline: ["stopWordFilter", "stemmer"],
    fields: { title: { boost }, text: { boost: 1 }, tags: { boost } },
  };
}

/** The most common word of the guide among those that are alike. @param {lunr.TokenSet} alike */
const best = (alike) =>
  words.intersect(alike).toArray().sort(
    (one, other) => /** @type {number} */ (counts.get(other)) - /** @type {number} */ (counts.get(one)),
  )[0];

/**
 * A word of the guide for one that a reader typed; `typing`: it may not be whole yet.
 *
 * @type {(word: string, typing: boolean) => string | false}
 */
const nearest = (word, typing) => {
  const begun = typing && best(lunr.TokenSet.fromString(`${word}*`));
  /** @param {number} slips */
  const fuzzy = (slips) => best(lunr.TokenSet.fromFuzzyString(word, slips));
  return begun || (word.length > 3 && fuzzy(1)) || (word.length > 7 && fuzzy(2));
};

/**
 * What a reader typed as a query of lunr's: stems that the guide has. The boost keeps the theme from adding a `*`.
 *
 * @param {string} text
 */
function query(text) {
  const typed = text.split(WORDS).filter(Boolean);
  if (!stems.size) return typed.join(" "); // the guide's language has a stemmer of its own
  words ??= lunr.TokenSet.fromArray([...counts.keys()].sort());
  said.clear();
  for (const raw of typed) {
    const word = fold(raw);
    // Of "can't" and "I'm" the first part says that they count for nothing.
    if (!lunr.stopWordFilter(raw.toLowerCase().split(/['’]/)[0])) continue;
    const found = stems.has(stem(word)) ? word : nearest(word, text.endsWith(raw));
    if (found) said.set(stem(found), found);
  }
  return [...said.keys()].map((one) => `${one}^1`).join(" ") || typed.join(" ");
}

/**
 * Readers see words, and not their stems.
 *
 * @param {{ items: { terms: Record<string, boolean> }[][], suggest?: string[] }} found
 */
function tell({ items, suggest }) {
  for (const item of items.flat())
    item.terms = Object.fromEntries(Object.entries(item.terms).map(([one, found]) => [said.get(one) ?? one, found]));
  return { items, suggest: suggest?.map((one) => stems.get(one) ?? one) };
}

addEventListener("message", ({ data: message }) => {
  if (message.type === SETUP) message.data = { ...message.data, config: setUp(message.data.config) };
  if (message.type !== QUERY) return;
  const asked = message.data; // of MaterialX an object
  message.data = asked.query === undefined ? query(asked) : { ...asked, query: query(asked.query) };
});
const post = self.postMessage.bind(self);
self.postMessage = /** @param {any} message */ (message) =>
  post(message.type === RESULT ? { ...message, data: tell(message.data) } : message);
