/* Starts the tools for readers on every page: the buttons of papers. Without script, pages are whole without them. */

import { onEveryPage } from "./elements.js"
import { addMarks } from "./reader-marks.js"

onEveryPage(() => {
  addMarks(document)
  const page = document.querySelector("[data-reading-list]")
  if (page instanceof HTMLElement) {
    void import("./reader-list.js").then(({ showReadingList }) => showReadingList(page))
  }
})
