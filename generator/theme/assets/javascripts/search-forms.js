/* Other forms of a word, and words that are spelled alike. Nothing here asks the index. */

const SHORTEST_STEM = 4
const SHORT = 5 // letters of a word in which a replaced letter makes another word
const LONG = 9 // letters of a word in which two may be wrong
/** The longest first. What they are cut to is no word; forms of a word only share it. @type {[RegExp, string][]} */
const ENDINGS = [
  [/iz(?:ations?|ing|ed|ers?|e)$/, "iz"],
  [/at(?:ions?|ing|ed|e|ors?)$/, "at"],
  [/(?:ing|ed|er|e)$/, ""],
  [/\d+(?:d\d+)?$/, ""], // versions: qwen2, qwen2d5
]
const DOUBLED = /([bdgklmnprt])\1$/

/**
 * What the inflected forms of a term have in common: "train" of training, trained and trainer. Short terms have no
 * other forms.
 *
 * @param {string} term
 */
export function stemOf(term) {
  for (const [ending, rest] of ENDINGS) {
    const stem = term.replace(ending, rest)
    if (stem !== term && stem.length >= SHORTEST_STEM) return stem.replace(DOUBLED, "$1")
  }
  return term
}

/**
 * The number of letters to insert, remove, replace or swap with their neighbour to make one word of another, if it is
 * at most `most`; else `most` + 1. (Damerau, "A technique for computer detection and correction of spelling errors",
 * 1964; no part is changed twice.)
 *
 * @param {string} one
 * @param {string} other
 * @param {number} most
 */
export function distance(one, other, most) {
  if (Math.abs(one.length - other.length) > most) return most + 1
  /** @type {number[]} */
  let beforeLast = []
  let last = Array.from({ length: other.length + 1 }, (_, place) => place)
  for (let row = 1; row <= one.length; row++) {
    const current = [row]
    let least = row
    for (let column = 1; column <= other.length; column++) {
      const same = one[row - 1] === other[column - 1]
      let cost = Math.min(last[column] + 1, current[column - 1] + 1, last[column - 1] + (same ? 0 : 1))
      const swapped = row > 1 && column > 1 && one[row - 1] === other[column - 2] && one[row - 2] === other[column - 1]
      if (swapped) cost = Math.min(cost, beforeLast[column - 2] + 1)
      current.push(cost)
      least = Math.min(least, cost)
    }
    if (least > most) return most + 1
    beforeLast = last
    last = current
  }
  return last[other.length]
}

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
export function divided(word, known) {
  let best = null
  for (let place = 3; place <= word.length - 3; place++) {
    const parts = [word.slice(0, place), word.slice(place)]
    const papers = Math.min(...parts.map((part) => known.get(part) ?? 0))
    if (papers && (!best || papers > best.papers)) best = { parts, papers }
  }
  return best && best.parts
}
