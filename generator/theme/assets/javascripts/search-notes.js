/* What a reader should know about some answers: words that were corrected or left out, authors whom the typed letters begin.
 * Loaded with the first answer that needs it. */

import { element, isModified } from "./elements.js"
import { written } from "./search-query.js"
import { authorQuery } from "./search-author-query.js"
import { fold } from "./search-words.js"
import { formatted, gettext, inserted } from "./words.js"
import { DATE_LOCALE } from "./language.js"

/**
 * @typedef {import("./search-engine.js").Answer} Answer
 * @typedef {import("./search-query.js").Query} Query
 * @typedef {(text: string) => void} Follow
 *
 * A part of authors' names, and how many papers have an author with it.
 * @typedef {{name: string, papers: number}} Person
 */

/**
 * The notes about an answer, the most important first.
 *
 * @param {Answer} answer
 * @param {Query} query
 * @param {Follow} follow searches for another text
 * @returns {HTMLElement[]}
 */
export function notesOf(answer, query, follow) {
  const lines = [
    ...(answer.shown === null ? [] : [correction(answer, follow)]),
    ...answer.unknownValues.map((unknown) => unknownValue(unknown, query, follow)),
    ...(answer.unknown.length ? [[gettext("No paper has %(words)s.", { words: quotedList(answer.unknown) })]] : []),
    ...(answer.results.length && !answer.found ? [[nothingExact(query, answer)]] : []),
    ...(answer.found && answer.nothingClose ? [[gettext("No other paper is related by meaning.")]] : []),
    ...(answer.meaningFailed ? [[gettext("Papers related by meaning are not available at the moment.")]] : []),
  ]
  return lines.map((line) => element("p", {}, line))
}

/** @type {Record<string, string>} */
const UNKNOWN = {
  topic: gettext("No topic is called “%(value)s”."),
  has: gettext("No kind of link is called “%(value)s”."),
  source: gettext("No source is called “%(value)s”."),
}

/**
 * "No topic is called “robtics”. Similar: robotics."
 *
 * @param {Answer["unknownValues"][number]} unknown
 * @param {Query} query
 * @param {Follow} follow
 */
function unknownValue({ kind, value, near }, { text }, follow) {
  const sentence = inserted(UNKNOWN[kind], { value }).join("")
  if (!near.length) return [sentence]
  const values = near.flatMap((name, place) => [
    place ? ", " : "",
    searchLink(name, withValue(text, kind, value, name), follow),
  ])
  return [sentence, " ", ...inserted(gettext("Similar: %(values)s."), { values }).flat()]
}

/**
 * A query's text with a value of a filter replaced by another.
 *
 * @param {string} text
 * @param {string} kind
 * @param {string} value folded
 * @param {string} name
 */
const withValue = (text, kind, value, name) =>
  text.replace(new RegExp(`${kind}:("[^"]*"?|\\S+)`, "gi"), (filter, typed) =>
    fold(typed.replaceAll('"', "")) === value ? written(kind, name) : filter,
  )

/**
 * @param {Query} query
 * @param {Answer} answer
 */
function nothingExact({ filters }, { groups, nothingClose }) {
  const sentence = filters.length
    ? gettext("No paper within these filters has all of these words.")
    : gettext("No paper has all of these words.")
  if (nothingClose)
    return `${sentence} ${gettext("None is related by meaning either; these only share some of the words.")}`
  if (groups[0].kind !== "meaning") return sentence
  return `${sentence} ${gettext("The first papers are those closest to your query in meaning; they may use other words.")}`
}

/**
 * "Showing results for …. Search instead for …."
 *
 * @param {Answer} answer
 * @param {Follow} follow
 */
function correction({ shown, instead }, follow) {
  const results = inserted(gettext("Showing results for %(query)s."), { query: element("strong", {}, shown) })
  if (instead === null) return results
  const link = searchLink(unquoted(instead), instead, follow)
  return [...results, " ", ...inserted(gettext("Search instead for %(query)s."), { query: link })]
}

/** @param {string} text */
const unquoted = (text) => text.replaceAll('"', "")

/** "“a”, “b” or “c”" @param {string[]} words */
const quotedList = (words) =>
  new Intl.ListFormat(DATE_LOCALE, { type: "disjunction" }).format(
    // Translators: quotation marks around a word
    words.map((word) => gettext("“%(word)s”", { word })),
  )

/**
 * "Authors: Lovelace (12), Lovell (3)", for the letters being typed; nothing where no name begins so.
 *
 * @param {Person[]} people
 * @param {Follow} follow
 */
export const authorsNote = (people, follow) =>
  people.length
    ? [
        element(
          "p",
          { "data-search-people": true },
          gettext("Authors:"),
          " ",
          people.flatMap(({ name, papers }, place) => [
            place ? ", " : "",
            searchLink(name, authorQuery(name), follow),
            ` (${formatted(papers)})`,
          ]),
        ),
      ]
    : []

/**
 * A link to the search page with another query, followed without loading the page again.
 *
 * @param {string} label
 * @param {string} text
 * @param {Follow} follow
 */
export function searchLink(label, text, follow) {
  const link = element("a", { href: `?${new URLSearchParams({ q: text })}` }, label)
  link.addEventListener("click", (event) => {
    if (isModified(event)) return
    event.preventDefault()
    event.stopPropagation() // before Material's instant navigation
    follow(text)
  })
  return link
}
