/* Words and names that begin with some letters. Loaded when a reader types, and for a word that no paper has. */

import { part } from "./search-files.js"
import { LAST, MOST_FILES } from "./search-lookup.js"
import { IS_CJK, isText, nameTerm, nameWords, words } from "./search-words.js"

/** @typedef {import("./search-lookup.js").Lookup} Lookup */

const MOST = 8

/**
 * Words and names that begin with some letters, and the numbers of their papers, the most frequent first.
 *
 * @param {Lookup} lookup
 * @param {string} letters
 * @returns {Promise<{words: [string, number][], names: [string, number][]}>}
 */
export async function completions(lookup, letters) {
  const numbers = await lookup.files.termFiles(letters, letters + LAST)
  if (numbers.length > MOST_FILES) {
    const { words, names } = await frequent(lookup.files)
    return { words: beginning(words, letters), names: beginning(names, letters) }
  }
  const known = (await lookup.load(numbers)).flatMap(countsOf)
  const texts = known.filter(([term]) => isText(term))
  const names = known.filter(([term]) => term.endsWith("@") && !term.startsWith("#"))
  return {
    words: beginning(texts, letters),
    names: beginning(
      names.map(([term, count]) => [term.slice(0, -1), count]),
      letters,
    ),
  }
}

/**
 * The terms of a file with the numbers of their papers.
 *
 * @param {import("./search-postings.js").Terms} terms
 * @returns {[string, number][]}
 */
export const countsOf = (terms) => [...terms].map(([term, { rows }]) => [term, rows.length])

/**
 * Words and names of authors that complete the last word of a text, as a page shows them.
 *
 * @param {Lookup} lookup
 * @param {string} text
 */
export async function completed(lookup, text) {
  if (/[\u0600-\u06ff]/.test(text)) await part(import("./search-scripts.js"))
  const end = /\S$/.test(text) ? (words(text).at(-1) ?? "") : ""
  const last = IS_CJK.test(end) ? (nameWords(text).at(-1) ?? "").slice(0, -1) : end
  if (last.length < 2) return { words: [], authors: [] }
  const found = await completions(lookup, last)
  return {
    words: found.words.map(([word]) => word),
    authors: found.names.map(([name, papers]) => ({
      name: name.replace(/^./u, (first) => first.toUpperCase()),
      papers,
    })),
  }
}

/**
 * The terms of words and names that begin with some letters.
 *
 * @param {Lookup} lookup
 * @param {string} letters
 */
export async function longerTerms(lookup, letters) {
  const { words, names } = await completions(lookup, letters)
  return [...words.map(([term]) => term), ...names.map(([name]) => nameTerm(name))]
}

/**
 * The most frequent terms that begin with some letters.
 *
 * @param {Iterable<[string, number]>} known
 * @param {string} letters
 */
const beginning = (known, letters) =>
  [...known]
    .filter(([term]) => term.startsWith(letters))
    .sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1))
    .slice(0, MOST)

/**
 * Frequent words and names with the numbers of their papers, and acronyms that no paper has with their words.
 *
 * @param {import("./search-files.js").IndexFiles} files
 * @returns {Promise<{words: Map<string, number>, names: Map<string, number>, acronyms: Map<string, string>}>}
 */
export function frequent(files) {
  return files.once("frequent terms", async () => {
    const { words, names, acronyms } = await files.json("frequent")
    return { words: counts(words), names: counts(names), acronyms: new Map(Object.entries(acronyms)) }
  })
}

/** @param {[string, number[]]} list */
const counts = ([terms, papers]) =>
  new Map(papers.length ? terms.split(" ").map((term, place) => [term, papers[place]]) : [])
