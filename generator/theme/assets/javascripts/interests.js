/* Words, authors and topics that a reader highlights or hides, stored in this browser only. This module only reads them;
 * interests-changes.js writes. */

import { STORE } from "./interest-start.js"
import { allWords, fold, termOf } from "./search-words.js"

/**
 * @typedef {"words" | "authors" | "topics"} Kind topics by their ids
 * @typedef {"highlight" | "hide"} Action
 * @typedef {Record<Kind, string[]>} Names in the order in which the reader added them
 * @typedef {Record<Action, Names>} Interests
 */

export const VERSION = 1
/** @type {Kind[]} */
export const KINDS = ["words", "authors", "topics"]
/** @type {Action[]} */
export const ACTIONS = ["highlight", "hide"]
const LONGEST = 80
const MOST = 500 // names of a kind

/**
 * The last text and what it says, and interests of this page where nothing can be stored.
 *
 * @type {{text: string | null, interests: Interests, unstored: Interests | null}}
 */
export const known = { text: null, interests: none(), unstored: null }
/** @type {Set<() => void>} */
const listeners = new Set()

/** @returns {Interests} */
function none() {
  const names = () => ({ words: [], authors: [], topics: [] })
  return { highlight: names(), hide: names() }
}

/** The interests as they are stored now, also by other tabs. interests-changes.js changes them. */
export function readInterests() {
  if (known.unstored) return known.unstored
  const text = storedText()
  if (text !== known.text) Object.assign(known, { text, interests: fromJson(parsed(text)) })
  return known.interests
}

/**
 * What the reader wants of a name; null if nothing.
 *
 * @param {Kind} kind
 * @param {string} name
 */
export function interestIn(kind, name) {
  const interests = readInterests()
  return ACTIONS.find((action) => interests[action][kind].some((other) => sameName(kind)(other, name))) ?? null
}

/**
 * Call a function after every change, those of other tabs included.
 *
 * @param {() => void} listener
 */
export function onInterestsChange(listener) {
  if (!listeners.size) {
    addEventListener("storage", ({ key }) => (key === STORE || key === null) && tell())
    addEventListener("pageshow", ({ persisted }) => persisted && tell())
  }
  listeners.add(listener)
}

/** Call the functions that wait for changes. */
export const tell = () => listeners.forEach((each) => each())

/** The interests as a value for exports and links. */
export const asJson = () => ({ version: VERSION, ...readInterests() })

/**
 * Interests from a value that may come from anyone: whatever is not as expected is left out.
 *
 * @param {any} value
 * @returns {Interests}
 */
export function fromJson(value) {
  const interests = none()
  for (const action of ACTIONS) {
    for (const kind of KINDS) {
      const names = value?.[action]?.[kind]
      const texts = (Array.isArray(names) ? names : []).filter((name) => typeof name === "string")
      const tidy = texts.map((name) => name.replace(/\s+/g, " ").trim().slice(0, LONGEST))
      interests[action][kind] = [...new Set(tidy)].filter((name) => isName(kind, name)).slice(0, MOST)
    }
  }
  return interests
}

/**
 * @param {Kind} kind
 * @param {string} name
 */
const isName = (kind, name) =>
  kind === "topics" ? /^[\w.-]+$/.test(name) : kind === "authors" ? name !== "" : allWords(name).length > 0

/** @param {Kind} kind @returns {(one: string, other: string) => boolean} */
export function sameName(kind) {
  const plain = {
    words: (/** @type {string} */ name) => allWords(name).map(termOf).join(" "),
    authors: fold,
    topics: (/** @type {string} */ name) => name,
  }[kind]
  return (one, other) => plain(one) === plain(other)
}

/** @param {string | null} text */
export function parsed(text) {
  try {
    return JSON.parse(text ?? "{}")
  } catch {
    return null
  }
}

export function storedText() {
  try {
    return localStorage.getItem(STORE)
  } catch {
    return null // storage is forbidden
  }
}
