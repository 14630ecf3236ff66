/* Names, titles, dates and pages as the styles of citation-styles.js print them. */

import { displayName, familyWithParticle, initials, isFamilyFirst } from "./citation-names.js"

/** @typedef {import("./citation-formats.js").PartialDate} PartialDate */
/** @typedef {import("./citation-kinds.js").Kind} Kind */
/** @typedef {import("./citation-names.js").PersonName} PersonName */
/** @typedef {import("./citation-styles.js").Piece} Piece */

const MONTHS = "January February March April May June July August September October November December".split(" ")
/** Kinds of which styles print the year only. */
const YEAR_ONLY = ["chapter", "book", "thesis"]

/**
 * @param {PersonName[]} authors
 * @returns {Piece[]}
 */
export function ieeeNames(authors) {
  const names = authors.map(initialsFirst)
  if (names.length > 6) return [`${names[0]} `, { italic: "et al." }, ", "]
  if (!names.length) return []
  const [last, ...others] = names.reverse()
  const first = others.reverse().join(", ")
  return [`${first}${others.length > 1 ? "," : ""}${first && " and "}${last}, `]
}

/** @param {PersonName[]} authors */
export function apaNames(authors) {
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
export function listed(authors, first, last) {
  const names = authors.map((name, place) => (place ? displayName(name) : first(name)))
  return names.length < 2 ? names.join("") : `${names.slice(0, -1).join(", ")}${last}${names[names.length - 1]}`
}

/** Whether the parts of a name keep their order: groups, single names, and names in Chinese, Japanese or Korean. */
const isWhole = (/** @type {PersonName} */ name) => !name.given || isFamilyFirst(name)

/** @param {PersonName} name */
export const inverted = (name) =>
  isWhole(name) ? displayName(name) : [familyWithParticle(name), name.given, name.suffix].filter(Boolean).join(", ")

/**
 * The first name in Chicago's style, which puts particles after the given names.
 *
 * @param {PersonName} name
 */
export const chicagoFirst = (name) =>
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
export const endWithPeriod = (text) => text + endOf(text)

/**
 * The period that a text still needs.
 *
 * @param {string} text
 */
export const endOf = (text) => (/[.?!…。？！]$/.test(text) ? "" : ".")

/**
 * A title in quotation marks, with the mark after it within them; quotation marks in the title become single.
 *
 * @param {string} title
 * @param {"." | "," | ""} mark
 */
export function quoted(title, mark) {
  const inner = title
    .replaceAll("“", "‘")
    .replaceAll("”", "’")
    .replace(/"([^"]*)"/g, "‘$1’")
  return `“${inner}${mark === "." ? endOf(inner) : mark}”`
}

/** @param {PartialDate} date such as "2019, May 4" */
export const apaDate = (date) => `${date.year}${date.month ? `, ${monthDay(date)}` : ""}`

/** @param {PartialDate} date such as "May 4" */
export const monthDay = ({ month, day }) => `${MONTHS[month - 1]}${day ? ` ${day}` : ""}`

/**
 * "4 Dec. 2019"; of a journal "Dec. 2019", of a conference, a book or a thesis "2019".
 *
 * @param {PartialDate} date
 * @param {Kind} kind
 */
export function mlaDate({ year, month, day }, kind) {
  if (YEAR_ONLY.includes(kind) || kind === "conference" || !month) return String(year)
  return `${day && kind !== "article" ? `${day} ` : ""}${shortMonth(month)} ${year}`
}

/**
 * "Dec. 04, 2019"; of a journal, a conference or a report "Dec. 2019", of a book or a thesis "2019".
 *
 * @param {PartialDate} date
 * @param {Kind} kind
 */
export function ieeeDate({ year, month, day }, kind) {
  if (YEAR_ONLY.includes(kind) || !month) return String(year)
  const name = MONTHS[month - 1]
  const shown = name === "May" ? name : `${name.slice(0, 3)}.`
  const isShort = kind === "article" || kind === "conference" || kind === "report"
  return day && !isShort ? `${shown} ${String(day).padStart(2, "0")}, ${year}` : `${shown} ${year}`
}

/** @param {number} month in MLA's style */
const shortMonth = (month) => {
  const name = MONTHS[month - 1]
  return name.length <= 4 ? name : `${name.slice(0, name === "September" ? 4 : 3)}.`
}

/**
 * Pages with en dashes; `short` leaves out the first digits of the last page where they are those of the first page.
 *
 * @param {string} pages such as "230-265"
 * @param {(first: string, last: string) => string} [short]
 */
export const pageRange = (pages, short = (_, last) => last) =>
  pages.replace(/(\w+)-(\w+)/g, (_, first, last) => `${first}–${short(first, last)}`)

/** "p." or "pp." before pages. @param {string} pages */
export const pageLabel = (pages) => (/[-–,]/.test(pages) ? "pp." : "p.")

/**
 * The last page in MLA's style, as in 101–09 and 230–65.
 *
 * @param {string} first
 * @param {string} last
 */
export const mlaLastPage = (first, last) => changedDigits(first, last, 2)

/**
 * The last page in Chicago's style, as in 101–9, 230–65, 100–104 and 1496–1500 (The Chicago Manual of Style, 18, 9.63).
 *
 * @param {string} first
 * @param {string} last
 */
export function chicagoLastPage(first, last) {
  if (Number(first) < 100 || Number(first) % 100 === 0) return last
  const changed = changedDigits(first, last, Number(first) % 100 < 10 ? 1 : 2)
  return last.length === 4 && changed.length === 3 ? last : changed
}

/**
 * @param {string} first
 * @param {string} last
 * @param {number} least how many digits are kept at least
 */
function changedDigits(first, last, least) {
  if (!/^\d+$/.test(first + last) || first.length !== last.length) return last
  let same = 0
  while (same < last.length - least && first[same] === last[same]) same++
  return last.slice(same)
}
