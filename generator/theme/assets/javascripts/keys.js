/* Single-key shortcuts, and the switch that turns all of them off, those of search and of Material included (WCAG 2.2,
 * 2.1.4). The choice is stored in this browser only. What keys do is in keys-actions.js, which the first of them loads. */

import { button, onEveryPage } from "./elements.js"
import { needed, say } from "./messages.js"
import { gettext } from "./words.js"

const STORE = "digestif.keys.1"
const ROOT = new URL("../../", import.meta.url)
/** What follows G. @type {Record<string, string>} */
const PLACES = { t: "", a: "archive/", s: "search/" }
const PENDING = 1500 // milliseconds in which the key after G counts
let off = isStoredOff()

function isStoredOff() {
  try {
    return localStorage.getItem(STORE) === "off"
  } catch {
    return false
  }
}

/** @param {boolean} choice */
function setOff(choice) {
  off = choice
  try {
    if (off) localStorage.setItem(STORE, "off")
    else localStorage.removeItem(STORE)
  } catch {
    // Storage is full or forbidden: the choice holds for this page.
  }
}

let pending = 0

/** Wait for the key after G, and say so. */
function startGoing() {
  const box = say(gettext("Go to: T newest digest, A archive, S search"))
  const message = box.firstChild
  pending = setTimeout(() => {
    pending = 0
    if (box.firstChild === message) box.replaceChildren()
  }, PENDING)
}

/** @param {string} key the one after G */
function finishGoing(key) {
  clearTimeout(pending)
  pending = 0
  document.querySelector(".dg-said")?.replaceChildren()
  if (!Object.hasOwn(PLACES, key)) return false
  location.assign(new URL(PLACES[key], ROOT))
  return true
}

async function showHelp() {
  const help = await needed(import("./keys-help.js"))
  help?.showKeys(!off, setOff)
}

/** Keys of keys-actions.js, and those of them that act again while they are held down. */
const ACTIONS = "abcehjkmnopu"
const REPEATED = "jk"

/** The module, once a key has asked for it: keys act in the order in which they are pressed, also while it is loaded. */
let loading = /** @type {Promise<typeof import("./keys-actions.js") | null> | null} */ (null)

/** @param {string} key */
async function act(key) {
  const actions = await (loading ??= needed(import("./keys-actions.js")))
  if (actions) actions.ACTIONS[key]()
  else loading = null
}

/**
 * Whether a key is meant for a text field, a choice, a dialog, a menu or an input method.
 *
 * @param {KeyboardEvent} event
 */
const isForControl = ({ target, isComposing }) =>
  isComposing ||
  (target instanceof Element &&
    target.closest("input, textarea, select, dialog, [contenteditable], [role=menu], [role=listbox]") !== null)

/**
 * The key as the reader's layout has it; a dead key and keys such as Escape have longer names.
 *
 * @param {KeyboardEvent} event
 */
function onKey(event) {
  if (event.metaKey || event.ctrlKey || event.altKey || isForControl(event)) return
  const key = event.key.toLowerCase()
  const went = pending && event.key !== "Shift" && finishGoing(key)
  if (event.key.length !== 1) return
  if (off) return event.stopImmediatePropagation()
  if (!went && !`g?${ACTIONS}`.includes(key)) return
  event.preventDefault()
  event.stopImmediatePropagation()
  if (went || (event.repeat && !REPEATED.includes(key))) return
  if (key === "g") startGoing()
  else void (key === "?" ? showHelp() : act(key))
}

addEventListener("keydown", onKey, true) // before the shortcuts of search and of Material

onEveryPage(() => {
  const line = document.querySelector(".dg-footer p")
  if (!line || line.querySelector("button")) return
  line.append(" ", button(gettext("Keyboard shortcuts"), showHelp, { class: null }))
})
