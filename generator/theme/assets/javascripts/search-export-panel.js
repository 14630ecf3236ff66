/* What is in the menu that exports the results of a search. */

import { button, element } from "./elements.js"
import { required } from "./messages.js"
import { gettext } from "./words.js"

/** @typedef {import("./search-engine.js").Answer} Answer */

/** As in citation-formats.js, which is loaded when it is needed. */
export const FORMAT_NAMES = ["BibTeX", "RIS", "CSL-JSON", "CSV", "Markdown"]

/**
 * Fill the menu's panel.
 *
 * @param {HTMLDetailsElement} menu
 * @param {HTMLElement} panel
 * @param {import("./search-engine.js").Engine} engine
 * @param {() => Answer | null} currentAnswer
 */
export function fillPanel(menu, panel, engine, currentAnswer) {
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
      const { exportResults } = await required(import("./search-export.js"))
      const chosen = /** @type {import("./citation-formats.js").Format} */ (format.value)
      outcome.textContent = await exportResults(engine, answer, chosen, action)
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error)
      outcome.textContent = gettext("The export failed: %(reason)s.", { reason })
    }
  }
  panel.replaceChildren(
    element("p", {}, element("label", { for: "search-format" }, gettext("All results as")), " ", format),
    element(
      "p",
      {},
      button(gettext("Copy"), () => run("copy")),
      " ",
      button(gettext("Download"), () => run("download")),
    ),
    element("p", {}, outcome),
  )
  closeByKeyOrClick(menu)
}

/**
 * Close a menu by Escape, and by a click or the focus outside of it.
 *
 * @param {HTMLDetailsElement} menu
 */
export function closeByKeyOrClick(menu) {
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
