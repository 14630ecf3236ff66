/* The header's search box: a dialog that finds while one types. Arrows choose, Enter opens, Escape closes. */

import { authorLine, counted, dayInShort, failure, make, marked, marker } from "./search-card.js"
import { asks, parseQuery } from "./search-query.js"

const SHOWN = 8
const PAUSE = 60 // ms without a key before asking

export function startDialog(dialog, engine) {
  const part = (name) => dialog.querySelector(`[data-search-${name}]`)
  const [input, list, status, all] = ["box", "options", "count", "all"].map(part)
  const page = all.href
  let turn = 0
  let at = -1

  const options = () => [...list.querySelectorAll("[role=option]")]
  const choose = (next) => {
    const found = options()
    at = found.length ? (next + found.length + 1) % (found.length + 1) : -1
    if (at === found.length) at = -1 // beyond the last is the box itself
    found.forEach((option, number) => option.setAttribute("aria-selected", String(number === at)))
    if (at < 0) input.removeAttribute("aria-activedescendant")
    else {
      input.setAttribute("aria-activedescendant", found[at].id)
      found[at].scrollIntoView({ block: "nearest" })
    }
  }

  const show = (children, said) => {
    list.replaceChildren(...children)
    status.replaceChildren(said)
    input.setAttribute("aria-expanded", String(options().length > 0))
    choose(-1)
  }

  const option = (paper, isAsked, number) =>
    make(
      "a",
      { role: "option", id: `search-option-${number}`, href: paper.href, tabindex: "-1", "aria-selected": "false", "data-key": paper.key },
      make("span", { class: "dg-search-title", dir: "auto" }, marked(paper.title, isAsked)),
      make("span", { class: "dg-small" }, [paper.authors && authorLine(paper.authors), dayInShort(paper.date)].filter(Boolean).join(" · ")),
    )

  const ask = async () => {
    const mine = ++turn
    const query = parseQuery(input.value)
    all.href = asks(query) ? `${page}?${new URLSearchParams({ q: input.value.trim() })}` : page
    all.textContent = asks(query) ? "All results, filters and export" : "Search page: filters, how to ask, export"
    const current = () => mine === turn
    try {
      if (!asks(query)) return show([], "")
      const answer = await engine.search(query, { current, facets: false })
      const papers = await Promise.all(answer.results.slice(0, SHOWN).map((result) => engine.card(result)))
      if (!current()) return
      const where = answer.whole ? "" : ` among the ${answer.searched.toLocaleString("en")} newest`
      list.dataset.total = answer.results.length
      show(papers.map((paper, number) => option(paper, marker(query), number)), answer.results.length ? `${counted(answer.results.length, "paper")}${where}` : `No paper found${where}`)
    } catch (error) {
      if (!current()) return
      show([], "Search failed.")
      status.replaceChildren(failure(error, async () => {
        await engine.reset()
        ask()
      }))
    }
  }

  let pause
  input.addEventListener("input", () => {
    clearTimeout(pause)
    pause = setTimeout(ask, PAUSE)
  })
  input.addEventListener("keydown", (event) => {
    if (event.isComposing) return // Enter and arrows belong to the input method
    if (event.key === "ArrowDown") choose(at + 1)
    else if (event.key === "ArrowUp") choose(at < 0 ? options().length - 1 : at - 1)
    else if (event.key === "Enter") (options()[at] ?? all).click()
    else return
    event.preventDefault()
  })
  // A link followed by instant navigation leaves this dialog in place: close it. On the backdrop, too.
  dialog.addEventListener("click", (event) => {
    if (event.target === dialog || event.target.closest("[data-search-close]")) dialog.close()
    else if (event.target.closest("a[href]") && !event.metaKey && !event.ctrlKey && !event.shiftKey) dialog.close()
  })
  if (input.value) ask()
}
