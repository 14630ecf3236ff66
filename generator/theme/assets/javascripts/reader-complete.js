/* What the search index of the site says about papers of a reading list: the rest of a list that holds only keys, notes and
 * tags, as that of a QR code, and the papers that entries of BibTeX may mean. */

import { required } from "./messages.js"
import { wholeMarks } from "./reader-changes.js"

/** @typedef {import("./reader-store.js").Marks} Marks */

const AT_ONCE = 16 // cards loaded at the same time
const ROOT = new URL("../../", import.meta.url)
const FOUND = 5 // papers of a search that are compared with an entry of BibTeX

/**
 * The list with titles, authors, days and topics, and the keys of papers that the site does not have. These are in the list
 * only if the reader has them.
 *
 * @param {Marks} list
 * @param {Marks["bookmarks"]} own the reader's bookmarks
 * @param {import("./search-archive.js").Archive} archive
 * @returns {Promise<{list: Marks, missing: string[]}>}
 */
export async function completeList(list, own, archive) {
  const rows = await archive.rowsOf([...list.bookmarks.keys()].filter((key) => !own.has(key)))
  const all = [...new Set([...rows.values()].flat())]
  /** @type {Map<number, import("./search-files.js").Card>} */
  const cards = new Map()
  for (let start = 0; start < all.length; start += AT_ONCE) {
    const part = all.slice(start, start + AT_ONCE)
    const loaded = await archive.cards(part.map((row) => ({ row })))
    loaded.forEach((card, place) => card && cards.set(part[place], card))
  }
  /** @type {Marks["bookmarks"]} */
  const bookmarks = new Map()
  const missing = []
  for (const [key, paper] of list.bookmarks) {
    const known = own.get(key)
    const found = (rows.get(key) ?? []).flatMap((row) => cards.get(row) ?? [])
    const card = found.find((each) => each.key === key) ?? found[0]
    if (known) bookmarks.set(key, { ...known, note: paper.note, tags: paper.tags })
    else if (!card) missing.push(key)
    else {
      const { title, authors = [], date, topics = [] } = card
      bookmarks.set(card.key, { ...paper, title, authors: authors.join(", "), date, topics })
    }
  }
  return { list: { ...list, bookmarks }, missing }
}

/**
 * The list with what this site says about its papers, as `completeList` returns it.
 *
 * @param {Marks} list
 */
export async function completeFromSite(list) {
  const { Archive } = await required(import("./search-archive.js"))
  return completeList(list, (await wholeMarks()).bookmarks, new Archive(ROOT))
}

/**
 * A function that finds the first papers of this site for a query.
 *
 * @returns {Promise<import("./reader-import.js").Search>}
 */
export async function searcher() {
  const [{ Engine }, { parseQuery }] = await required(
    Promise.all([import("./search-engine.js"), import("./search-query.js")]),
  )
  const engine = new Engine(ROOT)
  return async (text) => {
    const { results } = await engine.search(parseQuery(text, false), { facets: false, meaning: false })
    const cards = await engine.cards(results.slice(0, FOUND))
    return cards.filter((card) => card !== null)
  }
}
