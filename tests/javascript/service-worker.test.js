/* The service worker keeps only whole pages of its own site, and never more than it says. */

import assert from "node:assert/strict"
import { webcrypto } from "node:crypto"
import { readFileSync } from "node:fs"
import { beforeEach, test } from "node:test"
import { runInThisContext } from "node:vm"

const SCRIPT = readFileSync(
  new URL("../../generator/theme/assets/javascripts/service-worker.js", import.meta.url),
  "utf-8",
)
const SITE = "https://example.org/digest/"
const CACHE = "digestif.offline/digest/"
/** @type {Record<string, (event: any) => void>} */
let heard = {}
/** @type {Map<string, Map<string, Response>>} */
let stored = new Map()
/** What the network has by address; null for no network. @type {Map<string, string | number> | null} */
let network = new Map()
/** @type {string[]} */
let asked = []
let full = false
const connection = { saveData: false }

/** @param {string | {url: string}} request */
const urlOf = (request) => (typeof request === "string" ? request : request.url)

/** A response as a network gives it: its type is "basic", which no constructor can make. @param {string | number} body */
function answer(body) {
  const status = typeof body === "number" ? body : 200
  const type = String(body).startsWith("<") ? "text/html; charset=utf-8" : "application/json"
  const made = new Response(String(body), { status, headers: { "content-type": type, vary: "Accept-Encoding" } })
  const basic = (/** @type {Response} */ response) => {
    Object.defineProperty(response, "type", { value: "basic" })
    const { clone } = response
    response.clone = () => basic(clone.call(response))
    return response
  }
  return basic(made)
}

function cacheOf(/** @type {Map<string, Response>} */ entries) {
  return {
    match: async (/** @type {any} */ request) => entries.get(urlOf(request))?.clone(),
    put: async (/** @type {any} */ request, /** @type {Response} */ response) => {
      if (full) throw new DOMException("", "QuotaExceededError")
      entries.delete(urlOf(request))
      entries.set(urlOf(request), response)
    },
    delete: async (/** @type {any} */ request) => entries.delete(urlOf(request)),
    keys: async () => [...entries.keys()].map((url) => ({ url })),
  }
}

beforeEach(() => {
  heard = {}
  stored = new Map([[CACHE, new Map()]])
  network = new Map()
  asked = []
  full = false
  connection.saveData = false
  const scope = {
    location: new URL(`${SITE}service-worker.js`),
    clients: { claim: async () => undefined },
    skipWaiting: async () => undefined,
    addEventListener: (/** @type {string} */ name, /** @type {any} */ listener) => (heard[name] = listener),
  }
  const globals = {
    self: scope,
    caches: {
      has: async (/** @type {string} */ name) => stored.has(name),
      open: async (/** @type {string} */ name) => cacheOf(stored.get(name) ?? new Map()),
    },
    fetch: async (/** @type {any} */ request) => {
      asked.push(urlOf(request))
      if (!network) throw new TypeError("Failed to fetch")
      return answer(network.get(urlOf(request).replace(/[?#].*/, "")) ?? 404)
    },
    crypto: webcrypto,
    navigator: { connection },
  }
  for (const [name, value] of Object.entries(globals)) {
    Object.defineProperty(globalThis, name, { configurable: true, writable: true, value })
  }
  runInThisContext(`{${SCRIPT}}`) // a classic script: import() would run it once
})

/**
 * What the worker answers, after all that it does for it; undefined where it leaves the request to the browser.
 *
 * @param {string} url
 * @param {object} [request]
 * @returns {Promise<Response | undefined>}
 */
async function visit(url, request = {}) {
  /** @type {Promise<unknown>[]} */
  const work = []
  /** @type {Promise<Response> | undefined} */
  let response
  heard.fetch({
    request: { method: "GET", mode: "navigate", destination: "document", url, ...request },
    clientId: "client",
    resultingClientId: "client",
    respondWith: (/** @type {Promise<Response>} */ promise) => (response = promise),
    waitUntil: (/** @type {Promise<unknown>} */ promise) => work.push(promise),
  })
  const made = await response
  await Promise.all(work)
  return made
}

/**
 * @param {object} listed
 * @param {unknown} [papers]
 */
async function fill(listed, papers = []) {
  network?.set(`${SITE}offline.json`, JSON.stringify({ version: "1", files: {}, pages: {}, papers: {}, ...listed }))
  /** @type {any[]} */
  const messages = []
  /** @type {Promise<unknown> | undefined} */
  let work
  heard.message({
    data: { type: "fill", papers },
    ports: [{ postMessage: (/** @type {unknown} */ message) => messages.push(message) }],
    waitUntil: (/** @type {Promise<unknown>} */ promise) => (work = promise),
  })
  await work
  return messages.at(-1)
}

const kept = () => [...(stored.get(CACHE)?.keys() ?? [])].map((url) => url.slice(SITE.length))
const page = (/** @type {string} */ text) => `<!doctype html><html><head></head><body dir="ltr">${text}</body></html>`

test("a page comes from the network, and its copy only without one", async () => {
  network?.set(`${SITE}about/`, page("first"))
  assert.match((await (await visit(`${SITE}about/?q=1#there`))?.text()) ?? "", /first/)
  network?.set(`${SITE}about/`, page("second"))
  assert.match((await (await visit(`${SITE}about/`))?.text()) ?? "", />second</)
  network = null
  const copy = await (await visit(`${SITE}about/`))?.text()
  assert.match(copy ?? "", /<body dir="ltr"><p class="dg-copied">Offline copy of <time datetime="[\dT:.Z-]+">.*second/)
  assert.deepEqual(kept(), ["about/"])
})

for (const [lang, day] of [
  ["", /<time[^>]*>\d+ [A-Z][a-z]+, \d\d:\d\d<\/time> <a href="">Try again<\/a>/],
  [' lang="en"', /<time[^>]*>\d+ [A-Z][a-z]+, /],
  [' class="js" lang="de"', /<time[^>]*>\d+\. [A-Z]\p{L}+, /u],
  [" lang=ja", /<time[^>]*>\d+月\d+日, /],
]) {
  test(`a copy has the date in the language of its page:${lang}`, async () => {
    network?.set(`${SITE}about/`, page("text").replace("<html", `<html${lang}`))
    await visit(`${SITE}about/`)
    network = null
    assert.match((await (await visit(`${SITE}about/`))?.text()) ?? "", /** @type {RegExp} */ (day))
  })
}

test("an address without a copy leads to the list of copies, and that one to nothing", async () => {
  network = null
  const found = await visit(`${SITE}papers/1/`)
  assert.equal(found?.headers.get("location"), `${SITE}offline/?page=papers%2F1%2F`)
  await assert.rejects(visit(`${SITE}offline/`))
})

test("requests that are not for pages and their files are left to the browser", async () => {
  assert.equal(await visit(`${SITE}about/`, { method: "POST" }), undefined)
  assert.equal(await visit("https://example.org/other/"), undefined)
  assert.equal(await visit("https://example.com/digest/"), undefined)
  assert.equal(await visit(`${SITE}search-index/1.bin`, { mode: "cors", destination: "" }), undefined)
  assert.deepEqual(asked, [])
})

test("errors, redirects and files that are no pages are not kept", async () => {
  network?.set(`${SITE}feed.json`, "{}")
  network?.set(`${SITE}broken/`, 500)
  for (const path of ["feed.json", "broken/", "missing/"]) await visit(SITE + path)
  assert.deepEqual(kept(), [])
})

test("a page that is gone loses its copy", async () => {
  network?.set(`${SITE}about/`, page("about"))
  await visit(`${SITE}about/`)
  network?.delete(`${SITE}about/`)
  assert.equal((await visit(`${SITE}about/`))?.status, 404)
  assert.deepEqual(kept(), [])
})

test("nothing is kept after the reader removed the copies", async () => {
  stored.clear()
  network?.set(`${SITE}about/`, page("about"))
  await visit(`${SITE}about/`)
  assert.match((await fill({ pages: { "about/": "" } })).error, /removed/)
  assert.equal(stored.size, 0)
})

test("a publication fetches only what changed, and drops files that no page needs", async () => {
  const hash = async (/** @type {string} */ text) =>
    Buffer.from(await webcrypto.subtle.digest("SHA-256", new TextEncoder().encode(text)))
      .toString("hex")
      .slice(0, 16)
  network?.set(`${SITE}a.css`, "a").set(`${SITE}b.css`, "b").set(`${SITE}`, page('<link rel="x" href="a.css">'))
  const files = { "a.css": await hash("a"), "b.css": await hash("b") }
  assert.deepEqual(await fill({ files, pages: { "": "0" } }), { result: { full: false, saver: false } })
  assert.deepEqual(kept().sort(), ["", "a.css", "b.css", "offline.json"])
  asked = []
  await fill({ files, pages: { "": "0" } })
  assert.deepEqual(asked, [`${SITE}offline.json`])
  network?.set(`${SITE}c.css`, "c")
  await fill({ version: "2", files: { "c.css": await hash("c") }, pages: { "": "0" } })
  assert.deepEqual(asked.slice(2), [`${SITE}c.css`, SITE])
  assert.deepEqual(kept().sort(), ["", "a.css", "c.css", "offline.json"], "the page still refers to a.css")
})

test("keys that are none are ignored, and so are addresses outside the site", async () => {
  network?.set(`${SITE}papers/2401.1/`, page("paper"))
  await fill({ pages: { "https://example.com/": "", "../other/": "" } }, ["2401.1", "../../x", 7, null, "A B"])
  assert.deepEqual(kept(), ["papers/2401.1/", "offline.json"])
  assert.deepEqual(await fill({}, "2401.1"), { result: { full: false, saver: false } })
})

test("the newest papers and the first bookmarks stay, and of the others the last that were read", async () => {
  const keys = Array.from({ length: 150 }, (_, number) => `2401.${1000 + number}`)
  const papers = Object.fromEntries(Array.from({ length: 100 }, (_, number) => [`papers/2501.${1000 + number}/`, ""]))
  for (const path of [...Object.keys(papers), ...keys.map((key) => `papers/${key}/`), "papers/read/"])
    network?.set(SITE + path, page("paper"))
  await visit(`${SITE}papers/read/`)
  await fill({ papers }, keys)
  const found = kept().filter((path) => path.startsWith("papers/"))
  assert.equal(found.length, 200)
  assert.ok(Object.keys(papers).every((path) => found.includes(path)))
  assert.ok(found.includes("papers/2401.1000/") && !found.includes("papers/2401.1100/"))
  assert.ok(!found.includes("papers/read/"))
})

test("a full storage is reported, and what the network lacks is tried again", async () => {
  network?.set(`${SITE}about/`, page("about"))
  full = true
  assert.deepEqual(await fill({ pages: { "about/": "" } }), { result: { full: true, saver: false } })
  full = false
  network?.set(`${SITE}about/`, 503)
  assert.match((await fill({ pages: { "about/": "" } })).error, /no answer/)
  network?.set(`${SITE}about/`, page("about"))
  assert.deepEqual(await fill({ pages: { "about/": "" } }), { result: { full: false, saver: false } })
  assert.deepEqual(kept(), ["about/", "offline.json"])
})

test("for readers who save data, nothing is fetched again, and no papers", async () => {
  const hash = "0000000000000000"
  for (const path of ["", "papers/2401.1/", "papers/2401.2/"]) network?.set(SITE + path, page("text"))
  connection.saveData = true
  const listed = { pages: { "": hash }, papers: { "papers/2401.1/": hash } }
  assert.deepEqual(await fill(listed, ["2401.2"]), { result: { full: false, saver: true } })
  assert.deepEqual(kept(), [""])
  asked = []
  await fill({ ...listed, version: "2" }, ["2401.2"])
  assert.deepEqual(asked, [`${SITE}offline.json`])
  connection.saveData = false
  await fill({ ...listed, version: "2" }, ["2401.2"])
  assert.deepEqual(kept().sort(), ["", "offline.json", "papers/2401.1/", "papers/2401.2/"])
})
