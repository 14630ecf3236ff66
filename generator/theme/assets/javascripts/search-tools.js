/* The line above the results: filters on a phone, the order, and the export of results. */

import { button, element } from "./elements.js"

/** @typedef {import("./search-engine.js").Answer} Answer */

/** As in citation-formats.js, which is loaded when it is needed. */
export const FORMAT_NAMES = ["BibTeX", "RIS", "CSL-JSON", "CSV", "Markdown"]
/** @type {Record<import("./search-engine.js").Order, string>} */
export const ORDER_NAMES = {
  relevance: "Best match",
  newest: "Newest",
  upvotes: "Most upvoted",
}

/** The button that opens the filters on a phone; on wide screens they are beside the results. */
export const filterTool = () =>
  button("Filter", () => {}, { class: "dg-button dg-search-filter", popovertarget: "search-facets" })

/** @param {HTMLSelectElement} order */
export const orderTool = (order) =>
  element("p", {}, element("label", { class: "dg-search-wide", for: "search-sort" }, "Order"), " ", order)

/**
 * @param {import("./search-engine.js").Engine} engine
 * @param {() => Answer | null} currentAnswer
 */
export function exportTool(engine, currentAnswer) {
  const format = element(
    "select",
    { id: "search-format" },
    FORMAT_NAMES.map((name) => element("option", {}, name)),
  )
  const outcome = element("span", { role: "status" })
  /** @param {"copy" | "download"} action */
  const run = async (action) => {
    const answer = currentAnswer()
    if (!answer) return
    try {
      const { exportResults } = await import("./search-export.js")
      const chosen = /** @type {import("./citation-formats.js").Format} */ (format.value)
      outcome.textContent = await exportResults(engine, answer, chosen, action)
    } catch (error) {
      outcome.textContent = `The export failed: ${error instanceof Error ? error.message : error}.`
    }
  }
  const made = element(
    "details",
    { class: "dg-export" },
    element("summary", {}, "Export"),
    element(
      "div",
      { class: "dg-export-panel" },
      element("p", {}, element("label", { for: "search-format" }, "All results as"), " ", format),
      element(
        "p",
        {},
        button("Copy", () => run("copy")),
        " ",
        button("Download", () => run("download")),
      ),
      element("p", {}, outcome),
    ),
  )
  closeByKeyOrClick(made)
  return made
}

/**
 * Close a menu by Escape, and by a click or the focus outside of it.
 *
 * @param {HTMLDetailsElement} menu
 */
function closeByKeyOrClick(menu) {
  menu.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !menu.open) return
    menu.open = false
    menu.querySelector("summary")?.focus()
  })
  menu.addEventListener("focusout", ({ relatedTarget }) => {
    if (relatedTarget instanceof Node && !menu.contains(relatedTarget)) menu.open = false
  })
  const onPointer = (/** @type {PointerEvent} */ { target }) => {
    if (!menu.isConnected) return removeEventListener("pointerdown", onPointer)
    if (target instanceof Node && !menu.contains(target)) menu.open = false
  }
  addEventListener("pointerdown", onPointer)
}
