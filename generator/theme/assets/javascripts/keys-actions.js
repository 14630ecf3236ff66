/* What single-key shortcuts do to papers and lists. Loaded by keys.js with the first of them. */

import { announce } from "./announcements.js"
import { needed, say, undoLast } from "./messages.js"
import { gettext } from "./words.js"

const ITEM = ".dg-card, .dg-rows > li"
/** Where lists, search results, the reading list and papers are exported. */
const EXPORTS = "[data-export], details.dg-export > summary, .dg-export select, .dg-cite select"

/**
 * @param {Element | null | undefined} item
 * @returns {HTMLElement | null | undefined}
 */
const titleOf = (item) => item?.querySelector(".dg-title a, :scope > a")
const currentItem = () => document.activeElement?.closest(ITEM)

/** @param {1 | -1} direction */
function move(direction) {
  const items = [...document.querySelectorAll(ITEM)].filter((item) => item.getClientRects().length)
  const current = currentItem()
  const at = current ? items.indexOf(current) : -1
  const next = items.at(at < 0 ? (direction > 0 ? 0 : -1) : at + direction)
  if (!next || (at === 0 && direction < 0)) return
  titleOf(next)?.focus({ preventScroll: true })
  next.scrollIntoView({ block: "center" })
}

function toggleAbstract() {
  /** @type {HTMLDetailsElement | null | undefined} */
  const fold = currentItem()?.querySelector("details.dg-fold")
  if (!fold) return
  fold.open = !fold.open
  announce(fold.open ? gettext("Abstract shown") : gettext("Abstract hidden"))
}

/** The paper that keys act on: the chosen one of a list, or that of the page. */
function chosenPaper() {
  const paper = currentItem() ?? document.querySelector(".is-paper .dg-main")
  if (!paper && document.querySelector(ITEM)) say(gettext("Choose a paper first, with J or K."))
  return paper
}

/** @param {"bookmark" | "read" | "hide"} mark */
function press(mark) {
  /** @type {HTMLElement | null | undefined} */
  const found = chosenPaper()?.querySelector(`[data-mark=${mark}]`)
  found?.click()
}

async function copyCitation() {
  const paper = chosenPaper()
  if (!paper) return
  const actions = await needed(import("./reader-actions.js"))
  await actions?.copyCitationOf(paper)
}

function openExport() {
  const controls = /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll(EXPORTS))
  const control = [...controls].find((each) => each.getClientRects().length)
  control?.focus()
  if (control?.matches("[data-export], summary")) control.click()
}

/** @param {"prev" | "next"} rel */
function follow(rel) {
  /** @type {HTMLAnchorElement | null} */
  const link = document.querySelector(`.dg a[rel="${rel}"]`)
  link?.click()
}

/** By key. @type {Record<string, () => void>} */
export const ACTIONS = {
  j: () => move(1),
  k: () => move(-1),
  o: () => titleOf(currentItem())?.click(),
  a: toggleAbstract,
  b: () => press("bookmark"),
  m: () => press("read"),
  h: () => press("hide"),
  c: copyCitation,
  e: openExport,
  u: undoLast,
  p: () => follow("prev"),
  n: () => follow("next"),
}
