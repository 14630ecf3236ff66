/* Texts of results: counts, dates, names, the part of an abstract to show, the words of a text that match a query.
 * Everything here is text in and text out. */

import { allWords } from "./search-words.js"

const EXCERPT = 240 // characters of an abstract that a card shows before it is opened
const MANY_AUTHORS = 10
const MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split(" ")
const CJK = "\\u3005\\u3007\\u3040-\\u30ff\\u3400-\\u4dbf\\u4e00-\\u9fff"
const PIECE = new RegExp(`[${CJK}]|[^\\s${CJK}]+`, "gu")
const LETTER_OR_DIGIT = /[\p{L}\p{N}]/u
const CLOSING = /[.,;:!?)\]}"'’”]/

/** @typedef {(word: string) => boolean} Matcher */

/**
 * "1 paper", "2,000 papers".
 *
 * @param {number} number
 * @param {string} one
 */
export const counted = (number, one, many = `${one}s`) => `${number.toLocaleString("en")} ${number === 1 ? one : many}`

/** @param {string} day such as 2025-07-31 */
export const shortDate = (day) => `${Number(day.slice(8))} ${MONTHS[Number(day.slice(5, 7)) - 1]} ${day.slice(0, 4)}`

/** @param {readonly string[]} names */
export const hasManyAuthors = (names) => names.length > MANY_AUTHORS

/** @param {readonly string[]} names */
export const authorLine = (names) =>
  hasManyAuthors(names) ? `${names.slice(0, 3).join(", ")} … ${names.at(-1)}` : names.join(", ")

/**
 * Whether a word of a text matches the query, as far as can be told without the stems of the index.
 *
 * @param {import("./search-query.js").Query} query
 * @returns {Matcher}
 */
export function matcher(query) {
  const wanted = query.terms
    .filter((term) => !term.not && term.kind !== "id")
    .flatMap((term) =>
      term.words.map((word) => ({
        word: term.kind === "name" ? word.slice(2) : word,
        open: term.open,
      })),
    )
  return (word) =>
    wanted.some(
      (term) => word === term.word || (term.open && word.startsWith(term.word)) || shareAStem(word, term.word),
    )
}

/**
 * Whether two words differ only in their endings: four letters or more in common, and few after them.
 *
 * @param {string} word
 * @param {string} wanted
 */
function shareAStem(word, wanted) {
  const difference = [...wanted].findIndex((letter, place) => word[place] !== letter)
  const common = difference < 0 ? wanted.length : difference
  return common >= 4 && wanted.length - common <= 3 && word.length - common <= 4
}

/**
 * A text in parts, those that match marked. The parts joined are the text.
 *
 * @param {string} text
 * @param {Matcher} matches
 * @returns {{text: string, match: boolean}[]}
 */
export function splitMatches(text, matches) {
  const parts = []
  let done = 0
  for (const { 0: piece, index } of text.matchAll(PIECE)) {
    if (!allWords(piece).some(matches)) continue
    const [start, end] = withoutPunctuation(piece)
    parts.push({ text: text.slice(done, index + start), match: false })
    parts.push({ text: text.slice(index + start, index + end), match: true })
    done = index + end
  }
  parts.push({ text: text.slice(done), match: false })
  return parts.filter((part) => part.text)
}

/**
 * Where the word in a piece begins and ends, without the punctuation around it.
 *
 * @param {string} piece
 */
function withoutPunctuation(piece) {
  const start = Math.max(0, piece.search(LETTER_OR_DIGIT))
  let end = piece.length
  while (end > start && CLOSING.test(piece[end - 1])) end--
  return [start, end]
}

/**
 * The part of an abstract to show: the first word that matches and the text around it.
 *
 * @param {string} abstract
 * @param {Matcher} matches
 */
export function excerpt(abstract, matches) {
  if (abstract.length <= EXCERPT) return abstract
  const match = [...abstract.matchAll(PIECE)].find(([piece]) => allWords(piece).some(matches))?.index ?? 0
  const start = match < EXCERPT - 80 ? 0 : abstract.indexOf(" ", match - 80) + 1
  const space = abstract.lastIndexOf(" ", start + EXCERPT)
  const end = space > start ? space : start + EXCERPT
  return `${start ? "… " : ""}${abstract.slice(start, end)}${end < abstract.length ? " …" : ""}`
}

/**
 * An address if it may become a link, else null. Browsers refuse some addresses that look right, such as
 * https://1.2.3.4.5/, by throwing.
 *
 * @param {unknown} href
 * @returns {string | null}
 */
export function webAddress(href) {
  try {
    const { protocol } = new URL(String(href))
    return protocol === "https:" || protocol === "http:" ? String(href) : null
  } catch {
    return null
  }
}
