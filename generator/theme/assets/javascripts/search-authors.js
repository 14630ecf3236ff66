/* The authors of papers and their counts. Loaded when a reader opens the facet of authors. */

import { Columns, readLine } from "./search-columns.js"
import { byCount } from "./search-counts.js"

/** @typedef {import("./search-counts.js").Counts} Counts */

/**
 * The authors of all papers.
 *
 * @param {import("./search-files.js").IndexFiles} files
 */
export const authorsOf = (files) =>
  files.once("authors", async () => readAuthors(await files.inflated((await files.manifest()).authors)))

/**
 * All names, and the authors of each row as places among these names.
 *
 * @param {Uint8Array} bytes
 */
function readAuthors(bytes) {
  const end = bytes.indexOf(10)
  const line = readLine(bytes, end)
  const known = line.words.split(" ")
  const columns = new Columns(bytes, end + 1)
  const lengths = columns.next(line.names)
  const words = columns.next(sum(lengths))
  const counts = columns.next(line.papers)
  const places = columns.next(sum(counts))
  let [word, author, next] = [0, 0, 0]
  const names = [...lengths].map((length) =>
    [...words.subarray(word, (word += length))].map((number) => known[number]).join(" "),
  )
  const papers = [...counts].map((count) =>
    [...places.subarray(author, (author += count))].map((place) => (place ? place - 1 : next++)),
  )
  return { names, papers }
}

/** @param {Uint32Array} numbers */
const sum = (numbers) => numbers.reduce((all, number) => all + number, 0)

/**
 * How many papers each author has, the most first.
 *
 * @param {{names: string[], papers: number[][]}} authors
 * @param {Iterable<number>} rows
 * @returns {Counts}
 */
export function countAuthors({ names, papers }, rows) {
  /** @type {Map<string, number>} */
  const counts = new Map()
  for (const row of rows) {
    for (const number of new Set(papers[row])) counts.set(names[number], (counts.get(names[number]) ?? 0) + 1)
  }
  return byCount(counts)
}
