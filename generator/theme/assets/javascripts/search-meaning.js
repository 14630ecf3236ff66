/* Finds papers by meaning, with the vectors that generator/build/search/meaning.py writes.
 *
 * The vector of a word is the mean of the vectors of the papers that have it, weighed as its postings are, less the mean
 * of all papers. So no vectors of words need to be loaded. */

const LEAST = 0.35 // cosine similarity

export class Vectors {
  #papers
  #size
  /** Coordinates, dimension by dimension. */
  #values
  #mean

  /**
   * @param {Uint8Array} bytes
   * @param {number} papers
   */
  constructor(bytes, papers) {
    this.#papers = papers
    this.#size = bytes[0]
    this.#values = new Int8Array(papers * this.#size)
    for (let place = 0; place < this.#values.length; place++) {
      const pair = bytes[1 + (place >> 1)]
      this.#values[place] = (place & 1 ? pair & 15 : pair >> 4) - 8
    }
    this.#mean = this.#sum(new Float32Array(papers).fill(1)).map((sum) => sum / papers)
  }

  /**
   * The similarity of each paper to the meaning of some words; 0 where it is too low to say anything.
   *
   * @param {{scores: Float32Array, rarity: number}[]} matches the papers of each word
   * @returns {Float32Array}
   */
  similar(matches) {
    const query = new Float64Array(this.#size)
    for (const { scores, rarity } of matches) {
      const total = scores.reduce((sum, score) => sum + score, 0)
      if (!total) continue
      const word = this.#sum(scores).map((sum, dimension) => sum / total - this.#mean[dimension])
      const length = Math.hypot(...word) || 1
      word.forEach((value, dimension) => (query[dimension] += (rarity * value) / length))
    }
    const length = Math.hypot(...query)
    const found = new Float32Array(this.#papers)
    const squares = new Float32Array(this.#papers)
    query.forEach((value, dimension) => {
      for (let row = 0, at = dimension * this.#papers; row < this.#papers; row++, at++) {
        const own = this.#values[at] - this.#mean[dimension]
        found[row] += own * value
        squares[row] += own * own
      }
    })
    return found.map((dot, row) => {
      const cosine = dot / (length * Math.sqrt(squares[row]))
      return cosine >= LEAST ? cosine : 0
    })
  }

  /**
   * The sum of the vectors of all papers, each with its weight.
   *
   * @param {Float32Array} weights
   */
  #sum(weights) {
    const sums = new Float64Array(this.#size)
    for (let row = 0; row < this.#papers; row++) {
      if (!weights[row]) continue
      for (let dimension = 0; dimension < this.#size; dimension++) {
        sums[dimension] += weights[row] * this.#values[dimension * this.#papers + row]
      }
    }
    return sums
  }
}
