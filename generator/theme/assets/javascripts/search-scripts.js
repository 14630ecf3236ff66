/* The letters and endings of Arabic and Cyrillic words, and German umlauts, as in generator/text/search_scripts.py, which
 * gives the reasons. Loaded with the first query that has some. */

import { known } from "./search-marks.js"
import { allWords, scripts } from "./search-words.js"

/** @typedef {import("./search-query.js").Query} Query */

/** @type {Record<string, string>} */
const LETTERS = { ٱ: "ا", ة: "ه", ى: "ي", ی: "ي", ک: "ك", "\u0640": "" }
const ARTICLE = /^\u0648?(?:(?:[\u0628\u0643\u0641]?\u0627\u0644)+(?=..)|\u0644\u0644(?=...)|\u0644(?=\u0644))/
const CYRILLIC_ENDING =
  /(?<=...)(?:и?(?:ями|ях|ям|я|ю|е|и|ем)|ами|ах|ам|ая|яя|а|[оеыи](?:го|му|ми|и|е|м|х|в)?|у|ую|юю|ью|ь)$/
const ARABIC_ENDING = /(?<=...)(?:يات|ات|ون|ين|ان|يه|[هي])$/
const UMLAUT = /[äöü]/g

Object.assign(scripts, {
  letters: (/** @type {string} */ text) =>
    text.replace(/[ٱةىیک\u0640٠-٩۰-۹]/g, (letter) => LETTERS[letter] ?? `${letter.charCodeAt(0) & 15}`),
  term: (/** @type {string} */ word) => word.replace(ARTICLE, ""),
  stem: (/** @type {string} */ term) => term.replace(CYRILLIC_ENDING, "").replace(ARABIC_ENDING, ""),
})
known.clear() // terms of texts that were shown before

/**
 * A query that was parsed before this was loaded, in plain letters, and with the other spelling of umlauts.
 *
 * @param {Query} query
 * @returns {Query}
 */
export const plainQuery = (query) => ({
  ...query,
  terms: query.terms.map((term) => ({
    ...term,
    words: term.words.map(scripts.letters),
    also: spelledOut(term.typed, term.words),
  })),
})

/**
 * Words with ae, oe and ue for umlauts: "uebersetzung" for "Übersetzung".
 *
 * @param {string} typed
 * @param {string[]} words that are found in any case
 */
function spelledOut(typed, words) {
  const plain = typed.normalize("NFC").toLowerCase()
  return allWords(plain.replace(UMLAUT, (letter) => `${letter}e`)).filter(
    (word) => !allWords(plain).includes(word) && words.length === 1,
  )
}
