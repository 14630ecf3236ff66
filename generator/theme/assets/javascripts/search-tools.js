/* The line above the results: filters on a phone, the order, and the menu that exports results. */

import { button, element } from "./elements.js"
import { needed } from "./messages.js"

/** @typedef {import("./search-engine.js").Answer} Answer */

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
 * The button of the compact view. What it does is loaded where that view is chosen, here or in another tab.
 *
 * @param {HTMLElement} results
 */
export function viewTool(results) {
  const made = button("Compact", () => load(true), {
    class: "dg-list-tool",
    title: "One line per paper",
    "aria-pressed": "false",
  })
  const load = async (isChosen = false) => {
    if (!made.isConnected) return
    const view = await needed(import("./list-view.js"))
    if (!view || !made.isConnected) return
    const own = view.viewButton(undefined, results)
    const hadFocus = made === document.activeElement
    made.replaceWith(own)
    if (hadFocus) own.focus()
    if (isChosen) own.click()
  }
  if (document.documentElement.dataset.view === "compact") queueMicrotask(() => load())
  addEventListener("storage", ({ key }) => key?.startsWith("digestif.view") && load())
  return made
}

/**
 * The menu that exports results; what is in it is loaded when it is opened.
 *
 * @param {import("./search-engine.js").Engine} engine
 * @param {() => Answer | null} currentAnswer
 */
export function exportTool(engine, currentAnswer) {
  const panel = element("div", { class: "dg-export-panel" })
  const made = element("details", { class: "dg-export" }, element("summary", {}, "Export"), panel)
  const fill = async () => {
    const menu = await needed(import("./search-export-panel.js"))
    if (menu) menu.fillPanel(made, panel, engine, currentAnswer)
    else made.open = false
  }
  made.addEventListener("toggle", () => made.open && !panel.childElementCount && void fill())
  return made
}

/**
 * The place of the form that saves a search, which search-own.js adds later.
 *
 * @param {() => void} onOpen
 */
export function saveTool(onOpen) {
  const made = element(
    "details",
    { class: "dg-export dg-search-save" },
    element(
      "summary",
      { "aria-label": "Save this search" },
      "Save",
      element("span", { class: "dg-search-wide" }, " this search"),
    ),
    element("div", { class: "dg-export-panel" }),
  )
  made.addEventListener("toggle", () => made.open && onOpen())
  return made
}
