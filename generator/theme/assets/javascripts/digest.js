/* What script adds to pages that are complete without it: a filter by topic, formats of a citation, links from authors to a search,
 * the notice that no new digest has appeared, the abstract in the form for a fix. */

import { element, isModified, onEveryPage } from "./elements.js"

const LONGEST_FORM_ADDRESS = 6000 // as MAX_FORM_URL in generator/pages/routes.py

/**
 * Let the topics above a digest filter it. Without script, and with a modifier key, they link to the topics' pages.
 *
 * @param {Element} bar
 * @param {Element} list
 * @param {Element} status
 */
function filterByTopic(bar, list, status) {
  /** @type {NodeListOf<HTMLAnchorElement>} */
  const links = bar.querySelectorAll("[data-topic]")
  /** @type {NodeListOf<HTMLElement>} */
  const cards = list.querySelectorAll(".dg-card")

  /** @param {HTMLAnchorElement | null} chosen */
  const show = (chosen) => {
    for (const link of links) link.setAttribute("aria-pressed", String(link === chosen))
    const topic = chosen && `t-${chosen.dataset.topic}`
    for (const card of cards) card.hidden = topic !== null && !card.querySelector(`.dg-badges .${CSS.escape(topic)}`)
    status.replaceChildren()
    if (!chosen) return
    const shown = [...cards].filter((card) => card.getClientRects().length).length
    status.append(
      `${shown} of ${cards.length} papers · `,
      element("a", { href: chosen.href }, "all papers on this topic"),
    )
  }

  for (const link of links) {
    link.setAttribute("role", "button")
    link.setAttribute("aria-pressed", "false")
    link.addEventListener("click", (event) => {
      if (isModified(event)) return
      event.preventDefault()
      show(link.getAttribute("aria-pressed") === "true" ? null : link)
    })
    link.addEventListener("keydown", (event) => {
      if (event.key !== " ") return
      event.preventDefault()
      link.click()
    })
  }
}

/**
 * Show a notice once its day has passed: a page is built once, so only the reader's clock knows today's date.
 *
 * @param {HTMLElement} notice
 */
function showWhenStale(notice) {
  notice.hidden = new Date().toISOString().slice(0, 10) <= (notice.dataset.stale ?? "")
}

/**
 * Add the abstract to the address of the form for a fix, where a sentence says that it is too long to show. In the page,
 * a link with it would weigh more than the rest. The sentence stays for an abstract with formulas, because the page holds
 * MathML and not what the author wrote.
 *
 * @param {HTMLAnchorElement} link
 */
function addAbstract(link) {
  const abstract = document.querySelector(".dg-abstract")
  if (!abstract || abstract.querySelector("math, code")) return
  const form = new URL(link.href)
  if (!form.searchParams.has("template")) return
  const paragraphs = [...abstract.children].map((paragraph) => paragraph.textContent)
  form.searchParams.set("abstract", paragraphs.join("\n\n"))
  if (form.href.length <= LONGEST_FORM_ADDRESS) link.href = form.href
}

/**
 * Let a link to the data of a list open the control that exports it. With a modifier key it leads to the data.
 *
 * @param {HTMLAnchorElement} link
 */
function offerExport(link) {
  link.setAttribute("role", "button")
  link.setAttribute("aria-expanded", "false")
  link.addEventListener("click", async (event) => {
    if (isModified(event)) return
    event.preventDefault()
    const { toggleExport } = await import("./citation-list.js")
    toggleExport(link)
  })
  link.addEventListener("keydown", (event) => {
    if (event.key !== " ") return
    event.preventDefault()
    link.click()
  })
}

onEveryPage(() => {
  const [bar, list, status] = [".dg-topic-counts", "[data-filter]", "[data-filtered]"].map((selector) =>
    document.querySelector(selector),
  )
  if (bar && list && status) filterByTopic(bar, list, status)
  const comments = document.querySelector("[data-comments]")
  if (comments instanceof HTMLElement) void import("./comments.js").then(({ offerComments }) => offerComments(comments))
  const map = document.querySelector("[data-map]")
  if (map instanceof HTMLElement) void import("./map.js").then(({ showMap }) => showMap(map))
  const summary = document.querySelector("[data-summary]")
  if (summary) void import("./summaries.js").then(({ letHide }) => letHide(summary))
  const entry = document.getElementById("bibtex")
  if (entry) void import("./citation-box.js").then(({ addCitationBox }) => addCitationBox(entry))
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
    if (link instanceof HTMLAnchorElement) addAbstract(link)
  }
})
