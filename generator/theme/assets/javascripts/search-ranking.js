/* Orders papers: numbers in, lists of results out. Nothing here asks the index. */

/**
 * @typedef {import("./search-filters.js").RowTest} RowTest
 * @typedef {import("./search-lookup.js").Match} Match
 *
 * @typedef {"all" | "most" | "meaning"} Group
 *
 * A paper that was found, by its row in the index.
 * @typedef {{row: number, score: number, group: Group}} Result
 */

const LEVELS = 16 // as in generator/build/search/postings.py
const LEAST_SHARE = 0.03 // of the best score of a paper with some of the words

/**
 * The papers that match all terms, best first; all papers where there are no terms.
 *
 * @param {Match[]} matches
 * @param {number} papers
 * @param {RowTest} may
 */
export function withAll(matches, papers, may) {
  const scores = new Float32Array(papers).fill(matches.length ? 0 : 1)
  for (let row = 0; row < papers && matches.length; row++) {
    if (!matches.every((match) => match.scores[row])) continue
    for (const match of matches) scores[row] += match.scores[row]
  }
  return newResults(scores, [], may, "all")
}

/**
 * How well each paper matches some terms, with the rarity of these: 1 is about a match of all, and 0 of none or of terms
 * that are too frequent.
 *
 * @param {Match[]} matches
 * @param {RowTest} may
 */
export function partialScores(matches, may) {
  const whole = matches.reduce((sum, match) => sum + match.rarity, 0)
  const papers = matches[0]?.scores.length ?? 0
  const coverage = new Float32Array(papers)
  const scores = new Float32Array(papers)
  for (const { scores: own, rarity } of matches) {
    own.forEach((score, row) => {
      if (!score || !may(row)) return
      coverage[row] += rarity / whole
      scores[row] += score / (LEVELS * whole)
    })
  }
  const weighed = scores.map((score, row) => score * coverage[row])
  const least = LEAST_SHARE * weighed.reduce((most, score) => Math.max(most, score), 0)
  return weighed.map((score) => (score >= least ? score : 0))
}

/**
 * The papers that match only some terms, by the rarity of these.
 *
 * @param {Float32Array} scores
 * @param {Result[]} others the papers that match more
 */
export const withMost = (scores, others) => newResults(scores, others, () => true, "most")

/**
 * The papers with a score above 0 that are not among others, best first.
 *
 * @param {Float32Array} scores
 * @param {Result[]} others
 * @param {RowTest} may
 * @param {Group} group
 * @returns {Result[]}
 */
export function newResults(scores, others, may, group) {
  const known = new Set(rowsOf(others))
  /** @type {Result[]} */
  const results = []
  scores.forEach((score, row) => {
    if (score > 0 && !known.has(row) && may(row)) results.push({ row, score, group })
  })
  return results.sort(byScore)
}

/**
 * Best first; of equal scores the last row, which is the newest, and of a day the one with most votes.
 *
 * @param {Result} a
 * @param {Result} b
 */
export const byScore = (a, b) => (a.score === b.score ? b.row - a.row : b.score - a.score)

/**
 * The rows that facets count: of the papers with all words, or of all results where none has them.
 *
 * @param {Result[]} results
 */
export function rowsToCount(results) {
  const all = results.filter(({ group }) => group === "all")
  return rowsOf(all.length ? all : results)
}

/** @param {Result[]} results */
export const rowsOf = (results) => results.map(({ row }) => row)
