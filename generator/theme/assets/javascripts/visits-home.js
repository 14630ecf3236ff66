/* The front page says what is new since the last visit and how much of it is unread, and opens a list of just that. */

import { button, element, isModified } from "./elements.js"
import { needed } from "./messages.js"
import { onMarksChange, readMarks } from "./reader-store.js"
import { hasSearches } from "./searches-store.js"
import { keepPlaceOf, returnToPlace } from "./visits-place.js"
import { daysAway, LONG_AWAY, newsLine } from "./visits-words.js"
import { currentVisit, onVisitChange } from "./visits.js"
import { gettext } from "./words.js"

/** @typedef {import("./visits.js").Visit} Visit */

/** The part of the address that shows the list. */
const LIST = "#new"

/** @param {HTMLElement} line where to say it; its room is kept for readers who were here before */
export function showNews(line) {
  if (line.childElementCount) return
  const news = new News(line)
  news.start()
}

class News {
  /** What the list shows, as text: nothing is drawn again for the same papers. */
  #drawn = ""

  /** @param {HTMLElement} line */
  constructor(line) {
    this.line = line
    this.page = /** @type {HTMLElement} */ (line.parentElement)
    this.list = element("section", { class: "dg-new-list", "aria-labelledby": "new", hidden: true })
    this.papers = element("p")
    this.searches = element("p", { role: "status" })
  }

  start() {
    this.line.append(this.papers, this.searches)
    this.line.after(this.list)
    keepPlaceOf(this.list)
    const update = () => this.line.isConnected && this.#update()
    onVisitChange(update)
    onMarksChange(update)
    addEventListener("hashchange", () => this.line.isConnected && this.#update({ isStep: true }))
    this.#update()
    if (hasSearches()) void import("./searches-home.js").then(({ countForHome }) => countForHome(this.searches))
  }

  /** @param {{isStep?: boolean}} [how] whether the reader has just opened or left the list */
  #update({ isStep = false } = {}) {
    const visit = currentVisit()
    const news = visit && newsOf(visit)
    const isOpen = location.hash === LIST && news !== null && news.count > 0
    // A page that is loaded with the list open keeps its papers until the list is there, so that nothing moves.
    if (!isOpen || isStep) this.#show(isOpen)
    if (!visit || !news) return this.papers.replaceChildren()
    this.#say(news, isOpen)
    if (isOpen) void this.#draw(visit, news, isStep)
    else if (isStep) this.papers.querySelector("a")?.focus({ preventScroll: true })
  }

  /** Show the list instead of the papers of the day, or leave it. @param {boolean} isOpen */
  #show(isOpen) {
    this.page.classList.toggle("dg-only-new", isOpen)
    this.list.hidden = !isOpen
  }

  /**
   * @param {Parameters<typeof newsLine>[0]} news
   * @param {boolean} isOpen
   */
  #say(news, isOpen) {
    const sentence = newsLine(news)
    const day = document.querySelector(".dg-date")?.textContent
    const made = this.papers.querySelector("a")
    const [href, label] = isOpen
      ? [location.pathname, day ? gettext("Show %(day)s", { day }) : gettext("Show the newest digest")]
      : [listAddress(news), sentence]
    if (!news.count) return this.papers.replaceChildren(sentence)
    // A link that has the focus keeps it while its words change.
    const link = made ?? element("a", { href })
    if (!made) link.addEventListener("click", (event) => this.#follow(event, link))
    link.setAttribute("href", href)
    if (link.textContent !== label) link.textContent = label
    if (!made) this.papers.replaceChildren(link)
  }

  /**
   * Open or leave the list. The filters of a list are not those of the other one.
   *
   * @param {MouseEvent} event
   * @param {HTMLAnchorElement} link
   */
  #follow(event, link) {
    if (isModified(event)) return
    event.preventDefault()
    event.stopPropagation() // before Material's instant navigation
    history.pushState(history.state, "", link.href)
    this.#update({ isStep: true })
    void needed(import("./list-tools.js")).then((tools) => tools?.readAddress())
  }

  /**
   * @param {Visit} visit
   * @param {Parameters<typeof newsLine>[0]} news
   * @param {boolean} isStep
   */
  async #draw(visit, news, isStep) {
    const heading = newsLine({ ...news, isHeading: true })
    const drawn = JSON.stringify([visit.papers, visit.others])
    if (drawn !== this.#drawn) {
      this.#drawn = drawn
      // Who opens the address of the list after a week away gets it by votes, too.
      if (!location.search) history.replaceState(history.state, "", listAddress(news))
      try {
        const [made, cards] = [await needed(import("./visits-list.js")), await needed(import("./visits-cards.js"))]
        if (!made || !cards) throw new Error("The list of new papers could not be loaded.")
        const found = await cards.newCards(visit.papers)
        if (drawn !== this.#drawn) return
        await made.showList(this.list, heading, visit, found)
        if (location.hash !== LIST) return
        this.#show(true)
        returnToPlace(this.list)
      } catch (error) {
        this.#drawn = ""
        this.#show(location.hash === LIST)
        console.info("The new papers cannot be listed.", error)
        this.list.replaceChildren(
          element("p", { role: "status" }, gettext("The new papers could not be loaded."), " "),
          button(gettext("Try again"), () => this.#update()),
        )
      }
    }
    const title = this.list.querySelector("h2")
    if (title && title.textContent !== heading) title.textContent = heading
    if (isStep) title?.focus()
  }
}

/**
 * What a visit has that is new, and how much of it the reader has not yet read or hidden; null in the first visit. The
 * papers of days that were too many to load do not count: no list shows them.
 *
 * @param {Visit} visit
 */
function newsOf({ papers, others, since }) {
  if (since === null) return null
  const { read, hidden } = readMarks()
  const keys = Object.values(papers).flat()
  const unread = keys.filter((key) => !hidden.has(key) && !read.has(key)).length
  const digests = others ? Object.keys(papers).length : 0
  return { count: keys.length, unread, isTouched: unread < keys.length, digests, since, now: Date.now() }
}

/** The address of the list: after a long absence, the most upvoted papers come first. @param {{since: number, now: number}} news */
const listAddress = ({ since, now }) =>
  `${location.pathname}${daysAway(since, now) >= LONG_AWAY ? "?sort=votes" : ""}${LIST}`
