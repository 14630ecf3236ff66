/* What Material's partials/javascripts/base.html defines by inline script, for the rest of its scripts. */
window.__md_scope = new URL(document.currentScript.dataset.base, location)
window.__md_hash = text => [...text].reduce((hash, part) => (hash << 5) - hash + part.charCodeAt(0), 0)
window.__md_get = (key, storage = localStorage, scope = __md_scope) =>
  JSON.parse(storage.getItem(scope.pathname + "." + key))
window.__md_set = (key, value, storage = localStorage, scope = __md_scope) => {
  try { storage.setItem(scope.pathname + "." + key, JSON.stringify(value)) } catch { /* full or forbidden */ }
}
