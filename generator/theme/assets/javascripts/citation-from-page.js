/* The citation of the paper that a page is about: from the BibTeX entry, the tags for reference managers and the abstract
 * of the page, so that the page need not hold the paper once more. */

import { splitParticle } from "./citation-names.js"
import { splitOutsideBraces, withoutTex } from "./citation-tex.js"

/** @typedef {import("./citation-formats.js").Citation} Citation */

const VENUE_FIELDS = ["journal", "booktitle", "series", "school", "institution", "howpublished"]

/**
 * @param {Document} page
 * @param {string} entry the page's BibTeX entry
 * @returns {Citation & {shownTitle: string}} with the title also in letters, where it has formulas
 */
export function citationFromPage(page, entry) {
  const { type, label, fields } = readEntry(entry)
  /** @param {string} name */
  const plain = (name) => withoutTex(fields[name] ?? "")
  const title = titleSource(fields.title ?? "")
  return {
    label,
    kind: /** @type {Citation["kind"]} */ (page.getElementById("bibtex")?.dataset.kind ?? "other"),
    title,
    shownTitle: tags(page, "citation_title")[0] ?? title,
    authors: fields.author ? splitOutsideBraces(fields.author, " and ").map(nameOfEntry) : [],
    published: published(tags(page, "citation_publication_date")[0]),
    venue: VENUE_FIELDS.map(plain).find(Boolean) ?? "",
    volume: plain("volume"),
    number: plain("number"),
    pages: plain("pages").replaceAll("--", "-"),
    publisher: plain("publisher"),
    genre: plain("type") || (type === "mastersthesis" ? "Master's thesis" : ""),
    arxiv: fields.eprint ?? "",
    arxivClass: fields.primaryClass ?? "",
    doi: plain("doi"),
    url: plain("url"),
    pdf: tags(page, "citation_pdf_url")[0] ?? "",
    abstract: [...page.querySelectorAll(".dg-abstract:not([data-translated]) > *")].map(proseSource).join("\n\n"),
    keywords: tags(page, "citation_keywords").flatMap((list) => list.split("; ")),
    status: fields.note ?? "",
  }
}

/** @param {string} entry */
function readEntry(entry) {
  const [, type = "misc", label = ""] = /^@(\w+)\{(.*),$/m.exec(entry) ?? []
  const fields = Object.fromEntries(
    [...entry.matchAll(/^ {2}(\w+) *= (?:\{(.*)\}|(\w+)),$/gm)].map(([, name, text, macro]) => [name, text ?? macro]),
  )
  return { type, label, fields }
}

/**
 * The title as its record has it: text without TeX, but for formulas.
 *
 * @param {string} tex
 */
const titleSource = (tex) =>
  tex
    .split(/(?<!\\)(\$(?:[^$\\]|\\[^])*\$)/)
    .map((part, place) => (place % 2 ? part : withoutTex(part)))
    .join("")

/**
 * A name as the entry has it: "van der Berg, Jr, Ludwig", or one in braces for a group.
 *
 * @param {string} name
 */
function nameOfEntry(name) {
  const parts = splitOutsideBraces(name, ", ").map(withoutTex)
  const given = parts.length > 1 ? parts[parts.length - 1] : ""
  const suffix = parts.length > 2 ? parts[1] : ""
  return { given, suffix, ...(given ? splitParticle(parts[0]) : { particle: "", family: parts[0] }) }
}

/** @param {string | undefined} date such as 2024/12/16 */
function published(date) {
  if (!date) return null
  const [year, month = 0, day = 0] = date.split("/").map(Number)
  return { year, month, day }
}

/**
 * @param {Document} page
 * @param {string} name
 */
const tags = (page, name) =>
  [...page.querySelectorAll(`meta[name="${name}"]`)].map((tag) => tag.getAttribute("content") ?? "")

/**
 * The text of an element, with the TeX of its formulas.
 *
 * @param {Node} node
 * @returns {string}
 */
export function proseSource(node) {
  if (node instanceof Element && node.hasAttribute("data-tex")) return node.getAttribute("data-tex") ?? ""
  return node.hasChildNodes() ? [...node.childNodes].map(proseSource).join("") : (node.textContent ?? "")
}
