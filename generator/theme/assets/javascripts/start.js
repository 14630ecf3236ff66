/* Says that scripts run, and defines for Material's scripts what its partials/javascripts/base.html defines with an inline script. */

{
  document.documentElement.classList.replace("no-js", "js")
  const script = /** @type {HTMLScriptElement} */ (document.currentScript)
  window.__md_scope = new URL(script.dataset.base ?? ".", location.href)
  window.__md_hash = (text) => [...text].reduce((hash, letter) => (hash << 5) - hash + letter.charCodeAt(0), 0)
  window.__md_get = (key, storage = localStorage, scope = window.__md_scope) =>
    JSON.parse(storage.getItem(scope.pathname + "." + key) ?? "null")
  window.__md_set = (key, value, storage = localStorage, scope = window.__md_scope) => {
    try {
      storage.setItem(scope.pathname + "." + key, JSON.stringify(value))
    } catch {
      // Storage is full or forbidden.
    }
  }
  // Papers that the reader has hidden leave a list before it is drawn, so that nothing moves when reader-marks.js starts.
  const hidden = hiddenKeys()
  if (hidden.size) {
    const observer = new MutationObserver((records) => {
      for (const { addedNodes } of records) {
        for (const node of addedNodes) hidePaper(node)
      }
    })
    observer.observe(document, { childList: true, subtree: true })
    document.addEventListener("DOMContentLoaded", () => observer.disconnect())
  }
  function hiddenKeys() {
    try {
      const stored = localStorage.getItem(`digestif.reader${new URL("../../", script.src).pathname}`)
      return new Set(JSON.parse(stored ?? "{}").hidden)
    } catch {
      return new Set() // storage is forbidden, or has something else
    }
  }
  /** @param {Node} node the title of a card or row */
  function hidePaper(node) {
    if (!(node instanceof HTMLAnchorElement) || !node.parentElement?.matches(".dg-title, .dg-rows > li")) return
    const key = /\/papers\/([^/]+)\//.exec(node.pathname)?.[1]
    if (key && hidden.has(key)) node.closest(".dg-card, .dg-rows > li")?.setAttribute("data-hidden", "")
  }
  // Material's script takes each of these links for this page in another language, and loads a sitemap beside it.
  document.addEventListener("DOMContentLoaded", () => {
    for (const feed of document.querySelectorAll("link[rel=alternate][type]"))
      feed.setAttribute("rel", "alternate feed")
  })
}
