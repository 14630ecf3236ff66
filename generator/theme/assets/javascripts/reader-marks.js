/* The buttons Bookmark, Mark as read, Hide and Share of every paper, on cards, in rows and on its page. What they do is in
 * reader-actions.js, which is loaded when a reader reaches for one. */

import { button, element, isModified } from "./elements.js"
import { messageBox, needed } from "./messages.js"
import { onMarksChange, readMarks } from "./reader-store.js"
import { newKeys, onVisitChange } from "./visits.js"
import { gettext } from "./words.js"

/** @typedef {import("./reader-store.js").Marks} Marks */
/** @typedef {"bookmark" | "read" | "hide"} Mark */

export const LISTED = ".dg-card, .dg-rows > li"
export const PAPER_PAGE = ".is-paper .dg-main"
/** Lists of titles, without buttons, that hidden papers leave, too. start.js has this, too. */
const SHORT = ":is(.dg-trends, .dg-related) li"
/** Where hidden papers stay: readers look for these papers by name. */
const KEPT = "[data-search-results], [data-reading-list]"
/** @type {[Mark, string][]} */
const LABELS = [
  // Translators: verbs on the buttons of a paper
  ["bookmark", gettext("Bookmark")],
  ["read", gettext("Mark as read")],
  ["hide", gettext("Hide")],
]

let following = false
/** The load of what a button does, after it was pressed. @type {Promise<unknown> | null} */
let pending = null

/**
 * Add the buttons to the papers below an element that have none yet.
 *
 * @param {ParentNode} place
 */
export function addMarks(place) {
  if (!following) {
    onMarksChange(showMarks)
    onVisitChange(showMarks)
    for (const type of ["pointerover", "pointerdown", "focusin"]) document.addEventListener(type, reach)
    document.addEventListener("click", stay, true)
    // Who marks papers of a list may leave the page at once.
    if (place.querySelector("[data-list]")) import("./reader-actions.js").catch(() => {})
  }
  following = true
  messageBox()
  for (const item of place.querySelectorAll(`${LISTED}, ${PAPER_PAGE}`)) addTo(item)
  showMarks()
}

/** Load what the buttons do before one is pressed, so that a mark is stored at once. @param {Event} event */
function reach({ target }) {
  if (target instanceof Element && target.closest(".dg-mark")) import("./reader-actions.js").catch(() => {})
}

/** Do what a pressed button does. @param {(actions: typeof import("./reader-actions.js")) => void} act */
async function press(act) {
  const loading = (pending = needed(import("./reader-actions.js")))
  const actions = await loading
  if (actions) act(actions)
  if (pending === loading) pending = null
}

/** Follow a link only after a mark is stored that was set just before. @param {MouseEvent} event */
function stay(event) {
  const link = pending && event.target instanceof Element && event.target.closest("a")
  if (!link || isModified(event)) return
  event.preventDefault()
  event.stopPropagation()
  void pending?.then(() => setTimeout(() => link.click()))
}

/** @param {Element} item */
export function addTo(item) {
  const key = keyOf(item)
  if (!key || item.querySelector(".dg-marks")) return
  // A reading list shows its papers, hidden or not.
  const labels = LABELS.filter(([mark]) => mark !== "hide" || !item.closest("[data-reading-list]"))
  const buttons = labels.map(([mark, label]) =>
    button("", ({ detail }) => isSecondPress(mark, detail) || press(({ toggle }) => toggle(item, key, mark)), {
      class: "dg-mark",
      "data-mark": mark,
      "aria-label": label,
      "aria-pressed": "false",
      title: label,
    }),
  )
  const group = element("div", { class: "dg-marks", "data-paper": key }, buttons, shareButton(item))
  const facts = item.matches(PAPER_PAGE) && item.querySelector(".dg-meta")
  if (facts) facts.after(group)
  else item.append(group)
  show(group, readMarks())
}

/**
 * Whether a press is the second one of a double click on Hide, when the next paper has moved under the pointer.
 *
 * @param {Mark} mark
 * @param {number} presses in a row at one place
 */
const isSecondPress = (mark, presses) => mark === "hide" && presses > 1

/** @param {Element} item */
function shareButton(item) {
  const opener = button("", () => press(({ openShareMenu }) => openShareMenu(opener, item)), {
    class: "dg-mark",
    "data-mark": "share",
    "aria-label": gettext("Share"),
    "aria-haspopup": "menu",
    "aria-expanded": "false",
    title: gettext("Share"),
  })
  return element("span", { class: "dg-share" }, opener)
}

/** Show the marks of all papers of the page. */
export function showMarks() {
  const marks = readMarks()
  const kept = marks.bookmarks.size // beside the link to the reading list
  document.documentElement.style.setProperty("--dg-bookmarks", kept ? `" ${kept}"` : "")
  for (const group of document.querySelectorAll(".dg-marks")) show(group, marks)
  for (const item of document.querySelectorAll(SHORT)) {
    item.toggleAttribute("data-hidden", marks.hidden.has(keyOf(item) ?? ""))
  }
  for (const list of document.querySelectorAll("[data-list]")) showAllNew(list)
  // Few readers hide papers.
  if (document.querySelector("[data-hidden], .dg-hidden-count"))
    import("./hidden-count.js").then(({ showCount }) => showCount()).catch(() => {})
}

/**
 * @param {Element} group
 * @param {Marks} marks
 */
function show(group, { bookmarks, read, hidden }) {
  const key = group.getAttribute("data-paper") ?? ""
  const pressed = { bookmark: bookmarks.has(key), read: read.has(key), hide: hidden.has(key) }
  for (const [mark] of LABELS) {
    group.querySelector(`[data-mark=${mark}]`)?.setAttribute("aria-pressed", String(pressed[mark]))
  }
  const item = group.parentElement
  if (item) showNew(group, item, newKeys().has(key) || item.hasAttribute("data-new-result"))
  item?.toggleAttribute("data-read", pressed.read)
  item?.toggleAttribute("data-hidden", pressed.hide && item.matches(LISTED) && !item.closest(KEPT))
}

/**
 * Say that a paper is new, in words: since the last visit, or among the results of a saved search.
 *
 * @param {Element} group
 * @param {Element} item
 * @param {boolean} isNew
 */
function showNew(group, item, isNew) {
  item.toggleAttribute("data-new", isNew)
  const label = item.querySelector(".dg-new")
  if (!isNew) return label?.remove()
  if (label) return
  const made = element("b", { class: "dg-new" }, gettext("New"))
  if (item.matches(PAPER_PAGE)) group.prepend(made)
  else item.append(made)
}

/**
 * Where all papers of a list are new, the first one says so for all.
 *
 * @param {Element} list
 */
function showAllNew(list) {
  const labels = [...list.querySelectorAll(".dg-new")]
  const areAll = labels.length > 1 && labels.length === list.querySelectorAll(LISTED).length
  const first = areAll && labels.find((label) => !label.closest("[data-read], [data-hidden], [data-unwanted]"))
  list.toggleAttribute("data-all-new", areAll)
  for (const label of labels) {
    label.toggleAttribute("data-all", label === first)
    label.textContent = label === first ? gettext("All new") : gettext("New")
  }
}

/** @param {Element} item */
export const titleOf = (item) => item.querySelector(item.matches(PAPER_PAGE) ? "h1" : ".dg-title a, :scope > a")

/** @param {Element} item */
export function keyOf(item) {
  const title = titleOf(item)
  const path = title instanceof HTMLAnchorElement ? title.pathname : item.matches(PAPER_PAGE) ? location.pathname : ""
  return /\/papers\/([^/]+)\/(index\.html)?$/.exec(path)?.[1]
}
