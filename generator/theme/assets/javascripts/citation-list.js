/* The Export control of a list of papers: loads the papers from the API of the site when a reader uses it. */

import { Download } from "./citation-download.js"
import { citationFromApi } from "./citation-from-api.js"
import { FORMAT_NAMES } from "./citation-formats.js"
import { exportPapers } from "./citation-save.js"
import { button, element } from "./elements.js"
import { choiceOf, isFiltering } from "./list-filters.js"
import { isLeftOut } from "./list-items.js"
import { gettext } from "./words.js"

/** @typedef {import("./citation-from-api.js").ApiPaper} ApiPaper */
/** @typedef {{shard: string, keys: string[]}} References */
/** @typedef {{shard: string, range: [number, number]}} Shard */

const AT_ONCE = 6 // files loaded at the same time
const DOWNLOAD = "papers.jsonl.gz"
const MOST_PAPERS = 5000 // in one export: some 20 MB

/**
 * Show or hide the control below the line of a link, above what follows: nothing moves.
 *
 * @param {HTMLAnchorElement} link
 */
export function toggleExport(link) {
  const line = /** @type {HTMLElement} */ (link.closest("p"))
  const shown = line.querySelector(".dg-popup")
  const control = shown instanceof HTMLElement ? shown : exportControl(link)
  const show = (/** @type {boolean} */ isShown) => {
    control.hidden = !isShown
    link.setAttribute("aria-expanded", String(isShown))
  }
  if (!shown) {
    control.addEventListener("keydown", ({ key }) => {
      if (key !== "Escape") return
      show(false)
      link.focus()
    })
    document.addEventListener(
      "pointerdown",
      ({ target }) => target instanceof Node && !line.contains(target) && show(false),
    )
    line.append(control)
  }
  show(!shown || control.hasAttribute("hidden"))
  if (!control.hidden) control.querySelector("select")?.focus()
}

/** @param {HTMLAnchorElement} link */
function exportControl(link) {
  const status = element("span", { role: "status", class: "dg-small" })
  const choice = element(
    "select",
    { "aria-label": gettext("Format of the export") },
    ...FORMAT_NAMES.map((name) => element("option", {}, name)),
  )
  /** What was loaded last, and for which papers. @type {{of: string, list: ReturnType<typeof loadList>} | null} */
  let loaded = null
  /** @param {"copy" | "download"} action */
  const run = async (action) => {
    const format = /** @type {import("./citation-formats.js").Format} */ (choice.value)
    status.textContent = gettext("Loading the papers…")
    try {
      const shown = shownPapers(link)
      const of = JSON.stringify([shown.isFiltered, ...shown.keys, "", ...shown.leftOut])
      if (loaded?.of !== of) loaded = { of, list: loadList(link, shown) }
      const { papers, found } = await loaded.list
      status.textContent = found
        ? await exportPapers(papers, { format, action, name: fileName(link), found })
        : gettext("The list shows no papers.")
    } catch (error) {
      console.warn("The papers could not be exported.", error)
      loaded = error instanceof DOMException ? loaded : null
      status.textContent =
        error instanceof DOMException
          ? gettext("The browser did not allow copying. Download the file instead.")
          : gettext("The papers could not be loaded. Check your connection, reload the page and try again.")
    }
  }
  return element(
    "span", // in a paragraph
    { class: "dg-export dg-popup", role: "group", "aria-label": gettext("Export") },
    choice,
    // Translators: on a button: copy the papers
    button(gettext("Copy"), () => run("copy")),
    // Translators: on a button
    button(gettext("Download"), () => run("download")),
    status,
  )
}

/** @param {HTMLAnchorElement} link */
function fileName(link) {
  const [first, last] = (link.dataset.export ?? "").split(" ")
  const list = last ? "" : /(?:topics|digests)\/([^/]+)\.json$/.exec(link.pathname)?.[1]
  return [list, first].filter(Boolean).join("-") || "papers"
}

/**
 * What the page shows of a list. A page may list only a part of the papers: the others are exported unless filters or
 * interests leave them out.
 *
 * @typedef {object} Shown
 * @property {Set<string>} keys in the order of the page
 * @property {Set<string>} leftOut
 * @property {boolean} isFiltered
 */

/** @param {Element} link @returns {Shown} */
function shownPapers(link) {
  const author = link.closest(".is-authors section")
  const news = link.closest(".dg-new-list")
  const keys = new Set()
  const leftOut = new Set()
  for (const title of (author ?? document).querySelectorAll(
    `${author ? "" : "[data-list] "}:is(.dg-title a, .dg-rows > li > a)`,
  )) {
    if (title.closest(".dg-new-list") !== news) continue // the front page has two lists
    const item = /** @type {HTMLElement} */ (title.closest(".dg-card, li"))
    const key = /\/papers\/([^/]+)\/$/.exec(/** @type {HTMLAnchorElement} */ (title).pathname)?.[1]
    if (key) (item.hidden || isLeftOut(item) ? leftOut : keys).add(key)
  }
  return { keys, leftOut, isFiltered: news !== null || (!author && isFiltering(choiceOf(location.search))) }
}

/**
 * The papers of a list, in the order of the page, at most so many as an export has; `found` counts all.
 *
 * @param {HTMLAnchorElement} link to a file of the API: of a topic, with the month that is wanted; of authors, with the id
 *   of one; or its index, with the first and last day
 * @param {Shown} shown
 */
export async function loadList(link, { keys: shown, leftOut, isFiltered }) {
  const [first = "", last = ""] = (link.dataset.export ?? "").split(" ")
  const root = new URL(last ? "." : "..", link.href)
  const index = await loadJson(new URL("index.json", root))
  const lists = last ? await loadDays(root, index, first, last) : [await loadJson(link.href)]
  const ofAuthor = lists[0]?.authors?.filter((/** @type {{id: string}} */ { id }) => id === first)
  const month = last || ofAuthor ? "" : first
  /** @type {Map<string, string>} */
  const shardOf = new Map()
  const papers = (ofAuthor ?? lists).flatMap((/** @type {{papers: References[] | Record<string, string[]>}} */ list) =>
    Array.isArray(list.papers) ? list.papers.map(({ shard, keys }) => [shard, keys]) : Object.entries(list.papers),
  )
  for (const [shard, keys] of /** @type {[string, string[]][]} */ (papers)) {
    if (shard.startsWith(month)) for (const key of keys) shardOf.set(key, shard)
  }
  const places = new Map([...shown].map((key, place) => [key, place]))
  const place = (/** @type {string} */ key) => places.get(key) ?? shown.size
  const wanted = [...shardOf]
    .filter(([key]) => shown.has(key) || (!isFiltered && !leftOut.has(key)))
    .sort(([one], [other]) => place(one) - place(other))
  const chosen = wanted.slice(0, MOST_PAPERS)
  const byKey = await loadShards(root, index, chosen)
  return { papers: chosen.map(([key]) => byKey.get(key) ?? null), found: wanted.length }
}

/**
 * Papers by their keys, from the digests of their days; those that the API does not have there are missing.
 *
 * @param {URL} root the address of the API
 * @param {Map<string, string>} dates days of papers by their keys, empty where they are not known
 */
export async function loadByKey(root, dates) {
  const index = await loadJson(new URL("index.json", root))
  /** @type {Map<string, string>} */
  const shardOf = new Map()
  const load = async (/** @type {{path: string}[]} */ digests) => {
    const lists = await inTurn(digests, ({ path }) => loadJson(new URL(path, root)))
    for (const { shard, keys } of lists.flatMap((list) => /** @type {References[]} */ (list.papers))) {
      for (const key of keys) if (dates.has(key)) shardOf.set(key, shard)
    }
  }
  const days = new Set(dates.values())
  await load(index.digests.filter((/** @type {{date: string}} */ { date }) => days.has(date)))
  // A list of another site, or of long ago, may have other days.
  if ([...dates.keys()].some((key) => !shardOf.has(key)))
    await load(index.digests.filter((/** @type {{date: string}} */ { date }) => !days.has(date)))
  return loadShards(root, index, [...shardOf])
}

/**
 * @param {URL} root
 * @param {{shards: Shard[]}} index
 * @param {[string, string][]} chosen keys with their shards
 * @returns {Promise<Map<string, import("./citation-formats.js").Listed>>}
 */
async function loadShards(root, index, chosen) {
  const keys = new Set(chosen.map(([key]) => key))
  const names = new Set(chosen.map(([, shard]) => shard))
  const shards = index.shards.filter(({ shard }) => names.has(shard))
  const download = new Download(new URL(DOWNLOAD, root))
  const parts = await inTurn(shards, ({ range }) => download.papers(range))
  const papers = parts.flat().filter(({ key }) => keys.has(key))
  return new Map(papers.map((paper) => [paper.key, listed(paper)]))
}

/**
 * @param {URL} root
 * @param {{digests: {date: string, path: string}[]}} index
 * @param {string} first
 * @param {string} last
 */
async function loadDays(root, { digests }, first, last) {
  const wanted = digests.filter(({ date }) => first <= date && date <= last).reverse()
  return inTurn(wanted, ({ path }) => loadJson(new URL(path, root)))
}

/**
 * @param {ApiPaper} paper
 * @returns {import("./citation-formats.js").Listed}
 */
function listed(paper) {
  const votes = paper.mentions?.findLast(({ upvotes }) => upvotes !== undefined)?.upvotes
  const { key, date, topics = [] } = paper
  return { key, date, topics, votes, href: new URL(paper.url, location.href).href, citation: citationFromApi(paper) }
}

/** @param {URL | string} address */
async function loadJson(address) {
  const answer = await fetch(address)
  if (!answer.ok) throw new Error(`${address}: ${answer.status}`)
  return answer.json()
}

/**
 * @template Item, Loaded
 * @param {Item[]} items
 * @param {(item: Item) => Promise<Loaded>} load
 */
async function inTurn(items, load) {
  /** @type {Loaded[]} */
  const loaded = []
  for (let start = 0; start < items.length; start += AT_ONCE) {
    loaded.push(...(await Promise.all(items.slice(start, start + AT_ONCE).map(load))))
  }
  return loaded
}
