/* Results as the elements that the site's own cards are made of (pages/templates/parts.html.j2). */

import { button, element } from "./elements.js"
import { OUT_OF_DATE } from "./search-files.js"
import { firstMatch, isMatchedName, splitMatches, splitNames } from "./search-marks.js"
import { drawn, excerpt, highlighted, paragraphsOf, runsOf, textOf } from "./search-prose.js"
import { authorLine, hasManyAuthors, shortDate, webAddress } from "./search-text.js"
import { gettext, ngettext } from "./words.js"

/** @typedef {import("./search-files.js").Card} Card */
/** @typedef {import("./search-marks.js").Marks} Marks */

/**
 * What all cards of an answer share: names of topics by id, the site's address, and what to highlight.
 *
 * @typedef {object} CardContext
 * @property {Record<string, string>} topics
 * @property {URL} root
 * @property {Marks} marks
 */

/**
 * Cards for papers, null where a paper's data could not be read. A paper that cannot be drawn becomes a line that says
 * so: one bad record must not hide the others, and the count of results stays right.
 *
 * @param {(Card | null)[]} papers
 * @param {CardContext} context
 */
export const resultCards = (papers, context) => papers.map((paper) => resultCard(paper, context))

/**
 * @param {Card | null} paper
 * @param {CardContext} context
 */
function resultCard(paper, context) {
  try {
    if (paper) return drawnCard(paper, context)
  } catch (error) {
    console.warn("A search result could not be drawn.", paper, error)
  }
  return element(
    "article",
    {
      class: "dg-card",
      "data-key": paper?.key ?? "",
      "data-search-unreadable": true,
    },
    element("p", { class: "dg-small" }, gettext("This result could not be shown."), " ", paperLink(paper)),
  )
}

/**
 * A link to a paper by its key, which is sound where the rest of its data may not be.
 *
 * @param {Card | null} paper
 */
const paperLink = (paper) =>
  webAddress(paper?.href) ? element("a", { href: String(paper?.href) }, gettext("Open the paper's page")) : ""

/**
 * @param {Card} paper
 * @param {CardContext} context
 */
function drawnCard(paper, { topics, root, marks }) {
  const { authors = [], abstract = "" } = paper
  return element(
    "article",
    { class: "dg-card", id: `p-${paper.key}`, "data-key": paper.key },
    element(
      "h3",
      { class: "dg-title", dir: "auto" },
      paper.status && [element("strong", { class: "dg-status" }, paper.status), " "],
      element("a", { href: paper.href, lang: paper.lang ?? null }, titleOf(paper, marks)),
    ),
    authors.length > 0 && authorsOf(authors, marks, root),
    abstract && abstractOf(runsOf(abstract, paper.parts?.abstract), marks),
    element(
      "footer",
      { class: "dg-card-footer" },
      paper.topics && topicBadges(paper.topics, topics, root),
      element(
        "p",
        { class: "dg-links" },
        element("a", { href: new URL(`days/${paper.date}/`, root).href }, shortDate(paper.date)),
        (paper.links ?? []).map(
          ([label, href]) => webAddress(href) && element("a", { href: String(webAddress(href)) }, label),
        ),
        paper.votes
          ? element("span", { class: "dg-votes" }, ngettext("%(number)s vote", "%(number)s votes", paper.votes))
          : "",
      ),
    ),
  )
}

/**
 * A paper's title as nodes.
 *
 * @param {Card} paper
 * @param {Marks} marks
 */
export const titleOf = (paper, marks) =>
  drawn(runsOf(paper.title, paper.parts?.title), (text) => splitMatches(text, marks))

/**
 * The names of authors, each with a link to a search for it.
 *
 * @param {string[]} authors
 * @param {Marks} marks
 * @param {URL} root
 */
function authorsOf(authors, marks, root) {
  const names = (/** @type {string} */ text) => highlighted(text, (part) => splitNames(part, marks))
  const linked = authors.flatMap((name, index) => {
    const query = new URLSearchParams({ q: `author:"${name.replaceAll('"', "")}"` })
    const link = element("a", { href: new URL(`search/?${query}`, root).href }, names(name))
    return index ? [", ", link] : [link]
  })
  if (!hasManyAuthors(authors)) return element("p", { class: "dg-authors" }, linked)
  const line = authorLine(authors, (name) => isMatchedName(name, marks))
  const more = element(
    "span",
    { class: "dg-more" },
    ngettext("all %(number)s author", "all %(number)s authors", authors.length),
  )
  return element(
    "details",
    { class: "dg-authors" },
    element("summary", {}, names(line), " ", more),
    element("p", {}, linked),
  )
}

/**
 * @param {import("./search-prose.js").Run[]} abstract
 * @param {Marks} marks
 */
function abstractOf(abstract, marks) {
  const split = (/** @type {string} */ text) => splitMatches(text, marks)
  const isNarrow = matchMedia("(max-width: 30em)").matches
  const shown = excerpt(abstract, firstMatch(textOf(abstract), marks), isNarrow)
  if (!shown.cut) return element("p", { class: "dg-excerpt dg-complete", dir: "auto" }, drawn(shown.runs, split))
  const whole = element("div", { class: "dg-abstract", dir: "auto" })
  const fold = element(
    "details",
    { class: "dg-fold" },
    element(
      "summary",
      {},
      element("span", { class: "dg-excerpt", dir: "auto" }, drawn(shown.runs, split)),
      " ",
      element("span", { class: "dg-more" }, gettext("abstract")),
    ),
    whole,
  )
  // Drawn when a reader opens it: the words of twenty abstracts take longer than everything else on the page.
  const draw = () => whole.append(...paragraphsOf(abstract).map((part) => element("p", {}, drawn(part, split))))
  fold.addEventListener("toggle", draw, { once: true })
  return fold
}

/**
 * @param {string[]} ids
 * @param {Record<string, string>} names
 * @param {URL} root
 */
const topicBadges = (ids, names, root) =>
  element(
    "ul",
    { class: "dg-badges", "aria-label": gettext("Topics") },
    ids.map((id) =>
      element(
        "li",
        {},
        element(
          "a",
          {
            class: `dg-badge t-${id}`,
            href: new URL(`topics/${id}/`, root).href,
          },
          names[id] ?? id,
        ),
      ),
    ),
  )

/**
 * Whether search failed because there is no network. The line of the service worker, which says that this page is a copy,
 * tells so, too: the browser may know no more than that it has a router.
 *
 * @param {unknown} error
 */
export const isOffline = (error) =>
  (error instanceof Error && error.message === "offline") ||
  document.querySelector(".dg-copied") !== null ||
  !navigator.onLine

/**
 * What to say when search itself fails, with a button to try again.
 *
 * @param {unknown} error
 * @param {() => void} retry
 */
export function failure(error, retry) {
  const reason = error instanceof Error ? error.message : String(error)
  const offline = isOffline(error)
  if (offline) addEventListener("online", retry, { once: true })
  return element(
    "div",
    { class: "dg-search-note", "data-search-failed": true },
    element(
      "p",
      {},
      offline
        ? gettext("You are offline, and this part of the search index is not stored.")
        : reason === OUT_OF_DATE
          ? gettext("This page is out of date. Reload it.")
          : gettext("The search index could not be loaded: %(reason)s.", { reason }),
    ),
    element(
      "p",
      {},
      offline
        ? gettext("Search continues when you are back online.")
        : gettext("You can still browse by topic and in the archive."),
      " ",
      reason === OUT_OF_DATE ? button(gettext("Reload"), () => location.reload()) : button(gettext("Try again"), retry),
    ),
  )
}
