/* Single keys for those who read with the keyboard, and the switch that turns all of them off, those of search and of
   Material included (WCAG 2.2, 2.1.4). The choice is kept in this browser alone. */
{
  const STORE = "digestif.keys.1"
  const HELP = [
    ["J, K", "next and previous paper of the list"],
    ["O or Enter", "open the paper"],
    ["A", "unfold its abstract"],
    ["P, N", "previous and next digest, month or paper"],
    ["S, F or /", "search"],
    ["?", "this list"],
  ]
  const stored = () => { try { return localStorage.getItem(STORE) } catch { return null } }
  let off = stored() === "off"

  const cards = () => [...document.querySelectorAll(".dg-card, .dg-rows > li")].filter(card => card.getClientRects().length)
  const titleOf = card => card.querySelector(".dg-title a, :scope > a")
  const current = () => document.activeElement?.closest(".dg-card, .dg-rows > li")

  const step = ahead => {
    const list = cards()
    const at = list.indexOf(current())
    const next = list[at < 0 ? (ahead > 0 ? 0 : list.length - 1) : at + ahead]
    if (!next) return
    titleOf(next).focus({ preventScroll: true })
    next.scrollIntoView({ block: "center" })
  }
  const unfold = () => {
    const fold = current()?.querySelector(".dg-fold")
    if (fold) fold.open = !fold.open
  }
  const follow = rel => document.querySelector(`.dg a[rel="${rel}"]`)?.click()
  const open = () => { const card = current(); if (card) titleOf(card).click() }

  const element = (name, properties = {}, ...children) => {
    const made = Object.assign(document.createElement(name), properties)
    made.append(...children)
    return made
  }
  const makeHelp = () => {
    const box = element("input", { type: "checkbox", checked: !off })
    box.addEventListener("change", () => {
      off = !box.checked
      try { off ? localStorage.setItem(STORE, "off") : localStorage.removeItem(STORE) } catch { /* for this page only */ }
    })
    const rows = HELP.flatMap(([keys, what]) => [element("dt", {}, element("kbd", {}, keys)), element("dd", {}, what)])
    const close = element("button", { className: "dg-button" }, "Close")
    const form = element("form", { method: "dialog" }, element("label", {}, box, " Single keys are on"), close)
    const dialog = element("dialog", { className: "dg-keys" }, element("h2", {}, "Keyboard"), element("dl", {}, ...rows), form)
    dialog.setAttribute("aria-label", "Keyboard")
    document.body.append(dialog)
    return dialog
  }
  let dialog = null
  const help = () => {
    dialog ??= makeHelp()
    if (!dialog.open) dialog.showModal()
  }

  const actions = {
    j: () => step(1), k: () => step(-1), o: open, a: unfold,
    p: () => follow("prev"), n: () => follow("next"), "?": help,
  }
  const typing = target => target.closest?.("input, textarea, select, dialog, [contenteditable]")
  addEventListener("keydown", event => {
    if (event.metaKey || event.ctrlKey || event.altKey || event.key.length > 1 || typing(event.target)) return
    if (off) return event.stopImmediatePropagation()
    const action = actions[event.key.toLowerCase()]
    if (!action) return
    event.preventDefault()
    event.stopImmediatePropagation()
    action()
  }, true)

  const start = () => {
    const place = document.querySelector(".dg-footer p")
    if (!place || place.querySelector("button")) return
    place.append(" ", element("button", { type: "button", textContent: "Keyboard", onclick: help }))
  }
  if (window.document$) document$.subscribe(start)
  else start()
}
