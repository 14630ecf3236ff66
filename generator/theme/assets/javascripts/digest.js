/* What pages can do beyond reading; each of them is whole without it. Runs again after every instant navigation. */
{
  /* The topics over a digest filter it. Without script, and with a modifier key, they lead to the topics' pages. */
  const filter = (bar, list, status) => {
    const links = [...bar.querySelectorAll("[data-topic]")]
    const cards = [...list.querySelectorAll(".dg-card")]
    const show = chosen => {
      for (const link of links) link.setAttribute("aria-pressed", String(link === chosen))
      const topic = chosen && `t-${chosen.dataset.topic}`
      let shown = 0
      for (const card of cards) {
        card.hidden = Boolean(topic) && !card.querySelector(`.dg-badges .${CSS.escape(topic)}`)
        shown += card.hidden ? 0 : 1
      }
      status.replaceChildren()
      if (!chosen) return
      const page = document.createElement("a")
      page.href = chosen.href
      page.textContent = "all papers on this topic"
      status.append(`${shown} of ${cards.length} papers · `, page)
    }
    for (const link of links) {
      link.setAttribute("role", "button")
      link.setAttribute("aria-pressed", "false")
      link.addEventListener("click", event => {
        if (event.metaKey || event.ctrlKey || event.shiftKey) return
        event.preventDefault()
        show(link.getAttribute("aria-pressed") === "true" ? null : link)
      })
      link.addEventListener("keydown", event => {
        if (event.key !== " ") return
        event.preventDefault()
        link.click()
      })
    }
  }

  const offerCopy = source => {
    const label = "Copy BibTeX"
    const button = Object.assign(document.createElement("button"), { type: "button", className: "dg-button", textContent: label })
    source.closest("details").after(button)
    button.addEventListener("click", async () => {
      try {
        await navigator.clipboard.writeText(`${source.textContent.trimEnd()}\n`)
        button.textContent = "Copied"
      } catch {
        source.closest("details").open = true
        getSelection().selectAllChildren(source)
        button.textContent = "Selected: copy it with the keyboard"
      }
      setTimeout(() => { button.textContent = label }, 2500)
    })
  }

  /* A page is made once and read for years: only the reader's clock can tell that no digest has come since. */
  const tellStale = notice => {
    notice.hidden = new Date().toISOString().slice(0, 10) <= notice.dataset.stale
  }

  /* The form for a fix takes the abstract from the page; one with formulas is left out, for they are drawn here. */
  const fillIn = link => {
    const abstract = document.querySelector(".dg-abstract")
    if (!abstract || abstract.querySelector("math, code")) return
    const form = new URL(link.href)
    if (!form.searchParams.has("template")) return
    form.searchParams.set("abstract", [...abstract.children].map(paragraph => paragraph.textContent).join("\n\n"))
    if (form.href.length < 7000) link.href = form.href
  }

  const start = () => {
    const list = document.querySelector("[data-filter]")
    const bar = document.querySelector(".dg-topic-counts")
    if (list && bar) filter(bar, list, document.querySelector("[data-filtered]"))
    document.querySelectorAll("#bibtex").forEach(offerCopy)
    document.querySelectorAll("[data-stale]").forEach(tellStale)
    document.querySelectorAll("[data-fix]").forEach(fillIn)
  }
  if (window.document$) document$.subscribe(start)
  else start()
}
