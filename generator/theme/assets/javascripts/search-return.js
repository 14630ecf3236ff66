/* Remembers how far a reader had come in the results when following one of them, so that Back leads to the same place. */

/**
 * How many results were shown, and how far the page was scrolled.
 *
 * @typedef {{shown: number, top: number}} Place
 */

const KEY = "dg-search-place"
/** Whether the page is reached by Back or Forward: by the browser's own, or with instant navigation. */
let isReturn = performance
  .getEntriesByType("navigation")
  .some((entry) => entry instanceof PerformanceNavigationTiming && entry.type === "back_forward")
addEventListener("popstate", () => (isReturn = true))

/** @param {number} shown */
export function keepPlace(shown) {
  isReturn = false
  try {
    sessionStorage.setItem(KEY, JSON.stringify({ address: location.href, shown, top: scrollY }))
  } catch {
    // Storage may be blocked: Back then leads to the beginning of the list.
  }
}

/**
 * The place in the results of this address, if a reader returns to them.
 *
 * @returns {Place | null}
 */
export function placeToReturnTo() {
  const returns = isReturn
  isReturn = false
  try {
    const { address, shown, top } = JSON.parse(sessionStorage.getItem(KEY) ?? "{}")
    return returns && address === location.href ? { shown, top } : null
  } catch {
    return null
  }
}
