/* What became of the words of a query that no paper has. Loaded with the first of them. */

import { written } from "./search-pairs.js"
import { withoutTail, words } from "./search-words.js"

/**
 * @typedef {import("./search-query.js").Query} Query
 * @typedef {import("./search-query.js").Term} Term
 * @typedef {import("./search-engine.js").Found} Found
 */

/** @param {Term} term */
const isPhrase = ({ words, typed }) => words.length > 1 && typed.includes('"')

/**
 * What became of the words that no paper has.
 *
 * @param {Query} query
 * @param {Found[]} asked
 */
export function corrected(query, asked) {
  const corrections = asked.flatMap(({ term, match }) =>
    match.used ? [{ typed: term.typed, word: term.words[0], used: match.used }] : [],
  )
  const replaced = (/** @type {(found: {typed: string, word: string, used: string}) => string} */ spell) =>
    corrections.length
      ? corrections.reduce((text, found) => text.replace(found.typed, () => spell(found)), query.text)
      : null
  return {
    corrections: corrections.map(({ typed, used }) => ({ typed, used })),
    shown: replaced(({ typed, used }) => typed.replace(/[^:\s]+$/u, () => used)),
    instead: replaced(({ typed }) => typed.replace(/[^:\s]+$/u, (word) => `"${word}"`)),
    unknown: [...new Set(asked.flatMap(({ term, match }) => (match.count || isPhrase(term) ? [] : [bare(term)])))],
  }
}

/**
 * A term as it was typed: of "state-of-the-art" or of an address only the word itself, and no punctuation around it.
 *
 * @param {Term} term
 */
function bare({ kind, typed, words: own }) {
  const plain = typed.replace(/^["([{<]+|["\])}>,.;:!?]+$/g, "") || typed
  const wordsOf = (/** @type {string} */ text) => withoutTail(words(text))
  if (kind !== "text" || wordsOf(plain).length === own.length) return plain
  const parts = plain.split(/[^\p{L}\p{M}\p{N}]+/u)
  return parts.find((part) => wordsOf(part).join(" ") === own.join(" ")) ?? written(own).join(" ")
}
