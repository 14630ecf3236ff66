/* The list My searches, on the search page and on the page Reading list: open, rename, remove. */

import { button, element } from "./elements.js"
import { say } from "./messages.js"
import { changeSearches, onSearchesChange, readSearches } from "./searches-store.js"
import { countSentence } from "./searches-words.js"
import { gettext } from "./words.js"

/** @typedef {import("./searches-store.js").SavedSearch} SavedSearch */

const SEARCH_PAGE = new URL("../../search/", import.meta.url)

/**
 * Show the saved searches below a heading, as long as there are any, and again after every change.
 *
 * @param {HTMLElement} place
 * @param {HTMLElement} heading
 */
export function showMySearches(place, heading) {
  const draw = () => {
    if (place.querySelector("form")) return // a name is being written
    const { saved } = readSearches()
    place.hidden = !saved.length
    place.replaceChildren(
      heading,
      element(
        "ul",
        { class: "dg-my-searches" },
        saved.map((search) => rowOf(search, draw)),
      ),
    )
  }
  onSearchesChange(() => place.isConnected && draw())
  draw()
}

/**
 * The address of a search, with the newest results first where some are new.
 *
 * @param {SavedSearch} search
 */
export function addressOf({ text, order, counted }) {
  const address = new URL(SEARCH_PAGE)
  address.searchParams.set("q", text)
  const sort = counted.count ? "newest" : order
  if (sort && sort !== "relevance") address.searchParams.set("sort", sort)
  return address.href
}

/**
 * @param {SavedSearch} search
 * @param {() => void} draw
 */
function rowOf(search, draw) {
  const { text, name, counted } = search
  const row = element("li", { "data-text": text })
  row.append(
    element("a", { href: addressOf(search), dir: "auto" }, name),
    ...(name === text ? [] : [" ", element("code", {}, text)]),
    ...(counted.count ? [" ", element("strong", {}, countSentence(counted.count))] : []),
    " ",
    smallButton(gettext("Rename"), () => rename(row, search, draw), gettext("Rename “%(name)s”", { name })),
    " ",
    smallButton(gettext("Remove"), () => removeSearch(text), gettext("Remove “%(name)s”", { name })),
  )
  return row
}

/**
 * @param {string} text
 * @param {() => void} press
 * @param {string} label for readers who do not see what it belongs to
 */
const smallButton = (text, press, label) => button(text, press, { class: "dg-small-button", "aria-label": label })

/**
 * @param {HTMLElement} row
 * @param {SavedSearch} search
 * @param {() => void} draw
 */
function rename(row, { text, name }, draw) {
  const input = element("input", { type: "text", "aria-label": gettext("Name"), value: name, maxlength: 100 })
  const form = element("form", {}, input, " ", element("button", { class: "dg-small-button" }, gettext("Save")))
  const close = () => {
    form.remove()
    draw()
    const next = [...document.querySelectorAll(".dg-my-searches li")].find(
      (each) => each.getAttribute("data-text") === text,
    )
    next?.querySelector("a")?.focus()
  }
  form.addEventListener("submit", (event) => {
    event.preventDefault()
    saveSearch(text, { name: input.value })
    close()
  })
  form.addEventListener("keydown", ({ key }) => key === "Escape" && close())
  row.replaceChildren(form)
  input.focus()
  input.select()
}

/**
 * Save a search, or give the one with this query another name.
 *
 * @param {string} text
 * @param {{name: string, order?: string}} how
 * @returns {boolean} whether it is stored; if not, a message says why
 */
export function saveSearch(text, { name, order = "" }) {
  const given = name.trim() || text
  const outcome = changeSearches(({ saved }) => {
    const known = saved.find((each) => each.text === text)
    if (known) known.name = given
    else
      saved.push({
        ...EMPTY,
        text,
        name: given,
        order,
        added: new Date().toISOString(),
        counted: { index: "", count: 0 },
      })
  })
  if (wordsOf(outcome)) say(wordsOf(outcome))
  return outcome === "stored"
}

const EMPTY = { opened: 0, base: null, next: null }

/**
 * Remove a saved search; Undo brings it back to its place.
 *
 * @param {string} text
 */
export function removeSearch(text) {
  const { saved } = readSearches()
  const place = saved.findIndex((each) => each.text === text)
  if (place < 0) return
  const outcome = changeSearches((searches) => searches.saved.splice(place, 1))
  if (wordsOf(outcome)) return say(wordsOf(outcome))
  say(gettext("Removed “%(name)s” from my searches.", { name: saved[place].name }), () =>
    changeSearches((searches) => searches.saved.splice(place, 0, saved[place])),
  )
}

/** @param {import("./reader-changes.js").Outcome} outcome */
export const wordsOf = (outcome) =>
  ({
    stored: "",
    page: gettext(
      "This browser does not let the site store anything, so your searches are lost when you leave this page.",
    ),
    full: gettext(
      "Nothing was changed: the browser's storage for this site is full. Remove searches or papers from your lists.",
    ),
    newer: gettext("Nothing was changed: a newer version of this site stored your searches. Reload the page."),
  })[outcome]
