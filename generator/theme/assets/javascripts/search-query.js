/* What a reader typed, as values. Nothing here asks the index.
 *
 * A query is {terms, filters, problems}. A term is {kind: text | name | id, words, exact, open, not, said}: `exact`
 * words stand side by side; an `open` term is still being typed, so its word may be the beginning of one. */

import { fold, idWord, nameWords, words } from "./search-words.js"

const CHUNK = /(-?)(?:(\p{L}+):(?=\S))?(?:"([^"]*)("?)|(\S+))/gu
const DATE = /^(\d{4})(?:-(0[1-9]|1[0-2])(?:-(0[1-9]|[12]\d|3[01]))?)?$/
const IDENTIFIERS = [
  /^(?:arxiv:|10\.48550\/arxiv\.|\S*(?:arxiv\.org|huggingface\.co)\/\S*\/|\S*\/10\.48550\/arxiv\.)?(\d{4}\.\d{4,5})(?:v\d+)?(?:\.pdf)?$/i,
  /^(?:arxiv:|\S*arxiv\.org\/\S*?\/)?([a-z-]+)(?:\.[a-z]{2})?(\/\d{7})(?:v\d+)?$/i,
  /^(?:doi:|\S*\/)?(10\.\d{4,9}\/\S*[\p{L}\p{N}])$/iu,
  /^(?:\S*aclanthology\.org\/)?((?:19|20)\d\d\.[a-z0-9_]+-[a-z0-9_]+\.\d+|[a-z]\d\d-\d{4,5})(?:\.pdf|\/)?$/i,
  /^\S*openreview\.net\/\S*[?&]id=([\w-]+)\S*$/i,
  /^https?:\/\/\S*\/papers\/([a-z0-9.-]+)\/?$/i,
]
const ID_BEGUN = /^(?:arxiv:)?(\d\d(?:0[1-9]|1[0-2])\.\d{1,4})$/i

/** Parse a query; `typing` is whether its last word may go on. */
export function parseQuery(text, typing = true) {
  const query = { terms: [], filters: [], problems: [] }
  const plain = text.replace(/[\u201c\u201d\u201e\u00ab\u00bb]/g, '"')
  for (const [whole, minus, field, quoted, closed, bare] of plain.matchAll(CHUNK)) {
    const value = quoted ?? bare
    const ends = typing && plain.endsWith(whole) && !closed
    const add = FIELDS[field?.toLowerCase()] ?? (field ? addText(`${field}:${value}`) : addText(value))
    if (value) add(query, { value, not: minus === "-", quoted: quoted !== undefined, open: ends, said: whole })
  }
  return query
}

/** Whether anything is asked. */
export const asks = (query) => query.terms.length > 0 || query.filters.length > 0

const saying = (field, value) => `${field}:${/[\s"]/.test(value) ? `"${value.replaceAll('"', "")}"` : value}`
const chunksOf = (text) => [...text.matchAll(CHUNK)].map(([whole]) => whole)

/** Whether a query's text has `field:value` in it. */
export const says = (text, field, value) => chunksOf(text).some((chunk) => fold(chunk) === fold(saying(field, value)))

/** The query's text with `field:value` added, or taken out where it stands already. */
export function toggled(text, field, value) {
  const said = saying(field, value)
  const chunks = chunksOf(text)
  return (says(text, field, value) ? chunks.filter((chunk) => fold(chunk) !== fold(said)) : [...chunks, said]).join(" ")
}

const addText = (value) => (query, term) => {
  const identifier = term.quoted ? null : identify(value)
  const begun = !identifier && term.open && !term.quoted ? ID_BEGUN.exec(value)?.[1] : null
  if (identifier || begun) {
    const id = idWord(identifier ?? begun)
    query.terms.push({ ...term, kind: "id", words: [id], exact: false })
    return
  }
  const found = words(value)
  // "R1-like" is two words of the index, side by side; so is every other word that punctuation parts.
  if (found.length) query.terms.push({ ...term, kind: "text", words: found, exact: term.quoted || found.length > 1 })
}

function identify(value) {
  for (const pattern of IDENTIFIERS) {
    const found = pattern.exec(value)
    if (found) return found.slice(1).join("")
  }
  return null
}

function addName(query, term) {
  const found = nameWords(term.value)
  if (found.length) query.terms.push({ ...term, kind: "name", words: found, exact: found.length > 1 })
}

const addFilter = (kind) => (query, { value, not }) => query.filters.push({ kind, value: fold(value), not })

const addDates = (kind) => (query, { value, not, said }) => {
  const wanted = { year: /^\d{4}$/, month: /^\d{4}-\d\d$/ }[kind] ?? DATE
  const date = wanted.test(value) ? DATE.exec(value) : null
  if (date) query.filters.push({ kind, value, not })
  else query.problems.push(`${said}: expected ${EXPECTED[kind]}`)
}

const EXPECTED = {
  year: "a year, as in year:2025",
  month: "a month, as in month:2025-03",
  after: "a date, as in after:2025-03 or after:2025-03-15",
  before: "a date, as in before:2025 or before:2025-03-15",
}
const FIELDS = {
  author: addName,
  topic: addFilter("topic"),
  has: addFilter("has"),
  source: addFilter("source"),
  year: addDates("year"),
  month: addDates("month"),
  after: addDates("after"),
  before: addDates("before"),
}
