/* Decodes places of terms in papers, which generator/build/search/term_files.py writes. */

import { BitReader } from "./search-bits.js"
import { isText } from "./search-words.js"

const [RUN_WIDTH, COUNT_WIDTH] = [3, 0] // as in generator/build/search/term_files.py

/**
 * The places of a term in each of its papers, from the file of places with the same range as a file of terms.
 *
 * @param {import("./search-postings.js").TermFile} file
 * @param {string} wanted
 * @param {Uint8Array} bytes
 * @returns {Map<number, number[]>} by row
 */
export function placesOf(file, wanted, bytes) {
  const found = new Map()
  const { placeWidths, usualPlaces } = file.coding
  const reader = new PlaceReader(bytes)
  for (const [number, term] of file.terms.entries()) {
    if (term > wanted) break
    const [widths, ofName] = isText(term) ? [placeWidths[0], null] : [placeWidths[1], term.startsWith("#") ? 0 : 1]
    const { rows, levels } = file.at(number)
    rows.forEach((row, place) => {
      const places = reader.next(ofName ?? usualPlaces[levels[place]], widths)
      if (term === wanted) found.set(row, places)
    })
  }
  return found
}

/** Reads the places of postings, one after another. */
class PlaceReader {
  #reader
  /** How many postings with the usual number of places follow; null where that is to be read. @type {number | null} */
  #usualLeft = null

  /** @param {Uint8Array} bytes */
  constructor(bytes) {
    this.#reader = new BitReader(bytes)
  }

  /**
   * The places of the next posting.
   *
   * @param {number} usual how many there usually are
   * @param {number[]} widths
   */
  next(usual, widths) {
    const count = this.#count(usual)
    const width = widths[Math.min(count, widths.length - 1)]
    const places = []
    let place = -1
    for (let left = count; left > 0; left--) {
      place += this.#reader.next(width) + 1
      places.push(place)
    }
    return places
  }

  /** @param {number} usual */
  #count(usual) {
    this.#usualLeft ??= this.#reader.next(RUN_WIDTH)
    if (this.#usualLeft-- > 0) return usual
    this.#usualLeft = null
    const other = this.#reader.next(COUNT_WIDTH)
    return other < usual ? other : other + 1
  }
}
