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
  // The view of lists, and lists that the address filters: list-view.js and list-tools.js go on from here.
  const home = new URL("../../", script.src).pathname
  if (storedUnder("digestif.view").view === "compact") document.documentElement.dataset.view = "compact"
  if (/[?&](show|new|topic|source|votes|sort)=/.test(location.search)) {
    document.documentElement.setAttribute("data-waiting", "")
  }
  // Papers that the reader has hidden, by themselves or by a word, author or topic, leave a list before it is drawn, so that
  // nothing moves when reader-marks.js and interest-marks.js start.
  const marks = storedUnder("digestif.reader")
  const interests = storedUnder("digestif.interests")
  const hidden = new Set(Array.isArray(marks.hidden) ? marks.hidden : [])
  const short = ":is(.dg-trends, .dg-related) li" // as in reader-marks.js
  /** @type {((part: Element) => boolean) | null} */
  let unwanted = null
  try {
    unwanted = unwantedOf(interests)
  } catch {
    // Something else wrote the interests.
  }
  // The notice that no new digest has appeared is shown before it is drawn, too.
  if (hidden.size || unwanted || script.dataset.notices !== undefined) {
    const observer = new MutationObserver((records) => {
      for (const { addedNodes } of records) {
        for (const node of addedNodes) {
          hidePaper(node)
          showNotice(node)
        }
      }
    })
    observer.observe(document, { childList: true, subtree: true })
    document.addEventListener("DOMContentLoaded", () => observer.disconnect())
  }
  // Room is kept on the front page for what for-you-home.js shows to readers who have marked enough.
  const highlights = Object.values(interests.highlight ?? {}).flat()
  const kept = Object.keys(marks.bookmarks ?? {}).length
  if (kept + highlights.length >= 5) document.documentElement.setAttribute("data-for-you", "")
  if (kept) document.documentElement.style.setProperty("--dg-bookmarks", `" ${kept}"`) // reader-marks.js keeps it up to date
  /** @param {string} name */
  function storedUnder(name) {
    try {
      return JSON.parse(localStorage.getItem(name + home) ?? "{}") ?? {}
    } catch {
      return {} // storage is forbidden, or has something else
    }
  }
  // Who has been here before is told on the front page what is new since then; visits.js stores when that was.
  document.documentElement.toggleAttribute("data-returning", isReturning())
  function isReturning() {
    const { since, last } = storedUnder("digestif.visits")
    return since !== undefined && (since !== null || Math.abs(Date.now() - last) > 3_600_000)
  }
  /**
   * Whether a part of a paper has what the reader hides; null where nothing is hidden.
   *
   * @param {any} interests
   * @returns {((part: Element) => boolean) | null}
   */
  function unwantedOf({ hide, pattern }) {
    const plainName = (/** @type {string} */ name) => name.trim().toLowerCase()
    const authors = new Set((hide?.authors ?? []).map(plainName))
    /** @type {string[]} */
    const topics = [...(hide?.topics ?? [])]
    if (!authors.size && !topics.length && !pattern) return null
    const words = pattern ? new RegExp(pattern, "iu") : null
    const onOwnPage = (/** @type {string} */ topic) => document.querySelector(`.dg-page-head.t-${CSS.escape(topic)}`)
    return (part) => {
      const text = part.textContent ?? ""
      if (part.matches(".dg-badges a")) {
        return topics.some((topic) => part.classList.contains(`t-${topic}`) && !onOwnPage(topic))
      }
      if (!part.matches(".dg-authors, small > span")) return words?.test(text) ?? false
      const own = document.querySelector(".is-author .dg-page-head h1")?.textContent ?? ""
      return text.split(/,\s+/).some((name) => authors.has(plainName(name)) && plainName(name) !== plainName(own))
    }
  }
  /** @param {Node} node the title of a card or row, or another part of it */
  function hidePaper(node) {
    if (!(node instanceof HTMLElement)) return
    const item = node.closest(`.dg-card, .dg-rows > li, ${short}`)
    if (!item) return
    const isTitle =
      node instanceof HTMLAnchorElement && node.parentElement?.matches(`.dg-title, .dg-rows > li, ${short}`)
    const key = isTitle && /\/papers\/([^/]+)\/$/.exec(node.pathname)?.[1]
    if (key && hidden.has(key)) item.setAttribute("data-hidden", "")
    if (item.matches(short)) return
    const says = isTitle || node.matches(".dg-excerpt, .dg-abstract, .dg-badges a, .dg-authors, small > span")
    if (says && unwanted?.(node)) item.setAttribute("data-unwanted", "")
  }
  /** @param {Node} node a notice with the day after which it holds: only the reader's clock has today's date */
  function showNotice(node) {
    if (!(node instanceof HTMLElement) || node.dataset.stale === undefined) return
    node.hidden = new Date().toISOString().slice(0, 10) <= node.dataset.stale
  }
  // Material's script takes each of these links for another site in another language, and loads a sitemap beside it. A
  // space hides them from its selector, and means the same.
  document.addEventListener("DOMContentLoaded", () => {
    for (const link of document.querySelectorAll("link[rel=alternate]")) link.setAttribute("rel", "alternate ")
  })
}
