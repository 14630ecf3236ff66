/* The card of the paper that is meant, beside its point: of the one that is chosen, or while a pointer is on one. */

import { element } from "./elements.js"
import { about, paperLink } from "./map-list.js"

/** @typedef {import("./search-archive.js").Archive} Archive */

const GAP = 14 // pixels between a point and its card
const LINGERS = 300 // ms in which the pointer can reach the card

export class PaperBox {
  /** @type {number | null} */
  #row = null
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #leaving

  /**
   * @param {Archive} archive
   * @param {(row: number) => string[]} topicNames
   */
  constructor(archive, topicNames) {
    this.archive = archive
    this.topicNames = topicNames
    this.element = element("div", { class: "dg-map-paper", role: "status" }) // empty, not hidden: so changes are announced
  }

  /**
   * Call a function when the pointer has left a point, unless it went to the card, or has left the card.
   *
   * @param {() => void} onLeave
   */
  whenLeft(onLeave) {
    const later = () => {
      this.stay()
      this.#leaving = setTimeout(onLeave, LINGERS)
    }
    this.element.addEventListener("pointerenter", () => this.stay())
    this.element.addEventListener("pointerleave", later)
    return later
  }

  /** Do not leave after all. */
  stay() {
    clearTimeout(this.#leaving)
  }

  /**
   * Show the card of a row, or none.
   *
   * @param {number | null} row
   */
  async show(row) {
    if (row === this.#row) return
    this.#row = row
    this.element.replaceChildren()
    if (row === null) return
    const [card] = await this.archive.cards([{ row }]).catch(() => [null])
    if (row !== this.#row) return
    const topics = this.topicNames(row).join(", ")
    const details = [...about(card), topics && element("span", {}, topics)]
    this.element.replaceChildren(paperLink(card), element("small", {}, details))
  }

  open() {
    this.element.querySelector("a")?.click()
  }

  /**
   * Put the card beside its point, within the frame; hide it while the point is out of view.
   *
   * @param {{x: number, y: number}} point
   * @param {import("./map-points.js").Size} size
   * @param {boolean} isInView
   */
  place({ x, y }, { width, height }, isInView) {
    this.element.classList.toggle("dg-map-away", !isInView)
    const [wide, high] = [this.element.offsetWidth, this.element.offsetHeight]
    const left = x + GAP + wide <= width ? x + GAP : x - GAP - wide
    this.element.style.left = `${Math.max(0, Math.min(left, width - wide))}px`
    this.element.style.top = `${Math.max(0, y + GAP + high <= height ? y + GAP : y - GAP - high)}px`
  }
}
