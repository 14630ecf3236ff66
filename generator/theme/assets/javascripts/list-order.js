/* Shows, hides and orders the papers of a list. In an order of its own the list is one, without days or months. */

import { element } from "./elements.js"
import { DATE_LOCALE } from "./language.js"
import { gettext } from "./words.js"

/** @typedef {import("./list-items.js").ListItem} ListItem */

export class ArrangedList {
  /** The one list of all papers, while they are in another order. @type {HTMLElement | null} */
  #flat = null
  /** What follows the papers in their homes. @type {Map<HTMLElement, ChildNode | null>} */
  #ends = new Map()
  /** Days that were folded before a filter opened them. @type {Set<HTMLDetailsElement>} */
  #opened = new Set()

  /**
   * @param {HTMLElement} list
   * @param {ListItem[]} items
   */
  constructor(list, items) {
    this.list = list
    this.items = items
    this.sections = /** @type {HTMLElement[]} */ ([...list.children])
    for (const { home, element: item } of items) this.#ends.set(home, item.nextSibling)
  }

  /**
   * @param {ListItem[] | null} ordered null for the page's own order
   * @param {(item: ListItem) => boolean} passes
   * @param {boolean} filtering whether some papers may not pass
   */
  arrange(ordered, passes, filtering) {
    if (ordered) this.#flatten(ordered)
    else if (this.#flat) this.#restore()
    const seen = new Set()
    const full = new Set()
    for (const item of ordered ?? this.items) {
      const shown = passes(item) && !(ordered && seen.has(item.key)) // a paper of two days is once in another order
      if (shown) seen.add(item.key).size && full.add(item.home)
      if (item.element.hidden === shown) item.element.hidden = !shown
    }
    this.#showSections(ordered !== null, filtering, full)
  }

  /**
   * @param {boolean} flat
   * @param {boolean} filtering
   * @param {Set<HTMLElement>} full homes that show papers
   */
  #showSections(flat, filtering, full) {
    this.list.toggleAttribute("data-flat", flat)
    const homes = [...full]
    for (const section of this.sections) {
      const shows = homes.some((home) => section.contains(home))
      section.hidden = flat || (filtering && !shows)
      if (!(section instanceof HTMLDetailsElement)) continue
      if (filtering && shows && !section.open) {
        section.open = true
        this.#opened.add(section)
      } else if (!filtering && this.#opened.delete(section)) section.open = false
    }
  }

  /** @param {ListItem[]} ordered */
  #flatten(ordered) {
    if (!this.#flat) {
      const areRows = ordered[0]?.element.matches("li")
      this.#flat = areRows
        ? element("ol", { class: "dg-rows" })
        : element("section", { class: "dg-cards", "aria-label": gettext("Papers") })
      this.#sayDays()
    }
    this.#flat.append(...ordered.map(({ element: item }) => item))
    if (!this.#flat.isConnected) this.list.prepend(this.#flat)
  }

  #restore() {
    this.#flat?.remove()
    for (const { home, element: item } of this.items) home.insertBefore(item, this.#ends.get(home) ?? null)
    this.#flat = null
  }

  /** Papers below the heading of their day get the day itself, which shows in another order only. */
  #sayDays() {
    if (new Set(this.items.map(({ day }) => day)).size < 2) return
    for (const { element: item, day } of this.items) {
      if (!day || item.querySelector("small a, .dg-flat-day")) continue
      const facts = item.querySelector("small, .dg-links") ?? element("small")
      facts.append(" ", element("span", { class: "dg-flat-day" }, longDate(day)))
      if (!facts.isConnected) item.append(facts)
    }
  }
}

/** @param {string} day such as 2025-07-31 */
const longDate = (day) =>
  new Date(day).toLocaleDateString(DATE_LOCALE, { day: "numeric", month: "long", year: "numeric", timeZone: "UTC" })
