/* Search results for a reference manager, a spreadsheet or a text. Loaded when a reader asks for an export. */

import { splitOutsideBraces, withoutTex } from "./citation-tex.js"

/**
 * @typedef {import("./search-files.js").Card} Card
 * @typedef {"BibTeX" | "RIS" | "CSV" | "Markdown"} Format
 * @typedef {{head?: string, between: string, entry: () => ((paper: Card) => string), file: string, type: string}} Writer
 */

const MOST_PAPERS = 500 // in one export
const AT_ONCE = 16 // cards loaded at the same time

/** `entry` makes a function that writes one paper. @type {Record<Format, Writer>} */
const FORMATS = {
  BibTeX: {
    entry: bibtexEntry,
    between: "\n",
    file: "papers.bib",
    type: "application/x-bibtex",
  },
  RIS: {
    entry: () => risEntry,
    between: "\r\n",
    file: "papers.ris",
    type: "application/x-research-info-systems",
  },
  CSV: {
    entry: () => csvRow,
    between: "",
    head: csvHead(),
    file: "papers.csv",
    type: "text/csv",
  },
  Markdown: {
    entry: () => markdownItem,
    between: "",
    file: "papers.md",
    type: "text/markdown",
  },
}

/**
 * Copy or download the results, without those that have only some of the words; returns a sentence that says what was done.
 *
 * @param {import("./search-engine.js").Engine} engine
 * @param {import("./search-engine.js").Answer} answer
 * @param {Format} format
 * @param {"copy" | "download"} action
 */
export async function exportResults(engine, answer, format, action) {
  const results = answer.found ? answer.results.filter(({ group }) => group === "all") : answer.results
  const chosen = results.slice(0, MOST_PAPERS)
  const papers = []
  for (let start = 0; start < chosen.length; start += AT_ONCE) {
    papers.push(...(await engine.cards(chosen.slice(start, start + AT_ONCE))))
  }
  const { text, written } = write(papers, format)
  if (action === "copy") await navigator.clipboard.writeText(text)
  else save(text, FORMATS[format])
  return summary({
    action,
    format,
    written,
    chosen: chosen.length,
    found: results.length,
  })
}

/**
 * Papers in a format. One whose data cannot be read is left out; `written` counts the others.
 *
 * @param {(Card | null)[]} papers
 * @param {Format} format
 */
export function write(papers, format) {
  const { head = "", between, entry } = FORMATS[format]
  const writeEntry = entry()
  const entries = papers.flatMap((paper) => {
    try {
      return paper ? [writeEntry(paper)] : []
    } catch (error) {
      console.warn("A search result could not be exported.", paper, error)
      return []
    }
  })
  return { text: head + entries.join(between), written: entries.length }
}

/**
 * @param {{action: "copy" | "download", format: Format, written: number, chosen: number, found: number}} done
 */
export function summary({ action, format, written, chosen, found }) {
  const first = chosen < found ? "the first " : ""
  const of = chosen < found ? ` of ${found.toLocaleString("en")}` : ""
  const verb = action === "copy" ? "Copied" : "Saved"
  const papers = chosen === 1 ? "paper" : "papers"
  const unreadable = chosen - written
  const missing = unreadable ? ` ${unreadable === 1 ? "1 paper" : `${unreadable} papers`} could not be read.` : ""
  return `${verb} ${first}${written.toLocaleString("en")}${of} ${papers} as ${format}.${missing}`
}

/**
 * @param {string} text
 * @param {Writer} format
 */
function save(text, { file, type }) {
  const link = document.createElement("a")
  link.href = URL.createObjectURL(new Blob([text], { type: `${type};charset=utf-8` }))
  link.download = file
  link.click()
  setTimeout(() => URL.revokeObjectURL(link.href), 10000)
}

/**
 * The entries come from the build, whose writer knows LaTeX. Two papers may share first author, year and first word, so
 * repeated keys are numbered: a .bib file with equal keys loses entries.
 *
 * @returns {(paper: Card) => string}
 */
function bibtexEntry() {
  const taken = new Set()
  return (paper) =>
    paper.bibtex.replace(/^(@\w+\{)([^,]*)/, (_, kind, key) => {
      let free = key
      for (let number = 2; taken.has(free); number++) free = `${key}-${number}`
      taken.add(free)
      return kind + free
    })
}

/** @param {Card} paper */
function risEntry(paper) {
  const type = paper.venue ? "CONF" : paper.arxiv ? "UNPB" : "GEN"
  return (
    risLine("TY", type) +
    risLine("TI", paper.title) +
    indexedNames(paper.bibtex)
      .map((name) => risLine("AU", name))
      .join("") +
    risLine("PY", year(paper)) +
    risLine("AB", paper.abstract) +
    risLine("DO", paper.doi) +
    (paper.venue ? risLine("T2", paper.venue) : risLine("PB", paper.arxiv && "arXiv")) +
    risLine("AN", paper.arxiv && `arXiv:${paper.arxiv}`) +
    risLine("UR", paper.links?.[0]?.[1] ?? paper.href) +
    "ER  - \r\n"
  )
}

/**
 * @param {string} tag
 * @param {string | undefined} value
 */
const risLine = (tag, value) => (value ? `${tag}  - ${String(value).replace(/\s+/g, " ").trim()}\r\n` : "")

function csvHead() {
  return csvLine("key title authors date topics arxiv doi venue votes url abstract".split(" "))
}

/** @param {Card} paper */
function csvRow({ key, title, authors, date, topics, arxiv, doi, venue, votes, href, abstract }) {
  return csvLine([key, title, authors?.join("; "), date, topics?.join("; "), arxiv, doi, venue, votes, href, abstract])
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

/** @param {Card} paper */
function markdownItem(paper) {
  const authors = paper.authors?.length ? ` ${markdownText(paper.authors.join(", "))}.` : ""
  return `- [${markdownText(paper.title)}](<${paper.href}>).${authors} ${paper.date}.\n`
}

/** @param {string} text */
const markdownText = (text) => text.replace(/[\\`*_{}[\]<>()#+.!|~$&-]/g, "\\$&").replace(/\s+/g, " ")

/**
 * The year of publication. A new-style arXiv id has it; the day of a digest may be another year's.
 *
 * @param {Card} paper
 */
const year = ({ arxiv, bibtex }) =>
  /^[ \t]*year[ \t]*=[ \t]*\{(\d{4})\}/m.exec(bibtex)?.[1] ??
  (/^\d{4}\./.test(arxiv ?? "") ? `20${arxiv?.slice(0, 2)}` : "")

/**
 * The authors as indexes have them, as in "King, Martin Luther, Jr.". The build knows which part of a name is which, and
 * the BibTeX entry has it as "King, Jr., Martin Luther".
 *
 * @param {string} entry
 */
function indexedNames(entry) {
  const field = /^[ \t]*author[ \t]*=[ \t]*\{(.*)\},?$/m.exec(entry)?.[1]
  return (field ? splitOutsideBraces(field, " and ") : []).map((name) => {
    const parts = splitOutsideBraces(name, ", ").map(withoutTex)
    const [last, suffix, first] = parts
    return parts.length === 3 ? `${last}, ${first}, ${suffix}` : parts.join(", ")
  })
}
