/* The filters of a query, from the facts of papers alone. Loaded with the first query that has one. */

import { distance } from "./search-distance.js"
import { fold } from "./search-words.js"

/**
 * @typedef {import("./search-query.js").Filter} Filter
 * @typedef {import("./search-query.js").FilterKind} FilterKind
 * @typedef {import("./search-files.js").Facts} Facts
 * @typedef {import("./search-files.js").Manifest} Manifest
 *
 * What filters by topics and links go by: names and further names of topics by id, and the kinds of links.
 * @typedef {Pick<Manifest, "topics" | "has"> & {aliases: Record<string, string[]>}} Names
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
 * The names that some filters need: aliases are loaded for a filter by topic.
 *
 * @param {import("./search-files.js").IndexFiles} files
 * @param {Filter[]} filters
 * @returns {Promise<Names>}
 */
export async function namesFor(files, filters) {
  const { topics, has } = await files.manifest()
  return { topics, has, aliases: filters.some(({ kind }) => kind === "topic") ? await files.json("aliases") : {} }
}

/**
 * A test of whether the paper in a row passes all filters.
 *
 * @param {Facts} facts
 * @param {Filter[]} filters
 * @param {Names} names
 * @returns {RowTest}
 */
export function passing(facts, filters, names) {
  const isEither = (/** @type {Filter} */ filter) => !filter.not && EITHER.includes(filter.kind)
  const tests = filters
    .filter((filter) => !isEither(filter))
    .map((filter) => {
      const holds = holding(facts, filter, names)
      return filter.not ? (/** @type {number} */ row) => !holds(row) : holds
    })
  for (const kind of EITHER) {
    const either = filters
      .filter((filter) => isEither(filter) && filter.kind === kind)
      .map((filter) => holding(facts, filter, names))
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
 * @param {Names} names
 * @returns {RowTest}
 */
function holding(facts, { kind, value, open }, { topics, aliases, has }) {
  const isMeant = (/** @type {string} */ name) => (open ? name.startsWith(value) : name === value)
  if (kind === "has") {
    const bits = has.reduce((sum, name, bit) => sum | (isMeant(name) ? 1 << bit : 0), 0)
    return holdsFor(facts.links, ([own]) => (own & bits) !== 0)
  }
  if (kind === "topic") {
    const namesOf = (/** @type {string} */ id) => [id, topics[id] ?? id, ...(aliases[id] ?? [])].map(fold)
    return holdsFor(facts.topics, (ids) => ids.flatMap(namesOf).some(isMeant))
  }
  if (kind === "source") return holdsFor(facts.links, ([, source]) => isMeant(fold(source)))
  const days = facts.days.map((day) => DAYS[kind]?.(day, value) ?? false)
  return (row) => days[facts.day[row]]
}

/**
 * @template Value
 * @param {import("./search-files.js").Column<Value> | null} column
 * @param {(value: Value) => boolean} test
 * @returns {RowTest}
 */
function holdsFor(column, test) {
  const holds = column?.values.map(test) ?? []
  return (row) => holds[column?.numbers[row] ?? 0]
}

const YEAR_SCORE = 1 // of a paper of a year, where words have up to sixteen levels times their rarity

/**
 * Count papers of a year for the year, too, which is what "wang 2024 agents" asks for.
 *
 * @param {import("./search-lookup.js").Lookup} lookup
 * @param {import("./search-lookup.js").Match} match of the year as a word
 * @param {string} year
 * @param {Facts} facts
 * @param {Names} names
 */
export function addYear(lookup, match, year, facts, names) {
  const isOfYear = passing(facts, [{ kind: "year", value: year, not: false }], names)
  match.scores.forEach((score, row) => isOfYear(row) && (match.scores[row] = Math.max(score, YEAR_SCORE)))
  Object.assign(match, lookup.counted(match.scores), { words: match.words, names: match.names })
}

const MOST_NEAR = 3
const MOST_STEPS = 3 // letters in which a similar name differs

/**
 * The filters with a value that no paper can have, each with the values that are most like it.
 *
 * @param {Facts} facts
 * @param {Filter[]} filters
 * @param {Names} names
 * @returns {{kind: FilterKind, value: string, near: string[]}[]}
 */
export function unknownValues(facts, filters, { topics, aliases, has }) {
  /** @type {Partial<Record<FilterKind, [value: string, names: string[]][]>>} */
  const known = {
    topic: Object.entries(topics).map(([id, name]) => [id, [id, name, ...(aliases[id] ?? [])]]),
    has: has.map((kind) => [kind, [kind]]),
    source: sourcesOf(facts.links).map((source) => [source, [source]]),
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

/** @param {Facts["links"]} links */
const sourcesOf = (links) => [...new Set(links?.values.flatMap(([, source]) => source || []))]
