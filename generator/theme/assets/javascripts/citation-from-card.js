/* The citation of a paper from what a card or row of a list shows, where the paper's page cannot be loaded. */

import { citationFromApi } from "./citation-from-api.js"

const ARXIV = /^https:\/\/arxiv\.org\/abs\/(\d{4}\.\d{4,5})$/

/**
 * @param {import("./reader-share.js").Shared} paper
 * @returns {import("./citation-formats.js").Citation & {shownTitle: string}}
 */
export function citationFromCard({ title, authors, date, href, links }) {
  const arxiv = links.map((link) => ARXIV.exec(link)?.[1]).find(Boolean)
  const citation = citationFromApi({
    key: /\/papers\/([^/]+)\/$/.exec(href)?.[1] ?? "",
    url: href,
    title,
    date,
    authors: authors
      .split(", ")
      .filter(Boolean)
      .map((name) => ({ name })),
    kind: arxiv ? "preprint" : "other",
    ids: { arxiv },
    links: { page: links[0] ?? href },
  })
  return { ...citation, shownTitle: title }
}
