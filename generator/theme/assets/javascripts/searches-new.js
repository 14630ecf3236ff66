/* New results of saved searches: the newest results of a search are compared with those of the last look at it. */

import { isAsking, parseQuery } from "./search-query.js"
import { indexOf } from "./searches-home.js"
import { changeSearches, MOST_RESULTS, readSearches } from "./searches-store.js"

/**
 * @typedef {import("./search-engine.js").Engine} Engine
 * @typedef {import("./searches-store.js").Look} Look
 * @typedef {import("./searches-store.js").SavedSearch} SavedSearch
 */

const HOUR = 3_600_000

/**
 * The keys of results that a look did not have. A result that is older than all of an earlier look with more results
 * may have been one of these: corrections and removals of others bring it up, and it is not new.
 *
 * @param {Look | null} before
 * @param {{key: string, date: string}[]} results the newest first
 */
export function newResults(before, results) {
  if (!before) return []
  const known = new Set(before.keys)
  return results
    .filter(({ key, date }) => !known.has(key) && (before.isWhole || date > before.oldest))
    .map(({ key }) => key)
}

/**
 * What to remember of results.
 *
 * @param {{key: string, date: string}[]} results the newest first
 * @param {number} found all of them
 * @returns {Look}
 */
export const lookAt = (results, found) => ({
  keys: results.map(({ key }) => key),
  isWhole: found <= results.length,
  oldest: results.at(-1)?.date ?? "",
})

/**
 * The newest results of a query that have all of its words.
 *
 * @param {Engine} engine
 * @param {string} text
 * @returns {Promise<{results: {key: string, date: string}[], found: number}>}
 */
async function newestResults(engine, text) {
  const query = parseQuery(text)
  if (!isAsking(query)) return { results: [], found: 0 }
  const answer = await engine.search(query, { order: "newest", facets: false, meaning: false })
  const all = answer.results.filter(({ group }) => group === "all")
  const cards = await engine.cards(all.slice(0, MOST_RESULTS))
  return { results: cards.flatMap((card) => (card ? [{ key: card.key, date: card.date }] : [])), found: all.length }
}

/**
 * Count the new results of all saved searches, of each once for a published index.
 *
 * @param {Engine} engine
 */
export async function countAll(engine) {
  if (!readSearches().saved.length) return
  const index = await indexOf(engine)
  for (const { text, next, counted } of readSearches().saved) {
    if (next && counted.index === index) continue
    const { results, found } = await newestResults(engine, text)
    changeSaved(text, (search) => {
      search.next ??= lookAt(results, found) // a search from another device
      search.counted = { index, count: newResults(search.next, results).length }
    })
  }
}

/**
 * Open a saved search: what it has found is no longer new at the next count, and stays new on its page for an hour.
 *
 * @param {Engine} engine
 * @param {string} text
 * @returns {Promise<string[]>} the keys of its new results
 */
export async function openSearch(engine, text) {
  const { results, found } = await newestResults(engine, text)
  const index = await indexOf(engine)
  /** @type {string[]} */
  let fresh = []
  changeSaved(text, (search) => {
    const now = Date.now()
    if (Math.abs(now - search.opened) > HOUR) search.base = search.next
    fresh = newResults(search.base, results)
    Object.assign(search, {
      opened: now,
      next: lookAt(results, found),
      counted: { index, count: 0 },
    })
  })
  return fresh
}

/**
 * @param {string} text
 * @param {(search: SavedSearch) => void} edit
 */
export function changeSaved(text, edit) {
  return changeSearches(({ saved }) => {
    const search = saved.find((each) => each.text === text)
    if (search) edit(search)
  })
}
