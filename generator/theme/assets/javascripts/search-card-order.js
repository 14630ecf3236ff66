/* Orders the results of several words again: by names of authors, and the first ones by the texts of their cards. Loaded
 * beside the files of the first such query. */

import { part } from "./search-files.js"
import { byScore } from "./search-ranking.js"
import { IS_CJK, termOf, words } from "./search-words.js"

/**
 * @typedef {import("./search-files.js").Card} Card
 * @typedef {import("./search-ranking.js").Result} Result
 */

const TITLE_BONUS = 8 // levels, for two words of the query that are side by side in a title
const ABSTRACT_BONUS = 5 // or in an abstract
const FIRST = 10 // results that are ordered by their texts; a page shows so many
const SHORTEST_ACRONYM = 3 // letters; two are often something else

/**
 * The results of several words, ordered again by the names of authors and by the cards of the first ones.
 *
 * @param {import("./search-lookup.js").Lookup} lookup
 * @param {import("./search-archive.js").Archive} archive
 * @param {Result[]} results
 * @param {import("./search-engine.js").Found[]} asked
 * @returns {Promise<Result[]>}
 */
export async function ordered(lookup, archive, results, asked) {
  if (asked.some(({ term }) => term.kind !== "text")) return results
  const spelled = asked.flatMap(({ term, match }) =>
    term.words.map((word) => ({ word, rarity: match.rarity, isName: match.names.includes(word) })),
  )
  if (spelled.length < 2) return results
  const names = possibleNames(spelled)
  const all = names.length
    ? await (await part(import("./search-names.js"))).orderedByNames(lookup, results, names)
    : results
  return orderedByText(all, await archive.cards(all.slice(0, FIRST)), spelled)
}

/**
 * The longest runs of two words or more that all are words of authors' names, which may be the name of one author.
 *
 * @template {{isName: boolean}} Word
 * @param {Word[]} asked the words of the query
 * @returns {Word[][]}
 */
function possibleNames(asked) {
  /** @type {Word[][]} */
  const runs = [[]]
  for (const word of asked) {
    if (word.isName) runs[runs.length - 1].push(word)
    else runs.push([])
  }
  return runs.filter((run) => run.length > 1)
}

/**
 * The first results, ordered again with their cards, which a page shows anyway: a paper with exactly that title comes
 * first, and words that are side by side in the query weigh more where they are so in a title or abstract, or where their
 * acronym is there: "SSM" for "state space models".
 *
 * @param {Result[]} results
 * @param {(Card | null)[]} cards of the first results
 * @param {{word: string, rarity: number}[]} asked the words of the query
 * @returns {Result[]}
 */
function orderedByText(results, cards, asked) {
  const title = asked.map(({ word }) => word).join(" ")
  const acronyms = acronymsOf(asked.map(({ word }) => word))
  const pairs = asked.slice(1).map(({ word, rarity }, place) => ({
    written: [
      ` ${termOf(asked[place].word)} ${termOf(word)} `,
      ...acronyms.flatMap(({ start, end, letters }) => (start <= place && place + 1 < end ? [` ${letters} `] : [])),
    ],
    rarity: Math.min(rarity, asked[place].rarity),
  }))
  const bonus = (/** @type {Card | null} */ card) => {
    if (!card) return 0
    const ofTitle = words(String(card.title))
    if (withoutTails(ofTitle).join(" ") === title) return Infinity
    const [inTitle, inAbstract] = [ofTitle, words(String(card.abstract ?? ""))].map(
      (text) => ` ${text.map(termOf).join(" ")} `,
    )
    return pairs.reduce((sum, { written, rarity }) => {
      const isIn = (/** @type {string} */ text) => written.some((words) => text.includes(words))
      const levels = isIn(inTitle) ? TITLE_BONUS : isIn(inAbstract) ? ABSTRACT_BONUS : 0
      return sum + levels * rarity
    }, 0)
  }
  const first = results
    .slice(0, cards.length)
    .map((result, place) => ({ ...result, score: result.score + bonus(cards[place]) }))
  return [...first.sort(byScore), ...results.slice(cards.length)]
}

/**
 * The words of a text without the characters that end runs of pairs.
 *
 * @param {string[]} all
 */
const withoutTails = (all) =>
  all.filter((word, place) => !(place && IS_CJK.test(word + word) && all[place - 1].endsWith(word)))

/**
 * The first letters of each run of words that is long enough for an acronym.
 *
 * @param {string[]} asked
 */
const acronymsOf = (asked) =>
  asked.flatMap((_, start) =>
    asked.slice(start + SHORTEST_ACRONYM - 1).map((_, more) => {
      const end = start + SHORTEST_ACRONYM + more
      const letters = asked.slice(start, end).map((word) => [...word][0])
      return { start, end, letters: letters.join("") }
    }),
  )
