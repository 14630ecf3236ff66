/* The list of results: groups of cards, more of them at the end, and arrow keys that go from one to the next. */

import { button, element } from "./elements.js"
import { needed } from "./messages.js"
import { addTo } from "./reader-marks.js"
import { failure, resultCards } from "./search-card.js"
import { IndexChanged } from "./search-files.js"
import { papers } from "./search-text.js"
import { gettext } from "./words.js"

/**
 * @typedef {import("./search-engine.js").Engine} Engine
 * @typedef {import("./search-engine.js").Answer} Answer
 * @typedef {import("./search-files.js").Card} Card
 * @typedef {import("./search-card.js").CardContext} CardContext
 * @typedef {Answer["groups"][number]["kind"]} Kind
 */

export const FIRST_SIZE = 10 // results of an answer at once
const MORE_SIZE = 20
const LOADED_BY_SCROLLING = 4 // times, until the button is pressed: the page must have an end
const NEAR_END = "300px"
export const TITLE = ".dg-card .dg-title a"

/** @param {Kind} kind */
function headingOf(kind) {
  if (kind === "all") return gettext("All words")
  if (kind === "meaning") return gettext("Related by meaning")
  return gettext("Some of the words")
}

/** Once it is loaded, each press acts before the next one. @type {typeof import("./search-arrows.js") | null} */
let arrows = null

export class ResultList {
  /** @type {Answer | null} */
  #answer = null
  /** @type {CardContext | null} */
  #context = null
  #shown = 0
  #scrolled = 0
  /** The button for more results. @type {HTMLButtonElement | null} */
  #more = null
  /** The groups that are on the page. @type {Partial<Record<Kind, HTMLElement>>} */
  #groups = {}

  /**
   * @param {HTMLElement} place
   * @param {Engine} engine
   * @param {() => void} retry
   */
  constructor(place, engine, retry) {
    this.place = place
    this.engine = engine
    this.retry = retry
    this.lists = element("div")
    this.observer = new IntersectionObserver((entries) => this.#onScroll(entries), { rootMargin: NEAR_END })
    place.addEventListener("keydown", (event) => this.#onKey(event))
  }

  clear() {
    this.observer.disconnect()
    this.lists.replaceChildren()
    this.place.replaceChildren(this.lists)
    this.place.removeAttribute("aria-busy")
    this.#answer = null
    this.#more = null
    this.#groups = {}
    this.#shown = this.#scrolled = 0
  }

  /**
   * Replace what is shown by an answer and the cards of its first results.
   *
   * @param {Answer} answer
   * @param {(Card | null)[]} cards
   * @param {CardContext} context
   */
  show(answer, cards, context) {
    this.clear()
    this.#answer = answer
    this.#context = context
    this.#append(cards)
    this.#offerMore()
  }

  /** How many results are on the page. */
  get shown() {
    return this.#shown
  }

  /** Put the focus on the first title; false where there is none. */
  focusFirst() {
    const first = this.place.querySelector(TITLE)
    if (first instanceof HTMLElement) first.focus()
    return first !== null
  }

  /**
   * @param {(Card | null)[]} cards
   * @returns {HTMLElement[]}
   */
  #append(cards) {
    const { results = [], groups = [] } = this.#answer ?? {}
    const drawn = this.#context ? resultCards(cards, this.#context) : []
    drawn.forEach((card, place) => {
      const { group } = results[this.#shown + place]
      const list = (this.#groups[group] ??= this.#startGroup(group, groups))
      list.append(element("li", {}, card))
      addTo(card)
    })
    this.#shown += cards.length
    return drawn
  }

  /**
   * @param {Kind} kind
   * @param {Answer["groups"]} groups
   */
  #startGroup(kind, groups) {
    const alone = groups.length === 1 && kind === "all"
    const id = `search-group-${kind}`
    const count = groups.find((group) => group.kind === kind)?.count ?? 0
    const heading = element(
      "h2",
      { id, class: alone ? "dg-search-unseen" : "dg-label dg-search-group" },
      alone ? gettext("Results") : headingOf(kind),
      !alone && kind !== "meaning" && [" ", element("span", { class: "dg-count" }, papers(count))],
    )
    const list = element("ol", { class: "dg-search-list", "aria-labelledby": id, "data-search-group": kind })
    this.lists.append(heading, list)
    return list
  }

  #offerMore() {
    const left = (this.#answer?.results.length ?? 0) - this.#shown
    this.observer.disconnect()
    this.#more?.remove()
    this.#more = null
    if (left <= 0) return
    const label = gettext("Show %(number)s more", { number: Math.min(MORE_SIZE, left) })
    this.#more = button(label, () => this.#onMore(), { "data-search-more": true })
    this.lists.append(this.#more)
    if (this.#scrolled < LOADED_BY_SCROLLING) this.observer.observe(this.#more)
  }

  /** The button was pressed: the focus goes to the first new result, because the button moves away. */
  async #onMore() {
    this.#scrolled = 0
    const [first] = await this.#load()
    first?.querySelector("a")?.focus({ preventScroll: true })
  }

  /** @param {IntersectionObserverEntry[]} entries */
  #onScroll(entries) {
    // Who has moved the focus to the button decides alone: it must not move away.
    if (!entries.some((entry) => entry.isIntersecting) || document.activeElement === this.#more) return
    this.#scrolled++
    this.#load()
  }

  /**
   * Load and append the next results.
   *
   * @returns {Promise<HTMLElement[]>} their cards
   */
  async #load() {
    const answer = this.#answer
    const more = this.#more
    if (!answer || !more || more.disabled) return []
    more.disabled = true
    this.observer.disconnect()
    try {
      const cards = await this.engine.cards(answer.results.slice(this.#shown, this.#shown + MORE_SIZE))
      if (answer !== this.#answer) return []
      const drawn = this.#append(cards)
      this.#offerMore()
      return drawn
    } catch (error) {
      if (answer !== this.#answer) return []
      if (error instanceof IndexChanged) this.retry()
      else more.replaceWith(failure(error, this.retry))
      return []
    }
  }

  /** @param {KeyboardEvent} event */
  async #onKey(event) {
    const { key, target } = event
    if (event.altKey || event.ctrlKey || event.metaKey || !["ArrowDown", "ArrowUp"].includes(key)) return
    if (!(target instanceof Element) || !target.matches(TITLE)) return
    event.preventDefault()
    arrows ??= await needed(import("./search-arrows.js"))
    await arrows?.move(this.place, target, key === "ArrowDown" ? 1 : -1, () => this.#load())
  }
}
