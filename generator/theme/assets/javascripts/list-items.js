/* The papers of a list as the page shows them: facts for filters and orders, taken from cards and rows. */

import { gettext } from "./words.js"

/**
 * @typedef {import("./list-filters.js").Item & {element: HTMLElement, home: HTMLElement}} ListItem
 * `home` is the element that the item is in, in the page's own order.
 */

/** Links to the topics of a list, with the numbers of papers. */
export const TOPIC_COUNTS = ".dg-topic-counts a"
const ITEMS = ".dg-card, .dg-rows > li"
const PAPER = /\/papers\/([^/]+)\/$/
const DAY = /\/days\/(\d{4}-\d\d-\d\d)\/$/

/**
 * @param {HTMLElement} list
 * @param {HTMLElement} tools
 * @param {string} mostFrequent the source of papers that state none
 * @returns {ListItem[]}
 */
export function itemsOf(list, tools, mostFrequent) {
  const days = new Map()
  spellOutTopics(list, tools)
  return [.../** @type {NodeListOf<HTMLElement>} */ (list.querySelectorAll(ITEMS))].map((element, place) => {
    const title = /** @type {HTMLAnchorElement} */ (element.querySelector(".dg-title a, :scope > a"))
    const home = /** @type {HTMLElement} */ (element.parentElement)
    if (!days.has(home)) days.set(home, dayOf(home.closest(".dg-day-list") ?? home, ":scope > p a"))
    return {
      element,
      home,
      place,
      key: PAPER.exec(title.pathname)?.[1] ?? "",
      title: title.textContent ?? "",
      votes: votesOf(element),
      day: element.dataset.day || days.get(home) || dayOf(element, ".dg-links a, small a"),
      topics: topicsOf(element),
      source: element.dataset.s ?? mostFrequent,
      code: "code" in element.dataset || hasCode(element),
      fresh: "new" in element.dataset,
    }
  })
}

/**
 * Whether a list leaves a paper out because the reader has hidden it, alone or by a word, author or topic.
 *
 * @param {Element} item
 */
export const isLeftOut = (item) =>
  ["hidden", "unwanted"].some(
    (name) => item.hasAttribute(`data-${name}`) && !document.documentElement.classList.contains(`dg-show-${name}`),
  )

/**
 * Rows have the places of their topics in the list that the tools have: ids would be a fifth of a page with rows.
 *
 * @param {HTMLElement} list
 * @param {HTMLElement} tools
 */
function spellOutTopics(list, tools) {
  const ids = tools.dataset.t?.split(" ")
  if (!ids) return
  for (const row of /** @type {NodeListOf<HTMLElement>} */ (list.querySelectorAll("[data-t]"))) {
    row.dataset.t = row.dataset.t?.replace(/\d+/g, (place) => ids[Number(place)] ?? "")
  }
  delete tools.dataset.t
}

/** @param {Element} element */
const votesOf = (element) =>
  Number((element.querySelector(".dg-votes, small > b")?.textContent ?? "").replace(/\D/g, "")) || 0

/**
 * @param {Element} element
 * @param {string} links
 */
function dayOf(element, links) {
  for (const link of /** @type {NodeListOf<HTMLAnchorElement>} */ (element.querySelectorAll(links))) {
    const found = DAY.exec(link.pathname)
    if (found) return found[1]
  }
  return ""
}

/** @param {HTMLElement} element */
function topicsOf(element) {
  if (element.dataset.t) return new Set(element.dataset.t.split(" "))
  return new Set([...element.querySelectorAll(".dg-badges a")].map(topicOf).filter(Boolean))
}

/**
 * The id of the topic of a badge.
 *
 * @param {Element} badge
 */
export const topicOf = (badge) => /\bt-([\w.-]+)/.exec(badge.className)?.[1] ?? ""

/** Whether a card has a link to code: generator/pages/views/cards.py names it so. @param {Element} element */
const hasCode = (element) =>
  [...element.querySelectorAll(".dg-links > a")].some(({ textContent }) => textContent === gettext("code"))

/**
 * Names of topics by id, from wherever the page has them.
 *
 * @param {HTMLElement} list
 * @param {HTMLElement} tools
 * @returns {Map<string, string>}
 */
export function topicNames(list, tools) {
  const names = optionNames(tools, "topics")
  for (const badge of [...document.querySelectorAll(TOPIC_COUNTS), ...list.querySelectorAll(".dg-badges a")]) {
    names.set(topicOf(badge), (badge.firstChild?.textContent ?? "").trim())
  }
  return names
}

/**
 * @param {HTMLElement} tools
 * @param {"topics" | "sources"} kind
 * @returns {Map<string, string>}
 */
export const optionNames = (tools, kind) =>
  new Map(
    [.../** @type {NodeListOf<HTMLOptionElement>} */ (tools.querySelectorAll(`[data-${kind}] option`))].map(
      ({ value, label }) => [value, label],
    ),
  )
