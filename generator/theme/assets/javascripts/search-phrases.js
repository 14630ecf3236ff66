/* Finds the papers that have words side by side, in a text or in a name. Loaded with the first phrase. */

import { completions } from "./search-completions.js"
import { written } from "./search-pairs.js"
import { placesOf } from "./search-places.js"
import { nameTerm, termOf } from "./search-words.js"

/**
 * @typedef {import("./search-lookup.js").Lookup} Lookup
 * @typedef {import("./search-lookup.js").Match} Match
 */

/**
 * The papers with words side by side, in a text or, for words of a text, in a name.
 *
 * @param {Lookup} lookup
 * @param {string[]} words
 * @param {boolean} isTextPhrase
 * @returns {Promise<Match>}
 */
export async function phrase(lookup, words, isTextPhrase) {
  const terms = isTextPhrase ? words.map(termOf) : words
  const found = await sideBySide(lookup, terms)
  const asName = isTextPhrase ? await sideBySide(lookup, written(words).map(nameTerm)) : null
  if (asName) asName.scores.forEach((score, row) => (found.scores[row] = Math.max(score, found.scores[row])))
  const plain = isTextPhrase ? written(words) : words.map((word) => word.slice(0, -1))
  return {
    ...lookup.counted(found.scores),
    phrase: isTextPhrase ? terms : null,
    names: !isTextPhrase || asName?.count ? plain : [],
  }
}

/**
 * The papers with a phrase whose last word is still being typed.
 *
 * @param {Lookup} lookup
 * @param {string[]} words
 * @returns {Promise<Match>}
 */
export async function openPhrase(lookup, words) {
  const { words: longer } = await completions(lookup, words[words.length - 1])
  const found = await Promise.all(longer.map(([word]) => phrase(lookup, [...words.slice(0, -1), word], true)))
  const scores = new Float32Array(lookup.papers)
  for (const match of found) match.scores.forEach((score, row) => (scores[row] = Math.max(scores[row], score)))
  const first = found.find((match) => match.count) ?? lookup.nothing()
  return { ...lookup.counted(scores), phrase: first.phrase, names: first.names }
}

/**
 * @param {Lookup} lookup
 * @param {string[]} terms
 */
export async function sideBySide(lookup, terms) {
  const lists = await Promise.all(terms.map((term) => withPlaces(lookup, term)))
  const scores = new Float32Array(lookup.papers)
  const [first, ...rest] = lists
  if (!lists.every(Boolean) || !first) return lookup.counted(scores)
  const both = first.postings.rows.filter((row) => rest.every((other) => other && other.levels.has(row)))
  if (!both.length) return lookup.counted(scores)
  const places = await Promise.all(lists.map(async (list) => list?.places() ?? new Map()))
  for (const row of both) {
    const starts = /** @type {number[]} */ (places[0].get(row) ?? [])
    const follow = (/** @type {number} */ start) =>
      places.every((/** @type {Map<number, number[]>} */ own, step) => own.get(row)?.includes(start + step))
    if (!starts.some(follow)) continue
    for (const list of lists) scores[row] += (list?.levels.get(row) ?? 0) * lookup.rarity(list?.levels.size ?? 0)
  }
  return lookup.counted(scores)
}

/**
 * The postings of a term, and a function that loads its places.
 *
 * @param {Lookup} lookup
 * @param {string} term
 */
async function withPlaces(lookup, term) {
  const [number] = await lookup.files.termFiles(term, term)
  if (number === undefined) return null
  const postings = (await lookup.files.termFile(number)).get(term)
  if (!postings) return null
  const levels = new Map([...postings.rows].map((row, place) => [row, postings.levels[place]]))
  return { postings, levels, places: () => placesOf(lookup.files, number, term) }
}
