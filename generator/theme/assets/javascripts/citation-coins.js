/* COinS for Zotero: a hidden element in each card of a list that describes the card's paper, from what the card shows.
 * Zotero offers the folder of papers after the event, so pages need not hold the elements.
 *
 * Keys: ANSI/NISO Z39.88-2004, Dublin Core format (info:ofi/fmt:kev:mtx:dc). Zotero reads its own types from rft.type,
 * which must be the last key: it would take rft.title of an article for the title of the journal. */

import { yearOfArxiv } from "./citation-arxiv.js"
import { ITEM_TYPES } from "./citation-kinds.js"
import { creators } from "./citation-names.js"
import { element } from "./elements.js"

const ARXIV = /^https:\/\/arxiv\.org\/abs\/(?<id>.+)$/
const DOI = "https://doi.org/"

/** Describe every paper that the page lists. */
export function addCoins() {
  const cards = [...document.querySelectorAll(".dg-card")].filter((card) => !card.querySelector(".Z3988"))
  for (const card of cards) {
    card.append(element("span", { class: "Z3988", title: contextObject(card), hidden: true }))
  }
  if (cards.length) document.dispatchEvent(new Event("ZoteroItemUpdated"))
}

/**
 * @param {Element} card
 * @returns {string}
 */
export function contextObject(card) {
  const title = /** @type {HTMLAnchorElement} */ (card.querySelector(".dg-title a"))
  const original = card.querySelector("[data-original]") ?? title // a translation may lead
  const hrefs = [...card.querySelectorAll(".dg-links a")].map((link) => /** @type {HTMLAnchorElement} */ (link).href)
  const arxiv = hrefs.map((href) => ARXIV.exec(href)).find(Boolean)
  const doi = hrefs.find((href) => href.startsWith(DOI))
  const year = yearOfArxiv(arxiv?.groups?.id ?? "")
  const abstract = [...card.querySelectorAll(":is(.dg-excerpt, .dg-abstract):not([lang])")].map((part) =>
    part.textContent?.trim(),
  )
  const { kind, venue } = /** @type {HTMLElement} */ (card).dataset
  /** @type {[string, string | undefined][]} */
  const keys = [
    ["ctx_ver", "Z39.88-2004"],
    ["rft_val_fmt", "info:ofi/fmt:kev:mtx:dc"],
    ["rft.title", original.textContent?.trim()],
    ...creators(authors(card)).map((name) => /** @type {[string, string]} */ (["rft.creator", name])),
    ["rft.date", year],
    ["rft_id", doi && `info:doi/${decodeURIComponent(doi.slice(DOI.length))}`],
    ["rft.identifier", arxiv?.[0] ?? doi ?? title.href],
    ["rft.description", abstract.join(" ")],
    ["rft.source", venue],
    [
      "rft.type",
      ITEM_TYPES[/** @type {import("./citation-kinds.js").Kind} */ (kind ?? (arxiv ? "preprint" : "other"))],
    ],
  ]
  return keys.flatMap(([key, value]) => (value ? [`${key}=${encodeURIComponent(value)}`] : [])).join("&")
}

/** @param {Element} card */
const authors = (card) => card.querySelector("details.dg-authors > p, p.dg-authors")?.textContent ?? ""
