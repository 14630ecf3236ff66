/* Where a reader is in the reading list: which notes are open, and what has the focus. The list is drawn anew whenever
 * this tab or another changes a mark, and the reader stays there. */

/**
 * @typedef {object} Place
 * @property {Set<string>} open keys of papers whose notes are open
 * @property {string} key the paper that has the focus, or empty
 * @property {number} row its place in the list, -1 where no paper has the focus
 * @property {number} control which of its controls has the focus; -1 for a field
 */

/** Those that a row has from the start; the fields of a note come when it is opened. */
const CONTROLS = "a, button, summary"

/** @param {HTMLElement} list */
export function placeIn(list) {
  const rows = rowsOf(list)
  const row = rows.findIndex((each) => each.contains(document.activeElement))
  return {
    open: new Set(rows.filter((each) => each.querySelector("details[open]")).map(keyOf)),
    key: row < 0 ? "" : keyOf(rows[row]),
    row,
    control: row < 0 ? -1 : controlsOf(rows[row]).indexOf(/** @type {HTMLElement} */ (document.activeElement)),
  }
}

/**
 * Open the same notes again, and focus the same control. Where its paper is gone, focus the one that has its place, and
 * where none is left, `other`.
 *
 * @param {HTMLElement} list
 * @param {Place} place
 * @param {() => HTMLElement | null} other
 */
export function returnTo(list, place, other) {
  const rows = rowsOf(list)
  for (const row of rows) {
    const note = row.querySelector("details")
    if (note && place.open.has(keyOf(row))) note.open = true
  }
  if (place.row < 0) return
  const same = rows.find((row) => keyOf(row) === place.key)
  const next = rows[Math.min(place.row, rows.length - 1)]
  const control = same ? (controlsOf(same)[place.control] ?? same.querySelector("summary")) : next?.querySelector("a")
  const target = control ?? other()
  target?.focus({ preventScroll: Boolean(same) })
}

/** @param {HTMLElement} list @returns {HTMLElement[]} */
const rowsOf = (list) => [...list.querySelectorAll("li")]

/** @param {HTMLElement} row */
const keyOf = (row) => row.dataset.key ?? ""

/** @param {HTMLElement} row @returns {HTMLElement[]} */
const controlsOf = (row) => [...row.querySelectorAll(CONTROLS)].map((each) => /** @type {HTMLElement} */ (each))
