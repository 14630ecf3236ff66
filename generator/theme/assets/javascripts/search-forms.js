/* Other forms of a word. Nothing here asks the index. */

const SHORTEST_STEM = 4
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
