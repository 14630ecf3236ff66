/* Answers queries from Pagefind's shards and the columns beside them.
 *
 * Pagefind is lenient: it drops a word that no paper has, or shortens it until something is found. So each word is also
 * searched for alone, as an exact one. The result of a query is the intersection of these answers; Pagefind's answer to
 * all words together only gives the order. Days, topics and votes come from the columns: a filter needs no index, and a
 * query of filters alone needs no Pagefind. */

import { ORDERS, mayMatch, selectResults, shardsCovering } from "./search-filters.js"
import { IndexFiles } from "./search-files.js"
import { fold, idWord, words } from "./search-words.js"

/**
 * A paper that was found. What the columns hold is there only where filters, orders or facets need it.
 * @typedef {object} Result
 * @property {string} id
 * @property {Shard} shard
 * @property {number} score
 * @property {number} row
 * @property {string} day
 * @property {string[]} topics
 * @property {string} source
 * @property {string[]} has
 * @property {number} votes
 *
 * `within` papers are of the days that the query asks for; `searched` of them were searched, back to the day `oldest`;
 * `whole` says that these are all; `total` is the whole archive.
 * @typedef {object} Answer
 * @property {Result[]} results
 * @property {number} searched
 * @property {number} within
 * @property {number} total
 * @property {boolean} whole
 * @property {string | undefined} oldest
 *
 * @typedef {object} SearchOptions
 * @property {import("./search-filters.js").Order} [order]
 * @property {number} [depth] how many papers to search at least
 * @property {boolean} [facets] whether results need the columns' values
 * @property {(answer: Answer) => void} [onPartialAnswer]
 * @property {() => boolean} [isCurrent] false once the answer is no longer wanted
 *
 * @typedef {import("./search-files.js").Shard} Shard
 * @typedef {import("./search-files.js").Card} Card
 * @typedef {import("./search-query.js").Query} Query
 * @typedef {import("./search-query.js").Term} Term
 * @typedef {{search(text: string): Promise<{results: {id: string, score: number}[]}>, filters(): Promise<unknown>,
 *   destroy(): Promise<void>}} Pagefind
 */

const FIRST_DEPTH = 2000 // papers, the newest
const ENOUGH = 10 // results; with fewer, older shards are searched too,
const TITLE_WORDS = 4 // and with so many words, because these may be a title of any age,
const LAST_DEPTH = 12000 // but no further than this many papers unless nothing is found
// Whole titles rank before parts of them, short abstracts hardly before long ones. Chosen by judgement, pinned by
// tests/search.
const RANKING = { termSaturation: 1.2, pageLength: 0.4, termSimilarity: 1 }

export class Engine {
  #folder
  #files
  /** The first shard to be opened. @type {Promise<Pagefind> | null} */
  #first = null
  /** By name of shard. @type {Map<string, Promise<Pagefind>>} */
  #opened = new Map()

  /**
   * Nothing is loaded before the first query.
   *
   * @param {URL} root the site's address
   */
  constructor(root) {
    this.#folder = new URL("pagefind/", root)
    this.#files = new IndexFiles(this.#folder)
  }

  /** Shards, newest first, counts and names of topics. */
  manifest() {
    return this.#files.manifest()
  }

  /** Drop everything after a failure: Pagefind takes a chunk that could not be loaded for an empty one. */
  async reset() {
    await Promise.allSettled([...this.#opened.values()].map(async (opened) => (await opened).destroy()))
    this.#opened.clear()
    this.#first = null
    this.#files.reset()
  }

  /**
   * Answer a query from at least `depth` papers, newest shards first. While older shards are still to be searched,
   * `onPartialAnswer` gets what was found so far.
   *
   * @param {Query} query
   * @param {SearchOptions} [options]
   * @returns {Promise<Answer>}
   */
  async search(query, options = {}) {
    const { depth = FIRST_DEPTH, onPartialAnswer = () => {}, isCurrent = () => true } = options
    const { shards } = await this.manifest()
    const within = shards.filter((shard) => mayMatch(shard, query.filters))
    let count = shardsCovering(within, depth)
    for (;;) {
      const answer = await this.#answer(query, within, count, options)
      if (!isCurrent() || !needsOlder(answer, query)) return answer
      onPartialAnswer(answer)
      count = shardsCovering(within, answer.searched + Math.max(FIRST_DEPTH, answer.searched / 2))
    }
  }

  /**
   * The cards of results, in their order.
   *
   * @param {Pick<Result, "id" | "shard">[]} results
   */
  cards(results) {
    return Promise.all(results.map((result) => this.#files.card(result)))
  }

  /**
   * How many of these results each author has.
   *
   * @param {Result[]} results
   * @returns {Promise<Map<string, number>>}
   */
  async authors(results) {
    const counts = new Map()
    for (const { shard, row } of results) {
      const { names, papers } = await this.#files.authors(shard)
      for (const number of papers[row]) counts.set(names[number], (counts.get(names[number]) ?? 0) + 1)
    }
    return counts
  }

  /**
   * @param {Query} query
   * @param {Shard[]} within
   * @param {number} count
   * @param {SearchOptions} options
   * @returns {Promise<Answer>}
   */
  async #answer(query, within, count, { order = "relevance", facets = true }) {
    const shards = within.slice(0, count)
    const title = textWords(query)
    const filtered = facets || query.filters.length > 0 || order !== "relevance" || !title.length
    const results = (await Promise.all(shards.map((shard) => this.#resultsOf(shard, query, filtered)))).flat()
    const byRelevance = order === "relevance" && title.length > 0
    results.sort(ORDERS[order === "relevance" && !byRelevance ? "newest" : order])
    if (byRelevance) await this.#moveTitleFirst(results, title.join(" "))
    // Pagefind does not report a part of its index that could not be loaded, so an empty answer needs a check.
    if (!results.length && query.terms.length) await this.#files.checkConnection()
    const { papers: total } = await this.manifest()
    const whole = count >= within.length
    const oldest = shards.at(-1)?.from
    return {
      results,
      searched: papersIn(shards),
      within: papersIn(within),
      total,
      whole,
      oldest,
    }
  }

  /**
   * Put a paper with exactly that title first, if it is among the first at all; their cards are shown anyway.
   *
   * @param {Result[]} results
   * @param {string} title
   */
  async #moveTitleFirst(results, title) {
    const cards = await this.cards(results.slice(0, ENOUGH))
    const place = cards.findIndex((card) => words(String(card?.title)).join(" ") === title)
    if (place > 0) results.unshift(...results.splice(place, 1))
  }

  /**
   * @param {Shard} shard
   * @param {Query} query
   * @param {boolean} filtered whether the columns are needed
   * @returns {Promise<Result[]>}
   */
  async #resultsOf(shard, query, filtered) {
    const columns = filtered ? this.#files.columns(shard) : null
    const scores = query.terms.length ? await this.#find(query, shard) : null
    if (columns) return selectResults(shard, await columns, scores, query.filters)
    const withoutColumns = {
      row: 0,
      day: "",
      topics: [],
      source: "",
      has: [],
      votes: 0,
    }
    return [...(scores ?? [])].map(([id, score]) => ({
      id,
      shard,
      score,
      ...withoutColumns,
    }))
  }

  /**
   * The papers of a shard that match all terms: scores by id.
   *
   * @param {Query} query
   * @param {Shard} shard
   */
  async #find(query, shard) {
    const together = textWords(query)
    const ranked = together.length ? this.#ask(shard, together.join(" ")) : null
    const sets = await Promise.all(query.terms.map((term) => this.#papersWith(term, shard, ranked)))
    const scores = await ranked
    const included = sets.filter((set, place) => set && !query.terms[place].not)
    const excluded = sets.filter((set, place) => set && query.terms[place].not)
    if (scores) included.push(scores)
    const candidates = smallest(included)?.keys() ?? (await this.#files.columns(shard)).ids
    /** @type {Map<string, number>} */
    const found = new Map()
    for (const id of candidates) {
      const matches = included.every((set) => set?.has(id)) && !excluded.some((set) => set?.has(id))
      if (matches) found.set(id, scores?.get(id) ?? 0)
    }
    return found
  }

  /**
   * The papers of a shard that match one term: scores by id; null where the answer to all words together says enough.
   *
   * @param {Term} term
   * @param {Shard} shard
   * @param {Promise<Map<string, number>> | null} ranked the answer to all words together
   */
  async #papersWith(term, shard, ranked) {
    const [word] = term.words
    const single = term.words.length === 1
    // A frequent word is certainly known to Pagefind, and its list is the slowest to load.
    if (single && ranked && !term.not && shard.frequent.includes(word)) return null
    const exact = await this.#ask(shard, `"${term.words.join(" ")}"`)
    // Two letters begin too many words. The marks of names and identifiers are two letters more.
    const long = word.length >= (term.kind === "text" ? 3 : 5)
    if (!term.open || term.not || !single || !long || (term.kind === "id" && exact.size)) return exact
    const longer = (await (term.kind === "text" ? ranked : this.#ask(shard, word))) ?? exact
    const [best] = longer.keys()
    return exact.size || (best && (await this.#hasWordBeginning(best, shard, term))) ? longer : exact
  }

  /**
   * Whether a paper has a word that begins as the term does. Where no paper has, Pagefind answers for a shorter word.
   *
   * @param {string} id
   * @param {Shard} shard
   * @param {Term} term
   */
  async #hasWordBeginning(id, shard, { kind, words: [word] }) {
    const card = await this.#files.card({ id, shard })
    if (!card) return false
    if (kind === "id") return [card.key, card.arxiv, card.doi].some((known) => known && idWord(known).startsWith(word))
    const beginning = kind === "name" ? word.slice(2) : word.slice(0, Math.max(3, word.length - 1))
    const names = card.authors ?? []
    const texts = kind === "name" ? names : [card.title, card.abstract ?? "", ...names]
    const joined = texts.map((text) => fold(text).replace(/[-_/]/g, ""))
    return (
      texts.flatMap(words).some((other) => other.startsWith(beginning)) ||
      joined.some((text) => text.includes(beginning))
    )
  }

  /**
   * Pagefind's answer: scores by id, best first.
   *
   * @param {Shard} shard
   * @param {string} text
   * @returns {Promise<Map<string, number>>}
   */
  async #ask(shard, text) {
    const { results } = await (await this.#open(shard)).search(text)
    return new Map(results.map((result) => [result.id, result.score]))
  }

  /**
   * One Pagefind for each shard, because merged ones are all searched, and all load, for every query. They share the
   * WebAssembly of the first, so the others wait for it.
   *
   * @param {Shard} shard
   * @returns {Promise<Pagefind>}
   */
  #open(shard) {
    const known = this.#opened.get(shard.name)
    if (known) return known
    const opened = this.#start(shard, this.#first)
    this.#first ??= opened
    this.#opened.set(shard.name, opened)
    return opened
  }

  /**
   * @param {Shard} shard
   * @param {Promise<Pagefind> | null} first
   */
  async #start(shard, first) {
    await first
    const program = await import(new URL("pagefind.js", this.#folder).href)
    const basePath = new URL(`${shard.name}/`, this.#folder).pathname
    const instance = program.createInstance({ basePath, ranking: RANKING })
    await instance.filters() // there are none; the answer means that all is loaded, and it fails when something is not
    return instance
  }
}

/**
 * Whether an answer says too little to stop at its shards.
 *
 * @param {Answer} answer
 * @param {Query} query
 */
function needsOlder({ results, searched, whole }, query) {
  if (whole) return false
  if (!results.length) return true
  return searched < LAST_DEPTH && (results.length < ENOUGH || textWords(query).length >= TITLE_WORDS)
}

/** @param {Query} query */
const textWords = (query) =>
  query.terms.filter((term) => !term.not && term.kind === "text").flatMap((term) => term.words)

/** @param {Shard[]} shards */
const papersIn = (shards) => shards.reduce((sum, shard) => sum + shard.papers, 0)

/** @param {(Map<string, number> | null)[]} sets */
const smallest = (sets) =>
  sets.reduce((/** @type {Map<string, number> | null} */ a, b) => (a && (!b || a.size <= b.size) ? a : b), null)
