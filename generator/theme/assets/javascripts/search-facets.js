/* The filters beside the results: values with their counts, each a button that adds itself to the query or removes itself. */

import { button, element } from "./elements.js"
import { failure } from "./search-card.js"
import { contains } from "./search-query.js"

/**
 * @typedef {import("./search-engine.js").Result} Result
 * @typedef {[value: string, count: number][]} Counts
 *
 * @typedef {object} FacetContext
 * @property {string} text the query
 * @property {Record<string, string>} topics names by id
 * @property {(field: string, value: string) => void} toggle
 * @property {() => Promise<Map<string, number> | null>} countAuthors null once its answer is no longer wanted
 * @property {() => void} retry
 */

const SHOWN = 8 // values of a facet before "more"
const MOST = 100 // values of a facet in all

/**
 * The facets of some results, empty ones left out.
 *
 * @param {Result[]} results
 * @param {FacetContext} context
 * @returns {HTMLElement[]}
 */
export function facetsOf(results, context) {
  const facets = [
    facet("Topic", "topic", byCount(count(results, (result) => result.topics)), context),
    facet("Year", "year", byDate(count(results, (result) => [result.day.slice(0, 4)])), context),
    facet("Month", "month", byDate(count(results, (result) => [result.day.slice(0, 7)])), context),
    authorFacet(context),
    facet("Has", "has", byCount(count(results, (result) => result.has)), context),
    facet("Source", "source", byCount(count(results, (result) => (result.source ? [result.source] : []))), context),
  ]
  return facets.flatMap((made) => made ?? [])
}

/**
 * How many results have each value.
 *
 * @param {Result[]} results
 * @param {(result: Result) => string[]} valuesOf
 * @returns {Map<string, number>}
 */
export function count(results, valuesOf) {
  const counts = new Map()
  for (const value of results.flatMap(valuesOf)) counts.set(value, (counts.get(value) ?? 0) + 1)
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

/**
 * @param {string} title
 * @param {string} field
 * @param {Counts} counts
 * @param {FacetContext} context
 */
const facet = (title, field, counts, context) =>
  counts.length
    ? element("details", { class: "dg-facet", open: true }, heading(title), values(field, counts, context))
    : null

/** @param {string} title */
const heading = (title) => element("summary", {}, element("h2", { class: "dg-label" }, title))

/**
 * @param {string} field
 * @param {Counts} counts
 * @param {FacetContext} context
 */
function values(field, counts, context) {
  const items = counts
    .slice(0, MOST)
    .map(([value, number]) => element("li", {}, valueButton(field, value, number, context)))
  const rest = items.slice(SHOWN)
  const list = element("ul", {}, items.slice(0, SHOWN))
  if (!rest.length) return [list]
  const more = element("summary", { class: "dg-more" }, `${rest.length} more`)
  return [list, element("details", {}, more, element("ul", {}, rest))]
}

/**
 * @param {string} field
 * @param {string} value
 * @param {number} number
 * @param {FacetContext} context
 */
function valueButton(field, value, number, { text, topics, toggle }) {
  const isTopic = field === "topic"
  const made = button("", () => toggle(field, value), {
    class: null,
    "aria-pressed": String(contains(text, field, value)),
    "data-facet": field,
    "data-value": value,
  })
  made.append(
    element("span", { class: isTopic ? `dg-badge t-${value}` : null }, isTopic ? (topics[value] ?? value) : value),
    " ",
    element("span", { class: "dg-count" }, number.toLocaleString("en")),
  )
  return made
}

/**
 * Names are the largest part of the index, so they are loaded when a reader opens their facet.
 *
 * @param {FacetContext} context
 */
function authorFacet(context) {
  const made = element("details", { class: "dg-facet", "data-facet-authors": true }, heading("Author"))
  const fill = async () => {
    try {
      const counts = await context.countAuthors()
      if (counts) made.append(...values("author", byCount(counts), context))
    } catch (error) {
      made.append(failure(error, context.retry))
    }
  }
  made.addEventListener("toggle", fill, { once: true })
  return made
}
