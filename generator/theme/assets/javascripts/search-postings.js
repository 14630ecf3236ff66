/* Decodes the files of generator/build/search/term_files.py: terms, their papers and their weights there. */

import { BitReader, gapWidth } from "./search-bits.js"
import { isText } from "./search-words.js"

/**
 * The papers that have a term, in the order of their rows, and the level of its weight in each, 0 to 15.
 * @typedef {{rows: Uint32Array, levels: Uint8Array}} Postings
 *
 * The terms of a file, in its order.
 * @typedef {Map<string, Postings>} Terms
 *
 * How levels are coded, and how many papers a file is about.
 * @typedef {{papers: number, ranks: number[], rankWidth: number}} Coding
 */

const NAME_LEVEL = 7

/**
 * @param {Uint8Array} bytes
 * @param {Coding} coding
 * @param {number} firstRow of the file's papers
 * @returns {Terms}
 */
export function readTerms(bytes, { papers, ranks, rankWidth }, firstRow) {
  const { counts, end } = readCounts(bytes)
  const reader = new BitReader(bytes, end)
  return new Map(
    counts.map(([term, count]) => {
      const rows = new Uint32Array(count)
      const levels = new Uint8Array(count).fill(NAME_LEVEL)
      const width = gapWidth(papers, count)
      const hasLevels = isText(term)
      let row = firstRow - 1
      for (let place = 0; place < count; place++) {
        rows[place] = row += reader.next(width) + 1
        if (hasLevels) levels[place] = ranks[reader.next(rankWidth)]
      }
      return [term, { rows, levels }]
    }),
  )
}

/**
 * The terms of a file with the numbers of their papers, and where their postings begin.
 *
 * @param {Uint8Array} bytes
 */
function readCounts(bytes) {
  const decoder = new TextDecoder()
  let end = 0
  const number = () => {
    let read = 0
    for (let shift = 1; ; shift *= 128) {
      const byte = bytes[end++]
      read += (byte & 0x7f) * shift
      if (byte < 0x80 || byte === undefined) return read
    }
  }
  const term = new Uint8Array(4096)
  /** @type {[term: string, papers: number][]} */
  const counts = []
  for (let left = number(); left > 0; left--) {
    const shared = number()
    const length = shared + number()
    term.set(bytes.subarray(end, (end += length - shared)), shared)
    counts.push([decoder.decode(term.subarray(0, length)), number()])
  }
  return { counts, end }
}

/**
 * The terms of a range, with their papers from all parts of the index.
 *
 * @param {Terms[]} parts those of later papers last
 * @param {string} from
 * @param {string} [below]
 * @returns {Terms}
 */
export function together(parts, from, below) {
  /** @type {Terms} */
  const all = new Map()
  for (const [term, more] of parts.flatMap((part) => [...part])) {
    if (term < from || (below && term >= below)) continue
    const own = all.get(term)
    const joined = own && {
      rows: Uint32Array.from([...own.rows, ...more.rows]),
      levels: Uint8Array.from([...own.levels, ...more.levels]),
    }
    all.set(term, joined ?? more)
  }
  return all
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
