/* The settings of interests: words, authors and topics to highlight or to hide. */

import { button, element } from "./elements.js"
import { setInterest, TOLD } from "./interests-changes.js"
import { ACTIONS, KINDS, onInterestsChange, readInterests } from "./interests.js"
import { gettext } from "./words.js"

/**
 * @typedef {import("./interests.js").Kind} Kind
 * @typedef {import("./interests.js").Action} Action
 */

/** @type {Record<Kind, string>} */
const KIND_NAMES = { words: gettext("Word or phrase"), authors: gettext("Author"), topics: gettext("Topic") }
/** The same after a name. @type {Record<Kind, string>} */
// Translators: what a name is, in small print beside it
const KIND_NOTES = { words: gettext("word or phrase"), authors: gettext("author"), topics: gettext("topic") }
/** @type {Record<Action, string>} */
// Translators: on buttons
const ACTION_NAMES = { highlight: gettext("Highlight"), hide: gettext("Hide") }
/** @type {Record<Action, string>} */
// Translators: headings of lists of words, authors and topics
const HEADINGS = { highlight: gettext("Highlighted"), hide: gettext("Hidden") }

/** Signs that are no part of words: "<b>" would find every "b". */
const UNREAD = /[^\p{L}\p{M}\p{N}\s\-‐‑–'’.,:&/+#_]/u

/** The fieldset, which shows changes of other tabs as well. */
export function interestSettings() {
  const topics = /** @type {NodeListOf<HTMLOptionElement>} */ (document.querySelectorAll("#topic-names option"))
  const names = new Map([...topics].map(({ value, label }) => [value, label]))
  const lists = element("div")
  const status = element("p", { class: "dg-meta", role: "status" })
  const set = (/** @type {[Kind, string, Action | null]} */ ...change) => {
    const outcome = setInterest(...change)
    status.textContent = TOLD[outcome]
    return outcome === "stored" || outcome === "page"
  }
  const draw = () => {
    const hadFocus = lists.contains(document.activeElement)
    lists.replaceChildren(...ACTIONS.flatMap((action) => listOf(action, names, set)))
    if (hadFocus) (lists.querySelector("button") ?? form.querySelector("input"))?.focus()
  }
  /** Counts what was added, so that a slow count does not replace what was said later. */
  let added = 0
  const tell = async (/** @type {Kind} */ kind, /** @type {string} */ name, /** @type {Action} */ action) => {
    const number = ++added
    const before = status.textContent
    const { toldOf } = await import("./interest-count.js")
    const told = await toldOf(kind, name, kind === "topics" ? (names.get(name) ?? name) : name, action)
    if (number === added && status.textContent === before) status.textContent = [before, told].filter(Boolean).join(" ")
  }
  const add = (/** @type {[Kind, string, Action]} */ ...interest) => {
    const isStored = set(...interest)
    if (isStored) void tell(...interest)
    return isStored
  }
  const refuse = (/** @type {string} */ problem) => {
    added++
    status.textContent = problem
  }
  const form = addForm(names, add, refuse)
  onInterestsChange(draw)
  draw()
  return element(
    "fieldset",
    { class: "dg-interests", id: "interests" },
    element("legend", {}, gettext("Interests")),
    element(
      "p",
      {},
      gettext("Highlighted words, authors and topics are marked. Papers with hidden ones leave digests and lists."),
    ),
    form,
    status,
    lists,
  )
}

/**
 * @param {Map<string, string>} names of topics by id
 * @param {(kind: Kind, name: string, action: Action) => boolean} add
 * @param {(problem: string) => void} refuse
 */
function addForm(names, add, refuse) {
  const kind = element(
    "select",
    // Translators: of an interest: word, author or topic
    { "aria-label": gettext("Kind") },
    KINDS.filter((each) => each !== "topics" || names.size).map((each) =>
      element("option", { value: each }, KIND_NAMES[each]),
    ),
  )
  const text = element("input", {
    type: "text",
    "aria-label": gettext("Word, phrase or name"),
    maxlength: 80,
    autocomplete: "off",
  })
  const topic = element(
    "select",
    { "aria-label": gettext("Topic"), hidden: true },
    [...names].map(([id, name]) => element("option", { value: id }, name)),
  )
  kind.addEventListener("change", () => {
    text.hidden = kind.value === "topics"
    topic.hidden = !text.hidden
  })
  const press = (/** @type {Action} */ action) => {
    const name = topic.hidden ? text.value.trim() : topic.value
    if (!name) return text.focus()
    const problem = topic.hidden ? problemOf(/** @type {Kind} */ (kind.value), name) : ""
    if (problem) {
      refuse(problem)
      return text.focus()
    }
    if (add(/** @type {Kind} */ (kind.value), name, action)) text.value = ""
    if (!text.hidden) text.focus()
  }
  text.addEventListener("keydown", (event) => {
    if (event.key === "Enter") press("highlight")
  })
  return element(
    "div",
    { class: "dg-export", role: "group", "aria-label": gettext("Add an interest") },
    kind,
    text,
    topic,
    ACTIONS.map((action) => button(ACTION_NAMES[action], () => press(action))),
  )
}

/**
 * Why a name is not added: it would never be found, or other text would be found as well.
 *
 * @param {Kind} kind
 * @param {string} name
 */
function problemOf(kind, name) {
  if (!/[\p{L}\p{N}]/u.test(name)) return gettext("Nothing was added: “%(name)s” has no letter or digit.", { name })
  if (kind === "authors") return ""
  const [sign] = UNREAD.exec(name) ?? []
  return sign ? gettext("Nothing was added: the sign %(sign)s is no part of a word. Leave it out.", { sign }) : ""
}

/**
 * @param {Action} action
 * @param {Map<string, string>} names of topics by id
 * @param {(kind: Kind, name: string, action: null) => boolean} set
 */
function listOf(action, names, set) {
  const interests = readInterests()[action]
  const items = KINDS.flatMap((kind) =>
    interests[kind].map((name) => {
      const label = kind === "topics" ? (names.get(name) ?? name) : name
      const remove = button("", () => set(kind, name, null), {
        class: "dg-mark",
        "aria-label": gettext("Remove %(name)s", { name: label }),
      })
      return element("li", {}, label, element("small", {}, ` ${KIND_NOTES[kind]}`), remove)
    }),
  )
  return items.length ? [element("h3", {}, HEADINGS[action]), element("ul", { class: "dg-interest-list" }, items)] : []
}
