/* Decodes places of terms in papers, which generator/build/search/term_files.py writes. */

import { BitReader } from "./search-bits.js"
import { isText } from "./search-words.js"

const [RUN_WIDTH, COUNT_WIDTH] = [3, 0] // as in generator/build/search/term_files.py

/**
 * The places of a term in each of its papers.
 *
 * @param {import("./search-files.js").IndexFiles} files
 * @param {number} number of the range that has the term
 * @param {string} wanted
 * @returns {Promise<Map<number, number[]>>} by row
 */
export async function placesOf(files, number, wanted) {
  const [{ terms: coding }, parts] = await Promise.all([files.manifest(), files.termParts(number)])
  const having = parts.filter(({ terms }) => terms.has(wanted))
  const found = having.map(async ({ terms, places }) => {
    const bytes = await files.once(places, () => files.bytes(places))
    return readPlaces(terms, wanted, new Uint8Array(bytes), coding)
  })
  return new Map((await Promise.all(found)).flat())
}

/**
 * The places of a term, from the file of places of a file of terms, with the rows of its papers.
 *
 * @param {import("./search-postings.js").Terms} terms
 * @param {string} wanted
 * @param {Uint8Array} bytes
 * @param {{placeWidths: [number[], number[]], usualPlaces: number[]}} coding
 */
export function readPlaces(terms, wanted, bytes, { placeWidths, usualPlaces }) {
  /** @type {[row: number, places: number[]][]} */
  const found = []
  const reader = new PlaceReader(bytes)
  for (const [term, { rows, levels }] of terms) {
    if (term > wanted) break
    const [widths, ofName] = isText(term) ? [placeWidths[0], null] : [placeWidths[1], term.startsWith("#") ? 0 : 1]
    rows.forEach((row, place) => {
      const places = reader.next(ofName ?? usualPlaces[levels[place]], widths)
      if (term === wanted) found.push([row, places])
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
