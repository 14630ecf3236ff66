/* Messages at the bottom of the window, and what the reader can undo, the last first. */

import { button, element } from "./elements.js"
import { gettext } from "./words.js"

/** @typedef {import("./elements.js").Child | import("./elements.js").Child[]} Message */

const LASTS = 10_000 // milliseconds; the key U still undoes what a message offered

/** `undo` returns false if nothing is left to undo. @type {{message: Message, undo: () => unknown}[]} */
const steps = []
let timer = 0

/**
 * Say something in a box at the bottom of the window, with a way back; returns the box. The message goes after ten
 * seconds, unless the pointer or the focus is on it.
 *
 * @param {Message} message
 * @param {(() => unknown) | null} undo
 */
export function say(message, undo = null) {
  if (undo) steps.push({ message, undo })
  return show(message, undo && undoButton())
}

const undoButton = () => button(gettext("Undo"), undoLast, { "aria-keyshortcuts": "u", title: gettext("Key U") })

/** Undo what was offered last, and show the message of what was offered before. */
export function undoLast() {
  const step = steps.pop()
  if (!step) return
  if (step.undo() === false) return undoLast()
  const before = steps.at(-1)
  if (before) show(before.message, undoButton())
  else close()
}

/** The box is there before its first message, because screen readers announce changes of what they know. */
export function messageBox() {
  const found = document.querySelector(".dg-said")
  if (found instanceof HTMLElement) return found
  const box = element("div", { class: "dg-said", role: "status" })
  document.body.append(box)
  return box
}

/**
 * A module that an action of the reader loads. Where it cannot be loaded, say why and return null: a page that was opened
 * before the site was published again asks for files that are gone.
 *
 * @template Module
 * @param {Promise<Module>} loading
 * @returns {Promise<Module | null>}
 */
export async function needed(loading) {
  try {
    return await loading
  } catch (error) {
    console.warn(error)
    if (navigator.onLine)
      show(
        gettext("This page is out of date. Reload it."),
        button(gettext("Reload"), () => location.reload()),
      )
    else show(gettext("You are offline, and this part of the page is not stored."), null)
    return null
  }
}

/**
 * The same for actions that say in their place that they failed: throws where the module cannot be loaded.
 *
 * @template Module
 * @param {Promise<Module>} loading
 * @returns {Promise<Module>}
 */
export async function required(loading) {
  const loaded = await needed(loading)
  if (!loaded) throw new Error("a part of this page could not be loaded")
  return loaded
}

/**
 * @param {Message} message
 * @param {HTMLButtonElement | null} action
 */
function show(message, action) {
  const box = messageBox()
  // Translators: on a button of a message
  box.replaceChildren(element("span", {}, message), ...(action ? [action] : []), button(gettext("Close"), close))
  const page = document.documentElement
  const atEnd = innerHeight + scrollY >= page.scrollHeight - 1
  document.body.style.setProperty("--dg-said", `${box.offsetHeight + 24}px`)
  if (atEnd) scrollTo({ top: page.scrollHeight, behavior: "instant" }) // the footer stays in sight
  wait()
  return box
}

function wait() {
  clearTimeout(timer)
  timer = setTimeout(() => (messageBox().matches(":hover, :focus-within") ? wait() : close()), LASTS)
}

const close = () => messageBox().replaceChildren()
