/* The choice of an order, and the export of results. */

import { button, element } from "./elements.js"

/** As in search-export.js, which is loaded when it is needed. */
const FORMAT_NAMES = ["BibTeX", "RIS", "CSV", "Markdown"]

/** @param {HTMLSelectElement} order */
export const orderTool = (order) => element("p", {}, element("label", { for: "search-sort" }, "Order"), " ", order)

/**
 * @param {import("./search-engine.js").Engine} engine
 * @param {() => import("./search-engine.js").Answer | null} currentAnswer
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
      const chosen = /** @type {import("./search-export.js").Format} */ (format.value)
      outcome.textContent = await exportResults(engine, answer, chosen, action)
    } catch (error) {
      outcome.textContent = `The export failed: ${error instanceof Error ? error.message : error}.`
    }
  }
  return element(
    "details",
    { class: "dg-export" },
    element("summary", {}, "Export"),
    element(
      "p",
      {},
      element("label", { for: "search-format" }, "All results as"),
      " ",
      format,
      " ",
      button("Copy", () => run("copy")),
      " ",
      button("Download", () => run("download")),
      " ",
      outcome,
    ),
  )
}
