/* The section "Settings for this browser" of the page Reading list: a fieldset for each subject. */

import { element } from "./elements.js"
import { interestSettings } from "./interest-settings.js"
import { offlineSettings } from "./offline-settings.js"
import { gettext } from "./words.js"

/**
 * Functions that return a fieldset, or null where it has no use, in the order of the page.
 *
 * @type {((page: HTMLElement) => HTMLFieldSetElement | null)[]}
 */
const FIELDSETS = [interestSettings, offlineSettings]

/** @param {HTMLElement} page the element of the reading list, with the addresses that its tools need as data */
export function showSettings(page) {
  const fieldsets = FIELDSETS.map((make) => make(page)).filter((fieldset) => fieldset !== null)
  if (!fieldsets.length) return
  page.after(
    element("section", { class: "dg-settings" }, element("h2", {}, gettext("Settings for this browser")), fieldsets),
  )
  followLink()
  addEventListener("hashchange", followLink)
}

/** The settings are made after the browser has looked for the part that the address names. */
function followLink() {
  const wanted = location.hash === "#interests" && document.getElementById("interests")
  if (!wanted) return
  wanted.scrollIntoView({ block: "start" })
  wanted.querySelector("input")?.focus({ preventScroll: true })
}
