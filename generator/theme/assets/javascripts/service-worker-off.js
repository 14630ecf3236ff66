/* The worker of a site that no longer offers to read offline: it removes the copies that an earlier version of the site
 * made for the reader, and then itself. The build puts it in the place of service-worker.js. */

const worker = /** @type {WorkerScope} */ (/** @type {unknown} */ (self))

worker.addEventListener("install", (event) => event.waitUntil(worker.skipWaiting()))
worker.addEventListener("activate", (event) => event.waitUntil(remove()))

async function remove() {
  await caches.delete(`digestif.offline${new URL("./", worker.location.href).pathname}`)
  await worker.registration.unregister()
}
