/* Finds papers by meaning, with the vectors that generator/build/search/meaning.py writes: the meaning of a query is the
 * sum of its words', and a paper is as close to it as their vectors point the same way. */

import { stemOf } from "./search-forms.js"
import { termOf } from "./search-words.js"

/**
 * @typedef {{dimensions: number, folder: string, firsts: string, unknown: number[]}} Head
 *
 * Words in order, and for each its scale and two levels a byte.
 * @typedef {{words: string[], bytes: Uint8Array}} WordFile
 */

/** Where the line of a file ends, and what it says. @param {Uint8Array} bytes */
function line(bytes) {
  const end = bytes.indexOf(10)
  return { end, text: new TextDecoder().decode(bytes.subarray(0, end)) }
}

/**
 * @param {Uint8Array} bytes
 * @returns {WordFile}
 */
export function readWords(bytes) {
  const { end, text } = line(bytes)
  return { words: text.split(" "), bytes: bytes.subarray(end + 1) }
}

/**
 * The vector of a word, or of another form of it; null where it has none.
 *
 * @param {string} word folded
 * @param {WordFile} file the file in whose range it is
 * @returns {number[] | null}
 */
export function vectorOf(word, { words, bytes }) {
  const term = termOf(word)
  const exact = words.indexOf(term)
  const place = exact < 0 ? words.findIndex((other) => stemOf(other) === stemOf(term)) : exact
  if (place < 0) return null
  const size = bytes.length / words.length
  const [scale, ...pairs] = bytes.subarray(place * size, (place + 1) * size)
  return pairs.flatMap((pair) => [pair >> 4, pair & 15]).map((level) => scale * (2 * level - 7))
}

export class PaperVectors {
  #papers
  #bytes
  /** @type {Head} */
  #head

  /**
   * @param {Uint8Array} bytes
   * @param {number} papers
   */
  constructor(bytes, papers) {
    const { end, text } = line(bytes)
    this.#head = JSON.parse(text)
    this.#papers = papers
    this.#bytes = bytes.subarray(end + 1)
  }

  /** The folder of the files of words, and the first word of each. */
  get words() {
    return { folder: this.#head.folder, firsts: this.#head.firsts.split(" ") }
  }

  /**
   * How close each paper is to some words, as a cosine.
   *
   * @param {number[][]} vectors
   * @returns {Float32Array}
   */
  similar(vectors) {
    const { dimensions, unknown } = this.#head
    const query = Array.from({ length: dimensions }, (_, place) => vectors.reduce((sum, own) => sum + own[place], 0))
    const length = Math.hypot(...query) || 1
    const size = dimensions / 4
    const found = Float32Array.from({ length: this.#papers }, (_, row) => {
      let [dot, squares] = [0, 0]
      for (let place = 0; place < dimensions; place++) {
        const level = ((this.#bytes[row * size + (place >> 2)] >> (6 - 2 * (place & 3))) & 3) - 1.5
        dot += level * query[place]
        squares += level * level
      }
      return dot / (Math.sqrt(squares) * length)
    })
    for (const row of unknown) found[row] = 0
    return found
  }
}
