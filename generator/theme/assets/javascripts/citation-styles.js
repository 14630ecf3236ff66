/* A paper as a line of a bibliography: APA (7th edition), MLA (9th), Chicago author-date (18th) and IEEE (2023), as the
 * styles of the Citation Style Language print it. Titles keep the capitals that the paper prints. */

import { isInstitutional, issuedBy } from "./citation-kinds.js"
import {
  apaDate,
  apaNames,
  chicagoFirst,
  chicagoLastPage,
  endOf,
  endWithPeriod,
  ieeeDate,
  ieeeNames,
  inverted,
  listed,
  mlaDate,
  mlaLastPage,
  monthDay,
  pageLabel,
  pageRange,
  quoted,
} from "./citation-style-parts.js"

/** @typedef {import("./citation-formats.js").Citation} Citation */
/** @typedef {"APA" | "MLA" | "Chicago" | "IEEE"} Style */

/**
 * Text, or text in italics.
 *
 * @typedef {string | {italic: string}} Piece
 */

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

/** Whether the paper is in a journal or in proceedings, with volumes. @param {Citation} citation */
const isInSeries = ({ kind, venue }) => Boolean(venue) && (kind === "article" || kind === "conference")

/** Whether the paper is in something that the citation names. @param {Citation} citation */
const isPart = (citation) => isInSeries(citation) || (citation.kind === "chapter" && Boolean(citation.venue))

/** Texts that are known, with a sign between them. @param {string[]} texts @param {string} between */
const joined = (texts, between) => texts.filter(Boolean).join(between)

/** What a report calls itself with its number, as in "Technical Report 12". @param {Citation} citation */
const reportNumber = ({ kind, genre, number }) => (kind === "report" && number ? joined([genre, number], " ") : "")

/** @param {Citation} citation */
function apa(citation) {
  const { title, authors, url } = citation
  const names = apaNames(authors)
  const added = apaAfterTitle(citation)
  const shownTitle = isPart(citation) ? title : { italic: title }
  const ended = added ? `${added}.` : endOf(title)
  const start = names
    ? [endWithPeriod(names), ` (${apaYear(citation)}). `, shownTitle, ended]
    : [shownTitle, ended, ` (${apaYear(citation)}).`]
  return [start, apaSource(citation), url && ` ${url}`]
}

/** @param {Citation} citation */
function apaYear({ kind, published, volume, number, pages }) {
  if (!published) return "n.d."
  const isAtMeeting = kind === "conference" && !volume && !number && !pages
  return isAtMeeting || kind === "other" ? apaDate(published) : String(published.year)
}

/** What APA puts in brackets after the title. @param {Citation} citation */
function apaAfterTitle(citation) {
  const { kind, venue, volume, genre, arxiv, url } = citation
  const number = reportNumber(citation)
  if (number) return ` (${number})`
  if (kind === "preprint" && arxiv) return ` (arXiv:${arxiv})`
  if (kind === "book" && volume) return ` (Vol. ${volume})`
  if (kind === "dataset") return " [Dataset]"
  if (kind === "software") return " [Computer software]"
  if (!isInstitutional(kind)) return ""
  const inBrackets = joined([genre, kind === "thesis" && url ? venue : ""], ", ")
  return inBrackets && ` [${inBrackets}]`
}

/**
 * @param {Citation} citation
 * @returns {Piece[]}
 */
function apaSource(citation) {
  const { kind, venue, volume, number, pages, publisher, url } = citation
  const range = pageRange(pages)
  if (isInSeries(citation)) {
    const place = number ? `, ${range ? `(${number}), ${range}` : `(${number})`}` : range && `, ${range}`
    if (!volume) return [" ", { italic: venue }, `${place}.`]
    return [" ", { italic: venue }, ", ", { italic: volume }, `${number ? place.slice(2) : place}.`]
  }
  if (isPart(citation)) {
    const place = joined([volume && `Vol. ${volume}`, range && `${pageLabel(pages)} ${range}`], ", ")
    return [" In ", { italic: venue }, `${place && ` (${place})`}.`, publisher && ` ${endWithPeriod(publisher)}`]
  }
  if (kind === "other" && venue) return [" In ", { italic: venue }, "."]
  const issuer = kind === "thesis" && url ? "" : issuedBy(citation)
  return [issuer && ` ${endWithPeriod(issuer)}`]
}

/** @param {Citation} citation */
function mla(citation) {
  const { kind, authors, title, genre, venue, number } = citation
  const names = authors.length > 2 ? `${inverted(authors[0])}, et al` : listed(authors, inverted, ", and ")
  const isQuoted = isPart(citation) || ["conference", "preprint", "dataset", "other"].includes(kind)
  const parts = mlaParts(citation)
  const last = kind === "thesis" ? joined([venue, genre], ", ") : kind === "book" ? venue : ""
  return [
    names && `${endWithPeriod(names)} `,
    isQuoted ? quoted(title, ".") : [{ italic: title }, endOf(title)],
    kind === "report" && genre && !number ? ` ${endWithPeriod(genre)}` : "",
    parts.map((part, place) => [place ? ", " : " ", part]).flat(),
    parts.length ? "." : "",
    kind === "book" && last ? [" ", { italic: last }, "."] : last && ` ${endWithPeriod(last)}`,
  ]
}

/**
 * @param {Citation} citation
 * @returns {Piece[]}
 */
function mlaParts(citation) {
  const { kind, venue, volume, number, pages, publisher, published, arxiv, url } = citation
  const issuer =
    kind === "chapter" || kind === "book" ? publisher : isPart(citation) || kind === "thesis" ? "" : issuedBy(citation)
  /** @type {Piece[]} */
  const parts = [
    reportNumber(citation),
    kind === "preprint" && arxiv ? `arXiv:${arxiv}` : "",
    isPart(citation) || kind === "other" ? { italic: venue } : "",
    isPart(citation) && volume ? `vol. ${volume}` : "",
    isInSeries(citation) && number ? `no. ${number}` : "",
    kind === "other" ? "" : issuer,
    published ? mlaDate(published, kind) : "",
    isPart(citation) && pages ? `${pageLabel(pages)} ${pageRange(pages, mlaLastPage)}` : "",
    url,
  ]
  return parts.filter((part) => (typeof part === "string" ? part : part.italic))
}

/** @param {Citation} citation */
function chicago(citation) {
  const { kind, title, authors, published, url } = citation
  const names =
    authors.length > 6
      ? `${listed(authors.slice(0, 3), chicagoFirst, ", ")}, et al`
      : listed(authors, chicagoFirst, ", and ")
  const year = endWithPeriod(published ? String(published.year) : "n.d.")
  const isQuoted = isPart(citation) || ["conference", "thesis", "preprint", "dataset", "other"].includes(kind)
  /** @type {Piece[]} */
  const shownTitle = isQuoted ? [quoted(title, ".")] : [{ italic: title }, endOf(title)]
  const start = names ? [`${endWithPeriod(names)} ${year} `, ...shownTitle] : [...shownTitle, ` ${year}`]
  return [start, chicagoSource(citation), url && ` ${url}.`]
}

/**
 * @param {Citation} citation
 * @returns {Piece[]}
 */
function chicagoSource(citation) {
  const { kind, venue, volume, publisher, published, genre, arxiv } = citation
  const date = published?.month ? monthDay(published) : ""
  const issuer = issuedBy(citation)
  if (isInSeries(citation)) return [" ", { italic: venue }, `${chicagoPlace(citation, date)}.`]
  if (isPart(citation)) {
    return [" In ", { italic: venue }, `${volume && `, vol. ${volume}`}.`, publisher && ` ${endWithPeriod(publisher)}`]
  }
  const report = reportNumber(citation) || (kind === "report" ? genre : "")
  /** @type {Record<string, string[]>} sentences by kind */
  const sentences = {
    book: [volume && `Vol. ${volume}`, venue, publisher],
    thesis: [joined([genre, venue], ", ")],
    report: [report, venue],
    chapter: [],
    preprint: [arxiv && `arXiv:${arxiv}`, joined(["Preprint", issuer, date], ", ")],
    dataset: [joined([issuer, date], ", ")],
    software: [joined([issuer, date && `released ${date}`], ", ")],
  }
  if (kind === "other" && venue) return [" In ", { italic: venue }, ".", date && ` ${date}.`]
  return (sentences[kind] ?? [date]).filter(Boolean).map((sentence) => ` ${endWithPeriod(sentence)}`)
}

/** Volume, issue, date and pages after the name of a journal. @param {Citation} citation @param {string} date */
function chicagoPlace({ volume, number, pages, published }, date) {
  const range = pageRange(pages, chicagoLastPage)
  if (!volume && !number)
    return joined(
      ["", date, range].map((part, place) => (place && part ? `, ${part}` : "")),
      "",
    )
  const month = published?.month ? ` (${monthDay({ ...published, day: 0 })})` : ""
  const place = volume ? ` ${volume}${number ? ` (${number})` : month}` : `, no. ${number}${month}`
  return range ? `${place}: ${range}` : place
}

/** @param {Citation} citation */
function ieee(citation) {
  const { kind, title, authors, venue, volume, doi, url } = citation
  const parts = ieeeParts(citation)
  const found = doi ? `doi: ${doi}.` : url && `[Online]. Available: ${url}`
  const between = kind === "article" && doi ? ", " : ". "
  const isWork = kind === "book" || kind === "software"
  const mark = kind === "dataset" || (kind === "other" && !venue) || !parts.length ? "." : ","
  const ofBook = kind === "book" && volume ? `, vol. ${volume}.` : endOf(title)
  return [
    ieeeNames(authors),
    isWork ? [{ italic: title }, ofBook] : quoted(title, mark),
    parts.map((part, place) => [place ? ", " : " ", ...part]).flat(),
    parts.length ? (found ? between : ".") : found && " ",
    found,
  ]
}

/**
 * @param {Citation} citation
 * @returns {Piece[][]}
 */
function ieeeParts(citation) {
  const { kind, venue, volume, number, pages, publisher, published, genre, arxiv } = citation
  const date = published ? ieeeDate(published, kind) : ""
  const range = pages && `${pageLabel(pages)} ${pageRange(pages)}`
  const inVenue = venue ? ["in ", { italic: venue }] : [""]
  const ofVolume = volume && `vol. ${volume}`
  const issuer = issuedBy(citation)
  /** @type {Record<import("./citation-kinds.js").Kind, Piece[][]>} */
  const parts = {
    article: [[{ italic: venue }], [ofVolume], [number && `no. ${number}`], [range], [date]],
    conference: [inVenue, [publisher], [date], [range]],
    chapter: [inVenue, [ofVolume], [publisher], [date], [range]],
    book: [
      [
        venue ? "in " : "",
        { italic: venue },
        venue && ofVolume && `, ${ofVolume}`,
        venue && (publisher || date) && ". ",
        joined([publisher, date], ", "),
      ],
    ],
    thesis: [[genre], [venue], [date]],
    report: [[venue], [reportNumber(citation) || genre], [date]],
    preprint: [[date], [{ italic: issuer }, arxiv && `: arXiv:${arxiv}`]],
    dataset: [[issuer], [date]],
    software: [[date && `(${date})`, date && issuer && ". ", issuer]],
    other: venue ? [[{ italic: venue }, date && `. ${date}`]] : [[date]],
  }
  return parts[kind].filter((part) => part.some((piece) => (typeof piece === "string" ? piece : piece.italic)))
}
