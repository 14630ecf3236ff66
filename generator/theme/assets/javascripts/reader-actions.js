/* What the buttons of papers do: bookmark, mark as read, hide, share. Loaded when a reader reaches for one. */

import { announce } from "./announcements.js"
import { element } from "./elements.js"
import { needed, say } from "./messages.js"
import { changeMarks, isWhole, OUTCOMES } from "./reader-changes.js"
import { LISTED, PAPER_PAGE, titleOf } from "./reader-marks.js"
import { readMarks } from "./reader-store.js"
import { gettext } from "./words.js"

/** @typedef {import("./reader-store.js").Bookmark} Bookmark */

/** Part of the message about the first bookmark, as long as it is shown. @type {HTMLElement | null} */
let firstLink = null

/**
 * Set or remove a mark of a paper.
 *
 * @param {Element} item
 * @param {string} key
 * @param {"bookmark" | "read" | "hide"} mark
 */
export function toggle(item, key, mark) {
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
  else if (mark === "bookmark" && before && (inList || isMore(before) || firstLink?.isConnected)) {
    say(gettext("The paper is no longer in the reading list."), () =>
      changeMarks(({ bookmarks }) => bookmarks.set(key, before)),
    )
  } else if (mark === "bookmark" && !before && readMarks().bookmarks.size === 1) {
    firstLink = element("a", { href: new URL("../../reading-list/", import.meta.url).href }, gettext("Reading list"))
    say([gettext("Bookmarked."), " ", firstLink])
  } else if (mark === "hide" && leftList(item)) onHidden(item, key)
  else announce(told(mark, textOf(titleOf(item) ?? item)))

  /** What is announced where nothing is said in a message. @param {typeof mark} mark @param {string} title */
  function told(mark, title) {
    const { bookmarks, read, hidden } = readMarks()
    if (mark === "read") return read.has(key) ? gettext("Marked as read") : gettext("No longer marked as read")
    if (mark === "hide")
      return hidden.has(key)
        ? gettext("Hidden: %(title)s", { title })
        : gettext("No longer hidden: %(title)s", { title })
    return bookmarks.has(key)
      ? gettext("Bookmarked: %(title)s", { title })
      : gettext("No longer bookmarked: %(title)s", { title })
  }
}

/** Whether a bookmark has, or may have, what pressing the button again does not bring back. @param {Bookmark} bookmark */
const isMore = (bookmark) => bookmark.note !== "" || bookmark.tags.length > 0 || !isWhole(bookmark)

/** Whether an item is hidden now, and the reader does not see hidden papers. @param {Element} item */
const leftList = (item) => item.hasAttribute("data-hidden") && !item.getClientRects().length

/**
 * The focus goes to the next paper, because the one with the button has left the list.
 *
 * @param {Element} item
 * @param {string} key
 */
function onHidden(item, key) {
  const items = [...document.querySelectorAll(LISTED)]
  const place = items.indexOf(item)
  const seen = (/** @type {Element} */ each) => each.getClientRects().length > 0
  const next = items.slice(place + 1).find(seen) ?? items.slice(0, place).findLast(seen)
  next?.querySelector("a")?.focus({ preventScroll: true })
  const said = gettext("Hidden: %(title)s", { title: textOf(titleOf(item) ?? item) })
  say(element("span", { class: "dg-said-paper" }, said), () => {
    if (!readMarks().hidden.has(key)) return false
    changeMarks(({ hidden }) => hidden.delete(key))
    item.querySelector("a")?.focus()
  })
}

/**
 * Open the menu Share below its button, or close it.
 *
 * @param {HTMLElement} opener
 * @param {Element} item
 */
export async function openShareMenu(opener, item) {
  const share = await needed(import("./reader-share.js"))
  share?.toggleShareMenu(opener, sharedOf(item), say)
}

/**
 * Copy the citation of a card, a row or the paper of the page.
 *
 * @param {Element} item
 */
export async function copyCitationOf(item) {
  const share = await needed(import("./reader-share.js"))
  await share?.copyCitation(sharedOf(item), say)
}

/** @param {Element} item */
function sharedOf(item) {
  const { title, date, authors } = bookmarkOf(item)
  const link = titleOf(item)
  const href = link instanceof HTMLAnchorElement ? link.href : location.origin + location.pathname
  const links = [...item.querySelectorAll(".dg-links a")].flatMap((each) =>
    each instanceof HTMLAnchorElement && each.origin !== location.origin ? each.href : [],
  )
  return { title, date, authors, links, href }
}

/**
 * What an item shows of its paper.
 *
 * @param {Element} item
 * @returns {Bookmark}
 */
function bookmarkOf(item) {
  const title = titleOf(item)
  const authors = item.querySelector(".dg-author-list, .dg-authors > p, p.dg-authors, small > span:first-child")
  const topics = document.querySelectorAll(".dg-aside .dg-reasons .dg-badge")
  const badges = item.matches(PAPER_PAGE) ? topics : item.querySelectorAll(".dg-badges a")
  return {
    title: title ? textOf(title) : "",
    authors: authors ? textOf(authors) : "",
    date: dayOf(item),
    topics: [...badges].flatMap((badge) => /\bt-([\w.-]+)/.exec(badge.className)?.[1] ?? []),
    added: new Date().toISOString(),
    note: "",
    tags: [],
  }
}

/** @param {Node} node */
const textOf = ({ textContent }) => (textContent ?? "").replace(/[ \t\n\r\f]+/g, " ").trim()

/**
 * The day of the digest: that of the item, or of the list that it is in.
 *
 * @param {Element} item
 */
function dayOf(item) {
  const stated = item.getAttribute("data-day")
  if (stated) return stated
  /** @type {HTMLAnchorElement[]} */
  const links = [
    ...item.querySelectorAll("a"),
    ...(item.closest(".dg-day-list")?.querySelectorAll("a") ?? []),
    .../** @type {NodeListOf<HTMLAnchorElement>} */ (document.querySelectorAll(".dg-dateline [data-export]")),
  ]
  return links.map((link) => /\/(?:days|digests)\/(\d{4}-\d\d-\d\d)/.exec(link.href)?.[1]).find(Boolean) ?? ""
}
