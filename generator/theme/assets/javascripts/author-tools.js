/* Export and the form for authors beside each name of a page by letter. In the page, they would take a third of its size. */

import { element } from "./elements.js"
import { gettext } from "./words.js"

/**
 * Add the tools to the names with papers on this page; returns the links that export.
 *
 * @param {HTMLElement} line with the folder of authors in the API, and a link with the template of the form's address
 * @returns {HTMLAnchorElement[]}
 */
export function addAuthorTools(line) {
  const folder = line.dataset.authorTools
  const claim = line.querySelector("a")?.dataset.claim
  const exports = []
  for (const list of document.querySelectorAll(".is-authors section[id] > ol")) {
    const { id, firstElementChild: heading } = /** @type {HTMLElement} */ (list.parentElement)
    const link = folder && element("a", { href: `${folder}${id[0]}.json`, "data-export": id }, gettext("Export"))
    const form =
      claim && element("a", { href: claim.replaceAll("%7Bid%7D", encodeURIComponent(id)) }, gettext("Is this you?"))
    if (link) exports.push(link)
    heading?.after(element("p", { class: "dg-small dg-tool dg-author-tools" }, link, link && form && " · ", form))
  }
  return exports
}
