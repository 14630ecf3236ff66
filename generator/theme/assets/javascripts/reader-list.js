/* The page Reading list: bookmarks with notes and tags, found and grouped, in and out of files and links. */

import { button, element } from "./elements.js"
import { fragmentOf, listOf } from "./reader-link.js"
import { addMarks, say, showMarks } from "./reader-marks.js"
import { findPapers, grouped, mergeMarks } from "./reader-merge.js"
import { changeMarks, noMarks, onMarksChange, OUTCOMES, readMarks } from "./reader-store.js"

/**
 * @typedef {import("./reader-store.js").Marks} Marks
 * @typedef {import("./reader-store.js").Bookmark} Bookmark
 * @typedef {import("./reader-merge.js").Entry} Entry
 * @typedef {import("./reader-merge.js").Grouping} Grouping
 */

const FORMATS = ["BibTeX", "RIS", "CSL-JSON", "CSV", "Markdown", "JSON"]
const FOUND = 5 // papers of a search that are compared with an entry of BibTeX

/** @param {HTMLElement} page with `data-papers` and `data-api`, and a list of topics with their names */
export function showReadingList(page) {
  if (page.childElementCount) return
  new ReadingList(page).start()
}

class ReadingList {
  /** Whether a note is being stored: the form that it is written in must stay. */
  #saving = false

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
      ["Day", "Topic", "Tag"].map((name) => element("option", { value: name.toLowerCase() }, name)),
    )
    this.status = element("p", { class: "dg-meta", role: "status" })
    this.offer = element("div", { class: "dg-list-offer" })
    this.groups = element("div")
    this.tools = this.#makeTools()
  }

  start() {
    this.page.append(
      this.offer,
      element(
        "form",
        { class: "dg-list-bar", role: "search" },
        element("label", { for: "list-find" }, "Search the list"),
        this.find,
        element("span", {}, element("label", { for: "list-group" }, "Group by"), " ", this.group),
      ),
      this.tools,
      this.status,
      this.groups,
    )
    this.page.querySelector("form")?.addEventListener("submit", (event) => event.preventDefault())
    this.find.addEventListener("input", () => this.draw())
    this.group.addEventListener("change", () => this.draw())
    onMarksChange(() => this.#saving || !this.page.isConnected || this.draw())
    addEventListener("hashchange", () => this.#offerLink())
    this.draw()
    void this.#offerLink()
  }

  #nameOf = (/** @type {string} */ topic) => this.names.get(topic) ?? topic

  draw() {
    const { bookmarks } = readMarks()
    const place = [...this.groups.querySelectorAll("li")].findIndex((row) => row.contains(document.activeElement))
    const found = findPapers(bookmarks, this.find.value, this.#nameOf)
    const grouping = /** @type {Grouping} */ (this.group.value)
    this.groups.replaceChildren(
      ...grouped(found, grouping, this.#nameOf).flatMap(([name, entries]) => [
        element("h2", {}, grouping === "day" ? dayName(name) : name),
        element("ol", { class: "dg-rows" }, ...entries.map((entry) => this.#row(entry))),
      ]),
    )
    addMarks(this.groups)
    const papers = bookmarks.size === 1 ? "1 paper" : `${bookmarks.size} papers`
    this.status.textContent = this.find.value ? `${found.length} of ${papers}` : papers
    if (!bookmarks.size)
      this.groups.append(element("p", {}, "No papers yet. Press Bookmark at a paper to keep it here."))
    if (place < 0) return
    const rows = this.groups.querySelectorAll("li > a")
    const next = rows[Math.min(place, rows.length - 1)] ?? this.find
    if (next instanceof HTMLElement) next.focus()
  }

  /** @param {Entry} entry */
  #row([key, paper]) {
    const { title, authors, date, note, tags } = paper
    const written = element("span", {}, writtenOf(note, tags))
    return element(
      "li",
      {},
      element("a", { href: new URL(`${key}/`, this.papers).href, dir: "auto" }, title),
      element("small", {}, authors && element("span", {}, authors), date && element("span", {}, dayName(date))),
      element(
        "details",
        { class: "dg-list-note" },
        element("summary", {}, element("span", { class: "dg-more" }, "Note and tags"), " ", written),
        this.#noteForm(key, paper, written),
      ),
    )
  }

  /**
   * @param {string} key
   * @param {Bookmark} paper
   * @param {HTMLElement} written where note and tags are shown when the form is closed
   */
  #noteForm(key, { note, tags }, written) {
    const text = element("textarea", { rows: 3, "aria-label": "Note", maxlength: 5000 }, note)
    const list = element("input", {
      type: "text",
      "aria-label": "Tags, with commas between them",
      value: tags.join(", "),
    })
    const save = () => {
      const chosen = list.value.split(",").map((tag) => tag.trim().slice(0, 60))
      this.#saving = true
      const outcome = changeMarks(({ bookmarks }) => {
        const paper = bookmarks.get(key)
        if (!paper) return
        bookmarks.set(key, {
          ...paper,
          note: text.value.trim(),
          tags: [...new Set(chosen)].filter(Boolean).slice(0, 20),
        })
      })
      this.#saving = false
      const stored = readMarks().bookmarks.get(key)
      written.textContent = stored ? writtenOf(stored.note, stored.tags) : ""
      this.status.textContent = OUTCOMES[outcome] || "The note and tags are stored."
    }
    text.addEventListener("change", save)
    list.addEventListener("change", save)
    return element("div", {}, element("label", {}, "Note ", text), element("label", {}, "Tags ", list))
  }

  #makeTools() {
    const format = element(
      "select",
      { "aria-label": "Format of the export" },
      FORMATS.map((name) => element("option", {}, name)),
    )
    const file = element("input", { type: "file", accept: ".json,.bib,.bibtex,.txt", hidden: true })
    file.addEventListener("change", () => this.#run("Reading the file…", () => this.#import(file)))
    const send = (/** @type {"copy" | "download"} */ action) =>
      this.#run("Loading the papers…", async () => {
        const { exportList } = await import("./reader-export.js")
        return exportList(readMarks(), { format: format.value, action, papers: this.papers, api: this.api })
      })
    return element(
      "div",
      { class: "dg-list-tools dg-export", role: "group", "aria-label": "The whole list" },
      format,
      button("Copy", () => send("copy")),
      button("Download", () => send("download")),
      button("Copy link", () => this.#run("", () => copyLink())),
      button("Import", () => file.click()),
      button("Clear all", () => this.#clear()),
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
      this.status.textContent = `This did not work: ${error instanceof Error ? error.message : error}.`
    }
  }

  /** @param {HTMLInputElement} input */
  async #import(input) {
    const file = input.files?.[0]
    if (!file) return ""
    const text = await file.text()
    input.value = ""
    const { importList } = await import("./reader-import.js")
    const { marks, missing } = await importList(text, await searcher())
    const done = this.#add(marks)
    if (!missing.length) return done
    return `${done} Not in this digest: ${missing.join("; ")}.`
  }

  /** @param {Marks} list */
  #add(list) {
    const before = readMarks().bookmarks.size
    const outcome = changeMarks((marks) => Object.assign(marks, mergeMarks(marks, list)))
    if (OUTCOMES[outcome]) return OUTCOMES[outcome]
    const added = readMarks().bookmarks.size - before
    const known = list.bookmarks.size - added
    return `Added ${added} ${added === 1 ? "paper" : "papers"}${known ? `; ${known} were in the list already` : ""}.`
  }

  /** Offer the list of the address, which anyone may have made: it is added only if the reader says so. */
  async #offerLink() {
    let list
    try {
      list = await listOf(location.hash)
    } catch (error) {
      this.status.textContent = "The list in this link cannot be read: the address may have been cut."
      console.warn("The list of a link cannot be read.", error)
    }
    if (!list) return
    const { bookmarks } = readMarks()
    const fresh = [...list.bookmarks.keys()].filter((key) => !bookmarks.has(key)).length
    const close = () => {
      history.replaceState(history.state, "", location.pathname + location.search)
      this.offer.replaceChildren()
      this.find.focus()
    }
    const add = () => {
      close()
      this.status.textContent = this.#add(list)
    }
    this.offer.replaceChildren(
      element("p", {}, `This link has a list of ${list.bookmarks.size} papers, ${fresh} of them not in yours.`),
      element("p", {}, button("Add to my list", add), " ", button("Leave it", close)),
    )
  }

  #clear() {
    const { bookmarks } = readMarks()
    if (!bookmarks.size) return
    const outcome = changeMarks((marks) => (marks.bookmarks = noMarks().bookmarks))
    if (OUTCOMES[outcome]) return say(OUTCOMES[outcome])
    say(`Removed ${bookmarks.size === 1 ? "1 paper" : `${bookmarks.size} papers`} from the reading list.`, () => {
      changeMarks((marks) => Object.assign(marks, mergeMarks(marks, { ...noMarks(), bookmarks })))
      showMarks()
    })
  }
}

/**
 * @param {string} note
 * @param {string[]} tags
 */
const writtenOf = (note, tags) => [note, tags.join(", ")].filter(Boolean).join(" · ")

/** @param {string} date */
const dayName = (date) =>
  /^\d/.test(date)
    ? new Date(`${date}T00:00Z`).toLocaleDateString("en-GB", { timeZone: "UTC", dateStyle: "long" })
    : date

async function copyLink() {
  const marks = readMarks()
  const link = new URL(await fragmentOf(marks), location.href).href
  await navigator.clipboard.writeText(link)
  return "Copied a link with the list, its notes and tags. It is not stored anywhere else: who has the link has the list."
}

/** @returns {Promise<import("./reader-import.js").Search>} */
async function searcher() {
  const [{ Engine }, { parseQuery }] = await Promise.all([import("./search-engine.js"), import("./search-query.js")])
  const engine = new Engine(new URL("../../", import.meta.url))
  return async (text) => {
    const { results } = await engine.search(parseQuery(text, false), { facets: false, meaning: false })
    const cards = await engine.cards(results.slice(0, FOUND))
    return cards.filter((card) => card !== null)
  }
}
