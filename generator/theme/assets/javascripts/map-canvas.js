/* Draws the map: points in the colours of their topics, those that were searched for, the one that is meant, and names. */

import { isPlaced, onCanvas, regionNames, wholeMap } from "./map-points.js"

/**
 * @typedef {import("./map-points.js").Points} Points
 * @typedef {import("./map-points.js").View} View
 * @typedef {import("./map-points.js").Size} Size
 *
 * What is drawn: rows that pass `shows`; those that do not pass `found`, where there was a search, are faint. `chosen`
 * and `pointed` are rows that stand out. Names hide no paper that is asked for by a search or a topic (`isAsked`).
 * @typedef {object} Scene
 * @property {View} view
 * @property {(row: number) => boolean} shows
 * @property {Set<number> | null} found
 * @property {boolean} isAsked
 * @property {number | null} chosen
 * @property {number | null} pointed
 *
 * @typedef {{x: number, y: number, topic: string}} Spot a point on the canvas, in pixels
 */

const FULL_TURN = 2 * Math.PI
const FEW_POINTS = 1500 // fewer are drawn larger
const NAME_SIZE = 13 // pixels
const FAINT = 0.16
/** System colours in place of the page's where the reader has chosen forced colours. @type {Record<string, string>} */
const FORCED = { "--dg-background": "Canvas", "--dg-accent": "Highlight" }

export class MapCanvas {
  /** @type {Map<string, string>} */
  #colours = new Map()

  /**
   * @param {HTMLCanvasElement} canvas
   * @param {Points} points
   * @param {(row: number) => string} topicOf the main topic of a row, empty for none
   */
  constructor(canvas, points, topicOf) {
    this.canvas = canvas
    this.points = points
    this.topicOf = topicOf
    this.forced = matchMedia("(forced-colors: active)")
    this.context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"))
  }

  /** @returns {Size} in pixels of the page */
  get size() {
    return { width: this.canvas.clientWidth, height: this.canvas.clientHeight }
  }

  /** Read the colours of the page's scheme again. */
  readColours() {
    this.#colours.clear()
  }

  /** @param {Scene} scene */
  draw(scene) {
    const { width, height } = this.size
    const sharpness = window.devicePixelRatio || 1
    const pixels = [Math.round(width * sharpness), Math.round(height * sharpness)]
    if (this.canvas.width !== pixels[0] || this.canvas.height !== pixels[1])
      [this.canvas.width, this.canvas.height] = pixels
    this.context.setTransform(sharpness, 0, 0, sharpness, 0, 0)
    this.context.clearRect(0, 0, width, height)
    const radius = this.#radius(scene.view)
    const { clear, faint } = this.#spots(scene, radius)
    this.#drawPoints(faint, radius, FAINT)
    this.#drawPoints(clear, radius, 0.85)
    this.#drawNames(scene.view, scene.isAsked ? clear : [], radius)
    for (const row of [scene.chosen, scene.pointed]) if (row !== null) this.#drawRing(scene.view, row, radius)
  }

  /** @param {View} view */
  #radius(view) {
    const closer = Math.log2(view.scale / wholeMap(this.points.extent, this.size).scale)
    return (this.points.keys.length < FEW_POINTS ? 3.2 : 2) + 0.7 * closer
  }

  /**
   * Where the points in view are: those that were searched for, and the others.
   *
   * @param {Scene} scene
   * @param {number} radius
   */
  #spots({ view, shows, found }, radius) {
    const { width, height } = this.size
    /** @type {{clear: Spot[], faint: Spot[]}} */
    const spots = { clear: [], faint: [] }
    for (let row = 0; row < this.points.keys.length; row++) {
      if (!isPlaced(this.points, row)) continue
      const { x, y } = onCanvas(this.points, row, view)
      if (x < -radius || y < -radius || x > width + radius || y > height + radius || !shows(row)) continue
      const group = found && !found.has(row) ? spots.faint : spots.clear
      group.push({ x, y, topic: this.topicOf(row) })
    }
    return spots
  }

  /**
   * @param {Spot[]} spots
   * @param {number} radius
   * @param {number} opacity
   */
  #drawPoints(spots, radius, opacity) {
    /** @type {Map<string, Path2D>} */
    const paths = new Map()
    for (const { x, y, topic } of spots) {
      const path = paths.get(topic) ?? new Path2D()
      paths.set(topic, path)
      path.moveTo(x + radius, y)
      path.arc(x, y, radius, 0, FULL_TURN)
    }
    this.context.globalAlpha = opacity
    for (const [topic, path] of paths) {
      this.context.fillStyle = this.#colourOf(topic)
      this.context.fill(path)
    }
    this.context.globalAlpha = 1
  }

  /**
   * @param {View} view
   * @param {number} row
   * @param {number} radius
   */
  #drawRing(view, row, radius) {
    const { x, y } = onCanvas(this.points, row, view)
    this.context.beginPath()
    this.context.arc(x, y, radius + 3, 0, FULL_TURN)
    this.context.lineWidth = 2.5
    this.context.strokeStyle = this.#colour(this.forced.matches ? "--dg-accent" : "--dg-text")
    this.context.stroke()
  }

  /**
   * @param {View} view
   * @param {Spot[]} kept points that no name may hide
   * @param {number} radius
   */
  #drawNames(view, kept, radius) {
    this.context.font = `600 ${NAME_SIZE}px ${this.#colour("--dg-sans") || "sans-serif"}`
    this.context.textAlign = "center"
    this.context.textBaseline = "middle"
    this.context.lineJoin = "round"
    this.context.lineWidth = 4
    this.context.strokeStyle = this.#colour("--dg-background")
    this.context.fillStyle = this.#colour("--dg-text")
    const measure = (/** @type {string} */ name) => ({
      width: this.context.measureText(name).width + 2 * radius + 6,
      height: NAME_SIZE + 2 * radius + 2,
    })
    for (const { name, x, y } of regionNames(this.points, view, this.size, measure, kept, this.#buttons())) {
      this.context.strokeText(name, x, y)
      this.context.fillText(name, x, y)
    }
  }

  /** Where the buttons lie over the map. */
  #buttons() {
    const above = /** @type {NodeListOf<HTMLElement>} */ (this.canvas.parentElement?.querySelectorAll(".dg-map-zoom"))
    return [...above].map(({ offsetLeft: left, offsetTop: top, offsetWidth: width, offsetHeight: height }) => ({
      x: left + width / 2,
      y: top + height / 2,
      width,
      height,
    }))
  }

  /** @param {string} topic */
  #colourOf(topic) {
    if (this.forced.matches) return this.#colour("--dg-text")
    const dot = topic && document.querySelector(`[data-topic="${CSS.escape(topic)}"]`)
    return (dot && this.#colour("--dg-topic", dot)) || this.#colour("--dg-muted")
  }

  /**
   * The value of a variable as a colour that a canvas understands.
   *
   * @param {string} name
   * @param {Element} [element]
   */
  #colour(name, element = this.canvas) {
    const known = `${name} ${element.getAttribute("data-topic") ?? ""}`
    let value = this.#colours.get(known)
    if (value === undefined) {
      const stated = getComputedStyle(element).getPropertyValue(name).trim()
      value = resolved(
        this.forced.matches && CSS.supports("color", stated) ? (FORCED[name] ?? "CanvasText") : stated,
        element,
      )
      this.#colours.set(known, value)
    }
    return value
  }
}

/**
 * `light-dark()` and `var()` as the browser shows them: a canvas takes neither.
 *
 * @param {string} value
 * @param {Element} element
 */
function resolved(value, element) {
  if (!CSS.supports("color", value)) return value
  const probe = document.createElement("span")
  probe.style.color = value
  element.after(probe)
  const shown = getComputedStyle(probe).color
  probe.remove()
  return shown
}
