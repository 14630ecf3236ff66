/* The choice of a format for the citation of a page's paper, with buttons that copy and download it. */

import { chosenFormat, entryOf, FILE_FORMATS, rememberFormat, renderCitation, STYLE_LABELS } from "./citation-render.js"
import { copyText } from "./clipboard.js"
import { button, element } from "./elements.js"
import { required } from "./messages.js"
import { gettext } from "./words.js"

/** @typedef {import("./citation-render.js").Rendered} Rendered */

/**
 * Add the choice before the BibTeX entry, and show the chosen format in the entry's place.
 *
 * @param {HTMLElement} entry
 */
export function addCitationBox(entry) {
  const bibtex = entryOf(document)
  entry.dataset.entry = bibtex
  const details = /** @type {HTMLDetailsElement} */ (entry.closest("details"))
  const summary = /** @type {HTMLElement} */ (details.querySelector("summary"))
  // Translators: the text of a citation, which readers open and close
  summary.textContent = gettext("Text") // the choice beside it has the name of the format
  const status = element("span", { role: "status", class: "dg-small" })
  const choice = element(
    "select",
    { "aria-label": gettext("Format of the citation") },
    group(
      gettext("For reference managers"),
      FILE_FORMATS.map((name) => [name, name]),
    ),
    group(gettext("For a list of references"), Object.entries(STYLE_LABELS)),
  )
  /** @param {(rendered: Rendered) => void | Promise<void>} act */
  const withCitation = async (act) => {
    try {
      await act(await renderCitation(document, bibtex, choice.value))
    } catch (error) {
      console.warn("The citation could not be made.", error)
      status.textContent = gettext("The citation could not be made. The BibTeX entry is below.")
    }
  }
  const show = () =>
    withCitation(({ text, html }) => {
      const name = choice.selectedOptions[0].text
      // All of words.js would be a sixth of this file, which every page of a paper loads.
      entry.setAttribute(
        "aria-label",
        choice.value === "BibTeX" ? gettext("BibTeX entry") : gettext("Citation in %(name)s").replace("%(name)s", name),
      )
      entry.replaceChildren(html ?? text.trimEnd())
    })
  choice.addEventListener("change", () => {
    status.textContent = ""
    details.open = true
    rememberFormat(choice.value)
    void show()
  })
  const copy = () => withCitation((rendered) => copyRendered(rendered, entry, details, status))
  const download = () => withCitation((rendered) => save(rendered, status))
  details.before(
    element(
      "p",
      { class: "dg-cite-tools" },
      choice,
      button(gettext("Copy"), copy),
      button(gettext("Download"), download),
      status,
    ),
  )
  choice.value = chosenFormat()
  if (choice.value !== "BibTeX") void show()
}

/**
 * @param {string} label
 * @param {[value: string, shown: string][]} options
 */
const group = (label, options) =>
  element("optgroup", { label }, ...options.map(([value, shown]) => element("option", { value }, shown)))

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
    await copyText({ text: html ? text.trimEnd() : text, html }, html !== undefined)
    status.textContent = gettext("Copied")
  } catch {
    details.open = true
    getSelection()?.selectAllChildren(entry)
    status.textContent = gettext("Press Ctrl+C or ⌘C to copy")
  }
}

/**
 * @param {Rendered} rendered
 * @param {HTMLElement} status
 */
async function save({ text, file, type }, status) {
  const { saveFile } = await required(import("./citation-save.js"))
  status.textContent = saveFile(text, file, type)
}
