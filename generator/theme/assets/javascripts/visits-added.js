/* Finds the papers that the site did not have before. Loaded where it has changed since the last visit. */

import { addedKeys, grownDays, keyHash, movedHashes } from "./visits-diff.js"
import { load } from "./visits-files.js"

/**
 * @typedef {import("./visits-diff.js").Papers} Papers
 *
 * What was added: keys by day, and the number of papers of days that were not loaded.
 * @typedef {{papers: Record<string, string[]>, others: number}} Added
 */

/** Days that are loaded for who was away for long: the newest ones. */
const MOST_DAYS = 31

/**
 * @param {Papers} before
 * @param {Papers} now
 * @returns {Promise<Added>}
 */
export async function findAdded(before, now) {
  const grown = grownDays(before, now)
  const moved = movedHashes(before, now)
  const found = await Promise.all(
    grown.slice(0, MOST_DAYS).map(async ({ day }) => {
      /** @type {string[]} */
      const keys = (await load(day)) ?? []
      return [day, addedKeys(day, keys, before).filter((key) => !moved.has(keyHash(key)))]
    }),
  )
  return {
    papers: Object.fromEntries(found.filter(([, keys]) => keys.length)),
    others: grown.slice(MOST_DAYS).reduce((sum, { more }) => sum + Math.max(more, 0), 0),
  }
}
