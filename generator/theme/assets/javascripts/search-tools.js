/* The controls above the results, which the page has from the start (pages/templates/search.html.j2). */

import { needed } from "./messages.js"

/** @typedef {import("./search-engine.js").Answer} Answer */

/**
 * The button of the compact view. What it does is loaded where that view is chosen, here or in another tab.
 *
 * @param {HTMLElement} made
 * @param {HTMLElement} results
 */
export function startView(made, results) {
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
  made.addEventListener("click", () => load(true))
  if (document.documentElement.dataset.view === "compact") queueMicrotask(() => load())
  addEventListener("storage", ({ key }) => key?.startsWith("digestif.view") && load())
}

/**
 * The menu that exports results; what is in it is loaded when it is opened.
 *
 * @param {HTMLDetailsElement} menu
 * @param {import("./search-engine.js").Engine} engine
 * @param {() => Answer | null} currentAnswer
 */
export function startExport(menu, engine, currentAnswer) {
  const panel = /** @type {HTMLElement} */ (menu.lastElementChild)
  const fill = async () => {
    const loaded = await needed(import("./search-export-panel.js"))
    if (loaded) loaded.fillPanel(menu, panel, engine, currentAnswer)
    else menu.open = false
  }
  menu.addEventListener("toggle", () => menu.open && !panel.childElementCount && void fill())
}
