/* CSL-JSON, byte for byte as generator/citations/csl.py and Python's json module write it. */

import { container, issuedBy } from "./citation-kinds.js"
import { displayName } from "./citation-names.js"

const TYPES = {
  article: "article-journal",
  conference: "paper-conference",
  chapter: "chapter",
  book: "book",
  thesis: "thesis",
  report: "report",
  preprint: "article",
  dataset: "dataset",
  software: "software",
  other: "document",
}

/**
 * The CSL item of a paper in JSON, on one line.
 *
 * @param {import("./citation-formats.js").Citation} citation
 * @param {string} [label] the item's id, where it differs from the citation's
 */
export function csl(citation, label = citation.label) {
  const { kind, published, arxiv } = citation
  const isPreprint = kind === "preprint"
  const isReport = kind === "report"
  const onArxiv = arxiv && `arXiv:${arxiv}`
  const fields = {
    id: label,
    type: TYPES[kind],
    title: citation.title,
    author: citation.authors.map(cslName),
    issued: published && { "date-parts": [[published.year, published.month, published.day].filter(Boolean)] },
    [kind === "book" ? "collection-title" : "container-title"]: container(citation),
    volume: citation.volume,
    [kind === "book" || kind === "chapter" ? "collection-number" : "issue"]: isReport ? "" : citation.number,
    page: citation.pages,
    publisher: issuedBy(citation),
    genre: citation.genre,
    number: isPreprint ? onArxiv : isReport ? citation.number : "",
    DOI: citation.doi,
    URL: citation.url,
    abstract: citation.abstract,
    keyword: citation.keywords.join("; "),
    note: [citation.status, isPreprint ? "" : onArxiv, citation.annotation].filter(Boolean).join("\n"),
  }
  return json(withValues(fields))
}

/** @param {import("./citation-names.js").PersonName} name */
const cslName = (name) =>
  name.given
    ? withValues({
        family: name.family,
        given: name.given,
        "non-dropping-particle": name.particle,
        suffix: name.suffix,
      })
    : { literal: displayName(name) }

/** @param {Record<string, unknown>} fields */
const withValues = (fields) =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => (Array.isArray(value) ? value.length : value)))

/**
 * JSON with a blank after commas and colons.
 *
 * @param {unknown} value
 * @returns {string}
 */
function json(value) {
  if (Array.isArray(value)) return `[${value.map(json).join(", ")}]`
  if (value === null || typeof value !== "object") return JSON.stringify(value)
  const members = Object.entries(value).map(([name, member]) => `${JSON.stringify(name)}: ${json(member)}`)
  return `{${members.join(", ")}}`
}
