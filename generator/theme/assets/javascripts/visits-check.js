/* Compares the papers of the site with those of the last visit, and begins a visit with what is new. */

import { load } from "./visits-files.js"
import { goesOn, readVisit, storeVisit } from "./visits.js"

/**
 * @typedef {import("./visits-diff.js").Papers} Papers
 * @typedef {import("./visits-diff.js").Days} Days
 */

const ROOT = new URL("../../", import.meta.url)
/** The papers of the site at the last comparison. */
export const SEEN = `digestif.seen${ROOT.pathname}`
const VERSION = 1

/** @type {Promise<void> | null} */
let checking = null

/** Compare, once at a time. Where a file cannot be loaded, nothing is stored, and the next page compares again. */
export function checkPapers() {
  checking ??= check()
    .catch((error) => console.info("New papers are not known yet.", error))
    .finally(() => (checking = null))
  return checking
}

async function check() {
  const text = storedText()
  if (!store(text ?? "")) return // nothing could be kept
  const before = papersOf(text)
  const now = await loadPapers(before)
  const isOther = before && now !== before
  const added = isOther ? await (await import("./visits-added.js")).findAdded(before, now) : { papers: {}, others: 0 }
  // Another tab may have done the same meanwhile; what it found must not be replaced by nothing.
  if (storedText() !== (text ?? "")) return
  const visit = readVisit()
  const time = Date.now()
  const [previous, since] = goesOn() ? [visit, visit?.since ?? null] : [null, visit?.last ?? null]
  if (now !== before && !store(JSON.stringify({ version: VERSION, ...now }))) return
  storeVisit({
    since,
    last: time,
    checked: time,
    papers: joined(previous?.papers ?? {}, added.papers),
    others: (previous?.others ?? 0) + added.others,
  })
}

/**
 * The papers that the site has now; the same object if nothing has changed.
 *
 * @param {Papers | null} before
 * @returns {Promise<Papers>}
 */
async function loadPapers(before) {
  const index = await load("index")
  if (index?.version !== VERSION) throw new Error("new-papers/index.json has an unknown version.")
  const names = Object.keys(index.years)
  const isSame = (/** @type {string} */ year) => before?.years[year]?.hash === index.years[year]
  if (before && names.every(isSame) && names.length === Object.keys(before.years).length) return before
  const years = await Promise.all(
    names.map(async (year) => [
      year,
      isSame(year) && before
        ? before.years[year]
        : { hash: index.years[year], days: /** @type {Days} */ ((await load(year)) ?? {}) },
    ]),
  )
  return { years: Object.fromEntries(years), days: index.days }
}

/**
 * @param {Record<string, string[]>} one
 * @param {Record<string, string[]>} other
 */
function joined(one, other) {
  const all = { ...one }
  for (const [day, keys] of Object.entries(other)) all[day] = [...new Set([...(all[day] ?? []), ...keys])]
  return all
}

function storedText() {
  try {
    return localStorage.getItem(SEEN)
  } catch {
    return null // storage is forbidden
  }
}

/** @param {string} text */
function store(text) {
  try {
    localStorage.setItem(SEEN, text)
    return true
  } catch {
    return false // storage is full or forbidden: nothing is new here
  }
}

/**
 * @param {string | null} text
 * @returns {Papers | null} null where nothing was stored, or something else
 */
export function papersOf(text) {
  try {
    const { version, years, days } = JSON.parse(text || "null")
    const isSound = version === VERSION && days && Object.values(years).every(({ hash, days }) => hash && days)
    return isSound ? { years, days } : null
  } catch {
    return null
  }
}
