/* Changes what a reader has marked, on top of what other tabs have stored. Loaded when a reader changes something. */

import { details, ids, known, noMarks, parsed, readMarks, STORE, storedText, tell } from "./reader-store.js"
import { isFull } from "./storage-errors.js"
import { gettext } from "./words.js"

/**
 * @typedef {import("./reader-store.js").Bookmark} Bookmark
 * @typedef {import("./reader-store.js").Marks} Marks
 *
 * What became of a change: it is stored; it holds for this page only; nothing changed, because the storage is full, or
 * because a newer version of the site wrote it.
 * @typedef {"stored" | "page" | "full" | "newer"} Outcome
 */

export const VERSION = 2
/** @type {Record<Outcome, string>} */
export const OUTCOMES = {
  stored: "",
  page: gettext("This browser does not let the site store anything, so your marks are lost when you leave this page."),
  full: gettext(
    "Nothing was changed: the browser's storage for this site is full. Try again; if that does not help, export your reading list and remove papers from it.",
  ),
  newer: gettext("Nothing was changed: a newer version of this site stored your marks. Reload the page."),
}

/** From this length on, details of bookmarks move to the browser's database: every page reads the text before it is drawn. */
const LARGE = 500_000
const KEPT_WRITES = 20
const WRITE_LASTS = 5000 // milliseconds in which another tab may store marks without having seen a change of this one

/** Changes of this page that another tab may not have seen. @type {{id: string, time: number, change: (marks: Marks) => void}[]} */
let recent = []
/** The move of details to the database that is under way. */
let moving = Promise.resolve()

let following = false

/**
 * Change the marks, on top of what other tabs have stored meanwhile.
 *
 * @param {(marks: Marks) => void} edit
 * @returns {Outcome}
 */
export function changeMarks(edit) {
  const outcome = write(edit)
  if (outcome === "stored" || outcome === "page") tell()
  if (outcome === "full" || (known.text?.length ?? 0) > LARGE) moving = moving.then(moveDetails)
  return outcome
}

/**
 * @param {(marks: Marks) => void} edit
 * @returns {Outcome}
 */
function write(edit) {
  if (versionOf(storedText()) > VERSION) return "newer"
  const before = readMarks()
  const { bookmarks, read, hidden } = before
  const marks = { bookmarks: new Map(bookmarks), read: new Set(read), hidden: new Set(hidden) }
  edit(marks)
  for (const paper of marks.bookmarks.values()) fill(paper)
  return store(marks, changeOf(before, marks))
}

/** Whether all that a bookmark says is known; if not, `wholeMarks` loads it. @param {Bookmark} paper */
export const isWhole = (paper) => !ids.has(paper) || details.has(ids.get(paper) ?? "")

/** Add details that are loaded. @param {Bookmark} paper */
const fill = (paper) => Object.assign(paper, details.get(ids.get(paper) ?? ""))

/** The marks with the details of all bookmarks, those from the database included, unless the database has lost them. */
export async function wholeMarks() {
  const wanted = [...readMarks().bookmarks.values()].filter((paper) => !isWhole(paper))
  if (!wanted.length) return readMarks()
  try {
    const { loadDetails } = await import("./reader-details.js")
    const found = await loadDetails(
      STORE,
      wanted.map((paper) => ids.get(paper) ?? ""),
    )
    for (const [id, each] of found) details.set(id, each)
    Object.assign(known, { text: null, marks: noMarks() }) // to be read again, with the details
  } catch (error) {
    console.warn("The details of bookmarks could not be loaded.", error)
  }
  return readMarks()
}

/** Wait until the details of bookmarks that moved to the database are there. */
export const detailsMoved = () => moving

async function moveDetails() {
  const { bookmarks } = readMarks()
  const whole = new Map([...bookmarks].filter(([, paper]) => !ids.has(paper)))
  if (!whole.size || known.unstored) return
  try {
    const { storeDetails } = await import("./reader-details.js")
    const papers = new Map([...whole].map(([key, { added, ...rest }]) => [key, rest]))
    const used = new Set([...bookmarks.values()].flatMap((paper) => ids.get(paper) ?? []))
    const stored = await storeDetails(STORE, papers, used)
    for (const [key, id] of stored) details.set(id, /** @type {Bookmark} */ (papers.get(key)))
    write((marks) => {
      for (const [key, id] of stored) {
        const paper = marks.bookmarks.get(key)
        const isSame = paper && JSON.stringify(paper) === JSON.stringify(whole.get(key))
        if (!isSame || ids.has(paper)) continue // changed meanwhile: the text has more than the database
        const moved = { ...paper }
        ids.set(moved, id)
        marks.bookmarks.set(key, moved)
      }
    })
  } catch (error) {
    console.warn("The details of bookmarks stay in local storage.", error)
  }
}

/**
 * What was changed, as a function that does it again to other marks.
 *
 * @param {Marks} before
 * @param {Marks} after
 * @returns {(marks: Marks) => void}
 */
function changeOf(before, after) {
  const set = [...after.bookmarks].filter(([key, paper]) => before.bookmarks.get(key) !== paper)
  const removed = [...before.bookmarks.keys()].filter((key) => !after.bookmarks.has(key))
  const ofKeys = /** @type {("read" | "hidden")[]} */ (["read", "hidden"]).map((name) => ({
    name,
    added: [...after[name]].filter((key) => !before[name].has(key)),
    taken: [...before[name]].filter((key) => !after[name].has(key)),
  }))
  return (marks) => {
    for (const [key, paper] of set) marks.bookmarks.set(key, paper)
    for (const key of removed) marks.bookmarks.delete(key)
    for (const { name, added, taken } of ofKeys) {
      for (const key of added) marks[name].add(key)
      for (const key of taken) marks[name].delete(key)
    }
  }
}

/**
 * Make changes again that another tab has overwritten. Browsers run tabs at the same time, so two of them may store marks
 * at the same moment; whoever was first finds that the text does not have its write.
 */
function restoreLost() {
  const text = storedText()
  if (!text) return
  const { writes } = parsed(text) ?? {}
  recent = recent.filter(({ time }) => Date.now() - time < WRITE_LASTS)
  const lost = recent.filter(({ id }) => !Array.isArray(writes) || !writes.includes(id))
  recent = recent.filter((each) => !lost.includes(each))
  if (!lost.length) return
  write((marks) => lost.forEach(({ change }) => change(marks)))
  tell()
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

/** @param {string | null} text */
const versionOf = (text) => Number(parsed(text)?.version ?? VERSION)

/**
 * Marks as they are stored: of a bookmark in the database, only its id there and when it was added.
 *
 * @param {Marks} marks
 */
function storedForm(marks) {
  const bookmarks = [...marks.bookmarks].map(([key, paper]) => {
    const id = ids.get(paper)
    return [key, id ? { added: paper.added, apart: id } : paper]
  })
  return { ...asJson(marks), bookmarks: Object.fromEntries(bookmarks) }
}

/**
 * @param {Marks} marks
 * @param {(marks: Marks) => void} change
 * @returns {Outcome}
 */
function store(marks, change) {
  const before = storedText()
  const id = Math.random().toString(36).slice(2)
  const value = parsed(before)
  const writes = [...(Array.isArray(value?.writes) ? value.writes : []), id].slice(-KEPT_WRITES)
  const text = JSON.stringify({ ...storedForm(marks), writes })
  try {
    if (!following) addEventListener("storage", ({ key }) => key === STORE && restoreLost())
    following = true
    if (before !== null && !value) localStorage.setItem(`${STORE}.unreadable`, before)
    localStorage.setItem(STORE, text)
    Object.assign(known, { text, marks, unstored: null })
    recent = [...recent.slice(1 - KEPT_WRITES), { id, time: Date.now(), change }]
    return "stored"
  } catch (error) {
    if (isFull(error)) return "full"
    known.unstored = marks
    return "page"
  }
}
