/* A paper as a line of a bibliography: APA (7th edition), MLA (9th), Chicago author-date (18th) and IEEE (2023), as the
 * styles of the Citation Style Language print it. Titles keep the capitals that the paper prints. */

import { displayName, familyWithParticle, initials, isFamilyFirst } from "./citation-names.js"

/** @typedef {import("./citation-formats.js").Citation} Citation */
/** @typedef {import("./citation-formats.js").PartialDate} PartialDate */
/** @typedef {import("./citation-names.js").PersonName} PersonName */
/** @typedef {"APA" | "MLA" | "Chicago" | "IEEE"} Style */

/**
 * Text, or text in italics.
 *
 * @typedef {string | {italic: string}} Piece
 */

const MONTHS = "January February March April May June July August September October November December".split(" ")

/** @type {Record<Style, (citation: Citation) => (Piece | Piece[])[]>} */
const STYLES = { APA: apa, MLA: mla, Chicago: chicago, IEEE: ieee }

export const STYLE_NAMES = /** @type {Style[]} */ (Object.keys(STYLES))

/**
 * The citation in a style. Formulas of the title should be letters and not TeX.
 *
 * @param {Citation} citation
 * @param {Style} style
 * @returns {Piece[]}
 */
export function styled(citation, style) {
  const pieces = STYLES[style](citation).flat()
  const notice = citation.status ? ` (${citation.status}.)` : ""
  return [...pieces, notice].filter((piece) => piece !== "")
}

/** @param {Piece[]} pieces */
export const styledText = (pieces) => pieces.map((piece) => (typeof piece === "string" ? piece : piece.italic)).join("")

/** @param {Citation} citation */
function apa({ kind, title, authors, published, venue, arxiv, url }) {
  const hasWholeDate = kind === "conference" || kind === "other"
  const year = published ? (hasWholeDate ? apaDate(published) : String(published.year)) : "n.d."
  const names = apaNames(authors)
  const number = kind === "preprint" ? ` (arXiv:${arxiv})` : ""
  const isPart = kind === "journal" || kind === "conference"
  /** @type {Piece[]} */
  const shownTitle = isPart ? [title] : [{ italic: title }, number]
  const ended = isPart || !number ? endOf(title) : "."
  const start = names
    ? [endWithPeriod(names), ` (${year}). `, ...shownTitle, ended]
    : [...shownTitle, ended, ` (${year}).`]
  return [start, source(isPart ? { italic: venue } : kind === "preprint" ? "arXiv" : venue), url && ` ${url}`]
}

/** @param {Citation} citation */
function mla({ kind, title, authors, published, venue, arxiv, url }) {
  const names = authors.length > 2 ? `${inverted(authors[0])}, et al` : listed(authors, inverted, ", and ")
  /** @type {Piece[][]} */
  const parts = []
  if (kind === "preprint") parts.push([`arXiv:${arxiv}`], ["arXiv"])
  else if (venue) parts.push([{ italic: venue }])
  if (published) parts.push([mlaDate(published, kind)])
  if (url) parts.push([url])
  return [
    names && `${endWithPeriod(names)} `,
    quoted(title, "."),
    parts.map((part, place) => [place ? ", " : " ", ...part]).flat(),
    parts.length ? "." : "",
  ]
}

/** @param {Citation} citation */
function chicago({ kind, title, authors, published, venue, arxiv, url }) {
  const names =
    authors.length > 6
      ? `${listed(authors.slice(0, 3), chicagoFirst, ", ")}, et al`
      : listed(authors, chicagoFirst, ", and ")
  const year = published ? String(published.year) : "n.d."
  const date = published?.month ? monthDay(published) : ""
  const start = names
    ? [`${endWithPeriod(names)} ${endWithPeriod(year)} `, quoted(title, ".")]
    : [quoted(title, "."), ` ${endWithPeriod(year)}`]
  /** @type {Piece[]} */
  const where = kind === "preprint" ? [` arXiv:${arxiv}. Preprint, arXiv`] : venue ? [" ", { italic: venue }] : []
  return [start, where, where.length ? [date && `, ${date}`, "."] : date && ` ${date}.`, url && ` ${url}.`]
}

/** @param {Citation} citation */
function ieee({ kind, title, authors, published, venue, arxiv, doi, url }) {
  const isPart = kind === "journal" || kind === "conference"
  const date = published ? ieeeDate(published, isPart) : ""
  /** @type {Piece[][]} */
  const parts = []
  if (isPart) parts.push([kind === "conference" ? "in " : "", { italic: venue }])
  if (date) parts.push([date])
  if (kind === "preprint") parts.push([{ italic: "arXiv" }, `: arXiv:${arxiv}`])
  const found = doi ? `doi: ${doi}.` : url && `[Online]. Available: ${url}`
  const between = kind === "journal" && doi ? ", " : ". "
  return [
    ieeeNames(authors),
    quoted(title, kind === "other" ? "." : ","),
    parts.map((part, place) => [place ? ", " : " ", ...part]).flat(),
    parts.length ? (found ? between : ".") : found && " ",
    found,
  ]
}

/**
 * @param {PersonName[]} authors
 * @returns {Piece[]}
 */
function ieeeNames(authors) {
  const names = authors.map(initialsFirst)
  if (names.length > 6) return [`${names[0]} `, { italic: "et al." }, ", "]
  if (!names.length) return []
  const [last, ...others] = names.reverse()
  const first = others.reverse().join(", ")
  return [`${first}${others.length > 1 ? "," : ""}${first && " and "}${last}, `]
}

/** @param {Piece} name */
const source = (name) => (typeof name === "object" ? (name.italic ? [" ", name, "."] : "") : name && ` ${name}.`)

/** @param {PersonName[]} authors */
function apaNames(authors) {
  const names = authors.map(initialsLast)
  if (names.length > 20) return `${names.slice(0, 19).join(", ")}, … ${names[names.length - 1]}`
  if (names.length < 2) return names.join("")
  return `${names.slice(0, -1).join(", ")}, & ${names[names.length - 1]}`
}

/**
 * Names of which the first begins with the family name.
 *
 * @param {PersonName[]} authors
 * @param {(name: PersonName) => string} first
 * @param {string} last what stands before the last name
 */
function listed(authors, first, last) {
  const names = authors.map((name, place) => (place ? displayName(name) : first(name)))
  return names.length < 2 ? names.join("") : `${names.slice(0, -1).join(", ")}${last}${names[names.length - 1]}`
}

/** Whether the parts of a name keep their order: groups, single names, and names in Chinese, Japanese or Korean. */
const isWhole = (/** @type {PersonName} */ name) => !name.given || isFamilyFirst(name)

/** @param {PersonName} name */
const inverted = (name) =>
  isWhole(name) ? displayName(name) : [familyWithParticle(name), name.given, name.suffix].filter(Boolean).join(", ")

/**
 * The first name in Chicago's style, which puts particles after the given names.
 *
 * @param {PersonName} name
 */
const chicagoFirst = (name) =>
  isWhole(name)
    ? displayName(name)
    : inverted({ ...name, particle: "", given: `${name.given} ${name.particle}`.trim() })

/** @param {PersonName} name */
const initialsLast = (name) =>
  isWhole(name) ? displayName(name) : [familyWithParticle(name), initials(name), name.suffix].filter(Boolean).join(", ")

/** @param {PersonName} name */
const initialsFirst = (name) =>
  isWhole(name) ? displayName(name) : [initials(name), familyWithParticle(name), name.suffix].filter(Boolean).join(" ")

/** @param {string} text */
const endWithPeriod = (text) => text + endOf(text)

/**
 * The period that a text still needs.
 *
 * @param {string} text
 */
const endOf = (text) => (/[.?!…。？！]$/.test(text) ? "" : ".")

/**
 * A title in quotation marks, with the mark after it within them; quotation marks in the title become single.
 *
 * @param {string} title
 * @param {"." | "," | ""} mark
 */
function quoted(title, mark) {
  const inner = title
    .replaceAll("“", "‘")
    .replaceAll("”", "’")
    .replace(/"([^"]*)"/g, "‘$1’")
  return `“${inner}${mark === "." ? endOf(inner) : mark}”`
}

/** @param {PartialDate} date such as "2019, May 4" */
const apaDate = (date) => `${date.year}${date.month ? `, ${monthDay(date)}` : ""}`

/** @param {PartialDate} date such as "May 4" */
const monthDay = ({ month, day }) => `${MONTHS[month - 1]}${day ? ` ${day}` : ""}`

/**
 * "4 Dec. 2019"; of a journal "Dec. 2019", of a conference "2019".
 *
 * @param {PartialDate} date
 * @param {Citation["kind"]} kind
 */
function mlaDate({ year, month, day }, kind) {
  if (kind === "conference" || !month) return String(year)
  return `${day && kind !== "journal" ? `${day} ` : ""}${shortMonth(month)} ${year}`
}

/**
 * "Dec. 04, 2019"; of a journal or a conference, "Dec. 2019".
 *
 * @param {PartialDate} date
 * @param {boolean} withoutDay
 */
function ieeeDate({ year, month, day }, withoutDay) {
  if (!month) return String(year)
  const name = MONTHS[month - 1]
  const shown = name === "May" ? name : `${name.slice(0, 3)}.`
  return day && !withoutDay ? `${shown} ${String(day).padStart(2, "0")}, ${year}` : `${shown} ${year}`
}

/** @param {number} month in MLA's style */
const shortMonth = (month) => {
  const name = MONTHS[month - 1]
  return name.length <= 4 ? name : `${name.slice(0, name === "September" ? 4 : 3)}.`
}
