/* Answers queries from the search index: the whole archive, one scale of scores.
 *
 * Papers with all words of a query come first, by BM25F; then, where these are few, papers with most of them, weighed by
 * rarity, and for a question papers that are related by meaning. A word that no paper has is replaced by the nearest spelling. */

import { Archive } from "./search-archive.js"
import { IndexChanged, part } from "./search-files.js"
import { countFacets } from "./search-counts.js"
import { Lookup } from "./search-lookup.js"
import { partialScores, rowsOf, rowsToCount, withAll, withMost } from "./search-ranking.js"

/**
 * @typedef {import("./search-query.js").Query} Query
 * @typedef {import("./search-query.js").Term} Term
 * @typedef {import("./search-counts.js").Counts} Counts
 * @typedef {import("./search-counts.js").Facets} Facets
 * @typedef {import("./search-lookup.js").Match} Match
 * @typedef {import("./search-ranking.js").Group} Group
 * @typedef {import("./search-ranking.js").Result} Result
 * @typedef {import("./search-filters.js").RowTest} RowTest
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
 * @property {boolean | "auto"} [meaning] whether to search by meaning; "auto" where words find little and the archive is
 *   not too large
 * @property {(archive: Archive) => Promise<RowTest>} [rowTest] makes a test that all results must pass
 * @property {() => boolean} [isCurrent] false once the answer is no longer wanted
 *
 * A term of a query and the papers that match it.
 * @typedef {{term: Term, match: Match}} Found
 */

const FACETS = ["topic", "has", "source"] // that have columns, beside days
const ENOUGH = 20 // papers with all words; with fewer, others are shown, too
const FEW = 5 // papers with all words; with fewer, words are also joined, and questions searched for by meaning
const QUESTION = 3 // words

const NOTHING_CORRECTED = { corrections: [], shown: null, instead: null, unknown: [] }

export class Engine extends Archive {
  /** Facets that a reader has opened: later answers count them, too. @type {Set<string>} */
  #opened = new Set()

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
      this.files.reset()
      return this.#answer(query, options)
    }
  }

  /**
   * The values of a facet that was not counted with an answer, with their counts, in the order to show.
   *
   * @param {"topic" | "has" | "source" | "author"} field
   * @param {Answer} answer
   * @returns {Promise<Counts>}
   */
  async facet(field, { results }) {
    if (field === "author") {
      const { authorsOf, countAuthors } = await part(import("./search-authors.js"))
      return countAuthors(await authorsOf(this.files), rowsOf(results))
    }
    this.#opened.add(field)
    const facts = await this.files.facts([field])
    return countFacets(facts, rowsToCount(results), await this.manifest())[field] ?? []
  }

  /**
   * Words and names of authors that complete the last word of a text, the most frequent first.
   *
   * @param {string} text
   * @returns {Promise<{words: string[], authors: {name: string, papers: number}[]}>}
   */
  async complete(text) {
    return (await part(import("./search-completions.js"))).completed(await this.#lookup(), text)
  }

  async #lookup() {
    return new Lookup(this.files, (await this.manifest()).papers)
  }

  /**
   * @param {Query} asIs
   * @param {SearchOptions} options
   * @returns {Promise<Answer>}
   */
  async #answer(asIs, { order = "relevance", facets = true, meaning = "auto", rowTest, isCurrent = () => true }) {
    const needsScripts = /[äöüÄÖÜ\u0400-\u06ff]/.test(asIs.text)
    const query = needsScripts ? (await part(import("./search-scripts.js"))).plainQuery(asIs) : asIs
    const manifest = await this.manifest()
    const shown = facets ? FACETS.filter((field) => this.#opened.has(field) || !manifest.closed.includes(field)) : []
    const fields = [...shown, ...query.filters.map(({ kind }) => kind)]
    const years = query.terms.length > 1 ? query.terms.filter(isYear) : []
    const needsFacts = facets || fields.length > 0 || years.length > 0
    const several = query.terms.flatMap(({ words }) => words).length > 1
    const loading = Promise.all([
      needsFacts ? this.files.facts(fields) : null,
      rowTest?.(this),
      several ? part(import("./search-card-order.js")) : null,
    ])
    const lookup = await this.#lookup()
    const { found, missing } = await findTerms(lookup, query)
    const [facts, mayShow, byText] = await loading
    const filtering = query.filters.length || years.length ? await part(import("./search-filters.js")) : null
    const names = await filtering?.namesFor(this.files, query.filters)
    const asked = found.filter(({ term }) => !term.not)
    if (filtering && names && facts) {
      const ofYears = asked.filter(({ term }) => years.includes(term))
      for (const { term, match } of ofYears) filtering.addYear(lookup, match, term.words[0], facts, names)
    }
    const excluded = found.filter(({ term }) => term.not).map(({ match }) => match.scores)
    const passes = filtering && names && facts ? filtering.passing(facts, query.filters, names) : () => true
    const may = (/** @type {number} */ row) =>
      excluded.every((scores) => !scores[row]) && passes(row) && (!mayShow || mayShow(row))
    const { groups, meaningFailed, nothingClose } = await this.#groups(lookup, asked, may, {
      meaning: meaning === "auto" && manifest.meaningOnRequest ? false : meaning,
      isCurrent,
      papers: manifest.papers,
    })
    if (order === "relevance" && asked.length)
      groups[0] = (await byText?.ordered(lookup, this, groups[0], asked)) ?? groups[0]
    else await this.#sort(groups, order)
    const results = groups.flat()
    const [all] = groups
    const known = asked.filter(({ match }) => match.count)
    return {
      results,
      groups: groups.flatMap(([first, ...rest]) => (first ? [{ kind: first.group, count: 1 + rest.length }] : [])),
      found: all.length,
      total: manifest.papers,
      ...([...missing, ...asked].every(({ match }) => match.count && !match.used)
        ? NOTHING_CORRECTED
        : await corrections(query, [...missing, ...asked])),
      unknownValues: filtering && names && facts ? filtering.unknownValues(facts, query.filters, names) : [],
      facets: facets && facts ? countFacets(facts, rowsToCount(results), manifest) : null,
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
    if (all.length < FEW && asked.length > 1 && isCurrent()) {
      const { addJoined } = await part(import("./search-compounds.js"))
      await Promise.all(asked.slice(1).map((found, place) => addJoined(lookup, asked[place], found)))
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
    const related = similar
      ? (await part(import("./search-meaning.js"))).withMeaning(similar, scores, all, mayBeOther)
      : []
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
      return await (await part(import("./search-meaning.js"))).similarTo(this.files, words)
    } catch (error) {
      if (error instanceof IndexChanged) throw error
      console.warn("Papers related by meaning could not be loaded.", error)
      return null
    }
  }

  /**
   * @param {Result[][]} groups
   * @param {Order} order
   */
  async #sort(groups, order) {
    if (order === "upvotes") {
      const votes = await this.files.votes()
      for (const group of groups) group.sort((a, b) => votes[b.row] - votes[a.row] || b.row - a.row)
    } else {
      for (const group of groups) group.sort((a, b) => b.row - a.row)
    }
  }
}

/**
 * The papers for each term of a query, and the identifiers that no paper has: these hide nothing that other words find.
 *
 * @param {Lookup} lookup
 * @param {Query} query
 * @returns {Promise<{found: Found[], missing: Found[]}>}
 */
async function findTerms(lookup, query) {
  const find = (/** @type {Query} */ { terms }) =>
    Promise.all(
      terms.filter(({ optional }) => !optional).map(async (term) => ({ term, match: await lookup.find(term) })),
    )
  const found = await find(query)
  const missing = found.filter(({ term, match }) => term.kind === "id" && !term.not && !match.count)
  if (!missing.length) return { found, missing }
  const { withoutMissing } = await part(import("./search-missing.js"))
  const others = withoutMissing(
    query,
    missing.map(({ term }) => term),
  )
  return others.terms.some(({ not }) => !not) ? { found: await find(others), missing } : { found, missing: [] }
}

/** @param {Term} term */
const isYear = ({ kind, words, exact, not }) =>
  kind === "text" && !exact && !not && words.length === 1 && /^(?:19|20)\d\d$/.test(words[0])

/** @param {Found} found */
const isWord = ({ term }) => term.kind === "text"

/**
 * Whether a reader asked for exactly this, so that all results must have it: a name, an identifier, or words in quotes.
 *
 * @param {Found} found
 */
const isExplicit = ({ term }) => term.kind !== "text" || term.typed.includes('"')

/**
 * @param {Query} query
 * @param {Found[]} asked
 */
async function corrections(query, asked) {
  const { corrected } = await part(import("./search-corrections.js"))
  return corrected(query, asked)
}

/** @param {Found[]} found */
const matchesOf = (found) => found.map(({ match }) => match)

/**
 * @param {Found[]} known
 * @returns {Marks}
 */
const marksOf = (known) => ({
  words: new Set(known.flatMap(({ match }) => match.words)),
  names: new Set(known.flatMap(({ match }) => match.names)),
  phrases: known.flatMap(({ match }) => (match.phrase ? [match.phrase] : [])),
})

/** @type {Engine | undefined} */
let shared

/**
 * The engine that the search box and the search page share, with what it has loaded.
 *
 * @param {URL} root the site's address
 */
export function sharedEngine(root) {
  shared ??= new Engine(root)
  return shared
}
