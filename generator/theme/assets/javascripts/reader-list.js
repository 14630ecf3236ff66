/* The page Reading list: bookmarks with notes and tags, found and grouped, in and out of files and links. */

import { button, element } from "./elements.js"
import { languageOf } from "./languages.js"
import { required, say } from "./messages.js"
import { changeMarks, detailsMoved, isWhole, OUTCOMES, wholeMarks } from "./reader-changes.js"
import { listOf } from "./reader-link.js"
import { addMarks, showMarks } from "./reader-marks.js"
import { addReadable, findPapers, grouped, mergeMarks, partOf } from "./reader-merge.js"
import { mergeOthers, OTHER_LABELS, otherNames, othersAsJson } from "./reader-others.js"
import { placeIn, returnTo } from "./reader-place.js"
import { noMarks, onMarksChange, readMarks } from "./reader-store.js"
import {
  addedOf,
  dayName,
  EMPTY,
  foundOf,
  GROUPINGS,
  joined,
  lostDetails,
  offerOf,
  papers,
  removedOf,
  withMissing,
  writtenOf,
} from "./reader-text.js"
import { gettext } from "./words.js"

/**
 * @typedef {import("./reader-store.js").Marks} Marks
 * @typedef {import("./reader-store.js").Bookmark} Bookmark
 * @typedef {import("./reader-merge.js").Entry} Entry
 * @typedef {import("./reader-merge.js").Grouping} Grouping
 */

const FORMATS = ["BibTeX", "RIS", "CSL-JSON", "CSV", "Markdown", "JSON"]
const AT_ONCE = 500 // papers that are added before their details move to the database
const PAUSE = 500 // milliseconds without typing, after which a note is stored
const CATCH_UP = 50 // milliseconds between a look whether a press has ended and the next
const DRAWN = 100 // papers that are drawn at once: thousands take seconds

/** @param {HTMLElement} page with `data-papers` and `data-api`, and a list of topics with their names */
export function showReadingList(page) {
  if (page.childElementCount) return
  new ReadingList(page).start()
}

class ReadingList {
  /** Whether a note is being stored: the form that it is written in must stay. */
  #saving = false
  /** The most papers to draw. */
  #most = DRAWN
  /** What was drawn last, with the papers that are left to draw. @type {[string, Entry[]][]} */
  #parts = []
  /** Whether the marks have changed while a reader was writing a note. */
  #stale = false

  /** @param {HTMLElement} page */
  constructor(page) {
    this.page = page
    this.papers = new URL(page.dataset.papers ?? "", location.href).href
    this.api = page.dataset.api ? new URL(page.dataset.api, location.href).href : ""
    const topics = /** @type {NodeListOf<HTMLOptionElement>} */ (document.querySelectorAll("#topic-names option"))
    this.names = new Map([...topics].map(({ value, label }) => [value, label]))
    this.find = element("input", { type: "search", id: "list-find", autocomplete: "off" })
    this.group = element(
      "select",
      { id: "list-group" },
      GROUPINGS.map(([value, label]) => element("option", { value }, label)),
    )
    this.status = element("p", { class: "dg-meta", role: "status" })
    this.offer = element("div", { class: "dg-list-offer" })
    this.code = element("div")
    this.codeButton = button(gettext("QR code"), () => this.#run("", () => this.#showCode()))
    this.groups = element("div")
    this.tools = this.#makeTools()
    this.bar = element(
      "form",
      { class: "dg-list-bar", role: "search" },
      element("label", { for: "list-find" }, gettext("Search the list")),
      this.find,
      element("span", {}, element("label", { for: "list-group" }, gettext("Group by")), " ", this.group),
    )
  }

  start() {
    this.page.append(this.offer, this.bar, this.tools, this.status, this.code, this.groups)
    this.bar.addEventListener("submit", (event) => event.preventDefault())
    this.find.addEventListener("input", () => this.#drawAnew())
    this.group.addEventListener("change", () => this.#drawAnew())
    onMarksChange(() => this.#onChange())
    this.groups.addEventListener("focusout", () => this.#stale && this.#catchUp())
    addEventListener("hashchange", () => this.#offerLink())
    addEventListener("beforeprint", () => this.#drawTo(Infinity)) // paper has no button for more
    const drawn = this.#refresh()
    void drawn.then(() => this.#offerLink())
    void this.#showRest(drawn)
  }

  /** Show what stands below the list, from top to bottom, so that nothing moves down. @param {Promise<void>} drawn */
  async #showRest(drawn) {
    const settings = import("./reader-settings.js")
    await Promise.allSettled([drawn, this.#showSearches()])
    const { showSettings } = await settings
    showSettings(this.page)
  }

  async #showSearches() {
    const place = element("section", { hidden: true })
    this.page.append(place)
    const { showMySearches } = await import("./searches-list.js")
    showMySearches(place, element("h2", {}, gettext("My searches")))
  }

  #nameOf = (/** @type {string} */ topic) => this.names.get(topic) ?? topic

  /** Draw the list again, but not under the hands of a reader who writes: what is typed next would be shortcuts. */
  #onChange() {
    if (this.#saving || !this.page.isConnected) return
    this.#stale = this.groups.contains(document.activeElement?.closest("textarea, input") ?? null)
    if (!this.#stale) void this.#refresh()
  }

  /** Draw what has changed meanwhile, once the press that left the field has reached its target. */
  #catchUp() {
    setTimeout(() => (this.groups.matches(":active") ? this.#catchUp() : this.#onChange()), CATCH_UP)
  }

  async #refresh() {
    if (![...readMarks().bookmarks.values()].every(isWhole)) await wholeMarks()
    this.draw()
  }

  draw() {
    const { bookmarks } = readMarks()
    const place = placeIn(this.groups)
    const found = findPapers(bookmarks, this.find.value, this.#nameOf)
    const grouping = /** @type {Grouping} */ (this.group.value)
    this.#parts = grouped(found, grouping, this.#nameOf)
    this.groups.replaceChildren()
    this.#append(0)
    const lost = [...bookmarks.values()].filter((paper) => !isWhole(paper)).length
    const isEmpty = !bookmarks.size
    this.bar.hidden = isEmpty
    this.status.textContent = isEmpty
      ? gettext("No papers yet. Press Bookmark at a paper to keep it here.")
      : [this.find.value ? foundOf(found.length, bookmarks.size) : papers(bookmarks.size), lost && lostDetails(lost)]
          .filter(Boolean)
          .join(". ")
    returnTo(this.groups, place, () => (isEmpty ? this.tools.querySelector("select") : this.find))
  }

  /** Draw another search or grouping from its beginning. */
  #drawAnew() {
    this.#most = DRAWN
    this.draw()
  }

  /** Add the papers from a number on to those that are drawn. @param {number} start */
  #append(start) {
    const { parts, left } = partOf(this.#parts, start, this.#most)
    for (const { name, entries, goesOn } of parts) {
      const rows = entries.map((entry) => this.#row(entry))
      if (goesOn) this.groups.querySelector(":scope > ol:last-of-type")?.append(...rows)
      else {
        const heading = this.group.value === "day" ? dayName(name) : name
        this.groups.append(element("h2", {}, heading), element("ol", { class: "dg-rows" }, ...rows))
      }
    }
    if (left)
      this.groups.append(
        button(gettext("Show %(number)s more", { number: Math.min(DRAWN, left) }), () => this.#drawMore()),
      )
    addMarks(this.groups)
  }

  /**
   * Draw more papers; the focus goes to the first of them, because the button goes. Those that are drawn stay, with the
   * notes that a reader has opened.
   */
  #drawMore() {
    const first = this.#most
    this.#drawTo(first + DRAWN)
    const link = this.groups.querySelectorAll("li > a")[first]
    if (link instanceof HTMLElement) link.focus({ preventScroll: true })
  }

  /** @param {number} most */
  #drawTo(most) {
    const first = this.#most
    this.#most = most
    this.groups.querySelector(":scope > button")?.remove()
    this.#append(first)
  }

  /** @param {Entry} entry */
  #row([key, found]) {
    const current = () => readMarks().bookmarks.get(key) ?? found // a note may have been written since
    const paper = current()
    const { title, authors, date, note, tags } = paper
    const written = element("span", {}, writtenOf(note, tags))
    const form = element(
      "details",
      { class: "dg-list-note" },
      element("summary", {}, element("span", { class: "dg-more" }, gettext("Note and tags")), " ", written),
    )
    // Made when a reader opens it: the fields of thousands of papers take seconds.
    const fill = () =>
      form.append(isWhole(current()) ? this.#noteForm(key, current(), written) : gettext("They cannot be read now."))
    form.addEventListener("toggle", fill, { once: true })
    return element(
      "li",
      { "data-key": key },
      element("a", { href: new URL(`${key}/`, this.papers).href, dir: "auto", lang: languageOf(title) }, title),
      element("small", {}, authors && element("span", {}, authors), date && element("span", {}, dayName(date))),
      form,
    )
  }

  /**
   * @param {string} key
   * @param {Bookmark} paper
   * @param {HTMLElement} written where note and tags are shown when the form is closed
   */
  #noteForm(key, { note, tags }, written) {
    const text = element("textarea", { rows: 3, "aria-label": gettext("Note") }, note)
    const list = element("input", {
      type: "text",
      "aria-label": gettext("Tags, with commas between them"),
      value: tags.join(", "),
    })
    let timer = 0
    const save = () => {
      clearTimeout(timer)
      const chosen = list.value.split(",").map((tag) => tag.trim().slice(0, 60))
      this.#saving = true
      const outcome = changeMarks(({ bookmarks }) => {
        const paper = bookmarks.get(key)
        if (!paper) return
        bookmarks.set(key, {
          ...paper,
          note: text.value.trim(),
          tags: [...new Set(chosen)].filter(Boolean),
        })
      })
      this.#saving = false
      const stored = readMarks().bookmarks.get(key)
      written.textContent = stored ? writtenOf(stored.note, stored.tags) : ""
      this.status.textContent = OUTCOMES[outcome] || gettext("The note and tags are stored.")
    }
    // A reader may close the tab without leaving the field.
    const saveSoon = () => {
      clearTimeout(timer)
      timer = setTimeout(save, PAUSE)
    }
    for (const field of [text, list]) {
      field.addEventListener("input", saveSoon)
      field.addEventListener("change", save)
      addEventListener("pagehide", () => field === document.activeElement && save())
    }
    return element(
      "div",
      {},
      element("label", {}, gettext("Note"), " ", text),
      element("label", {}, gettext("Tags"), " ", list),
    )
  }

  #makeTools() {
    const format = element(
      "select",
      { "aria-label": gettext("Format of the export") },
      FORMATS.map((name) => element("option", {}, name)),
    )
    const file = element("input", { type: "file", accept: ".json,.bib,.bibtex,.txt", hidden: true })
    file.addEventListener("change", () => this.#run(gettext("Reading the file…"), () => this.#import(file)))
    const send = (/** @type {"copy" | "download"} */ action) =>
      this.#run(gettext("Loading the papers…"), async () => {
        const { exportList } = await required(import("./reader-export.js"))
        return exportList(await wholeMarks(), { format: format.value, action, papers: this.papers, api: this.api })
      })
    return element(
      "div",
      { class: "dg-list-tools dg-export", role: "group", "aria-label": gettext("The whole list") },
      format,
      button(gettext("Copy"), () => send("copy")),
      button(gettext("Download"), () => send("download")),
      button(gettext("Copy link"), () =>
        this.#run("", async () => (await required(import("./reader-copy-link.js"))).copyLink()),
      ),
      this.codeButton,
      button(gettext("Import"), () => file.click()),
      button(gettext("Clear all"), () => this.#clear()),
      file,
    )
  }

  /**
   * Do something and say what came of it.
   *
   * @param {string} first what to say meanwhile
   * @param {() => Promise<string>} action
   */
  async #run(first, action) {
    this.status.textContent = first
    try {
      this.status.textContent = await action()
    } catch (error) {
      console.warn("The reading list could not do this.", error)
      const reason = error instanceof Error ? error.message : String(error)
      this.status.textContent = gettext("This did not work: %(reason)s.", { reason })
    }
  }

  async #showCode() {
    const [{ showQr }, others] = [await required(import("./reader-qr.js")), await othersAsJson()]
    if (!readMarks().bookmarks.size && !Object.keys(others).length) return EMPTY
    return showQr(await wholeMarks(), others, this.code, () => this.codeButton.focus())
  }

  /** @param {HTMLInputElement} input */
  async #import(input) {
    const file = input.files?.[0]
    if (!file) return ""
    const text = await file.text()
    input.value = ""
    const [{ importList }, { searcher }] = await required(
      Promise.all([import("./reader-import.js"), import("./reader-complete.js")]),
    )
    const { marks, missing, value } = await importList(text, await searcher())
    return withMissing(await this.#add(marks, value), missing)
  }

  /**
   * Add a list in parts, because local storage may not hold all of a large one at once.
   *
   * @param {Marks} list
   * @param {object} value the value that it came in, perhaps with more than a list
   */
  async #add(list, value = {}) {
    const { bookmarks, read, hidden } = await wholeMarks()
    const before = bookmarks.size
    const entries = [...list.bookmarks]
    this.#saving = true
    let problem = ""
    for (let start = 0; !problem && (start === 0 || start < entries.length); start += AT_ONCE) {
      const part = { ...list, bookmarks: new Map(entries.slice(start, start + AT_ONCE)) }
      problem = OUTCOMES[changeMarks((marks) => addReadable(marks, part, isWhole))]
      await detailsMoved()
    }
    this.#saving = false
    problem ||= await mergeOthers(value)
    await this.#refresh()
    const now = readMarks()
    const added = now.bookmarks.size - before
    if (problem) return added ? `${addedOf({ added })}. ${problem}` : problem
    const known = list.bookmarks.size - added
    return `${addedOf({ added, known, read: now.read.size - read.size, hidden: now.hidden.size - hidden.size })}.`
  }

  /** Offer the list of the address, which anyone may have made: it is added only if the reader says so. */
  async #offerLink() {
    let found
    try {
      found = await listOf(location.hash)
    } catch (error) {
      this.status.textContent = gettext(
        "The list in this link cannot be read: the address may have been cut, or be of a newer version of this site.",
      )
      console.warn("The list of a link cannot be read.", error)
    }
    if (!found) return
    const { list, value, isShort } = found
    const { bookmarks } = readMarks()
    const others = joined(otherNames(value).map((name) => OTHER_LABELS[name]))
    const fresh = [...list.bookmarks.keys()].filter((key) => !bookmarks.has(key)).length
    const close = () => {
      history.replaceState(history.state, "", location.pathname + location.search)
      this.offer.replaceChildren()
      this.find.focus()
    }
    const add = () =>
      this.#run(isShort ? gettext("Loading the papers…") : "", async () => {
        const { completeFromSite } = await required(import("./reader-complete.js"))
        const { list: whole, missing } = isShort ? await completeFromSite(list) : { list, missing: [] }
        close()
        const added = await this.#add(whole, value)
        this.find.focus() // an empty list had no search
        return withMissing(added, missing)
      })
    const parts = [
      offerOf(list.bookmarks.size, fresh),
      others && gettext("It also has %(parts)s, which are added to yours.", { parts: others }),
    ]
    this.offer.replaceChildren(
      ...parts.filter(Boolean).map((sentence) => element("p", {}, sentence)),
      element("p", {}, button(gettext("Add to my list"), add), " ", button(gettext("Leave it"), close)),
    )
  }

  async #clear() {
    const { bookmarks } = await wholeMarks()
    if (!bookmarks.size) return
    const outcome = changeMarks((marks) => (marks.bookmarks = noMarks().bookmarks))
    if (OUTCOMES[outcome]) return say(OUTCOMES[outcome])
    say(removedOf(bookmarks.size), () => {
      changeMarks((marks) => Object.assign(marks, mergeMarks(marks, { ...noMarks(), bookmarks })))
      showMarks()
    })
  }
}
