/* What script adds to pages that are complete without it: tools of lists, formats of a citation, links from authors to a search,
 * the notice that no new digest has appeared, the form for a fix. */

import { isModified, onEveryPage } from "./elements.js"
import { needed } from "./messages.js"

/**
 * Show a notice once its day has passed: a page is built once, so only the reader's clock knows today's date.
 *
 * @param {HTMLElement} notice
 */
function showWhenStale(notice) {
  notice.hidden = new Date().toISOString().slice(0, 10) <= (notice.dataset.stale ?? "")
}

/**
 * Let a link to the data of a list open the control that exports it. With a modifier key it leads to the data.
 *
 * @param {HTMLAnchorElement} link
 */
export function offerExport(link) {
  link.setAttribute("role", "button")
  link.setAttribute("aria-expanded", "false")
  link.addEventListener("click", async (event) => {
    if (isModified(event)) return
    event.preventDefault()
    const exporting = await needed(import("./citation-list.js"))
    exporting?.toggleExport(link)
  })
  link.addEventListener("keydown", (event) => {
    if (event.key !== " ") return
    event.preventDefault()
    link.click()
  })
}

onEveryPage(() => {
  const tools = document.querySelector("[data-list-tools]")
  const list = document.querySelector("[data-list]")
  if (tools instanceof HTMLElement && list instanceof HTMLElement) {
    void import("./list-tools.js").then(({ startListTools }) => startListTools(tools, list))
  }
  const comments = document.querySelector("[data-comments]")
  if (comments instanceof HTMLElement) void import("./comments.js").then(({ offerComments }) => offerComments(comments))
  const map = document.querySelector("[data-map]")
  if (map instanceof HTMLElement) void import("./map.js").then(({ showMap }) => showMap(map))
  const summary = document.querySelector("[data-summary]")
  if (summary) void import("./summaries.js").then(({ letHide }) => letHide(summary))
  const entry = document.getElementById("bibtex")
  if (entry) void import("./citation-box.js").then(({ addCitationBox }) => addCitationBox(entry))
  const names = document.querySelector("[data-author-tools]")
  if (names instanceof HTMLElement) {
    void import("./author-tools.js").then(({ addAuthorTools }) => addAuthorTools(names).forEach(offerExport))
  }
  for (const link of document.querySelectorAll("[data-export]")) {
    if (link instanceof HTMLAnchorElement) offerExport(link)
  }
  if (document.querySelector(".dg-card")) void import("./citation-coins.js").then(({ addCoins }) => addCoins())
  const search = document.querySelector("[data-search-open]")
  if (search instanceof HTMLAnchorElement && document.querySelector(".dg-authors, .dg-author-list, [data-author]")) {
    void import("./author-links.js").then(({ linkAuthors }) => linkAuthors(document, search.href))
  }
  for (const notice of document.querySelectorAll("[data-stale]")) {
    if (notice instanceof HTMLElement) showWhenStale(notice)
  }
  for (const link of document.querySelectorAll("[data-fix]")) {
    if (link instanceof HTMLAnchorElement) void import("./fix-form.js").then(({ addAbstract }) => addAbstract(link))
  }
})
