/* Learns from papers that a reader chose and did not choose what to recommend: logistic regression, whose weights are also
 * the reasons. The same papers give the same weights: nothing is drawn at random. */

/**
 * What is known of a paper: words and phrases, plain and as readers know them, ids of topics, numbers of authors, and
 * coordinates of its meaning.
 *
 * @typedef {object} Features
 * @property {string[]} terms
 * @property {string[]} spellings of the terms
 * @property {string[]} topics
 * @property {string[]} authors
 * @property {ArrayLike<number> | null} vector
 *
 * An example, with how much it counts: positive if the reader chose the paper, negative if not.
 * @typedef {{features: Features, weight: number}} Example
 *
 * Weights that hold without any example, by the names of features: see `termName` and its siblings.
 * @typedef {Map<string, number>} Prior
 *
 * @typedef {{kind: "term" | "topic" | "author", name: string, value: number}} Contribution
 *
 * Examples one after another: how much each counts, where its named features end, their columns and values, and vectors.
 * @typedef {{counts: Float64Array, ends: Int32Array, columns: Int32Array, values: Float64Array, vectors: Float64Array}} Rows
 */

export const termName = (/** @type {string} */ term) => `w ${term}`
export const topicName = (/** @type {string} */ topic) => `t ${topic}`
export const authorName = (/** @type {string} */ author) => `a ${author}`

/** How much the features of a kind count together, as lengths of vectors. */
const LENGTHS = { term: 1, topic: 0.8, author: 1, vector: 0.5 }
const KINDS = /** @type {const} */ ({ w: "term", t: "topic", a: "author" })
const STEPS = 40
/** How strongly weights are drawn to the prior: small values follow the examples more closely. */
const RIDGE = 0.01
const DIMENSIONS = 80

export class Model {
  /** @type {Map<string, number>} */
  #columns = new Map()
  /** @type {Float64Array} */
  #weights
  /** @type {Map<string, number>} */
  #rarity

  /**
   * @param {Example[]} examples
   * @param {Prior} prior
   */
  constructor(examples, prior) {
    this.#rarity = rarities(examples.map(({ features }) => features))
    for (const name of prior.keys()) this.#column(name)
    const rows = this.#rows(examples)
    const start = new Float64Array(DIMENSIONS + 1 + this.#columns.size)
    for (const [name, weight] of prior) start[this.#column(name)] = weight
    this.#weights = fit(rows, start)
  }

  /** @param {Features} features */
  score(features) {
    let sum = this.#weights[0]
    for (const [name, value] of this.#named(features)) {
      const column = this.#columns.get(name)
      if (column !== undefined) sum += value * this.#weights[column]
    }
    const vector = new Float64Array(DIMENSIONS)
    copyVector(features.vector, vector, 0)
    for (let place = 0; place < DIMENSIONS; place++) sum += vector[place] * this.#weights[1 + place]
    return sum
  }

  /**
   * How much each word, topic and author adds to the score of a paper or takes from it, the most first.
   *
   * @param {Features} features
   * @returns {Contribution[]}
   */
  contributions(features) {
    /** @type {Contribution[]} */
    const found = []
    for (const [name, value] of this.#named(features)) {
      const column = this.#columns.get(name)
      if (column === undefined) continue
      const kind = KINDS[/** @type {"w" | "t" | "a"} */ (name[0])]
      found.push({ kind, name: name.slice(2), value: value * this.#weights[column] })
    }
    return found.sort((one, other) => other.value - one.value || (one.name < other.name ? -1 : 1))
  }

  /** @param {string} name */
  #column(name) {
    const column = this.#columns.get(name) ?? DIMENSIONS + 1 + this.#columns.size
    this.#columns.set(name, column)
    return column
  }

  /**
   * All examples in a few arrays, which the loops of `fit` read fast from the first round on.
   *
   * @param {Example[]} examples
   * @returns {Rows}
   */
  #rows(examples) {
    const ends = new Int32Array(examples.length)
    const vectors = new Float64Array(examples.length * DIMENSIONS)
    /** @type {number[]} */
    const columns = []
    /** @type {number[]} */
    const values = []
    examples.forEach(({ features }, row) => {
      for (const [name, value] of this.#named(features)) {
        columns.push(this.#column(name))
        values.push(value)
      }
      ends[row] = columns.length
      copyVector(features.vector, vectors, row * DIMENSIONS)
    })
    const counts = Float64Array.from(examples, ({ weight }) => weight)
    return { counts, ends, columns: Int32Array.from(columns), values: Float64Array.from(values), vectors }
  }

  /**
   * @param {Features} features
   * @returns {[string, number][]}
   */
  #named({ terms, topics, authors }) {
    const weighed = terms.map((term) => this.#rarity.get(term) ?? this.#rarity.get("") ?? 1)
    const length = Math.hypot(...weighed) || 1
    return [
      ...terms.map(
        (term, place) => /** @type {[string, number]} */ ([termName(term), (LENGTHS.term * weighed[place]) / length]),
      ),
      ...even(topics, topicName, LENGTHS.topic),
      ...even(authors, authorName, LENGTHS.author),
    ]
  }
}

/**
 * @param {string[]} values
 * @param {(value: string) => string} nameOf
 * @param {number} length
 * @returns {[string, number][]}
 */
const even = (values, nameOf, length) => values.map((value) => [nameOf(value), length / Math.sqrt(values.length)])

/**
 * The logarithm of how rare each term is among some papers; under "", that of a term that none of them has.
 *
 * @param {Features[]} papers
 */
function rarities(papers) {
  /** @type {Map<string, number>} */
  const counts = new Map([["", 0]])
  for (const { terms } of papers) for (const term of new Set(terms)) counts.set(term, (counts.get(term) ?? 0) + 1)
  return new Map([...counts].map(([term, count]) => [term, Math.log((papers.length + 1) / (count + 0.5))]))
}

/**
 * Write a vector at a place of an array, with the length that vectors have in the model; zeros where there is none.
 *
 * @param {Features["vector"]} vector
 * @param {Float64Array} target
 * @param {number} at
 */
function copyVector(vector, target, at) {
  if (!vector) return
  let square = 0
  for (let place = 0; place < DIMENSIONS; place++) square += vector[place] * vector[place]
  const factor = square ? LENGTHS.vector / Math.sqrt(square) : 0
  for (let place = 0; place < DIMENSIONS; place++) target[at + place] = factor * vector[place]
}

/**
 * The weights that make the examples most likely, drawn to the start. Nesterov's accelerated gradient with a fixed number of
 * steps; the step is that of the largest curvature the loss can have.
 *
 * @param {Rows} rows
 * @param {Float64Array} start
 */
function fit(rows, start) {
  const { counts } = rows
  const total = counts.reduce((sum, count) => sum + Math.abs(count), 0) || 1
  const step = 1 / (longest(rows) / 4 + RIDGE)
  const momentum = (1 - Math.sqrt(step * RIDGE)) / (1 + Math.sqrt(step * RIDGE))
  const weights = start.slice()
  const ahead = start.slice()
  const next = new Float64Array(start.length)
  for (let round = 0; round < STEPS; round++) {
    for (let column = 0; column < next.length; column++)
      next[column] = ahead[column] - step * RIDGE * (ahead[column] - start[column])
    for (let row = 0; row < counts.length; row++) {
      const margin = Math.sign(counts[row]) * dot(rows, row, ahead)
      add(rows, row, (step * counts[row]) / total / (1 + Math.exp(margin)), next)
    }
    for (let column = 0; column < next.length; column++) {
      ahead[column] = next[column] + momentum * (next[column] - weights[column])
      weights[column] = next[column]
    }
  }
  return weights
}

/** The largest square of the length of a row, at least 1. @param {Rows} rows */
function longest({ ends, values, vectors }) {
  let most = 1
  for (let row = 0, place = 0; row < ends.length; row++) {
    let square = 1
    for (; place < ends[row]; place++) square += values[place] * values[place]
    for (let at = row * DIMENSIONS; at < (row + 1) * DIMENSIONS; at++) square += vectors[at] * vectors[at]
    most = Math.max(most, square)
  }
  return most
}

/**
 * @param {Rows} rows
 * @param {number} row
 * @param {Float64Array} weights
 */
function dot({ ends, columns, values, vectors }, row, weights) {
  let sum = weights[0]
  for (let place = row ? ends[row - 1] : 0; place < ends[row]; place++) sum += values[place] * weights[columns[place]]
  const at = row * DIMENSIONS
  for (let place = 0; place < DIMENSIONS; place++) sum += vectors[at + place] * weights[1 + place]
  return sum
}

/**
 * Add a multiple of a row to weights.
 *
 * @param {Rows} rows
 * @param {number} row
 * @param {number} factor
 * @param {Float64Array} weights
 */
function add({ ends, columns, values, vectors }, row, factor, weights) {
  weights[0] += factor
  for (let place = row ? ends[row - 1] : 0; place < ends[row]; place++)
    weights[columns[place]] += factor * values[place]
  const at = row * DIMENSIONS
  for (let place = 0; place < DIMENSIONS; place++) weights[1 + place] += factor * vectors[at + place]
}
