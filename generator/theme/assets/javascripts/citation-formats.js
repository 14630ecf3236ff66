/* Papers as files for reference managers, spreadsheets and texts. Everything here is values in and text out. */

import { bibtex } from "./citation-bibtex.js"
import { csl } from "./citation-csl.js"
import { displayName } from "./citation-names.js"
import { ris } from "./citation-ris.js"

/** @typedef {{year: number, month: number, day: number}} PartialDate month and day are 0 where they are not known */

/**
 * What reference managers store of a paper, as in generator/citations/citation.py. Unknown texts are empty.
 *
 * @typedef {object} Citation
 * @property {string} label the key of a BibTeX entry
 * @property {import("./citation-kinds.js").Kind} kind
 * @property {string} title with formulas as TeX
 * @property {import("./citation-names.js").PersonName[]} authors
 * @property {PartialDate | null} published
 * @property {string} venue
 * @property {string} volume
 * @property {string} number the issue of a journal, or the number of a report
 * @property {string} pages with hyphens
 * @property {string} publisher
 * @property {string} genre what a thesis or a report calls itself
 * @property {string} arxiv
 * @property {string} arxivClass
 * @property {string} doi
 * @property {string} url
 * @property {string} pdf
 * @property {string} abstract
 * @property {string[]} keywords
 * @property {string} status such as "Retracted"
 * @property {string} [annotation] what the reader wrote about it
 */

/**
 * A paper of a list: its citation, and what the list says about it.
 *
 * @typedef {object} Listed
 * @property {string} key
 * @property {Citation} citation
 * @property {string} date the day of the digest
 * @property {string} href the address of its page
 * @property {readonly string[]} topics
 * @property {number} [votes]
 * @property {string} [note] what the reader wrote about it
 * @property {readonly string[]} [tags] of the reader
 */

/** @typedef {"BibTeX" | "RIS" | "CSL-JSON" | "CSV" | "Markdown"} Format */

const COLUMNS = "key title authors date topics arxiv doi venue votes url abstract".split(" ")

/**
 * `entry` makes a function that writes one paper of a file.
 *
 * @type {Record<Format, {file: string, type: string, between: string, head?: string, end?: string,
 *   entry: () => ((paper: Listed) => string)}>}
 */
export const FORMATS = {
  BibTeX: {
    file: "bib",
    type: "application/x-bibtex",
    between: "\n",
    entry: () => {
      const numbered = labels()
      return ({ citation }) => bibtex(citation, { label: numbered(citation), withAbstract: true })
    },
  },
  RIS: {
    file: "ris",
    type: "application/x-research-info-systems",
    between: "\r\n",
    entry:
      () =>
      ({ citation }) =>
        ris(citation),
  },
  "CSL-JSON": {
    file: "json",
    type: "application/vnd.citationstyles.csl+json",
    head: "[\n",
    between: ",\n",
    end: "\n]\n",
    entry: () => {
      const numbered = labels()
      return ({ citation }) => csl(citation, numbered(citation))
    },
  },
  CSV: {
    file: "csv",
    type: "text/csv",
    head: csvLine(COLUMNS),
    between: "",
    entry: () => (paper) => csvLine(csvCells(paper)),
  },
  Markdown: { file: "md", type: "text/markdown", between: "", entry: () => markdownItem },
}

/** A reading list as a table, with what the reader wrote. */
const CSV_WITH_NOTES = {
  ...FORMATS.CSV,
  head: csvLine([...COLUMNS, "note", "tags"]),
  entry: () => (/** @type {Listed} */ paper) =>
    csvLine([...csvCells(paper), paper.note, (paper.tags ?? []).join("; ")]),
}

/** The formats by name, for a choice. */
export const FORMAT_NAMES = /** @type {Format[]} */ (Object.keys(FORMATS))

/**
 * Papers in a format. One whose data cannot be read is left out; `written` counts the others.
 *
 * @param {(Listed | null)[]} papers
 * @param {Format} format
 */
export function write(papers, format) {
  const isAnnotated = papers.some((paper) => paper?.note || paper?.tags?.length)
  const { head = "", between, end = "", entry } = format === "CSV" && isAnnotated ? CSV_WITH_NOTES : FORMATS[format]
  const writeEntry = entry()
  const entries = papers.flatMap((paper) => {
    try {
      return paper ? [writeEntry(paper)] : []
    } catch (error) {
      console.warn("A paper could not be exported.", paper, error)
      return []
    }
  })
  if (!entries.length && format === "CSL-JSON") return { text: "[]\n", written: 0 }
  return { text: head + entries.join(between) + end, written: entries.length }
}

/**
 * One paper in a format of reference managers. The file of CSL-JSON is a list, as Zotero and Pandoc read it.
 *
 * @param {Citation} citation
 * @param {Format} format
 */
export const writeOne = (citation, format) =>
  write([{ key: citation.label, citation, date: "", href: citation.url, topics: [] }], format).text

/** Numbers repeated labels, because a file with equal keys loses entries. */
function labels() {
  const taken = new Set()
  return (/** @type {Citation} */ { label }) => {
    let free = label
    for (let number = 2; taken.has(free); number++) free = `${label}-${number}`
    taken.add(free)
    return free
  }
}

/** @param {Listed} paper */
function csvCells({ key, date, topics, votes, href, citation }) {
  const { title, authors, arxiv, doi, venue, abstract } = citation
  const names = authors.map(displayName).join("; ")
  return [key, title, names, date, topics.join("; "), arxiv, doi, venue, votes, href, abstract]
}

/**
 * A line as RFC 4180 has it. A cell that a spreadsheet would take for a formula begins with an apostrophe.
 *
 * @param {(string | number | undefined)[]} values
 */
function csvLine(values) {
  const cells = values.map((value) => {
    const text = String(value ?? "")
    const harmless = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text
    return `"${harmless.replaceAll('"', '""')}"`
  })
  return `${cells.join(",")}\r\n`
}

/** @param {Listed} paper */
function markdownItem({ date, href, note = "", tags = [], citation: { title, authors } }) {
  const names = authors.length ? ` ${markdownText(authors.map(displayName).join(", "))}.` : ""
  const written = [note, tags.join(", ")].filter(Boolean).map((text) => `  ${markdownText(text)}\n`)
  return `- [${markdownText(title)}](<${href}>).${names} ${date}.\n${written.length ? `\n${written.join("\n")}` : ""}`
}

/** @param {string} text */
const markdownText = (text) => text.replace(/[\\`*_{}[\]<>()#+.!|~$&-]/g, "\\$&").replace(/\s+/g, " ")
