/* The line "For you" on the front page: the best papers of the newest day by what the reader marked. */

import { element } from "./elements.js"
import { forYou, stillNeeded } from "./for-you.js"
import { listedPapers } from "./interest-marks.js"
import { because, howToBegin } from "./list-for-you.js"
import { readMarks } from "./reader-store.js"
import { gettext } from "./words.js"

const BEST = 3
const SETTINGS = new URL("../../reading-list/#interests", import.meta.url).href

/**
 * Fill the line, for which start.js keeps room. Papers that the reader has read, bookmarked or hidden are left out. Where
 * no paper is left, or nothing could be loaded, the line says so.
 */
export async function showBest() {
  const line = document.querySelector("[data-newest]")
  if (!line || line.childElementCount) return
  const heading = element(
    "p",
    {},
    element("span", { class: "dg-label" }, gettext("For you")),
    " ",
    element("a", { href: SETTINGS }, gettext("Interests")),
  )
  line.replaceChildren(heading)
  try {
    line.append(await bestPapers())
  } catch (error) {
    console.info("“For you” could not be loaded.", error)
    line.append(element("p", {}, gettext("“For you” could not be loaded: check your connection.")))
  }
}

/** A list of papers, or a sentence that says why there is none. */
async function bestPapers() {
  const { bookmarks, read, hidden } = readMarks()
  const marked = (/** @type {string} */ key) => bookmarks.has(key) || read.has(key) || hidden.has(key)
  const leftOut = "[data-unwanted], .dg-new-list *" // the list of new papers has those of other days
  const fresh = listedPapers().filter(([key, item]) => !marked(key) && !item.matches(leftOut))
  if (!fresh.length) return element("p", {}, gettext("You have bookmarked, read or hidden all papers of this digest."))
  const items = new Map(fresh)
  const scores = await forYou([...items.keys()])
  const needed = stillNeeded()
  if (needed) return element("p", {}, howToBegin(needed))
  const best = [...scores].filter(([, { reasons }]) => reasons.length)
  if (!best.length) return element("p", {}, gettext("No other paper of this digest is like those that you marked."))
  best.sort(([, one], [, other]) => other.score - one.score)
  return element(
    "ul",
    {},
    best.slice(0, BEST).map(([key, { reasons }]) => {
      const title = items.get(key)?.querySelector(".dg-title a, :scope > a")
      const href = title instanceof HTMLAnchorElement ? title.href : ""
      return element(
        "li",
        {},
        element("a", { href, dir: "auto", lang: title?.getAttribute("lang") ?? null }, title?.textContent ?? key),
        element("small", {}, because(reasons)),
      )
    }),
  )
}
