/* What to try when nothing is found. */

import { element } from "./elements.js"
import { searchLink } from "./search-notes.js"
import { withPlainQuotes } from "./search-query.js"

/** @typedef {import("./search-query.js").Query} Query */
/** @typedef {import("./search-notes.js").Follow} Follow */

const MOST_SHORTER = 5 // queries without one of the words, to offer

/**
 * Queries and pages to try.
 *
 * @param {Query} query
 * @param {string} text the query's text
 * @param {URL} root
 * @param {string[]} marks by which the reader filters
 * @param {Follow} follow searches without these
 */
export function suggestions({ terms, filters }, text, root, marks, follow) {
  const several = terms.length + filters.length + marks.length > 1
  const without = several
    ? [...new Set(terms.map(({ typed }) => typed))]
        .slice(0, MOST_SHORTER)
        .map((typed) => [
          searchLink(`search without ${typed}`, text.replace(typed, " ").replace(/\s+/g, " ").trim(), follow),
        ])
    : []
  const isPhrase = terms.some((term) => term.kind === "text" && term.words.length > 1 && term.typed.includes('"'))
  const loose = withPlainQuotes(text)
    .replaceAll('"', "")
    .replace(/(\p{L})-(?=\p{L})/gu, "$1 ")
  const unfiltered = terms.map(({ typed }) => typed).join(" ")
  const items = [
    ...(marks.length ? [[searchLink(`search all papers, not only ${marks.join(" and ")} ones`, text, follow)]] : []),
    ...(terms.length && filters.length ? [[searchLink("search without filters", unfiltered, follow)]] : []),
    ...without,
    ...(isPhrase ? [[searchLink("search for the same words in any order", loose, follow)]] : []),
    ["check the spelling, or type only the first letters of a word"],
    [
      "browse ",
      element("a", { href: new URL("topics/", root).href }, "the topics"),
      " or ",
      element("a", { href: new URL("archive/", root).href }, "the archive by day"),
    ],
  ]
  return element(
    "div",
    { class: "dg-search-note", "data-search-none": true },
    element("p", {}, several ? "No paper matches all of this. Try:" : "No paper matches this. Try:"),
    element(
      "ul",
      {},
      items.map((item) => element("li", {}, item)),
    ),
  )
}
