/* Other forms of a word. Nothing here asks the index. */

import { scripts } from "./search-words.js"

const SHORTEST_STEM = 4
const LONG = 9
/** The longest first. What they are cut to is no word; forms of a word only share it. @type {[RegExp, string][]} */
const ENDINGS = [
  [/iz(?:ations?|ing|ed|ers?|e)$/, "iz"],
  [/at(?:ions?|ing|ed|e|ors?)$/, "at"],
  [/(?:ing|ed|er|e)$/, ""],
  [/\d+(?:d\d+)?$/, ""], // versions: qwen2, qwen2d5
  [/(?<=ung)en$|(?<=.{8})(?:e[mn]|ern)$/, ""], // German words, which are long so that no English one is taken for them
]
const DOUBLED = /([bdgklmnprt])\1$/

/**
 * What the inflected forms of a term have in common: "train" of training, trained and trainer. Short terms have no
 * other forms.
 *
 * @param {string} term
 */
export function stemOf(term) {
  if (/[^\0-\x7f]/.test(term)) return scripts.stem(term)
  for (const [ending, rest] of ENDINGS) {
    const stem = term.replace(ending, rest)
    if (stem !== term && stem.length >= SHORTEST_STEM) return stem.replace(DOUBLED, "$1")
  }
  return term.length < LONG ? term : term.replace(DOUBLED, "$1")
}
