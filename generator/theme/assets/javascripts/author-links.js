/* Links from the names of authors without a page to a search for them. Pages have links to the pages of authors only: search
 * needs script anyway, and these addresses would make pages larger and lead crawlers to one page under thousands of names. */

import { element } from "./elements.js"

const LISTS = "p.dg-authors, .dg-authors > p, .dg-author-list, [data-authors]"

/**
 * Turn the names that are not links into links to the search page: names in lists, between commas, and single names.
 *
 * @param {ParentNode} page
 * @param {string} search the address of the search page
 */
export function linkAuthors(page, search) {
  for (const list of page.querySelectorAll(LISTS)) {
    for (const child of [...list.childNodes]) {
      if (child instanceof Text) child.replaceWith(...linkedNames(child.data, search))
      else if (child instanceof HTMLSpanElement) linkWhole(child, search)
    }
  }
  for (const name of page.querySelectorAll("[data-author]")) linkWhole(name, search)
}

/**
 * @param {string} names
 * @param {string} search
 */
const linkedNames = (names, search) =>
  names.split(/(,\s+| … )/).map((part) => (/^,|^\s*$| … /.test(part) ? part : authorLink(part, search)))

/**
 * @param {Element} name
 * @param {string} search
 */
const linkWhole = (name, search) => name.replaceChildren(authorLink(name.textContent ?? "", search))

/**
 * @param {string} name
 * @param {string} search
 */
function authorLink(name, search) {
  const query = `author:"${name.replaceAll('"', "").trim()}"`
  return element("a", { href: `${search}?q=${encodeURIComponent(query)}` }, name)
}
