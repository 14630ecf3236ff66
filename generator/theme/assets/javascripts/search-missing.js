/* What a query asks for beside identifiers that no paper has. Loaded with the first of them. */

import { markOptional } from "./search-query.js"

/**
 * @typedef {import("./search-query.js").Query} Query
 * @typedef {import("./search-query.js").Term} Term
 */

/** Words beside an identifier that say what it is. */
const LABELS = new Set("abs arxiv cf doi id paper pdf preprint see".split(" "))

/**
 * A query without identifiers that no paper has: its other words then count, but for those that say what these are.
 *
 * @param {Query} query
 * @param {Term[]} missing
 * @returns {Query}
 */
export function withoutMissing(query, missing) {
  const others = query.terms.filter((term) => !missing.includes(term) && !LABELS.has(term.words[0]))
  const terms = others.map((term) => ({ ...term, optional: false }))
  markOptional(terms)
  return { ...query, terms }
}
