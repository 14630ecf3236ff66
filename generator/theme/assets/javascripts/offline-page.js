/* The page for addresses that are not kept offline: what was asked for, and links to all copies. */

import { element } from "./elements.js"
import { LOCALE } from "./language.js"
import { CACHE, canKeepCopies } from "./offline.js"
import { gettext, inserted } from "./words.js"

const SITE = new URL("../../", import.meta.url).href
const ENTITIES = { amp: "&", lt: "<", gt: ">", quot: '"', "#34": '"', "#39": "'", "#x27": "'" }
const GROUPS = [
  { name: gettext("Digests"), of: /^(?:days|weeks|months)\// },
  { name: gettext("Papers"), of: /^papers\// },
  { name: gettext("Other pages"), of: /^(?!offline\/|reading-list\/)./ },
]

/** @param {HTMLElement} place */
export async function showCopies(place) {
  showWanted(new URLSearchParams(location.search).get("page") ?? "")
  const copies = await copiesByPath()
  const listed = new Set()
  for (const { name, of } of GROUPS) {
    const found = [...copies].filter(([path]) => of.test(path) && !listed.has(path))
    for (const [path] of found) listed.add(path)
    if (found.length) place.append(element("h2", {}, name), listOf(found))
  }
}

/**
 * Name the page that the reader wanted, with a link to try again.
 *
 * @param {string} path from the root of the site
 */
function showWanted(path) {
  const url = URL.canParse(path, SITE) ? new URL(path, SITE).href : ""
  if (!path || !url.startsWith(SITE)) return // an address that someone made up
  document.querySelector("[data-offline-wanted]")?.replaceChildren(
    element(
      "p",
      {},
      inserted(gettext("There is no network, and this browser has no copy of %(page)s."), {
        page: element("code", {}, `/${path}`),
      }),
    ),
    element("p", {}, element("a", { href: url, class: "dg-button" }, gettext("Try again"))),
  )
}

/** @returns {Promise<Map<string, string>>} titles of pages by their paths, newest digests first, papers by title */
async function copiesByPath() {
  const cache = canKeepCopies() && (await caches.has(CACHE)) ? await caches.open(CACHE) : null
  const found = []
  for (const { url } of (await cache?.keys()) ?? []) {
    const copy = await cache?.match(url)
    if (!copy?.headers.get("content-type")?.startsWith("text/html")) continue
    found.push(/** @type {const} */ ([url.slice(SITE.length), titleOf(await copy.text())]))
  }
  const byTitle = found.filter(([path]) => path).sort(([, a], [, b]) => a.localeCompare(b, LOCALE))
  const digests = byTitle.filter(([path]) => GROUPS[0].of.test(path)).sort(([a], [b]) => (a < b ? 1 : -1))
  return new Map([...digests, ...byTitle])
}

/** The title of a page, without the site's name. @param {string} html */
function titleOf(html) {
  const title = /<title>([^<]*)<\/title>/.exec(html)?.[1] ?? ""
  const text = title.replace(/&(#?\w+);/g, (entity, name) => ENTITIES[/** @type {"amp"} */ (name)] ?? entity)
  return text.slice(0, text.lastIndexOf(" · ")) || text
}

/** @param {(readonly [string, string])[]} found */
function listOf(found) {
  return element(
    "ul",
    { class: "dg-rows" },
    found.map(([path, title]) => element("li", {}, element("a", { href: SITE + path, dir: "auto" }, title))),
  )
}
