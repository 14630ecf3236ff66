/* Shows a reader's interests: highlights words, authors and topics, marks their papers, and takes hidden ones out of lists. */

import { button, element } from "./elements.js"
import { Matcher } from "./interest-match.js"
import { interestIn, onInterestsChange, readInterests } from "./interests.js"
import { needed, say } from "./messages.js"
import { keyOf } from "./reader-marks.js"
import { fold } from "./search-words.js"
import { gettext, listed } from "./words.js"

/**
 * @typedef {import("./interest-match.js").Found} Found
 * @typedef {import("./interests.js").Kind} Kind
 * @typedef {import("./interests.js").Action} Action
 */

const LISTED = ".dg-card, .dg-rows > li"
const PAPERS = `${LISTED}, .is-paper .dg-main`
const TITLES = ".dg-title a, :scope > a, :scope > h1"
const TEXTS = ".dg-excerpt, .dg-abstract"
const AUTHORS = "p.dg-authors, .dg-authors > p, .dg-author-list, :scope > small > span:first-child"
const TOPICS = ".dg-badges a"
/** Where readers look for papers by name. */
const KEPT = "[data-search-results], [data-reading-list]"
const HIGHLIGHT = "digestif-interests"
const AT_ONCE = 20 // papers between two pauses, in which the browser can answer the reader

let following = false
/** Counts the drawings, so that a new one ends the one before. */
let drawing = 0

/** Show the interests on this page, and follow their changes. */
export function showInterests() {
  if (!following) {
    onInterestsChange(draw)
    new MutationObserver((records) => {
      if (records.some(({ addedNodes }) => [...addedNodes].some(hasPaper))) draw()
    }).observe(document.body, { childList: true, subtree: true })
  }
  following = true
  draw()
}

/** @param {Node} node */
const hasPaper = (node) => node instanceof Element && (node.matches(LISTED) || node.querySelector(LISTED) !== null)

function draw() {
  void drawPapers(++drawing)
  offer()
}

/** @param {number} number of the drawing */
async function drawPapers(number) {
  const interests = readInterests()
  const [liked, unwanted] = [new Matcher(interests.highlight), new Matcher(interests.hide)]
  const highlight = "highlights" in CSS ? new Highlight() : null
  const papers = [...document.querySelectorAll(PAPERS)]
  for (let place = 0; place < papers.length; place++) {
    if (place && place % AT_ONCE === 0) await new Promise((resume) => setTimeout(resume))
    if (number !== drawing) return
    drawPaper(papers[place], liked, unwanted, highlight)
  }
  if (highlight) CSS.highlights.set(HIGHLIGHT, highlight)
  showCount()
}

/**
 * @param {Element} item
 * @param {Matcher} liked
 * @param {Matcher} unwanted
 * @param {Highlight | null} highlight
 */
function drawPaper(item, liked, unwanted, highlight) {
  const shown = shownOf(item)
  const wants = liked.isEmpty ? [] : liked.find(shown)
  for (const range of wants.length && highlight ? rangesOf(item, liked) : []) highlight?.add(range)
  sign(item, wants)
  const hides = !unwanted.isEmpty && item.matches(LISTED) && !item.closest(KEPT)
  const reasons = hides ? unwanted.find(shown).filter((found) => !isSubject(found)) : []
  if (reasons.length) item.setAttribute("data-unwanted", reasons.map(labelOf).join("; "))
  else item.removeAttribute("data-unwanted")
}

/** The papers in lists of this page, with their keys. @returns {[string, Element][]} */
export const listedPapers = () =>
  [...document.querySelectorAll(LISTED)].flatMap((item) => {
    const title = item.querySelector(TITLES)
    const key = title instanceof HTMLAnchorElement && /\/papers\/([^/]+)\/$/.exec(title.pathname)?.[1]
    return key ? [[key, item]] : []
  })

/**
 * What the page shows of a paper.
 *
 * @param {Element} item
 * @returns {import("./interest-match.js").Shown}
 */
export function shownOf(item) {
  const names = (/** @type {Element} */ list) => [
    ...(list.textContent ?? "").split(/,\s+/),
    ...[...list.children].map(({ textContent }) => textContent ?? ""),
  ]
  const text = (/** @type {Element} */ part) =>
    textsOf(part)
      .map(({ data }) => data)
      .join("\u2060") // no word reaches over a formula
  return {
    texts: [...item.querySelectorAll(`${TITLES}, ${TEXTS}`)].map(text),
    authors: [...new Set([...item.querySelectorAll(AUTHORS)].flatMap(names).map((name) => name.trim()))],
    topics: [...item.querySelectorAll(TOPICS)].flatMap(topicOf),
  }
}

/** @param {Element} badge */
const topicOf = (badge) => /(?:^|\s)t-([\w.-]+)/.exec(badge.className)?.[1] ?? []

/**
 * The texts below an element, without those of formulas and code.
 *
 * @param {Element} part
 * @returns {Text[]}
 */
function textsOf(part) {
  const walker = document.createTreeWalker(part, NodeFilter.SHOW_TEXT | NodeFilter.SHOW_ELEMENT, (node) =>
    node instanceof Element
      ? node.matches("math, code, .dg-marks, .dg-interest")
        ? NodeFilter.FILTER_REJECT
        : NodeFilter.FILTER_SKIP
      : NodeFilter.FILTER_ACCEPT,
  )
  const texts = []
  while (walker.nextNode()) texts.push(/** @type {Text} */ (walker.currentNode))
  return texts
}

/**
 * Where a paper shows what the reader likes.
 *
 * @param {Element} item
 * @param {Matcher} liked
 * @returns {Range[]}
 */
function rangesOf(item, liked) {
  const words = [...item.querySelectorAll(`${TITLES}, ${TEXTS}`)]
    .flatMap(textsOf)
    .flatMap((text) => liked.wordsIn(text.data).map(([start, end]) => rangeOf(text, start, end)))
  const names = [...item.querySelectorAll(AUTHORS)].flatMap(textsOf).flatMap((text) => {
    let start = 0
    return text.data.split(/(,\s+)/).flatMap((part) => {
      start += part.length
      return liked.authors.has(fold(part)) ? [rangeOf(text, start - part.length, start)] : []
    })
  })
  const topics = [...item.querySelectorAll(TOPICS)]
    .filter((badge) => liked.topics.has(String(topicOf(badge))))
    .flatMap(textsOf)
    .map((text) => rangeOf(text, 0, text.length))
  return [...words, ...names, ...topics]
}

/**
 * @param {Text} text
 * @param {number} start
 * @param {number} end
 */
function rangeOf(text, start, end) {
  const range = new Range()
  range.setStart(text, start)
  range.setEnd(text, end)
  return range
}

/**
 * Mark a paper that has something of interest, in words for those who do not see the mark.
 *
 * @param {Element} item
 * @param {Found[]} wants
 */
function sign(item, wants) {
  const label = wants.length ? gettext("Highlighted: %(names)s", { names: listed(wants.map(labelOf)) }) : ""
  const made = item.querySelector(":scope > .dg-interest")
  if (made?.textContent === label || (!made && !label)) return
  made?.remove()
  if (label) item.append(element("span", { class: "dg-interest" }, label))
}

/** @param {Found} found */
function labelOf({ kind, name }) {
  // Translators: a word in quotation marks
  if (kind === "words") return gettext("“%(name)s”", { name })
  return kind === "authors"
    ? gettext("author %(name)s", { name })
    : gettext("topic %(name)s", { name: topicName(name) })
}

/**
 * The name of a topic as this page has it somewhere.
 *
 * @param {string} id
 */
export function topicName(id) {
  const option = /** @type {HTMLOptionElement | null} */ (document.querySelector(`#topic-names [value="${id}"]`))
  const shown = document.querySelector(`.dg-badges .t-${CSS.escape(id)}, .dg-page-head.t-${CSS.escape(id)} h1`)
  return option?.label ?? shown?.textContent ?? id
}

/** What a topic's or author's page is about. @returns {Found | null} */
function subject() {
  const author = document.querySelector(".is-author .dg-page-head h1")
  if (author) return { kind: "authors", name: (author.textContent ?? "").trim() }
  const topic = document.querySelector(".is-topic .dg-page-head")
  const id = topic && String(topicOf(topic))
  return id ? { kind: "topics", name: id } : null
}

/**
 * Whether the page is about what the reader hides: who opens it wants to see its papers.
 *
 * @param {Found} found
 */
function isSubject({ kind, name }) {
  const about = subject()
  return about?.kind === kind && fold(about.name) === fold(name)
}

/** Offer to highlight or hide what the page is about. */
function offer() {
  const about = subject()
  const facts = document.querySelector(".dg-page-head > .dg-meta")
  if (!about || !facts) return
  let group = document.querySelector(".dg-interest-tools")
  if (!group) {
    const press = async (/** @type {Action} */ action) => {
      const changes = await needed(import("./interests-changes.js"))
      if (!changes) return
      const isPressed = interestIn(about.kind, about.name) === action
      const outcome = changes.setInterest(about.kind, about.name, isPressed ? null : action)
      if (changes.TOLD[outcome]) say(changes.TOLD[outcome])
    }
    const name = about.kind === "authors" ? about.name : topicName(about.name)
    const titles =
      about.kind === "authors"
        ? {
            highlight: gettext("Highlight author %(name)s", { name }),
            hide: gettext("Hide papers by author %(name)s", { name }),
          }
        : {
            highlight: gettext("Highlight topic %(name)s", { name }),
            hide: gettext("Hide papers by topic %(name)s", { name }),
          }
    group = element(
      "div",
      { class: "dg-interest-tools", role: "group", "aria-label": gettext("Interest") },
      // Translators: on a button
      button(gettext("Highlight"), () => press("highlight"), { "data-action": "highlight", title: titles.highlight }),
      button(gettext("Hide papers"), () => press("hide"), { "data-action": "hide", title: titles.hide }),
    )
    facts.after(group)
  }
  const wanted = interestIn(about.kind, about.name)
  for (const each of group.querySelectorAll("button")) {
    each.setAttribute("aria-pressed", String(each.dataset.action === wanted))
  }
}

/** Say at the end of the page how many papers were hidden and by what, and let the reader see them. */
function showCount() {
  /** What hides each paper, by key: one that is on the page twice counts once. */
  const firsts = new Map(
    [...document.querySelectorAll("[data-unwanted]")].map((item) => [
      keyOf(item),
      item.getAttribute("data-unwanted")?.split("; ")[0] ?? "",
    ]),
  )
  /** @type {Map<string, number>} */
  const counts = new Map()
  for (const first of firsts.values()) counts.set(first, (counts.get(first) ?? 0) + 1)
  const line = document.querySelector(".dg-footer p")
  let control = document.querySelector(".dg-unwanted-count")
  if (!line || (!counts.size && !control)) return
  if (!control) {
    const turn = () => {
      document.documentElement.classList.toggle("dg-show-unwanted")
      showCount()
    }
    control = button("", turn, { class: "dg-unwanted-count" })
    line.prepend(control)
  }
  const isShown = document.documentElement.classList.contains("dg-show-unwanted")
  const reasons = [...counts].sort(([, one], [, other]) => other - one)
  const parts = {
    // Translators: a number of papers that an author, a topic or a “word” hides
    reasons: listed(reasons.map(([label, count]) => gettext("%(count)s by %(label)s", { count, label }))),
  }
  control.textContent = isShown
    ? gettext("Hide again: %(reasons)s", parts)
    : gettext("Hidden: %(reasons)s — Show", parts)
  control.toggleAttribute("hidden", !counts.size)
  const labels = isShown ? [] : reasons.map(([label]) => label)
  for (const list of document.querySelectorAll("[data-list]")) {
    sayAllHidden(list, labels, () => /** @type {HTMLElement} */ (control).click())
  }
}

/**
 * Say above a list that interests hide all of its papers: the end of the page is not where readers look for them.
 *
 * @param {Element} list
 * @param {string[]} labels of what hides papers
 * @param {() => void} show
 */
function sayAllHidden(list, labels, show) {
  const before = list.previousElementSibling
  const note = before?.matches(".dg-all-unwanted") ? before : null
  const items = [...list.querySelectorAll(LISTED)]
  const isAll =
    labels.length > 0 && items.length > 0 && items.every((item) => item.matches("[data-unwanted], [data-hidden]"))
  if (!isAll) return note?.remove()
  const words = gettext("All papers of this list are hidden by %(names)s.", { names: listed(labels) })
  if (note?.firstChild?.textContent === words) return
  note?.remove()
  const press = () => {
    show()
    items[0].querySelector("a")?.focus({ preventScroll: true })
  }
  // Translators: on a button: show the hidden papers
  list.before(element("p", { class: "dg-all-unwanted", role: "status" }, words, " ", button(gettext("Show"), press)))
}
