/* Where a reader was in the list of new papers. The list is built after the browser has restored the place of the page and
 * the focus, so a page that is reloaded, or reached by Back, restores them itself. */

/**
 * The paper at the top of the window and how far below it, and the control of a paper that had the focus.
 *
 * @typedef {object} Place
 * @property {number} visit which entry of the browser's history it is of
 * @property {string} address
 * @property {string} key
 * @property {number} offset in pixels
 * @property {{key: string, control: number} | null} focus
 */

const KEY = "dg-new-place"
const CONTROLS = "a, button, summary"

/** Whether the page may move: not once the reader has scrolled or pressed a key. */
let isFree = true
for (const type of ["wheel", "touchmove", "pointerdown", "keydown"]) {
  addEventListener(type, () => (isFree = false), { once: true, passive: true, capture: true })
}

/** Keep the place whenever the page is left with the list open. @param {HTMLElement} list */
export function keepPlaceOf(list) {
  addEventListener("pagehide", () => {
    if (!list.isConnected || list.hidden) return
    try {
      sessionStorage.setItem(KEY, JSON.stringify(placeIn(list)))
    } catch {
      // Storage may be blocked: the list then begins at its top.
    }
  })
}

/** Return to the place in a list that has just been built. @param {HTMLElement} list */
export function returnToPlace(list) {
  const visit = history.state?.newPapers
  if (!visit) history.replaceState({ ...history.state, newPapers: Math.random() }, "")
  const place = isFree ? storedPlace() : null
  isFree = false
  if (!visit || !place || place.visit !== visit || place.address !== location.href) return
  const top = cardOf(list, place.key)?.getBoundingClientRect().top
  if (top !== undefined) scrollBy({ top: top - place.offset, behavior: "instant" })
  const control = place.focus && cardOf(list, place.focus.key)?.querySelectorAll(CONTROLS)[place.focus.control]
  if (control instanceof HTMLElement && document.activeElement === document.body) control.focus({ preventScroll: true })
}

/**
 * @param {HTMLElement} list
 * @returns {Place}
 */
function placeIn(list) {
  const cards = [...list.querySelectorAll(".dg-card")].filter((card) => card.getClientRects().length)
  const first = cards.find((card) => card.getBoundingClientRect().bottom > 0)
  const focused = cards.find((card) => card.contains(document.activeElement))
  const controls = [...(focused?.querySelectorAll(CONTROLS) ?? [])]
  const control = controls.findIndex((each) => each === document.activeElement)
  return {
    visit: history.state?.newPapers,
    address: location.href,
    key: keyOf(first),
    offset: first?.getBoundingClientRect().top ?? 0,
    focus: control < 0 ? null : { key: keyOf(focused), control },
  }
}

/** @returns {Place | null} */
function storedPlace() {
  try {
    return JSON.parse(sessionStorage.getItem(KEY) ?? "null")
  } catch {
    return null
  }
}

/** @param {Element | undefined} card */
const keyOf = (card) => card?.querySelector(":scope > .dg-marks")?.getAttribute("data-paper") ?? ""

/**
 * @param {HTMLElement} list
 * @param {string} key
 */
const cardOf = (list, key) => [...list.querySelectorAll(".dg-card")].find((card) => keyOf(card) === key)
