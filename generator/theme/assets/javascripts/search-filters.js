/* Filters, orders and the choice of shards: what needs only the columns, not the words, of the index. */

import { fold } from "./search-words.js"

/**
 * @typedef {import("./search-query.js").Filter} Filter
 * @typedef {import("./search-query.js").FilterKind} FilterKind
 * @typedef {import("./search-files.js").Shard} Shard
 * @typedef {import("./search-files.js").Columns} Columns
 * @typedef {import("./search-engine.js").Result} Result
 * @typedef {"relevance" | "newest" | "upvotes"} Order
 */

/** @type {Partial<Record<FilterKind, (day: string, value: string) => boolean>>} */
const DAYS = {
  year: (day, value) => day.startsWith(value),
  month: (day, value) => day.startsWith(value),
  after: (day, value) => day >= value,
  before: (day, value) => day < value,
}
/** A paper has one of each, so two values in a query mean either. @type {FilterKind[]} */
const EITHER = ["year", "month", "source"]

/**
 * Whether the paper in a row of the columns passes one filter, its `not` aside.
 *
 * @param {Columns} columns
 * @param {number} row
 * @param {Filter} filter
 */
function holds(columns, row, { kind, value }) {
  if (kind === "topic") return columns.topicWords[row].includes(value)
  if (kind === "has") return columns.has[row].includes(value)
  if (kind === "source") return fold(columns.sources[row] ?? "") === value
  return DAYS[kind]?.(columns.days[row], value) ?? false
}

/**
 * Whether the paper in a row of the columns passes all filters.
 *
 * @param {Columns} columns
 * @param {number} row
 * @param {Filter[]} filters
 */
function passes(columns, row, filters) {
  const isEither = (/** @type {Filter} */ filter) => !filter.not && EITHER.includes(filter.kind)
  const each = filters.filter((filter) => !isEither(filter))
  if (each.some((filter) => holds(columns, row, filter) === filter.not)) return false
  return EITHER.every((kind) => {
    const either = filters.filter((filter) => isEither(filter) && filter.kind === kind)
    return !either.length || either.some((filter) => holds(columns, row, filter))
  })
}

/**
 * The papers that were found and pass the filters, with everything that orders and facets need.
 *
 * @param {Shard} shard
 * @param {Columns} columns
 * @param {Map<string, number> | null} scores by id; null for all papers of the shard
 * @param {Filter[]} filters
 * @returns {Result[]}
 */
export function selectResults(shard, columns, scores, filters) {
  const results = []
  for (const id of scores?.keys() ?? columns.ids) {
    const row = columns.rows.get(id)
    if (row === undefined || !passes(columns, row, filters)) continue
    results.push({
      id,
      shard,
      row,
      score: scores?.get(id) ?? 0,
      day: columns.days[row],
      topics: columns.topics[row],
      source: columns.sources[row],
      has: columns.has[row],
      votes: columns.votes[row] ?? 0,
    })
  }
  return results
}

/**
 * @param {Result} a
 * @param {Result} b
 */
const byDay = (a, b) => (a.day < b.day ? 1 : a.day > b.day ? -1 : a.row - b.row)

/**
 * @param {Result} a
 * @param {Result} b
 */
const byId = (a, b) => (a.id < b.id ? -1 : 1)

/** Comparisons for sorting results. Each ends in the id, so that two searches never disagree.
 * @type {Record<Order, (a: Result, b: Result) => number>} */
export const ORDERS = {
  relevance: (a, b) => b.score - a.score || byId(a, b),
  newest: (a, b) => byDay(a, b) || byId(a, b),
  upvotes: (a, b) => b.votes - a.votes || byDay(a, b) || byId(a, b),
}

/**
 * Whether a shard may have papers of the days that the filters ask for.
 *
 * @param {Pick<Shard, "from" | "to">} shard
 * @param {Filter[]} filters
 */
export function mayMatch({ from, to }, filters) {
  const dates = filters.filter(({ kind, not }) => DAYS[kind] && !not)
  const either = dates.filter(({ kind }) => kind === "year" || kind === "month")
  const limits = dates.filter((filter) => !either.includes(filter))
  const fits = (/** @type {Filter} */ { kind, value }) => {
    if (kind === "after") return to >= value
    if (kind === "before") return from < value
    return from.slice(0, value.length) <= value && to >= value
  }
  return limits.every(fits) && (!either.length || either.some(fits))
}

/**
 * How many shards, newest first, it takes to cover a number of papers.
 *
 * @param {Pick<Shard, "papers">[]} shards
 * @param {number} papers
 */
export function shardsCovering(shards, papers) {
  let sum = 0
  const last = shards.findIndex((shard) => (sum += shard.papers) >= papers)
  return last < 0 ? shards.length : last + 1
}
