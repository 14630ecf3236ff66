/* The buttons Bookmark, Mark as read and Hide of every paper, on cards, in rows and on its page. */

import { button, element } from "./elements.js"
import { changeMarks, onMarksChange, OUTCOMES, readMarks } from "./reader-store.js"

/** @typedef {import("./reader-store.js").Marks} Marks */
/** @typedef {"bookmark" | "read" | "hide"} Mark */

const LISTED = ".dg-card, .dg-rows > li"
const PAPER_PAGE = ".is-paper .dg-main"
/** Where hidden papers stay: readers look for these papers by name. */
const KEPT = "[data-search-results], [data-reading-list]"
/** @type {[Mark, string][]} */
const LABELS = [
  ["bookmark", "Bookmark"],
  ["read", "Mark as read"],
  ["hide", "Hide"],
]

/** What a row without authors begins with. */
const VOTES = /^[\d,]+ votes?$/

let following = false

/**
 * Add the buttons to the papers below an element that have none yet.
 *
 * @param {ParentNode} place
 */
export function addMarks(place) {
  if (!following) onMarksChange(showMarks)
  following = true
  for (const item of place.querySelectorAll(`${LISTED}, ${PAPER_PAGE}`)) addTo(item)
  showMarks()
}

/** @param {Element} item */
export function addTo(item) {
  const key = keyOf(item)
  if (!key || item.querySelector(".dg-marks")) return
  const buttons = LABELS.map(([mark, label]) =>
    button("", () => toggle(item, key, mark), {
      class: "dg-mark",
      "data-mark": mark,
      "aria-label": label,
      "aria-pressed": "false",
      title: label,
    }),
  )
  const group = element("div", { class: "dg-marks", "data-paper": key }, buttons)
  const facts = item.matches(PAPER_PAGE) && item.querySelector(".dg-meta")
  if (facts) facts.after(group)
  else item.append(group)
  show(group, readMarks())
}

/** Show the marks of all papers of the page. */
export function showMarks() {
  const marks = readMarks()
  for (const group of document.querySelectorAll(".dg-marks")) show(group, marks)
  showCount()
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
  item?.toggleAttribute("data-read", pressed.read)
  item?.toggleAttribute("data-hidden", pressed.hide && item.matches(LISTED) && !item.closest(KEPT))
}

/**
 * @param {Element} item
 * @param {string} key
 * @param {Mark} mark
 */
function toggle(item, key, mark) {
  const before = readMarks().bookmarks.get(key)
  const inList = item.closest("[data-reading-list]") !== null
  const outcome = changeMarks((marks) => {
    if (mark === "bookmark") {
      if (!marks.bookmarks.delete(key)) marks.bookmarks.set(key, bookmarkOf(item))
    } else {
      const keys = mark === "read" ? marks.read : marks.hidden
      if (!keys.delete(key)) keys.add(key)
    }
  })
  if (OUTCOMES[outcome]) say(OUTCOMES[outcome])
  else if (mark === "bookmark" && before && (inList || before.note || before.tags.length)) {
    say("The paper is no longer in the reading list.", () => changeMarks(({ bookmarks }) => bookmarks.set(key, before)))
  } else if (mark === "hide" && item.hasAttribute("data-hidden")) onHidden(item, key)
}

/**
 * The focus goes to the next paper, because the one with the button has left the list.
 *
 * @param {Element} item
 * @param {string} key
 */
function onHidden(item, key) {
  if (item.getClientRects().length) return // the reader has asked to see hidden papers
  const items = [...document.querySelectorAll(LISTED)]
  const place = items.indexOf(item)
  const seen = (/** @type {Element} */ each) => each.getClientRects().length > 0
  const next = items.slice(place + 1).find(seen) ?? items.slice(0, place).findLast(seen)
  next?.querySelector("a")?.focus({ preventScroll: true })
  say("The paper is hidden.", () => {
    changeMarks(({ hidden }) => hidden.delete(key))
    item.querySelector("a")?.focus()
  })
}

/**
 * Say something in a box at the bottom of the window, with a way back.
 *
 * @param {string} message
 * @param {(() => void) | null} undo
 */
export function say(message, undo = null) {
  let box = document.querySelector(".dg-said")
  if (!box) {
    box = element("div", { class: "dg-said", role: "status" })
    document.body.append(box)
  }
  const close = () => box.replaceChildren()
  box.replaceChildren(
    element("span", {}, message),
    ...(undo ? [button("Undo", () => (close(), undo()))] : []),
    button("Close", close),
  )
}

/** Tell at the end of the page how many of its papers are hidden, so that nothing is missing without a word. */
function showCount() {
  const count = document.querySelectorAll("[data-hidden]").length
  const line = document.querySelector(".dg-footer p")
  let control = line?.querySelector(".dg-hidden-count")
  if (!line || (!count && !control)) return
  if (!control) {
    const turn = () => {
      document.documentElement.classList.toggle("dg-show-hidden")
      showCount()
    }
    control = button("", turn, { class: "dg-hidden-count" })
    line.append(" ", control)
  }
  const verb = document.documentElement.classList.contains("dg-show-hidden") ? "Conceal" : "Show"
  control.textContent = `${verb} ${count} hidden ${count === 1 ? "paper" : "papers"}`
  control.toggleAttribute("hidden", !count)
}

/** @param {Element} item */
const titleOf = (item) => item.querySelector(item.matches(PAPER_PAGE) ? "h1" : ".dg-title a, :scope > a")

/** @param {Element} item */
function keyOf(item) {
  const title = titleOf(item)
  const path = title instanceof HTMLAnchorElement ? title.pathname : item.matches(PAPER_PAGE) ? location.pathname : ""
  return /\/papers\/([^/]+)\//.exec(path)?.[1]
}

/**
 * What an item shows of its paper.
 *
 * @param {Element} item
 * @returns {import("./reader-store.js").Bookmark}
 */
export function bookmarkOf(item) {
  const title = titleOf(item)
  const authors = item.querySelector(".dg-author-list, .dg-authors > p, p.dg-authors, small > span:first-child")
  const topics = document.querySelectorAll(".dg-aside .dg-reasons .dg-badge")
  const badges = item.matches(PAPER_PAGE) ? topics : item.querySelectorAll(".dg-badges a")
  return {
    title: title ? textOf(title) : "",
    authors: authors ? textOf(authors).replace(VOTES, "") : "",
    date: dayOf(item),
    topics: [...badges].flatMap((badge) => /\bt-([\w.-]+)/.exec(badge.className)?.[1] ?? []),
    added: new Date().toISOString(),
    note: "",
    tags: [],
  }
}

/** @param {Node} node */
const textOf = ({ textContent }) => (textContent ?? "").replace(/\s+/g, " ").trim()

/**
 * The day of the digest: that of the item, or of the list that it is in.
 *
 * @param {Element} item
 */
function dayOf(item) {
  /** @type {HTMLAnchorElement[]} */
  const links = [
    ...item.querySelectorAll("a"),
    ...(item.closest(".dg-day-list")?.querySelectorAll("a") ?? []),
    .../** @type {NodeListOf<HTMLAnchorElement>} */ (document.querySelectorAll(".dg-dateline [data-export]")),
  ]
  return links.map((link) => /\/(?:days|digests)\/(\d{4}-\d\d-\d\d)/.exec(link.href)?.[1]).find(Boolean) ?? ""
}
