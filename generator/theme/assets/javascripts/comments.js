/* Comments on a paper: a discussion on GitHub in a frame of giscus, loaded only after a click.
 *
 * The frame has the address and the messages of giscus' own script (client.ts in its repository). That script is not
 * loaded, so the page runs only the site's own scripts. */

import { button, element } from "./elements.js"
import { gettext } from "./words.js"

const GISCUS = "https://giscus.app"
const SESSION = "giscus-session" // the name that giscus uses

/**
 * Add a button that shows the comments. After a reader has logged in at GitHub, giscus leads back to the page with a
 * session in its address; the comments are then shown at once.
 *
 * @param {HTMLElement} section
 */
export function offerComments(section) {
  const returned = takeSession()
  const show = button(gettext("Show comments"), () => showComments(section), { "aria-describedby": "comments-note" })
  const note = element("p", { class: "dg-small", id: "comments-note" })
  note.append(gettext("Comments are loaded from giscus.app, which shows discussions on GitHub."))
  section.append(show, note)
  if (returned) showComments(section)
}

/** Move the session from the address of the page to the browser's storage; whether there was one. */
function takeSession() {
  const address = new URL(location.href)
  const session = address.searchParams.get("giscus")
  if (!session) return false
  address.searchParams.delete("giscus")
  history.replaceState(history.state, "", address)
  write(session)
  return true
}

/** @param {HTMLElement} section */
function showComments(section) {
  const frame = element("iframe", {
    class: "dg-comments-frame",
    title: gettext("Comments"),
    src: frameAddress(section),
    allow: "clipboard-write",
  })
  section.replaceChildren(element("h2", {}, gettext("Comments")), frame)
  /** @param {MessageEvent} event */
  const listen = (event) => {
    if (!frame.isConnected) return removeEventListener("message", listen)
    if (event.origin !== GISCUS || event.source !== frame.contentWindow) return
    const told = event.data?.giscus
    if (!told) return
    if (Number.isFinite(told.resizeHeight)) frame.style.height = `${told.resizeHeight}px`
    const expired = /Bad credentials|Invalid state value|State has expired/.test(String(told.error ?? ""))
    if (!told.signOut && !(expired && read())) return
    write("")
    frame.src = frameAddress(section)
  }
  addEventListener("message", listen)
}

/** @param {HTMLElement} section */
function frameAddress(section) {
  const page = new URL(location.href)
  page.hash = ""
  const { repo = "", repoId = "", category = "", categoryId = "", comments = "" } = section.dataset
  const description = document.querySelector("meta[name=description]")?.getAttribute("content") ?? ""
  const theme = document.body.dataset.mdColorScheme === "slate" ? "dark" : "light"
  const values = {
    ...{ origin: page.href, session: read(), theme, reactionsEnabled: "1", emitMetadata: "0", inputPosition: "bottom" },
    ...{ repo, repoId, category, categoryId, strict: "1", description, backLink: page.href, term: comments },
  }
  return `${GISCUS}/widget?${new URLSearchParams(values)}`
}

function read() {
  try {
    return String(JSON.parse(localStorage.getItem(SESSION) ?? '""'))
  } catch {
    return ""
  }
}

/** @param {string} session */
function write(session) {
  try {
    if (session) localStorage.setItem(SESSION, JSON.stringify(session))
    else localStorage.removeItem(SESSION)
  } catch {
    // Storage is full or forbidden: the reader has to log in again on the next page.
  }
}
