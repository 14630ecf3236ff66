/* The list of keyboard shortcuts, with the switch that turns them off. */

import { element } from "./elements.js"
import { gettext, inserted } from "./words.js"

const INTERESTS = new URL("../../reading-list/#interests", import.meta.url).href
const HELP = [
  ["J, K", gettext("next and previous paper in the list")],
  [gettext("O or Enter"), gettext("open the paper")],
  ["A", gettext("show or hide its abstract")],
  ["B, M, H", gettext("bookmark the paper, mark it as read, hide it")],
  ["C", gettext("copy its citation, in the format that you chose last")],
  ["E", gettext("export the list, or the paper")],
  ["U", gettext("undo what the last message offered")],
  ["P, N", gettext("previous and next digest, month or paper")],
  [gettext("G, then T, A or S"), gettext("newest digest, archive, search page")],
  // Translators: what a key does
  [gettext("S, F or /"), gettext("search")],
  ["?", gettext("this list")],
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
    { class: "dg-keys", "aria-label": gettext("Keyboard shortcuts") },
    element("h2", {}, gettext("Keyboard shortcuts")),
    element(
      "dl",
      {},
      HELP.flatMap(([keys, action]) => [element("dt", {}, element("kbd", {}, keys)), element("dd", {}, action)]),
    ),
    element(
      "p",
      {},
      inserted(gettext("Settings: %(link)s, words, authors and topics to highlight or hide"), {
        link: element("a", { href: INTERESTS }, gettext("Interests")),
      }),
    ),
    element(
      "form",
      { method: "dialog" },
      element("label", {}, box, " ", gettext("Enable single-key shortcuts")),
      element("button", { class: "dg-button" }, gettext("Close")),
    ),
  )
}
