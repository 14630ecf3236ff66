/* Says how many papers of the site an interest has, which shows a reader at once whether its spelling is known here. */

import { sharedEngine } from "./search-engine.js"
import { parseQuery, withPlainQuotes, written } from "./search-query.js"
import { fold } from "./search-words.js"

/** @typedef {import("./interests.js").Kind} Kind */
/** @typedef {import("./interests.js").Action} Action */

const ROOT = new URL("../../", import.meta.url)

/**
 * A sentence about an interest that was added. Without the search index it has no count.
 *
 * @param {Kind} kind
 * @param {string} name as stored
 * @param {string} label as readers see it
 * @param {Action} action
 * @returns {Promise<string>}
 */
export async function toldOf(kind, name, label, action) {
  const done = action === "highlight" ? "highlighted" : "hidden"
  const subject = { words: `“${label}” is`, authors: `Papers by ${label} are`, topics: `Papers on ${label} are` }[kind]
  try {
    return sentence({ kind, label, done, subject, count: await countPapers(kind, name) })
  } catch (error) {
    console.info("The papers of an interest could not be counted.", error)
    return kind === "words" && action === "hide" ? `Papers with “${label}” are hidden.` : `${subject} ${done}.`
  }
}

/** @param {{kind: Kind, label: string, done: string, subject: string, count: number}} found */
export function sentence({ kind, label, done, subject, count }) {
  if (!count && kind === "authors")
    return `No paper of this site has the author “${label}”. Check the spelling: it must be the whole name as papers have it.`
  if (!count) return `No paper of this site has “${label}” yet.`
  const papers = count === 1 ? "1 paper" : `${count.toLocaleString("en")} papers`
  if (kind === "words") return `“${label}” is ${done} in ${papers} of this site.`
  return `${subject} ${done}: ${papers} of this site.`
}

/**
 * @param {Kind} kind
 * @param {string} name
 * @returns {Promise<number>}
 */
async function countPapers(kind, name) {
  const engine = sharedEngine(ROOT)
  const field = { words: "", authors: "author", topics: "topic" }[kind]
  const plain = withPlainQuotes(name).replaceAll('"', " ")
  const text = field ? written(field, plain) : `"${plain}"` // in quotes, a word is no beginning of others
  const answer = await engine.search(parseQuery(text), { order: "newest", facets: false, meaning: false })
  if (answer.corrections.length || answer.unknown.length) return 0
  const results = answer.results.filter(({ group }) => group === "all")
  if (kind !== "authors") return results.length
  const authors = await engine.facet("author", { ...answer, results })
  return authors.filter(([other]) => fold(other) === fold(name)).reduce((sum, [, papers]) => sum + papers, 0)
}
