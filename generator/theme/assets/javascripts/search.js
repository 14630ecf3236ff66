/* Opens search: the dialog by its button or by S, F or /, and the search page. Everything else is loaded when needed. */

import { button, element, isModified, onEveryPage } from "./elements.js"
import { gettext } from "./words.js"

const root = new URL("../../", import.meta.url)

/** @type {HTMLDialogElement | null} */
let dialog = null
let dialogStarted = false

const searchPage = () => /** @type {HTMLElement | null} */ (document.querySelector("[data-search-page]"))

/** The dialog as readers can type into it; search-dialog.js adds the rest. */
const makeDialog = () =>
  element(
    "dialog",
    {
      class: "dg-search-dialog",
      "data-search-dialog": true,
      "aria-label": gettext("Search papers"),
    },
    element(
      "div",
      { class: "dg-search-bar", role: "search" },
      element("input", {
        type: "text",
        "data-search-box": true,
        role: "combobox",
        "aria-label": gettext("Search papers"),
        "aria-expanded": "false",
        "aria-controls": "search-options",
        "aria-autocomplete": "list",
        placeholder: gettext('Words, "a phrase", author:name or arXiv id'),
        autocomplete: "off",
        autocapitalize: "off",
        spellcheck: "false",
        enterkeyhint: "search",
      }),
      element("button", { type: "button", "data-search-close": true }, gettext("Close")),
    ),
    element("div", { class: "dg-search-footer" }, element("div", { role: "status", "data-search-count": true })),
  )

/**
 * Load the style sheet of search, unless a place has it already. It is put there and not into the head, because instant
 * navigation replaces what is in the head.
 *
 * @param {HTMLElement} place
 */
async function loadStyles(place) {
  if (place.querySelector("link[rel=stylesheet]") || document.querySelector("link[data-search-styles]")) return
  const sheet = element("link", {
    rel: "stylesheet",
    href: new URL("assets/stylesheets/search.css", root).href,
  })
  const loaded = new Promise((done) => (sheet.onload = sheet.onerror = done))
  place.append(sheet)
  await loaded
}

/** @param {Element | null} place */
function showLoadingFailed(place) {
  if (!navigator.onLine) place?.replaceChildren(gettext("You are offline, and search is not stored."))
  else
    place?.replaceChildren(
      gettext("This page is out of date. Reload it."),
      " ",
      button(gettext("Reload"), () => location.reload()),
    )
}

async function openDialog() {
  if (!dialog) {
    dialog = makeDialog()
    document.body.append(dialog) // outside of what instant navigation replaces
  }
  if (dialog.open) return
  dialog.showModal()
  const box = /** @type {HTMLInputElement} */ (dialog.querySelector("[data-search-box]"))
  box.focus()
  box.select()
  if (dialogStarted) return
  try {
    const [{ startDialog }] = await Promise.all([import("./search-dialog.js"), loadStyles(dialog)])
    if (!dialogStarted) startDialog(dialog, root)
    dialogStarted = true
  } catch {
    showLoadingFailed(dialog.querySelector("[data-search-count]"))
  }
}

/** Go to the page's own box on the search page, and open the dialog elsewhere. */
function openSearch() {
  const input = searchPage()?.querySelector("[data-search-input]")
  if (input instanceof HTMLElement) input.focus()
  else openDialog()
}

async function startPage() {
  dialog?.close()
  const page = searchPage()
  if (!page || page.dataset.searchStarted) return
  page.dataset.searchStarted = "true"
  try {
    const [{ startPage: start }] = await Promise.all([import("./search-page.js"), loadStyles(page)])
    start(page, root)
  } catch {
    showLoadingFailed(page.querySelector("[data-search-status]"))
  }
}

document.addEventListener(
  "click",
  (event) => {
    if (!(event.target instanceof Element) || !event.target.closest("[data-search-open]") || isModified(event)) return
    event.preventDefault()
    event.stopPropagation() // before Material's instant navigation follows the link
    openSearch()
  },
  true,
)
document.addEventListener("keydown", (event) => {
  // If the reader has turned single-key shortcuts off, keys.js stops the event before it arrives here.
  const { key, target } = event
  const typing =
    target instanceof HTMLElement && (target.isContentEditable || target.matches("input, textarea, select"))
  if (event.defaultPrevented || event.metaKey || event.ctrlKey || event.altKey || !["s", "f", "/"].includes(key)) return
  if (typing || document.querySelector("dialog[open]")) return
  event.preventDefault()
  openSearch()
})
onEveryPage(startPage)
