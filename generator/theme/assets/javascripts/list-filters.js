/* Filters and order of a list of papers: in the address, as tests of papers, and in words. Nothing here touches the page. */

import { LOCALE } from "./language.js"
import { gettext, ngettext } from "./words.js"

/**
 * A paper of a list. `place` is its position in the page's own order; `day` is a date, or empty.
 *
 * @typedef {object} Item
 * @property {string} key
 * @property {number} place
 * @property {string} title
 * @property {number} votes
 * @property {string} day
 * @property {Set<string>} topics
 * @property {string} source
 * @property {boolean} code
 * @property {boolean} fresh whether the site has it since the reader's last visit
 *
 * @typedef {"rank" | "votes" | "date" | "oldest" | "title" | "for-you"} Order
 * @typedef {"unread" | "bookmarked" | "code"} Show
 *
 * What the reader has chosen. A paper passes if it has all that `show` and `fresh` say, at least so many votes, any of
 * the topics and any of the sources; no topics and no sources let all pass.
 * @typedef {object} Choice
 * @property {Set<Show>} show
 * @property {boolean} fresh
 * @property {Set<string>} topics
 * @property {Set<string>} sources
 * @property {number} votes
 * @property {Order} sort
 *
 * @typedef {Pick<import("./reader-store.js").Marks, "read"> & {bookmarks: {has(key: string): boolean}}} Marks
 * @typedef {(kind: "topic" | "source", id: string) => string} NameOf
 */

/** @type {Show[]} */
const SHOWS = ["unread", "bookmarked", "code"]
/** @type {Order[]} */
const ORDERS = ["rank", "votes", "date", "oldest", "title", "for-you"]
const ID = /^[\w.-]{1,80}$/
/** What the values of each parameter may be. @type {Record<string, (value: string) => boolean>} */
const KNOWN = {
  show: (value) => SHOWS.some((name) => name === value),
  new: (value) => value === "1",
  topic: (value) => ID.test(value),
  source: (value) => ID.test(value),
  votes: (value) => /^\d{1,6}$/.test(value), // not 0x10
  sort: (value) => ORDERS.some((name) => name === value),
}
/** Parameters that may have several values, with commas between them. */
const SEVERAL = ["show", "topic", "source"]

/** @returns {Choice} */
export const noChoice = () => ({
  show: new Set(),
  fresh: false,
  topics: new Set(),
  sources: new Set(),
  votes: 0,
  sort: "rank",
})

/**
 * The choice in an address. What is not as expected is left out, because anyone can write an address.
 *
 * @param {string} search the part of the address after `?`
 * @returns {Choice}
 */
export function choiceOf(search) {
  const asked = new URLSearchParams(search)
  const known = (/** @type {string} */ name) => valuesOf(asked, name).filter(KNOWN[name])
  return {
    show: new Set(SHOWS.filter((name) => known("show").includes(name))),
    fresh: known("new").length > 0,
    topics: new Set(known("topic")),
    sources: new Set(known("source")),
    votes: Number(known("votes")[0] ?? 0),
    sort: /** @type {Order} */ (known("sort")[0] ?? "rank"),
  }
}

/**
 * The parameters of an address that have a value which no list knows. A topic or source is known by the list alone, which
 * says so where it has none.
 *
 * @param {string} search
 */
export function unknownIn(search) {
  const asked = new URLSearchParams(search)
  return Object.keys(KNOWN).filter((name) => !valuesOf(asked, name).every(KNOWN[name]))
}

/**
 * @param {URLSearchParams} asked
 * @param {string} name
 */
function valuesOf(asked, name) {
  const text = asked.get(name) ?? ""
  return (SEVERAL.includes(name) ? text.split(",") : [text]).filter(Boolean)
}

/**
 * The part of the address after the path for a choice, empty for none. Other parameters stay.
 *
 * @param {Choice} choice
 * @param {string} search that of the present address
 */
export function searchOf({ show, fresh, topics, sources, votes, sort }, search) {
  const asked = new URLSearchParams(search)
  for (const name of Object.keys(KNOWN)) asked.delete(name)
  if (show.size) asked.set("show", SHOWS.filter((name) => show.has(name)).join(","))
  if (fresh) asked.set("new", "1")
  if (topics.size) asked.set("topic", [...topics].join(","))
  if (sources.size) asked.set("source", [...sources].join(","))
  if (votes) asked.set("votes", String(votes))
  if (sort !== "rank") asked.set("sort", sort)
  return asked.size ? `?${asked.toString().replaceAll("%2C", ",")}` : ""
}

/**
 * Whether a choice leaves papers out.
 *
 * @param {Choice} choice
 */
export const isFiltering = ({ show, fresh, topics, sources, votes }) =>
  show.size > 0 || fresh || topics.size > 0 || sources.size > 0 || votes > 0

/**
 * Whether a paper passes the filters.
 *
 * @param {Item} item
 * @param {Choice} choice
 * @param {Marks} marks
 */
export function passes(item, { show, fresh, topics, sources, votes }, marks) {
  if (show.has("unread") && marks.read.has(item.key)) return false
  if (show.has("bookmarked") && !marks.bookmarks.has(item.key)) return false
  if (show.has("code") && !item.code) return false
  if (fresh && !item.fresh) return false
  if (item.votes < votes) return false
  if (sources.size && !sources.has(item.source)) return false
  return !topics.size || [...topics].some((topic) => item.topics.has(topic))
}

/**
 * Items in an order; equal ones stay in the page's own.
 *
 * @template {Item} T
 * @param {T[]} items
 * @param {Order} order
 * @param {Map<string, {score: number}>} [scores] for "for-you"; papers without one come last
 * @returns {T[]}
 */
export function sorted(items, order, scores = new Map()) {
  const collator = new Intl.Collator(LOCALE, { numeric: true, sensitivity: "base", ignorePunctuation: true })
  const score = (/** @type {Item} */ { key }) => scores.get(key)?.score ?? -Infinity
  const descending = (/** @type {number} */ a, /** @type {number} */ b) => (a === b ? 0 : b - a)
  /** @type {Record<Order, (a: Item, b: Item) => number>} */
  const orders = {
    rank: () => 0,
    votes: (a, b) => b.votes - a.votes,
    date: (a, b) => (a.day < b.day ? 1 : a.day > b.day ? -1 : 0),
    oldest: (a, b) => (a.day < b.day ? -1 : a.day > b.day ? 1 : 0),
    title: (a, b) => collator.compare(a.title, b.title),
    "for-you": (a, b) => descending(score(a), score(b)),
  }
  return [...items].sort((a, b) => orders[order](a, b) || a.place - b.place)
}

/**
 * The active filters, each with its words and the choice without it.
 *
 * @param {Choice} choice
 * @param {NameOf} nameOf
 * @returns {{words: string, without: Choice}[]}
 */
export function activeFilters(choice, nameOf) {
  const { show, fresh, topics, sources, votes } = choice
  const any = (/** @type {"topic" | "source"} */ kind, /** @type {Set<string>} */ ids) =>
    [...ids].map((id) => nameOf(kind, id)).reduce((names, name) => gettext("%(names)s or %(name)s", { names, name }))
  const fromAny = (/** @type {Set<string>} */ ids) => gettext("from %(sources)s", { sources: any("source", ids) })
  // Translators: which papers a list shows
  const words = { unread: gettext("unread"), bookmarked: gettext("bookmarked"), code: gettext("with code") }
  return [
    ...(fresh ? [{ words: gettext("new since your last visit"), without: { ...choice, fresh: false } }] : []),
    ...[...show].map((name) => ({
      words: words[name],
      without: { ...choice, show: new Set([...show].filter((other) => other !== name)) },
    })),
    ...(topics.size ? [{ words: any("topic", topics), without: { ...choice, topics: new Set() } }] : []),
    ...(sources.size ? [{ words: fromAny(sources), without: { ...choice, sources: new Set() } }] : []),
    ...(votes ? [{ words: withVotes(votes), without: { ...choice, votes: 0 } }] : []),
  ]
}

/** @param {number} least */
const withVotes = (least) =>
  least === 1 ? gettext("with votes") : ngettext("%(number)s vote or more", "%(number)s votes or more", least)

/**
 * The steps of votes to choose from: those that some paper reaches.
 *
 * @param {Pick<Item, "votes">[]} items
 * @param {number} chosen a number that must be among them, or 0
 */
export function voteSteps(items, chosen) {
  const most = items.reduce((highest, { votes }) => Math.max(highest, votes), 0)
  const steps = [1, 5, 10, 25, 50, 100, 250, 500, 1000].filter((step) => step <= most)
  return [...new Set(chosen ? [...steps, chosen] : steps)].sort((a, b) => a - b)
}

/**
 * A set with a value, or without it if it was there.
 *
 * @template T
 * @param {Set<T>} set
 * @param {T} value
 */
export function toggled(set, value) {
  const changed = new Set(set)
  if (!changed.delete(value)) changed.add(value)
  return changed
}
