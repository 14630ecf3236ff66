/* What to try when nothing is found. */

import { element, isModified } from "./elements.js"
import { withPlainQuotes } from "./search-query.js"

/**
 * @param {import("./search-query.js").Query} query
 * @param {string} text
 * @param {URL} root
 * @param {(text: string) => void} follow
 */
export function suggestions({ terms, filters }, text, root, follow) {
  /** @param {string} label @param {string} other */
  const item = (label, other) => {
    const link = element("a", { href: `?${new URLSearchParams({ q: other })}` }, label)
    link.addEventListener("click", (event) => {
      if (isModified(event)) return
      event.preventDefault()
      event.stopPropagation() // before Material's instant navigation
      follow(other)
    })
    return element("li", {}, link)
  }
  const several = terms.length + filters.length > 1
  const without = several
    ? terms.map(({ typed }) => item(`search without ${typed}`, text.replace(typed, " ").replace(/\s+/g, " ").trim()))
    : []
  const isPhrase = terms.some((term) => term.kind === "text" && term.exact)
  const loose = withPlainQuotes(text)
    .replaceAll('"', "")
    .replace(/(\p{L})-(?=\p{L})/gu, "$1 ")
  return element(
    "div",
    { class: "dg-search-note", "data-search-none": true },
    element("p", {}, several ? "No paper matches all of this. Try:" : "No paper matches this. Try:"),
    element(
      "ul",
      {},
      without,
      isPhrase && item("search for the same words in any order", loose),
      element("li", {}, "check the spelling, or type only the first letters of a word"),
      element(
        "li",
        {},
        "browse ",
        element("a", { href: new URL("topics/", root).href }, "the topics"),
        " or ",
        element("a", { href: new URL("archive/", root).href }, "the archive by day"),
      ),
    ),
  )
}
