/* Loads the places of papers, and what the search index knows of each paper. */

import { readPoints } from "./map-points.js"
import { gettext } from "./words.js"

/**
 * @typedef {import("./map-points.js").Points} Points
 * @typedef {import("./search-files.js").Facts} Facts
 * @typedef {import("./search-archive.js").Archive} Archive
 * @typedef {{points: Points, facts: Facts, topics: Record<string, string>}} MapFiles
 */

/**
 * The places, and facts of the same build. Throws where they cannot be loaded.
 *
 * @param {URL} address
 * @param {Archive} archive
 * @returns {Promise<MapFiles>}
 */
export async function loadMap(address, archive) {
  for (const cache of /** @type {RequestCache[]} */ (["no-cache", "reload"])) {
    const [points, manifest] = await Promise.all([loadPoints(address, cache), archive.manifest()])
    if (points.keys.length === manifest.papers) {
      return { points, facts: await archive.facts(["topic"]), topics: manifest.topics }
    }
    await archive.reset() // the site was published between the two answers
  }
  throw new Error(gettext("the map and the search index are of different builds; reload the page"))
}

/**
 * @param {URL} address
 * @param {RequestCache} cache
 */
async function loadPoints(address, cache) {
  const response = await fetch(address, { cache })
  if (!response.ok || !response.body)
    throw new Error(gettext("the server answered %(status)s", { status: response.status }))
  const stream = response.body.pipeThrough(new DecompressionStream("deflate-raw"))
  return readPoints(new Uint8Array(await new Response(stream).arrayBuffer()))
}
