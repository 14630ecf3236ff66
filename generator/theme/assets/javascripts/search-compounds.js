/* Finds papers with several words, with the parts of a compound, and with two words as one. Loaded with the first query that needs it. */

import { JOINED } from "./search-lookup.js"
import { phrase } from "./search-phrases.js"

/**
 * @typedef {import("./search-lookup.js").Lookup} Lookup
 * @typedef {import("./search-lookup.js").Match} Match
 * @typedef {import("./search-query.js").Term} Term
 */

const APART_WEIGHT = 0.5 // of the parts of a compound that are not side by side

/**
 * The papers that have the parts of a compound, with those of the compound itself; null where no paper has them. The
 * same part twice must be side by side: one image is no "image2image".
 *
 * @param {Lookup} lookup
 * @param {string} word
 * @param {Match} found the papers of the compound
 */
export async function apart(lookup, word, found) {
  const [, first, link, second] = JOINED.exec(word) ?? []
  if (!link) return null
  const parts = [first, second]
  const apart = first === second ? await phrase(lookup, parts, true) : await together(lookup, parts, false)
  const used = link === "2" && !found.count ? `${first} to ${second}` : null
  return apart.count ? { ...either(lookup, found, apart), used } : null
}

/**
 * The papers with all of some words; with other forms of them if they are not `exact`.
 *
 * @param {Lookup} lookup
 * @param {string[]} words
 */
export async function together(lookup, words, exact = true) {
  const own = { open: false, exact, not: false }
  const matches = await Promise.all(words.map((word) => lookup.word(word, own)))
  const scores = new Float32Array(lookup.papers)
  for (let row = 0; row < lookup.papers; row++) {
    if (matches.every((match) => match.scores[row]))
      scores[row] = Math.max(...matches.map((match) => match.scores[row]))
  }
  return {
    ...lookup.counted(scores),
    words: matches.flatMap((match) => match.words),
    names: matches.flatMap((match) => match.names),
  }
}

/**
 * The papers of a word that is written joined, and of those with its parts.
 *
 * @param {Lookup} lookup
 * @param {Match} one
 * @param {Match} other
 * @returns {Match}
 */
function either(lookup, one, other) {
  return {
    ...lookup.counted(one.scores.map((score, row) => Math.max(score, APART_WEIGHT * other.scores[row]))),
    words: [...one.words, ...other.words],
    names: [...one.names, ...other.names],
    phrase: other.phrase,
  }
}

/**
 * Count a paper that writes two words of a query as one for both: "os world" is OSWorld.
 *
 * @param {Lookup} lookup
 * @param {{term: Term, match: Match}} one
 * @param {{term: Term, match: Match}} other
 */
export async function addJoined(lookup, one, other) {
  if ([one, other].some(({ term }) => term.kind !== "text" || term.exact)) return
  const joined = await lookup.find({ ...one.term, words: [one.term.words[0] + other.term.words[0]], exact: true })
  for (const { match } of [one, other]) {
    joined.scores.forEach((score, row) => (match.scores[row] = Math.max(match.scores[row], score / 2)))
    Object.assign(match, lookup.counted(match.scores), {
      words: [...match.words, ...joined.words],
      names: match.names,
      used: joined.count ? null : match.used,
    })
  }
}
