/* Opens search: the dialog by its button or by S, F or /, and the search page. Everything else comes when it is needed. */

const root = new URL("../../", import.meta.url)
let dialog = null
let engine

/** Outside of what instant navigation replaces. */
const makeDialog = () => {
  document.body.insertAdjacentHTML("beforeend", `
    <dialog class="dg-search-dialog" data-search-dialog aria-label="Search papers">
      <div class="dg-search-bar" role="search">
        <input type="text" data-search-box role="combobox" aria-label="Search papers" aria-expanded="false" aria-controls="search-options" aria-autocomplete="list" placeholder='Words, "a phrase", author:, arXiv id' autocomplete="off" autocapitalize="off" spellcheck="false" enterkeyhint="search">
        <button type="button" data-search-close>Close</button>
      </div>
      <div class="dg-search-options" id="search-options" role="listbox" aria-label="Papers found" data-search-options></div>
      <div class="dg-search-footer">
        <div role="status" data-search-count></div>
        <a data-search-all>Search page: filters, how to ask, export</a>
      </div>
    </dialog>`)
  dialog = document.body.lastElementChild
  dialog.querySelector("[data-search-all]").href = new URL("search/", root)
}

/** Load a module, and the style sheet unless the place has it. It stands there and not in the head, which instant
 * navigation makes anew. */
const load = async (module, place) => {
  if (!place.querySelector("link[rel=stylesheet]")) {
    const sheet = document.createElement("link")
    const styled = new Promise((done) => (sheet.onload = sheet.onerror = done))
    Object.assign(sheet, { rel: "stylesheet", href: new URL("assets/stylesheets/search.css", root) })
    place.append(sheet)
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
  if (!dialog) makeDialog()
  if (dialog.open) return
  dialog.showModal()
  const box = dialog.querySelector("[data-search-box]")
  box.focus()
  box.select()
  if (started) return
  try {
    const { startDialog } = await load("./search-dialog.js", dialog)
    if (!started) startDialog(dialog, engine)
    started = true
  } catch {
    failed(dialog.querySelector("[data-search-count]"))
  }
}

const onPage = () => document.querySelector("[data-search-page]")

document.addEventListener("click", (event) => {
  if (!event.target.closest?.("[data-search-open]") || event.metaKey || event.ctrlKey || event.shiftKey) return
  event.preventDefault()
  event.stopPropagation() // before Material's instant navigation follows the link
  reveal()
}, true)
document.addEventListener("keydown", (event) => {
  // Where a reader has switched single keys off, keys.js stops the event before it comes here.
  const { key, target } = event
  const typing = target.isContentEditable || /^(?:input|textarea|select)$/i.test(target.tagName)
  if (event.defaultPrevented || event.metaKey || event.ctrlKey || event.altKey || !["s", "f", "/"].includes(key)) return
  if (typing || document.querySelector("dialog[open]")) return
  event.preventDefault()
  reveal()
})

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
    const { startPage } = await load("./search-page.js", page)
    startPage(page, engine, root)
  } catch {
    failed(page.querySelector("[data-search-status]"))
  }
}
if (window.document$) window.document$.subscribe(start)
else start()
