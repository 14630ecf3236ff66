/* The Export control of a list of papers: loads the papers from the API of the site when a reader uses it. */

import { Download } from "./citation-download.js"
import { citationFromApi } from "./citation-from-api.js"
import { FORMAT_NAMES } from "./citation-formats.js"
import { exportPapers } from "./citation-save.js"
import { button, element } from "./elements.js"

/** @typedef {import("./citation-from-api.js").ApiPaper} ApiPaper */
/** @typedef {{shard: string, keys: string[]}} References */
/** @typedef {{shard: string, range: [number, number]}} Shard */

const AT_ONCE = 6 // files loaded at the same time
const DOWNLOAD = "papers.jsonl.gz"
const MOST_PAPERS = 5000 // in one export: some 20 MB

/**
 * Show or hide the control below the line of a link.
 *
 * @param {HTMLAnchorElement} link
 */
export function toggleExport(link) {
  const line = /** @type {HTMLElement} */ (link.closest("p"))
  const shown = line.nextElementSibling
  if (shown?.matches(".dg-export")) {
    shown.toggleAttribute("hidden")
    link.setAttribute("aria-expanded", String(!shown.hasAttribute("hidden")))
    return
  }
  const control = exportControl(link)
  line.after(control)
  link.setAttribute("aria-expanded", "true")
  control.querySelector("select")?.focus()
}

/** @param {HTMLAnchorElement} link */
function exportControl(link) {
  const status = element("span", { role: "status", class: "dg-small" })
  const choice = element(
    "select",
    { "aria-label": "Format of the export" },
    ...FORMAT_NAMES.map((name) => element("option", {}, name)),
  )
  /** @type {ReturnType<typeof loadList> | null} */
  let list = null
  /** @param {"copy" | "download"} action */
  const run = async (action) => {
    const format = /** @type {import("./citation-formats.js").Format} */ (choice.value)
    status.textContent = "Loading the papers…"
    try {
      list ??= loadList(link)
      const { papers, found } = await list
      status.textContent = await exportPapers(papers, { format, action, name: fileName(link), found })
    } catch (error) {
      console.warn("The papers could not be exported.", error)
      list = error instanceof DOMException ? list : null
      status.textContent =
        error instanceof DOMException
          ? "The browser did not allow copying. Download the file instead."
          : "The papers could not be loaded. Check your connection, reload the page and try again."
    }
  }
  return element(
    "div",
    { class: "dg-export", role: "group", "aria-label": "Export" },
    choice,
    button("Copy", () => run("copy")),
    button("Download", () => run("download")),
    status,
  )
}

/** @param {HTMLAnchorElement} link */
function fileName(link) {
  const [first, last] = (link.dataset.export ?? "").split(" ")
  const list = last || link.dataset.rows !== undefined ? "" : /([^/]+)\.json$/.exec(link.pathname)?.[1]
  return [list, first].filter(Boolean).join("-") || "papers"
}

/**
 * The papers of a list, in its order, at most so many as an export has; `found` counts all.
 *
 * @param {HTMLAnchorElement} link to a file of the API with keys of papers, with the month that is wanted, or to its
 *   index, with the first and last day or `data-rows` for the papers of the page's rows
 */
export async function loadList(link) {
  const [first = "", last = ""] = (link.dataset.export ?? "").split(" ")
  const ofRows = link.dataset.rows !== undefined
  const root = new URL(last || ofRows ? "." : "..", link.href)
  const index = await loadJson(new URL("index.json", root))
  const lists = ofRows
    ? await loadRows(root)
    : last
      ? await loadDays(root, index, first, last)
      : [await loadJson(link.href)]
  const month = last || ofRows ? "" : first
  /** @type {Map<string, string>} */
  const shardOf = new Map()
  for (const { shard, keys } of lists.flatMap((list) => /** @type {References[]} */ (list.papers))) {
    if (shard.startsWith(month)) for (const key of keys) shardOf.set(key, shard)
  }
  const chosen = [...shardOf].slice(0, MOST_PAPERS)
  const byKey = await loadShards(root, index, chosen)
  return { papers: chosen.map(([key]) => byKey.get(key) ?? null), found: shardOf.size }
}

/**
 * Papers by their keys, from the digests of their days; those that the API does not have there are missing.
 *
 * @param {URL} root the address of the API
 * @param {Map<string, string>} dates days of papers by their keys, empty where they are not known
 */
export async function loadByKey(root, dates) {
  const index = await loadJson(new URL("index.json", root))
  const wanted = new Set(dates.values())
  const known = index.digests.filter((/** @type {{date: string}} */ { date }) => wanted.has(date) || wanted.has(""))
  const lists = await inTurn(known, (/** @type {{path: string}} */ { path }) => loadJson(new URL(path, root)))
  /** @type {Map<string, string>} */
  const shardOf = new Map()
  for (const { shard, keys } of lists.flatMap((list) => /** @type {References[]} */ (list.papers))) {
    for (const key of keys) if (dates.has(key)) shardOf.set(key, shard)
  }
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
 * The lists of the digests in which the rows of the page were first, without papers that the page does not have.
 *
 * @param {URL} root
 */
async function loadRows(root) {
  const keys = new Set()
  const days = new Set()
  for (const { pathname } of /** @type {NodeListOf<HTMLAnchorElement>} */ (document.querySelectorAll(".dg-rows a"))) {
    const [, folder, name] = /\/(papers|days)\/([^/]+)\/$/.exec(pathname) ?? []
    if (folder) (folder === "papers" ? keys : days).add(name)
  }
  const lists = await inTurn([...days], (day) => loadJson(new URL(`digests/${day}.json`, root)))
  return lists.map(({ papers }) => ({
    papers: papers.map((/** @type {References} */ { shard, keys: all }) => ({
      shard,
      keys: all.filter((key) => keys.has(key)),
    })),
  }))
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
