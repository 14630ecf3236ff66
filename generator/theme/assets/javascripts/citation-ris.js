/* RIS, byte for byte as generator/citations/ris.py writes it. */

import { container, issuedBy } from "./citation-kinds.js"
import { lastFirst } from "./citation-names.js"

const TYPES = {
  article: "JOUR",
  conference: "CPAPER",
  chapter: "CHAP",
  book: "BOOK",
  thesis: "THES",
  report: "RPRT",
  preprint: "UNPB",
  dataset: "DATA",
  software: "COMP",
  other: "GEN",
}
const LIKE_A_TAG = /\n+(?=[ \t]*[A-Z][A-Z0-9] {1,2}-)/g

/**
 * The record of a paper, with a line break at its end.
 *
 * @param {import("./citation-formats.js").Citation} citation
 */
export function ris(citation) {
  const { kind, published, arxiv } = citation
  /** @type {[string, string | null | undefined][]} */
  const fields = [
    ["ID", citation.label],
    ["TI", citation.title],
    ...citation.authors.map((name) => /** @type {[string, string]} */ (["AU", lastFirst(name)])),
    ["PY", published && String(published.year)],
    ["DA", published?.month ? date(published) : ""],
    ...publication(citation),
    ["AN", arxiv && `arXiv:${arxiv}`],
    ["DO", citation.doi],
    ["UR", citation.url],
    ["L1", citation.pdf],
    ...citation.keywords.map((keyword) => /** @type {[string, string]} */ (["KW", keyword])),
    ["AB", citation.abstract.replace(LIKE_A_TAG, " ").replaceAll("\n", "\r\n")],
    ["N1", citation.status],
    ["N1", citation.annotation?.replace(LIKE_A_TAG, " ").replaceAll("\n", "\r\n")],
  ]
  const lines = fields.flatMap(([tag, value]) => (value ? [`${tag}  - ${value}`] : []))
  return [`TY  - ${TYPES[kind]}`, ...lines, "ER  - ", ""].join("\r\n")
}

/**
 * @param {import("./citation-formats.js").Citation} citation
 * @returns {[string, string][]}
 */
function publication(citation) {
  const { kind, volume, number, pages, genre } = citation
  const [first, ...last] = pages.split("-")
  return [
    ["T2", container(citation)],
    ["VL", volume],
    [kind === "report" ? "SN" : "IS", number],
    ["SP", last.length === 1 ? first : pages],
    ["EP", last.length === 1 ? last[0] : ""],
    ["PB", issuedBy(citation)],
    ["M3", genre],
  ]
}

/** @param {import("./citation-formats.js").PartialDate} published */
const date = ({ year, month, day }) =>
  `${String(year).padStart(4, "0")}/${twoDigits(month)}/${day ? `${twoDigits(day)}/` : "/"}`

/** @param {number} number */
const twoDigits = (number) => String(number).padStart(2, "0")
