/* The search page. Its address holds the query, its filters and the order, so that it can be shared and returned to. */

import { button, isModified } from "./elements.js"
import { onMarksChange, readMarks } from "./reader-store.js"
import { addQueryToLink, readAddress, writeAddress } from "./search-address.js"
import { failure, isOffline } from "./search-card.js"
import { sharedEngine } from "./search-engine.js"
import { facetsOf } from "./search-facets.js"
import { IndexChanged, part } from "./search-files.js"
import { isAsking, parseQuery, toggled } from "./search-query.js"
import { SearchMemory } from "./search-memory.js"
import { FIRST_SIZE, ResultList } from "./search-results.js"
import { keepPlace, placeToReturnTo } from "./search-return.js"
import { foundSentence, needsNotes } from "./search-text.js"
import { startExport, startView } from "./search-tools.js"
import { gettext, ngettext } from "./words.js"

/**
 * @typedef {import("./search-engine.js").Engine} Engine
 * @typedef {import("./search-engine.js").Answer} Answer
 * @typedef {import("./search-query.js").Query} Query
 * @typedef {import("./search-engine.js").Order} Order
 * @typedef {import("./search-return.js").Place} Place
 * @typedef {import("./search-address.js").Show} Show
 */

const TYPING_PAUSE = 60 // ms without a key before searching
const MOST_PEOPLE = 5 // authors to offer while a name is typed

/**
 * @param {HTMLElement} page
 * @param {URL} root the site's address
 */
export function startPage(page, root) {
  new SearchPage(page, sharedEngine(root), root).start()
}

export class SearchPage {
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
  /** Filters by the reader's own marks. @type {Show[]} */
  #show = []

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
    this.order = /** @type {HTMLSelectElement} */ (this.part("order"))
    this.list = new ResultList(this.place, engine, this.retry)
    this.memory = new SearchMemory(this)
    // Before Material's instant navigation:
    this.place.addEventListener("click", ({ target }) => target instanceof Element && this.onClick(target), true)
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
    startView(this.part("view"), this.place)
    startExport(/** @type {HTMLDetailsElement} */ (this.part("export")), this.engine, () => this.#answer)
    const save = /** @type {HTMLDetailsElement} */ (this.part("save"))
    save.addEventListener("toggle", () => save.open && void this.memory.openSave(this.#shownText))
    this.listen()
    // What was typed before this script was loaded is newer than a query in the address.
    const early = this.input.value.trim()
    this.readAddress(early)
    if (early) this.writeAddress("replaceState")
    this.page.classList.add("dg-search-ready")
    if (!this.input.value && matchMedia("(hover: hover)").matches) this.input.focus()
    this.search({ place: placeToReturnTo() })
  }

  listen() {
    this.input.addEventListener("input", () => {
      clearTimeout(this.#pause)
      addQueryToLink(this.page, this.input.value) // without the pause: a link may be followed at once
      this.#pause = setTimeout(() => {
        this.#meaning = false
        this.writeAddress("replaceState")
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
    this.clear.addEventListener("click", () => this.followFreely(this.#query.terms.map(({ typed }) => typed).join(" ")))
    onMarksChange(() => void this.onMarks())
    this.beginning.addEventListener("click", (event) => this.onExample(event), true) // before instant navigation
    addEventListener("popstate", () => {
      if (!this.page.isConnected) return
      this.readAddress()
      this.search()
    })
  }

  /** @param {Element} target */
  onClick(target) {
    if (!target.closest("a[href]")) return
    this.memory.onLeave()
    keepPlace(this.list.shown)
  }

  /** @param {MouseEvent} event */
  onExample(event) {
    const example = event.target instanceof Element && event.target.closest("a[data-search-example]")
    if (!(example instanceof HTMLAnchorElement) || isModified(event)) return
    event.preventDefault()
    event.stopPropagation()
    this.follow(new URL(example.href).searchParams.get("q") ?? "")
  }

  /** @param {string} [early] what was typed, to search for instead of the query in the address */
  readAddress(early) {
    const { text, order, meaning, show } = readAddress()
    if (!early) this.input.value = text
    this.order.value = order
    this.#meaning = meaning
    this.#show = show
  }

  /** @param {"pushState" | "replaceState"} how */
  writeAddress(how) {
    writeAddress({ text: this.input.value, order: this.order.value, meaning: this.#meaning, show: this.#show }, how)
  }

  /** The text whose results are shown; empty before there are results, and where there is none. */
  get #shownText() {
    return this.#answer ? this.#text.trim() : ""
  }

  /** Search as a step in the browser's history. */
  searchAnew({ meaning = false } = {}) {
    clearTimeout(this.#pause)
    this.#meaning = meaning
    this.writeAddress("pushState")
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
    addQueryToLink(this.page, text)
    this.#query = parseQuery(text, typing)
    try {
      if (!isAsking(this.#query) && !this.#show.length) return await this.showBeginning(isCurrent, { typing })
      this.place.setAttribute("aria-busy", "true")
      if (!this.#answer) this.status.replaceChildren(gettext("Searching…"))
      const [marks, answer, people] = await Promise.all([
        this.marks(),
        this.engine.search(this.#query, {
          order: /** @type {Order} */ (this.order.value),
          meaning: this.#meaning || "auto",
          rowTest: this.#show.length ? this.rowTest : undefined,
          isCurrent,
        }),
        typing && !this.#query.filters.some(({ open }) => open) ? this.engine.complete(text) : null,
      ])
      const ordered = this.#meaning ? (await part(import("./search-meaning.js"))).meaningFirst(answer) : answer
      if (isCurrent()) await this.showAnswer(ordered, { marks, people: people?.authors ?? [], isCurrent, place })
    } catch (error) {
      if (!isCurrent()) return
      if (again || !(error instanceof IndexChanged)) return this.showFailure(error)
      await this.engine.reset()
      return this.search({ typing, again: true, place })
    }
  }

  /** A test of results by the reader's own marks. @param {import("./search-archive.js").Archive} archive */
  rowTest = async (archive) => (await part(import("./search-mine.js"))).marksTest(archive, this.#show)

  retry = async () => {
    await this.engine.reset()
    this.search()
  }

  /** @param {unknown} error */
  showFailure(error) {
    this.empty(0, 0)
    this.beginning.hidden = isAsking(this.#query) || this.#show.length > 0
    this.status.replaceChildren(isOffline(error) ? gettext("You are offline.") : gettext("Search failed."))
    this.place.append(failure(error, this.retry))
  }

  /**
   * What to show before a query, or for one of which every part was ignored.
   *
   * @param {() => boolean} isCurrent
   * @param {{typing: boolean}} how
   */
  async showBeginning(isCurrent, { typing }) {
    const [{ papers }, own, problems] = await Promise.all([
      this.engine.manifest(),
      this.memory.ifKnown(),
      typing ? [] : this.problems(), // a date that is being typed is not wrong yet
    ])
    if (!isCurrent()) return
    own?.onBeginning().catch((error) => console.info("New results could not be counted.", error))
    this.#answer = null
    this.empty(0, papers)
    this.beginning.hidden = false
    this.notes.replaceChildren(...problems)
    this.status.replaceChildren(
      papers
        ? ngettext("%(number)s paper to search", "%(number)s papers to search", papers)
        : gettext("There are no papers yet. Search will find them from the first digest on."),
    )
  }

  /**
   * Remove the results of the last search.
   *
   * @param {number} found
   * @param {number} total papers in the archive
   */
  empty(found, total) {
    this.memory.clear()
    this.list.clear()
    this.place.dataset.total = String(found)
    this.place.dataset.of = String(total)
    this.place.dataset.query = this.#text
    this.notes.replaceChildren()
    this.facets.replaceChildren()
    this.clear.hidden = !this.#query.filters.length && !this.#show.length
    this.tools.hidden = !found
    this.beginning.hidden = true
  }

  /**
   * @param {Answer} answer
   * @param {object} with
   * @param {typeof import("./search-mine.js") | null} with.marks
   * @param {import("./search-notes.js").Person[]} with.people authors whom the typed letters begin
   * @param {() => boolean} with.isCurrent
   * @param {Place | null} with.place to return to
   */
  async showAnswer(answer, { marks, people, isCurrent, place }) {
    const { results, facets } = answer
    const cards = await this.engine.cards(results.slice(0, Math.max(FIRST_SIZE, place?.shown ?? 0)))
    const { topics } = await this.engine.manifest()
    const suggest = results.length ? null : (await part(import("./search-suggestions.js"))).suggestions
    const problems = await this.problems()
    const notes = needsNotes(answer) || people.length ? await part(import("./search-notes.js")) : null
    if (!isCurrent()) return
    this.empty(results.length, answer.total)
    this.#answer = answer
    this.status.replaceChildren([foundSentence(answer), ...this.#show.map((name) => marks?.SHOWN[name])].join(" · "))
    this.notes.replaceChildren(
      ...problems,
      ...(notes?.notesOf(answer, this.#query, this.follow) ?? []),
      ...(notes?.authorsNote(people.slice(0, MOST_PEOPLE), this.follow) ?? []),
      ...(answer.canUseMeaning && !this.#meaning ? [this.meaningButton()] : []),
    )
    this.list.show(answer, cards, { topics, root: this.root, marks: answer.marks })
    if (suggest) this.place.append(suggest(this.#query, this.#text, this.root, this.#show, this.followFreely))
    if (facets && results.length) this.facets.replaceChildren(...this.makeFacets(answer, topics))
    this.placeMarks(marks, answer)
    if (place) scrollTo({ top: place.top, behavior: "instant" })
    if (this.#shownText) this.memory.onAnswer(this.#shownText, isCurrent)
  }

  /** The parts of the query that were ignored. */
  async problems() {
    const { problems } = this.#query
    return problems.length ? (await part(import("./search-problems.js"))).problemLines(problems) : []
  }

  meaningButton() {
    return button(gettext("Show papers related by meaning"), () => this.searchAnew({ meaning: true }), {
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
      count: async (field) => {
        const counts = await this.engine.facet(field, answer)
        return answer === this.#answer ? counts : null
      },
      retry: this.retry,
    })
  }

  /** The filters by the reader's own marks; null where nothing is marked. */
  async marks() {
    const { read, bookmarks } = readMarks()
    if (!this.#show.length && !read.size && !bookmarks.size) return null
    return part(import("./search-mine.js")).catch((error) => {
      if (this.#show.length) throw error
      return null
    })
  }

  /**
   * @param {typeof import("./search-mine.js") | null} marks
   * @param {Answer} answer
   */
  placeMarks(marks, answer) {
    if (!answer.results.length && !this.#show.length) return
    marks?.placeMarks(this.facets, this.engine, answer, this.#show, (show) => {
      this.#show = show
      return this.searchAnew()
    })
  }

  /** The marks changed, here or in another tab: the filters by them do, and the results stay under the reader's hand. */
  async onMarks() {
    const answer = this.#answer
    const marks = answer && this.page.isConnected && (await this.marks().catch(() => null))
    if (marks && answer === this.#answer) this.placeMarks(marks, answer)
  }

  /**
   * @param {string} field
   * @param {string} value
   */
  focusFacet(field, value) {
    const facet = this.facets.querySelector(`[data-facet="${field}"][data-value="${CSS.escape(value)}"]`)
    if (facet instanceof HTMLElement) facet.focus()
  }

  /** Search for another query, as a link of a note does. @param {string} text */
  follow = (text) => {
    this.input.value = text
    this.searchAnew()
  }

  /** The same without the filters by the reader's own marks. @param {string} text */
  followFreely = (text) => {
    this.#show = []
    this.follow(text)
  }
}
