/* The search page: its address holds the question, so it can be shared, reloaded and come back to. */

import { counted, failure, make, marker, resultCard } from "./search-card.js"
import { asks, parseQuery, says, toggled } from "./search-query.js"

const PAGE = 10
const PAUSE = 60 // ms without a key before asking
const FACET = 8 // values of a facet shown before "more"
const FACET_MOST = 100 // and behind it
const SORTS = { relevance: "Best match", newest: "Newest", upvotes: "Most upvoted" }

const byCount = (counts) => [...counts].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1))
const byDate = (counts) => [...counts].sort(([a], [b]) => (a < b ? 1 : -1))

export function startPage(page, engine, root) {
  const part = (name) => page.querySelector(`[data-search-${name}]`)
  const [input, form, status, list, facets, tools] = ["input", "form", "status", "results", "facets", "tools"].map(part)
  const sort = make("select", { id: "search-sort" }, Object.entries(SORTS).map(([value, label]) => make("option", { value }, label)))
  const state = { turn: 0, depth: 0, shown: 0, answer: null, query: null }

  const address = () => new URLSearchParams(location.search)
  const read = () => {
    input.value = address().get("q") ?? ""
    sort.value = SORTS[address().get("sort")] ? address().get("sort") : "relevance"
  }
  const remember = (push) => {
    const asked = new URLSearchParams()
    if (input.value.trim()) asked.set("q", input.value.trim())
    if (sort.value !== "relevance") asked.set("sort", sort.value)
    const wanted = `${location.pathname}${asked.size ? `?${asked}` : ""}`
    if (wanted !== location.pathname + location.search) history[push ? "pushState" : "replaceState"](history.state, "", wanted)
  }

  const ask = async ({ typing = false, deeper = false } = {}) => {
    const turn = ++state.turn
    const current = () => turn === state.turn && page.isConnected
    state.query = parseQuery(input.value, typing || !/\s$/.test(input.value))
    if (!deeper) state.depth = 0
    try {
      if (!asks(state.query)) return await rest(current)
      list.setAttribute("aria-busy", "true")
      if (!state.answer) status.replaceChildren("Searching …")
      const options = { sort: sort.value, current, told: (answer) => show(answer, current, false) }
      if (state.depth) options.depth = state.depth
      const answer = await engine.search(state.query, options)
      if (current()) await show(answer, current, true)
    } catch (error) {
      if (current()) fail(error)
    }
  }

  /** Nothing asked: say what can be. */
  const rest = async (current) => {
    const { papers } = await engine.manifest()
    if (!current()) return
    state.answer = null
    settle(0, papers)
    status.replaceChildren(papers ? `${counted(papers, "paper")} to search.` : "There are no papers yet: the first digest will be found here.")
  }

  const settle = (total, of) => {
    list.replaceChildren()
    list.dataset.total = total
    list.dataset.of = of
    list.removeAttribute("aria-busy")
    facets.replaceChildren()
    tools.hidden = !total
    state.shown = 0
  }

  const show = async (answer, current, last) => {
    const cards = await Promise.all(answer.results.slice(0, PAGE).map((result) => engine.card(result)))
    const { topics } = await engine.manifest()
    if (!current()) return
    settle(answer.results.length, answer.of)
    list.dataset.searched = answer.searched
    state.answer = answer
    state.depth = answer.searched
    const context = { topics, root, isAsked: marker(state.query) }
    list.append(...cards.map((card) => resultCard(card, context)))
    state.shown = cards.length
    tell(answer, last)
    more(context)
    part("clear").hidden = !state.query.filters.length
    if (answer.results.length) drawFacets(answer, topics)
  }

  const tell = ({ results, searched, within, of, whole, oldest }, last) => {
    const found = results.length ? counted(results.length, "paper") : "No paper found"
    const where = whole ? (within < of ? ` among ${counted(within, "paper")} of those dates` : "") : ` among the ${searched.toLocaleString("en")} newest of ${counted(within, "paper")}, back to ${oldest}`
    status.replaceChildren(`${found}${where}.`, ...(last ? [] : [" Searching older ones …"]))
    for (const problem of state.query.problems) status.append(make("span", { class: "dg-search-problem" }, ` ${problem}.`))
    if (last && !whole) {
      const deeper = make("button", { type: "button", class: "dg-button", "data-search-older": true }, "Search older papers")
      deeper.addEventListener("click", () => {
        state.depth = state.depth * 2
        ask({ deeper: true })
      })
      status.append(" ", deeper)
    }
    if (last && !results.length) list.append(suggestions())
  }

  /** What to try when nothing is found. */
  const suggestions = () => {
    const { terms, filters } = state.query
    const chunks = [...terms.map((term) => term.said), ...filters.map(({ kind, value }) => `${kind}:${value}`)]
    const link = (text, query) => {
      const item = make("a", { href: `?${new URLSearchParams({ q: query })}` }, text)
      return make("li", {}, item)
    }
    const fewer = terms.length + filters.length > 1 ? terms.map(({ said }) => link(`without ${said}`, input.value.replace(said, " ").replace(/\s+/g, " ").trim())) : []
    const loose = terms.some((term) => term.kind === "text" && term.exact) ? [link("the same words in any order", input.value.replace(/["\u201c\u201d]/g, "").replace(/(\p{L})-(?=\p{L})/gu, "$1 "))] : []
    return make(
      "div",
      { class: "dg-search-note", "data-search-none": true },
      make("p", {}, chunks.length > 1 ? "No paper has all of this. You could try:" : "No paper has this. You could try:"),
      make("ul", {}, fewer, loose, make("li", {}, "another spelling, or only the beginning of a word"), make("li", {}, make("a", { href: new URL("topics/", root).href }, "the topics"), ", or ", make("a", { href: new URL("archive/", root).href }, "the archive by day"))),
    )
  }

  const more = (context) => {
    const left = state.answer.results.length - state.shown
    if (left <= 0) return
    const button = make("button", { type: "button", class: "dg-button", "data-search-more": true }, `Show ${Math.min(PAGE, left)} more`)
    button.addEventListener("click", async () => {
      const turn = state.turn
      button.disabled = true
      try {
        const next = state.answer.results.slice(state.shown, state.shown + PAGE)
        const cards = await Promise.all(next.map((result) => engine.card(result)))
        if (turn !== state.turn) return
        button.remove()
        state.shown += cards.length
        const elements = cards.map((card) => resultCard(card, context))
        list.append(...elements)
        elements[0]?.querySelector("a").focus({ preventScroll: true })
        more(context)
      } catch (error) {
        button.replaceWith(failure(error, again))
      }
    })
    list.append(button)
  }

  const drawFacets = (answer, topics) => {
    const tally = (values) => {
      const counts = new Map()
      for (const value of answer.results.flatMap(values)) counts.set(value, (counts.get(value) ?? 0) + 1)
      return counts
    }
    facets.replaceChildren(
      facet("Topic", "topic", byCount(tally((result) => result.topics)), (id) => topics[id] ?? id),
      facet("Year", "year", byDate(tally((result) => [result.day.slice(0, 4)]))),
      facet("Month", "month", byDate(tally((result) => [result.day.slice(0, 7)]))),
      authorFacet(answer),
      facet("Has", "has", byCount(tally((result) => result.has))),
      facet("Source", "source", byCount(tally((result) => (result.source ? [result.source] : [])))),
    )
  }

  const facet = (title, field, counts, label = (value) => value) =>
    counts.length ? make("details", { class: "dg-facet", open: true }, heading(title), ...values(field, counts, label)) : ""

  const heading = (title) => make("summary", {}, make("h2", { class: "dg-label" }, title))

  /** A facet's values as buttons that put themselves into the question, or take themselves out. */
  const values = (field, counts, label = (value) => value) => {
    const item = ([value, count]) => {
      const on = says(input.value, field, value)
      const name = make("span", { class: field === "topic" ? `dg-badge t-${value}` : null }, label(value))
      const button = make("button", { type: "button", "aria-pressed": String(on), "data-facet": field, "data-value": value }, name, " ", make("span", { class: "dg-count" }, count.toLocaleString("en")))
      button.addEventListener("click", async () => {
        input.value = toggled(input.value, field, value)
        remember(true)
        await ask()
        // The facets were made anew: whoever came by keyboard stays where they were.
        facets.querySelector(`[data-facet="${field}"][data-value="${CSS.escape(value)}"]`)?.focus()
      })
      return make("li", {}, button)
    }
    const rest = counts.slice(FACET, FACET_MOST)
    const hidden = rest.length ? make("details", {}, make("summary", { class: "dg-more" }, `${rest.length} more`), make("ul", {}, rest.map(item))) : ""
    return [make("ul", {}, counts.slice(0, FACET).map(item)), hidden]
  }

  /** Names are the largest part of the index: they come when somebody opens their facet. */
  const authorFacet = (answer) => {
    const group = make("details", { class: "dg-facet", "data-facet-authors": true }, heading("Author"))
    const fill = async () => {
      const turn = state.turn
      try {
        const counts = byCount(await engine.authors(answer.results))
        if (turn === state.turn) group.append(...values("author", counts))
      } catch (error) {
        group.append(failure(error, again))
      }
    }
    group.addEventListener("toggle", fill, { once: true })
    return group
  }

  const fail = (error) => {
    settle(0, 0)
    status.replaceChildren("Search failed.")
    list.append(failure(error, again))
  }

  const again = async () => {
    await engine.reset()
    ask()
  }

  const drawTools = () => {
    sort.addEventListener("change", () => {
      remember(true)
      ask()
    })
    const format = make("select", { id: "search-format" }, ["BibTeX", "RIS", "CSV", "Markdown"].map((name) => make("option", {}, name)))
    const said = make("span", { role: "status" })
    const act = (label, what) => {
      const button = make("button", { type: "button", class: "dg-button" }, label)
      button.addEventListener("click", async () => {
        const { exported } = await import("./search-export.js")
        said.textContent = await exported(engine, state.answer, format.value, what).catch((error) => `Not exported: ${error.message}.`)
      })
      return button
    }
    tools.replaceChildren(
      make("p", {}, make("label", { for: "search-sort" }, "Order"), " ", sort),
      make("details", { class: "dg-export" }, make("summary", {}, "Export"), make("p", {}, make("label", { for: "search-format" }, "All results as"), " ", format, " ", act("Copy", "copy"), " ", act("Download", "download"), " ", said)),
    )
  }

  let pause
  input.addEventListener("input", () => {
    clearTimeout(pause)
    pause = setTimeout(() => {
      remember(false)
      ask({ typing: true })
    }, PAUSE)
  })
  form.addEventListener("submit", (event) => {
    event.preventDefault()
    clearTimeout(pause)
    remember(true)
    ask()
  })
  part("clear").addEventListener("click", () => {
    input.value = state.query.terms.map((term) => term.said).join(" ")
    remember(true)
    ask()
  })
  list.addEventListener("click", (event) => {
    const link = event.target.closest('a[href^="?"]')
    if (!link || event.metaKey || event.ctrlKey) return
    event.preventDefault()
    event.stopPropagation()
    history.pushState(history.state, "", link.href)
    read()
    ask()
  })
  const returned = () => {
    if (!page.isConnected) return removeEventListener("popstate", returned)
    read()
    ask()
  }
  addEventListener("popstate", returned)
  drawTools()
  // Who typed before this script was there is answered, too; an address that asks comes first.
  const early = input.value.trim()
  read()
  if (early && !input.value) {
    input.value = early
    remember(false)
  }
  page.classList.add("dg-search-ready")
  if (!input.value && matchMedia("(hover: hover)").matches) input.focus()
  ask()
}
