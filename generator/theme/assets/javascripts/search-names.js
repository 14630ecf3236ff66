/* Orders results by authors' names in a query. Loaded with the first query that has words which may be one author's name. */

import { sideBySide } from "./search-phrases.js"
import { byScore } from "./search-ranking.js"
import { nameTerm } from "./search-words.js"

/**
 * @typedef {import("./search-lookup.js").Lookup} Lookup
 * @typedef {import("./search-ranking.js").Result} Result
 */

const NAME_BONUS = 16 // levels, for words of the query that are one author's name
const TURNED_NAME_BONUS = 12 // where that name has the family name first, and the query last, or the other way round

/**
 * The results with papers by authors whose names are in a query first.
 *
 * @param {Lookup} lookup
 * @param {Result[]} results
 * @param {{word: string, rarity: number}[][]} names runs of words that may be one name each
 */
export async function orderedByNames(lookup, results, names) {
  const named = names.map(async (run) => ({
    ...(await byAuthor(
      lookup,
      run.map(({ word }) => word),
    )),
    rarity: run.reduce((sum, { rarity }) => sum + rarity, 0),
  }))
  return ordered(results, await Promise.all(named))
}

/**
 * The results, ordered again: papers by an author whose name is in the query come before those with several authors who
 * have a part of it each.
 *
 * @param {Result[]} results
 * @param {{asTyped: Set<number>, turned: Set<number>, rarity: number}[]} named for each name, rows of papers by its author
 * @returns {Result[]}
 */
function ordered(results, named) {
  const bonus = (/** @type {number} */ row) =>
    named.reduce((sum, { asTyped, turned, rarity }) => {
      const levels = asTyped.has(row) ? NAME_BONUS : turned.has(row) ? TURNED_NAME_BONUS : 0
      return sum + levels * rarity
    }, 0)
  return results.map((result) => ({ ...result, score: result.score + bonus(result.row) })).sort(byScore)
}

/**
 * The papers by an author whose name has some words side by side: in this order, or with the first or the last word
 * moved to the other end, since "Li Fei-Fei" also signs as Fei-Fei Li.
 *
 * @param {Lookup} lookup
 * @param {string[]} words
 * @returns {Promise<{asTyped: Set<number>, turned: Set<number>}>} rows
 */
async function byAuthor(lookup, words) {
  const [first, ...others] = words
  const orders = [words, [...others, first], [...words.slice(-1), ...words.slice(0, -1)]]
  const found = await Promise.all(orders.map((order) => sideBySide(lookup, order.map(nameTerm))))
  const [asTyped, ...turned] = found.map(({ scores }) => [...scores.keys()].filter((row) => scores[row]))
  return { asTyped: new Set(asTyped), turned: new Set(turned.flat()) }
}
