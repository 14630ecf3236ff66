/* How many new results saved searches have, on the front page. Searches only where the site has changed. */

import { element } from "./elements.js"
import { Archive } from "./search-archive.js"
import { MOST_RESULTS, readSearches } from "./searches-store.js"
import { formatted, ngettext } from "./words.js"

const ROOT = new URL("../../", import.meta.url)

/**
 * What changes with everything that decides the results of a search.
 *
 * @param {Archive} archive
 */
export async function indexOf(archive) {
  const { terms, days, topicSets, links } = await archive.manifest()
  return [terms.folder, days, topicSets, links].join(" ")
}

/**
 * Say on the front page how many new results saved searches have.
 *
 * @param {HTMLElement} place
 */
export async function countForHome(place) {
  if (!readSearches().saved.length) return
  try {
    const archive = new Archive(ROOT)
    const index = await indexOf(archive)
    if (readSearches().saved.some(({ next, counted }) => !next || counted.index !== index)) {
      const [{ Engine }, { countAll }] = await Promise.all([import("./search-engine.js"), import("./searches-new.js")])
      await countAll(new Engine(ROOT, archive.files))
    }
  } catch (error) {
    console.info("The new results of saved searches could not be counted.", error)
  }
  const counts = readSearches().saved.map(({ counted }) => counted.count)
  const count = counts.reduce((sum, each) => sum + each, 0)
  const isMore = counts.some((each) => each >= MOST_RESULTS)
  if (!count) return place.replaceChildren()
  const number = `${formatted(count)}${isMore ? "+" : ""}`
  // Translators: how many new results the reader's saved searches have, below "12 new papers since yesterday"
  const label = ngettext("%(number)s in my searches", "%(number)s in my searches", count, { number })
  place.replaceChildren(element("a", { href: new URL("search/", ROOT).href }, label))
}
