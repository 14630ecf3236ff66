/* Keeps copies of pages for readers who turned on reading offline (offline.js), and answers with them when there is no
 * network. Pages and their files always come from the network first, so that nothing is out of date while there is one.
 * The build puts this script at the root of the site, because a worker answers only below its own address. */

/**
 * What the build lists in offline.json: hashes by addresses, which are relative to the site. `pages` are the newest digest
 * and pages of the site itself, `papers` are those of the newest digest, `files` are what pages need to be shown.
 *
 * @typedef {object} Listed
 * @property {string} version
 * @property {number} bytes
 * @property {Record<string, string>} files
 * @property {Record<string, string>} pages
 * @property {Record<string, string>} papers
 *
 * @typedef {object} Copy
 * @property {string} url
 * @property {Response} response
 * @property {number} bytes
 * @property {string} copied when, as an ISO date with time
 *
 * @typedef {(done: number, all: number) => void} Progress
 */

const worker = /** @type {WorkerScope} */ (/** @type {unknown} */ (self))
const SITE = new URL("./", worker.location.href).href
/** offline.js has it, too. Only that script makes the cache, so nothing comes back after the reader removed it. */
const CACHE = `digestif.offline${new URL(SITE).pathname}`
const LIST = `${SITE}offline.json`
const OFFLINE = `${SITE}offline/`
const PAPERS = `${SITE}papers/`
/** What pages load besides data: programs that read the API or the search index need the network. */
const KINDS = new Set(["script", "style", "font", "image", "manifest"])
const COPIED = "digestif-copied"
const KEY = /^[a-z0-9][a-z0-9.-]{0,79}$/
const REFERENCE = /<(?:script|link|img)\b[^>]*?\s(?:src|href)="([^"]+)"/g
const PATIENCE = 3000 // milliseconds until a copy is better than a network that does not answer
const MOST = { papers: 200, others: 60, bytes: 20_000_000, file: 2_000_000 }
const OLD = 7 * 24 * 3600 * 1000 // milliseconds after which a paper of the reading list is fetched again
const AT_ONCE = 4

/** Open pages that are copies: their files are copies, too, without waiting. @type {Set<string>} */
const copies = new Set()
/** @type {Promise<unknown>} */
let filling = Promise.resolve()

worker.addEventListener("install", (event) => event.waitUntil(worker.skipWaiting()))
worker.addEventListener("activate", (event) => event.waitUntil(worker.clients.claim()))

worker.addEventListener("fetch", (event) => {
  const { method, url, mode, destination } = event.request
  if (method !== "GET" || !url.startsWith(SITE)) return
  if (mode === "navigate") answerPage(event)
  else if (KINDS.has(destination)) event.respondWith(answerFile(event))
})

worker.addEventListener("message", (event) => {
  const port = event.ports[0]
  if (event.data?.type !== "fill") return
  /** @type {unknown[]} */
  const keys = Array.isArray(event.data.papers) ? event.data.papers : []
  const addresses = keys.filter((key) => typeof key === "string" && KEY.test(key)).map((key) => `${PAPERS}${key}/`)
  filling = filling
    .then(() => fill(addresses, (done, all) => port?.postMessage({ done, all })))
    .then((result) => port?.postMessage({ result }))
    .catch((error) => port?.postMessage({ error: String(error) }))
  event.waitUntil(filling)
})

/** The cache, unless the reader has removed it. */
const openCache = async () => ((await caches.has(CACHE)) ? caches.open(CACHE) : null)

/** @param {string} url */
const withoutQuery = (url) => url.replace(/[?#].*$/s, "")

/** @param {Response} response */
const isPage = (response) => /^text\/html\b/i.test(response.headers.get("content-type") ?? "")

/** Whether a response may be kept: complete, of this site, and not what another address answered. @param {Response} response */
const isWhole = (response) => response.status === 200 && response.type === "basic" && !response.redirected

/** @param {number} time */
const wait = (time) => new Promise((resolve) => setTimeout(resolve, time, null))

/** @param {WorkerFetchEvent} event */
function answerPage(event) {
  const url = withoutQuery(event.request.url)
  // The policy of redirects is that of the browser's own navigation; "no-cache" asks the server whether a page changed.
  const network = fetch(event.request.url, { cache: "no-cache", credentials: "same-origin", redirect: "manual" })
  event.waitUntil(network.then((response) => keepPage(url, response.clone())).catch(() => null))
  event.respondWith(pageOf(url, network, event.resultingClientId))
}

/**
 * @param {string} url
 * @param {Promise<Response>} network
 * @param {string} client the page that the answer becomes
 */
async function pageOf(url, network, client) {
  const soon = await Promise.race([network.catch(() => null), wait(PATIENCE)])
  if (soon && soon.status < 500) return soon
  const copy = await (await openCache())?.match(url)
  if (copy) {
    copies.add(client)
    return url === OFFLINE ? copy : withLine(copy)
  }
  try {
    return soon ?? (await network)
  } catch (error) {
    if (url === OFFLINE) throw error
    return Response.redirect(`${OFFLINE}?page=${encodeURIComponent(url.slice(SITE.length))}`)
  }
}

/**
 * A copy that says at its top that it is one.
 *
 * @param {Response} copy
 */
async function withLine(copy) {
  const day = new Date(copy.headers.get(COPIED) ?? "")
  if (Number.isNaN(day.getTime())) return copy
  const html = await copy.text()
  const time = `<time datetime="${day.toISOString()}">${shown(day, languageOf(html))}</time>`
  const words = gettext("Offline copy of %(time)s", { time })
  const line = `${words} <a href="">${gettext("Try again")}</a>`
  return new Response(
    html.replace(/<body\b[^>]*>/, (tag) => `${tag}<p class="dg-copied">${line}</p>`),
    { headers: copy.headers },
  )
}

/** The language of a page's dates; British in English, as in language.js. @param {string} html */
function languageOf(html) {
  const language = /<html\b[^>]*\slang="?([\w-]+)/.exec(html)?.[1] ?? "en"
  return language === "en" ? "en-GB" : language
}

/**
 * @param {Date} day
 * @param {string} language
 */
function shown(day, language) {
  const year = day.getFullYear() === new Date().getFullYear() ? {} : { year: /** @type {const} */ ("numeric") }
  const date = day.toLocaleDateString(language, { day: "numeric", month: "long", ...year })
  const time = day.toLocaleTimeString(language, { hour: "2-digit", minute: "2-digit" })
  return gettext("%(date)s, %(time)s", { date, time })
}

/**
 * As in words.js, which a worker that is no module cannot import: a build writes translations in place of the messages.
 *
 * @param {string} message
 * @param {Record<string, string>} [values]
 */
function gettext(message, values = {}) {
  return message.replace(/%\((\w+)\)s/g, (place, name) => values[name] ?? place)
}

/**
 * @param {string} url
 * @param {Response} response
 */
async function keepPage(url, response) {
  const cache = await openCache()
  if (!cache) return
  if (isWhole(response) && isPage(response)) await cache.put(url, await copyFor(response))
  else if (response.status === 404 || response.status === 410) await cache.delete(url)
}

/** @param {WorkerFetchEvent} event */
async function answerFile(event) {
  const { request, clientId } = event
  const copy = await (await openCache())?.match(request.url)
  if (copy && copies.has(clientId)) return copy
  const network = fetch(request)
  event.waitUntil(network.then((response) => keepFile(request.url, response.clone(), copy)).catch(() => null))
  if (!copy) return network
  const soon = await Promise.race([network.catch(() => null), wait(PATIENCE)])
  return soon && soon.status < 500 ? soon : copy
}

/**
 * @param {string} url
 * @param {Response} response
 * @param {Response | undefined} copy
 */
async function keepFile(url, response, copy) {
  const tag = (/** @type {Response} */ { headers }) => headers.get("etag") ?? headers.get("last-modified")
  if (!isWhole(response) || (copy && tag(copy) && tag(copy) === tag(response))) return
  const kept = await copyFor(response)
  if (Number(kept.headers.get("content-length")) <= MOST.file) await (await openCache())?.put(url, kept)
}

/**
 * A response with all of its bytes, when it was fetched, and without what described its transfer.
 *
 * @param {Response} response
 */
async function copyFor(response) {
  const body = await response.arrayBuffer()
  const headers = new Headers(response.headers)
  for (const name of ["content-encoding", "vary"]) headers.delete(name)
  headers.set("content-length", String(body.byteLength))
  headers.set(COPIED, new Date().toISOString())
  return new Response(body, { headers })
}

/**
 * Fetch what is missing or has changed, and remove what is too much.
 *
 * @param {string[]} bookmarks addresses of papers, the most wanted first
 * @param {Progress} report
 * @returns {Promise<{full: boolean, saver: boolean}>} whether storage was full, and whether the reader saves data
 */
async function fill(bookmarks, report) {
  const cache = await openCache()
  if (!cache) throw new Error("copies were removed")
  const answer = await fetch(LIST, { cache: "no-cache", credentials: "same-origin", redirect: "error" })
  if (!isWhole(answer)) throw new Error(`${answer.status} for ${LIST}`)
  const text = await answer.text()
  /** @type {Listed} */
  const listed = JSON.parse(text)
  const saver = navigator.connection?.saveData === true
  const last = await cache.match(LIST)
  const isNew = !saver && (!last || (await last.json()).version !== listed.version)
  const wanted = wantedOf(listed, saver ? [] : bookmarks, saver)
  const { failed, full } = await fetchAll(cache, await missing(cache, wanted, isNew), report)
  await trim(cache, wanted)
  if (failed) throw new Error(`no answer for ${failed}`)
  if (isNew && !full && (await caches.has(CACHE))) {
    await removeFiles(cache, listed)
    await cache.put(LIST, new Response(text, { headers: { "content-type": "application/json" } }))
  }
  return { full, saver }
}

/**
 * What to keep before anything else, with the hashes that are known, in the order of its importance.
 *
 * @param {Listed} listed
 * @param {string[]} bookmarks
 * @param {boolean} saver
 * @returns {Map<string, string>}
 */
function wantedOf({ files, pages, papers }, bookmarks, saver) {
  const absolute = (/** @type {Record<string, string>} */ hashes) =>
    Object.entries(hashes).map(([path, hash]) => /** @type {[string, string]} */ ([new URL(path, SITE).href, hash]))
  const newest = saver ? [] : absolute(papers)
  const others = bookmarks.filter((url) => !(url.slice(SITE.length) in papers))
  const most = [...newest, ...others.map((url) => /** @type {[string, string]} */ ([url, ""]))].slice(0, MOST.papers)
  return new Map([...absolute(files), ...absolute(pages), ...most].filter(([url]) => url.startsWith(SITE)))
}

/**
 * Addresses of copies that are missing or, after a publication, have other bytes than those on the site.
 *
 * @param {Cache} cache
 * @param {Map<string, string>} wanted
 * @param {boolean} isNew
 */
async function missing(cache, wanted, isNew) {
  const found = []
  let bytes = 0
  for (const [url, hash] of wanted) {
    const copy = await cache.match(url)
    if (!copy || (isNew && !(await isCurrent(copy, hash)))) found.push(url)
    else bytes += Number(copy.headers.get("content-length"))
  }
  return bytes < MOST.bytes ? found : []
}

/**
 * @param {Response} copy
 * @param {string} hash
 */
async function isCurrent(copy, hash) {
  if (!hash) return Date.now() - Date.parse(copy.headers.get(COPIED) ?? "") < OLD
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", await copy.arrayBuffer()))
  return [...digest]
    .map((byte) => byte.toString(16).padStart(2, "0"))
    .join("")
    .startsWith(hash)
}

/**
 * @param {Cache} cache
 * @param {string[]} urls
 * @param {Progress} report
 */
async function fetchAll(cache, urls, report) {
  const state = { failed: "", full: false, done: 0 }
  const waiting = urls.values()
  const next = async () => {
    for (const url of waiting) {
      if (state.failed || state.full || !(await caches.has(CACHE))) return
      try {
        await fetchOne(cache, url)
      } catch (error) {
        if (error instanceof DOMException && error.name === "QuotaExceededError") state.full = true
        else state.failed = url
      }
      report(++state.done, urls.length)
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, next))
  return state
}

/**
 * @param {Cache} cache
 * @param {string} url
 */
async function fetchOne(cache, url) {
  const response = await fetch(url, { cache: "no-cache", credentials: "same-origin", redirect: "manual" })
  if (isWhole(response)) await cache.put(url, await copyFor(response))
  else if (response.status < 500) await cache.delete(url)
  else throw new Error(`${response.status} for ${url}`)
}

/**
 * Remove the pages that are too many: those that nothing asks for, the oldest first.
 *
 * @param {Cache} cache
 * @param {Map<string, string>} wanted
 */
async function trim(cache, wanted) {
  const order = new Map([...wanted.keys()].map((url, place) => [url, place]))
  const rank = (/** @type {Copy} */ { url }) => order.get(url) ?? Infinity
  const pages = (await copiesIn(cache)).filter(({ response }) => isPage(response))
  pages.sort((a, b) => (rank(a) === rank(b) ? b.copied.localeCompare(a.copied) : rank(a) - rank(b)))
  const left = { papers: MOST.papers, others: MOST.others, bytes: MOST.bytes }
  for (const { url, bytes } of pages) {
    const kind = url.startsWith(PAPERS) ? "papers" : "others"
    if (left[kind] > 0 && left.bytes >= bytes) {
      left[kind]--
      left.bytes -= bytes
    } else await cache.delete(url)
  }
}

/**
 * Remove the files that neither the site's list nor any page that is kept refers to.
 *
 * @param {Cache} cache
 * @param {Listed} listed
 */
async function removeFiles(cache, { files }) {
  const all = await copiesIn(cache)
  const used = new Set([LIST, ...Object.keys(files).map((path) => new URL(path, SITE).href)])
  for (const { url, response } of all.filter(({ response }) => isPage(response))) {
    for (const [, reference] of (await response.text()).matchAll(REFERENCE)) {
      if (URL.canParse(reference, url)) used.add(new URL(reference, url).href)
    }
  }
  const unused = all.filter(({ url, response }) => !isPage(response) && !used.has(url))
  await Promise.all(unused.map(({ url }) => cache.delete(url)))
}

/**
 * @param {Cache} cache
 * @returns {Promise<Copy[]>}
 */
async function copiesIn(cache) {
  const found = []
  for (const { url } of await cache.keys()) {
    const response = await cache.match(url)
    if (!response) continue
    const { headers } = response
    const bytes = Number(headers.get("content-length"))
    found.push({ url, response, bytes, copied: headers.get(COPIED) ?? "" })
  }
  return found
}
