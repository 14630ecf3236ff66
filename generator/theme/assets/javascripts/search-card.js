/* Results as the elements that the site's own cards are made of (pages/templates/parts.html.j2).
 * Every text of a record goes in as text: nothing here parses HTML. */

import { allWords } from "./search-words.js"

const OPENING = 240
const MANY_AUTHORS = 10
const MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split(" ")
const PIECE = /[\u3005\u3007\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff]|[^\s\u3005\u3007\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff]+/gu

/** An element with attributes and children; children that are empty are left out. */
export function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag)
  for (const [name, value] of Object.entries(attributes)) if (value !== null && value !== false) element.setAttribute(name, value === true ? "" : value)
  element.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== ""))
  return element
}

export const counted = (number, one, many = `${one}s`) => `${number.toLocaleString("en")} ${number === 1 ? one : many}`

export const dayInShort = (day) => `${Number(day.slice(8))} ${MONTHS[Number(day.slice(5, 7)) - 1]} ${day.slice(0, 4)}`

/** Whether a word of a text is one that was asked for, as far as one can tell without the index's stems. */
export function marker(query) {
  const wanted = query.terms.filter((term) => !term.not && term.kind !== "id")
  const asked = wanted.flatMap((term) => term.words.map((word) => [term.kind === "name" ? word.slice(2) : word, term.open]))
  return (word) =>
    asked.some(([sought, open]) => {
      if (word === sought || (open && word.startsWith(sought))) return true
      const alike = [...sought].findIndex((letter, at) => word[at] !== letter)
      const shared = alike < 0 ? sought.length : alike
      return shared >= 4 && sought.length - shared <= 3 && word.length - shared <= 4
    })
}

/** A text as nodes, words that were asked for in <mark>. */
export function marked(text, isAsked) {
  const nodes = []
  let end = 0
  for (const piece of text.matchAll(PIECE)) {
    if (!allWords(piece[0]).some(isAsked)) continue
    const [, before, core] = /^([^\p{L}\p{N}]*)(.*?)[.,;:!?)\]}"'’”]*$/su.exec(piece[0])
    const start = piece.index + before.length
    nodes.push(text.slice(end, start), make("mark", {}, core))
    end = start + core.length
  }
  return [...nodes, text.slice(end)]
}

/** The part of an abstract to show: where the first word asked for stands, with what surrounds it. */
export function excerpt(abstract, isAsked) {
  if (abstract.length <= OPENING) return abstract
  const hit = [...abstract.matchAll(PIECE)].find((piece) => allWords(piece[0]).some(isAsked))?.index ?? 0
  const start = hit < OPENING - 80 ? 0 : abstract.indexOf(" ", hit - 80) + 1
  const end = abstract.lastIndexOf(" ", start + OPENING)
  const cut = abstract.slice(start, end > start ? end : start + OPENING)
  return `${start ? "… " : ""}${cut}${start + cut.length < abstract.length ? " …" : ""}`
}

export const authorLine = (names) =>
  names.length > MANY_AUTHORS ? `${names.slice(0, 3).join(", ")} … ${names.at(-1)}` : names.join(", ")

/** A link's address if it leads where a record's may lead, else null. */
const safe = (href) => (/^https?:$/.test(new URL(href, location).protocol) ? href : null)

/** A result's card. `topics` gives names by id, `root` is the site's address. */
export function resultCard(paper, { topics, root, isAsked }) {
  const { authors = [], abstract = "", links = [], votes } = paper
  return make(
    "article",
    { class: "dg-card", id: `p-${paper.key}`, "data-key": paper.key },
    make(
      "h2",
      { class: "dg-title", dir: "auto" },
      paper.status && [make("strong", { class: "dg-status" }, paper.status), " "],
      make("a", { href: paper.href }, marked(paper.title, isAsked)),
    ),
    authors.length > MANY_AUTHORS
      ? make(
          "details",
          { class: "dg-authors" },
          make("summary", {}, marked(authorLine(authors), isAsked), " ", make("span", { class: "dg-more" }, `all ${counted(authors.length, "author")}`)),
          make("p", {}, marked(authors.join(", "), isAsked)),
        )
      : authors.length ? make("p", { class: "dg-authors" }, marked(authors.join(", "), isAsked)) : "",
    folded(abstract, isAsked),
    make(
      "footer",
      { class: "dg-card-footer" },
      paper.topics && make("ul", { class: "dg-badges", "aria-label": "Topics" }, paper.topics.map((id) => make("li", {}, make("a", { class: `dg-badge t-${id}`, href: new URL(`topics/${id}/`, root).href }, topics[id] ?? id)))),
      make(
        "p",
        { class: "dg-links" },
        make("a", { href: new URL(`days/${paper.date}/`, root).href }, dayInShort(paper.date)),
        links.filter(([, href]) => safe(href)).map(([label, href]) => make("a", { href }, label)),
        votes ? make("span", { class: "dg-votes" }, counted(votes, "vote")) : "",
      ),
    ),
  )
}

function folded(abstract, isAsked) {
  const shown = excerpt(abstract, isAsked)
  if (shown === abstract) return abstract && make("p", { class: "dg-excerpt dg-complete", dir: "auto" }, marked(abstract, isAsked))
  return make(
    "details",
    { class: "dg-fold" },
    make("summary", {}, make("span", { class: "dg-excerpt", dir: "auto" }, marked(shown, isAsked)), " ", make("span", { class: "dg-more" }, "abstract")),
    make("div", { class: "dg-abstract", dir: "auto" }, abstract.split(/\n{2,}/).map((paragraph) => make("p", {}, marked(paragraph, isAsked)))),
  )
}

/** What to say when search itself fails, with the way to try again. */
export function failure(error, again) {
  const offline = error.message === "offline" || !navigator.onLine
  const button = make("button", { type: "button", class: "dg-button" }, "Try again")
  button.addEventListener("click", again)
  if (offline) addEventListener("online", again, { once: true })
  return make(
    "div",
    { class: "dg-search-note", "data-search-failed": true },
    make("p", {}, offline ? "You are offline, and this part of the index has not been loaded before." : `The search index could not be loaded: ${error.message}.`),
    make("p", {}, offline ? "Search goes on by itself when you are back. " : "Papers are still found by topic and in the archive. ", button),
  )
}
