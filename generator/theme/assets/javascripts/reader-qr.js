/* The link of the reading list as a QR code, drawn by this page: the list goes to no server. */

import { button, element } from "./elements.js"
import { MOST_BYTES, qrCode } from "./qr-code.js"
import { shortFragmentOf } from "./reader-link.js"
import { formatted, gettext } from "./words.js"

const SVG = "http://www.w3.org/2000/svg"
const QUIET = 4 // modules of white around a code, as the standard asks

/**
 * Show the code of a list in a place of the page; returns a sentence that says what happened.
 *
 * @param {import("./reader-store.js").Marks} marks
 * @param {object} others what goes with the list if there is room
 * @param {HTMLElement} place
 * @param {() => void} onClose
 */
export async function showQr(marks, others, place, onClose) {
  const [whole, list] = await Promise.all([linkOf(marks, others), linkOf(marks)])
  const isWhole = whole.length <= MOST_BYTES
  const bytes = isWhole ? whole : list
  const rows = bytes.length <= MOST_BYTES ? qrCode(bytes) : null
  if (!rows) {
    place.replaceChildren()
    return tooLong(bytes.length)
  }
  const close = button(gettext("Close the QR code"), () => {
    place.replaceChildren()
    onClose()
  })
  place.replaceChildren(
    element(
      "figure",
      { class: "dg-qr" },
      codeOf(rows),
      element("figcaption", {}, gettext("Point the camera of the other device at the code and open the link.")),
    ),
    close,
  )
  close.focus({ preventScroll: true })
  place.scrollIntoView({ block: "nearest" })
  const said = gettext("The QR code of the list is shown, notes and tags included.")
  return isWhole
    ? said
    : `${said} ${gettext("Interests and saved searches have no room in it: use Copy link for them.")}`
}

/**
 * @param {import("./reader-store.js").Marks} marks
 * @param {object} [others]
 */
async function linkOf(marks, others) {
  const { href } = new URL(await shortFragmentOf(marks, others), location.href)
  return new TextEncoder().encode(href)
}

/** @param {number} length in bytes */
const tooLong = (length) =>
  gettext(
    "The list is too long for a QR code: its link has %(bytes)s bytes, and a code holds %(most)s. Use Copy link and send the link to yourself, or download the list as JSON and import it on the other device.",
    { bytes: formatted(length), most: formatted(MOST_BYTES) },
  )

/**
 * Black on white in every colour scheme, because cameras read nothing else reliably.
 *
 * @param {Uint8Array[]} rows
 */
function codeOf(rows) {
  const size = rows.length + 2 * QUIET
  const code = document.createElementNS(SVG, "svg")
  const attributes = { viewBox: `0 0 ${size} ${size}`, role: "img", "shape-rendering": "crispEdges" }
  for (const [name, value] of Object.entries(attributes)) code.setAttribute(name, value)
  code.setAttribute("aria-label", gettext("QR code with the link of the reading list"))
  const ground = document.createElementNS(SVG, "path")
  ground.setAttribute("fill", "#fff")
  ground.setAttribute("d", `M0 0h${size}v${size}H0z`)
  const modules = document.createElementNS(SVG, "path")
  modules.setAttribute("fill", "#000")
  modules.setAttribute("d", rows.map(pathOf).join(""))
  code.append(ground, modules)
  return code
}

/**
 * @param {Uint8Array} row
 * @param {number} place
 */
const pathOf = (row, place) =>
  [...row.join("").matchAll(/1+/g)]
    .map(({ 0: run, index }) => `M${index + QUIET} ${place + QUIET}h${run.length}v1h-${run.length}z`)
    .join("")
