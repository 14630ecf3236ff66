/* Orders papers: numbers in, lists of results out. Nothing here asks the index. */

import { termOf, words } from "./search-words.js"

/**
 * @typedef {import("./search-files.js").Card} Card
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
const MOST_RELATED = 40 // papers that may have none of the words
const CLOSE = 0.3 // similarity of meaning; papers with less have nothing to do with a query
const CLOSE_SHARE = 0.6 // of the similarity of the closest paper
const MATCH_SHARE = 0.4 // of the score of the best match; papers with as much are close by their words
const MEANING_WEIGHT = 0.3 // of a similarity of 1, where all words together weigh 1
const TITLE_BONUS = 8 // levels, for two words of the query that are side by side in a title
const ABSTRACT_BONUS = 5 // or in an abstract
const NAME_BONUS = 16 // levels, for words of the query that are one author's name
const TURNED_NAME_BONUS = 12 // where that name has the family name first, and the query last, or the other way round

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
 * The papers that are close to a query by their meaning, and those that are close by their words, ordered by both; none
 * where no paper is close by its meaning.
 *
 * @param {Float32Array} similar
 * @param {Float32Array} scores of words
 * @param {Result[]} all the papers that match all terms
 * @param {RowTest} may
 */
export function withMeaning(similar, scores, all, may) {
  const best = (/** @type {Float32Array} */ values) =>
    values.reduce((most, own, row) => (may(row) ? Math.max(most, own) : most), 0)
  const closest = best(similar)
  if (closest < CLOSE) return []
  const closeness = Math.max(CLOSE, CLOSE_SHARE * closest)
  const match = MATCH_SHARE * best(scores)
  const fused = similar.map((own, row) => {
    const score = scores[row] ?? 0
    const isClose = own >= closeness || (score > 0 && score >= match)
    return isClose ? MEANING_WEIGHT * Math.max(own, 0) + score : 0
  })
  return newResults(fused, all, may, "meaning").slice(0, MOST_RELATED)
}

/**
 * The longest runs of two words or more that all are words of authors' names, which may be the name of one author.
 *
 * @template {{isName: boolean}} Word
 * @param {Word[]} asked the words of the query
 * @returns {Word[][]}
 */
export function possibleNames(asked) {
  /** @type {Word[][]} */
  const runs = [[]]
  for (const word of asked) {
    if (word.isName) runs[runs.length - 1].push(word)
    else runs.push([])
  }
  return runs.filter((run) => run.length > 1)
}

/**
 * The results, ordered again: papers by an author whose name is in the query come before those with several authors who
 * have a part of it each.
 *
 * @param {Result[]} results
 * @param {{asTyped: Set<number>, turned: Set<number>, rarity: number}[]} named for each name, rows of papers by its author
 * @returns {Result[]}
 */
export function orderedByNames(results, named) {
  const bonus = (/** @type {number} */ row) =>
    named.reduce((sum, { asTyped, turned, rarity }) => {
      const levels = asTyped.has(row) ? NAME_BONUS : turned.has(row) ? TURNED_NAME_BONUS : 0
      return sum + levels * rarity
    }, 0)
  return results.map((result) => ({ ...result, score: result.score + bonus(result.row) })).sort(byScore)
}

/**
 * The first results, ordered again with their cards, which a page shows anyway: a paper with exactly that title comes
 * first, and words that are side by side in the query weigh more where they are so in a title or abstract.
 *
 * @param {Result[]} results
 * @param {(Card | null)[]} cards of the first results
 * @param {{word: string, rarity: number}[]} asked the words of the query
 * @returns {Result[]}
 */
export function orderedByText(results, cards, asked) {
  const title = asked.map(({ word }) => word).join(" ")
  const pairs = asked.slice(1).map(({ word, rarity }, place) => ({
    pair: ` ${termOf(asked[place].word)} ${termOf(word)} `,
    rarity: Math.min(rarity, asked[place].rarity),
  }))
  const bonus = (/** @type {Card | null} */ card) => {
    if (!card) return 0
    const ofTitle = words(String(card.title))
    if (ofTitle.join(" ") === title) return Infinity
    const [inTitle, inAbstract] = [ofTitle, words(String(card.abstract ?? ""))].map(
      (text) => ` ${text.map(termOf).join(" ")} `,
    )
    return pairs.reduce((sum, { pair, rarity }) => {
      const levels = inTitle.includes(pair) ? TITLE_BONUS : inAbstract.includes(pair) ? ABSTRACT_BONUS : 0
      return sum + levels * rarity
    }, 0)
  }
  const first = results
    .slice(0, cards.length)
    .map((result, place) => ({ ...result, score: result.score + bonus(cards[place]) }))
  return [...first.sort(byScore), ...results.slice(cards.length)]
}

/**
 * The papers with a score above 0 that are not among others, best first.
 *
 * @param {Float32Array} scores
 * @param {Result[]} others
 * @param {RowTest} may
 * @param {Group} group
 * @returns {Result[]}
 */
function newResults(scores, others, may, group) {
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
const byScore = (a, b) => (a.score === b.score ? b.row - a.row : b.score - a.score)

/** @param {Result[]} results */
export const rowsOf = (results) => results.map(({ row }) => row)
