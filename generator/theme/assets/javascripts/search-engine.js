/* Answers queries from the search index: the whole archive, one scale of scores.
 *
 * Papers with all words of a query come first, by BM25F; then, where these are few, papers with most of them, weighed by
 * rarity, and for a question papers that are related by meaning. A word that no paper has is replaced by the nearest spelling. */

import { IndexChanged, IndexFiles } from "./search-files.js"
import { countFacets, passing, unknownValues } from "./search-filters.js"
import { Lookup } from "./search-lookup.js"
import {
  orderedByNames,
  orderedByText,
  partialScores,
  possibleNames,
  rowsOf,
  withAll,
  withMeaning,
  withMost,
} from "./search-ranking.js"
import { words } from "./search-words.js"

/**
 * @typedef {import("./search-query.js").Query} Query
 * @typedef {import("./search-query.js").Term} Term
 * @typedef {import("./search-files.js").Card} Card
 * @typedef {import("./search-files.js").Facts} Facts
 * @typedef {import("./search-files.js").Manifest} Manifest
 * @typedef {import("./search-filters.js").Facets} Facets
 * @typedef {import("./search-lookup.js").Match} Match
 * @typedef {import("./search-ranking.js").Group} Group
 * @typedef {import("./search-ranking.js").Result} Result
 *
 * @typedef {"relevance" | "newest" | "upvotes"} Order
 *
 * What to highlight: terms of texts, folded words of names, and phrases, whose terms stand side by side.
 * @typedef {{words: Set<string>, names: Set<string>, phrases: string[][]}} Marks
 *
 * `results` are in the order to show, group after group. `found` papers have all words; `total` is the whole archive.
 * `corrections` are words that no paper has and what was searched for instead; `shown` is the query with them, and
 * `instead` the one that searches for the words as they were typed. `unknown` words were left out.
 * @typedef {object} Answer
 * @property {Result[]} results
 * @property {{kind: Group, count: number}[]} groups
 * @property {number} found
 * @property {number} total
 * @property {{typed: string, used: string}[]} corrections
 * @property {string | null} shown
 * @property {string | null} instead
 * @property {string[]} unknown
 * @property {{kind: string, value: string, near: string[]}[]} unknownValues of filters, with similar ones
 * @property {Facets | null} facets
 * @property {Marks} marks
 * @property {boolean} canUseMeaning
 * @property {boolean} meaningFailed whether papers related by meaning are missing because their file cannot be read
 * @property {boolean} nothingClose whether there are none
 *
 * @typedef {object} SearchOptions
 * @property {Order} [order]
 * @property {boolean} [facets] whether to count facets
 * @property {boolean | "auto"} [meaning] whether to search by meaning; "auto" where words find little
 * @property {() => boolean} [isCurrent] false once the answer is no longer wanted
 *
 * A term of a query and the papers that match it.
 * @typedef {{term: Term, match: Match}} Found
 */

const ENOUGH = 20 // papers with all words; with fewer, others are shown, too
const FEW = 5 // papers with all words; with fewer, words are also joined, and questions searched for by meaning
const QUESTION = 3 // words
const FIRST = 10 // results that are ordered by their texts; a page shows so many

export class Engine {
  #files

  /**
   * Nothing is loaded before the first query.
   *
   * @param {URL} root the site's address
   */
  constructor(root) {
    this.#files = new IndexFiles(new URL("search-index/", root))
  }

  /** @returns {Promise<Manifest>} */
  manifest() {
    return this.#files.manifest()
  }

  /** @returns {Promise<Facts>} */
  facts() {
    return this.#files.facts()
  }

  /** Drop everything after a failure. */
  async reset() {
    this.#files.reset()
  }

  /**
   * Answer a query; once more where the site was published again meanwhile.
   *
   * @param {Query} query
   * @param {SearchOptions} [options]
   * @returns {Promise<Answer>}
   */
  async search(query, options = {}) {
    try {
      return await this.#answer(query, options)
    } catch (error) {
      if (!(error instanceof IndexChanged)) throw error
      this.#files.reset()
      return this.#answer(query, options)
    }
  }

  /**
   * The cards of results, in their order; null where a paper's data cannot be read.
   *
   * @param {Pick<Result, "row">[]} results
   * @returns {Promise<(Card | null)[]>}
   */
  cards(results) {
    return Promise.all(results.map(({ row }) => this.#files.card(row)))
  }

  /**
   * How many of these results each author has.
   *
   * @param {Pick<Result, "row">[]} results
   * @returns {Promise<Map<string, number>>}
   */
  async authors(results) {
    const { names, papers } = await this.#files.authors()
    const counts = new Map()
    for (const { row } of results) {
      for (const number of new Set(papers[row])) counts.set(names[number], (counts.get(names[number]) ?? 0) + 1)
    }
    return counts
  }

  /**
   * Words and names of authors that complete the last word of a text, the most frequent first.
   *
   * @param {string} text
   * @returns {Promise<{words: string[], authors: {name: string, papers: number}[]}>}
   */
  async complete(text) {
    const last = /\S$/.test(text) ? (words(text).at(-1) ?? "") : ""
    if (last.length < 2) return { words: [], authors: [] }
    const found = await (await this.#lookup()).completions(last)
    return {
      words: found.words.map(([word]) => word),
      authors: found.names.map(([name, papers]) => ({
        name: name.replace(/^./u, (first) => first.toUpperCase()),
        papers,
      })),
    }
  }

  async #lookup() {
    return new Lookup(this.#files, (await this.manifest()).papers)
  }

  /**
   * @param {Query} query
   * @param {SearchOptions} options
   * @returns {Promise<Answer>}
   */
  async #answer(query, { order = "relevance", facets = true, meaning = "auto", isCurrent = () => true }) {
    const manifest = await this.manifest()
    const loading = facets || query.filters.length > 0 ? this.#files.facts() : null
    const terms = query.terms.filter((term) => !term.optional)
    const lookup = await this.#lookup()
    const found = await Promise.all(terms.map(async (term) => ({ term, match: await lookup.find(term) })))
    const facts = await loading
    const asked = found.filter(({ term }) => !term.not)
    const excluded = found.filter(({ term }) => term.not).map(({ match }) => match.scores)
    const passes = facts && query.filters.length ? passing(facts, query.filters, manifest) : () => true
    const may = (/** @type {number} */ row) => excluded.every((scores) => !scores[row]) && passes(row)
    const { groups, meaningFailed, nothingClose } = await this.#groups(lookup, asked, may, {
      meaning,
      isCurrent,
      papers: manifest.papers,
    })
    await this.#sort(lookup, groups, order, asked)
    const results = groups.flat()
    const [all] = groups
    const known = asked.filter(({ match }) => match.count)
    return {
      results,
      groups: groups.flatMap(([first, ...rest]) => (first ? [{ kind: first.group, count: 1 + rest.length }] : [])),
      found: all.length,
      total: manifest.papers,
      ...corrected(query, asked),
      unknownValues: facts ? unknownValues(facts, query.filters, manifest) : [],
      facets: facets && facts ? countFacets(facts, rowsOf(all.length ? all : results), manifest) : null,
      marks: marksOf(known),
      canUseMeaning:
        asked.some(isWord) && !meaningFailed && !nothingClose && !results.some(({ group }) => group === "meaning"),
      meaningFailed,
      nothingClose,
    }
  }

  /**
   * The papers with all words, those related by meaning, and those with most words; each paper once.
   *
   * @param {Lookup} lookup
   * @param {Found[]} asked
   * @param {(row: number) => boolean} may
   * @param {{meaning: boolean | "auto", isCurrent: () => boolean, papers: number}} how
   */
  async #groups(lookup, asked, may, { meaning, isCurrent, papers }) {
    let all = withAll(matchesOf(asked), papers, may)
    if (all.length < FEW && isCurrent()) {
      await Promise.all(asked.slice(1).map((found, place) => lookup.addJoined(asked[place], found)))
      all = withAll(matchesOf(asked), papers, may)
    }
    if (all.length >= ENOUGH && meaning !== true) return { groups: [all], meaningFailed: false, nothingClose: false }
    const explicit = matchesOf(asked.filter(isExplicit))
    const implied = asked.filter((found) => !isExplicit(found))
    const mayBeOther = (/** @type {number} */ row) => explicit.every(({ scores }) => scores[row]) && may(row)
    const single = asked.flatMap(({ term }) => term.words).length > 1 ? await lookup.single(implied) : []
    const matches = [...explicit, ...single].filter((match) => match.count)
    const texts = matchesOf(asked.filter(isWord)).filter((match) => match.count)
    const words = asked.filter(isWord).length
    const isQuestion = all.length < FEW && (words >= QUESTION || (!all.length && !matches.length))
    const useMeaning = words > 0 && (meaning === true || (meaning === "auto" && isQuestion && isCurrent()))
    const scores = partialScores(matches.length ? matches : texts, mayBeOther)
    const similar = useMeaning ? await this.#similar(asked) : null
    const related = similar ? withMeaning(similar, scores, all, mayBeOther) : []
    const most = withMost(scores, [...all, ...related])
    const nothingClose = similar !== null && !related.length
    return { groups: [all, related, most], meaningFailed: useMeaning && !similar, nothingClose }
  }

  /**
   * How close papers are to the words of a query; null where that cannot be read, because words find papers without it.
   *
   * @param {Found[]} asked
   */
  async #similar(asked) {
    const words = asked.filter(isWord).flatMap(({ term, match }) => (match.used ? match.used.split(" ") : term.words))
    try {
      const [papers, vectors] = await Promise.all([this.#files.meaning(), this.#files.wordVectors(words)])
      return papers.similar(vectors)
    } catch (error) {
      if (error instanceof IndexChanged) throw error
      console.warn("Papers related by meaning could not be loaded.", error)
      return null
    }
  }

  /**
   * @param {Lookup} lookup
   * @param {Result[][]} groups
   * @param {Order} order
   * @param {Found[]} asked
   */
  async #sort(lookup, groups, order, asked) {
    if (order === "upvotes") {
      const votes = await this.#files.votes()
      for (const group of groups) group.sort((a, b) => votes[b.row] - votes[a.row] || b.row - a.row)
    } else if (order === "newest" || !asked.length) {
      for (const group of groups) group.sort((a, b) => b.row - a.row)
    } else if (asked.every(isWord) && asked.flatMap(({ term }) => term.words).length > 1) {
      const spelled = asked.flatMap(({ term, match }) =>
        term.words.map((word) => ({ word, rarity: match.rarity, isName: match.names.includes(word) })),
      )
      const named = possibleNames(spelled).map(async (run) => ({
        ...(await lookup.byAuthor(run.map(({ word }) => word))),
        rarity: run.reduce((sum, { rarity }) => sum + rarity, 0),
      }))
      const all = orderedByNames(groups[0], await Promise.all(named))
      groups[0] = orderedByText(all, await this.cards(all.slice(0, FIRST)), spelled)
    }
  }
}

/** @param {Found} found */
const isWord = ({ term }) => term.kind === "text"

/**
 * Whether a reader asked for exactly this, so that all results must have it: a name, an identifier, or words in quotes.
 *
 * @param {Found} found
 */
const isExplicit = ({ term }) => term.kind !== "text" || term.typed.includes('"')

/** @param {Term} term */
const isPhrase = ({ words, typed }) => words.length > 1 && typed.includes('"')

/** @param {Found[]} found */
const matchesOf = (found) => found.map(({ match }) => match)

/**
 * What became of the words that no paper has.
 *
 * @param {Query} query
 * @param {Found[]} asked
 */
function corrected(query, asked) {
  const corrections = asked.flatMap(({ term, match }) =>
    match.used ? [{ typed: term.typed, word: term.words[0], used: match.used }] : [],
  )
  const replaced = (/** @type {(found: {typed: string, word: string, used: string}) => string} */ spell) =>
    corrections.length
      ? corrections.reduce((text, found) => text.replace(found.typed, () => spell(found)), query.text)
      : null
  return {
    corrections: corrections.map(({ typed, used }) => ({ typed, used })),
    shown: replaced(({ typed, used }) => typed.replace(/[^:\s]+$/u, () => used)),
    instead: replaced(({ typed }) => typed.replace(/[^:\s]+$/u, (word) => `"${word}"`)),
    unknown: [...new Set(asked.flatMap(({ term, match }) => (match.count || isPhrase(term) ? [] : [bare(term)])))],
  }
}

/**
 * A term as it was typed: of "state-of-the-art" or of an address only the word itself, and no punctuation around it.
 *
 * @param {Term} term
 */
function bare({ kind, typed, words: own }) {
  const plain = typed.replace(/^["([{<]+|["\])}>,.;:!?]+$/g, "") || typed
  if (kind !== "text" || words(plain).length === own.length) return plain
  return plain.split(/[^\p{L}\p{M}\p{N}]+/u).find((part) => words(part).join(" ") === own.join(" ")) ?? own.join(" ")
}

/**
 * @param {Found[]} known
 * @returns {Marks}
 */
const marksOf = (known) => ({
  words: new Set(known.flatMap(({ match }) => match.words)),
  names: new Set(known.flatMap(({ match }) => match.names)),
  phrases: known.flatMap(({ match }) => (match.phrase ? [match.phrase] : [])),
})
