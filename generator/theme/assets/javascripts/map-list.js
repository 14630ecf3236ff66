/* The papers in view as a list, from the cards of search. */

import { button, element } from "./elements.js"
import { titleOf } from "./search-card.js"
import { NO_MARKS } from "./search-marks.js"
import { authorLine, shortDate } from "./search-text.js"
import { gettext, ngettext } from "./words.js"

/**
 * @typedef {import("./search-files.js").Card} Card
 * @typedef {import("./search-archive.js").Archive} Archive
 */

const FIRST = 12
const MORE = 30

export class PaperList {
  /** @type {number[]} */
  #rows = []
  #shown = FIRST
  /** Number of the newest list; the cards of earlier ones are ignored. */
  #drawing = 0

  /**
   * @param {Archive} archive
   * @param {(row: number | null) => void} point called with the row that a reader points at in the list
   */
  constructor(archive, point) {
    this.archive = archive
    this.heading = element("h2", { "data-map-count": true })
    this.list = element("ol", { class: "dg-rows", "data-map-list": true })
    this.more = button(gettext("Show more"), () => this.#showMore(), { hidden: true })
    this.element = element("section", { class: "dg-map-list" }, this.heading, this.list, this.more)
    this.list.addEventListener("pointerover", (event) => point(rowOf(event.target)))
    this.list.addEventListener("pointerleave", () => point(null))
    this.list.addEventListener("focusin", (event) => point(rowOf(event.target)))
    this.list.addEventListener("focusout", () => point(null))
  }

  /** @param {number[]} rows */
  async show(rows) {
    this.#rows = rows
    this.#shown = FIRST
    this.heading.textContent = rows.length
      ? ngettext("%(number)s paper in view", "%(number)s papers in view", rows.length)
      : gettext("No papers in view")
    await this.#draw()
  }

  async #showMore() {
    const first = this.#shown
    this.#shown += MORE
    await this.#draw()
    this.list.querySelectorAll("a")[first]?.focus()
  }

  async #draw() {
    const drawing = ++this.#drawing
    const rows = this.#rows.slice(0, this.#shown)
    const cards = await this.archive.cards(rows.map((row) => ({ row })))
    if (drawing !== this.#drawing) return
    const items = rows.map((row, place) =>
      element("li", { "data-row": row }, paperLink(cards[place]), element("small", {}, ...about(cards[place]))),
    )
    this.list.replaceChildren(...items)
    this.more.hidden = this.#rows.length <= this.#shown
  }
}

/** @param {EventTarget | null} target */
function rowOf(target) {
  const item = target instanceof Element ? target.closest("[data-row]") : null
  return item ? Number(item.getAttribute("data-row")) : null
}

/** @param {Card | null} card */
export const paperLink = (card) =>
  card
    ? element("a", { href: card.href, dir: "auto", lang: card.lang ?? null }, titleOf(card, NO_MARKS))
    : element("span", {}, gettext("This paper could not be shown."))

/**
 * Authors and day.
 *
 * @param {Card | null} card
 */
export const about = (card) =>
  card ? [element("span", {}, authorLine(card.authors ?? [])), element("span", {}, shortDate(card.date))] : []
