/* Saved searches in files and links. */

import { changeSearches, fromJson, MOST_SAVED, VERSION } from "./searches-store.js"

/**
 * Saved searches as a value for JSON, for exports and links: without what this browser has seen of their results.
 *
 * @param {import("./searches-store.js").Searches} searches
 */
export const asJson = ({ saved }) => ({
  version: VERSION,
  saved: saved.map(({ text, name, order, added }) => ({ text, name, order, added })),
})

/**
 * Add the saved searches of such a value that are not there yet. It may come from anyone.
 *
 * @param {any} value
 * @returns {import("./reader-changes.js").Outcome}
 */
export function merge(value) {
  const others = fromJson(value).saved
  if (!others.length) return "stored"
  return changeSearches((searches) => {
    const known = new Set(searches.saved.map(({ text }) => text))
    const added = others.filter(({ text }) => !known.has(text))
    searches.saved = [...searches.saved, ...added.map((search) => ({ ...search, base: null, next: null }))].slice(
      0,
      MOST_SAVED,
    )
  })
}
