/* The list of keyboard shortcuts, with the switch that turns them off. */

import { element } from "./elements.js"

const INTERESTS = new URL("../../reading-list/#interests", import.meta.url).href
const HELP = [
  ["J, K", "next and previous paper in the list"],
  ["O or Enter", "open the paper"],
  ["A", "show or hide its abstract"],
  ["B, M, H", "bookmark the paper, mark it as read, hide it"],
  ["C", "copy its citation, in the format that you chose last"],
  ["E", "export the list, or the paper"],
  ["U", "undo what the last message offered"],
  ["P, N", "previous and next digest, month or paper"],
  ["G, then T, A or S", "newest digest, archive, search page"],
  ["S, F or /", "search"],
  ["?", "this list"],
]

/** @type {HTMLDialogElement | null} */
let dialog = null

/**
 * Show the list.
 *
 * @param {boolean} on whether single-key shortcuts are on
 * @param {(off: boolean) => void} setOff
 */
export function showKeys(on, setOff) {
  if (!dialog) {
    dialog = makeHelp(on, setOff)
    document.body.append(dialog)
  }
  if (!dialog.open) dialog.showModal()
}

/**
 * @param {boolean} on
 * @param {(off: boolean) => void} setOff
 */
function makeHelp(on, setOff) {
  const box = element("input", { type: "checkbox", checked: on })
  box.addEventListener("change", () => setOff(!box.checked))
  return element(
    "dialog",
    { class: "dg-keys", "aria-label": "Keyboard shortcuts" },
    element("h2", {}, "Keyboard shortcuts"),
    element(
      "dl",
      {},
      HELP.flatMap(([keys, action]) => [element("dt", {}, element("kbd", {}, keys)), element("dd", {}, action)]),
    ),
    element(
      "p",
      {},
      "Settings: ",
      element("a", { href: INTERESTS }, "Interests"),
      ", words, authors and topics to highlight or hide",
    ),
    element(
      "form",
      { method: "dialog" },
      element("label", {}, box, " Enable single-key shortcuts"),
      element("button", { class: "dg-button" }, "Close"),
    ),
  )
}
