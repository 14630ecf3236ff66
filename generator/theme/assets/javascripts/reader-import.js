/* Reads files of reading lists: the site's own JSON, and BibTeX, of which each entry is found in the search index. */

import { readBibtex } from "./reader-bibtex.js"
import { VERSION } from "./reader-changes.js"
import { mergeMarks } from "./reader-merge.js"
import { fromJson, noMarks } from "./reader-store.js"
import { fold } from "./search-words.js"
import { gettext } from "./words.js"

/** @typedef {import("./reader-store.js").Marks} Marks */
/** @typedef {import("./search-files.js").Card} Card */
/** @typedef {import("./reader-bibtex.js").Reference} Reference */
/** @typedef {(text: string) => Promise<Card[]>} Search the first papers that a query finds */

/**
 * The list of a file, and the titles of entries that this site does not have. Throws an error that says what is wrong.
 *
 * @param {string} text
 * @param {Search} search
 * @returns {Promise<{marks: Marks, missing: string[], value?: object}>} with the value that JSON has
 */
export async function importList(text, search) {
  const beginning = text.trimStart()[0]
  if (beginning === "{") return readJson(text)
  if (beginning === "[")
    throw new Error(gettext("CSL-JSON has no marks to import; export the list as JSON or BibTeX instead"))
  const references = readBibtex(text)
  if (!references.length)
    throw new Error(gettext("Expected a reading list in JSON, as this page exports it, or BibTeX"))
  return findReferences(references, search)
}

/** @param {string} text */
function readJson(text) {
  let value
  try {
    value = JSON.parse(text)
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    throw new Error(gettext("The file is not JSON: %(reason)s", { reason }))
  }
  if (value.version > VERSION) throw new Error(gettext("A newer version of this site wrote the file. Reload the page"))
  if (!value.bookmarks || typeof value.bookmarks !== "object" || Array.isArray(value.bookmarks))
    throw new Error(gettext('The file has no "bookmarks", as exported lists have'))
  return { marks: fromJson(value), missing: [], value }
}

/**
 * @param {Reference[]} references
 * @param {Search} search
 */
async function findReferences(references, search) {
  let marks = noMarks()
  const missing = []
  for (const reference of references) {
    const card = await findReference(reference, search)
    if (!card) {
      missing.push(reference.title)
      continue
    }
    const found = fromJson({ bookmarks: { [card.key]: bookmarkOf(card, reference) } })
    if (marks.bookmarks.has(card.key)) marks = mergeMarks(marks, found)
    else for (const [key, paper] of found.bookmarks) marks.bookmarks.set(key, paper)
  }
  return { marks, missing }
}

/**
 * What the site says about a paper, with what the reader wrote about it. Exports have the paper's own keywords and the
 * reader's tags in one field.
 *
 * @param {Card} card
 * @param {Reference} reference
 */
function bookmarkOf({ title, authors = [], date, topics = [], cited }, { note, keywords }) {
  const own = new Set(cited?.keywords?.flatMap((keyword) => [keyword, ...keyword.split(/[,;]/)]).map(lettersOf))
  const tags = keywords.filter((keyword) => !own.has(lettersOf(keyword)))
  return { title, authors: authors.join(", "), date, topics, added: new Date().toISOString(), note, tags }
}

/**
 * The paper of the site with one of the identifiers, or else with the title.
 *
 * @param {Reference} reference
 * @param {Search} search
 */
async function findReference({ ids, title }, search) {
  for (const id of ids) {
    const card = (await search(id)).find(({ key, cited }) => {
      const { arxiv = "", doi = "" } = cited?.ids ?? {}
      return [key, arxiv, doi].some((each) => each.toLowerCase() === id)
    })
    if (card) return card
  }
  const letters = lettersOf(title)
  if (!letters) return null
  const cards = await search(title.replace(/["():-]/g, " "))
  return cards.find((card) => [card.title, card.tex?.title ?? ""].some((each) => lettersOf(each) === letters)) ?? null
}

/** @param {string} title */
const lettersOf = (title) => fold(title).replace(/[^\p{L}\p{N}]/gu, "")
