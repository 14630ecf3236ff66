/* The menu Share of a paper: copies its title, link, citation or a line of Markdown, and opens the system's share sheet.
 * Loaded when a reader uses it. */

import { chosenFormat, entryOf, renderCitation, renderOf, STYLE_LABELS } from "./citation-render.js"
import { copyText } from "./clipboard.js"
import { element } from "./elements.js"
import { required } from "./messages.js"
import { gettext } from "./words.js"

/**
 * @typedef {object} Shared a paper, as its card, row or page shows it
 * @property {string} title
 * @property {string} href the address of its page
 * @property {string} date the day of the digest, or empty
 * @property {string} authors with commas between them
 * @property {string[]} links to the paper on other sites
 *
 * @typedef {(message: string) => HTMLElement} Say shows a message and returns its box
 * @typedef {[label: string, act: () => Promise<void>]} Choice
 */

/**
 * Open the menu below its button, or close it. Focus is on the first choice, as in the menu button pattern of the ARIA
 * Authoring Practices Guide.
 *
 * @param {HTMLElement} opener
 * @param {Shared} paper
 * @param {Say} say
 */
export function toggleShareMenu(opener, paper, say) {
  const place = /** @type {HTMLElement} */ (opener.parentElement)
  const shown = place.querySelector("[role=menu]")
  if (shown) return close(opener, shown)
  const menu = element("div", {
    class: "dg-menu",
    role: "menu",
    "aria-label": gettext("Share %(title)s", { title: paper.title }),
  })
  menu.append(
    ...choices(paper, say).map(([label, act]) => {
      const item = element("button", { type: "button", role: "menuitem", tabindex: -1 }, label)
      item.addEventListener("click", () => {
        close(opener, menu)
        void act()
      })
      return item
    }),
  )
  menu.addEventListener("keydown", (event) => onKey(event, opener, menu))
  menu.addEventListener("focusout", ({ relatedTarget }) => {
    const inside = relatedTarget instanceof Node && (menu.contains(relatedTarget) || relatedTarget === opener)
    if (relatedTarget && !inside) remove(opener, menu)
  })
  closeByPointer(opener, menu)
  opener.setAttribute("aria-expanded", "true")
  opener.after(menu)
  menu.querySelector("button")?.focus({ preventScroll: true })
  menu.scrollIntoView({ block: "nearest" })
}

/**
 * @param {HTMLElement} opener
 * @param {Element} menu
 */
function remove(opener, menu) {
  opener.setAttribute("aria-expanded", "false")
  menu.remove()
}

/**
 * @param {HTMLElement} opener
 * @param {Element} menu
 */
function close(opener, menu) {
  opener.focus({ preventScroll: true })
  remove(opener, menu)
}

/**
 * @param {HTMLElement} opener
 * @param {Element} menu
 */
function closeByPointer(opener, menu) {
  const onPointer = (/** @type {PointerEvent} */ { target }) => {
    const inside = target instanceof Node && (menu.contains(target) || opener.contains(target))
    if (inside && menu.isConnected) return
    removeEventListener("pointerdown", onPointer)
    remove(opener, menu)
  }
  addEventListener("pointerdown", onPointer)
}

/**
 * @param {KeyboardEvent} event
 * @param {HTMLElement} opener
 * @param {HTMLElement} menu
 */
function onKey(event, opener, menu) {
  if (event.ctrlKey || event.metaKey || event.altKey) return
  const items = [...menu.querySelectorAll("button")]
  const at = items.indexOf(/** @type {HTMLButtonElement} */ (document.activeElement))
  const starting = (/** @type {HTMLElement} */ { textContent }) =>
    textContent?.toLowerCase().startsWith(event.key.toLowerCase())
  if (event.key === "Escape") close(opener, menu)
  else if (event.key === "Tab")
    return close(opener, menu) // and on to what follows the button
  else if (event.key === "ArrowDown") items[(at + 1) % items.length].focus()
  else if (event.key === "ArrowUp") items.at(at - 1)?.focus()
  else if (event.key === "Home") items[0].focus()
  else if (event.key === "End") items.at(-1)?.focus()
  else if (/^\S$/.test(event.key)) [...items.slice(at + 1), ...items.slice(0, at + 1)].find(starting)?.focus()
  else return
  event.preventDefault()
  event.stopPropagation()
}

/**
 * @param {Shared} paper
 * @param {Say} say
 * @returns {Choice[]}
 */
function choices(paper, say) {
  const { title, href: url } = paper
  /** @type {Choice[]} */
  const found = [
    [gettext("Copy title"), () => copy({ text: title }, () => gettext("Copied the title."), say)],
    [gettext("Copy link"), () => copy({ text: url }, () => gettext("Copied the link."), say)],
    [gettext("Copy citation (%(format)s)", { format: nameOf(chosenFormat()) }), () => copyCitation(paper, say)],
    [gettext("Copy as Markdown"), () => copy(markdownOf(paper), () => gettext("Copied a line of Markdown."), say)],
  ]
  if (typeof navigator.share === "function")
    found.push([gettext("Share with an app…"), () => share({ title, url }, say)])
  return found
}

/**
 * Copy the citation of a paper in the format that the reader chose last: as its page has it, or from what is shown here.
 *
 * @param {Shared} paper
 * @param {Say} say
 */
export async function copyCitation(paper, say) {
  const format = chosenFormat()
  let rest = ""
  const made = pageOf(paper.href).then(
    (page) => renderCitation(page, entryOf(page), format),
    async (error) => {
      console.info("The citation is made from what is shown here.", error)
      const { citationFromCard } = await required(import("./citation-from-card.js"))
      rest = ` ${gettext("It has only what is shown here, because the paper's page could not be loaded.")}`
      return renderOf(citationFromCard(paper), format)
    },
  )
  const text = made.then((rendered) => ({ ...rendered, text: rendered.text.trimEnd() }))
  await copy(
    text,
    () => gettext("Copied the citation as %(format)s.", { format: nameOf(format) }) + rest,
    say,
    format in STYLE_LABELS,
  )
}

/** @param {string} format */
const nameOf = (format) => STYLE_LABELS[/** @type {keyof typeof STYLE_LABELS} */ (format)] ?? format

/**
 * The line of a list in Markdown, as exports have it.
 *
 * @param {Shared} paper
 */
async function markdownOf({ href, date }) {
  const page = await pageOf(href)
  const [{ citationFromPage }, { write }] = await required(
    Promise.all([import("./citation-from-page.js"), import("./citation-formats.js")]),
  )
  const citation = citationFromPage(page, entryOf(page))
  return { text: write([{ key: "", citation, date, href, topics: [] }], "Markdown").text.trimEnd() }
}

/**
 * The page of a paper. That of another one is read like a file: its scripts do not run.
 *
 * @param {string} href
 */
async function pageOf(href) {
  if (new URL(href).pathname === location.pathname && document.getElementById("bibtex")) return document
  return new DOMParser().parseFromString(await loadText(href), "text/html")
}

/**
 * The text of a page; without a network, that of its offline copy.
 *
 * @param {string} href
 */
async function loadText(href) {
  const answer = await fetch(href).catch(async (error) => {
    const copy = "caches" in globalThis ? await caches.match(href) : undefined
    if (copy) return copy
    throw error
  })
  if (!answer.ok) throw new Error(`${href}: ${answer.status}`)
  return answer.text()
}

/**
 * @param {import("./clipboard.js").Copied | Promise<import("./clipboard.js").Copied>} made
 * @param {() => string} done what to say then
 * @param {Say} say
 * @param {boolean} rich
 */
async function copy(made, done, say, rich = false) {
  try {
    await copyText(made, rich)
    say(done())
  } catch (error) {
    console.warn("Nothing was copied.", error)
    await offerByHand(made, say)
  }
}

/**
 * @param {import("./clipboard.js").Copied | Promise<import("./clipboard.js").Copied>} made
 * @param {Say} say
 */
async function offerByHand(made, say) {
  try {
    const field = element(
      "textarea",
      { rows: 2, readonly: true, "aria-label": gettext("Text to copy") },
      (await made).text,
    )
    say(gettext("The browser did not allow copying. Press Ctrl+C or ⌘C:")).firstElementChild?.after(field)
    field.select()
  } catch {
    say(gettext("The paper's page could not be loaded. Check your connection and try again."))
  }
}

/**
 * @param {{title: string, url: string}} paper
 * @param {Say} say
 */
async function share(paper, say) {
  try {
    await navigator.share(paper)
    say(gettext("Shared."))
  } catch (error) {
    if (error instanceof DOMException && error.name === "AbortError") return // the reader closed the sheet
    console.warn("The paper was not shared.", error)
    say(gettext("Sharing did not work here. Copy the link instead."))
  }
}
