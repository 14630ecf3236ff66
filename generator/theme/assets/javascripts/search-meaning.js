/* Finds papers by meaning, with the vectors that generator/build/search/meaning.py writes: the meaning of a query is the
 * sum of its words', and a paper is as close to it as their vectors point the same way. */

import { stemOf } from "./search-forms.js"
import { lowerBound } from "./search-postings.js"
import { newResults } from "./search-ranking.js"
import { termOf } from "./search-words.js"

/**
 * @typedef {import("./search-ranking.js").Result} Result
 *
 * @typedef {{dimensions: number, folder: string, firsts: string, unknown: number[]}} Head
 *
 * Words in order, and for each its scale and two levels a byte.
 * @typedef {{words: string[], bytes: Uint8Array}} WordFile
 */

const MOST_RELATED = 40 // papers that may have none of the words
const CLOSE = 0.3 // similarity of meaning; papers with less have nothing to do with a query
const CLOSE_SHARE = 0.6 // of the similarity of the closest paper
const MATCH_SHARE = 0.4 // of the score of the best match; papers with as much are close by their words
const MEANING_WEIGHT = 0.3 // of a similarity of 1, where all words together weigh 1

/**
 * How close each paper is to some words.
 *
 * @param {import("./search-files.js").IndexFiles} files
 * @param {string[]} words folded
 */
export async function similarTo(files, words) {
  const papers = await files.once("meaning", async () => {
    const { meaning, papers } = await files.manifest()
    return new PaperVectors(await files.inflated(meaning), papers)
  })
  const { folder, firsts } = papers.words
  const found = await Promise.all(
    words.map(async (word) => {
      const path = `${folder}/${Math.max(lowerBound(firsts, `${termOf(word)}\0`) - 1, 0)}`
      return vectorOf(word, await files.once(path, async () => readWords(await files.inflated(path))))
    }),
  )
  return papers.similar(found.flatMap((vector) => (vector ? [vector] : [])))
}

/**
 * An answer with the papers related by meaning before the others: who asks for them does not want to look for them after
 * hundreds of others.
 *
 * @param {import("./search-engine.js").Answer} answer
 * @returns {import("./search-engine.js").Answer}
 */
export function meaningFirst(answer) {
  const first = (/** @type {{kind: string}} */ { kind }) => kind === "meaning"
  const related = answer.results.filter(({ group }) => group === "meaning")
  const others = answer.results.filter(({ group }) => group !== "meaning")
  return {
    ...answer,
    results: [...related, ...others],
    groups: [...answer.groups.filter(first), ...answer.groups.filter((group) => !first(group))],
  }
}

/** Where the line of a file ends, and what it says. @param {Uint8Array} bytes */
function line(bytes) {
  const end = bytes.indexOf(10)
  return { end, text: new TextDecoder().decode(bytes.subarray(0, end)) }
}

/**
 * @param {Uint8Array} bytes
 * @returns {WordFile}
 */
function readWords(bytes) {
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
function vectorOf(word, { words, bytes }) {
  const term = termOf(word)
  const exact = words.indexOf(term)
  const place = exact < 0 ? words.findIndex((other) => stemOf(other) === stemOf(term)) : exact
  if (place < 0) return null
  const size = bytes.length / words.length
  const [scale, ...pairs] = bytes.subarray(place * size, (place + 1) * size)
  return pairs.flatMap((pair) => [pair >> 4, pair & 15]).map((level) => scale * (2 * level - 7))
}

class PaperVectors {
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

/**
 * The papers that are close to a query by their meaning, and those that are close by their words, ordered by both; none
 * where no paper is close by its meaning.
 *
 * @param {Float32Array} similar
 * @param {Float32Array} scores of words
 * @param {Result[]} all the papers that match all terms
 * @param {(row: number) => boolean} may
 */
export function withMeaning(similar, scores, all, may) {
  const best = (/** @type {Float32Array} */ values) =>
    values.reduce((most, own, row) => (may(row) ? Math.max(most, own) : most), 0)
  const closest = best(similar)
  if (closest < CLOSE) return []
  const closeness = Math.max(CLOSE, CLOSE_SHARE * closest)
  const match = MATCH_SHARE * best(scores)
  const fused = similar.map((own, row) => {
    const score = scores[row] ?? 0
    const isClose = own >= closeness || (score > 0 && score >= match)
    return isClose ? MEANING_WEIGHT * Math.max(own, 0) + score : 0
  })
  return newResults(fused, all, may, "meaning").slice(0, MOST_RELATED)
}
