/* The citation of a paper in the format that the reader chose last: a file for reference managers, or a line of a list of
 * references. */

import { element } from "./elements.js"
import { required } from "./messages.js"
import { gettext } from "./words.js"

/** @typedef {{text: string, html?: Element, file: string, type: string}} Rendered */

const KEY = "citation-format"
export const STYLE_LABELS = { APA: "APA 7", MLA: "MLA 9", Chicago: gettext("Chicago 18 (author–date)"), IEEE: "IEEE" }
export const FILE_FORMATS = ["BibTeX", "RIS", "CSL-JSON"]

/** The format that the reader chose last in the citation box of any paper, else BibTeX. */
export function chosenFormat() {
  /** @type {unknown} */
  let last = null
  try {
    last = window.__md_get?.(KEY)
  } catch {
    // Storage is forbidden, or has something else.
  }
  return [...FILE_FORMATS, ...Object.keys(STYLE_LABELS)].find((name) => name === last) ?? FILE_FORMATS[0]
}

/** @param {string} format */
export const rememberFormat = (format) => window.__md_set?.(KEY, format)

/**
 * The BibTeX entry of a page, also while the page shows the citation in another format.
 *
 * @param {Document} page
 */
export function entryOf(page) {
  const entry = page.getElementById("bibtex")
  return entry?.dataset.entry ?? `${entry?.textContent?.trimEnd()}\n`
}

/**
 * The citation of the paper that a page is about.
 *
 * @param {Document} page
 * @param {string} bibtex the page's BibTeX entry
 * @param {string} format
 * @returns {Promise<Rendered>}
 */
export async function renderCitation(page, bibtex, format) {
  const { citationFromPage } = await required(import("./citation-from-page.js"))
  return renderOf(citationFromPage(page, bibtex), format, bibtex)
}

/**
 * @param {import("./citation-formats.js").Citation & {shownTitle: string}} citation
 * @param {string} format
 * @param {string} [bibtex] the BibTeX entry, where it is known
 * @returns {Promise<Rendered>}
 */
export async function renderOf(citation, format, bibtex = "") {
  if (format in STYLE_LABELS) return styledLine(citation, /** @type {keyof typeof STYLE_LABELS} */ (format))
  const { FORMATS, writeOne } = await required(import("./citation-formats.js"))
  const name = /** @type {import("./citation-formats.js").Format} */ (format)
  const { file, type } = FORMATS[name]
  const text = format === "BibTeX" && bibtex ? bibtex : writeOne(citation, name)
  return { text, file: `${citation.label}.${file}`, type }
}

/**
 * @param {import("./citation-formats.js").Citation & {shownTitle: string}} citation
 * @param {keyof typeof STYLE_LABELS} style
 * @returns {Promise<Rendered>}
 */
async function styledLine(citation, style) {
  const { styled, styledText } = await required(import("./citation-styles.js"))
  const pieces = styled({ ...citation, title: citation.shownTitle }, style)
  const shown = pieces.map((piece) => (typeof piece === "string" ? piece : element("i", {}, piece.italic)))
  const html = element("span", { class: "dg-cite-line" }, ...shown)
  return { text: `${styledText(pieces)}\n`, html, file: `${citation.label}.txt`, type: "text/plain" }
}
