/* Answers queries from Pagefind's shards and the columns beside them.
 *
 * Pagefind finds words. It is lenient: a word that no paper has is left out of the question, or cut down until
 * something is found. So every word is asked for by itself as well, as an exact one, and what a query finds is the
 * intersection; Pagefind's answer to all words together only gives the order. Days, topics, votes come from columns:
 * a filter costs no index, and a query of filters alone none of Pagefind. */

import { fold, idWord, words } from "./search-words.js"

const FIRST = 2000 // papers searched at once, the newest
const ENOUGH = 10 // with fewer results than a page holds, older shards are searched without being asked,
const TITLE = 4 // or with so many words: they may be a title, and its paper of any age
const UNASKED = 12000 // but no more papers than these, unless nothing is found at all

export class SearchFailed extends Error {}

export class Engine {
  #root
  #manifest = null
  #first = null // promise of the first shard's Pagefind
  #opened = new Map() // shard's name -> promise of its Pagefind
  #known = new Map() // name -> promise of a file, or of what was made of it

  /** `root` is the address of the site; nothing is loaded before the first question. */
  constructor(root) {
    this.#root = new URL("pagefind/", root)
  }

  /** Shards, counts and names of topics: {papers, shards, topics, has}. */
  async manifest() {
    this.#manifest ??= this.#json("manifest.json", { cache: "no-cache" })
    try {
      return await this.#manifest
    } catch (error) {
      this.#manifest = null
      throw error
    }
  }

  /** Forget everything after a failure: Pagefind takes a chunk that never came for one that is empty. */
  async reset() {
    await Promise.allSettled([...this.#opened.values()].map(async (opened) => (await opened).destroy()))
    for (const known of [this.#opened, this.#known]) known.clear()
    this.#manifest = null
    this.#first = null
  }

  /** Answer a query from at least `depth` papers, newest shards first. Calls `told` with each answer that is not yet
   * enough, gives the last: {results, searched, within, of, whole, oldest}, where `within` papers are of the days
   * asked for, `searched` of them were searched, back to `oldest`, and `of` is the whole archive. */
  async search(query, { sort = "relevance", depth = FIRST, facets = true, told = () => {}, current = () => true } = {}) {
    const { shards } = await this.manifest()
    const within = shards.filter((shard) => mayHold(shard, query.filters))
    let count = reach(within, depth)
    for (;;) {
      const answer = await this.#answer(query, within, count, sort, facets)
      if (!current() || !this.#goesOn(answer, query)) return answer
      told(answer)
      count = reach(within, answer.searched + Math.max(FIRST, answer.searched / 2))
    }
  }

  /** What a result's card shows. */
  card(result) {
    return this.#once(`${result.shard.name}/${result.id}`, () => this.#card(result))
  }

  /** How often each name stands among the authors of these results, as a Map. */
  async authors(results) {
    const counts = new Map()
    for (const { shard, row } of results) {
      const path = `${shard.name}/${shard.authors}`
      const { names, papers } = await this.#once(path, () => this.#inflated(path))
      for (const number of papers[row]) counts.set(names[number], (counts.get(names[number]) ?? 0) + 1)
    }
    return counts
  }

  /** What is known of a shard's papers, a list a fact, in the same order. */
  columns(shard) {
    return this.#once(`${shard.name}/columns`, () => this.#readColumns(shard))
  }

  /** A paper of exactly that title comes first, if it is among the first at all: their cards are shown anyway. */
  async #titleFirst(results, title) {
    const cards = await Promise.all(results.slice(0, ENOUGH).map((result) => this.card(result)))
    const at = cards.findIndex((card) => words(card.title).join(" ") === title)
    if (at > 0) results.unshift(...results.splice(at, 1))
  }

  #goesOn({ results, searched, whole }, query) {
    if (whole || !results.length) return !whole
    return searched < UNASKED && (results.length < ENOUGH || textWords(query).length >= TITLE)
  }

  async #answer(query, within, count, sort, facets) {
    const shards = within.slice(0, count)
    const filtered = facets || query.filters.length > 0 || sort !== "relevance" || !asksText(query)
    const results = (await Promise.all(shards.map((shard) => this.#resultsOf(shard, query, filtered)))).flat()
    const order = sort === "relevance" && !textWords(query).length ? "newest" : sort
    results.sort(ORDERS[order])
    if (order === "relevance") await this.#titleFirst(results, textWords(query).join(" "))
    // Pagefind keeps silent when a part of its index does not come: nothing found may be nothing fetched.
    if (!results.length && query.terms.length) await this.#json("manifest.json", { cache: "no-store" })
    const searched = papersIn(shards)
    const { papers } = await this.manifest()
    return { results, searched, within: papersIn(within), of: papers, whole: count >= within.length, oldest: shards.at(-1)?.from }
  }

  /** What a shard has: {id, shard, score}, and where columns are needed all that orders and facets ask for. */
  async #resultsOf(shard, query, filtered) {
    const columns = filtered ? this.columns(shard) : null
    const scores = query.terms.length ? await this.#find(query, shard) : null
    if (!columns) return [...scores].map(([id, score]) => ({ id, shard, score }))
    return select(shard, await columns, scores, query.filters)
  }

  /** The papers of a shard that all terms have in common: a Map from their ids to scores. */
  async #find(query, shard) {
    const together = textWords(query)
    const order = together.length ? this.#ask(shard, together.join(" ")) : null
    const sets = await Promise.all(query.terms.map((term) => this.#having(term, shard, order)))
    const has = sets.filter((set, at) => set && !query.terms[at].not)
    const hasNot = sets.filter((set, at) => set && query.terms[at].not)
    const ranked = await order
    if (ranked) has.push(ranked)
    const candidates = has.length ? has.reduce((a, b) => (a.size <= b.size ? a : b)).keys() : (await this.columns(shard)).ids
    const scores = new Map()
    for (const id of candidates) {
      if (has.every((set) => set.has(id)) && !hasNot.some((set) => set.has(id))) scores.set(id, ranked?.get(id) ?? 0)
    }
    return scores
  }

  /** The papers of a shard that have a term, by id; null where the answer to all words together is enough. */
  async #having(term, shard, order) {
    const [word] = term.words
    const single = term.words.length === 1
    // A word of every third paper is surely known, and its list is the slowest to ask for.
    if (single && order && !term.not && shard.frequent.includes(word)) return null
    const exact = await this.#ask(shard, `"${term.words.join(" ")}"`)
    // Two letters begin too many words, and a mark for names or ids is two letters of its own.
    const long = word.length >= (term.kind === "text" ? 3 : 5)
    if (!term.open || term.not || !single || !long || (term.kind === "id" && exact.size)) return exact
    const longer = await (term.kind === "text" ? order : this.#ask(shard, word))
    const [best] = longer.keys()
    return exact.size || (best && (await this.#begins(best, shard, term))) ? longer : exact
  }

  /** Whether a paper has a word that begins so: where none does, Pagefind answers for a shorter word. */
  async #begins(id, shard, { kind, words: [word] }) {
    const card = await this.card({ id, shard })
    if (kind === "id") return [card.key, card.arxiv, card.doi].some((known) => known && idWord(known).startsWith(word))
    const beginning = kind === "name" ? word.slice(2) : word.slice(0, Math.max(3, word.length - 1))
    const told = kind === "name" ? (card.authors ?? []) : [card.title, card.abstract ?? "", ...(card.authors ?? [])]
    const joined = told.map((text) => fold(text).replace(/[-_/]/g, ""))
    return told.flatMap(words).some((other) => other.startsWith(beginning)) || joined.some((text) => text.includes(beginning))
  }

  /** Pagefind's answer as a Map from ids to scores, best first. */
  async #ask(shard, said) {
    const { results } = await (await this.#open(shard)).search(said)
    return new Map(results.map((result) => [result.id, result.score]))
  }

  /** A Pagefind for each shard, since merged ones are all asked, and all fetch, whenever one is. They share the
   * WebAssembly of the first, so the others wait for it. */
  #open(shard) {
    if (!this.#opened.has(shard.name)) {
      const first = this.#first
      const opened = (async () => {
        await first
        const pagefind = await import(new URL("pagefind.js", this.#root))
        const instance = pagefind.createInstance({ basePath: new URL(`${shard.name}/`, this.#root).pathname, ranking: RANKING })
        await instance.filters() // there are none, but it comes when all is loaded, and fails when something is not
        return instance
      })()
      this.#first ??= opened
      this.#opened.set(shard.name, opened)
    }
    return this.#opened.get(shard.name)
  }

  async #card({ id, shard }) {
    const number = parseInt(id.slice(3, 10), 16) % shard.cardFiles
    const { address, ...card } = (await this.#cardFile(shard, number)).get(id)
    return { ...card, href: new URL(`..${address}`, this.#root).href }
  }

  /** The cards of a file by the ids of results, as publish/search_cards.py writes them. */
  #cardFile(shard, number) {
    const folder = `${shard.name}/${shard.cards}`
    return this.#once(`${folder}/${number}`, async () => {
      const opening = this.#once(folder, () => this.#bytes(`${folder}/opening.deflate`))
      const text = await inflated(...(await Promise.all([opening, this.#bytes(`${folder}/${number}.deflate`)])))
      const lines = text.slice(text.indexOf("\n\n") + 2).split("\n")
      return new Map(lines.map((line) => [line.slice(0, line.indexOf(" ")), JSON.parse(line.slice(line.indexOf(" ")))]))
    })
  }

  async #readColumns(shard) {
    const [read, { has: kinds, topics: names }] = await Promise.all([this.#inflated(`${shard.name}/${shard.columns}`), this.manifest()])
    const ids = read.ids.split(" ").map((id) => `en_${id}`)
    const days = read.days.flatMap(([day, papers]) => Array(papers).fill(day))
    const topics = read.topics.map((numbers) => numbers.map((number) => read.topicNames[number]))
    const topicWords = topics.map((own) => own.flatMap((id) => [fold(id), fold(names[id] ?? id)]))
    const sources = read.sources.map((number) => read.sourceNames[number])
    const has = read.has.map((bits) => kinds.filter((_, bit) => bits & (1 << bit)))
    return { ids, days, topics, topicWords, sources, has, votes: read.votes, rows: new Map(ids.map((id, row) => [id, row])) }
  }

  /** What was made under a name, or is being made. */
  #once(name, make) {
    if (!this.#known.has(name)) this.#known.set(name, make())
    return this.#known.get(name)
  }

  async #json(path, options) {
    return (await fetched(new URL(path, this.#root), options)).json()
  }

  async #inflated(path) {
    return JSON.parse(await inflated(await this.#bytes(path)))
  }

  async #bytes(path) {
    return (await fetched(new URL(path, this.#root))).arrayBuffer()
  }
}

/** The text of a deflated stream that comes in parts. */
const inflated = (...parts) => new Response(new Blob(parts).stream().pipeThrough(new DecompressionStream("deflate-raw"))).text()

/** A fetch that fails when it fails. */
async function fetched(address, options) {
  let answer
  try {
    answer = await fetch(address, options)
  } catch {
    throw new SearchFailed(navigator.onLine ? `${address.pathname} did not come` : "offline")
  }
  if (!answer.ok) throw new SearchFailed(`${address.pathname}: ${answer.status}`)
  return answer
}

// Whole titles before parts of them, short abstracts hardly before long ones: set by judgement, held by tests/search.
const RANKING = { termSaturation: 1.2, pageLength: 0.4, termSimilarity: 1 }

const newest = (a, b) => (a.day < b.day ? 1 : a.day > b.day ? -1 : a.row - b.row)
const ORDERS = {
  relevance: (a, b) => b.score - a.score || (a.id < b.id ? -1 : 1),
  newest: (a, b) => newest(a, b) || (a.id < b.id ? -1 : 1),
  upvotes: (a, b) => b.votes - a.votes || newest(a, b) || (a.id < b.id ? -1 : 1),
}

const textWords = (query) => query.terms.filter((term) => !term.not && term.kind === "text").flatMap((term) => term.words)
const asksText = (query) => query.terms.some((term) => term.kind === "text" && !term.not)
const papersIn = (shards) => shards.reduce((sum, shard) => sum + shard.papers, 0)

/** How many of the shards, newest first, hold that many papers. */
function reach(shards, papers) {
  let sum = 0
  const at = shards.findIndex((shard) => (sum += shard.papers) >= papers)
  return at < 0 ? shards.length : at + 1
}

/** Whether a shard can have papers of the days asked for. */
function mayHold({ from, to }, filters) {
  const dates = filters.filter(({ kind, not }) => DAYS[kind] && !not)
  const alternatives = dates.filter(({ kind }) => kind === "year" || kind === "month")
  const limits = dates.filter((filter) => !alternatives.includes(filter))
  const fits = ({ kind, value }) =>
    kind === "after" ? to >= value : kind === "before" ? from < value : from.slice(0, value.length) <= value && to >= value
  return limits.every(fits) && (!alternatives.length || alternatives.some(fits))
}

const DAYS = {
  year: (day, value) => day.startsWith(value),
  month: (day, value) => day.startsWith(value),
  after: (day, value) => day >= value,
  before: (day, value) => day < value,
}
const HOLDS = {
  ...Object.fromEntries(Object.entries(DAYS).map(([kind, holds]) => [kind, (column, row, value) => holds(column.days[row], value)])),
  topic: (column, row, value) => column.topicWords[row].includes(value),
  has: (column, row, value) => column.has[row].includes(value),
  source: (column, row, value) => fold(column.sources[row]) === value,
}
const EITHER = ["year", "month", "source"] // a paper has one of each: two of them asked for mean the one or the other

/** Whether the paper in a row of the columns passes the filters. */
function passes(column, row, filters) {
  const holds = ({ kind, value }) => HOLDS[kind](column, row, value)
  if (filters.some((filter) => holds(filter) === filter.not && (filter.not || !EITHER.includes(filter.kind)))) return false
  return EITHER.every((kind) => {
    const either = filters.filter((filter) => filter.kind === kind && !filter.not)
    return !either.length || either.some(holds)
  })
}

/** Papers that were found and pass the filters, with all that orders and facets need. */
function select(shard, columns, scores, filters) {
  const results = []
  for (const id of scores?.keys() ?? columns.ids) {
    const row = columns.rows.get(id)
    if (row === undefined || !passes(columns, row, filters)) continue
    const [day, topics, source, has, votes] = ["days", "topics", "sources", "has", "votes"].map((name) => columns[name][row])
    results.push({ id, shard, row, score: scores?.get(id) ?? 0, day, topics, source, has, votes })
  }
  return results
}
