/* Which papers of the map are asked for: by words, topic and year. */

import { element } from "./elements.js"
import { isPlaced } from "./map-points.js"
import { required } from "./messages.js"
import { gettext, ngettext } from "./words.js"
import { LOCALE } from "./language.js"

/**
 * @typedef {import("./map-files.js").MapFiles} MapFiles
 * @typedef {import("./search-archive.js").Archive} Archive
 *
 * @typedef {object} Changes
 * @property {() => void} choose called after a topic or a year was chosen
 * @property {() => void} type called after a pause in typing
 * @property {() => void} find called when other papers match
 */

const PAUSE = 250 // ms

export class Choice {
  /** @type {Set<number> | null} */
  #found = null
  #search = 0 // number of the newest search
  /** @type {import("./search-engine.js").Engine | undefined} */
  #engine
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #typing
  #searched = ""

  /**
   * @param {MapFiles} files
   * @param {Archive} archive
   * @param {Changes} changes
   */
  constructor({ points, facts, topics }, archive, changes) {
    this.points = points
    this.facts = facts
    this.topics = topics
    this.archive = archive
    this.changes = changes
    this.input = element("input", { type: "search", placeholder: gettext("Words or author:name"), autocomplete: "off" })
    this.topic = select(gettext("All topics"), this.#topicOptions())
    this.year = select(
      gettext("All years"),
      this.#years().map((year) => [year, year]),
    )
    this.status = element("p", { class: "dg-small", role: "status", "data-map-status": true })
    this.element = element(
      "div",
      { class: "dg-map-tools" },
      element("label", {}, gettext("Find"), " ", this.input),
      element("label", {}, gettext("Topic"), " ", this.topic),
      element("label", {}, gettext("Year"), " ", this.year),
    )
    this.#listen()
  }

  /** The words that are asked for. */
  get search() {
    return this.input.value.trim()
  }

  /** The rows that a search found; null where there is no search. */
  get found() {
    return this.#found
  }

  /** Whether a search or a topic asks for some papers. */
  get isAsked() {
    return Boolean(this.#found || this.topic.value)
  }

  /**
   * Ask for other papers; a topic or year that the map does not have is ignored.
   *
   * @param {{topic: string, year: string, search: string}} asked
   */
  set({ topic, year, search }) {
    clearTimeout(this.#typing)
    this.topic.value = topic
    this.year.value = year
    for (const chosen of [this.topic, this.year]) if (chosen.selectedIndex < 0) chosen.value = ""
    this.input.value = search
    if (this.search === this.#searched) this.#report()
    else void this.#find()
  }

  /** @param {number} row */
  topicsOf(row) {
    return this.facts.topics?.values[this.facts.topics.numbers[row]] ?? []
  }

  /** The names of a row's topics. @param {number} row */
  topicNames(row) {
    return this.topicsOf(row).map((topic) => this.topics[topic] ?? topic)
  }

  /** Whether a row has the topic and the year. */
  passes = (/** @type {number} */ row) => {
    const [topic, year] = [this.topic.value, this.year.value]
    return (
      (!topic || this.topicsOf(row).includes(topic)) && (!year || this.facts.days[this.facts.day[row]].startsWith(year))
    )
  }

  /** Whether a row also is among what was searched for. */
  matches = (/** @type {number} */ row) => (!this.#found || this.#found.has(row)) && this.passes(row)

  /** @returns {[string, string][]} */
  #topicOptions() {
    const shown = new Set(this.points.keys.flatMap((_, row) => (isPlaced(this.points, row) ? this.topicsOf(row) : [])))
    const options = [...shown].map((id) => /** @type {[string, string]} */ ([id, this.topics[id] ?? id]))
    return options.sort(([, one], [, other]) => one.localeCompare(other, LOCALE))
  }

  #years() {
    return [...new Set(this.facts.days.map((day) => day.slice(0, 4)))].sort().reverse()
  }

  #listen() {
    for (const chosen of [this.topic, this.year]) {
      chosen.addEventListener("change", () => {
        this.changes.choose()
        this.#report()
        this.changes.find()
      })
    }
    this.input.addEventListener("input", () => {
      clearTimeout(this.#typing)
      this.#typing = setTimeout(() => {
        this.changes.type()
        void this.#find()
      }, PAUSE)
    })
  }

  async #find() {
    const search = ++this.#search
    const text = this.search
    this.#searched = text
    try {
      const answer = text ? await this.#answer(text) : null
      if (search !== this.#search) return
      const results = answer?.found ? answer.results.slice(0, answer.found) : answer?.results
      this.#found = results ? new Set(results.map(({ row }) => row)) : null
      this.#report()
      this.changes.find()
    } catch (error) {
      if (search !== this.#search) return
      this.#searched = ""
      const reason = error instanceof Error ? error.message : String(error)
      this.status.textContent = gettext("Search failed: %(reason)s", { reason })
    }
  }

  /** The answer to a query; null for one that asks for nothing. @param {string} text */
  async #answer(text) {
    const [{ Engine }, { isAsking, parseQuery }] = await required(
      Promise.all([import("./search-engine.js"), import("./search-query.js")]),
    )
    this.#engine ??= new Engine(this.archive.root, this.archive.files)
    const query = parseQuery(text)
    return isAsking(query) ? this.#engine.search(query) : null
  }

  /** Say how many papers are left. */
  #report() {
    const isAsked = this.#found || this.topic.value || this.year.value
    const count = this.points.keys.filter((_, row) => isPlaced(this.points, row) && this.matches(row)).length
    if (!isAsked) this.status.textContent = ""
    else if (!count) this.status.textContent = gettext("No paper matches.")
    else this.status.textContent = ngettext("%(number)s paper on the map", "%(number)s papers on the map", count)
  }
}

/**
 * @param {string} all
 * @param {[value: string, name: string][]} options
 */
function select(all, options) {
  const made = options.map(([value, name]) => element("option", { value }, name))
  return element("select", {}, element("option", { value: "" }, all), made)
}
