/* Lists are exported from the API: with servers that send parts of its download, and with those that do not. */

import assert from "node:assert/strict"
import { afterEach, test } from "node:test"
import { constants, deflateRawSync } from "node:zlib"
import { citationFromCard } from "../../generator/theme/assets/javascripts/citation-from-card.js"
import { loadList } from "../../generator/theme/assets/javascripts/citation-list.js"

const API = "https://example.org/digest/api/v1/"
const SHARDS = { "2025-06-1": ["a", "b"], "2025-07-1": ["c", "d"], "2025-07-2": ["e"] }
/** @param {string} key */
const line = (key) =>
  `${JSON.stringify({ key, title: `Paper ${key}`, date: "2025-07-01", url: "/", abstract: `About ${key}.` })}\n`
const chunks = Object.values(SHARDS).map((keys) =>
  deflateRawSync(keys.map(line).join(""), { finishFlush: constants.Z_FULL_FLUSH }),
)
const download = Buffer.concat([Buffer.alloc(10), ...chunks])
const starts = chunks.map((_, place) => 10 + chunks.slice(0, place).reduce((sum, { length }) => sum + length, 0))
const index = {
  shards: Object.keys(SHARDS).map((shard, place) => ({
    shard,
    range: [starts[place], starts[place] + chunks[place].length - 1],
  })),
  digests: [
    { date: "2025-07-02", path: "digests/2025-07-02.json" },
    { date: "2025-06-30", path: "digests/2025-06-30.json" },
  ],
}
/** @type {Record<string, object>} */
const DOCUMENTS = {
  "index.json": index,
  "topics/robotics.json": {
    papers: [
      { shard: "2025-07-2", keys: ["e"] },
      { shard: "2025-07-1", keys: ["d"] },
      { shard: "2025-06-1", keys: ["a"] },
    ],
  },
  "digests/2025-06-30.json": { papers: [{ shard: "2025-06-1", keys: ["b", "a"] }] },
  "digests/2025-07-02.json": {
    papers: [
      { shard: "2025-07-2", keys: ["e"] },
      { shard: "2025-06-1", keys: ["a"] },
    ],
  },
}
const whole = globalThis.fetch
afterEach(() => {
  globalThis.fetch = whole
})

/** @param {boolean} sendsParts */
function serve(sendsParts) {
  globalThis.location = /** @type {Location} */ ({ href: "https://example.org/digest/" })
  globalThis.fetch = async (address, options) => {
    const path = String(address).slice(API.length)
    if (path !== "papers.jsonl.gz") return Response.json(DOCUMENTS[path])
    const asked = /^bytes=(\d+)-(\d+)$/.exec(new Headers(options?.headers).get("Range") ?? "")
    if (!asked || !sendsParts) return new Response(download)
    return new Response(download.subarray(Number(asked[1]), Number(asked[2]) + 1), { status: 206 })
  }
}

/**
 * @param {string} path
 * @param {string} [part]
 * @param {{keys?: string[], leftOut?: string[], isFiltered?: boolean}} [shown]
 */
async function load(path, part = "", { keys = [], leftOut = [], isFiltered = false } = {}) {
  const link = /** @type {HTMLAnchorElement} */ ({ href: `${API}${path}`, dataset: { export: part } })
  const { papers, found } = await loadList(link, { keys: new Set(keys), leftOut: new Set(leftOut), isFiltered })
  assert.equal(found, papers.length)
  return papers.map((paper) => `${paper?.key} ${paper?.citation.abstract}`)
}

for (const sendsParts of [true, false]) {
  test(`papers with their abstracts, ${sendsParts ? "in parts" : "from the whole file"}`, async () => {
    serve(sendsParts)
    assert.deepEqual(await load("topics/robotics.json"), ["e About e.", "d About d.", "a About a."])
    assert.deepEqual(await load("topics/robotics.json", "2025-07"), ["e About e.", "d About d."])
    assert.deepEqual(await load("index.json", "2025-06-01 2025-07-31"), ["b About b.", "a About a.", "e About e."])
    assert.deepEqual(await load("index.json", "2025-07-01 2025-07-31"), ["e About e.", "a About a."])
  })
}

test("an export has what the page shows, in its order", async () => {
  serve(true)
  const robotics = (/** @type {Parameters<typeof load>[2]} */ shown) => load("topics/robotics.json", "", shown)
  assert.deepEqual(await robotics({ keys: ["d"], leftOut: ["e"] }), ["d About d.", "a About a."], "a is on no page")
  assert.deepEqual(await robotics({ keys: ["d"], leftOut: ["e"], isFiltered: true }), ["d About d."])
  assert.deepEqual(await robotics({ keys: ["a", "d", "e"] }), ["a About a.", "d About d.", "e About e."])
  assert.deepEqual(await robotics({ keys: ["e"], leftOut: ["e"] }), ["e About e.", "d About d.", "a About a."])
  assert.deepEqual(await robotics({ leftOut: ["a", "d", "e"], isFiltered: true }), [])
})

test("a citation is made from what a card shows", () => {
  const card = { title: "On Keys", authors: "Ada Lovelace, Bo Example", date: "2025-07-31" }
  const href = "https://example.org/papers/on-keys/"
  const links = ["https://github.com/a/b", "https://arxiv.org/abs/2401.10000"]
  const { label, authors, arxiv, url } = citationFromCard({ ...card, href, links })
  assert.deepEqual(
    [label, authors.length, arxiv, url],
    ["lovelace2024keys", 2, "2401.10000", "https://arxiv.org/abs/2401.10000"],
  )
  assert.equal(citationFromCard({ ...card, href, links: [] }).url, href)
})
