/* Says how many papers of the site an interest has, which shows a reader at once whether its spelling is known here. */

import { sharedEngine } from "./search-engine.js"
import { parseQuery, withPlainQuotes, written } from "./search-query.js"
import { fold } from "./search-words.js"
import { gettext, ngettext } from "./words.js"

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
  try {
    return sentence(kind, label, action, await countPapers(kind, name))
  } catch (error) {
    console.info("The papers of an interest could not be counted.", error)
    return UNCOUNTED[kind][action](label)
  }
}

/** @type {Record<Kind, Record<Action, (name: string) => string>>} */
const UNCOUNTED = {
  words: {
    highlight: (name) => gettext("“%(name)s” is highlighted.", { name }),
    hide: (name) => gettext("Papers with “%(name)s” are hidden.", { name }),
  },
  authors: {
    highlight: (name) => gettext("Papers by %(name)s are highlighted.", { name }),
    hide: (name) => gettext("Papers by %(name)s are hidden.", { name }),
  },
  topics: {
    highlight: (name) => gettext("Papers on %(name)s are highlighted.", { name }),
    hide: (name) => gettext("Papers on %(name)s are hidden.", { name }),
  },
}

/** @type {Record<Kind, Record<Action, (name: string, count: number) => string>>} */
const COUNTED = {
  words: {
    highlight: (name, count) =>
      ngettext(
        "“%(name)s” is highlighted in %(number)s paper of this site.",
        "“%(name)s” is highlighted in %(number)s papers of this site.",
        count,
        { name },
      ),
    hide: (name, count) =>
      ngettext(
        "“%(name)s” is hidden in %(number)s paper of this site.",
        "“%(name)s” is hidden in %(number)s papers of this site.",
        count,
        { name },
      ),
  },
  authors: {
    highlight: (name, count) =>
      ngettext(
        "Papers by %(name)s are highlighted: %(number)s paper of this site.",
        "Papers by %(name)s are highlighted: %(number)s papers of this site.",
        count,
        { name },
      ),
    hide: (name, count) =>
      ngettext(
        "Papers by %(name)s are hidden: %(number)s paper of this site.",
        "Papers by %(name)s are hidden: %(number)s papers of this site.",
        count,
        { name },
      ),
  },
  topics: {
    highlight: (name, count) =>
      ngettext(
        "Papers on %(name)s are highlighted: %(number)s paper of this site.",
        "Papers on %(name)s are highlighted: %(number)s papers of this site.",
        count,
        { name },
      ),
    hide: (name, count) =>
      ngettext(
        "Papers on %(name)s are hidden: %(number)s paper of this site.",
        "Papers on %(name)s are hidden: %(number)s papers of this site.",
        count,
        { name },
      ),
  },
}

/**
 * @param {Kind} kind
 * @param {string} name as readers see it
 * @param {Action} action
 * @param {number} count
 */
export function sentence(kind, name, action, count) {
  if (count) return COUNTED[kind][action](name, count)
  if (kind !== "authors") return gettext("No paper of this site has “%(name)s” yet.", { name })
  return gettext(
    "No paper of this site has the author “%(name)s”. Check the spelling: it must be the whole name as papers have it.",
    { name },
  )
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
