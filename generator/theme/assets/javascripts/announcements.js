/* Tells screen readers what others see. Loaded with the actions, before one of them has something to tell. */

import { element } from "./elements.js"

/** The region is there before its first text, because screen readers announce changes of what they know. */
const region = element("div", { class: "dg-announced", role: "status" })
document.body.append(region)

/**
 * Say something to screen readers only, such as that a button is pressed now.
 *
 * @param {string} text
 */
export function announce(text) {
  if (!region.isConnected) document.body.append(region) // after instant navigation
  region.replaceChildren(element("p", {}, text)) // a new element: the same text is announced again
}
