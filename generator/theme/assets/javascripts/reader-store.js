/* What a reader marks on this site, stored in this browser only: bookmarks, papers that were read, and hidden ones. */

/**
 * A paper of the reading list, as the card or row showed it. The full record is in the API of the site.
 *
 * @typedef {object} Bookmark
 * @property {string} title
 * @property {string} authors
 * @property {string} date the day of the digest, or empty
 * @property {string[]} topics ids
 * @property {string} added when, as an ISO date with time
 * @property {string} note
 * @property {string[]} tags
 *
 * @typedef {object} Marks
 * @property {Map<string, Bookmark>} bookmarks by the keys of papers
 * @property {Set<string>} read
 * @property {Set<string>} hidden
 *
 * What became of a change: it is stored; it holds for this page only; nothing changed, because the storage is full, or
 * because a newer version of the site wrote it.
 * @typedef {"stored" | "page" | "full" | "newer"} Outcome
 */

export const VERSION = 1
/** Several digests may share an origin, so the name ends in the path of the site. start.js has it, too. */
export const STORE = `digestif.reader${new URL("../../", import.meta.url).pathname}`
/** @type {Record<Outcome, string>} */
export const OUTCOMES = {
  stored: "",
  page: "This browser does not let the site store anything, so your marks are lost when you leave this page.",
  full: "Nothing was changed: the browser's storage for this site is full. Export your reading list, then remove papers from it.",
  newer: "Nothing was changed: a newer version of this site stored your marks. Reload the page.",
}

const KEY = /^[a-z0-9][a-z0-9.-]{0,79}$/
const DAY = /^\d{4}-\d\d-\d\d$/
const LONGEST = { title: 1000, authors: 1000, note: 5000, tag: 60, topic: 80, added: 30 }
const MOST_TAGS = 20

/** The last text and what it says, because a page asks often. @type {{text: string | null, marks: Marks}} */
let known = { text: null, marks: noMarks() }
/** Marks of this page where nothing can be stored. @type {Marks | null} */
let unstored = null
/** @type {Set<() => void>} */
const listeners = new Set()

/** @returns {Marks} */
export function noMarks() {
  return { bookmarks: new Map(), read: new Set(), hidden: new Set() }
}

/** The marks as they are stored now, also by other tabs. To change them, call `changeMarks`. */
export function readMarks() {
  if (unstored) return unstored
  const text = storedText()
  if (text !== known.text) known = { text, marks: marksOf(text) }
  return known.marks
}

/**
 * Change the marks, on top of what other tabs have stored meanwhile.
 *
 * @param {(marks: Marks) => void} edit
 * @returns {Outcome}
 */
export function changeMarks(edit) {
  if (versionOf(storedText()) > VERSION) return "newer"
  const { bookmarks, read, hidden } = readMarks()
  const marks = { bookmarks: new Map(bookmarks), read: new Set(read), hidden: new Set(hidden) }
  edit(marks)
  const outcome = store(marks)
  if (outcome !== "full") for (const listener of listeners) listener()
  return outcome
}

/**
 * Call a function after every change, those of other tabs included, and when a page returns from the browser's cache.
 *
 * @param {() => void} listener
 */
export function onMarksChange(listener) {
  if (!listeners.size) {
    addEventListener("storage", ({ key }) => (key === STORE || key === null) && tell())
    addEventListener("pageshow", ({ persisted }) => persisted && tell())
  }
  listeners.add(listener)
}

function tell() {
  for (const listener of listeners) listener()
}

/**
 * Marks as a value for JSON, in the form that is stored, exported and sent in links.
 *
 * @param {Marks} marks
 */
export const asJson = ({ bookmarks, read, hidden }) => ({
  version: VERSION,
  bookmarks: Object.fromEntries(bookmarks),
  read: [...read],
  hidden: [...hidden],
})

/**
 * Marks from such a value. It may come from anyone, so whatever is not as expected is left out.
 *
 * @param {any} value
 * @returns {Marks}
 */
export function fromJson(value) {
  const marks = noMarks()
  for (const [key, paper] of Object.entries(value?.bookmarks ?? {})) {
    if (KEY.test(key) && paper && typeof paper === "object") marks.bookmarks.set(key, bookmarkOf(key, paper))
  }
  marks.read = new Set(keysOf(value?.read))
  marks.hidden = new Set(keysOf(value?.hidden))
  return marks
}

/**
 * @param {string} key
 * @param {any} paper
 * @returns {Bookmark}
 */
function bookmarkOf(key, { title, authors, date, topics, added, note, tags }) {
  return {
    title: textOf(title, LONGEST.title) || key,
    authors: textOf(authors, LONGEST.authors),
    date: DAY.test(date) ? date : "",
    topics: textsOf(topics, LONGEST.topic),
    added: textOf(added, LONGEST.added),
    note: textOf(note, LONGEST.note),
    tags: textsOf(tags, LONGEST.tag),
  }
}

/**
 * @param {unknown} text
 * @param {number} longest
 */
const textOf = (text, longest) => (typeof text === "string" ? text.trim().slice(0, longest) : "")

/**
 * @param {unknown} texts
 * @param {number} longest
 */
function textsOf(texts, longest) {
  const list = Array.isArray(texts) ? texts : []
  return [...new Set(list.map((text) => textOf(text, longest)))].filter(Boolean).slice(0, MOST_TAGS)
}

/** @param {unknown} keys */
const keysOf = (keys) => (Array.isArray(keys) ? keys.filter((key) => typeof key === "string" && KEY.test(key)) : [])

function storedText() {
  try {
    return localStorage.getItem(STORE)
  } catch {
    return null // storage is forbidden
  }
}

/** @param {string | null} text */
function versionOf(text) {
  try {
    return Number(JSON.parse(text ?? "{}").version ?? VERSION)
  } catch {
    return VERSION
  }
}

/** @param {string | null} text */
function marksOf(text) {
  try {
    return fromJson(JSON.parse(text ?? "{}"))
  } catch {
    return noMarks()
  }
}

/**
 * @param {Marks} marks
 * @returns {Outcome}
 */
function store(marks) {
  const text = JSON.stringify(asJson(marks))
  const before = storedText()
  try {
    keepUnreadable(before)
    localStorage.setItem(STORE, text)
    unstored = null
    known = { text, marks }
    return "stored"
  } catch {
    if (before !== null) return "full"
    unstored = marks
    return "page"
  }
}

/**
 * Keep a text that is not JSON under another name: a person may be able to read what this script cannot.
 *
 * @param {string | null} text
 */
function keepUnreadable(text) {
  try {
    JSON.parse(text ?? "{}")
  } catch {
    localStorage.setItem(`${STORE}.unreadable`, text ?? "")
  }
}
