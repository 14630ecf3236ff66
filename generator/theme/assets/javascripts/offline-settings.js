/* The settings for reading offline: a switch, what is kept and how much, and the removal of everything. */

import { button, element } from "./elements.js"
import { DATE_LOCALE, LOCALE } from "./language.js"
import { canKeepCopies, firstBytes, isOn, keptNow, remove, turnOn } from "./offline.js"
import { gettext, ngettext } from "./words.js"

const ABOUT = gettext(
  "Keeps the newest digest with its papers, the two digests before it, your reading list and the pages that you open in this browser, so that you can read them without a network: at most 200 papers and 20 MB.",
)

/** @param {HTMLElement} page */
export function offlineSettings(page) {
  if (page.dataset.offline === undefined) return null
  return new OfflineSettings(page.dataset.offline).fieldset
}

class OfflineSettings {
  #busy = false

  /** @param {string} list address of the page with all copies */
  constructor(list) {
    this.box = element("input", { type: "checkbox", role: "switch", "aria-describedby": "about-offline" })
    this.status = element("p", { class: "dg-meta", role: "status" })
    this.kept = element(
      "p",
      { class: "dg-links", hidden: true },
      button(gettext("Remove offline copies"), () => this.#turn(false)),
      " ",
      element("a", { href: list }, gettext("Show the copies")),
    )
    this.fieldset = element(
      "fieldset",
      {},
      element("legend", {}, gettext("Offline")),
      element("label", {}, this.box, " ", gettext("Read offline")),
      element("p", { id: "about-offline" }, ABOUT),
      this.status,
      this.kept,
    )
    this.box.addEventListener("change", () => this.#turn(this.box.checked))
    // Another tab may have changed it.
    document.addEventListener("visibilitychange", () => document.hidden || this.#busy || this.#show())
    void this.#show()
  }

  /** @param {string} [note] */
  async #show(note = "") {
    if (!canKeepCopies()) {
      this.box.disabled = true
      this.status.textContent = gettext(
        "This browser cannot keep copies: it may be a private window, or the address not https.",
      )
      return
    }
    const on = await isOn()
    this.box.checked = on
    this.kept.hidden = !on
    const words = [note, on ? await sizeOfKept() : await sizeAtStart()]
    this.status.textContent = words.filter(Boolean).join(" ")
  }

  /** @param {boolean} on */
  async #turn(on) {
    if (this.#busy) return
    this.#busy = true
    this.box.disabled = true
    try {
      await this.#show(on ? await this.#turnOn() : await turnOff())
    } finally {
      this.box.disabled = false
      this.#busy = false
    }
    this.box.focus()
  }

  async #turnOn() {
    this.status.textContent = gettext("Downloading…")
    try {
      const { full, saver } = await turnOn((done, all) => {
        this.status.textContent = gettext("Downloading %(done)s of %(all)s…", { done, all })
      })
      if (full) return gettext("The browser's storage for this site is full, so a part is missing.")
      return saver ? gettext("You asked your browser to save data, so only pages that you open are added.") : ""
    } catch (error) {
      console.warn("Copies for reading offline could not be made.", error)
      return gettext("Nothing was kept: the copies could not be made. Check your connection and try again.")
    }
  }
}

async function turnOff() {
  await remove()
  return gettext("The offline copies were removed.")
}

async function sizeAtStart() {
  const bytes = await firstBytes().catch(() => 0)
  return bytes
    ? gettext("Nothing is stored yet. Turning it on stores about %(size)s and your reading list.", {
        size: megabytes(bytes),
      })
    : ""
}

async function sizeOfKept() {
  const { pages, bytes, copied } = await keptNow()
  const size = megabytes(bytes)
  if (!copied) return ngettext("%(number)s page kept, %(size)s.", "%(number)s pages kept, %(size)s.", pages, { size })
  const date = new Date(copied).toLocaleString(DATE_LOCALE, { dateStyle: "long", timeStyle: "short" })
  return ngettext(
    "%(number)s page kept, %(size)s, updated %(date)s.",
    "%(number)s pages kept, %(size)s, updated %(date)s.",
    pages,
    { size, date },
  )
}

/** @param {number} bytes */
const megabytes = (bytes) =>
  gettext("%(number)s MB", {
    number: (bytes / 1e6).toLocaleString(LOCALE, { minimumFractionDigits: 1, maximumFractionDigits: 1 }),
  })
