/* Filters and counts of facets, from the facts of papers alone. */

import { distance } from "./search-forms.js"
import { fold } from "./search-words.js"

/**
 * @typedef {import("./search-query.js").Filter} Filter
 * @typedef {import("./search-query.js").FilterKind} FilterKind
 * @typedef {import("./search-files.js").Facts} Facts
 * @typedef {import("./search-files.js").Manifest} Manifest
 *
 * Values with the numbers of their papers: topics, kinds of links and sources by number, years and months newest first.
 * @typedef {[value: string, papers: number][]} Counts
 * @typedef {{topic: Counts, year: Counts, month: Counts, has: Counts, source: Counts}} Facets
 *
 * @typedef {(row: number) => boolean} RowTest
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
 * A test of whether the paper in a row passes all filters.
 *
 * @param {Facts} facts
 * @param {Filter[]} filters
 * @param {Pick<Manifest, "topics" | "aliases" | "has">} manifest
 * @returns {RowTest}
 */
export function passing(facts, filters, manifest) {
  const isEither = (/** @type {Filter} */ filter) => !filter.not && EITHER.includes(filter.kind)
  const tests = filters
    .filter((filter) => !isEither(filter))
    .map((filter) => {
      const holds = holding(facts, filter, manifest)
      return filter.not ? (/** @type {number} */ row) => !holds(row) : holds
    })
  for (const kind of EITHER) {
    const either = filters
      .filter((filter) => isEither(filter) && filter.kind === kind)
      .map((filter) => holding(facts, filter, manifest))
    if (either.length) tests.push((row) => either.some((holds) => holds(row)))
  }
  return (row) => tests.every((test) => test(row))
}

/**
 * A test of whether a filter, its `not` aside, holds for the paper in a row. Each day, each set of topics and each source
 * is looked at once.
 *
 * @param {Facts} facts
 * @param {Filter} filter
 * @param {Pick<Manifest, "topics" | "aliases" | "has">} manifest
 * @returns {RowTest}
 */
function holding(facts, { kind, value, open }, { topics, aliases, has }) {
  const isMeant = (/** @type {string} */ name) => (open ? name.startsWith(value) : name === value)
  if (kind === "has") {
    const bits = has.reduce((sum, name, bit) => sum | (isMeant(name) ? 1 << bit : 0), 0)
    return (row) => (facts.has[row] & bits) !== 0
  }
  if (kind === "topic") {
    const names = (/** @type {string} */ id) => [id, topics[id] ?? id, ...(aliases?.[id] ?? [])].map(fold)
    const sets = facts.topicSets.map((ids) => ids.flatMap(names).some(isMeant))
    return (row) => sets[facts.topics[row]]
  }
  if (kind === "source") {
    const sources = facts.sources.map((source) => isMeant(fold(source)))
    return (row) => sources[facts.source[row]]
  }
  const days = facts.days.map((day) => DAYS[kind]?.(day, value) ?? false)
  return (row) => days[facts.day[row]]
}

const MOST_NEAR = 3
const MOST_STEPS = 3 // letters in which a similar name differs

/**
 * The filters with a value that no paper can have, each with the values that are most like it.
 *
 * @param {Facts} facts
 * @param {Filter[]} filters
 * @param {Pick<Manifest, "topics" | "aliases" | "has">} manifest
 * @returns {{kind: FilterKind, value: string, near: string[]}[]}
 */
export function unknownValues(facts, filters, { topics, aliases = {}, has }) {
  /** @type {Partial<Record<FilterKind, [value: string, names: string[]][]>>} */
  const known = {
    topic: Object.entries(topics).map(([id, name]) => [id, [id, name, ...(aliases[id] ?? [])]]),
    has: has.map((kind) => [kind, [kind]]),
    source: facts.sources.filter(Boolean).map((source) => [source, [source]]),
  }
  return filters.flatMap(({ kind, value, open }) => {
    const values = known[kind]?.map(([id, names]) => ({ id, names: names.map(fold) }))
    const isMeant = (/** @type {string} */ name) => (open ? name.startsWith(value) : name === value)
    if (!values || values.some(({ names }) => names.some(isMeant))) return []
    const most = Math.min(MOST_STEPS, Math.floor(value.length / 2))
    const steps = (/** @type {string} */ name) => {
      const words = name.split(/[^\p{L}\p{N}]+/u)
      if (name.startsWith(value)) return 0
      if (words.some((word) => word.startsWith(value))) return 1
      return Math.min(...[name, ...words].map((part) => distance(value, part, most)))
    }
    const near = values
      .map(({ id, names }) => ({ id, steps: Math.min(...names.map(steps)) }))
      .filter((each) => each.steps <= most)
      .sort((a, b) => a.steps - b.steps || (a.id < b.id ? -1 : 1))
    return [{ kind, value, near: near.slice(0, MOST_NEAR).map(({ id }) => id) }]
  })
}

/**
 * How many papers have each value of each facet.
 *
 * @param {Facts} facts
 * @param {Iterable<number>} rows
 * @param {Pick<Manifest, "has">} manifest
 * @returns {Facets}
 */
export function countFacets(facts, rows, { has }) {
  const [days, sets, sources] = [facts.days, facts.topicSets, facts.sources].map((list) => new Uint32Array(list.length))
  const links = new Uint32Array(has.length)
  for (const row of rows) {
    days[facts.day[row]]++
    sets[facts.topics[row]]++
    sources[facts.source[row]]++
    for (let bits = facts.has[row]; bits; bits &= bits - 1) links[31 - Math.clz32(bits & -bits)]++
  }
  return {
    topic: byCount(sum(sets, (number) => facts.topicSets[number])),
    year: byDate(sum(days, (number) => [facts.days[number].slice(0, 4)])),
    month: byDate(sum(days, (number) => [facts.days[number].slice(0, 7)])),
    has: byCount(sum(links, (number) => [has[number]])),
    source: byCount(sum(sources, (number) => (facts.sources[number] ? [facts.sources[number]] : []))),
  }
}

/**
 * The counts of values, of which each number in a list counts for some.
 *
 * @param {Uint32Array} numbers
 * @param {(place: number) => string[]} valuesOf
 */
function sum(numbers, valuesOf) {
  /** @type {Map<string, number>} */
  const counts = new Map()
  numbers.forEach((count, place) => {
    if (count) for (const value of valuesOf(place)) counts.set(value, (counts.get(value) ?? 0) + count)
  })
  return counts
}

/**
 * @param {Map<string, number>} counts
 * @returns {Counts}
 */
const byCount = (counts) => [...counts].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1))

/**
 * @param {Map<string, number>} counts
 * @returns {Counts}
 */
const byDate = (counts) => [...counts].sort(([a], [b]) => (a < b ? 1 : -1))
