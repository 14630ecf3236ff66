/* Reads files of reading lists: the site's own JSON, and BibTeX, of which each entry is found in the search index. */

import { withoutTex } from "./citation-tex.js"
import { fromJson, noMarks, VERSION } from "./reader-store.js"
import { fold } from "./search-words.js"

/** @typedef {import("./reader-store.js").Marks} Marks */
/** @typedef {import("./search-files.js").Card} Card */
/** @typedef {{ids: string[], title: string}} Reference */
/** @typedef {(text: string) => Promise<Card[]>} Search the first papers that a query finds */

const ENTRY = /@(\w+)\s*[{(]\s*([^,{}\s]*)\s*,/g
const NO_PAPERS = new Set(["comment", "preamble", "string"])
const FIELD = /[\s,]*([\w-]+)\s*=\s*/y

/**
 * The list of a file, and the titles of entries that this site does not have. Throws an error that says what is wrong.
 *
 * @param {string} text
 * @param {Search} search
 * @returns {Promise<{marks: Marks, missing: string[]}>}
 */
export async function importList(text, search) {
  const beginning = text.trimStart()[0]
  if (beginning === "{") return { marks: readJson(text), missing: [] }
  const references = readBibtex(text)
  if (!references.length) throw new Error("Expected a reading list in JSON, as this page exports it, or BibTeX")
  return findReferences(references, search)
}

/** @param {string} text */
function readJson(text) {
  let value
  try {
    value = JSON.parse(text)
  } catch (error) {
    throw new Error(`The file is not JSON: ${error instanceof Error ? error.message : error}`)
  }
  if (value.version > VERSION) throw new Error("A newer version of this site wrote the file. Reload the page")
  if (typeof value.bookmarks !== "object") throw new Error('The file has no "bookmarks", as exported lists have')
  return fromJson(value)
}

/**
 * The identifiers and titles of the entries of a file.
 *
 * @param {string} text
 * @returns {Reference[]}
 */
export function readBibtex(text) {
  /** @type {Reference[]} */
  const found = []
  for (const entry of text.matchAll(ENTRY)) {
    if (NO_PAPERS.has(entry[1].toLowerCase())) continue
    const fields = readFields(text, entry.index + entry[0].length)
    const title = plainText(fields.title ?? "")
    const places = [fields.eprint, fields.doi, ...(fields.url ?? "").split(/\s+/)]
    const ids = places.map((place) => idOf(withoutTex(place ?? ""))).filter(Boolean)
    if (title || ids.length) found.push({ ids: [...new Set(ids)], title: title || entry[2] })
  }
  return found
}

/**
 * @param {string} text
 * @param {number} start
 */
function readFields(text, start) {
  /** @type {Record<string, string>} */
  const fields = {}
  for (let place = start; ;) {
    FIELD.lastIndex = place
    const name = FIELD.exec(text)
    if (!name) return fields
    const end = valueEnd(text, FIELD.lastIndex)
    fields[name[1].toLowerCase()] ??= text.slice(FIELD.lastIndex, end).replace(/^[{"]|[}"]$/g, "")
    place = end
  }
}

/**
 * Where a value ends: after its brace or quotation mark, or before the next comma or brace.
 *
 * @param {string} text
 * @param {number} start
 */
function valueEnd(text, start) {
  const quoted = text[start] === '"'
  if (!quoted && text[start] !== "{") return start + (/^[^,})]*/.exec(text.slice(start, start + 200))?.[0].length ?? 0)
  let depth = 0
  for (let place = start; place < text.length; place++) {
    if (text[place] === "\\") place++
    else if (text[place] === "{") depth++
    else if (text[place] === "}" && --depth === 0 && !quoted) return place + 1
    else if (quoted && text[place] === '"' && depth === 0 && place > start) return place + 1
  }
  return text.length
}

/** @param {string} tex */
const plainText = (tex) =>
  withoutTex(tex.replace(/\\["'`^~=.](?=\{?[a-z])/gi, ""))
    .replace(/\s+/g, " ")
    .trim()

/** @param {string} place an identifier, or the address of a paper */
const idOf = (place) =>
  place
    .trim()
    .replace(/^https?:\/\/(?:dx\.)?doi\.org\/|^https?:\/\/arxiv\.org\/(?:abs|pdf)\//i, "")
    .replace(/^10\.48550\/arxiv\.|^arxiv:/i, "")
    .replace(/(?<=^\d{4}\.\d{4,5})(?:v\d+)?(?:\.pdf)?$/, "")
    .toLowerCase()

/**
 * @param {Reference[]} references
 * @param {Search} search
 */
async function findReferences(references, search) {
  const marks = noMarks()
  const missing = []
  for (const reference of references) {
    const card = await findReference(reference, search)
    if (card) {
      const { key, title, authors = [], date, topics = [] } = card
      const added = new Date().toISOString()
      marks.bookmarks.set(key, { title, authors: authors.join(", "), date, topics, added, note: "", tags: [] })
    } else missing.push(reference.title)
  }
  return { marks, missing }
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
