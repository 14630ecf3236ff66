/* Reads the codes that generator/build/search/bits.py writes. */

import { gettext } from "./words.js"

export class BitReader {
  #bytes
  #bit

  /**
   * @param {Uint8Array} bytes
   * @param {number} start the byte to start at
   */
  constructor(bytes, start = 0) {
    this.#bytes = bytes
    this.#bit = start * 8
  }

  /**
   * The next number, in a code of some width.
   *
   * @param {number} width
   */
  next(width) {
    let number = 0
    let window = this.#window()
    while (window === 0) {
      if (this.#bit >= this.#bytes.length * 8) throw new RangeError(gettext("a file of the search index is too short"))
      number += 32
      this.#bit += 32
      window = this.#window()
    }
    const zeros = Math.clz32(window)
    number += zeros
    this.#bit += zeros + 1
    if (width === 0) return number
    const rest = this.#window() >>> (32 - width)
    this.#bit += width
    return number * 2 ** width + rest
  }

  /** The next 32 bits; zeros after the end. */
  #window() {
    const bytes = this.#bytes
    const place = this.#bit >>> 3
    const shift = this.#bit & 7
    const word = (bytes[place] << 24) | (bytes[place + 1] << 16) | (bytes[place + 2] << 8) | bytes[place + 3]
    return ((word << shift) | (bytes[place + 4] >> (8 - shift))) >>> 0
  }
}

/**
 * The width of the codes of gaps between the papers of a word.
 *
 * @param {number} rows papers of the archive
 * @param {number} count papers that have the word
 */
export const gapWidth = (rows, count) => 31 - Math.clz32(Math.max(Math.floor((rows * 7) / (count * 10)), 1))
