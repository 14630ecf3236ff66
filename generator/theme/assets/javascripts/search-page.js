/* The search page. Its address holds the query, so that it can be shared, reloaded and returned to. */

import { button, element } from "./elements.js"
import { failure, resultCards } from "./search-card.js"
import { facetsOf } from "./search-facets.js"
import { isAsking, parseQuery, toggled } from "./search-query.js"
import { suggestions } from "./search-suggestions.js"
import { counted, matcher } from "./search-text.js"
import { exportTool, orderTool } from "./search-tools.js"

/**
 * @typedef {import("./search-engine.js").Engine} Engine
 * @typedef {import("./search-engine.js").Answer} Answer
 * @typedef {import("./search-query.js").Query} Query
 * @typedef {import("./search-filters.js").Order} Order
 */

const PAGE_SIZE = 10
const TYPING_PAUSE = 60 // ms without a key before searching
/** @type {Record<Order, string>} */
const ORDER_NAMES = {
  relevance: "Best match",
  newest: "Newest",
  upvotes: "Most upvoted",
}

/**
 * @param {HTMLElement} page
 * @param {Engine} engine
 * @param {URL} root the site's address
 */
export function startPage(page, engine, root) {
  new SearchPage(page, engine, root).start()
}

class SearchPage {
  /** Number of the newest search; the answers to earlier ones are ignored. */
  #search = 0
  /** How many papers the newest answer covers, and the next "Search older papers" doubles. */
  #depth = 0
  /** Results on the page. */
  #shown = 0
  /** @type {Answer | null} */
  #answer = null
  /** @type {Query} */
  #query = parseQuery("")

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
    this.list = this.part("results")
    this.facets = this.part("facets")
    this.tools = this.part("tools")
    this.clear = this.part("clear")
    this.order = element(
      "select",
      { id: "search-sort" },
      Object.entries(ORDER_NAMES).map(([value, label]) => element("option", { value }, label)),
    )
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
    this.search()
  }

  listen() {
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    let pause
    this.input.addEventListener("input", () => {
      clearTimeout(pause)
      pause = setTimeout(() => {
        this.writeAddress("replace")
        this.search({ typing: true })
      }, TYPING_PAUSE)
    })
    this.form.addEventListener("submit", (event) => {
      event.preventDefault()
      clearTimeout(pause)
      this.searchAnew()
    })
    this.order.addEventListener("change", () => this.searchAnew())
    this.clear.addEventListener("click", () => {
      this.input.value = this.#query.terms.map((term) => term.typed).join(" ")
      this.searchAnew()
    })
    const onReturn = () => {
      if (!this.page.isConnected) return removeEventListener("popstate", onReturn)
      this.readAddress()
      this.search()
    }
    addEventListener("popstate", onReturn)
  }

  readAddress() {
    const address = new URLSearchParams(location.search)
    const order = address.get("sort") ?? ""
    this.input.value = address.get("q") ?? ""
    this.order.value = Object.hasOwn(ORDER_NAMES, order) ? order : "relevance"
  }

  /** @param {"push" | "replace"} how */
  writeAddress(how) {
    const asked = new URLSearchParams()
    if (this.input.value.trim()) asked.set("q", this.input.value.trim())
    if (this.order.value !== "relevance") asked.set("sort", this.order.value)
    const address = `${location.pathname}${asked.size ? `?${asked}` : ""}`
    if (address === location.pathname + location.search) return
    if (how === "push") history.pushState(history.state, "", address)
    else history.replaceState(history.state, "", address)
  }

  /** Search as a step in the browser's history. */
  searchAnew() {
    this.writeAddress("push")
    return this.search()
  }

  /** @param {{typing?: boolean, deeper?: boolean}} [how] */
  async search({ typing = false, deeper = false } = {}) {
    const search = ++this.#search
    const isCurrent = () => search === this.#search && this.page.isConnected
    this.#query = parseQuery(this.input.value, typing || !/\s$/.test(this.input.value))
    if (!deeper) this.#depth = 0
    try {
      if (!isAsking(this.#query)) return await this.showInvitation(isCurrent)
      this.list.setAttribute("aria-busy", "true")
      if (!this.#answer) this.status.replaceChildren("Searching…")
      const answer = await this.engine.search(this.#query, {
        order: /** @type {Order} */ (this.order.value),
        isCurrent,
        onPartialAnswer: (partial) => this.showAnswer(partial, isCurrent, false),
        ...(this.#depth && { depth: this.#depth }),
      })
      if (isCurrent()) await this.showAnswer(answer, isCurrent, true)
    } catch (error) {
      if (isCurrent()) this.showFailure(error)
    }
  }

  retry = async () => {
    await this.engine.reset()
    this.search()
  }

  /** @param {unknown} error */
  showFailure(error) {
    this.empty(0, 0)
    this.status.replaceChildren("Search failed.")
    this.list.append(failure(error, this.retry))
  }

  /**
   * What to show before a query.
   *
   * @param {() => boolean} isCurrent
   */
  async showInvitation(isCurrent) {
    const { papers } = await this.engine.manifest()
    if (!isCurrent()) return
    this.#answer = null
    this.empty(0, papers)
    this.clear.hidden = true
    this.status.replaceChildren(
      papers
        ? `${counted(papers, "paper")} to search.`
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
    this.list.replaceChildren()
    this.list.dataset.total = String(found)
    this.list.dataset.of = String(total)
    this.list.removeAttribute("aria-busy")
    this.facets.replaceChildren()
    this.tools.hidden = !found
    this.#shown = 0
  }

  /**
   * @param {Answer} answer
   * @param {() => boolean} isCurrent
   * @param {boolean} isFinal whether no older papers are being searched
   */
  async showAnswer(answer, isCurrent, isFinal) {
    const { results } = answer
    const papers = await this.engine.cards(results.slice(0, PAGE_SIZE))
    const { topics } = await this.engine.manifest()
    if (!isCurrent()) return
    this.empty(results.length, answer.total)
    this.list.dataset.searched = String(answer.searched)
    this.#answer = answer
    this.#depth = answer.searched
    const context = { topics, root: this.root, matches: matcher(this.#query) }
    this.list.append(...resultCards(papers, context))
    this.#shown = papers.length
    this.showStatus(answer, isFinal)
    this.offerMore(answer, context)
    this.clear.hidden = !this.#query.filters.length
    if (isFinal && !results.length) this.list.append(suggestions(this.#query, this.input.value, this.root, this.follow))
    if (results.length) this.facets.replaceChildren(...this.makeFacets(answer, topics))
  }

  /**
   * @param {Answer} answer
   * @param {boolean} isFinal
   */
  showStatus(answer, isFinal) {
    this.status.replaceChildren(foundSentence(answer), ...(isFinal ? [] : [" Searching older papers…"]))
    for (const problem of this.#query.problems) {
      this.status.append(element("span", { class: "dg-search-problem" }, ` ${problem}.`))
    }
    if (!isFinal || answer.whole) return
    const searchOlder = () => {
      this.#depth *= 2
      this.search({ deeper: true })
    }
    this.status.append(" ", button("Search older papers", searchOlder, { "data-search-older": true }))
  }

  /**
   * @param {Answer} answer
   * @param {import("./search-card.js").CardContext} context
   */
  offerMore(answer, context) {
    const left = answer.results.length - this.#shown
    if (left <= 0) return
    const more = button(
      `Show ${Math.min(PAGE_SIZE, left)} more`,
      async () => {
        more.disabled = true
        try {
          const papers = await this.engine.cards(answer.results.slice(this.#shown, this.#shown + PAGE_SIZE))
          if (answer !== this.#answer) return
          more.remove()
          this.#shown += papers.length
          const cards = resultCards(papers, context)
          this.list.append(...cards)
          cards[0]?.querySelector("a")?.focus({ preventScroll: true })
          this.offerMore(answer, context)
        } catch (error) {
          more.replaceWith(failure(error, this.retry))
        }
      },
      { "data-search-more": true },
    )
    this.list.append(more)
  }

  /**
   * @param {Answer} answer
   * @param {Record<string, string>} topics
   */
  makeFacets(answer, topics) {
    return facetsOf(answer.results, {
      text: this.input.value,
      topics,
      toggle: async (field, value) => {
        this.input.value = toggled(this.input.value, field, value)
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
   * Search for another query, as a link of a suggestion does.
   *
   * @param {string} text
   */
  follow = (text) => {
    this.input.value = text
    this.searchAnew()
  }
}

/**
 * "12 papers among the 2,000 newest of 10,000 papers, back to 2025-01-31."
 *
 * @param {Answer} answer
 */
function foundSentence({ results, searched, within, total, whole, oldest }) {
  const found = results.length ? counted(results.length, "paper") : "No results"
  if (!whole) {
    const newest = `the ${searched.toLocaleString("en")} newest of ${counted(within, "paper")}`
    return `${found} among ${newest}, back to ${oldest}.`
  }
  return within < total ? `${found} among ${counted(within, "paper")} of that time.` : `${found}.`
}
