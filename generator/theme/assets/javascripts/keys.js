/* Single-key shortcuts, and the switch that turns all of them off, those of search and of Material included (WCAG 2.2,
 * 2.1.4). The choice is stored in this browser only. */

import { button, element, onEveryPage } from "./elements.js"

const STORE = "digestif.keys.1"
const ITEM = ".dg-card, .dg-rows > li"
const HELP = [
  ["J, K", "next and previous paper in the list"],
  ["O or Enter", "open the paper"],
  ["A", "show or hide its abstract"],
  ["B, M, H", "bookmark the paper, mark it as read, hide it"],
  ["P, N", "previous and next digest, month or paper"],
  ["S, F or /", "search"],
  ["?", "this list"],
]

let off = isStoredOff()

function isStoredOff() {
  try {
    return localStorage.getItem(STORE) === "off"
  } catch {
    return false
  }
}

/** @param {boolean} choice */
function setOff(choice) {
  off = choice
  try {
    if (off) localStorage.setItem(STORE, "off")
    else localStorage.removeItem(STORE)
  } catch {
    // Storage is full or forbidden: the choice holds for this page.
  }
}

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
  if (fold) fold.open = !fold.open
}

/** @param {"bookmark" | "read" | "hide"} mark */
function press(mark) {
  const item = currentItem() ?? document.querySelector(".is-paper .dg-main")
  /** @type {HTMLElement | null | undefined} */
  const found = item?.querySelector(`[data-mark=${mark}]`)
  found?.click()
}

/** @param {"prev" | "next"} rel */
function follow(rel) {
  /** @type {HTMLAnchorElement | null} */
  const link = document.querySelector(`.dg a[rel="${rel}"]`)
  link?.click()
}

/** @type {HTMLDialogElement | null} */
let dialog = null

function makeHelp() {
  const box = element("input", { type: "checkbox", checked: !off })
  box.addEventListener("change", () => setOff(!box.checked))
  return element(
    "dialog",
    { class: "dg-keys", "aria-label": "Keyboard shortcuts" },
    element("h2", {}, "Keyboard shortcuts"),
    element(
      "dl",
      {},
      HELP.flatMap(([keys, action]) => [element("dt", {}, element("kbd", {}, keys)), element("dd", {}, action)]),
    ),
    element(
      "form",
      { method: "dialog" },
      element("label", {}, box, " Enable single-key shortcuts"),
      element("button", { class: "dg-button" }, "Close"),
    ),
  )
}

function showHelp() {
  if (!dialog) {
    dialog = makeHelp()
    document.body.append(dialog)
  }
  if (!dialog.open) dialog.showModal()
}

/** @type {Record<string, () => void>} */
const ACTIONS = {
  j: () => move(1),
  k: () => move(-1),
  o: () => titleOf(currentItem())?.click(),
  a: toggleAbstract,
  b: () => press("bookmark"),
  m: () => press("read"),
  h: () => press("hide"),
  p: () => follow("prev"),
  n: () => follow("next"),
  "?": showHelp,
}

addEventListener(
  "keydown",
  (event) => {
    const typing =
      event.target instanceof Element && event.target.closest("input, textarea, select, dialog, [contenteditable]")
    if (event.metaKey || event.ctrlKey || event.altKey || event.key.length > 1 || typing) return
    if (off) return event.stopImmediatePropagation()
    const action = ACTIONS[event.key.toLowerCase()]
    if (!action) return
    event.preventDefault()
    event.stopImmediatePropagation()
    action()
  },
  true, // before the shortcuts of search and of Material
)

onEveryPage(() => {
  const line = document.querySelector(".dg-footer p")
  if (!line || line.querySelector("button")) return
  line.append(" ", button("Keyboard shortcuts", showHelp, { class: null }))
})
