/* Opens search: the dialog by its button or by S, F or /, and the search page. Everything else comes when it is needed. */

const root = new URL("../../", import.meta.url)
const dialog = document.querySelector("[data-search-dialog]")
let engine

const load = async (module) => {
  const sheet = document.querySelector("link[data-search-style]") ?? document.createElement("link")
  if (!sheet.isConnected) {
    const styled = new Promise((done) => (sheet.onload = sheet.onerror = done))
    Object.assign(sheet, { rel: "stylesheet", href: new URL("assets/stylesheets/search.css", root) })
    sheet.dataset.searchStyle = ""
    document.head.append(sheet)
    await styled
  }
  const [{ Engine }, loaded] = await Promise.all([import("./search-engine.js"), import(module)])
  engine ??= new Engine(root)
  return loaded
}

const failed = (place) => {
  place.textContent = "Search could not be loaded. Reload the page to try again."
}

let started = false
const open = async () => {
  if (dialog.open) return
  dialog.showModal()
  const box = dialog.querySelector("[data-search-box]")
  box.focus()
  box.select()
  if (started) return
  try {
    const { startDialog } = await load("./search-dialog.js")
    if (!started) startDialog(dialog, engine)
    started = true
  } catch {
    failed(dialog.querySelector("[data-search-count]"))
  }
}

const onPage = () => document.querySelector("[data-search-page]")

if (dialog) {
  document.addEventListener("click", (event) => {
    if (!event.target.closest?.("[data-search-open]") || event.metaKey || event.ctrlKey || event.shiftKey) return
    event.preventDefault()
    event.stopPropagation() // before Material's instant navigation follows the link
    reveal()
  }, true)
  document.addEventListener("keydown", (event) => {
    const { key, target } = event
    if (event.defaultPrevented || event.metaKey || event.ctrlKey || event.altKey || !["s", "f", "/"].includes(key)) return
    if (document.documentElement.dataset.singleKeys === "off" || document.querySelector("dialog[open]")) return
    if (target.isContentEditable || /^(?:input|textarea|select)$/i.test(target.tagName)) return
    event.preventDefault()
    reveal()
  })
}

/** On the search page the box is the page's own. */
function reveal() {
  const input = onPage()?.querySelector("[data-search-input]")
  if (input) input.focus()
  else open()
}

const start = async () => {
  dialog?.close()
  const page = onPage()
  if (!page || page.dataset.searchStarted) return
  page.dataset.searchStarted = "true"
  try {
    const { startPage } = await load("./search-page.js")
    startPage(page, engine, root)
  } catch {
    failed(page.querySelector("[data-search-status]"))
  }
}
if (window.document$) window.document$.subscribe(start)
else start()
