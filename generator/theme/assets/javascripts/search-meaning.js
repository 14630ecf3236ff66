/* Finds papers by meaning, with the vectors that generator/build/search/meaning.py writes.
 *
 * A query means what the papers with most of its words are about: its vector is the mean of theirs (Rocchio, "Relevance
 * feedback in information retrieval", 1971). So no vectors of words need to be loaded. */

const LEAST = 0.4 // cosine similarity

export class Vectors {
  #papers
  #size
  /** Vectors of length 1 around their mean, one after another. */
  #values

  /**
   * @param {Uint8Array} bytes
   * @param {number} papers
   */
  constructor(bytes, papers) {
    this.#papers = papers
    this.#size = bytes[0]
    this.#values = new Float32Array(papers * this.#size)
    for (let dimension = 0, place = 0; dimension < this.#size; dimension++) {
      let sum = 0
      for (let row = 0; row < papers; row++, place++) {
        const pair = bytes[1 + (place >> 1)]
        const value = (place & 1 ? pair & 15 : pair >> 4) - 8
        this.#values[row * this.#size + dimension] = value
        sum += value
      }
      for (let row = 0; row < papers; row++) this.#values[row * this.#size + dimension] -= sum / papers
    }
    for (let row = 0; row < papers; row++) {
      const own = this.#of(row)
      const length = Math.hypot(...own) || 1
      own.forEach((value, dimension) => (own[dimension] = value / length))
    }
  }

  /**
   * The similarity of each paper to some papers together; 0 where it is too low to say anything.
   *
   * @param {{row: number, score: number}[]} papers with weights
   * @returns {Float32Array}
   */
  similar(papers) {
    const query = new Float64Array(this.#size)
    for (const { row, score } of papers) {
      this.#of(row).forEach((value, dimension) => (query[dimension] += score * value))
    }
    const length = Math.hypot(...query) || 1
    return Float32Array.from({ length: this.#papers }, (_, row) => {
      const cosine = this.#of(row).reduce((sum, value, dimension) => sum + value * query[dimension], 0) / length
      return cosine >= LEAST ? cosine : 0
    })
  }

  /** @param {number} row */
  #of(row) {
    return this.#values.subarray(row * this.#size, (row + 1) * this.#size)
  }
}
