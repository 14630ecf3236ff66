/* Arrow keys that go from one result to the next. Loaded with the first of them. */

import { TITLE } from "./search-results.js"

/**
 * Go to the title after or before another; from the first one back to the box, and from the last one to more results.
 *
 * @param {HTMLElement} place the list of results
 * @param {Element} title
 * @param {1 | -1} direction
 * @param {() => Promise<unknown[]>} loadMore
 */
export async function move(place, title, direction, loadMore) {
  const next = titleAfter(place, title, direction)
  if (next) return focusTitle(next)
  if (direction < 0) place.dispatchEvent(new CustomEvent("search-leave", { bubbles: true }))
  else if ((await loadMore()).length) titleAfter(place, title, 1)?.focus()
}

/**
 * @param {HTMLElement} place
 * @param {Element} title
 * @param {1 | -1} direction
 */
function titleAfter(place, title, direction) {
  const titles = [...place.querySelectorAll(TITLE)]
  const found = titles[titles.indexOf(title) + direction]
  return found instanceof HTMLElement ? found : null
}

/** @param {HTMLElement} title */
function focusTitle(title) {
  title.focus({ preventScroll: true })
  title.closest(".dg-card")?.scrollIntoView({ block: "nearest" })
}
