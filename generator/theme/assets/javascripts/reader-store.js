/* What a reader marks on this site, stored in this browser only: bookmarks, papers that were read, and hidden ones. This
 * module is on every page, so it only reads; reader-changes.js writes. */

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
 */

/** Several digests may share an origin, so the name ends in the path of the site. start.js has it, too. */
export const STORE = `digestif.reader${new URL("../../", import.meta.url).pathname}`

const KEY = /^[a-z0-9][a-z0-9.-]{0,79}$/
const DAY = /^\d{4}-\d\d-\d\d$/
/** More than a reader writes: the notes and tags of merged lists add up. */
const LONGEST = { title: 4000, authors: 4000, note: 100_000, tag: 60, topic: 80, added: 30 }
const MOST_TAGS = 500

/**
 * The last text and what it says, because a page asks often, and marks of this page where nothing can be stored.
 *
 * @type {{text: string | null, marks: Marks, unstored: Marks | null}}
 */
export const known = { text: null, marks: noMarks(), unstored: null }
/** @type {Set<() => void>} */
const listeners = new Set()
/** The ids of bookmarks whose details are in the database. An edited bookmark is another object, and is stored whole. */
export const ids = /** @type {WeakMap<Bookmark, string>} */ (new WeakMap())
/** Details that were loaded, by id. @type {Map<string, import("./reader-details.js").Details>} */
export const details = new Map()

/** @returns {Marks} */
export function noMarks() {
  return { bookmarks: new Map(), read: new Set(), hidden: new Set() }
}

/** The marks as they are stored now, also by other tabs. reader-changes.js changes them. */
export function readMarks() {
  if (known.unstored) return known.unstored
  const text = storedText()
  if (text !== known.text) Object.assign(known, { text, marks: marksOf(text) })
  return known.marks
}

/**
 * Call a function after every change, those of other tabs included, and when a page returns from the browser's cache.
 *
 * @param {() => void} listener
 */
export function onMarksChange(listener) {
  if (!listeners.size) {
    addEventListener("storage", ({ key }) => {
      if (key === STORE || key === null) tell()
    })
    addEventListener("pageshow", ({ persisted }) => persisted && tell())
  }
  listeners.add(listener)
}

/** Call the functions that wait for changes. */
export function tell() {
  for (const listener of listeners) listener()
}

/**
 * Marks from a value as `asJson` makes it. It may come from anyone, so whatever is not as expected is left out.
 *
 * @param {any} value
 * @returns {Marks}
 */
export function fromJson(value) {
  const marks = noMarks()
  const bookmarks = Array.isArray(value?.bookmarks) ? {} : (value?.bookmarks ?? {})
  for (const [key, paper] of Object.entries(bookmarks)) {
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
    date: isDay(date) ? date : "",
    topics: textsOf(topics, LONGEST.topic),
    added: textOf(added, LONGEST.added),
    note: textOf(note, LONGEST.note),
    tags: textsOf(tags, LONGEST.tag),
  }
}

/** @param {unknown} date */
const isDay = (date) =>
  typeof date === "string" && DAY.test(date) && new Date(`${date}T00:00Z`).toJSON()?.slice(0, 10) === date

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

/** The text in local storage. */
export function storedText() {
  try {
    return localStorage.getItem(STORE)
  } catch {
    return null // storage is forbidden
  }
}

/**
 * The value of a text, null where it is not that of marks.
 *
 * @param {string | null} text
 */
export function parsed(text) {
  try {
    const value = JSON.parse(text ?? "{}")
    return value && typeof value === "object" && !Array.isArray(value) ? value : null
  } catch {
    return null
  }
}

/** @param {string | null} text */
function marksOf(text) {
  const value = parsed(text)
  const marks = fromJson(value)
  for (const [key, paper] of marks.bookmarks) {
    const id = value.bookmarks[key].apart
    if (typeof id !== "string") continue
    ids.set(paper, id)
    Object.assign(paper, details.get(id))
  }
  return marks
}
