/* Starts the tools for readers on every page: the buttons of papers. Without script, pages are whole without them. */

import { onEveryPage } from "./elements.js"
import { startInterests } from "./interest-start.js"
import { addMarks } from "./reader-marks.js"
import { startVisit } from "./visits.js"

onEveryPage(() => {
  addMarks(document)
  startVisit()
  startInterests()
  const line = document.querySelector("[data-since]")
  if (line instanceof HTMLElement) void import("./visits-home.js").then(({ showNews }) => showNews(line))
  const page = document.querySelector("[data-reading-list]")
  if (page instanceof HTMLElement) {
    void import("./reader-list.js").then(({ showReadingList }) => showReadingList(page))
  }
  const copies = document.querySelector("[data-offline-copies]")
  if (copies instanceof HTMLElement && !copies.childElementCount) {
    void import("./offline-page.js").then(({ showCopies }) => showCopies(copies))
  }
})

// Only readers who turned on reading offline have this worker.
const worker = new URL("../../service-worker.js", import.meta.url).href
if (navigator.serviceWorker?.controller?.scriptURL === worker) {
  void import("./offline.js").then(({ followReader }) => followReader())
}
