/* What to try when nothing is found. */

import { element } from "./elements.js"
import { searchLink } from "./search-notes.js"
import { withPlainQuotes } from "./search-query.js"
import { gettext, inserted } from "./words.js"

/** @typedef {import("./search-query.js").Query} Query */
/** @typedef {import("./search-notes.js").Follow} Follow */

/** @type {Record<string, string>} */
const WITHOUT_MARKS = {
  unread: gettext("search all papers, not only unread ones"),
  bookmarked: gettext("search all papers, not only bookmarked ones"),
  "unread,bookmarked": gettext("search all papers, not only unread and bookmarked ones"),
}
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
          searchLink(
            gettext("search without %(word)s", { word: typed }),
            text.replace(typed, " ").replace(/\s+/g, " ").trim(),
            follow,
          ),
        ])
    : []
  const isPhrase = terms.some((term) => term.kind === "text" && term.words.length > 1 && term.typed.includes('"'))
  const loose = withPlainQuotes(text)
    .replaceAll('"', "")
    .replace(/(\p{L})-(?=\p{L})/gu, "$1 ")
  const unfiltered = terms.map(({ typed }) => typed).join(" ")
  const items = [
    ...(marks.length ? [[searchLink(WITHOUT_MARKS[marks.join(",")], text, follow)]] : []),
    ...(terms.length && filters.length ? [[searchLink(gettext("search without filters"), unfiltered, follow)]] : []),
    ...without,
    ...(isPhrase ? [[searchLink(gettext("search for the same words in any order"), loose, follow)]] : []),
    [gettext("check the spelling, or type only the first letters of a word")],
    inserted(gettext("browse %(topics)s or %(archive)s"), {
      topics: element("a", { href: new URL("topics/", root).href }, gettext("the topics")),
      archive: element("a", { href: new URL("archive/", root).href }, gettext("the archive by day")),
    }),
  ]
  return element(
    "div",
    { class: "dg-search-note", "data-search-none": true },
    element("p", {}, several ? gettext("No paper matches all of this. Try:") : gettext("No paper matches this. Try:")),
    element(
      "ul",
      {},
      items.map((item) => element("li", {}, item)),
    ),
  )
}
