/* The address of the search page holds the query, its filters and the order, so that it can be shared and returned to. */

/**
 * A filter by the reader's own marks, under the name that lists have for it (list-filters.js).
 * @typedef {"unread" | "bookmarked"} Show
 *
 * @typedef {{text: string, order: string, meaning: boolean, show: Show[]}} Asked
 */

/** @type {Show[]} */
export const SHOWS = ["unread", "bookmarked"]

/** @returns {Asked} what the address asks for; what is not as expected is left out, because anyone can write an address */
export function readAddress() {
  const address = new URLSearchParams(location.search)
  const order = address.get("sort") ?? ""
  const shown = (address.get("show") ?? "").split(",")
  return {
    text: address.get("q") ?? "",
    order: ["newest", "upvotes"].includes(order) ? order : "relevance",
    meaning: address.has("meaning"),
    show: SHOWS.filter((name) => shown.includes(name)),
  }
}

/**
 * @param {Asked} asked
 * @param {"pushState" | "replaceState"} how
 */
export function writeAddress({ text, order, meaning, show }, how) {
  const written = new URLSearchParams()
  if (text.trim()) written.set("q", text.trim())
  if (order !== "relevance") written.set("sort", order)
  if (meaning) written.set("meaning", "1")
  const marks = show.length ? `${written.size ? "&" : ""}show=${show.join(",")}` : ""
  const search = written.size || marks ? `?${written}${marks}` : ""
  if (search === location.search) return
  history[how](history.state, "", location.pathname + search)
}

const PLACEHOLDER = "DIGESTIFQUERY" // stands for the query in the address of a form, as in generator/pages/routes.py

/**
 * Keep the query in the address of the form that "Follow this search" opens.
 *
 * @param {Element} page
 * @param {string} text
 */
export function addQueryToLink(page, text) {
  const link = page.querySelector("a[data-search-follow]")
  const address = link?.getAttribute("data-search-follow") ?? ""
  link?.setAttribute("href", address.replaceAll(PLACEHOLDER, encodeURIComponent(text.trim())))
}
