/* The map of papers: pans and zooms by pointer, wheel, touch and keys, marks what a search finds, and lists what is in
 * view. Nothing moves on its own. The address says what is shown. */

import { button, element } from "./elements.js"
import { addressOf, readAddress } from "./map-address.js"
import { PaperBox } from "./map-box.js"
import { MapCanvas } from "./map-canvas.js"
import { Choice } from "./map-choice.js"
import { loadMap } from "./map-files.js"
import { PaperList } from "./map-list.js"
import { followPointers } from "./map-pointers.js"
import {
  centred,
  isPlaced,
  moved,
  nearestRow,
  nextRow,
  onCanvas,
  partOf,
  rowsInView,
  viewOf,
  wholeMap,
  zoomed,
} from "./map-points.js"
import { Archive } from "./search-archive.js"
import { gettext, ngettext } from "./words.js"

/** @typedef {import("./map-files.js").MapFiles} MapFiles */

const STEP = 1.6 // of zooming by a key or button
const NEAR = 6 // how many times closer a paper that the address names is shown
const PAUSE = 250 // ms without a change before the list and the address follow
/** @type {Record<string, import("./map-points.js").Direction>} */
const ARROWS = { ArrowLeft: "left", ArrowRight: "right", ArrowUp: "up", ArrowDown: "down" }

/**
 * Draw the map in its section.
 *
 * @param {HTMLElement} section
 */
export async function showMap(section) {
  const message = /** @type {HTMLElement} */ (section.querySelector("[data-map-message]"))
  message.textContent = gettext("Loading the map …")
  const archive = new Archive(new URL(section.dataset.root ?? ".", location.href))
  try {
    const files = await loadMap(new URL(section.dataset.map ?? "", location.href), archive)
    new PaperMap(section, archive, files).start()
    message.remove()
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    const again = button(gettext("Try again"), () => void showMap(section))
    message.replaceChildren(gettext("The map could not be loaded: %(reason)s.", { reason }), " ", again)
  }
}

class PaperMap {
  /** @type {number | null} */
  #chosen = null
  /** @type {number | null} */
  #pointed = null
  #framed = false // whether a frame is already asked for
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #following

  /**
   * @param {HTMLElement} section
   * @param {Archive} archive
   * @param {MapFiles} files
   */
  constructor(section, archive, files) {
    this.section = section
    this.points = files.points
    this.choice = new Choice(files, archive, {
      choose: () => this.#writeAddress("push"),
      type: () => this.#writeAddress("replace"),
      find: () => this.#filter(),
    })
    this.canvas = element("canvas", {
      tabindex: 0,
      role: "application",
      "aria-label": ngettext("Map of %(number)s paper", "Map of %(number)s papers", files.points.keys.length),
      "aria-describedby": "map-keys",
    })
    this.box = new PaperBox(archive, (row) => this.choice.topicNames(row))
    this.list = new PaperList(archive, (row) => this.#point(row))
    this.drawing = new MapCanvas(this.canvas, files.points, (row) => this.choice.topicsOf(row)[0] ?? "")
    this.size = { width: 0, height: 0 }
    this.view = wholeMap(files.points.extent, this.size)
  }

  start() {
    const zoom = (/** @type {string} */ text, /** @type {string} */ label, /** @type {() => void} */ act) =>
      button(text, act, { "aria-label": label, title: label })
    this.section.prepend(
      this.choice.element,
      this.choice.status,
      element(
        "div",
        { class: "dg-map-frame" },
        this.canvas,
        element(
          "div",
          { class: "dg-map-zoom" },
          zoom("+", gettext("Zoom in"), () => this.#zoom(STEP)),
          zoom("−", gettext("Zoom out"), () => this.#zoom(1 / STEP)),
          zoom("⤢", gettext("Whole map"), () => this.#showPart(null)),
        ),
        this.box.element,
      ),
      this.list.element,
      element(
        "p",
        { class: "dg-small", id: "map-keys" },
        gettext(
          "Drag to move, scroll or pinch to zoom. With the keyboard: arrow keys go from paper to paper, Enter opens one, + and − zoom, 0 shows the whole map, Escape lets go.",
        ),
      ),
    )
    this.size = this.drawing.size
    this.#listen()
    this.#showAddress()
  }

  #listen() {
    const { canvas } = this
    const leave = this.box.whenLeft(() => this.#point(null))
    const rowAt = (/** @type {{x: number, y: number}} */ at, /** @type {number} */ reach) =>
      nearestRow(this.points, this.view, at, reach, this.choice.matches)
    followPointers(canvas, {
      move: (x, y) => this.#show(moved(this.view, x, y, this.points.extent, this.size)),
      zoom: (factor, at) => this.#zoom(factor, at),
      point: (at, reach) => {
        const row = rowAt(at, reach)
        if (row === null) leave()
        else this.#point(row)
      },
      choose: (at, reach) => {
        this.#writeAddress("replace")
        this.#choose(rowAt(at, reach))
        this.#writeAddress("push")
      },
      leave,
      isWhole: () => this.#isWhole,
    })
    canvas.addEventListener("keydown", (event) => this.#press(event))
    this.section.addEventListener("click", () => this.#writeAddress("replace"), true) // of a link, before it is followed
    new ResizeObserver(() => this.#resize()).observe(canvas)
    this.#followPage()
  }

  /** Follow what happens outside the map, as long as it is on the page: steps in the history, keys, and colours. */
  #followPage() {
    const ended = new AbortController()
    const whileShown = (/** @type {() => void} */ act) => () => (this.canvas.isConnected ? act() : ended.abort())
    const { signal } = ended
    const recolour = whileShown(() => {
      this.drawing.readColours()
      this.#redraw()
    })
    addEventListener(
      "popstate",
      whileShown(() => this.#showAddress()),
      { signal },
    )
    addEventListener("keydown", ({ key }) => key === "Escape" && this.#point(null), { signal })
    for (const query of ["(prefers-color-scheme: dark)", "(forced-colors: active)"]) {
      matchMedia(query).addEventListener("change", recolour, { signal })
    }
    const scheme = new MutationObserver(recolour)
    scheme.observe(document.body, { attributes: true, attributeFilter: ["data-md-color-scheme"] })
    signal.addEventListener("abort", () => scheme.disconnect())
  }

  /** Show what the address asks for. */
  #showAddress() {
    const { points } = this
    const asked = readAddress(location)
    this.choice.set(asked)
    const row = asked.key ? points.keys.indexOf(asked.key) : -1
    this.#chosen = row >= 0 && isPlaced(points, row) && this.choice.passes(row) ? row : null
    this.#pointed = null
    const near = this.#chosen === null ? null : { x: points.x[row], y: points.y[row], zoom: NEAR }
    this.#showPart(asked.part ?? near)
    if (this.#chosen !== null && !this.#isInView(this.#chosen)) this.#showPart(near)
    this.#meet()
  }

  /**
   * Put what is shown in the address, as a step in the browser's history or in place of the last one.
   *
   * @param {"push" | "replace"} how
   */
  #writeAddress(how) {
    const address = addressOf({
      topic: this.choice.topic.value,
      year: this.choice.year.value,
      search: this.choice.search,
      part: partOf(this.view, this.points.extent, this.size),
      key: this.#chosen === null ? "" : this.points.keys[this.#chosen],
    })
    if (address === location.search + location.hash) return
    if (how === "push") history.pushState(history.state, "", location.pathname + address)
    else history.replaceState(history.state, "", location.pathname + address)
  }

  /** Keep what is in view where the canvas gets another size. */
  #resize() {
    const { size } = this.drawing
    if (!size.width || !size.height) return
    const part = partOf(this.view, this.points.extent, this.size)
    this.size = size
    this.#showPart(part)
  }

  /** Draw again in the next frame; list what is then in view, and say so in the address, after a pause. */
  #changed() {
    clearTimeout(this.#following)
    this.#following = setTimeout(() => {
      if (!this.canvas.isConnected) return
      this.#writeAddress("replace")
      const rows = rowsInView(this.points, this.view, this.size, this.choice.matches)
      this.list.show(rows).catch((error) => console.warn("The list of the map could not be loaded.", error))
    }, PAUSE)
    this.#redraw()
  }

  #redraw() {
    if (this.#framed) return
    this.#framed = true
    requestAnimationFrame(() => {
      this.#framed = false
      this.canvas.classList.toggle("dg-map-near", !this.#isWhole)
      this.drawing.draw({
        view: this.view,
        shows: this.choice.passes,
        found: this.choice.found,
        isAsked: this.choice.isAsked,
        chosen: this.#chosen,
        pointed: this.#pointed,
      })
      this.#placeBox()
    })
  }

  #filter() {
    if (this.#chosen !== null && !this.choice.matches(this.#chosen)) this.#choose(null)
    this.#changed()
  }

  /** @param {KeyboardEvent} event */
  #press(event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return
    const arrow = ARROWS[event.key]
    if (arrow) this.#walk(arrow)
    else if (event.key === "Enter" && this.#chosen !== null) this.box.open()
    else if (event.key === "+" || event.key === "=") this.#zoom(STEP)
    else if (event.key === "-" || event.key === "−") this.#zoom(1 / STEP)
    else if (event.key === "0" || event.key === "Home") this.#showPart(null)
    else if (event.key === "Escape") this.#choose(null)
    else return
    event.preventDefault()
    event.stopPropagation()
  }

  /** @param {import("./map-points.js").Direction} arrow */
  #walk(arrow) {
    const { matches } = this.choice
    const next =
      this.#chosen === null
        ? (rowsInView(this.points, this.view, this.size, matches)[0] ?? null)
        : nextRow(this.points, this.#chosen, arrow, matches)
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
      this.view = centred(this.view, this.points.x[row], this.points.y[row], this.points.extent, this.size)
    }
    this.#meet()
    this.#changed()
  }

  get #isWhole() {
    return !partOf(this.view, this.points.extent, this.size)
  }

  /** @param {number} row */
  #isInView(row) {
    const { x, y } = onCanvas(this.points, row, this.view)
    return x > 0 && y > 0 && x < this.size.width && y < this.size.height
  }

  /**
   * Show a paper while a pointer is on it.
   *
   * @param {number | null} row
   */
  #point(row) {
    this.box.stay()
    if (row === this.#pointed) return
    this.#pointed = row
    this.#meet()
    this.#redraw()
  }

  /** Show the card of the paper that is meant. */
  #meet() {
    void this.box.show(this.#pointed ?? this.#chosen).then(() => this.#placeBox())
  }

  #placeBox() {
    const row = this.#pointed ?? this.#chosen
    if (row === null) return
    this.box.place(onCanvas(this.points, row, this.view), this.size, this.#isInView(row))
  }

  /**
   * @param {number} factor
   * @param {{x: number, y: number}} [at] by default the chosen paper, or the middle
   */
  #zoom(factor, at) {
    const { size } = this
    const middle = { x: size.width / 2, y: size.height / 2 }
    const fixed = at ?? (this.#chosen === null ? middle : onCanvas(this.points, this.#chosen, this.view))
    this.#show(zoomed(this.view, factor, fixed, this.points.extent, size))
  }

  /** @param {import("./map-points.js").Part | null} part null for the whole map */
  #showPart(part) {
    this.#show(viewOf(part, this.points.extent, this.size))
  }

  /** @param {import("./map-points.js").View} view */
  #show(view) {
    this.view = view
    this.#changed()
  }
}
