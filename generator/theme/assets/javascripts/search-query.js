/* Parses what a reader typed. Nothing here asks the index. */

import { IS_CJK, fold, idWord, nameWords, withoutTail, words } from "./search-words.js"

/**
 * A word or phrase to find, folded. An `exact` term is found as it is: its words are side by side, and a single word has
 * no other forms. An `open` term is still being typed, so it may be the beginning of a longer word. Papers need not have
 * an `optional` one.
 * `typed` is the part of the query that it comes from.
 *
 * @typedef {object} Term
 * @property {"text" | "name" | "id"} kind
 * @property {string[]} words
 * @property {boolean} exact
 * @property {boolean} open
 * @property {boolean} optional
 * @property {boolean} not
 * @property {string} typed
 * @property {string[]} [also] other spellings of a single word
 *
 * @typedef {"topic" | "has" | "source" | "year" | "month" | "after" | "before"} FilterKind
 * An `open` filter is still being typed, so its value may be the beginning of a name.
 * @typedef {{kind: FilterKind, value: string, not: boolean, open?: boolean}} Filter
 *
 * A part that was ignored: the name of a field whose value is missing or wrong, or another reason (search-problems.js).
 * @typedef {{typed: string, reason: string}} Problem
 *
 * `text` is what was typed, with straight quotation marks.
 * @typedef {{text: string, terms: Term[], filters: Filter[], problems: Problem[]}} Query
 *
 * A part of the query's text before it is known what it asks for. The `last` one may be an identifier's beginning.
 * @typedef {{value: string, not: boolean, quoted: boolean, open: boolean, last: boolean, typed: string}} Chunk
 * @typedef {(query: Query, chunk: Chunk) => void} Reader
 */

/** Words of questions and sentences: papers need not have them where a query has others. */
const FILLERS = new Set(
  (
    "about can could did do does good has have how i into its me more most my our should some than their them then " +
    "there these they those through using want what when where who why will without would you your"
  ).split(" "),
)
/** What readers take for fields because other searches have them. */
const NO_FIELDS = new Set("title abstract keyword keywords tag tags venue text".split(" "))
const LONGEST_QUERY = 2000 // characters; a pasted paper is no query
const LONGEST_IDENTIFIER = 300
const CHUNK = /(-?)(?:(\p{L}+):(?=\S))?(?:"([^"]*)("?)|(\S+))/gu
const DATE = /^(\d{4})(?:-(0[1-9]|1[0-2])(?:-(0[1-9]|[12]\d|3[01]))?)?$/
const ARXIV_BEGINNING = /^(?:arxiv:)?(\d\d(?:0[1-9]|1[0-2])\.\d{0,4})$/i

/**
 * Parse a query. `typing` says whether the reader is still typing, so that the last word may grow.
 *
 * @param {string} text
 * @returns {Query}
 */
export function parseQuery(text, typing = true) {
  const plain = withPlainQuotes(text.slice(0, LONGEST_QUERY))
  /** @type {Query} */
  const query = { text: plain, terms: [], filters: [], problems: [] }
  if (text.length > LONGEST_QUERY) query.problems.push({ typed: text, reason: "long" })
  for (const [typed, minus, field, quoted, closed, bare] of plain.matchAll(CHUNK)) {
    const value = quoted ?? bare
    if (!value) continue
    const last = !closed && plain.endsWith(typed)
    const known = FIELDS[field?.toLowerCase() ?? ""]
    const missing = quoted === undefined ? missingFrom(value) : null
    if (missing) {
      if (!typing || !last) query.problems.push({ typed, reason: missing })
      continue
    }
    const isNoField = !known && NO_FIELDS.has(field?.toLowerCase() ?? "")
    if (isNoField && (!typing || !last)) query.problems.push({ typed: `${field}:`, reason: "field" })
    const chunk = {
      value,
      not: minus === "-",
      quoted: quoted !== undefined,
      open: typing && last,
      last,
      typed,
    }
    if (known) known(query, chunk)
    else readText(query, { ...chunk, value: field && !isNoField ? `${field}:${value}` : value })
  }
  markOptional(query.terms)
  return query
}

/**
 * Papers need not have the words of questions where a query has others, nor any words beside an identifier, because that
 * names a paper: "[2412.11360] Its title".
 *
 * @param {Term[]} terms
 */
export function markOptional(terms) {
  const isWord = (/** @type {Term} */ { kind, exact, not }) => kind === "text" && !exact && !not
  const named = terms.some(({ kind, not }) => kind === "id" && !not)
  const isExtra = (/** @type {Term} */ term) => isWord(term) && (named || FILLERS.has(term.words[0]))
  if (!terms.some((term) => !term.not && !isExtra(term))) return
  for (const term of terms.filter(isExtra)) term.optional = true
}

/**
 * Whether a query asks for anything.
 *
 * @param {Query} query
 */
export const isAsking = (query) => query.terms.length > 0 || query.filters.length > 0

/**
 * A text with straight quotation marks only.
 *
 * @param {string} text
 */
export const withPlainQuotes = (text) => text.replace(/[\u201c\u201d\u201e\u00ab\u00bb]/g, '"')

/**
 * @param {string} field
 * @param {string} value
 */
export const written = (field, value) => `${field}:${/[\s"]/.test(value) ? `"${value.replaceAll('"', "")}"` : value}`

/** @param {string} text */
const chunksOf = (text) => [...text.matchAll(CHUNK)].map(([whole]) => whole)

/**
 * Whether a query's text contains `field:value`.
 *
 * @param {string} text
 * @param {string} field
 * @param {string} value
 */
export const contains = (text, field, value) =>
  chunksOf(text).some((chunk) => fold(chunk) === fold(written(field, value)))

/**
 * A query's text with `field:value` added, or removed if it is there already.
 *
 * @param {string} text
 * @param {string} field
 * @param {string} value
 */
export function toggled(text, field, value) {
  const filter = written(field, value)
  const chunks = chunksOf(text)
  const others = chunks.filter((chunk) => fold(chunk) !== fold(filter))
  return (others.length < chunks.length ? others : [...chunks, filter]).join(" ")
}

/** @type {Reader} */
function readText(query, { value, last, quoted, ...chunk }) {
  const identifier = quoted ? null : (identify(value) ?? (last ? ARXIV_BEGINNING.exec(value)?.[1] : null))
  if (identifier) {
    query.terms.push({ kind: "id", words: [idWord(identifier)], exact: false, optional: false, ...chunk, open: last })
    return
  }
  const found = words(value)
  const isPhrase = quoted || chunk.not
  for (const run of (isPhrase ? [found] : runs(found)).map(withoutTail)) {
    if (run.length)
      query.terms.push({ kind: "text", words: run, exact: quoted || run.length > 1, optional: false, ...chunk })
  }
}

/**
 * The words of a chunk in runs: pairs of characters of scripts without spaces are one phrase, and every other word is a run of
 * its own, as "self-supervised" must find "self supervised", too.
 *
 * @param {string[]} found
 */
function runs(found) {
  /** @type {string[][]} */
  const made = []
  for (const word of found) {
    const previous = made.at(-1)
    if (previous && IS_CJK.test(word) && IS_CJK.test(previous[0]) && previous.at(-1)?.[1]) previous.push(word)
    else made.push([word])
  }
  return made
}

/** @type {Reader} */
function readName(query, { value, not, open, typed }) {
  const found = nameWords(value)
  if (found.length)
    query.terms.push({ kind: "name", words: found, exact: found.length > 1, optional: false, not, open, typed })
}

/**
 * @param {FilterKind} kind
 * @returns {Reader}
 */
const readFilter =
  (kind) =>
  (query, { value, not, open }) =>
    query.filters.push({ kind, value: fold(value), not, ...(open && { open }) })

/** Operators that other searches have. */
const OPERATORS = ["NOT", "OR"]

/**
 * The field that has no value, or the operator of another search; null for everything else.
 *
 * @param {string} value
 */
function missingFrom(value) {
  if (OPERATORS.includes(value)) return value
  const field = /^(\p{L}+):$/u.exec(value)?.[1].toLowerCase() ?? ""
  return FIELDS[field] ? field : null
}

/**
 * @param {FilterKind} kind
 * @param {RegExp} pattern
 * @returns {Reader}
 */
const readDate =
  (kind, pattern) =>
  (query, { value, not, open, typed }) => {
    if (open && /^[\d-]*$/.test(value) && !pattern.test(value)) return // a date that is being typed is not wrong yet
    if (!pattern.test(value) || !DATE.test(value)) query.problems.push({ typed, reason: kind })
    else if (!isDay(value)) query.problems.push({ typed, reason: `day ${kind}` })
    else query.filters.push({ kind, value, not })
  }

/**
 * Whether a date is in the calendar, which has no 30 February.
 *
 * @param {string} date
 */
function isDay(date) {
  const [year, month, day = 1] = date.split("-").map(Number)
  return date.length < 10 || day <= new Date(Date.UTC(2000 + (year % 400), month, 0)).getUTCDate()
}

/** @type {Record<string, Reader | undefined>} */
const FIELDS = Object.assign(Object.create(null), {
  author: readName,
  topic: readFilter("topic"),
  has: readFilter("has"),
  source: readFilter("source"),
  year: readDate("year", /^\d{4}$/),
  month: readDate("month", /^\d{4}-\d\d$/),
  after: readDate("after", DATE),
  before: readDate("before", DATE),
})

const NEW_ARXIV = /^(?:arxiv[:.])?(\d{4}\.\d{4,5})(?:v\d+)?(?:\.pdf)?$/i
const OLD_ARXIV = /^(?:arxiv[:.])?([a-z-]+)(?:\.[a-z]{2})?(\/\d{7})(?:v\d+)?$/i
const ACL = /^((?:19|20)\d\d\.[a-z0-9_]+-[a-z0-9_]+\.\d+|[a-z]\d\d-\d{4,5})(?:\.pdf)?$/i
/** Brackets and marks around an identifier that is pasted from a text. */
const AROUND = /^[([{<'\u2018]+|[)\]}>'\u2019.,;:!?]+$/g
const DOI = /^10\.\d{4,9}\/.*[\p{L}\p{N}]$/iu
const ADDRESS = /^(?:https?:\/\/)?([a-z0-9.-]+)(?::\d+)?\/(\S+)$/i
const KEY = /^[a-z0-9.-]+$/i

/**
 * The identifier that a value is, or that its address leads to; null for anything else.
 *
 * @param {string} value
 * @returns {string | null}
 */
function identify(value) {
  return value.length > LONGEST_IDENTIFIER ? null : (identifyBare(value) ?? identifyBare(value.replace(AROUND, "")))
}

/**
 * @param {string} value
 * @returns {string | null}
 */
function identifyBare(value) {
  const plain = value.replace(/^doi:/i, "")
  const identifier = arxivId(plain) ?? doiOrArxiv(plain) ?? ACL.exec(plain)?.[1]
  if (identifier) return identifier
  const address = ADDRESS.exec(value)
  return address ? identifyAddress(address[1].toLowerCase(), address[2], value) : null
}

/**
 * @param {string} host
 * @param {string} path
 * @param {string} address
 * @returns {string | null}
 */
function identifyAddress(host, path, address) {
  const [location, search = ""] = path.split("#")[0].split("?")
  const parts = location.split("/").filter(Boolean)
  const last = parts.at(-1) ?? ""
  const doi = parts.findIndex((part) => /^10\.\d{4,9}$/.test(part))
  if (doi >= 0) return doiOrArxiv(parts.slice(doi).join("/"))
  if (/(?:^|\.)(?:arxiv\.org|huggingface\.co|alphaxiv\.org)$/.test(host))
    return arxivId(last) ?? arxivId(parts.slice(-2).join("/"))
  if (/(?:^|\.)aclanthology\.org$/.test(host)) return ACL.exec(last)?.[1] ?? null
  if (/(?:^|\.)openreview\.net$/.test(host)) return new URLSearchParams(search).get("id")
  const isPaperPage = /^https?:/i.test(address) && parts.at(-2) === "papers" && KEY.test(last)
  return isPaperPage ? last : null
}

/** @param {string} text */
function arxivId(text) {
  const found = NEW_ARXIV.exec(text) ?? OLD_ARXIV.exec(text)
  return found ? found.slice(1).join("") : null
}

/**
 * A DOI; for one that arXiv registered, the arXiv id.
 *
 * @param {string} text
 */
function doiOrArxiv(text) {
  if (!DOI.test(text)) return null
  const registered = /^10\.48550\/(arxiv\..*)$/i.exec(text)
  return (registered && arxivId(registered[1])) ?? text
}
