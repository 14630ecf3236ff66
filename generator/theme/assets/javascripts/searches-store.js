/* The reader's own searches, stored in this browser only: recent ones, and those that were saved under a name. */

import { isFull } from "./storage-errors.js"

/**
 * The newest results of a search at one time. Without `isWhole` there were more, and `oldest` is the day of the last.
 *
 * @typedef {{keys: string[], isWhole: boolean, oldest: string}} Look
 *
 * A saved search. `next` are its results when it was opened last, with which a count compares; `base` are those before
 * that visit, with which the page compares that it opened. `counted` is the count for an index, and the newer keys.
 * @typedef {object} SavedSearch
 * @property {string} text the query, which no other saved search has
 * @property {string} name
 * @property {string} order
 * @property {string} added when, as an ISO date with time
 * @property {number} opened in milliseconds
 * @property {Look | null} base
 * @property {Look | null} next
 * @property {{index: string, count: number}} counted
 *
 * @typedef {object} Searches
 * @property {boolean} keepsRecent
 * @property {string[]} recent queries, the last first
 * @property {SavedSearch[]} saved in the order in which they were saved
 */

export const VERSION = 1
/** Several digests may share an origin, so the name ends in the path of the site. */
export const STORE = `digestif.searches${new URL("../../", import.meta.url).pathname}`
export const MOST_SAVED = 50
export const MOST_RESULTS = 20 // results of a saved search that are compared
const MOST_RECENT = 8
const LONGEST = { text: 500, name: 100, added: 30 }
const MOST_KEYS = 100

/** Searches of this page where nothing can be stored. @type {Searches | null} */
let unstored = null
/** @type {Set<() => void>} */
const listeners = new Set()

/** The searches as they are stored now, also by other tabs. @returns {Searches} */
export function readSearches() {
  return unstored ?? fromJson(parsed(storedText()))
}

/** Whether the reader has saved searches. */
export const hasSearches = () => readSearches().saved.length > 0

/**
 * Change the searches, on top of what other tabs have stored meanwhile.
 *
 * @param {(searches: Searches) => void} edit
 * @returns {import("./reader-changes.js").Outcome}
 */
export function changeSearches(edit) {
  if (Number(parsed(storedText())?.version ?? VERSION) > VERSION) return "newer"
  const searches = readSearches()
  edit(searches)
  const outcome = store(searches)
  if (outcome !== "full") for (const listener of listeners) listener()
  return outcome
}

/**
 * Call a function after every change, those of other tabs included.
 *
 * @param {() => void} listener
 */
export function onSearchesChange(listener) {
  if (!listeners.size) {
    addEventListener("storage", ({ key }) => {
      if (key === STORE || key === null) for (const each of listeners) each()
    })
  }
  listeners.add(listener)
}

/**
 * Put a query first among the recent ones. A query that was only begun, such as "diff" before "diffusion", leaves.
 *
 * @param {string} text
 */
export function rememberSearch(text) {
  const query = text.trim().slice(0, LONGEST.text)
  const { keepsRecent, recent } = readSearches()
  if (!query || !keepsRecent || recent[0] === query) return
  changeSearches((searches) => {
    const others = searches.recent.filter(
      (other, place) => other !== query && !(place === 0 && query.startsWith(other)),
    )
    searches.recent = [query, ...others].slice(0, MOST_RECENT)
  })
}

/**
 * Searches from a value. It may come from anyone, so whatever is not as expected is left out.
 *
 * @param {any} value
 * @returns {Searches}
 */
export function fromJson(value) {
  const saved = new Map()
  for (const search of listOf(value?.saved)) {
    const text = textOf(search?.text, LONGEST.text)
    if (text && !saved.has(text)) saved.set(text, savedOf(text, search))
  }
  return {
    keepsRecent: value?.keepsRecent !== false,
    recent: listOf(value?.recent)
      .map((text) => textOf(text, LONGEST.text))
      .filter(Boolean)
      .slice(0, MOST_RECENT),
    saved: [...saved.values()].slice(0, MOST_SAVED),
  }
}

/**
 * @param {string} text
 * @param {any} search
 * @returns {SavedSearch}
 */
const savedOf = (text, { name, order, added, opened, base, next, counted }) => ({
  text,
  name: textOf(name, LONGEST.name) || text,
  order: textOf(order, LONGEST.added),
  added: textOf(added, LONGEST.added),
  opened: Number(opened) || 0,
  base: lookOf(base),
  next: lookOf(next),
  counted: { index: textOf(counted?.index, LONGEST.text), count: Number(counted?.count) || 0 },
})

/**
 * @param {any} look
 * @returns {Look | null}
 */
const lookOf = (look) =>
  look && Array.isArray(look.keys)
    ? {
        keys: listOf(look.keys)
          .map((key) => textOf(key, LONGEST.name))
          .slice(0, MOST_KEYS),
        isWhole: look.isWhole === true,
        oldest: textOf(look.oldest, LONGEST.added),
      }
    : null

/** @param {unknown} value @returns {any[]} */
const listOf = (value) => (Array.isArray(value) ? value : [])

/**
 * @param {unknown} text
 * @param {number} longest
 */
const textOf = (text, longest) => (typeof text === "string" ? text.trim().slice(0, longest) : "")

/** @param {string | null} text */
function parsed(text) {
  try {
    return JSON.parse(text ?? "null")
  } catch {
    return null
  }
}

function storedText() {
  try {
    return localStorage.getItem(STORE)
  } catch {
    return null // storage is forbidden
  }
}

/**
 * @param {Searches} searches
 * @returns {import("./reader-changes.js").Outcome}
 */
function store(searches) {
  try {
    localStorage.setItem(STORE, JSON.stringify({ version: VERSION, ...searches }))
    unstored = null
    return "stored"
  } catch (error) {
    if (isFull(error)) return "full"
    unstored = searches
    return "page"
  }
}
