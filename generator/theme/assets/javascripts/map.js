/* The map of papers: pans and zooms by pointer, wheel, touch and keys, marks what a search finds, and lists what is in
 * view. Nothing moves on its own. Its address can name a paper (#KEY), and a topic, a year and a search (?topic=). */

import { button, element } from "./elements.js"
import { MapCanvas } from "./map-canvas.js"
import { loadMap } from "./map-files.js"
import { about, paperLink, PaperList } from "./map-list.js"
import { followPointers } from "./map-pointers.js"
import { centred, isPlaced, moved, nearestRow, nextRow, onCanvas, rowsInView, wholeMap, zoomed } from "./map-points.js"
import { Engine } from "./search-engine.js"
import { isAsking, parseQuery } from "./search-query.js"
import { counted } from "./search-text.js"

/** @typedef {import("./map-files.js").MapFiles} MapFiles */

const STEP = 1.6 // of zooming by a key or button
const NEAR = 6 // how many times closer a paper that the address names is shown
const PAUSE = 250 // ms without a change before the list follows, or a search begins
/** @type {Record<string, import("./map-points.js").Direction>} */
const ARROWS = { ArrowLeft: "left", ArrowRight: "right", ArrowUp: "up", ArrowDown: "down" }

/**
 * Draw the map in its section.
 *
 * @param {HTMLElement} section
 */
export async function showMap(section) {
  const message = /** @type {HTMLElement} */ (section.querySelector("[data-map-message]"))
  message.textContent = "Loading the map …"
  const engine = new Engine(new URL(section.dataset.root ?? ".", location.href))
  try {
    const files = await loadMap(new URL(section.dataset.map ?? "", location.href), engine)
    new PaperMap(section, engine, files).start()
    message.remove()
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    const again = button("Try again", () => void showMap(section))
    message.replaceChildren(`The map could not be loaded: ${reason}. `, again)
  }
}

class PaperMap {
  /** @type {number | null} */
  #chosen = null
  /** @type {number | null} */
  #pointed = null
  /** @type {Set<number> | null} */
  #found = null
  #search = 0 // number of the newest search
  #framed = false // whether a frame is already asked for
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #listing
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #typing

  /**
   * @param {HTMLElement} section
   * @param {Engine} engine
   * @param {MapFiles} files
   */
  constructor(section, engine, { points, facts, topics }) {
    this.section = section
    this.engine = engine
    this.points = points
    this.facts = facts
    this.topics = topics
    this.canvas = element("canvas", {
      tabindex: 0,
      role: "application",
      "aria-label": `Map of ${counted(points.keys.length, "paper")}`,
      "aria-describedby": "map-keys",
    })
    this.box = element("div", { class: "dg-map-paper", role: "status", hidden: true })
    this.status = element("p", { class: "dg-small", role: "status", "data-map-status": true })
    this.input = element("input", { type: "search", placeholder: "Words or author:name", autocomplete: "off" })
    this.topic = this.#select("All topics", this.#topicOptions())
    this.year = this.#select(
      "All years",
      this.#years().map((year) => [year, year]),
    )
    this.list = new PaperList(engine, (row) => this.#point(row))
    this.drawing = new MapCanvas(this.canvas, points, (row) => this.#topicsOf(row)[0] ?? "", topics)
    this.view = wholeMap(points.extent, { width: 0, height: 0 })
  }

  start() {
    const zoom = (/** @type {string} */ text, /** @type {string} */ label, /** @type {() => void} */ act) =>
      button(text, act, { "aria-label": label, title: label })
    this.section.prepend(
      element(
        "div",
        { class: "dg-map-tools" },
        element("label", {}, "Find ", this.input),
        element("label", {}, "Topic ", this.topic),
        element("label", {}, "Year ", this.year),
      ),
      this.status,
      element(
        "div",
        { class: "dg-map-frame" },
        this.canvas,
        element(
          "div",
          { class: "dg-map-zoom" },
          zoom("+", "Zoom in", () => this.#zoom(STEP)),
          zoom("−", "Zoom out", () => this.#zoom(1 / STEP)),
          zoom("⤢", "Whole map", () => this.#showWhole()),
        ),
        this.box,
      ),
      this.list.element,
      element(
        "p",
        { class: "dg-small", id: "map-keys" },
        "Drag to move, scroll or pinch to zoom. With the keyboard: arrow keys go from paper to paper, Enter opens one, " +
          "+ and − zoom, 0 shows the whole map, Escape lets go.",
      ),
    )
    this.#listen()
    this.#showWhole()
    this.#readAddress()
  }

  /**
   * @param {string} all
   * @param {[value: string, name: string][]} options
   */
  #select(all, options) {
    const made = options.map(([value, name]) => element("option", { value }, name))
    return element("select", {}, element("option", { value: "" }, all), made)
  }

  /** @returns {[string, string][]} */
  #topicOptions() {
    const shown = new Set(this.points.keys.flatMap((_, row) => (isPlaced(this.points, row) ? this.#topicsOf(row) : [])))
    const options = [...shown].map((id) => /** @type {[string, string]} */ ([id, this.topics[id] ?? id]))
    return options.sort(([, one], [, other]) => one.localeCompare(other, "en"))
  }

  #years() {
    return [...new Set(this.facts.days.map((day) => day.slice(0, 4)))].sort().reverse()
  }

  /** @param {number} row */
  #topicsOf(row) {
    return this.facts.topicSets[this.facts.topics[row]] ?? []
  }

  /** Whether a row passes the choices of topic and year. */
  #passes = (/** @type {number} */ row) => {
    const [topic, year] = [this.topic.value, this.year.value]
    return (
      (!topic || this.#topicsOf(row).includes(topic)) &&
      (!year || this.facts.days[this.facts.day[row]].startsWith(year))
    )
  }

  /** Whether a row also is among what was searched for. */
  #matches = (/** @type {number} */ row) => this.#passes(row) && (!this.#found || this.#found.has(row))

  #readAddress() {
    const asked = new URLSearchParams(location.search)
    this.topic.value = asked.get("topic") ?? ""
    this.year.value = asked.get("year") ?? ""
    for (const select of [this.topic, this.year]) if (select.selectedIndex < 0) select.value = ""
    this.input.value = asked.get("q") ?? ""
    if (this.input.value) void this.#find()
    const row = this.points.keys.indexOf(decodeURIComponent(location.hash.slice(1)))
    if (row < 0 || !isPlaced(this.points, row)) return
    this.view = { ...this.view, scale: this.view.scale * NEAR }
    this.#choose(row)
  }

  #listen() {
    const { canvas } = this
    canvas.addEventListener("keydown", (event) => this.#press(event))
    const rowAt = (/** @type {{x: number, y: number}} */ at, /** @type {number} */ reach) =>
      nearestRow(this.points, this.view, at, reach, this.#matches)
    followPointers(canvas, {
      move: (x, y) => this.#show(moved(this.view, x, y, this.points.extent, this.drawing.size)),
      zoom: (factor, at) => this.#zoom(factor, at),
      point: (at, reach) => this.#point(rowAt(at, reach)),
      choose: (at, reach) => this.#choose(rowAt(at, reach)),
      leave: () => this.#point(null),
      isWhole: () => this.view.scale <= wholeMap(this.points.extent, this.drawing.size).scale,
    })
    for (const select of [this.topic, this.year]) select.addEventListener("change", () => this.#filter())
    this.input.addEventListener("input", () => {
      clearTimeout(this.#typing)
      this.#typing = setTimeout(() => void this.#find(), PAUSE)
    })
    new ResizeObserver(() => this.#resize()).observe(canvas)
    const scheme = new MutationObserver(() => {
      if (!canvas.isConnected) return scheme.disconnect()
      this.drawing.readColours()
      this.#changed()
    })
    scheme.observe(document.body, { attributes: true, attributeFilter: ["data-md-color-scheme"] })
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => {
      this.drawing.readColours()
      this.#changed()
    })
  }

  #resize() {
    this.#show(zoomed(this.view, 1, { x: 0, y: 0 }, this.points.extent, this.drawing.size))
  }

  /** Draw again in the next frame, and list what is then in view after a pause. */
  #changed() {
    clearTimeout(this.#listing)
    this.#listing = setTimeout(() => {
      const rows = rowsInView(this.points, this.view, this.drawing.size, this.#matches)
      this.list.show(rows).catch((error) => console.warn("The list of the map could not be loaded.", error))
    }, PAUSE)
    this.#redraw()
  }

  #redraw() {
    if (this.#framed) return
    this.#framed = true
    requestAnimationFrame(() => {
      this.#framed = false
      this.drawing.draw({
        view: this.view,
        shows: this.#passes,
        found: this.#found,
        chosen: this.#chosen,
        pointed: this.#pointed,
      })
      this.#placeBox()
    })
  }

  #filter() {
    if (this.#chosen !== null && !this.#matches(this.#chosen)) this.#choose(null)
    this.#report()
    this.#changed()
  }

  /** Say how many papers a search or a choice leaves. */
  #report() {
    const isAsked = this.#found || this.topic.value || this.year.value
    const count = this.points.keys.filter((_, row) => isPlaced(this.points, row) && this.#matches(row)).length
    this.status.textContent = isAsked ? (count ? `${counted(count, "paper")} on the map` : "No paper matches.") : ""
  }

  async #find() {
    const search = ++this.#search
    const query = parseQuery(this.input.value)
    try {
      const answer = isAsking(query) ? await this.engine.search(query) : null
      if (search !== this.#search) return
      const results = answer?.found ? answer.results.slice(0, answer.found) : answer?.results
      this.#found = results ? new Set(results.map(({ row }) => row)) : null
      this.#filter()
    } catch (error) {
      if (search !== this.#search) return
      this.status.textContent = `Search failed: ${error instanceof Error ? error.message : String(error)}`
    }
  }

  /** @param {KeyboardEvent} event */
  #press(event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return
    const arrow = ARROWS[event.key]
    if (arrow) this.#walk(arrow)
    else if (event.key === "Enter" && this.#chosen !== null) this.box.querySelector("a")?.click()
    else if (event.key === "+" || event.key === "=") this.#zoom(STEP)
    else if (event.key === "-" || event.key === "−") this.#zoom(1 / STEP)
    else if (event.key === "0" || event.key === "Home") this.#showWhole()
    else if (event.key === "Escape") this.#choose(null)
    else return
    event.preventDefault()
    event.stopPropagation()
  }

  /** @param {import("./map-points.js").Direction} arrow */
  #walk(arrow) {
    const first = rowsInView(this.points, this.view, this.drawing.size, this.#matches)[0] ?? null
    const next = this.#chosen === null ? first : nextRow(this.points, this.#chosen, arrow, this.#matches)
    if (next !== null) this.#choose(next)
  }

  /**
   * Mean a paper, and bring it into view.
   *
   * @param {number | null} row
   */
  #choose(row) {
    this.#chosen = row
    this.#pointed = null
    if (row !== null && !this.#isInView(row)) {
      this.view = centred(this.view, this.points.x[row], this.points.y[row], this.points.extent, this.drawing.size)
    }
    void this.#fillBox()
    this.#changed()
  }

  /** @param {number} row */
  #isInView(row) {
    const { x, y } = onCanvas(this.points, row, this.view)
    const { width, height } = this.drawing.size
    return x > 0 && y > 0 && x < width && y < height
  }

  /**
   * Show a paper while a pointer is on it.
   *
   * @param {number | null} row
   */
  #point(row) {
    if (row === this.#pointed) return
    this.#pointed = row
    void this.#fillBox()
    this.#redraw()
  }

  async #fillBox() {
    const row = this.#pointed ?? this.#chosen
    if (row === null) {
      this.box.hidden = true
      return
    }
    const [card] = await this.engine.cards([{ row }]).catch(() => [null])
    if (row !== (this.#pointed ?? this.#chosen)) return
    const names = this.#topicsOf(row).map((topic) => this.topics[topic] ?? topic)
    const details = [...about(card), names.length > 0 && element("span", {}, names.join(", "))]
    this.box.replaceChildren(paperLink(card), element("small", {}, details))
    this.box.hidden = false
    this.#placeBox()
  }

  /** Put the box beside its point, within the frame. */
  #placeBox() {
    const row = this.#pointed ?? this.#chosen
    if (row === null || this.box.hidden) return
    const { x, y } = onCanvas(this.points, row, this.view)
    const { width, height } = this.drawing.size
    this.box.classList.toggle("dg-map-away", !this.#isInView(row))
    const [wide, high] = [this.box.offsetWidth, this.box.offsetHeight]
    const left = x + 14 + wide <= width ? x + 14 : x - 14 - wide
    this.box.style.left = `${Math.max(0, Math.min(left, width - wide))}px`
    this.box.style.top = `${Math.max(0, y + 14 + high <= height ? y + 14 : y - 14 - high)}px`
  }

  /**
   * @param {number} factor
   * @param {{x: number, y: number}} [at] by default the chosen paper, or the middle
   */
  #zoom(factor, at) {
    const { size } = this.drawing
    const middle = { x: size.width / 2, y: size.height / 2 }
    const fixed = at ?? (this.#chosen === null ? middle : onCanvas(this.points, this.#chosen, this.view))
    this.#show(zoomed(this.view, factor, fixed, this.points.extent, size))
  }

  #showWhole() {
    this.#show(wholeMap(this.points.extent, this.drawing.size))
  }

  /** @param {import("./map-points.js").View} view */
  #show(view) {
    this.view = view
    this.#changed()
  }
}
