/* How dense lists are: comfortable, or compact with one line a paper. The choice holds for all lists of this site and is
 * stored in this browser only. start.js applies it before the page is drawn. */

import { button, element } from "./elements.js"
import { gettext } from "./words.js"

/** start.js has the name, too. */
const STORE = `digestif.view${new URL("../../", import.meta.url).pathname}`
const VERSION = 1
const LISTS = "[data-list], [data-search-results], .dg-rows"
const AUTHORS = ".dg-authors > summary, p.dg-authors, small > span:not(.dg-votes)"
const root = document.documentElement

let following = false
/** Draws what the compact view needs, by the buttons of the page. @type {Map<HTMLElement, () => void>} */
const places = new Map()

export const isCompact = () => root.dataset.view === "compact"

/**
 * The button that changes the view of all lists.
 *
 * @param {() => Map<string, string>} [namesOf] names of topics by id, for the dots of rows
 * @param {Element | null} [growing] where papers are added later
 */
export function viewButton(namesOf = () => new Map(), growing = null) {
  // Translators: on a button: show papers in less room
  const made = button(gettext("Compact"), () => choose(!isCompact()), {
    class: "dg-list-tool",
    title: gettext("One line per paper"),
  })
  const show = () => {
    if (isCompact()) prepare(document, namesOf)
    made.setAttribute("aria-pressed", String(isCompact()))
  }
  if (growing) {
    const onGrowth = () => isCompact() && prepare(growing, namesOf)
    new MutationObserver(onGrowth).observe(growing, { childList: true, subtree: true })
  }
  for (const old of places.keys()) if (!old.isConnected) places.delete(old)
  places.set(made, show)
  if (!following) follow()
  following = true
  show()
  return made
}

function follow() {
  addEventListener("storage", ({ key }) => {
    if (key === STORE || key === null) show(isStored())
  })
  addEventListener("pageshow", ({ persisted }) => persisted && show(isStored()))
  document.addEventListener("pointerover", nameWhatIsCut)
}

/** @param {boolean} compact */
function choose(compact) {
  try {
    localStorage.setItem(STORE, JSON.stringify({ version: VERSION, view: compact ? "compact" : "comfortable" }))
  } catch {
    // Storage is full or forbidden: the choice holds for this page.
  }
  show(compact)
}

/** @param {boolean} compact */
function show(compact) {
  if (compact) root.dataset.view = "compact"
  else delete root.dataset.view
  for (const each of places.values()) each()
}

function isStored() {
  try {
    return JSON.parse(localStorage.getItem(STORE) ?? "{}").view === "compact"
  } catch {
    return false
  }
}

/**
 * Give papers the first author, and rows their topics, in elements that only the compact view shows.
 *
 * @param {ParentNode} place
 * @param {() => Map<string, string>} [namesOf]
 */
export function prepare(place, namesOf = () => new Map()) {
  /** @type {Map<string, string> | null} */
  let names = null
  for (const item of /** @type {NodeListOf<HTMLElement>} */ (place.querySelectorAll(".dg-card, .dg-rows > li"))) {
    if (item.querySelector(":scope > .dg-first") || !item.closest(LISTS)) continue
    item.append(element("span", { class: "dg-first" }, firstAuthor(item.querySelector(AUTHORS))))
    if (item.dataset.t) item.append(dots(item.dataset.t.split(" "), (names ??= namesOf())))
  }
}

/** @param {Element | null} line */
function firstAuthor(line) {
  if (!line) return ""
  const first = line.firstChild instanceof Text ? line.firstChild.data.split(/, | … /)[0] : line.firstChild?.textContent
  const isOnly = (line.textContent ?? "").trim() === first?.trim()
  const name = first?.trim() ?? ""
  return isOnly ? name : gettext("%(name)s et al.", { name })
}

/**
 * @param {string[]} topics
 * @param {Map<string, string>} names
 */
const dots = (topics, names) =>
  element(
    "span",
    { class: "dg-dots" },
    topics.map((id) => {
      const name = names.get(id) ?? id
      return element("span", { class: `dg-badge t-${id}`, role: "img", "aria-label": name, title: name })
    }),
  )

/**
 * In the compact view, long titles are cut and topics are dots: the pointer shows their whole text.
 *
 * @param {PointerEvent} event
 */
function nameWhatIsCut({ target }) {
  if (!isCompact() || !(target instanceof Element)) return
  const cut = target.closest(".dg-title, .dg-rows > li > a")
  if (cut instanceof HTMLElement && cut.scrollWidth > cut.clientWidth) cut.title = cut.textContent ?? ""
  const badge = target.closest(".dg-card .dg-badges a")
  if (badge instanceof HTMLElement) badge.title = badge.textContent ?? ""
}
