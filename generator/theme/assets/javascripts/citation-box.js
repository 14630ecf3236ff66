/* The choice of a format for the citation of a page's paper, with buttons that copy and download it. */

import { button, element } from "./elements.js"

/** @typedef {{text: string, html?: Node, file: string, type: string}} Rendered */

const KEY = "citation-format"
const STYLE_LABELS = { APA: "APA 7", MLA: "MLA 9", Chicago: "Chicago 18 (author–date)", IEEE: "IEEE" }
const FILE_FORMATS = ["BibTeX", "RIS", "CSL-JSON"]

/**
 * Add the choice before the BibTeX entry, and show the chosen format in the entry's place.
 *
 * @param {HTMLElement} entry
 */
export function addCitationBox(entry) {
  const bibtex = `${entry.textContent?.trimEnd()}\n`
  const details = /** @type {HTMLDetailsElement} */ (entry.closest("details"))
  const summary = /** @type {HTMLElement} */ (details.querySelector("summary"))
  const status = element("span", { role: "status", class: "dg-small" })
  const choice = element(
    "select",
    { "aria-label": "Format of the citation" },
    group(
      "For reference managers",
      FILE_FORMATS.map((name) => [name, name]),
    ),
    group("For a list of references", Object.entries(STYLE_LABELS)),
  )
  /** @param {(rendered: Rendered) => void | Promise<void>} act */
  const withCitation = async (act) => {
    try {
      await act(await render(bibtex, choice.value))
    } catch (error) {
      console.warn("The citation could not be made.", error)
      status.textContent = "The citation could not be made. The BibTeX entry is below."
    }
  }
  const show = () =>
    withCitation(({ text, html }) => {
      const name = choice.selectedOptions[0].text
      summary.textContent = name
      entry.setAttribute("aria-label", choice.value === "BibTeX" ? "BibTeX entry" : `Citation in ${name}`)
      entry.replaceChildren(html ?? text.trimEnd())
    })
  choice.addEventListener("change", () => {
    status.textContent = ""
    details.open = true
    window.__md_set?.(KEY, choice.value)
    void show()
  })
  const copy = () => withCitation((rendered) => copyRendered(rendered, entry, details, status))
  const download = () => withCitation((rendered) => save(rendered, status))
  details.before(
    element("p", { class: "dg-cite-tools" }, choice, button("Copy", copy), button("Download", download), status),
  )
  const last = window.__md_get?.(KEY)
  if ([...choice.options].some(({ value }) => value === last)) choice.value = last
  if (choice.value !== "BibTeX") void show()
}

/**
 * @param {string} label
 * @param {[value: string, shown: string][]} options
 */
const group = (label, options) =>
  element("optgroup", { label }, ...options.map(([value, shown]) => element("option", { value }, shown)))

/**
 * @param {string} bibtex
 * @param {string} format
 * @returns {Promise<Rendered>}
 */
async function render(bibtex, format) {
  const { citationFromPage } = await import("./citation-from-page.js")
  const citation = citationFromPage(document, bibtex)
  if (format in STYLE_LABELS) return styledLine(citation, /** @type {keyof typeof STYLE_LABELS} */ (format))
  const { FORMATS, writeOne } = await import("./citation-formats.js")
  const name = /** @type {import("./citation-formats.js").Format} */ (format)
  const { file, type } = FORMATS[name]
  const text = format === "BibTeX" ? bibtex : writeOne(citation, name)
  return { text, file: `${citation.label}.${file}`, type }
}

/**
 * @param {import("./citation-formats.js").Citation & {shownTitle: string}} citation
 * @param {keyof typeof STYLE_LABELS} style
 * @returns {Promise<Rendered>}
 */
async function styledLine(citation, style) {
  const { styled, styledText } = await import("./citation-styles.js")
  const pieces = styled({ ...citation, title: citation.shownTitle }, style)
  const shown = pieces.map((piece) => (typeof piece === "string" ? piece : element("i", {}, piece.italic)))
  const html = element("span", { class: "dg-cite-line" }, ...shown)
  return { text: `${styledText(pieces)}\n`, html, file: `${citation.label}.txt`, type: "text/plain" }
}

/**
 * Copy a citation, italics included; where the browser forbids that, select it.
 *
 * @param {Rendered} rendered
 * @param {HTMLElement} entry
 * @param {HTMLDetailsElement} details
 * @param {HTMLElement} status
 */
async function copyRendered({ text, html }, entry, details, status) {
  try {
    if (html instanceof Element && window.ClipboardItem) {
      const kinds = { "text/plain": text.trimEnd(), "text/html": html.innerHTML }
      const blobs = Object.entries(kinds).map(([type, content]) => [type, new Blob([content], { type })])
      await navigator.clipboard.write([new ClipboardItem(Object.fromEntries(blobs))])
    } else await navigator.clipboard.writeText(text)
    status.textContent = "Copied"
  } catch {
    details.open = true
    getSelection()?.selectAllChildren(entry)
    status.textContent = "Press Ctrl+C or ⌘C to copy"
  }
}

/**
 * @param {Rendered} rendered
 * @param {HTMLElement} status
 */
async function save({ text, file, type }, status) {
  const { saveFile } = await import("./citation-save.js")
  saveFile(text, file, type)
  status.textContent = `Saved ${file}`
}
