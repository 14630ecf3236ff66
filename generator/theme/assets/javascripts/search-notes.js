/* What a reader should know about some answers: words that were corrected or left out, authors whom the typed letters begin.
 * Loaded with the first answer that needs it. */

import { element, isModified } from "./elements.js"
import { written } from "./search-query.js"
import { authorQuery } from "./search-author-query.js"
import { fold } from "./search-words.js"

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
    ...(answer.unknown.length ? [[`No paper has ${quotedList(answer.unknown)}.`]] : []),
    ...(answer.results.length && !answer.found ? [[nothingExact(query, answer)]] : []),
    ...(answer.found && answer.nothingClose ? [["No other paper is related by meaning."]] : []),
    ...(answer.meaningFailed ? [["Papers related by meaning are not available at the moment."]] : []),
  ]
  return lines.map((line) => element("p", {}, line))
}

/** @type {Record<string, string>} */
const VALUES = { topic: "topic is called", has: "kind of link is called", source: "source is called" }

/**
 * "No topic is called “robtics”. Similar: robotics."
 *
 * @param {Answer["unknownValues"][number]} unknown
 * @param {Query} query
 * @param {Follow} follow
 */
function unknownValue({ kind, value, near }, { text }, follow) {
  const links = near.flatMap((name, place) => [
    place ? ", " : " Similar: ",
    searchLink(name, withValue(text, kind, value, name), follow),
  ])
  return [`No ${VALUES[kind]} “${value}”.`, ...links, links.length ? "." : ""]
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
  const sentence = `No paper ${filters.length ? "within these filters " : ""}has all of these words.`
  if (nothingClose) return `${sentence} None is related by meaning either; these only share some of the words.`
  if (groups[0].kind !== "meaning") return sentence
  return `${sentence} The first papers are those closest to your query in meaning; they may use other words.`
}

/**
 * "Showing results for …. Search instead for …."
 *
 * @param {Answer} answer
 * @param {Follow} follow
 */
function correction({ shown, instead }, follow) {
  const instant = instead === null ? [] : [" Search instead for ", searchLink(unquoted(instead), instead, follow), "."]
  return ["Showing results for ", element("strong", {}, shown), ".", ...instant]
}

/** @param {string} text */
const unquoted = (text) => text.replaceAll('"', "")

/** @param {string[]} words */
function quotedList(words) {
  const quoted = words.map((word) => `“${word}”`)
  return quoted.length > 1 ? `${quoted.slice(0, -1).join(", ")} or ${quoted.at(-1)}` : quoted[0]
}

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
          "Authors: ",
          people.flatMap(({ name, papers }, place) => [
            place ? ", " : "",
            searchLink(name, authorQuery(name), follow),
            ` (${papers.toLocaleString("en")})`,
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
