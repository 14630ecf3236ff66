/* Decodes the files of generator/build/search/term_files.py: terms, their papers, their weights and places there. */

import { BitReader, gapWidth } from "./search-bits.js"
import { isText } from "./search-words.js"

/**
 * The papers that have a term, in the order of their rows, and the level of its weight in each, 0 to 15.
 * @typedef {{term: string, rows: Uint32Array, levels: Uint8Array}} Postings
 *
 * How levels and places of postings are coded; the widths of places are those in texts and in names, by their number, and
 * the usual numbers of places are by level.
 * @typedef {{papers: number, ranks: number[], rankWidth: number, placeWidths: [number[], number[]],
 *   usualPlaces: number[]}} Coding
 */

const NAME_LEVEL = 7

/** The terms of a range, decoded. */
export class TermFile {
  /** @type {string[]} */
  terms = []
  /** Papers of each term. @type {number[]} */
  counts = []
  /** Where the postings of each term begin, and the end of the last. */
  #starts = [0]
  #rows
  #levels

  /**
   * @param {Uint8Array} bytes
   * @param {Coding} coding
   */
  constructor(bytes, coding) {
    this.coding = coding
    const end = this.#readTerms(bytes)
    const postings = this.#starts[this.terms.length]
    this.#rows = new Uint32Array(postings)
    this.#levels = new Uint8Array(postings)
    this.#readPostings(new BitReader(bytes, end))
  }

  /**
   * The postings of a term; none where no paper has it.
   *
   * @param {string} term
   * @returns {Postings | null}
   */
  find(term) {
    const place = lowerBound(this.terms, term)
    return this.terms[place] === term ? this.at(place) : null
  }

  /**
   * @param {number} place
   * @returns {Postings}
   */
  at(place) {
    const [start, end] = [this.#starts[place], this.#starts[place + 1]]
    return { term: this.terms[place], rows: this.#rows.subarray(start, end), levels: this.#levels.subarray(start, end) }
  }

  /**
   * Reads the terms; returns where their postings begin.
   *
   * @param {Uint8Array} bytes
   */
  #readTerms(bytes) {
    const decoder = new TextDecoder()
    let at = 0
    const number = () => {
      let read = 0
      for (let shift = 1; ; shift *= 128) {
        const byte = bytes[at++]
        read += (byte & 0x7f) * shift
        if (byte < 0x80 || byte === undefined) return read
      }
    }
    const term = new Uint8Array(4096)
    for (let left = number(); left > 0; left--) {
      const shared = number()
      const length = shared + number()
      term.set(bytes.subarray(at, at + length - shared), shared)
      at += length - shared
      this.terms.push(decoder.decode(term.subarray(0, length)))
      const count = number()
      this.counts.push(count)
      this.#starts.push((this.#starts.at(-1) ?? 0) + count)
    }
    return at
  }

  /**
   * @param {BitReader} reader
   */
  #readPostings(reader) {
    const { papers, ranks, rankWidth } = this.coding
    let at = 0
    this.terms.forEach((term, place) => {
      const width = gapWidth(papers, this.counts[place])
      const text = isText(term)
      let row = -1
      for (const end = this.#starts[place + 1]; at < end; at++) {
        row += reader.next(width) + 1
        this.#rows[at] = row
        this.#levels[at] = text ? ranks[reader.next(rankWidth)] : NAME_LEVEL
      }
    })
  }
}

/**
 * The index of the first text in a sorted list that is not below another.
 *
 * @param {readonly string[]} texts
 * @param {string} text
 */
export function lowerBound(texts, text) {
  let [low, high] = [0, texts.length]
  while (low < high) {
    const middle = (low + high) >>> 1
    if (texts[middle] < text) low = middle + 1
    else high = middle
  }
  return low
}
