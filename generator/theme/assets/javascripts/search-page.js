/* The search page. Its address holds the query, its filters and the order, so that it can be shared and returned to. */

import { button, element } from "./elements.js"
import { failure } from "./search-card.js"
import { facetsOf } from "./search-facets.js"
import { IndexChanged } from "./search-files.js"
import { authorsNote, foundSentence, notesOf, problemsNote, suggestions } from "./search-notes.js"
import { isAsking, parseQuery, toggled } from "./search-query.js"
import { FIRST_SIZE, ResultList } from "./search-results.js"
import { keepPlace, placeToReturnTo } from "./search-return.js"
import { counted } from "./search-text.js"
import { exportTool, filterTool, ORDER_NAMES, orderTool } from "./search-tools.js"

/**
 * @typedef {import("./search-engine.js").Engine} Engine
 * @typedef {import("./search-engine.js").Answer} Answer
 * @typedef {import("./search-query.js").Query} Query
 * @typedef {import("./search-engine.js").Order} Order
 * @typedef {import("./search-return.js").Place} Place
 */

const TYPING_PAUSE = 60 // ms without a key before searching
const MOST_PEOPLE = 5 // authors to offer while a name is typed

/**
 * @param {HTMLElement} page
 * @param {Engine} engine
 * @param {URL} root the site's address
 */
export function startPage(page, engine, root) {
  new SearchPage(page, engine, root).start()
}

class SearchPage {
  /** The pause after a key, before searching. @type {ReturnType<typeof setTimeout> | undefined} */
  #pause
  /** Number of the newest search; the answers to earlier ones are ignored. */
  #search = 0
  /** @type {Answer | null} */
  #answer = null
  /** @type {Query} */
  #query = parseQuery("")
  /** The text that was searched for last. */
  #text = ""
  /** Whether the reader asked for papers related by meaning. */
  #meaning = false

  /**
   * @param {HTMLElement} page
   * @param {Engine} engine
   * @param {URL} root
   */
  constructor(page, engine, root) {
    this.page = page
    this.engine = engine
    this.root = root
    this.input = /** @type {HTMLInputElement} */ (this.part("input"))
    this.form = this.part("form")
    this.status = this.part("status")
    this.notes = this.part("notes")
    this.place = this.part("results")
    this.facets = this.part("facets")
    this.tools = this.part("tools")
    this.clear = this.part("clear")
    this.beginning = this.part("start")
    this.order = element(
      "select",
      { id: "search-sort", "aria-label": "Order" },
      Object.entries(ORDER_NAMES).map(([value, label]) => element("option", { value }, label)),
    )
    this.list = new ResultList(this.place, engine, this.retry)
    const onLeave = (/** @type {Event} */ { target }) => {
      if (target instanceof Element && target.closest("a[href]")) keepPlace(this.list.shown)
    }
    this.place.addEventListener("click", onLeave, true) // before Material's instant navigation
  }

  /**
   * @param {string} name
   * @returns {HTMLElement}
   */
  part(name) {
    const found = this.page.querySelector(`[data-search-${name}]`)
    if (!(found instanceof HTMLElement)) throw new Error(`The search page has no part named ${name}`)
    return found
  }

  start() {
    this.tools.replaceChildren(
      filterTool(),
      orderTool(this.order),
      exportTool(this.engine, () => this.#answer),
    )
    this.listen()
    // A query in the address comes first, then one that was typed before this script was loaded.
    const early = this.input.value.trim()
    this.readAddress()
    if (early && !this.input.value) {
      this.input.value = early
      this.writeAddress("replace")
    }
    this.page.classList.add("dg-search-ready")
    if (!this.input.value && matchMedia("(hover: hover)").matches) this.input.focus()
    this.search({ place: placeToReturnTo() })
  }

  listen() {
    this.input.addEventListener("input", () => {
      clearTimeout(this.#pause)
      this.#pause = setTimeout(() => {
        this.#meaning = false
        this.writeAddress("replace")
        this.search({ typing: true })
      }, TYPING_PAUSE)
    })
    this.input.addEventListener("keydown", (event) => {
      if (event.key === "ArrowDown" && !event.isComposing && this.list.focusFirst()) event.preventDefault()
    })
    this.place.addEventListener("search-leave", () => this.input.focus())
    this.form.addEventListener("submit", (event) => {
      event.preventDefault()
      this.searchAnew()
    })
    this.order.addEventListener("change", () => this.searchAnew())
    this.clear.addEventListener("click", () => this.follow(this.#query.terms.map((term) => term.typed).join(" ")))
    for (const example of this.beginning.querySelectorAll("a[data-search-example]")) {
      example.addEventListener("click", (event) => this.onExample(/** @type {MouseEvent} */ (event)))
    }
    const onReturn = () => {
      if (!this.page.isConnected) return removeEventListener("popstate", onReturn)
      this.readAddress()
      this.search()
    }
    addEventListener("popstate", onReturn)
  }

  /** @param {MouseEvent} event */
  onExample(event) {
    if (event.metaKey || event.ctrlKey || event.shiftKey) return
    event.preventDefault()
    event.stopPropagation() // before Material's instant navigation
    const { search } = new URL(/** @type {HTMLAnchorElement} */ (event.currentTarget).href)
    this.follow(new URLSearchParams(search).get("q") ?? "")
  }

  readAddress() {
    const address = new URLSearchParams(location.search)
    const order = address.get("sort") ?? ""
    this.input.value = address.get("q") ?? ""
    this.order.value = Object.hasOwn(ORDER_NAMES, order) ? order : "relevance"
    this.#meaning = address.has("meaning")
  }

  /** @param {"push" | "replace"} how */
  writeAddress(how) {
    const asked = new URLSearchParams()
    if (this.input.value.trim()) asked.set("q", this.input.value.trim())
    if (this.order.value !== "relevance") asked.set("sort", this.order.value)
    if (this.#meaning) asked.set("meaning", "1")
    const address = `${location.pathname}${asked.size ? `?${asked}` : ""}`
    if (address === location.pathname + location.search) return
    if (how === "push") history.pushState(history.state, "", address)
    else history.replaceState(history.state, "", address)
  }

  /** Search as a step in the browser's history. */
  searchAnew({ meaning = false } = {}) {
    clearTimeout(this.#pause)
    this.#meaning = meaning
    this.writeAddress("push")
    return this.search()
  }

  /**
   * Search for what is in the box; once more where the site was published again since the page was opened.
   *
   * @param {{typing?: boolean, again?: boolean, place?: Place | null}} [how] with the place to return to
   * @returns {Promise<void>}
   */
  async search({ typing = false, again = false, place = null } = {}) {
    const search = ++this.#search
    const isCurrent = () => search === this.#search && this.page.isConnected
    const text = (this.#text = this.input.value)
    this.#query = parseQuery(text, typing)
    try {
      if (!isAsking(this.#query)) return await this.showBeginning(isCurrent, { typing })
      this.place.setAttribute("aria-busy", "true")
      if (!this.#answer) this.status.replaceChildren("Searching…")
      const [answer, people] = await Promise.all([
        this.engine.search(this.#query, {
          order: /** @type {Order} */ (this.order.value),
          meaning: this.#meaning || "auto",
          isCurrent,
        }),
        typing && !this.#query.filters.some(({ open }) => open) ? this.engine.complete(text) : null,
      ])
      const ordered = this.#meaning ? meaningFirst(answer) : answer
      if (isCurrent()) await this.showAnswer(ordered, people?.authors ?? [], isCurrent, place)
    } catch (error) {
      if (!isCurrent()) return
      if (again || !(error instanceof IndexChanged)) return this.showFailure(error)
      await this.engine.reset()
      return this.search({ typing, again: true, place })
    }
  }

  retry = async () => {
    await this.engine.reset()
    this.search()
  }

  /** @param {unknown} error */
  showFailure(error) {
    this.empty(0, 0)
    this.beginning.hidden = isAsking(this.#query)
    this.status.replaceChildren("Search failed.")
    this.place.append(failure(error, this.retry))
  }

  /**
   * What to show before a query, or for one of which every part was ignored.
   *
   * @param {() => boolean} isCurrent
   * @param {{typing: boolean}} how
   */
  async showBeginning(isCurrent, { typing }) {
    const { papers } = await this.engine.manifest()
    if (!isCurrent()) return
    this.#answer = null
    this.empty(0, papers)
    this.beginning.hidden = false
    if (!typing) this.notes.replaceChildren(...problemsNote(this.#query)) // a date that is being typed is not wrong yet
    this.status.replaceChildren(
      papers
        ? `${counted(papers, "paper")} to search`
        : "There are no papers yet. Search will find them from the first digest on.",
    )
  }

  /**
   * Remove the results of the last search.
   *
   * @param {number} found
   * @param {number} total papers in the archive
   */
  empty(found, total) {
    this.list.clear()
    this.place.dataset.total = String(found)
    this.place.dataset.of = String(total)
    this.place.dataset.query = this.#text
    this.notes.replaceChildren()
    this.facets.replaceChildren()
    this.clear.hidden = !this.#query.filters.length
    this.tools.hidden = !found
    this.beginning.hidden = true
  }

  /**
   * @param {Answer} answer
   * @param {import("./search-notes.js").Person[]} people authors whom the typed letters begin
   * @param {() => boolean} isCurrent
   * @param {Place | null} place to return to
   */
  async showAnswer(answer, people, isCurrent, place) {
    const { results, facets } = answer
    const cards = await this.engine.cards(results.slice(0, Math.max(FIRST_SIZE, place?.shown ?? 0)))
    const { topics } = await this.engine.manifest()
    if (!isCurrent()) return
    this.empty(results.length, answer.total)
    this.#answer = answer
    this.status.replaceChildren(foundSentence(answer))
    this.notes.replaceChildren(
      ...notesOf(answer, this.#query, this.follow),
      ...authorsNote(people.slice(0, MOST_PEOPLE), this.follow),
      ...(answer.canUseMeaning && !this.#meaning ? [this.meaningButton()] : []),
    )
    this.list.show(answer, cards, { topics, root: this.root, marks: answer.marks })
    if (!results.length) this.place.append(suggestions(this.#query, this.#text, this.root, this.follow))
    if (facets && results.length) this.facets.replaceChildren(...this.makeFacets(answer, topics))
    if (place) scrollTo({ top: place.top, behavior: "instant" })
  }

  meaningButton() {
    return button("Show papers related by meaning", () => this.searchAnew({ meaning: true }), {
      class: "dg-search-link",
      "data-search-meaning": true,
    })
  }

  /**
   * @param {Answer} answer
   * @param {Record<string, string>} topics
   */
  makeFacets(answer, topics) {
    return facetsOf(answer.facets ?? {}, {
      text: this.#text,
      topics,
      toggle: async (field, value) => {
        this.input.value = toggled(this.#text, field, value)
        await this.searchAnew()
        // The facets are new elements now: a keyboard user stays on the same value.
        this.focusFacet(field, value)
      },
      countAuthors: async () => {
        const counts = await this.engine.authors(answer.results)
        return answer === this.#answer ? counts : null
      },
      retry: this.retry,
    })
  }

  /**
   * @param {string} field
   * @param {string} value
   */
  focusFacet(field, value) {
    const facet = this.facets.querySelector(`[data-facet="${field}"][data-value="${CSS.escape(value)}"]`)
    if (facet instanceof HTMLElement) facet.focus()
  }

  /**
   * Search for another query, as a link of a note does.
   *
   * @param {string} text
   */
  follow = (text) => {
    this.input.value = text
    this.searchAnew()
  }
}

/**
 * An answer with the papers related by meaning before the others: who asks for them does not want to look for them after
 * hundreds of others.
 *
 * @param {Answer} answer
 * @returns {Answer}
 */
function meaningFirst(answer) {
  const first = (/** @type {{kind: string}} */ { kind }) => kind === "meaning"
  const related = answer.results.filter(({ group }) => group === "meaning")
  const others = answer.results.filter(({ group }) => group !== "meaning")
  return {
    ...answer,
    results: [...related, ...others],
    groups: [...answer.groups.filter(first), ...answer.groups.filter((group) => !first(group))],
  }
}
