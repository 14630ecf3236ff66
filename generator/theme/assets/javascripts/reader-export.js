/* The reading list as a file: the full records of the API where the site has them, and else what the list keeps. */

import { citationFromApi } from "./citation-from-api.js"
import { loadByKey } from "./citation-list.js"
import { exportPapers, saveFile, summary } from "./citation-save.js"
import { asJson } from "./reader-changes.js"
import { othersAsJson } from "./reader-others.js"
import { ngettext } from "./words.js"

/** @typedef {import("./reader-store.js").Marks} Marks */
/** @typedef {import("./reader-store.js").Bookmark} Bookmark */
/** @typedef {import("./citation-formats.js").Format} Format */

/** The site's own format keeps notes, tags and all marks; the page can import it. */
export const OWN_FORMAT = "JSON"

/**
 * Copy or save a list; returns a sentence that says what was done.
 *
 * @param {Marks} marks
 * @param {{format: string, action: "copy" | "download", papers: string, api: string}} options `papers` is the address of
 *   the folder of papers, `api` that of the API or empty
 */
export async function exportList(marks, { format, action, papers, api }) {
  const count = marks.bookmarks.size
  if (format === OWN_FORMAT) {
    const text = `${JSON.stringify({ ...asJson(marks), ...(await othersAsJson()) }, null, 1)}\n`
    if (action === "copy") await navigator.clipboard.writeText(text)
    else saveFile(text, "reading-list.json", "application/json")
    return summary({ action, format: /** @type {Format} */ (format), written: count, chosen: count, found: count })
  }
  const full = api ? await loadFull(api, marks) : new Map()
  const listed = [...marks.bookmarks].map(([key, paper]) =>
    annotated(full.get(key) ?? fromList(key, paper, papers), paper),
  )
  // CSL-JSON and the site's own format have the same ending.
  const name = format === "CSL-JSON" ? "reading-list-csl" : "reading-list"
  const options = { format: /** @type {Format} */ (format), action, name, found: count }
  const done = await exportPapers(listed, options)
  const partial = listed.filter(({ key }) => !full.has(key)).length
  if (!partial) return done
  const rest = ngettext(
    "Of %(number)s, only title and authors are known here, without the network or an API.",
    "Of %(number)s, only title and authors are known here, without the network or an API.",
    partial,
  )
  return `${done} ${rest}`
}

/**
 * The full records of papers by key; none where the network cannot be reached.
 *
 * @param {string} api
 * @param {Marks} marks
 * @returns {Promise<Map<string, import("./citation-formats.js").Listed>>}
 */
async function loadFull(api, marks) {
  try {
    return await loadByKey(new URL(api), dates(marks))
  } catch (error) {
    console.warn("The full records could not be loaded.", error)
    return new Map()
  }
}

/**
 * A paper with what the reader wrote about it: tags are keywords for reference managers.
 *
 * @param {import("./citation-formats.js").Listed} listed
 * @param {Bookmark} paper
 * @returns {import("./citation-formats.js").Listed}
 */
function annotated(listed, { note, tags }) {
  const { citation } = listed
  const keywords = [...new Set([...citation.keywords, ...tags])]
  return { ...listed, note, tags, citation: { ...citation, keywords, annotation: note } }
}

/** @param {Marks} marks */
const dates = ({ bookmarks }) => new Map([...bookmarks].map(([key, { date }]) => [key, date]))

/**
 * @param {string} key
 * @param {Bookmark} paper
 * @param {string} papers
 * @returns {import("./citation-formats.js").Listed}
 */
function fromList(key, { title, authors, date, topics }, papers) {
  const href = new URL(`${key}/`, papers).href
  const names = authors.split(", ").filter(Boolean)
  const citation = citationFromApi({
    key,
    url: href,
    title,
    date,
    authors: names.map((name) => ({ name })),
    kind: "other",
    links: { page: href },
  })
  return { key, date, href, topics, citation }
}
