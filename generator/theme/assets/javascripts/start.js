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
  // Material's script takes each of these links for this page in another language, and loads a sitemap beside it.
  document.addEventListener("DOMContentLoaded", () => {
    for (const feed of document.querySelectorAll("link[rel=alternate][type]"))
      feed.setAttribute("rel", "alternate feed")
  })
}
