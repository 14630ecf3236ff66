/* Search results as citations, in the formats of every list. Loaded when a reader asks for an export. */

import { citationFromApi } from "./citation-from-api.js"
import { exportPapers } from "./citation-save.js"

/** @typedef {import("./search-files.js").Card} Card */

const MOST_PAPERS = 500 // in one export
const AT_ONCE = 16 // cards loaded at the same time

/**
 * Copy or download the results, without those that have only some of the words; returns a sentence that says what was done.
 *
 * @param {import("./search-engine.js").Engine} engine
 * @param {import("./search-engine.js").Answer} answer
 * @param {import("./citation-formats.js").Format} format
 * @param {"copy" | "download"} action
 */
export async function exportResults(engine, answer, format, action) {
  const results = answer.found ? answer.results.filter(({ group }) => group === "all") : answer.results
  const chosen = results.slice(0, MOST_PAPERS)
  const papers = []
  for (let start = 0; start < chosen.length; start += AT_ONCE) {
    papers.push(...(await engine.cards(chosen.slice(start, start + AT_ONCE))))
  }
  return exportPapers(papers.map(listed), { format, action, name: "papers", found: results.length })
}

/**
 * A card as a paper of a list; null where it cannot be read.
 *
 * @param {Card | null} card
 * @returns {import("./citation-formats.js").Listed | null}
 */
export function listed(card) {
  if (!card) return null
  const { key, date, href, topics = [], votes } = card
  try {
    return { key, date, href, topics, votes, citation: citationFromApi(asInApi(card)) }
  } catch (error) {
    console.warn("A search result could not be exported.", card, error)
    return null
  }
}

/**
 * A card as the API has the paper.
 *
 * @param {Card} card
 * @returns {import("./citation-from-api.js").ApiPaper}
 */
function asInApi({
  key,
  href,
  title,
  date,
  abstract,
  authors = [],
  tex = {},
  cited: { families = {}, ...cited } = {},
}) {
  return {
    key,
    url: href,
    date,
    title: tex.title ?? title,
    abstract: tex.abstract ?? abstract,
    authors: authors.map((name) => ({ name, family: Object.hasOwn(families, name) ? families[name] : undefined })),
    kind: cited.ids?.arxiv ? "preprint" : "other",
    ...cited,
  }
}
