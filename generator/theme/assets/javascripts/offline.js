/* Turns reading offline on and off, and asks the service worker to keep the copies up to date. */

import { onMarksChange, readMarks } from "./reader-store.js"

/**
 * What is kept, and how the last attempt ended: `full` where the browser's storage for the site is full, `saver` where
 * the reader asked the browser to save data.
 *
 * @typedef {object} Filled
 * @property {boolean} full
 * @property {boolean} saver
 *
 * @typedef {object} Kept
 * @property {number} pages
 * @property {number} bytes of all copies
 * @property {string} copied when the newest one was made, as an ISO date with time
 */

const SITE = new URL("../../", import.meta.url)
const WORKER = new URL("service-worker.js", SITE).href
/** service-worker.js has it, too. */
export const CACHE = `digestif.offline${SITE.pathname}`
const SILENCE = 60_000 // milliseconds without a word from the worker
const PAUSE = 1000 // milliseconds after a change of the reading list

/** Whether this browser can keep copies: some cannot in private windows, and none without https. */
export const canKeepCopies = () => "serviceWorker" in navigator && "caches" in globalThis

async function registered() {
  const found = await navigator.serviceWorker.getRegistration(SITE.href)
  return found?.scope === SITE.href ? found : undefined // a digest above this one may have a worker, too
}

export async function isOn() {
  return canKeepCopies() && (await caches.has(CACHE)) && (await registered()) !== undefined
}

/**
 * The size that the site states for what is fetched at the start, in bytes.
 *
 * @returns {Promise<number>}
 */
export async function firstBytes() {
  const answer = await fetch(new URL("offline.json", SITE))
  return answer.ok ? Number((await answer.json()).bytes) : 0
}

/** @returns {Promise<Kept>} */
export async function keptNow() {
  const kept = { pages: 0, bytes: 0, copied: "" }
  const copies = (await caches.has(CACHE)) ? await (await caches.open(CACHE)).matchAll() : []
  for (const { headers } of copies) {
    const copied = headers.get("digestif-copied") ?? ""
    kept.bytes += Number(headers.get("content-length"))
    if (headers.get("content-type")?.startsWith("text/html")) kept.pages++
    if (copied > kept.copied) kept.copied = copied
  }
  return kept
}

/**
 * Start the worker and fetch the first copies. Where that fails, nothing is left, and the error is thrown.
 *
 * @param {(done: number, all: number) => void} onProgress
 */
export async function turnOn(onProgress) {
  try {
    await caches.open(CACHE)
    const registration = await navigator.serviceWorker.register(WORKER, { scope: SITE.href, updateViaCache: "none" })
    return await fill(await activeOf(registration), onProgress)
  } catch (error) {
    await remove()
    throw error
  }
}

/** Remove the worker and every copy. */
export async function remove() {
  await (await registered())?.unregister()
  await caches.delete(CACHE)
}

/** On a page that the worker answers: keep the copies up to date, now and when the reading list changes. */
export function followReader() {
  let timer = 0
  const ask = () => {
    const { controller } = navigator.serviceWorker
    // Where that fails, the copies stay as they are, and the next page asks again.
    if (controller && navigator.onLine) fill(controller).catch(() => null)
  }
  ask()
  onMarksChange(() => {
    clearTimeout(timer)
    timer = setTimeout(ask, PAUSE)
  })
}

/** @param {ServiceWorkerRegistration} registration */
async function activeOf(registration) {
  const worker = registration.active ?? registration.waiting ?? registration.installing
  if (!worker) throw new Error("the browser started no worker")
  if (worker.state === "activated") return worker
  return new Promise((/** @type {(worker: ServiceWorker) => void} */ resolve, reject) => {
    worker.addEventListener("statechange", () => {
      if (worker.state === "activated") resolve(worker)
      else if (worker.state === "redundant") reject(new Error("the worker could not be started"))
    })
  })
}

/**
 * @param {ServiceWorker} worker
 * @param {(done: number, all: number) => void} [onProgress]
 * @returns {Promise<Filled>}
 */
function fill(worker, onProgress) {
  const bookmarks = [...readMarks().bookmarks].sort(([, a], [, b]) => b.added.localeCompare(a.added))
  return new Promise((resolve, reject) => {
    const { port1, port2 } = new MessageChannel()
    const end = (/** @type {() => void} */ settle) => {
      clearTimeout(timer)
      port1.close()
      settle()
    }
    const onSilence = () => end(() => reject(new Error("no answer from the worker")))
    let timer = setTimeout(onSilence, SILENCE)
    port1.onmessage = ({ data }) => {
      clearTimeout(timer)
      timer = setTimeout(onSilence, SILENCE)
      if (data.result) end(() => resolve(data.result))
      else if (data.error) end(() => reject(new Error(data.error)))
      else onProgress?.(data.done, data.all)
    }
    worker.postMessage({ type: "fill", papers: bookmarks.map(([key]) => key) }, [port2])
  })
}
