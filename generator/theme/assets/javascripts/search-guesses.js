/* What may be meant by a word that no paper has. Nothing here asks the index; it is loaded for the first such word. */

import { distance } from "./search-distance.js"

const SHORT = 5 // letters of a word in which a replaced letter makes another word
const LONG = 9 // letters of a word in which two may be wrong
/** Endings of words that are made of others: "faithfulness" of "faithful". @type {[RegExp, string[]][]} */
const DERIVED = [
  [/ness$/, [""]],
  [/ly$/, ["", "le"]],
  [/ability$/, ["able"]],
  [/ibility$/, ["ible"]],
  [/ity$/, ["", "e"]],
  [/i[sz]m$/, ["", "ist"]],
  [/less$/, [""]],
  [/ful$/, [""]],
]
const SHORTEST_BASE = 5
/** "text2video", "image2image" */

/**
 * How many letters of a word may be wrong. A word with digits is corrected by nobody.
 *
 * @param {string} word
 */
export const mistakes = (word) => (word.length < 4 || /[^\p{L}]/u.test(word) ? 0 : word.length < LONG ? 1 : 2)

/**
 * Whether a word that is spelled alike may be what was meant. Most words that no paper has are spelled right, so another
 * word must not be taken for them: the first letter is hardly ever wrong ("watching" is not "matching"), and a replaced
 * letter makes another word of a short one ("fake" is not "face").
 *
 * @param {string} word
 * @param {string} other
 */
function isPlausible(word, other) {
  const isSwapped = word[0] === other[1] && word[1] === other[0]
  if (word[0] !== other[0] && !isSwapped) return false
  const isReplaced = word.length === other.length && [...word].sort().join("") !== [...other].sort().join("")
  return word.length > SHORT || !isReplaced
}

/**
 * The known word that is spelled most like another, if it may be meant: nearest first, then the most frequent.
 *
 * @param {string} word
 * @param {Iterable<[string, number]>} known words and the numbers of their papers
 * @returns {{word: string, papers: number, distance: number} | null}
 */
export function nearest(word, known) {
  const most = mistakes(word)
  /** @type {{word: string, papers: number, distance: number} | null} */
  let best = null
  for (const [other, papers] of known) {
    const steps = most ? distance(word, other, most) : 1
    if (steps > most || other.length < 3 || !isPlausible(word, other)) continue
    if (!best || steps < best.distance || (steps === best.distance && isBetter(other, papers, best))) {
      best = { word: other, papers, distance: steps }
    }
  }
  return best
}

/**
 * Letters are left out more often than added, so of two words that as many papers have, the longer one is meant.
 *
 * @param {string} word
 * @param {number} papers
 * @param {{word: string, papers: number}} best
 */
function isBetter(word, papers, best) {
  if (papers !== best.papers) return papers > best.papers
  return word.length === best.word.length ? word < best.word : word.length > best.word.length
}

/**
 * Two known words that a word is when it is divided: "languagemodel" is language and model.
 *
 * @param {string} word
 * @param {Map<string, number>} known numbers of papers by word
 * @returns {string[] | null}
 */
export const divided = (word, known) => dividedAt(word, known, "") ?? dividedAt(word, known, "s")

/**
 * @param {string} word
 * @param {Map<string, number>} known
 * @param {string} link what is between the two, as in "Aufmerksamkeitsmechanismus"
 * @returns {string[] | null}
 */
function dividedAt(word, known, link) {
  let best = null
  for (let place = 3; place <= word.length - 3; place++) {
    if (!word.startsWith(link, place)) continue
    const parts = [word.slice(0, place), word.slice(place + link.length)]
    const papers = Math.min(...parts.map((part) => known.get(part) ?? 0))
    if (papers && (!best || papers > best.papers)) best = { parts, papers }
  }
  return best && best.parts
}

/**
 * Words of which a word may be made: "faithful" of "faithfulness".
 *
 * @param {string} word
 */
export const basesOf = (word) =>
  DERIVED.flatMap(([ending, others]) =>
    ending.test(word) ? others.map((other) => word.replace(ending, other)) : [],
  ).filter((base) => base.length >= SHORTEST_BASE)
