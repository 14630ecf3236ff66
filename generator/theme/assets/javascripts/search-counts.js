/* Counts of facets, from the facts of papers alone. */

/**
 * @typedef {import("./search-files.js").Facts} Facts
 * @typedef {import("./search-files.js").Manifest} Manifest
 *
 * Values with the numbers of their papers: topics, kinds of links and sources by number, years and months newest first.
 * @typedef {[value: string, papers: number][]} Counts
 *
 * Those of a column that was not loaded are null.
 * @typedef {{topic: Counts | null, year: Counts, month: Counts, has: Counts | null, source: Counts | null}} Facets
 */

/**
 * How many papers have each value of each facet.
 *
 * @param {Facts} facts
 * @param {Iterable<number>} rows
 * @param {Pick<Manifest, "has">} manifest
 * @returns {Facets}
 */
export function countFacets({ days, day, topics, links }, rows, { has }) {
  const all = [...rows]
  const dates = /** @type {(length: number) => Counts} */ (
    (length) => byDate(sum({ values: days, numbers: day }, all, (name) => [name.slice(0, length)]))
  )
  const kinds = (/** @type {[number, string]} */ [bits]) => has.filter((_, bit) => bits & (1 << bit))
  return {
    topic: topics && byCount(sum(topics, all, (ids) => ids)),
    year: dates("2025".length),
    month: dates("2025-07".length),
    has: links && byCount(sum(links, all, kinds)),
    source: links && byCount(sum(links, all, ([, source]) => (source ? [source] : []))),
  }
}

/**
 * How many of some rows have each name, where a value of a column has one name or several.
 *
 * @template Value
 * @param {{values: Value[], numbers: Uint32Array}} column
 * @param {number[]} rows
 * @param {(value: Value) => string[]} namesOf
 */
function sum({ values, numbers }, rows, namesOf) {
  const times = new Uint32Array(values.length)
  for (const row of rows) times[numbers[row]]++
  /** @type {Map<string, number>} */
  const counts = new Map()
  values.forEach((value, place) => {
    if (!times[place]) return
    for (const name of namesOf(value)) counts.set(name, (counts.get(name) ?? 0) + times[place])
  })
  return counts
}

/**
 * The most first.
 *
 * @param {Map<string, number>} counts
 * @returns {Counts}
 */
export const byCount = (counts) => [...counts].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1))

/**
 * @param {Map<string, number>} counts
 * @returns {Counts}
 */
const byDate = (counts) => [...counts].sort(([a], [b]) => (a < b ? 1 : -1))
