/* Loads what the search index holds beside Pagefind's own files: the manifest, columns of facts, cards, names of authors. */

import { fold } from "./search-words.js"

/**
 * A part of the index, as generator/build/search/index.py lists it.
 *
 * @typedef {object} Shard
 * @property {string} name
 * @property {number} papers
 * @property {string} from first day
 * @property {string} to last day
 * @property {string[]} frequent words that a third of its papers contain
 * @property {string} columns file
 * @property {string} authors file
 * @property {string} cards folder
 * @property {number} cardFiles
 *
 * @typedef {{papers: number, shards: Shard[], topics: Record<string, string>, has: string[]}} Manifest
 *
 * What a shard knows of its papers, one list for each property, all in the same order.
 * @typedef {object} Columns
 * @property {string[]} ids
 * @property {string[]} days
 * @property {string[][]} topics
 * @property {string[][]} topicWords
 * @property {string[]} sources
 * @property {string[][]} has
 * @property {(number | null)[]} votes
 * @property {Map<string, number>} rows
 *
 * What a result's card shows, as generator/build/search/cards.py writes it.
 * @typedef {object} Card
 * @property {string} key
 * @property {string} href
 * @property {string} title
 * @property {string} date
 * @property {string} bibtex
 * @property {string[]} [authors]
 * @property {string} [abstract]
 * @property {string[]} [topics]
 * @property {[string, string][]} [links]
 * @property {number} [votes]
 * @property {string} [status]
 * @property {string} [arxiv]
 * @property {string} [doi]
 * @property {string} [venue]
 */

/** The index could not be loaded. The message completes "The search index could not be loaded: …". */
class SearchFailed extends Error {}

export class IndexFiles {
  #folder
  /** @type {Promise<Manifest> | null} */
  #manifest = null
  /** Files, and what was made of them. @type {Map<string, Promise<any>>} */
  #loaded = new Map()

  /** @param {URL} folder the address of pagefind/ */
  constructor(folder) {
    this.#folder = folder
  }

  /** Shards, newest first, counts and names of topics. */
  async manifest() {
    this.#manifest ??= this.#json("manifest.json", { cache: "no-cache" })
    try {
      return await this.#manifest
    } catch (error) {
      this.#manifest = null
      throw error
    }
  }

  /** Throw SearchFailed if the server cannot be reached now. */
  async checkConnection() {
    await this.#json("manifest.json", { cache: "no-store" })
  }

  /** Drop everything that was loaded. */
  reset() {
    this.#loaded.clear()
    this.#manifest = null
  }

  /**
   * What a paper's card shows; null where its data cannot be read.
   *
   * @param {{id: string, shard: Shard}} paper
   * @returns {Promise<Card | null>}
   */
  card(paper) {
    return this.#once(`${paper.shard.name}/${paper.id}`, () => this.#readCard(paper))
  }

  /**
   * @param {Shard} shard
   * @returns {Promise<Columns>}
   */
  columns(shard) {
    return this.#once(`${shard.name}/columns`, () => this.#readColumns(shard))
  }

  /**
   * The names of a shard's authors and, for each row of its columns, their places among these names.
   *
   * @param {Shard} shard
   * @returns {Promise<{names: string[], papers: number[][]}>}
   */
  authors(shard) {
    const path = `${shard.name}/${shard.authors}`
    return this.#once(path, () => this.#inflated(path))
  }

  /**
   * @param {{id: string, shard: Shard}} result
   * @returns {Promise<Card | null>}
   */
  async #readCard({ id, shard }) {
    const number = parseInt(id.slice(3, 10), 16) % shard.cardFiles
    const line = (await this.#cardFile(shard, number)).get(id)
    try {
      const { address, ...card } = JSON.parse(line ?? "")
      return { ...card, href: new URL(`..${address}`, this.#folder).href }
    } catch (error) {
      console.warn(`The search result ${id} of ${shard.name} could not be read.`, error)
      return null
    }
  }

  /**
   * The cards in a file as JSON, by id, as generator/build/search/cards.py writes them.
   *
   * @param {Shard} shard
   * @param {number} number
   * @returns {Promise<Map<string, string>>}
   */
  #cardFile(shard, number) {
    const folder = `${shard.name}/${shard.cards}`
    return this.#once(`${folder}/${number}`, async () => {
      const opening = this.#once(folder, () => this.#bytes(`${folder}/opening.deflate`))
      const text = await inflate(...(await Promise.all([opening, this.#bytes(`${folder}/${number}.deflate`)])))
      const lines = text.slice(text.indexOf("\n\n") + 2).split("\n")
      return new Map(lines.map((line) => [line.slice(0, line.indexOf(" ")), line.slice(line.indexOf(" ") + 1)]))
    })
  }

  /**
   * @param {Shard} shard
   * @returns {Promise<Columns>}
   */
  async #readColumns(shard) {
    const [read, { has: kinds, topics: names }] = await Promise.all([
      this.#inflated(`${shard.name}/${shard.columns}`),
      this.manifest(),
    ])
    /** @type {string[]} */
    const ids = read.ids.split(" ").map((/** @type {string} */ id) => `en_${id}`)
    /** @type {string[][]} */
    const topics = read.topics.map((/** @type {number[]} */ own) => own.map((number) => read.topicNames[number]))
    return {
      ids,
      days: read.days.flatMap((/** @type {[string, number]} */ [day, papers]) => Array(papers).fill(day)),
      topics,
      topicWords: topics.map((own) => own.flatMap((id) => [fold(id), fold(names[id] ?? id)])),
      sources: read.sources.map((/** @type {number} */ number) => read.sourceNames[number]),
      has: read.has.map((/** @type {number} */ bits) => kinds.filter((_, bit) => bits & (1 << bit))),
      votes: read.votes,
      rows: new Map(ids.map((id, row) => [id, row])),
    }
  }

  /**
   * What was loaded or made under a name, or is being made.
   *
   * @template Value
   * @param {string} name
   * @param {() => Promise<Value>} make
   * @returns {Promise<Value>}
   */
  #once(name, make) {
    const known = this.#loaded.get(name)
    if (known) return known
    const made = make()
    this.#loaded.set(name, made)
    return made
  }

  /**
   * @param {string} path
   * @param {RequestInit} [options]
   */
  async #json(path, options) {
    return (await download(new URL(path, this.#folder), options)).json()
  }

  /** @param {string} path */
  async #inflated(path) {
    return JSON.parse(await inflate(await this.#bytes(path)))
  }

  /** @param {string} path */
  async #bytes(path) {
    return (await download(new URL(path, this.#folder))).arrayBuffer()
  }
}

/**
 * The text of a deflate stream, given in parts.
 *
 * @param {...ArrayBuffer} parts
 */
const inflate = (...parts) =>
  new Response(new Blob(parts).stream().pipeThrough(new DecompressionStream("deflate-raw"))).text()

/**
 * Fetch an address; throws SearchFailed, also where the server answers with an error.
 *
 * @param {URL} address
 * @param {RequestInit} [options]
 */
async function download(address, options) {
  let response
  try {
    response = await fetch(address, options)
  } catch {
    throw new SearchFailed(navigator.onLine ? `no answer for ${address.pathname}` : "offline")
  }
  if (!response.ok) throw new SearchFailed(`the server answered ${response.status} for ${address.pathname}`)
  return response
}
