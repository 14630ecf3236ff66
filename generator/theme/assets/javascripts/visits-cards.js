/* The cards of new papers, taken from the pages of their days: they have abstracts, topics and links as readers know them. */

import { element } from "./elements.js"

/** @typedef {{day: string, cards: HTMLElement[]}} DayCards */

const ROOT = new URL("../../", import.meta.url)

/**
 * The new papers that the site still has, the newest day first, and the names of their sources by id.
 *
 * @param {Record<string, string[]>} papers keys by day
 */
export async function newCards(papers) {
  const days = Object.keys(papers).sort().reverse()
  const pages = await Promise.all(days.map(loadPage))
  /** @type {Map<string, string>} */
  const sources = new Map()
  const found = days.map((day, place) => ({ day, cards: cardsOf(pages[place], day, papers[day], sources) }))
  return { days: found.filter(({ cards }) => cards.length), sources }
}

/** @param {string} day */
export const dayAddress = (day) => new URL(`days/${day}/`, ROOT).href

/**
 * @param {string} day
 * @returns {Promise<Document | null>} null where the site has the day no longer
 */
async function loadPage(day) {
  const response = await fetch(dayAddress(day), { cache: "no-cache" })
  if (response.status === 404) return null
  if (!response.ok) throw new Error(`The server answered ${response.status} for the page of ${day}.`)
  // Scripts of a parsed document do not run, and its pictures are loaded only when a card is in this page.
  return new DOMParser().parseFromString(await response.text(), "text/html")
}

/**
 * @param {Document | null} page
 * @param {string} day
 * @param {string[]} keys
 * @param {Map<string, string>} sources to which those of the page are added
 */
function cardsOf(page, day, keys, sources) {
  const options = /** @type {NodeListOf<HTMLOptionElement>} */ (page?.querySelectorAll("[data-sources] option") ?? [])
  for (const { value, label } of options) sources.set(value, label)
  return keys.flatMap((key) => {
    const card = page?.getElementById(`p-${key}`)
    if (!card) return []
    card.dataset.s ??= options[0]?.value ?? ""
    return [adopted(card, day)]
  })
}

/**
 * A card for this page: its links start elsewhere, its title is below the heading of a day, and its id may be here already.
 *
 * @param {HTMLElement} card
 * @param {string} day
 */
function adopted(card, day) {
  card.removeAttribute("id")
  card.dataset.day = day
  for (const name of ["href", "src"]) {
    for (const part of card.querySelectorAll(`[${name}]`)) {
      part.setAttribute(name, new URL(part.getAttribute(name) ?? "", dayAddress(day)).href)
    }
  }
  const title = card.querySelector(".dg-title")
  title?.replaceWith(element("h4", { class: "dg-title", dir: "auto" }, ...title.childNodes))
  return document.adoptNode(card)
}
