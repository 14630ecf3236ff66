/* The list of what is new since the last visit. Loaded by visits-home.js when it is opened. */

import { linkAuthors } from "./author-links.js"
import { offerExport } from "./digest.js"
import { button, element } from "./elements.js"
import { startListTools } from "./list-tools.js"
import { say } from "./messages.js"
import { changeMarks, OUTCOMES } from "./reader-changes.js"
import { addMarks } from "./reader-marks.js"
import { readMarks } from "./reader-store.js"
import { dayAddress } from "./visits-cards.js"
import { dayName } from "./visits-words.js"
import { gettext, inserted, ngettext } from "./words.js"

/**
 * @typedef {import("./visits.js").Visit} Visit
 * @typedef {import("./visits-cards.js").DayCards} DayCards
 */

const ROOT = new URL("../../", import.meta.url)

/**
 * Show the papers, with the tools of other lists; resolves when they are in their order.
 *
 * @param {HTMLElement} place
 * @param {string} heading
 * @param {Visit} visit
 * @param {{days: DayCards[], sources: Map<string, string>}} found
 */
export async function showList(place, heading, visit, { days, sources }) {
  const options = [...sources].map(([value, label]) => element("option", { value, label }))
  const all = button(gettext("Mark all as read"), () => markAll(list, visit, all))
  const tools = element(
    "div",
    { class: "dg-tools", "data-list-tools": true, "data-own-order": gettext("By day") },
    element("datalist", { "data-sources": true }, options),
    element("p", {}, all, exportOf(days)),
  )
  const list = element("div", { "data-list": true }, days.map(sectionOf))
  place.replaceChildren(element("h2", { id: "new", tabindex: -1 }, heading), tools, list)
  if (visit.others) place.append(othersOf(visit.others))
  const search = document.querySelector("[data-search-open]")
  if (search instanceof HTMLAnchorElement) linkAuthors(list, search.href)
  addMarks(list)
  await startListTools(tools, list)
}

/** The control that exports the list, where the site has an API. @param {DayCards[]} days */
function exportOf(days) {
  const digest = document.querySelector(".dg-dateline [data-export]")
  if (!(digest instanceof HTMLAnchorElement) || !days.length) return null
  const span = `${days[days.length - 1].day} ${days[0].day}`
  const link = element(
    "a",
    { href: new URL("../index.json", digest.href).href, "data-export": span },
    gettext("Export"),
  )
  offerExport(link)
  return link
}

/** @param {DayCards} found */
const sectionOf = ({ day, cards }) =>
  element(
    "section",
    { class: "dg-cards", "aria-label": dayName(day) },
    element("h3", {}, element("a", { href: `${dayAddress(day)}?new=1` }, dayName(day))),
    cards,
  )

/**
 * Mark the new papers as read: all of them, or those that pass the filters of the list.
 *
 * @param {HTMLElement} list
 * @param {Visit} visit
 * @param {HTMLElement} pressed where the focus returns to when the reader takes it back
 */
function markAll(list, { papers }, pressed) {
  const filtered = new Set([...list.querySelectorAll(".dg-card[hidden] > .dg-marks")].map(keyOf))
  const { read, hidden } = readMarks()
  const fresh = Object.values(papers)
    .flat()
    .filter((key) => !filtered.has(key) && !read.has(key) && !hidden.has(key))
  if (!fresh.length) return say(gettext("All of these papers are marked as read."))
  const outcome = changeMarks(({ read }) => fresh.forEach((key) => read.add(key)))
  if (OUTCOMES[outcome]) return say(OUTCOMES[outcome])
  say(ngettext("Marked %(number)s paper as read.", "Marked %(number)s papers as read.", fresh.length), () => {
    changeMarks(({ read }) => fresh.forEach((key) => read.delete(key)))
    pressed.focus()
  })
}

/** @param {Element} group */
const keyOf = (group) => group.getAttribute("data-paper") ?? ""

/** @param {number} count */
function othersOf(count) {
  const sentence = ngettext(
    "%(number)s new paper in earlier digests: see the %(archive)s.",
    "%(number)s new papers in earlier digests: see the %(archive)s.",
    count,
    { archive: "%(archive)s" }, // stays a place
  )
  const archive = element("a", { href: new URL("archive/", ROOT).href }, gettext("archive"))
  return element("p", {}, inserted(sentence, { archive }))
}
