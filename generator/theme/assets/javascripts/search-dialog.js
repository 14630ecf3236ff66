/* The search box in the header: a dialog that searches while the reader types. Arrows choose, Enter opens, Escape closes. */

import { element, isModified } from "./elements.js"
import { failure, highlighted } from "./search-card.js"
import { isAsking, parseQuery } from "./search-query.js"
import { authorLine, counted, matcher, shortDate } from "./search-text.js"

/**
 * @typedef {import("./search-engine.js").Engine} Engine
 * @typedef {import("./search-engine.js").Answer} Answer
 * @typedef {import("./search-files.js").Card} Card
 */

const MOST_OPTIONS = 8
const TYPING_PAUSE = 60 // ms without a key before searching

/**
 * @param {HTMLDialogElement} dialog
 * @param {Engine} engine
 */
export function startDialog(dialog, engine) {
  new SearchDialog(dialog, engine).start()
}

class SearchDialog {
  /** Number of the newest search; the answers to earlier ones are ignored. */
  #search = 0
  /** Place of the chosen option; -1 is the box itself. */
  #chosen = -1

  /**
   * @param {HTMLDialogElement} dialog
   * @param {Engine} engine
   */
  constructor(dialog, engine) {
    this.dialog = dialog
    this.engine = engine
    this.input = /** @type {HTMLInputElement} */ (this.part("box"))
    this.list = this.part("options")
    this.status = this.part("count")
    this.all = /** @type {HTMLAnchorElement} */ (this.part("all"))
    this.searchPage = this.all.href
  }

  /**
   * @param {string} name
   * @returns {HTMLElement}
   */
  part(name) {
    const found = this.dialog.querySelector(`[data-search-${name}]`)
    if (!(found instanceof HTMLElement)) throw new Error(`The search dialog has no part named ${name}`)
    return found
  }

  start() {
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    let pause
    this.input.addEventListener("input", () => {
      clearTimeout(pause)
      pause = setTimeout(() => this.search(), TYPING_PAUSE)
    })
    this.input.addEventListener("keydown", (event) => this.onKey(event))
    // Instant navigation keeps the dialog, so a link that is followed closes it, as does a click outside.
    this.dialog.addEventListener("click", (event) => {
      const target = /** @type {Element} */ (event.target)
      const followed = target.closest("a[href]") && !isModified(event)
      if (target === this.dialog || target.closest("[data-search-close]") || followed) this.dialog.close()
    })
    if (this.input.value) this.search()
  }

  /** @param {KeyboardEvent} event */
  onKey(event) {
    if (event.isComposing) return // Enter and arrows belong to the input method
    const options = this.options()
    if (event.key === "ArrowDown") this.choose(this.#chosen + 1)
    else if (event.key === "ArrowUp") this.choose(this.#chosen < 0 ? options.length - 1 : this.#chosen - 1)
    else if (event.key === "Enter") (options[this.#chosen] ?? this.all).click()
    else return
    event.preventDefault()
  }

  /** @returns {HTMLElement[]} */
  options() {
    return [...this.list.querySelectorAll("[role=option]")].filter((option) => option instanceof HTMLElement)
  }

  /** @param {number} place in the options; beyond the last one is the box itself */
  choose(place) {
    const options = this.options()
    this.#chosen = place < options.length ? place : -1
    options.forEach((option, number) => option.setAttribute("aria-selected", String(number === this.#chosen)))
    const chosen = options[this.#chosen]
    if (chosen) {
      this.input.setAttribute("aria-activedescendant", chosen.id)
      chosen.scrollIntoView({ block: "nearest" })
    } else this.input.removeAttribute("aria-activedescendant")
  }

  async search() {
    const search = ++this.#search
    const isCurrent = () => search === this.#search
    const query = parseQuery(this.input.value)
    const asking = isAsking(query)
    this.all.href = asking
      ? `${this.searchPage}?${new URLSearchParams({ q: this.input.value.trim() })}`
      : this.searchPage
    this.all.textContent = asking ? "All results, filters and export" : "Search page: filters, tips, export"
    try {
      if (!asking) return this.show([], "")
      const answer = await this.engine.search(query, {
        isCurrent,
        facets: false,
      })
      const papers = await this.engine.cards(answer.results.slice(0, MOST_OPTIONS))
      if (!isCurrent()) return
      this.list.dataset.total = String(answer.results.length)
      this.show(optionsOf(papers, matcher(query)), foundSentence(answer))
    } catch (error) {
      if (isCurrent()) this.show([], failure(error, this.retry))
    }
  }

  retry = async () => {
    await this.engine.reset()
    this.search()
  }

  /**
   * @param {HTMLElement[]} options
   * @param {string | HTMLElement} status
   */
  show(options, status) {
    this.list.replaceChildren(...options)
    this.status.replaceChildren(status)
    this.input.setAttribute("aria-expanded", String(options.length > 0))
    this.choose(-1)
  }
}

/** @param {Answer} answer */
function foundSentence({ results, searched, whole }) {
  const found = results.length ? counted(results.length, "paper") : "No results"
  return whole ? found : `${found} among the ${searched.toLocaleString("en")} newest`
}

/**
 * Papers as options. One that cannot be drawn is left out; the search page says so in its place.
 *
 * @param {(Card | null)[]} papers
 * @param {import("./search-text.js").Matcher} matches
 */
function optionsOf(papers, matches) {
  return papers.flatMap((paper, number) => {
    try {
      return paper ? [option(paper, matches, number)] : []
    } catch (error) {
      console.warn("A search result could not be drawn.", paper, error)
      return []
    }
  })
}

/**
 * @param {Card} paper
 * @param {import("./search-text.js").Matcher} matches
 * @param {number} number
 */
const option = (paper, matches, number) =>
  element(
    "a",
    {
      role: "option",
      id: `search-option-${number}`,
      href: paper.href,
      tabindex: "-1",
      "aria-selected": "false",
      "data-key": paper.key,
    },
    element("span", { class: "dg-search-title", dir: "auto" }, highlighted(paper.title, matches)),
    element(
      "span",
      { class: "dg-small" },
      [paper.authors && authorLine(paper.authors), shortDate(paper.date)].filter(Boolean).join(" · "),
    ),
  )
