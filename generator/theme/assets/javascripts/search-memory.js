/* The reader's own searches on the search page: what is recent, and what is saved. Most of it is loaded when it is needed. */

import { needed } from "./messages.js"

/**
 * @typedef {import("./search-own.js").OwnSearches} OwnSearches
 * @typedef {import("./search-page.js").SearchPage} SearchPage
 */

const PAUSE = 2000 // ms that results stay before their query counts as a recent one

export class SearchMemory {
  /** @type {Promise<OwnSearches | null> | undefined} */
  #own
  /** Puts the query among the recent ones. @type {(() => void) | null} */
  #remember = null

  /** @param {SearchPage} page */
  constructor(page) {
    this.page = page
  }

  /** The searches of this reader, where there are some; null where they cannot be loaded, because search works without. */
  async ifKnown() {
    return this.#own || storedSearches(this.page.root) ? this.#load() : null
  }

  /**
   * Open the form that saves a search.
   *
   * @param {string} text
   */
  async openSave(text) {
    if (await needed(import("./search-own.js"))) return this.#tell(text)
    this.page.tools.querySelector(".dg-search-save")?.removeAttribute("open")
  }

  /**
   * The page shows results: mark those that are new, or let the query become a recent one if they stay.
   *
   * @param {string} text
   * @param {() => boolean} isCurrent
   */
  onAnswer(text, isCurrent) {
    const stored = storedSearches(this.page.root)
    if (this.#own || stored?.saved?.length) setTimeout(() => isCurrent() && this.#tell(text))
    else setTimeout(() => isCurrent() && this.#keep(text, isCurrent), stored ? 0 : PAUSE)
  }

  /** The reader opens a result. */
  onLeave() {
    this.#remember?.()
  }

  /** The results are no longer shown. */
  clear() {
    this.#remember = null
  }

  /** @param {string} text */
  async #tell(text) {
    const own = await this.#load()
    if (text) await own?.onAnswer(text).catch((error) => console.info("New results are not known.", error))
  }

  /**
   * @param {string} text
   * @param {() => boolean} isCurrent
   */
  async #keep(text, isCurrent) {
    try {
      const { rememberSearch } = await import("./searches-store.js")
      if (!isCurrent()) return
      this.#remember = () => rememberSearch(text)
      setTimeout(() => isCurrent() && rememberSearch(text), PAUSE)
    } catch (error) {
      console.info("Recent searches are not available.", error)
    }
  }

  #load() {
    this.#own ??= this.#make()
    return this.#own
  }

  async #make() {
    const { beginning, tools, status, place: results, engine, follow, order } = this.page
    try {
      const { OwnSearches } = await import("./search-own.js")
      return new OwnSearches({ engine, beginning, tools, status, results, follow, order: () => order.value })
    } catch (error) {
      console.info("Recent and saved searches are not available.", error)
      this.#own = undefined
      return null
    }
  }
}

/**
 * The searches that are stored in this browser (searches-store.js); null where there are none.
 *
 * @param {URL} root
 */
function storedSearches({ pathname }) {
  try {
    return JSON.parse(localStorage.getItem(`digestif.searches${pathname}`) ?? "null")
  } catch {
    return null // storage is forbidden, or has something else
  }
}
