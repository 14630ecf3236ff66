/* Says why a paper is recommended, from what its words, authors and topics add to its score. */

import { allWords, isCommon, termOf } from "./search-words.js"

/**
 * @typedef {import("./for-you-model.js").Features} Features
 * @typedef {import("./for-you-model.js").Contribution} Contribution
 */

const MOST_REASONS = 3
/** The least share of the strongest reason that another one needs. */
const LEAST_SHARE = 0.2

/**
 * A term without case, hyphens and plural, as the model compares it.
 *
 * @param {string} term
 */
export const plainTerm = (term) => allWords(term).map(termOf).join(" ")

/**
 * The words of a title and all pairs of neighbours, as plain terms.
 *
 * @param {string} title
 */
export function termsIn(title) {
  const words = allWords(title).map((word) => (isCommon(word) ? "" : termOf(word)))
  const pairs = words.slice(1).map((word, place) => (word && words[place] ? `${words[place]} ${word}` : ""))
  return [...new Set([...words, ...pairs])].filter(Boolean)
}

/**
 * @param {Contribution[]} contributions the strongest first
 * @param {Features} features of the paper
 * @param {Map<string, string>} names of topics by id, and of authors by number
 * @returns {string[]}
 */
export function reasonsOf(contributions, { terms, spellings }, names) {
  const spelled = new Map(terms.map((term, place) => [term, spellings[place]]))
  /** @type {string[]} */
  const reasons = []
  /** @type {Set<string>} */
  const used = new Set()
  const least = LEAST_SHARE * (contributions[0]?.value ?? 0)
  for (const { kind, name, value } of contributions) {
    if (value <= 0 || value < least || reasons.length === MOST_REASONS) break
    const words = kind === "term" ? name.split(" ") : []
    const reason = kind === "term" ? spelled.get(name) : names.get(name)
    if (!reason || words.some((word) => used.has(word))) continue
    reasons.push(reason)
    for (const word of words) used.add(word)
  }
  return reasons
}
