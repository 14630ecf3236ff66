/* Papers of the API as citations, by the rules of generator/citations/citation.py. */

import { yearOfArxiv } from "./citation-arxiv.js"
import { isInstitutional } from "./citation-kinds.js"
import { splitName } from "./citation-names.js"
import { fold } from "./search-words.js"

/** @typedef {import("./citation-formats.js").Citation} Citation */

/**
 * What is used of a paper of the API: generator/outputs/api/documents.py describes it.
 *
 * @typedef {object} ApiPaper
 * @property {string} key
 * @property {string} url
 * @property {string} title
 * @property {string} date
 * @property {{name: string, family?: string}[]} [authors]
 * @property {string} [abstract]
 * @property {string} [published]
 * @property {import("./citation-kinds.js").Kind} kind
 * @property {string} [venue]
 * @property {{volume?: string, number?: string, pages?: string, publisher?: string, genre?: string}} [publication]
 * @property {string[]} [categories]
 * @property {string[]} [keywords]
 * @property {string} [status]
 * @property {string[]} [topics]
 * @property {{arxiv?: string, doi?: string, acl?: string, openreview?: string}} [ids]
 * @property {{page?: string, pdf?: string}} [links]
 * @property {{date: string, upvotes?: number}[]} [mentions]
 */

const YEAR = /(?<![0-9])(?:1[6-9]|20|21)[0-9]{2}(?![0-9])/g
const APPENDED_YEAR = /, ((?:1[6-9]|20|21)[0-9]{2})$/
const ARXIV_CLASS = /^[a-z-]+(?:\.[A-Za-z-]{2,})?$/
const SMALL_WORDS = new Set("a an the on of in for to and with is are how what do".split(" "))

/**
 * @param {ApiPaper} paper
 * @returns {Citation}
 */
export function citationFromApi(paper) {
  const { arxiv = "", doi = "" } = paper.ids ?? {}
  const authors = (paper.authors ?? []).map(({ name, family }) => splitName(name, family))
  const published = dateOfPublication(paper)
  const { volume = "", number = "", pages = "", publisher = "", genre = "" } = paper.publication ?? {}
  const arxivClass = (arxiv && paper.categories?.[0]) || ""
  return {
    label: label(paper, authors, published),
    kind: paper.kind,
    title: paper.title,
    authors,
    published,
    venue: (paper.venue ?? "").replace(APPENDED_YEAR, ""),
    volume,
    number,
    pages,
    publisher,
    genre: isInstitutional(paper.kind) ? genre : "",
    arxiv,
    arxivClass: ARXIV_CLASS.test(arxivClass) ? arxivClass : "",
    doi,
    url: address(paper),
    pdf: paper.links?.pdf ?? (arxiv && `https://arxiv.org/pdf/${encodePath(arxiv)}`),
    abstract: paper.abstract ?? "",
    keywords: paper.keywords ?? [],
    status: paper.status && paper.status !== "published" ? paper.status[0].toUpperCase() + paper.status.slice(1) : "",
  }
}

/** @param {ApiPaper} paper */
function dateOfPublication(paper) {
  const text = paper.published ?? statedYear(paper)
  if (!text) return null
  const [year, month = 0, day = 0] = text.split("-").map(Number)
  return { year, month, day }
}

/** @param {ApiPaper} paper */
function statedYear({ venue = "", ids = {} }) {
  const appended = APPENDED_YEAR.exec(venue)
  if (appended) return appended[1]
  if (ids.arxiv) return yearOfArxiv(ids.arxiv)
  return (venue.match(YEAR) ?? (ids.acl ?? "").split(".")[0].match(YEAR))?.at(-1)
}

/**
 * @param {ApiPaper} paper
 * @param {import("./citation-names.js").PersonName[]} authors
 * @param {import("./citation-formats.js").PartialDate | null} published
 */
function label({ key, title }, authors, published) {
  const word = fold(title)
    .match(/[a-z0-9]+/g)
    ?.find((each) => !SMALL_WORDS.has(each))
  const family = authors.length ? fold(authors[0].family).replace(/[^a-z0-9]/g, "") : ""
  return family && word ? `${family}${published?.year ?? ""}${word}` : key
}

/** @param {ApiPaper} paper */
function address({ links = {}, ids: { doi, arxiv, acl, openreview } = {} }) {
  if (doi) return `https://doi.org/${encodePath(doi)}`
  if (arxiv) return `https://arxiv.org/abs/${encodePath(arxiv)}`
  if (acl) return `https://aclanthology.org/${encodePath(acl)}/`
  if (openreview) return `https://openreview.net/forum?id=${encodePath(openreview)}`
  return links.page ?? links.pdf ?? ""
}

/**
 * An identifier in an address, as percent_encode in generator/ids.py writes it.
 *
 * @param {string} id
 */
const encodePath = (id) => encodeURIComponent(id).replace(/%(?:2F|3A|3B)|[!'*]/g, (found) => ENCODED[found])
/** @type {Record<string, string>} */
const ENCODED = { "%2F": "/", "%3A": ":", "%3B": ";", "!": "%21", "'": "%27", "*": "%2A" }
