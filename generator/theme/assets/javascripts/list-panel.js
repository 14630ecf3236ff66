/* The filters of a list of papers: buttons that are pressed or not, and the least number of votes. */

import { button, element } from "./elements.js"
import { toggled, voteSteps } from "./list-filters.js"
import { formatted, gettext, ngettext } from "./words.js"

/**
 * @typedef {import("./list-filters.js").Choice} Choice
 * @typedef {import("./list-tools.js").ListTools} ListTools
 * @typedef {{made: HTMLButtonElement, isPressed: () => boolean, whenPressed: () => Choice}} Toggle
 */

export class FilterPanel {
  /** @type {Toggle[]} */
  #toggles = []
  /** The filter by new papers, which most lists have only now and then. @type {HTMLButtonElement | null} */
  fresh = null

  /** @param {ListTools} tools */
  constructor(tools) {
    this.tools = tools
    this.votes = element("select", { "aria-label": gettext("Votes") })
    this.votes.addEventListener("change", () => tools.choose({ votes: Number(this.votes.value) }))
    const box = element("div", { class: "dg-filters", role: "group", "aria-label": gettext("Filters") })
    box.append(element("div", { class: "dg-filter-row" }, this.#shows(), this.#sources(), this.#least()))
    const topics = this.#topics()
    if (topics.length) {
      box.append(element("ul", { class: "dg-filter-row dg-filter-topics", "aria-label": gettext("Topics") }, topics))
    }
    const { total } = tools.place.dataset
    if (total) {
      const shown = formatted(tools.visible().length)
      const words = ngettext(
        "This page lists %(shown)s of %(number)s paper; search finds all.",
        "This page lists %(shown)s of %(number)s papers; search finds all.",
        Number(total),
        { shown },
      )
      box.append(element("p", { class: "dg-small" }, words))
    }
    tools.place.append(box)
    box.id = `list-filters-${document.querySelectorAll(".dg-filters").length}` // the front page may have two lists
    tools.filter.setAttribute("aria-controls", box.id)
    this.update()
  }

  #shows() {
    const { tools } = this
    const has = (/** @type {(item: import("./list-items.js").ListItem) => boolean} */ test) => tools.items.some(test)
    /** @type {[import("./list-filters.js").Show, string][]} */
    const shows = [
      ["unread", gettext("Unread")],
      ["bookmarked", gettext("Bookmarked")],
    ]
    if (has(({ code }) => code)) shows.push(["code", gettext("Has code")])
    const made = shows.map(([name, label]) => this.#toggle(label, "show", name))
    this.fresh = this.#add(
      // Translators: on a button: papers that are new
      gettext("New"),
      () => tools.choice.fresh,
      () => tools.choose({ fresh: !tools.choice.fresh }),
      () => ({ ...tools.choice, fresh: true }),
    )
    return [this.fresh, ...made]
  }

  #sources() {
    const { sources, choice } = this.tools
    if (sources.size < 2 && !choice.sources.size) return []
    return [...sources].map(([id, name]) => this.#toggle(name, "sources", id))
  }

  #least() {
    if (!this.tools.items.some(({ votes }) => votes)) return null
    return element("label", { class: "dg-order" }, element("span", {}, gettext("Votes")), " ", this.votes)
  }

  #topics() {
    const counts = new Map()
    for (const { topics } of this.tools.visible()) {
      for (const topic of topics) counts.set(topic, (counts.get(topic) ?? 0) + 1)
    }
    return [...counts]
      .sort(([, a], [, b]) => b - a)
      .map(([id]) => element("li", {}, this.#toggle(this.tools.nameOf("topic", id), "topics", id, `dg-badge t-${id}`)))
  }

  /**
   * A button that adds a value to a set of the choice, or takes it away.
   *
   * @param {string} label
   * @param {"show" | "sources" | "topics"} name
   * @param {string} value
   * @param {string} [classes]
   */
  #toggle(label, name, value, classes = "") {
    const { tools } = this
    const chosen = () => /** @type {Set<string>} */ (tools.choice[name])
    return this.#add(
      label,
      () => chosen().has(value),
      () => tools.choose({ [name]: toggled(chosen(), value) }),
      // Any of the topics and of the sources will do, but all that is named in "show".
      () => ({ ...tools.choice, [name]: new Set(name === "show" ? [...chosen(), value] : [value]) }),
      classes,
    )
  }

  /**
   * @param {string} label
   * @param {() => boolean} isPressed
   * @param {() => void} press
   * @param {() => Choice} whenPressed the choice with this filter, for the count of its papers
   * @param {string} [classes]
   */
  #add(label, isPressed, press, whenPressed, classes = "") {
    const made = button("", press, { class: `dg-chip ${classes}` })
    made.append(element("span", {}, label), " ", element("span", { class: "dg-count" }))
    this.#toggles.push({ made, isPressed, whenPressed })
    return made
  }

  /** Show what is chosen, and how many papers each filter has along with the others. */
  update() {
    for (const { made, isPressed, whenPressed } of this.#toggles) {
      made.setAttribute("aria-pressed", String(isPressed()))
      const count = made.querySelector(".dg-count")
      if (count) count.textContent = formatted(this.tools.count(whenPressed()))
    }
    const { votes, fresh } = this.tools.choice
    const { items } = this.tools
    const tells = items.some((item) => item.fresh) && !items.every((item) => item.fresh)
    if (this.fresh) this.fresh.hidden = !fresh && !tells
    const steps = voteSteps(this.tools.items, votes)
    this.votes.replaceChildren(
      // Translators: any number of votes
      element("option", { value: 0 }, gettext("any")),
      ...steps.map((step) =>
        element("option", { value: step }, gettext("at least %(number)s", { number: formatted(step) })),
      ),
    )
    this.votes.value = String(votes)
  }
}
