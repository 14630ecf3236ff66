/* The filters beside the results: values with their counts, each a button that adds itself to the query or removes itself. */

import { button, element } from "./elements.js"
import { failure } from "./search-card.js"
import { contains } from "./search-query.js"
import { formatted, gettext } from "./words.js"

/**
 * @typedef {[value: string, count: number][]} Counts
 *
 * The values of each field among the results, in the order to show; null where they were not counted.
 * @typedef {Partial<Record<"topic" | "year" | "month" | "has" | "source", Counts | null>>} Facets
 *
 * A field that is counted when its facet is opened.
 * @typedef {"topic" | "has" | "source" | "author"} ClosedField
 *
 * @typedef {object} FacetContext
 * @property {string} text the query
 * @property {Record<string, string>} topics names by id
 * @property {(field: string, value: string) => void} toggle
 * @property {(field: ClosedField) => Promise<Counts | null>} count null once its answer is no longer wanted
 * @property {() => void} retry
 */

const SHOWN = 8 // values of a facet before "more"
const MOST = 100 // values of a facet in all
/** @type {[keyof Facets | "author", string][]} */
const FIELDS = [
  ["topic", gettext("Topic")],
  ["year", gettext("Year")],
  ["month", gettext("Month")],
  ["author", gettext("Author")],
  // Translators: the heading of filters by what papers have: code, a dataset, a demo
  ["has", gettext("Has")],
  ["source", gettext("Source")],
]

/**
 * The facets of an answer, empty ones left out.
 *
 * @param {Facets} facets
 * @param {FacetContext} context
 * @returns {HTMLElement[]}
 */
export const facetsOf = (facets, context) =>
  FIELDS.flatMap(([field, title]) => {
    const counts = field === "author" ? null : facets[field]
    if (counts === null) return closedFacet(title, /** @type {ClosedField} */ (field), context)
    return counts?.length ? openFacet(title, values(field, counts, context)) : []
  })

/**
 * @param {string} title
 * @param {HTMLElement[]} content
 */
export const openFacet = (title, content) =>
  element("details", { class: "dg-facet", open: true }, heading(title), content)

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
  const more = element("summary", { class: "dg-more" }, gettext("%(number)s more", { number: rest.length }))
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
  const name = element(
    "span",
    { class: isTopic ? `dg-badge t-${value}` : null },
    isTopic ? (topics[value] ?? value) : value,
  )
  const made = facetButton(field, value, name, () => toggle(field, value))
  made.setAttribute("aria-pressed", String(contains(text, field, value)))
  made.lastElementChild?.append(formatted(number))
  return made
}

/**
 * A value of a facet, with a place for its count.
 *
 * @param {string} field
 * @param {string} value
 * @param {HTMLElement} name
 * @param {() => void} press
 */
export function facetButton(field, value, name, press) {
  const made = button("", press, { class: null, "data-facet": field, "data-value": value })
  made.append(name, " ", element("span", { class: "dg-count" }))
  return made
}

/**
 * A facet whose column is loaded when a reader opens it: names are the largest part of the index, and those of topics and
 * links are large in large archives.
 *
 * @param {string} title
 * @param {ClosedField} field
 * @param {FacetContext} context
 */
function closedFacet(title, field, context) {
  const made = element("details", { class: "dg-facet", "data-facet-closed": field }, heading(title))
  const fill = async () => {
    try {
      const counts = await context.count(field)
      if (counts?.length) made.append(...values(field, counts, context))
      else if (counts) made.append(element("p", { class: "dg-small" }, gettext("None")))
    } catch (error) {
      made.append(failure(error, context.retry))
    }
  }
  made.addEventListener("toggle", fill, { once: true })
  return made
}
