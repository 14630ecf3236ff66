/* BibTeX, byte for byte as generator/citations/bibtex.py writes it. The reasons for its rules are there. */

import { findFormulas } from "./citation-formulas.js"
import { displayName, familyWithParticle } from "./citation-names.js"

/** @typedef {import("./citation-formats.js").Citation} Citation */

/** @type {Record<string, string>} */
const ESCAPES = {
  "\\": "\\textbackslash{}",
  "{": "\\textbraceleft{}",
  "}": "\\textbraceright{}",
  "&": "\\&",
  "%": "\\%",
  $: "\\$",
  "#": "\\#",
  _: "\\_",
  "~": "\\textasciitilde{}",
  "^": "\\textasciicircum{}",
  "@": "{@}",
}
const WORD = /[^\s:;,.!?()[\]"'“”‘’/–—-]+/gu
const LIGATURE = /([-'`,<>?!])(?=\1|(?<=[?!])`)/g
const TYPES = {
  article: "article",
  conference: "inproceedings",
  chapter: "incollection",
  book: "book",
  thesis: "phdthesis",
  report: "techreport",
  preprint: "misc",
  dataset: "dataset",
  software: "software",
  other: "misc",
}
/** @type {Partial<Record<import("./citation-kinds.js").Kind, string>>} */
const VENUE_FIELDS = {
  article: "journal",
  conference: "booktitle",
  chapter: "booktitle",
  book: "series",
  thesis: "school",
  report: "institution",
}
const MASTERS = "Master's thesis"
const MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split(" ")

/**
 * The entry of a paper, with a line break at its end.
 *
 * @param {Citation} citation
 * @param {{label?: string, withAbstract?: boolean}} [options] `label` is the entry's key, where it differs from the citation's
 */
export function bibtex(citation, { label = citation.label, withAbstract = false } = {}) {
  const fields = [...entryFields(citation), ...(withAbstract ? textFields(citation) : [])]
  const width = Math.max(...fields.map(([name]) => name.length))
  const lines = fields.map(([name, value]) => `  ${name.padEnd(width)} = ${name === "month" ? value : `{${value}}`},\n`)
  return `@${entryType(citation)}{${label},\n${lines.join("")}}\n`
}

/**
 * @param {Citation} citation
 * @returns {[name: string, value: string][]}
 */
function entryFields(citation) {
  const { title, authors, published, arxiv, arxivClass, doi, url, status } = citation
  /** @type {[string, string | null | undefined][]} */
  const fields = [
    ["title", withFormulas(title, protect)],
    ["author", authors.map(author).join(" and ")],
    ["year", published && String(published.year)],
    ["month", published?.month ? MONTHS[published.month - 1] : ""],
    ...publicationFields(citation),
    ["eprint", arxiv],
    ["archivePrefix", arxiv && "arXiv"],
    ["primaryClass", arxivClass],
    ["doi", escapeTex(doi)],
    ["url", escapeUrl(url)],
    ["note", status],
  ]
  return fields.flatMap(([name, value]) => (value ? [[name, value]] : []))
}

/** @param {Citation} citation */
const entryType = ({ kind, genre }) =>
  kind === "thesis" && genre.toLowerCase().includes("master") ? "mastersthesis" : TYPES[kind]

/**
 * @param {Citation} citation
 * @returns {[name: string, value: string][]}
 */
const publicationFields = ({ kind, venue, volume, number, pages, publisher, genre }) => [
  [VENUE_FIELDS[kind] ?? "howpublished", escapeTex(venue)],
  ["volume", escapeTex(volume)],
  ["number", escapeTex(number)],
  ["pages", pages.split(/[-–]+/).map(escapeTex).join("--")],
  ["publisher", escapeTex(publisher)],
  ["type", genre === MASTERS ? "" : escapeTex(genre)],
]

/**
 * @param {Citation} citation
 * @returns {[name: string, value: string][]}
 */
function textFields({ keywords, abstract, annotation }) {
  const between = keywords.some((keyword) => keyword.includes(",")) ? "; " : ", "
  /** @type {[string, string][]} */
  const fields = []
  if (keywords.length)
    fields.push(["keywords", keywords.map((keyword) => withFormulas(keyword, escapeTex)).join(between)])
  if (abstract) fields.push(["abstract", withFormulas(abstract, escapeTex)])
  if (annotation) fields.push(["annote", withFormulas(annotation, escapeTex)])
  return fields
}

/** @param {string} text */
const escapeTex = (text) => text.replace(/[\\{}&%$#_~^@]/g, (character) => ESCAPES[character]).replace(LIGATURE, "$1{}")

/**
 * @param {string} text
 * @param {(words: string) => string} escape
 */
function withFormulas(text, escape) {
  let written = ""
  let done = 0
  for (const { start, end, tex } of findFormulas(text)) {
    written += escape(text.slice(done, start)) + (isBalanced(tex) ? `$${tex}$` : escapeTex(text.slice(start, end)))
    done = end
  }
  return written + escape(text.slice(done))
}

/** @param {string} text */
const protect = (text) =>
  text
    .replace(WORD, (word) => {
      const inside = /\p{Uppercase}/u.test([...word].slice(1).join(""))
      const mixed = /\p{Uppercase}/u.test(word) && !/^\p{L}+$/u.test(word)
      return inside || mixed ? `{${escapeTex(word)}}` : escapeTex(word)
    })
    .replace(LIGATURE, "$1{}")

/** @param {import("./citation-names.js").PersonName} name */
function author(name) {
  if (!name.given) {
    const whole = escapeTex(displayName(name))
    return whole.includes(" ") ? `{${whole}}` : whole
  }
  return [familyWithParticle(name), name.suffix, name.given]
    .filter(Boolean)
    .map(escapeTex)
    .map((part) => (part.toLowerCase().split(/\s+/).includes("and") ? `{${part}}` : part))
    .join(", ")
}

/** @param {string} tex */
function isBalanced(tex) {
  let depth = 0
  for (const character of tex) {
    depth += character === "{" ? 1 : character === "}" ? -1 : 0
    if (depth < 0) return false
  }
  return depth === 0 && !tex.includes("\n") && !tex.endsWith("\\")
}

/** @param {string} url */
const escapeUrl = (url) =>
  url.replaceAll("%", "\\%").replaceAll("#", "\\#").replaceAll("{", "%7B").replaceAll("}", "%7D")
