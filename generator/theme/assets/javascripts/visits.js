/* What is new since the reader's last visit. A visit ends after an hour without a page; until then what was new stays new.
 * This module is on every page, so it only reads what is stored; visits-check.js finds out what is new. */

/**
 * `since` is when the last page of the visit before was opened, null in the first visit; `last` that of this visit, and
 * `checked` when the papers of the site were compared last, all in milliseconds. `papers` are the keys of new papers by
 * day; `others` counts those of days that were too many to load.
 *
 * @typedef {object} Visit
 * @property {number | null} since
 * @property {number} last
 * @property {number} checked
 * @property {Record<string, string[]>} papers
 * @property {number} others
 */

/** Several digests may share an origin, so the name ends in the path of the site. start.js has it, too. */
export const STORE = `digestif.visits${new URL("../../", import.meta.url).pathname}`
export const VERSION = 1
/** How long a visit lasts after its last page, and how long its comparison holds, in milliseconds. */
export const HOUR = 3_600_000
const FRESH = 600_000

const KEY = /^[a-z0-9][a-z0-9.-]{0,79}$/
const DAY = /^\d{4}-\d\d-\d\d$/

/** The last text and what it says, because a page asks often. @type {{text: string | null, visit: Visit | null}} */
let known = { text: null, visit: null }
/** Whether this page belongs to the visit that is stored. */
let isRunning = false
/** @type {Set<string>} */
let keys = new Set()
/** @type {Set<() => void>} */
const listeners = new Set()

/** The visit that is stored, also by other tabs; null before the first one, and where nothing can be stored. */
export function readVisit() {
  const text = storedText()
  if (text !== known.text) known = { text, visit: visitOf(text) }
  return known.visit
}

/** The visit of this page; null as long as it is not known what is new. */
export const currentVisit = () => (isRunning ? readVisit() : null)

/** The keys of the papers that are new since the last visit. */
export const newKeys = () => keys

/**
 * Call a function when other papers are new, also because of another tab.
 *
 * @param {() => void} listener
 */
export function onVisitChange(listener) {
  listeners.add(listener)
}

/** A page was opened: it prolongs the visit, or begins a new one. */
export function startVisit() {
  if (!listening) listen()
  prolong()
  onStored()
  const visit = currentVisit()
  if (visit && isWithin(visit.checked, FRESH)) return
  void import("./visits-check.js").then(({ checkPapers }) => checkPapers()).then(onStored)
}

/**
 * Store a visit. Where the browser stores nothing, no paper is new.
 *
 * @param {Visit} visit
 */
export function storeVisit(visit) {
  try {
    localStorage.setItem(STORE, JSON.stringify({ version: VERSION, ...visit }))
  } catch {
    // Storage is full or forbidden.
  }
}

/** Whether the visit that is stored goes on. */
export function goesOn() {
  const visit = readVisit()
  return visit !== null && isWithin(visit.last, HOUR)
}

let listening = false

function listen() {
  listening = true
  addEventListener("storage", ({ key }) => {
    if (key === STORE || key === null) onStored()
  })
  addEventListener("pageshow", ({ persisted }) => persisted && startVisit())
  document.addEventListener("visibilitychange", prolong)
}

/** Store that a page is looked at now, unless the visit has ended. */
function prolong() {
  const visit = readVisit()
  if (visit && goesOn()) storeVisit({ ...visit, last: Date.now() })
}

/** This page or another tab has stored a visit, or it has ended. */
function onStored() {
  isRunning = goesOn()
  const visit = currentVisit()
  keys = new Set(visit ? Object.values(visit.papers).flat() : [])
  for (const listener of listeners) listener()
}

/**
 * Whether a time is not longer ago. The clock may have been set back since, so it may also lie ahead.
 *
 * @param {number} time
 * @param {number} longest
 */
const isWithin = (time, longest) => Math.abs(Date.now() - time) <= longest

function storedText() {
  try {
    return localStorage.getItem(STORE)
  } catch {
    return null // storage is forbidden
  }
}

/**
 * The visit in a stored text, null where it says something else.
 *
 * @param {string | null} text
 * @returns {Visit | null}
 */
export function visitOf(text) {
  try {
    const { since, last, checked, papers, others } = JSON.parse(text ?? "null")
    const time = (/** @type {unknown} */ value) => (Number.isFinite(value) ? Number(value) : 0)
    return {
      since: Number.isFinite(since) ? since : null,
      last: time(last),
      checked: time(checked),
      papers: Object.fromEntries(
        Object.entries(papers ?? {})
          .filter(([day, found]) => DAY.test(day) && Array.isArray(found))
          .map(([day, found]) => [day, found.filter((/** @type {any} */ key) => KEY.test(key))]),
      ),
      others: time(others),
    }
  } catch {
    return null
  }
}
