/* Reading lists as values: two lists merged, one list searched and grouped. */

import { fold } from "./search-words.js"
import { gettext } from "./words.js"

/** @typedef {import("./reader-store.js").Marks} Marks */
/** @typedef {import("./reader-store.js").Bookmark} Bookmark */
/** @typedef {[string, Bookmark]} Entry a key and its paper */
/** @typedef {"day" | "topic" | "tag"} Grouping */

/**
 * All that one of two lists has. The order of the lists makes no difference, and merging again changes nothing.
 *
 * @param {Marks} one
 * @param {Marks} other
 * @returns {Marks}
 */
export function mergeMarks(one, other) {
  const bookmarks = new Map(one.bookmarks)
  for (const [key, paper] of other.bookmarks) {
    const same = bookmarks.get(key)
    bookmarks.set(key, same ? mergeBookmarks(same, paper) : paper)
  }
  return {
    bookmarks,
    read: new Set([...one.read, ...other.read]),
    hidden: new Set([...one.hidden, ...other.hidden]),
  }
}

/**
 * Add what another list has. A bookmark whose details cannot be read now stays as it is, or they would be lost.
 *
 * @param {Marks} marks
 * @param {Marks} list
 * @param {(paper: Bookmark) => boolean} isWhole
 */
export function addReadable(marks, list, isWhole) {
  const readable = [...list.bookmarks].filter(([key]) => {
    const own = marks.bookmarks.get(key)
    return !own || isWhole(own)
  })
  Object.assign(marks, mergeMarks(marks, { ...list, bookmarks: new Map(readable) }))
}

/**
 * @param {Bookmark} one
 * @param {Bookmark} other
 * @returns {Bookmark}
 */
function mergeBookmarks(one, other) {
  const [first, second] = [one, other].sort((a, b) => compare(JSON.stringify(a), JSON.stringify(b)))
  return {
    title: longer(first.title, second.title),
    authors: longer(first.authors, second.authors),
    date: [first.date, second.date].filter(Boolean).sort(compare)[0] ?? "",
    topics: first.topics.length >= second.topics.length ? first.topics : second.topics,
    added: [first.added, second.added].filter(Boolean).sort(compare)[0] ?? "",
    note: mergeNotes(first.note, second.note),
    tags: [...new Set([...first.tags, ...second.tags])].sort(compare),
  }
}

/**
 * Both notes, without paragraphs that they share.
 *
 * @param {string} one
 * @param {string} other
 */
function mergeNotes(one, other) {
  const [first, second] = [one, other].map((note) => note.split("\n\n"))
  if (one.includes(other) || second.every((paragraph) => first.includes(paragraph))) return one
  if (other.includes(one) || first.every((paragraph) => second.includes(paragraph))) return other
  return [...new Set([...first, ...second])].join("\n\n")
}

/**
 * @param {string} one
 * @param {string} other
 */
const longer = (one, other) => (other.length > one.length ? other : one)

/**
 * @param {string} one
 * @param {string} other
 */
const compare = (one, other) => (one < other ? -1 : one > other ? 1 : 0)

/**
 * The papers of a list that have all words of a text, the last bookmarked first.
 *
 * @param {Iterable<Entry>} bookmarks
 * @param {string} text
 * @param {(topic: string) => string} nameOf a topic
 * @returns {Entry[]}
 */
export function findPapers(bookmarks, text, nameOf) {
  const words = fold(text).split(/\s+/).filter(Boolean)
  return [...bookmarks]
    .filter(([key, { title, authors, topics, note, tags }]) => {
      const all = fold([key, title, authors, note, ...tags, ...topics.map(nameOf)].join(" "))
      return words.every((word) => all.includes(word))
    })
    .sort(([a, one], [b, other]) => compare(other.added, one.added) || compare(a, b))
}

/**
 * Papers below headings: newest day first, topics and tags by name. With several topics or tags, a paper is in several
 * groups; those without any come last.
 *
 * @param {Entry[]} entries
 * @param {Grouping} grouping
 * @param {(topic: string) => string} nameOf a topic
 * @returns {[string, Entry[]][]}
 */
export function grouped(entries, grouping, nameOf) {
  const none = { day: gettext("No day"), topic: gettext("No topic"), tag: gettext("No tag") }[grouping]
  /** @type {Map<string, Entry[]>} */
  const groups = new Map()
  for (const entry of entries) {
    const [, { date, topics, tags }] = entry
    const names = { day: [date].filter(Boolean), topic: topics.map(nameOf), tag: tags }[grouping]
    for (const name of names.length ? names : [none]) {
      const group = groups.get(name)
      if (group) group.push(entry)
      else groups.set(name, [entry])
    }
  }
  const sign = grouping === "day" ? -1 : 1
  return [...groups].sort(
    ([one], [other]) => Number(one === none) - Number(other === none) || sign * compare(one, other),
  )
}

/**
 * The papers of groups from one number to another, and how many are left after them. `goesOn` says that the first papers
 * of a group come before.
 *
 * @param {[string, Entry[]][]} groups
 * @param {number} start
 * @param {number} end
 */
export function partOf(groups, start, end) {
  /** @type {{name: string, entries: Entry[], goesOn: boolean}[]} */
  const parts = []
  let place = 0
  for (const [name, all] of groups) {
    const entries = all.slice(Math.max(0, start - place), Math.max(0, end - place))
    if (entries.length) parts.push({ name, entries, goesOn: place < start })
    place += all.length
  }
  return { parts, left: Math.max(0, place - end) }
}
