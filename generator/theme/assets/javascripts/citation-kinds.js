/* What the kind of a publication decides, as generator/kinds.py and generator/citations/citation.py have it. */

/** @typedef {import("./citation-formats.js").Citation} Citation */
/**
 * @typedef {"article" | "conference" | "chapter" | "book" | "thesis" | "report" | "preprint" | "dataset" | "software"
 *   | "other"} Kind
 */

const PUBLISHED_BY_VENUE = ["thesis", "report", "preprint", "dataset", "software"]

/** Whether a paper says what it is, as in "Master's thesis". @param {Kind} kind */
export const isInstitutional = (kind) => kind === "thesis" || kind === "report"

/**
 * Who published the paper: the venue of a thesis, a report, a preprint and the like, else the publisher.
 *
 * @param {Citation} citation
 */
export function issuedBy({ kind, venue, publisher, arxiv }) {
  if (!PUBLISHED_BY_VENUE.includes(kind)) return publisher
  return venue || publisher || (arxiv && kind === "preprint" ? "arXiv" : "")
}

/**
 * What contains the paper: a journal, proceedings, a book or a series; empty for what stands alone.
 *
 * @param {Citation} citation
 */
export const container = ({ kind, venue }) => (PUBLISHED_BY_VENUE.includes(kind) ? "" : venue)

/** The kinds as Zotero names them. @type {Record<Kind, string>} */
export const ITEM_TYPES = {
  article: "journalArticle",
  conference: "conferencePaper",
  chapter: "bookSection",
  book: "book",
  thesis: "thesis",
  report: "report",
  preprint: "preprint",
  dataset: "dataset",
  software: "computerProgram",
  other: "document",
}
