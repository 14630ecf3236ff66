/* Finds papers for a word that no paper has: those with a longer word, with words that mean the same, with the nearest
 * spelling, or with two words. Loaded with the first such word. */

import { completions, countsOf, frequent, longerTerms } from "./search-completions.js"
import { together } from "./search-compounds.js"
import { stemOf } from "./search-forms.js"
import { basesOf, divided, nearest } from "./search-guesses.js"
import { LAST } from "./search-lookup.js"
import { IS_CJK, isText, nameTerm, termOf } from "./search-words.js"

/**
 * @typedef {import("./search-lookup.js").Lookup} Lookup
 * @typedef {import("./search-lookup.js").Match} Match
 */

const LONG_STEM = 6 // letters that longer words hardly share with others
const SHORTEST_BEGINNING = 3 // letters of a word that no paper has
const ARXIV_MONTH = /^\d\d(?:0[1-9]|1[0-2])$/ // of the papers whose arXiv ids begin so

/**
 * The papers for a word that no paper has: those with a longer word, with words that mean the same, with the nearest
 * spelling, or with two words.
 *
 * @param {Lookup} lookup
 * @param {string} word
 * @returns {Promise<Match>}
 */
export async function unknown(lookup, word) {
  if (IS_CJK.test(word)) return lookup.nothing()
  const german = word.replace(/([aou])e/g, "$1") // "fuer" for "für", whose umlaut is folded
  const umlauts = german === word ? null : await lookup.word(german, { open: true, exact: false, not: false })
  if (umlauts?.count) return umlauts
  if (ARXIV_MONTH.test(word)) return beginning(lookup, `#${word}`)
  if ([...word].length >= SHORTEST_BEGINNING) {
    const terms = await longerTerms(lookup, word)
    if (terms.length) return lookup.union(terms, await lookup.filesOf(terms))
  }
  const { words, names, acronyms } = await frequent(lookup.files)
  const meant = [acronyms.get(word)?.split(" "), ...basesOf(word).map((base) => [base]), await longer(lookup, word)]
  for (const instead of meant.flatMap((found) => (found ? [found] : []))) {
    const found = await together(lookup, instead)
    if (found.count) return { ...found, used: instead.join(" ") }
  }
  const nearby = (await lookup.range(word, word)).flatMap((file) => countsOf(file).filter(([term]) => isText(term)))
  const best = nearest(termOf(word), [...words, ...nearby, ...names])
  const instead = best ? [best.word] : divided(word, words)
  if (!instead || (await spelled(lookup)).has(termOf(word))) return lookup.nothing()
  return { ...(await together(lookup, instead)), used: instead.join(" ") }
}

/**
 * A longer form of a word: "recommendation" for "recommender".
 *
 * @param {Lookup} lookup
 * @param {string} word
 */
async function longer(lookup, word) {
  const stem = stemOf(termOf(word))
  const [longer] = stem.length >= LONG_STEM ? (await completions(lookup, stem)).words : []
  return longer && [longer[0]]
}

/**
 * The papers by an author, for a name that no author has as it is.
 *
 * @param {Lookup} lookup
 * @param {string} word
 */
export async function nameLike(lookup, word) {
  const { names } = await completions(lookup, word)
  const longer = names.map(([name]) => nameTerm(name))
  if (longer.length) return lookup.union(longer, await lookup.filesOf(longer))
  const best = nearest(word, (await frequent(lookup.files)).names)
  if (!best) return lookup.nothing()
  const term = nameTerm(best.word)
  return { ...(await lookup.union([term], await lookup.filesOf([term]))), used: best.word }
}

/**
 * The papers with an identifier that begins so.
 *
 * @param {Lookup} lookup
 * @param {string} word
 */
export async function beginning(lookup, word) {
  const files = await lookup.range(word, word + LAST)
  const terms = files.flatMap((file) => [...file.keys()].filter((term) => term.startsWith(word)))
  return lookup.union(terms, files)
}

/**
 * Words that no paper has although they are spelled right, so that none is corrected: "market" is not "marked".
 *
 * @param {Lookup} lookup
 * @returns {Promise<Set<string>>}
 */
const spelled = ({ files }) =>
  files.once("spelled words", async () => new Set((await files.json("spelled")).split(" ")))
