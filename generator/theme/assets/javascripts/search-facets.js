/* The filters beside the results: values with their counts, each a button that adds itself to the query or removes itself. */

import { button, element } from "./elements.js"
import { failure } from "./search-card.js"
import { contains } from "./search-query.js"

/**
 * @typedef {[value: string, count: number][]} Counts
 *
 * The values of each field among the results, in the order to show.
 * @typedef {Partial<Record<"topic" | "year" | "month" | "has" | "source", Counts>>} Facets
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
 * The facets of an answer, empty ones left out.
 *
 * @param {Facets} facets
 * @param {FacetContext} context
 * @returns {HTMLElement[]}
 */
export function facetsOf({ topic = [], year = [], month = [], has = [], source = [] }, context) {
  const made = [
    facet("Topic", "topic", topic, context),
    facet("Year", "year", year, context),
    facet("Month", "month", month, context),
    authorFacet(context),
    facet("Has", "has", has, context),
    facet("Source", "source", source, context),
  ]
  return made.flatMap((shown) => shown ?? [])
}

/**
 * @param {Map<string, number>} counts
 * @returns {Counts}
 */
const byCount = (counts) => [...counts].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1))

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
