/* Answers queries from the search index: the whole archive, one scale of scores.
 *
 * Papers with all words of a query come first, by BM25F; then, where these are few, papers with most of them, weighed by
 * rarity; then papers that are related by meaning. A word that no paper has is replaced by the nearest spelling. */

import { IndexChanged, IndexFiles } from "./search-files.js"
import { countFacets, passing } from "./search-filters.js"
import { Lookup } from "./search-lookup.js"
import { Vectors } from "./search-meaning.js"
import { words } from "./search-words.js"

/**
 * @typedef {import("./search-query.js").Query} Query
 * @typedef {import("./search-query.js").Term} Term
 * @typedef {import("./search-files.js").Card} Card
 * @typedef {import("./search-files.js").Facts} Facts
 * @typedef {import("./search-files.js").Manifest} Manifest
 * @typedef {import("./search-filters.js").Facets} Facets
 * @typedef {import("./search-filters.js").RowTest} RowTest
 * @typedef {import("./search-lookup.js").Match} Match
 *
 * @typedef {"relevance" | "newest" | "upvotes"} Order
 * @typedef {"all" | "most" | "meaning"} Group
 *
 * A paper that was found, by its row in the index.
 * @typedef {{row: number, score: number, group: Group}} Result
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
 * @property {Facets | null} facets
 * @property {Marks} marks
 * @property {boolean} canUseMeaning
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

const ENOUGH = 10 // papers with all words; with fewer, others are shown, too
const FEW = 5 // papers with all words; with fewer, a question is also searched for by meaning
const QUESTION = 3 // words
const MOST_OTHERS = 100 // papers that have only some words, or only the meaning
const LEAST_COVERAGE = 0.5 // of the rarity of all words
const TITLES = 10 // first results among which a paper of exactly that title comes first

export class Engine {
  #files
  /** @type {{bytes: Uint8Array, vectors: Vectors} | null} */
  #vectors = null

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
    const lookup = await this.#lookup()
    const needsFacts = facets || query.filters.length > 0
    const loading = needsFacts ? this.#files.facts() : null
    const found = await Promise.all(query.terms.map(async (term) => ({ term, match: await lookup.find(term) })))
    const facts = await loading
    const asked = found.filter(({ term }) => !term.not)
    const known = asked.filter(({ match }) => match.count)
    const excluded = found.filter(({ term }) => term.not).map(({ match }) => match.scores)
    const passes = facts && query.filters.length ? passing(facts, query.filters, manifest) : () => true
    /** @type {RowTest} */
    const may = (row) => excluded.every((scores) => !scores[row]) && passes(row)
    const all = withAll(asked, manifest.papers, may)
    let others = all.length < ENOUGH ? await this.#withMost(lookup, asked, all, manifest.papers, may) : []
    const texts = known.filter(({ term }) => term.kind === "text")
    const short = all.length < FEW && (texts.length >= QUESTION || (texts.length > 0 && !all.length && !others.length))
    /** @type {Result[]} */
    let related = []
    const useMeaning = texts.length > 0 && (meaning === true || (meaning === "auto" && short && isCurrent()))
    if (useMeaning) {
      const similar = (await this.#readVectors(manifest)).similar(texts.map(({ match }) => match))
      others = others.map((result) => ({ ...result, score: result.score + similar[result.row] })).sort(byScore)
      related = newResults(similar, [...all, ...others], may, "meaning").slice(0, MOST_OTHERS)
    }
    const groups = [all, others, related]
    await this.#sort(groups, order, known.length > 0)
    if (order === "relevance") await this.#moveTitleFirst(all, asked)
    const results = groups.flat()
    return {
      results,
      groups: groups.flatMap(([first, ...rest]) => (first ? [{ kind: first.group, count: 1 + rest.length }] : [])),
      found: all.length,
      total: manifest.papers,
      ...corrected(query, asked),
      facets: facets && facts ? countFacets(facts, rowsOf(all.length ? all : results), manifest) : null,
      marks: marksOf(known),
      canUseMeaning: texts.length > 0 && !useMeaning && meaning !== false,
    }
  }

  /**
   * The papers that have some of the words, those with rare ones first.
   *
   * @param {Lookup} lookup
   * @param {Found[]} asked
   * @param {Result[]} all
   * @param {number} papers
   * @param {RowTest} may
   */
  async #withMost(lookup, asked, all, papers, may) {
    const single = await Promise.all(
      asked.flatMap(({ term, match }) =>
        term.kind === "text" && term.exact
          ? term.words.map((word) => lookup.find({ ...term, words: [word], exact: false, quoted: true }))
          : [Promise.resolve(match)],
      ),
    )
    const matches = single.filter((match) => match.count)
    if (single.length < 2 || !matches.length) return []
    const whole = matches.reduce((sum, match) => sum + match.rarity, 0)
    const scores = new Float32Array(papers)
    let best = 0
    const coverage = new Float32Array(papers)
    for (let row = 0; row < papers; row++) {
      for (const { scores: own, rarity } of matches) {
        if (!own[row]) continue
        coverage[row] += rarity / whole
        scores[row] += (own[row] * rarity) / (16 * whole)
      }
      if (coverage[row] && may(row)) best = Math.max(best, coverage[row])
    }
    const least = Math.min(LEAST_COVERAGE, best) - 1e-6
    const weighed = scores.map((score, row) => (coverage[row] >= least ? score * coverage[row] : 0))
    return newResults(weighed, all, may, "most").slice(0, MOST_OTHERS)
  }

  /**
   * @param {Manifest} manifest
   * @returns {Promise<Vectors>}
   */
  async #readVectors(manifest) {
    const bytes = await this.#files.meaning()
    if (this.#vectors?.bytes !== bytes) this.#vectors = { bytes, vectors: new Vectors(bytes, manifest.papers) }
    return this.#vectors.vectors
  }

  /**
   * @param {Result[][]} groups
   * @param {Order} order
   * @param {boolean} hasWords
   */
  async #sort(groups, order, hasWords) {
    if (order === "upvotes") {
      const votes = await this.#files.votes()
      for (const group of groups) group.sort((a, b) => votes[b.row] - votes[a.row] || b.row - a.row)
    } else if (order === "newest" || !hasWords) {
      for (const group of groups) group.sort((a, b) => b.row - a.row)
    }
  }

  /**
   * Put a paper with exactly that title first, if it is among the first at all; their cards are shown anyway.
   *
   * @param {Result[]} results
   * @param {Found[]} asked
   */
  async #moveTitleFirst(results, asked) {
    if (asked.some(({ term }) => term.kind !== "text") || asked.length < 2) return
    const title = asked.flatMap(({ term }) => term.words).join(" ")
    const cards = await this.cards(results.slice(0, TITLES))
    const place = cards.findIndex((card) => words(String(card?.title)).join(" ") === title)
    if (place > 0) results.unshift(...results.splice(place, 1))
  }
}

/**
 * The papers that match all terms, best first; all papers where there are no terms.
 *
 * @param {Found[]} asked
 * @param {number} papers
 * @param {RowTest} may
 */
function withAll(asked, papers, may) {
  const scores = new Float32Array(papers).fill(asked.length ? 0 : 1)
  const matches = asked.map(({ match }) => match)
  for (let row = 0; row < papers && matches.length; row++) {
    if (!matches.every((match) => match.scores[row])) continue
    for (const match of matches) scores[row] += match.scores[row] * match.rarity
  }
  return newResults(scores, [], may, "all")
}

/**
 * The papers with a score above 0 that are not among others, best first.
 *
 * @param {Float32Array} scores
 * @param {Result[]} others
 * @param {RowTest} may
 * @param {Group} group
 * @returns {Result[]}
 */
function newResults(scores, others, may, group) {
  const known = new Set(rowsOf(others))
  /** @type {Result[]} */
  const results = []
  scores.forEach((score, row) => {
    if (score > 0 && !known.has(row) && may(row)) results.push({ row, score, group })
  })
  return results.sort(byScore)
}

/**
 * Best first; of equal scores the last row, which is the newest, and of a day the one with most votes.
 *
 * @param {Result} a
 * @param {Result} b
 */
const byScore = (a, b) => b.score - a.score || b.row - a.row

/** @param {Result[]} results */
const rowsOf = (results) => results.map(({ row }) => row)

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
    unknown: asked.flatMap(({ term, match }) => (match.count || (term.exact && term.quoted) ? [] : [term.typed])),
  }
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
