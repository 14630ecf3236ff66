/* The search box in the header: a dialog that searches while the reader types. Arrows choose, Enter opens, Escape closes. */

import { element, isModified } from "./elements.js"
import { authorQuery } from "./search-author-query.js"
import { failure, titleOf } from "./search-card.js"
import { sharedEngine } from "./search-engine.js"
import { IndexChanged } from "./search-files.js"
import { isMatchedName, splitNames } from "./search-marks.js"
import { highlighted } from "./search-prose.js"
import { isAsking, parseQuery } from "./search-query.js"
import { authorLine, foundSentence, shortDate } from "./search-text.js"
import { gettext, ngettext } from "./words.js"

/**
 * @typedef {import("./search-engine.js").Engine} Engine
 * @typedef {import("./search-engine.js").Answer} Answer
 * @typedef {import("./search-files.js").Card} Card
 * @typedef {import("./search-marks.js").Marks} Marks
 */

const MOST_OPTIONS = 8
const MOST_PEOPLE = 3
const MOST_MATCHED = 2 // authors in the line of an option
const TYPING_PAUSE = 60 // ms without a key before searching

/**
 * @param {HTMLDialogElement} dialog
 * @param {URL} root the site's address
 */
export function startDialog(dialog, root) {
  const options = element("div", {
    class: "dg-search-options",
    id: "search-options",
    role: "listbox",
    "aria-label": gettext("Papers found"),
    "data-search-options": true,
  })
  dialog.querySelector(".dg-search-bar")?.after(options)
  const all = element("a", { "data-search-all": true, href: new URL("search/", root).href })
  dialog.querySelector(".dg-search-footer")?.append(all)
  new SearchDialog(dialog, sharedEngine(root)).start()
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
      this.showAddress()
      pause = setTimeout(() => this.search(), TYPING_PAUSE)
    })
    this.input.addEventListener("keydown", (event) => this.onKey(event))
    // Instant navigation keeps the dialog, so a link that is followed closes it, as does a click outside.
    this.dialog.addEventListener("click", (event) => {
      const target = /** @type {Element} */ (event.target)
      const followed = target.closest("a[href]") && !isModified(event)
      if (target === this.dialog || target.closest("[data-search-close]") || followed) this.dialog.close()
    })
    this.showAddress()
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

  /**
   * Search for what is in the box; once more where the site was published again since the page was opened.
   *
   * @param {{again?: boolean}} [how]
   * @returns {Promise<void>}
   */
  async search({ again = false } = {}) {
    const search = ++this.#search
    const isCurrent = () => search === this.#search
    const text = this.input.value
    const query = parseQuery(text, true)
    try {
      if (!isAsking(query)) return this.show([], "")
      const [answer, { authors }] = await Promise.all([
        this.engine.search(query, { isCurrent, facets: false }),
        // The link of a name searches for it alone, which would drop the words before it.
        /\S\s+\S/.test(text) ? { authors: [] } : this.engine.complete(text),
      ])
      const papers = await this.engine.cards(answer.results.slice(0, MOST_OPTIONS))
      if (!isCurrent()) return
      this.list.dataset.total = String(answer.results.length)
      const people = authors.slice(0, MOST_PEOPLE).map((person, place) => this.authorOption(person, place))
      this.show([...people, ...optionsOf(papers, answer.marks)], statusOf(answer))
    } catch (error) {
      if (!isCurrent()) return
      if (again || !(error instanceof IndexChanged)) return this.show([], failure(error, this.retry))
      await this.engine.reset()
      return this.search({ again: true })
    }
  }

  /** Let the link below the options, which Enter follows, lead to all results of what is in the box. */
  showAddress() {
    const text = this.input.value.trim()
    this.all.href = text ? this.addressOf(text) : this.searchPage
    this.all.textContent = text
      ? gettext("All results, filters and export")
      : gettext("Search page: filters, tips, export")
  }

  /** @param {string} text */
  addressOf(text) {
    return `${this.searchPage}?${new URLSearchParams({ q: text })}`
  }

  /**
   * @param {import("./search-notes.js").Person} person
   * @param {number} place
   */
  authorOption({ name, papers }, place) {
    const title = element("span", { class: "dg-search-title" }, name)
    const kind = ngettext("Name of authors of %(number)s paper", "Name of authors of %(number)s papers", papers)
    return option(`search-author-${place}`, this.addressOf(authorQuery(name)), [
      title,
      element("span", { class: "dg-small" }, kind),
    ])
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
    const chosen = this.options()[this.#chosen]?.getAttribute("href")
    this.list.replaceChildren(...options)
    this.status.replaceChildren(status)
    this.input.setAttribute("aria-expanded", String(options.length > 0))
    // A late answer must not take away what a reader has just chosen.
    this.choose(chosen ? options.findIndex((option) => option.getAttribute("href") === chosen) : -1)
  }
}

/** @param {Answer} answer */
function statusOf(answer) {
  const found = foundSentence(answer)
  // Translators: "12 papers for reasoning": how many are found for a query that was corrected
  return answer.shown === null ? found : gettext("%(found)s for %(query)s", { found, query: answer.shown })
}

/**
 * Papers as options. One that cannot be drawn is left out; the search page says so in its place.
 *
 * @param {(Card | null)[]} papers
 * @param {Marks} marks
 */
function optionsOf(papers, marks) {
  return papers.flatMap((paper, place) => {
    try {
      return paper ? [paperOption(paper, marks, place)] : []
    } catch (error) {
      console.warn("A search result could not be drawn.", paper, error)
      return []
    }
  })
}

/**
 * @param {Card} paper
 * @param {Marks} marks
 * @param {number} place
 */
function paperOption(paper, marks, place) {
  const authors = authorsOf(paper.authors ?? [], marks)
  const title = element(
    "span",
    { class: "dg-search-title", dir: "auto", lang: paper.lang ?? null },
    titleOf(paper, marks),
  )
  const facts = element(
    "span",
    { class: "dg-small" },
    authors && [...highlighted(authors, (text) => splitNames(text, marks)), " · "],
    shortDate(paper.date),
  )
  const made = option(`search-option-${place}`, paper.href, [title, facts])
  made.dataset.key = paper.key
  return made
}

/**
 * One line is all that an option has, so the authors for whom the reader searched come first.
 *
 * @param {string[]} names
 * @param {Marks} marks
 */
function authorsOf(names, marks) {
  const matched = names.filter((name) => isMatchedName(name, marks)).slice(0, MOST_MATCHED)
  const others = names.length - matched.length
  if (!matched.length) return authorLine(names)
  const authors = matched.join(", ")
  if (!others) return authors
  return ngettext("%(authors)s and %(number)s other", "%(authors)s and %(number)s others", others, { authors })
}

/**
 * @param {string} id
 * @param {string} href
 * @param {HTMLElement[]} content
 */
const option = (id, href, content) =>
  element("a", { role: "option", id, href, tabindex: "-1", "aria-selected": "false" }, content)
