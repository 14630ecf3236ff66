/* Filters of search results by the reader's own marks. Loaded where there are marks, or where the address has such a filter. */

import { element } from "./elements.js"
import { readMarks } from "./reader-store.js"
import { SHOWS } from "./search-address.js"
import { facetButton, openFacet } from "./search-facets.js"
import { rowsToCount } from "./search-ranking.js"
import { formatted, gettext } from "./words.js"

/**
 * @typedef {import("./search-address.js").Show} Show
 * @typedef {import("./search-archive.js").Archive} Archive
 * @typedef {import("./search-engine.js").Answer} Answer
 * @typedef {import("./search-filters.js").RowTest} RowTest
 * @typedef {import("./search-files.js").Manifest} Manifest
 * @typedef {import("./reader-store.js").Marks} Marks
 */

/** @type {Record<Show, string>} */
const LABELS = { unread: gettext("Unread"), bookmarked: gettext("Bookmarked") }
/** The same after how many papers were found. @type {Record<Show, string>} */
export const SHOWN = { unread: gettext("unread"), bookmarked: gettext("bookmarked") }

/**
 * Rows of marked papers, and what they were found with: each key is looked up in the index.
 *
 * @type {{marks: Marks, manifest: Manifest, rows: Promise<Record<"read" | "bookmarked", Set<number>>>} | undefined}
 */
let known

/** @param {Archive} archive */
async function markedRows(archive) {
  const [marks, manifest] = [readMarks(), await archive.manifest()]
  if (known?.marks === marks && known.manifest === manifest) return known.rows
  const find = async () => {
    const found = await archive.rowsOf(new Set([...marks.read, ...marks.bookmarks.keys()]))
    const rowsOf = (/** @type {Iterable<string>} */ keys) => new Set([...keys].flatMap((key) => found.get(key) ?? []))
    return { read: rowsOf(marks.read), bookmarked: rowsOf(marks.bookmarks.keys()) }
  }
  const made = (known = { marks, manifest, rows: find() })
  made.rows.catch(() => known === made && (known = undefined))
  return made.rows
}

/**
 * A test of whether the paper in a row passes each filter.
 *
 * @param {Archive} archive
 * @returns {Promise<Record<Show, RowTest>>}
 */
async function testsOf(archive) {
  const { read, bookmarked } = await markedRows(archive)
  return { unread: (row) => !read.has(row), bookmarked: (row) => bookmarked.has(row) }
}

/**
 * A test of whether the paper in a row passes some filters.
 *
 * @param {Archive} archive
 * @param {Show[]} show
 * @returns {Promise<RowTest>}
 */
export async function marksTest(archive, show) {
  const tests = await testsOf(archive)
  return (row) => show.every((name) => tests[name](row))
}

/**
 * Put the facet of the reader's own marks before the others, or in its own place. It has the filters for which there are
 * marks, and those that are chosen. Its counts follow, so that nothing waits for them.
 *
 * @param {HTMLElement} place
 * @param {Archive} archive
 * @param {Answer} answer
 * @param {Show[]} show
 * @param {(show: Show[]) => Promise<void>} search
 */
export function placeMarks(place, archive, answer, show, search) {
  const focused = document.activeElement instanceof HTMLElement ? document.activeElement.dataset : {}
  const choose = async (/** @type {Show} */ name) => {
    await search(SHOWS.filter((other) => show.includes(other) !== (other === name)))
    focus(place, name)
  }
  const { read, bookmarks } = readMarks()
  const isThere = { unread: read.size > 0, bookmarked: bookmarks.size > 0 }
  const buttons = SHOWS.filter((name) => isThere[name] || show.includes(name)).map((name) => {
    const made = facetButton("show", name, element("span", {}, LABELS[name]), () => choose(name))
    made.setAttribute("aria-pressed", String(show.includes(name)))
    return made
  })
  place.querySelector("[data-marks]")?.remove()
  if (!buttons.length) return
  const items = buttons.map((made) => element("li", {}, made))
  const facet = openFacet(gettext("Your marks"), [element("ul", {}, items)])
  facet.dataset.marks = ""
  place.prepend(facet)
  if (focused.facet === "show") focus(place, focused.value ?? "")
  fillCounts(archive, answer, buttons).catch((error) => console.info("Marked papers could not be counted.", error))
}

/**
 * @param {HTMLElement} place
 * @param {string} name
 */
function focus(place, name) {
  const found = place.querySelector(`[data-facet=show][data-value="${name}"]`)
  if (found instanceof HTMLElement) found.focus()
}

/**
 * @param {Archive} archive
 * @param {Answer} answer
 * @param {HTMLElement[]} buttons
 */
async function fillCounts(archive, { results }, buttons) {
  const tests = await testsOf(archive)
  const rows = rowsToCount(results)
  for (const { dataset, lastElementChild } of buttons) {
    const count = rows.filter(tests[/** @type {Show} */ (dataset.value)]).length
    lastElementChild?.replaceChildren(formatted(count))
  }
}
