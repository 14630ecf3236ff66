/* Draws the map: points in the colours of their topics, those that were searched for, the one that is meant, and names. */

import { isPlaced, onCanvas, regionNames, wholeMap } from "./map-points.js"

/**
 * @typedef {import("./map-points.js").Points} Points
 * @typedef {import("./map-points.js").View} View
 * @typedef {import("./map-points.js").Size} Size
 *
 * What is drawn: rows that pass `shows`; those that do not pass `found`, where there was a search, are faint. `chosen`
 * and `pointed` are rows that stand out.
 * @typedef {object} Scene
 * @property {View} view
 * @property {(row: number) => boolean} shows
 * @property {Set<number> | null} found
 * @property {number | null} chosen
 * @property {number | null} pointed
 */

const FULL_TURN = 2 * Math.PI
const FEW_POINTS = 1500 // fewer are drawn larger
const NAME_SIZE = 13 // pixels
const FAINT = 0.16

export class MapCanvas {
  /** @type {Map<string, string>} */
  #colours = new Map()

  /**
   * @param {HTMLCanvasElement} canvas
   * @param {Points} points
   * @param {(row: number) => string} topicOf the main topic of a row, empty for none
   * @param {Record<string, string>} names of topics by id
   */
  constructor(canvas, points, topicOf, names) {
    this.canvas = canvas
    this.points = points
    this.topicOf = topicOf
    this.names = names
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
    this.#drawPoints(scene, radius, (row) => Boolean(scene.found) && !scene.found?.has(row), FAINT)
    this.#drawPoints(scene, radius, (row) => !scene.found || scene.found.has(row), 0.85)
    this.#drawNames(scene.view)
    for (const row of [scene.chosen, scene.pointed]) if (row !== null) this.#drawRing(scene.view, row, radius)
  }

  /** @param {View} view */
  #radius(view) {
    const closer = Math.log2(view.scale / wholeMap(this.points.extent, this.size).scale)
    return (this.points.keys.length < FEW_POINTS ? 3.2 : 2) + 0.7 * closer
  }

  /**
   * @param {Scene} scene
   * @param {number} radius
   * @param {(row: number) => boolean} wanted
   * @param {number} opacity
   */
  #drawPoints({ view, shows }, radius, wanted, opacity) {
    const { width, height } = this.size
    /** @type {Map<string, Path2D>} */
    const paths = new Map()
    for (let row = 0; row < this.points.keys.length; row++) {
      if (!isPlaced(this.points, row) || !shows(row) || !wanted(row)) continue
      const { x, y } = onCanvas(this.points, row, view)
      if (x < -radius || y < -radius || x > width + radius || y > height + radius) continue
      const topic = this.topicOf(row)
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
    this.context.strokeStyle = this.#colour("--dg-text")
    this.context.stroke()
  }

  /** @param {View} view */
  #drawNames(view) {
    this.context.font = `600 ${NAME_SIZE}px ${this.#colour("--dg-sans") || "sans-serif"}`
    this.context.textAlign = "center"
    this.context.textBaseline = "middle"
    this.context.lineJoin = "round"
    this.context.lineWidth = 4
    this.context.strokeStyle = this.#colour("--dg-background")
    this.context.fillStyle = this.#colour("--dg-text")
    const nameOf = (/** @type {string} */ topic) => this.names[topic] ?? topic
    const measure = (/** @type {string} */ topic) => ({
      width: this.context.measureText(nameOf(topic)).width + 10,
      height: NAME_SIZE + 6,
    })
    for (const { topic, x, y } of regionNames(this.points, view, this.size, measure)) {
      this.context.strokeText(nameOf(topic), x, y)
      this.context.fillText(nameOf(topic), x, y)
    }
  }

  /** @param {string} topic */
  #colourOf(topic) {
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
      value = resolved(getComputedStyle(element).getPropertyValue(name).trim(), element)
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
