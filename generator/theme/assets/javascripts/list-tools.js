/* The tools above a list of papers: filters and order, which stand in the address, abstracts to unfold, and the view. */

import { button, element, isModified } from "./elements.js"
import {
  activeFilters,
  choiceOf,
  isFiltering,
  noChoice,
  passes,
  searchOf,
  sorted,
  toggled,
  unknownIn,
} from "./list-filters.js"
import { TOPIC_COUNTS, isLeftOut, itemsOf, optionNames, topicNames, topicOf } from "./list-items.js"
import { ArrangedList } from "./list-order.js"
import { viewButton } from "./list-view.js"
import { needed } from "./messages.js"
import { onMarksChange, readMarks } from "./reader-store.js"
import { formatted, gettext, listed, ngettext } from "./words.js"

/**
 * @typedef {import("./list-filters.js").Choice} Choice
 * @typedef {import("./list-filters.js").Order} Order
 * @typedef {import("./list-items.js").ListItem} ListItem
 */

/** Of longer lists, the browser draws only what is on the screen. */
const LONG = 200
/** @type {Record<Order, string>} */
const ORDER_NAMES = {
  rank: gettext("As listed"),
  votes: gettext("Most votes"),
  date: gettext("Newest first"),
  oldest: gettext("Oldest first"),
  // Translators: an order of papers: by title
  title: gettext("Title"),
  "for-you": gettext("For you"),
}

/** The tools of the lists of this page: the front page has one of new papers, too. @type {Set<ListTools>} */
const lists = new Set()
let following = false

/**
 * Add the tools; resolves when the list is as the address says.
 *
 * @param {HTMLElement} place above the list
 * @param {HTMLElement} list
 */
export function startListTools(place, list) {
  if (!following) {
    addEventListener("popstate", readAddress)
    onMarksChange(() => lists.forEach((tools) => tools.onMarks()))
  }
  following = true
  for (const tools of lists) if (!tools.list.isConnected) lists.delete(tools)
  const tools = new ListTools(place, list)
  lists.add(tools)
  return tools.start()
}

/** Show what the address says, after it has changed. */
export const readAddress = () => lists.forEach((tools) => tools.onReturn())

export class ListTools {
  /** @type {Choice} */
  choice = noChoice()
  /** Parameters of the address with unknown values, which it loses: named until the next choice. @type {string[]} */
  #unknown = []
  /** @type {{update(): void} | null} */
  #panel = null
  /** The scores of the order "For you", once it was chosen. @type {import("./list-for-you.js").Scored | null} */
  #forYou = null

  /**
   * @param {HTMLElement} place
   * @param {HTMLElement} list
   */
  constructor(place, list) {
    this.place = place
    this.list = list
    this.sources = optionNames(place, "sources")
    this.items = itemsOf(list, place, [...this.sources.keys()][0] ?? "")
    this.arranged = new ArrangedList(list, this.items)
    this.topics = topicNames(list, place)
    /** @type {NodeListOf<HTMLAnchorElement>} */
    this.links = place.querySelectorAll(TOPIC_COUNTS)
    // Translators: on a button: choose which papers the list shows
    this.filter = button(gettext("Filter"), () => this.togglePanel(), {
      class: "dg-list-tool",
      "aria-expanded": "false",
    })
    this.order = element("select", {}, this.#orders())
    this.status = element("span", { role: "status" })
    this.line = element("p", { class: "dg-filter-status", "data-filtered": true, hidden: true }, this.status)
    this.note = element("div", { class: "dg-list-empty", hidden: true })
  }

  start() {
    this.list.toggleAttribute("data-long", this.items.length > LONG)
    this.place.append(
      element(
        "div",
        { class: "dg-tools-line", role: "group", "aria-label": gettext("List") },
        this.filter,
        // Translators: before the choice of an order of papers
        element("label", { class: "dg-order" }, element("span", {}, gettext("Order")), " ", this.order),
        this.#foldButton(),
        viewButton(() => this.topics),
      ),
    )
    this.place.after(this.line)
    this.list.before(this.note)
    this.order.addEventListener("change", () => this.choose({ sort: /** @type {Order} */ (this.order.value) }))
    this.order.addEventListener("focus", () => void this.#nameForYou())
    for (const link of this.links) this.#makeToggle(link)
    const applied = this.#read()
    // visits.js marks new papers when it knows them, interest-marks.js those that the reader does not want.
    const observer = new MutationObserver(() => this.onNew())
    observer.observe(this.list, { subtree: true, attributeFilter: ["data-new", "data-hidden", "data-unwanted"] })
    observer.observe(document.documentElement, { attributeFilter: ["class"] }) // shows hidden papers
    return applied
  }

  #orders() {
    const spansDays = new Set(this.items.map(({ day }) => day).filter(Boolean)).size > 1
    /** @type {Order[]} */
    const orders = [
      "rank",
      ...(this.items.some(({ votes }) => votes) ? /** @type {const} */ (["votes"]) : []),
      ...(spansDays ? /** @type {const} */ (["date", "oldest"]) : []),
      "title",
      "for-you",
    ]
    const ownOrder =
      // Translators: an order of papers: by rank
      this.place.dataset.ownOrder ?? (this.list.querySelector(".dg-rank") ? gettext("Rank") : ORDER_NAMES.rank)
    const name = (/** @type {Order} */ order) => (order === "rank" ? ownOrder : ORDER_NAMES[order])
    return orders.map((value) => element("option", { value }, name(value)))
  }

  /** Say in the list of orders what "For you" still needs, without making the control wider. */
  async #nameForYou() {
    const option = [...this.order.options].find(({ value }) => value === "for-you")
    try {
      const { orderName } = await import("./list-for-you.js")
      this.order.style.width = `${this.order.offsetWidth}px`
      if (option) option.label = orderName()
    } catch (error) {
      console.info("What “For you” needs is not known.", error) // who chooses it is told why
    }
  }

  #foldButton() {
    const folds = () => /** @type {NodeListOf<HTMLDetailsElement>} */ (this.list.querySelectorAll(".dg-fold"))
    if (!folds().length) return null
    const made = button(
      gettext("Unfold all"),
      () => {
        const open = this.list.toggleAttribute("data-unfolded")
        for (const fold of folds()) fold.open = open
        made.textContent = open ? gettext("Fold all") : gettext("Unfold all")
      },
      { class: "dg-list-tool", title: gettext("Show or hide all abstracts") },
    )
    return made
  }

  /**
   * Let a topic's link filter the list. Without script, and with a modifier key, it leads to the topic's page.
   *
   * @param {HTMLAnchorElement} link
   */
  #makeToggle(link) {
    const topic = topicOf(link)
    link.setAttribute("role", "button")
    link.addEventListener("click", (event) => {
      if (isModified(event)) return
      event.preventDefault()
      this.choose({ topics: toggled(this.choice.topics, topic) })
    })
    link.addEventListener("keydown", (event) => {
      if (event.key !== " ") return
      event.preventDefault()
      link.click()
    })
  }

  async togglePanel() {
    const open = this.filter.getAttribute("aria-expanded") !== "true"
    this.filter.setAttribute("aria-expanded", String(open))
    if (!this.#panel) {
      const made = await needed(import("./list-panel.js"))
      if (!made) return this.filter.setAttribute("aria-expanded", "false")
      this.#panel ??= new made.FilterPanel(this)
    }
    const isOpen = this.filter.getAttribute("aria-expanded") === "true"
    this.place.querySelector(".dg-filters")?.toggleAttribute("hidden", !isOpen)
  }

  /** The papers that the reader has not hidden, also not by a word, author or topic, each once. */
  visible() {
    return once(this.items.filter(({ element: item }) => !isLeftOut(item)))
  }

  /**
   * How many papers pass a choice.
   *
   * @param {Choice} choice
   */
  count(choice) {
    const marks = readMarks()
    return this.visible().filter((item) => passes(item, choice, marks)).length
  }

  /**
   * Change the choice, as a step in the browser's history.
   *
   * @param {Partial<Choice>} change
   */
  choose(change) {
    this.choice = { ...this.choice, ...change }
    this.#unknown = []
    const address = this.#address()
    if (address !== location.pathname + location.search + location.hash) history.pushState(history.state, "", address)
    void this.apply()
  }

  /** The address with the choice. */
  #address() {
    return location.pathname + searchOf(this.choice, location.search) + location.hash
  }

  reset() {
    this.choose({ ...noChoice() })
    this.filter.focus()
  }

  onReturn() {
    if (this.list.isConnected) this.#read()
  }

  onNew() {
    if (!this.list.isConnected) return
    for (const item of this.items) item.fresh = "new" in item.element.dataset
    if (this.choice.fresh) return void this.apply()
    this.#panel?.update()
    this.#say()
  }

  /** Papers that change their marks stay: a list must not move under the reader's hand. */
  onMarks() {
    if (!this.list.isConnected) return
    this.#panel?.update()
    if (this.#forYou?.note) void this.#score().then(() => this.#say())
    else this.#say()
  }

  #read() {
    this.choice = choiceOf(location.search)
    this.#unknown = unknownIn(location.search)
    if (this.#unknown.length) history.replaceState(history.state, "", this.#address())
    // An order that this list does not offer, such as votes where it has none.
    if (![...this.order.options].some(({ value }) => value === this.choice.sort)) this.choice.sort = "rank"
    const applied = this.apply()
    // In the frame after the next one: what becomes visible and moves in the same frame counts as moved.
    const show = () => document.documentElement.removeAttribute("data-waiting")
    void applied.then(() => requestAnimationFrame(() => requestAnimationFrame(show)))
    return applied
  }

  /** Show what passes, in the chosen order: at once, unless it is "For you", whose scores are loaded first. */
  async apply() {
    if (this.choice.sort === "for-you") await this.#score()
    this.#arrange()
  }

  /** Have the scores of "For you". They stay as long as the order does: a list must not move under the reader's hand. */
  async #score() {
    if (this.#forYou?.scores.size) return
    try {
      const { scored } = await import("./list-for-you.js")
      this.#forYou = await scored(this.items)
    } catch (error) {
      console.warn("The order “For you” could not be loaded.", error)
      this.#forYou = {
        scores: new Map(),
        note: gettext("“For you” could not be loaded: check your connection."),
        showReasons() {},
      }
    }
  }

  #arrange() {
    const { choice } = this
    const marks = readMarks()
    for (const item of this.items) item.fresh = "new" in item.element.dataset
    if (choice.sort !== "for-you") this.#forYou = null
    const { scores, showReasons } = this.#forYou ?? {}
    const isOwn = choice.sort === "rank" || scores?.size === 0
    const ordered = isOwn ? null : sorted(this.items, choice.sort, scores)
    for (const reasons of this.list.querySelectorAll(".dg-because")) reasons.remove()
    showReasons?.()
    this.arranged.arrange(ordered, (item) => passes(item, choice, marks), isFiltering(choice))
    this.order.value = choice.sort
    for (const link of this.links) {
      link.setAttribute("aria-pressed", String(choice.topics.has(topicOf(link))))
    }
    this.#panel?.update()
    this.#say()
  }

  /** Say how many papers are shown and why, with a way back. */
  #say() {
    const { choice } = this
    const filters = activeFilters(choice, this.nameOf)
    const isChanged = filters.length > 0 || choice.sort !== "rank" || this.#unknown.length > 0
    const visible = this.visible()
    const shown = visible.filter(({ element: { hidden } }) => !hidden).length
    this.filter.textContent = filters.length ? `${gettext("Filter")} (${filters.length})` : gettext("Filter")
    this.line.hidden = !isChanged
    const counts = ngettext("%(shown)s of %(number)s paper", "%(shown)s of %(number)s papers", visible.length, {
      shown: formatted(shown),
    })
    const note = this.#forYou?.note
    const unknown = this.#unknown.length
      ? gettext("ignored in the address: %(names)s", { names: listed(this.#unknown) })
      : ""
    const parts = [counts, ...filters.map(({ words }) => words), note, unknown].filter(Boolean)
    this.status.textContent = isChanged ? parts.join(" · ") : ""
    const isReady = this.#forYou?.scores.size && !this.list.hasAttribute("data-flat")
    const [topic] = choice.topics.size === 1 ? choice.topics : []
    const page = [...this.links].find((link) => topicOf(link) === topic)
    this.line.replaceChildren(
      this.status,
      ...(isReady ? [" ", button(gettext("Order now"), () => void this.apply(), { class: "dg-list-tool" })] : []),
      // Translators: on a button: show all papers again
      ...(isChanged ? [" ", button(gettext("Reset"), () => this.reset(), { class: "dg-list-tool" })] : []),
      ...(page ? [" ", element("a", { href: page.href }, allOn(this.nameOf("topic", topic)))] : []),
    )
    this.#sayNothing(filters.length > 0 && !shown ? filters : [])
  }

  /**
   * Say that no paper passes, and which filter is in the way.
   *
   * @param {ReturnType<typeof activeFilters>} filters
   */
  #sayNothing(filters) {
    this.note.hidden = !filters.length
    const marks = readMarks()
    const hidden = filters.length
      ? once(this.items.filter((item) => isLeftOut(item.element) && passes(item, this.choice, marks))).length
      : 0
    if (hidden) return this.note.replaceChildren(...this.#hiddenNote(hidden))
    const offers = filters
      .map(({ words, without }) => ({ words, without, count: this.count(without) }))
      .filter(({ count }, _, all) => count && all.length > 1)
    const { total } = this.place.dataset
    this.note.replaceChildren(
      element("p", {}, gettext("No paper in this list passes these filters.")),
      ...(total ? [element("p", {}, listedOf(this.visible().length, Number(total)))] : []),
      element(
        "p",
        {},
        offers.map(({ words, without, count }) =>
          button(gettext("Without “%(filter)s”: %(papers)s", { filter: words, papers: counted(count) }), () => {
            this.choose(without)
            this.filter.focus()
          }),
        ),
        button(gettext("Show all papers"), () => this.reset()),
      ),
    )
  }

  /** @param {number} hidden papers that pass the filters */
  #hiddenNote(hidden) {
    const words = ngettext(
      "%(number)s paper passes these filters, but you have hidden it, alone or by your interests.",
      "%(number)s papers pass these filters, but you have hidden them, alone or by your interests.",
      hidden,
    )
    const showHidden = () => {
      document.documentElement.classList.add("dg-show-hidden", "dg-show-unwanted")
      this.filter.focus()
    }
    return [
      element("p", {}, words),
      element(
        "p",
        {},
        button(ngettext("Show it", "Show them", hidden), showHidden),
        button(gettext("Show all papers"), () => this.reset()),
      ),
    ]
  }

  /**
   * @param {"topic" | "source"} kind
   * @param {string} id
   */
  nameOf = (kind, id) =>
    kind === "topic"
      ? (this.topics.get(id) ?? gettext("a topic that this list does not have"))
      : (this.sources.get(id) ?? gettext("a source that this list does not have"))
}

/** @param {ListItem[]} items @returns {ListItem[]} papers of two days once */
const once = (items) => [...new Map(items.map((item) => [item.key, item])).values()]

/** @param {string} topic */
const allOn = (topic) => gettext("All papers on %(topic)s", { topic })

/** @param {number} papers */
const counted = (papers) => ngettext("%(number)s paper", "%(number)s papers", papers)

/**
 * @param {number} papers
 * @param {number} total
 */
const listedOf = (papers, total) => {
  const values = { total: formatted(total) }
  return ngettext(
    "This page lists %(number)s paper of %(total)s.",
    "This page lists %(number)s papers of %(total)s.",
    papers,
    values,
  )
}
