/* The reader's own searches on the search page: recent and saved ones before a query, and new results of a saved one. */

import { button, element } from "./elements.js"
import { say } from "./messages.js"
import { showMarks } from "./reader-marks.js"
import { closeByKeyOrClick } from "./search-export-panel.js"
import { removeSearch, saveSearch, showMySearches } from "./searches-list.js"
import { countAll, openSearch } from "./searches-new.js"
import {
  changeSearches,
  MOST_RESULTS,
  MOST_SAVED,
  onSearchesChange,
  readSearches,
  rememberSearch,
} from "./searches-store.js"
import { gettext, ngettext } from "./words.js"

/** @typedef {import("./search-engine.js").Engine} Engine */

const PAUSE = 2000 // ms that results stay before their query counts as a recent one

export class OwnSearches {
  /** The query whose results are shown. */
  #text = ""
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #pause
  /** Keys of the new results of the saved search that is open. @type {Set<string>} */
  #fresh = new Set()
  /** What was said of these, so that it is said once. */
  #said = ""
  /** The saved search that was opened last, so that it is opened once. */
  #opened = ""

  /**
   * @param {object} parts
   * @param {Engine} parts.engine
   * @param {HTMLElement} parts.beginning
   * @param {HTMLElement} parts.tools
   * @param {HTMLElement} parts.status
   * @param {HTMLElement} parts.results
   * @param {() => string} parts.order
   * @param {(text: string) => void} parts.follow searches for a query
   */
  constructor({ engine, beginning, tools, status, results, order, follow }) {
    this.engine = engine
    this.status = status
    this.results = results
    this.order = order
    this.follow = follow
    this.save = /** @type {HTMLDetailsElement} */ (tools.querySelector(".dg-search-save"))
    this.summary = /** @type {HTMLElement} */ (this.save.querySelector("summary"))
    this.unsaved = [...this.summary.childNodes]
    this.panel = /** @type {HTMLElement} */ (this.save.querySelector(".dg-export-panel"))
    this.mine = element("section", { hidden: true })
    this.recent = element("section", { hidden: true })
    beginning.prepend(this.mine, this.recent)
    closeByKeyOrClick(this.save)
    this.save.addEventListener("toggle", () => this.save.open && this.#openPanel())
    showMySearches(this.mine, element("h2", { class: "dg-label" }, gettext("My searches")))
    onSearchesChange(() => this.mine.isConnected && this.#update())
    results.addEventListener("click", () => this.#remember(), true)
    new MutationObserver(() => this.#mark()).observe(results, { childList: true, subtree: true })
    this.#update()
  }

  /** The page shows no results: count what is new in saved searches. */
  async onBeginning() {
    clearTimeout(this.#pause)
    this.#text = this.#opened = ""
    this.#fresh.clear()
    await countAll(this.engine)
  }

  /**
   * The page shows results of a query.
   *
   * @param {string} text
   */
  async onAnswer(text) {
    const query = text.trim()
    clearTimeout(this.#pause)
    this.#text = query
    this.#pause = setTimeout(() => this.#remember(), PAUSE)
    this.#update()
    if (this.#opened !== query) this.#fresh = new Set()
    if (this.save.open && !this.panel.childElementCount) this.#openPanel()
    if (!savedAs(query)) return void (this.#opened = "")
    if (this.#opened !== query) {
      this.#opened = query
      const fresh = await openSearch(this.engine, query)
      if (this.#opened !== query) return
      this.#fresh = new Set(fresh)
    }
    this.#sayNew()
    this.#mark()
  }

  #remember() {
    clearTimeout(this.#pause)
    rememberSearch(this.#text)
  }

  #update() {
    const name = savedAs(this.#text)?.name
    this.summary.replaceChildren(...(name === undefined ? this.unsaved : [gettext("Saved")]))
    const label = name === undefined ? gettext("Save this search") : gettext("Saved as “%(name)s”", { name })
    this.summary.setAttribute("aria-label", label)
    this.#drawRecent()
  }

  #openPanel() {
    const saved = savedAs(this.#text)
    const name = element("input", { type: "text", id: "search-name", maxlength: 100, value: saved?.name ?? this.#text })
    const form = element(
      "form",
      {},
      element("div", {}, element("label", { for: "search-name" }, gettext("Name")), " ", name),
      element(
        "p",
        {},
        element("button", { class: "dg-button" }, saved ? gettext("Rename") : gettext("Save")),
        " ",
        saved && button(gettext("Remove"), () => this.#close(() => removeSearch(this.#text))),
      ),
      element(
        "p",
        { class: "dg-small" },
        gettext(
          "My searches, on this page and on the reading list, keeps the search in this browser, with a count of new results.",
        ),
      ),
    )
    form.addEventListener("submit", (event) => {
      event.preventDefault()
      this.#close(() => this.#save(name.value))
    })
    this.panel.replaceChildren(form)
    name.focus()
    name.select()
  }

  /** @param {() => void} action */
  #close(action) {
    this.save.open = false
    this.summary.focus()
    action()
  }

  /** @param {string} name */
  #save(name) {
    const isNew = !savedAs(this.#text)
    if (isNew && readSearches().saved.length >= MOST_SAVED)
      return say(gettext("There are %(number)s saved searches. Remove one first.", { number: MOST_SAVED }))
    const text = this.#text
    if (!saveSearch(text, { name, order: this.order() }) || !isNew) return
    say(gettext("Saved “%(name)s” in my searches.", { name: savedAs(text)?.name ?? text }))
    this.#opened = text
    openSearch(this.engine, text).catch((error) => console.info("The results of the search are counted later.", error))
  }

  #sayNew() {
    const count = this.#fresh.size
    const found = this.status.textContent ?? ""
    if (!count || found === this.#said) return
    this.#said =
      count >= MOST_RESULTS
        ? gettext("%(found)s, %(number)s or more new since last time", { found, number: MOST_RESULTS })
        : ngettext("%(found)s, %(number)s new since last time", "%(found)s, %(number)s new since last time", count, {
            found,
          })
    this.status.textContent = this.#said
  }

  /** Mark the new results that are on the page. */
  #mark() {
    if (!this.#fresh.size) return
    let isChanged = false
    for (const card of this.results.querySelectorAll("[data-key]:not([data-new-result])")) {
      if (!this.#fresh.has(card.getAttribute("data-key") ?? "")) continue
      card.setAttribute("data-new-result", "")
      isChanged = true
    }
    if (isChanged) showMarks()
  }

  #drawRecent() {
    const { keepsRecent, recent } = readSearches()
    const keep = (/** @type {boolean} */ keeps) => () =>
      changeSearches((searches) => Object.assign(searches, { keepsRecent: keeps, recent: [] }))
    this.recent.hidden = keepsRecent && !recent.length
    this.recent.replaceChildren(
      element("h2", { class: "dg-label" }, gettext("Recent searches")),
      keepsRecent
        ? element(
            "ul",
            { class: "dg-recent" },
            recent.map((text) => this.#recentRow(text)),
          )
        : element("p", { class: "dg-small" }, gettext("Recent searches are not kept.")),
      element(
        "p",
        {},
        keepsRecent && [button(gettext("Remove all"), () => this.#removeAll(), { class: "dg-small-button" }), " "],
        button(
          keepsRecent ? gettext("Do not keep recent searches") : gettext("Keep recent searches"),
          keep(!keepsRecent),
          { class: "dg-small-button" },
        ),
      ),
    )
  }

  /** @param {string} text */
  #recentRow(text) {
    const link = element("a", { href: `?${new URLSearchParams({ q: text })}`, dir: "auto" }, element("code", {}, text))
    link.addEventListener("click", (event) => {
      if (event.metaKey || event.ctrlKey || event.shiftKey) return
      event.preventDefault()
      event.stopPropagation() // before Material's instant navigation
      this.follow(text)
    })
    const remove = () => {
      changeSearches((searches) => (searches.recent = searches.recent.filter((other) => other !== text)))
      this.recent.querySelector("a")?.focus()
    }
    const label = gettext("Remove “%(query)s” from recent searches", { query: text })
    return element("li", {}, link, " ", button("✕", remove, { class: "dg-small-button", "aria-label": label }))
  }

  #removeAll() {
    const { recent } = readSearches()
    changeSearches((searches) => (searches.recent = []))
    say(gettext("Removed all recent searches."), () => changeSearches((searches) => (searches.recent = recent)))
  }
}

/** @param {string} text */
const savedAs = (text) => readSearches().saved.find((search) => search.text === text)
