/* The order "For you" of a list: scores of its papers, reasons beside each, and how to begin where too little is known. */

import { element } from "./elements.js"
import { forYou, stillNeeded } from "./for-you.js"
import { gettext, listed, ngettext } from "./words.js"

/**
 * @typedef {import("./list-items.js").ListItem} ListItem
 * @typedef {import("./for-you.js").Recommended} Recommended
 *
 * Scores by key, empty where too little is known; then `note` says how to begin. `showReasons` says beside each paper why
 * it stands where it does.
 * @typedef {{scores: Map<string, Recommended>, note: string, showReasons: () => void}} Scored
 */

/** The name of the order, with what is missing before it can be used. */
export function orderName() {
  const needed = stillNeeded()
  return needed
    ? ngettext("For you (after %(number)s more bookmark)", "For you (after %(number)s more bookmarks)", needed)
    : gettext("For you")
}

/**
 * @param {ListItem[]} items
 * @returns {Promise<Scored>}
 */
export async function scored(items) {
  const scores = await forYou([...new Set(items.map(({ key }) => key))])
  const needed = stillNeeded() // known better once the bookmarks were looked up
  return { scores, note: needed ? howToBegin(needed) : "", showReasons: () => showReasons(items, scores) }
}

/**
 * @param {ListItem[]} items
 * @param {Map<string, Recommended>} scores
 */
function showReasons(items, scores) {
  for (const { element: item, key } of items) {
    const reasons = scores.get(key)?.reasons ?? []
    if (!reasons.length) continue
    const line = element("p", { class: "dg-because" }, because(reasons))
    const footer = item.querySelector(":scope > footer")
    if (footer) footer.before(line)
    else item.append(line)
  }
}

/** @param {string[]} reasons words, authors and topics */
export const because = (reasons) => gettext("Because of %(reasons)s", { reasons: listed(reasons) })

/** @param {number} needed */
export const howToBegin = (needed) =>
  ngettext(
    "“For you” needs %(number)s more bookmark: press Bookmark at papers that you like. Words, authors and topics that you highlight count, too.",
    "“For you” needs %(number)s more bookmarks: press Bookmark at papers that you like. Words, authors and topics that you highlight count, too.",
    needed,
  )
