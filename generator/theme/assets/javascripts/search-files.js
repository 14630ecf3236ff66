/* Loads the files of the search index, as generator/build/search writes them. A file's name changes with its content, so
 * a page of an earlier build never reads files of a later one: where a named file is gone, the index has changed. */

import { PaperVectors, readWords, vectorOf } from "./search-meaning.js"
import { TermFile, lowerBound } from "./search-postings.js"
import { termOf } from "./search-words.js"

/**
 * What manifest.json names; the topics are names by id, the aliases further names by id.
 *
 * @typedef {object} Manifest
 * @property {number} format
 * @property {number} papers
 * @property {Record<string, string>} topics
 * @property {Record<string, string[]>} [aliases]
 * @property {string[]} has
 * @property {{folder: string, places: string, firsts: string, ranks: number[], rankWidth: number,
 *   placeWidths: [number[], number[]]}} terms
 * @property {string} facts
 * @property {string} votes
 * @property {string} authors
 * @property {string} frequent
 * @property {string} spelled
 * @property {string} meaning
 * @property {{opening: string, rows: number, together: number, folders: string[]}} cards
 *
 * What is known of each paper, by row. `topicSets` are topics' ids, the main one first; `topics` has the number of each
 * paper's set; `has` has a bit for each kind of link.
 * @typedef {object} Facts
 * @property {string[]} days
 * @property {Uint32Array} day
 * @property {Uint8Array} has
 * @property {string[]} sources
 * @property {Uint8Array} source
 * @property {string[][]} topicSets
 * @property {Uint16Array} topics
 *
 * What a result's card shows and exports, as generator/build/search/cards.py writes it; `cited` and `tex` are for exports.
 * @typedef {object} Card
 * @property {string} key
 * @property {string} href
 * @property {string} title
 * @property {string} date
 * @property {string[]} [authors]
 * @property {string} [abstract]
 * @property {string[]} [topics]
 * @property {[string, string][]} [links]
 * @property {number} [votes]
 * @property {string} [status]
 * @property {{title?: import("./search-prose.js").Piece[], abstract?: import("./search-prose.js").Piece[]}} [parts] where
 *   there are formulas
 * @property {{title?: string, abstract?: string}} [tex] where they are not written as they are shown
 * @property {Partial<import("./citation-from-api.js").ApiPaper> & {families?: Record<string, string>}} [cited]
 */

const FORMAT = 3

/** The index could not be loaded. The message completes "The search index could not be loaded: …". */
export class SearchFailed extends Error {}

/** The site was published again since the manifest was loaded. */
export class IndexChanged extends SearchFailed {}

export class IndexFiles {
  #folder
  /** @type {Promise<Manifest> | null} */
  #manifest = null
  /** Files, and what was made of them. @type {Map<string, Promise<any>>} */
  #loaded = new Map()

  /** @param {URL} folder the address of search-index/ */
  constructor(folder) {
    this.#folder = folder
  }

  /** @returns {Promise<Manifest>} */
  async manifest() {
    this.#manifest ??= this.#readManifest("no-cache")
    try {
      return await this.#manifest
    } catch (error) {
      this.#manifest = null
      throw error
    }
  }

  /** Drop everything that was loaded. */
  reset() {
    this.#loaded.clear()
    this.#manifest = null
  }

  /**
   * The files of terms from one to another, by their numbers.
   *
   * @param {string} from
   * @param {string} to
   * @returns {Promise<number[]>}
   */
  async termFiles(from, to) {
    const firsts = await this.#once("firsts", async () =>
      (await this.manifest()).terms.firsts.split(" ").filter(Boolean),
    )
    if (!firsts.length) return []
    const [first, last] = [from, to].map((term) => Math.max(lowerBound(firsts, `${term}\0`) - 1, 0))
    return Array.from({ length: last - first + 1 }, (_, place) => first + place)
  }

  /**
   * @param {number} number
   * @returns {Promise<TermFile>}
   */
  termFile(number) {
    return this.#once(`terms/${number}`, async () => {
      const { papers, terms } = await this.manifest()
      return new TermFile(await this.#inflated(`${terms.folder}/${number}`), { papers, ...terms })
    })
  }

  /**
   * The places of a file's terms, still encoded.
   *
   * @param {number} number
   * @returns {Promise<Uint8Array>}
   */
  placeFile(number) {
    return this.#once(`places/${number}`, async () => {
      const { terms } = await this.manifest()
      return new Uint8Array(await this.#bytes(`${terms.places}/${number}`))
    })
  }

  /** @returns {Promise<Facts>} */
  facts() {
    return this.#once("facts", async () => {
      const { facts, papers } = await this.manifest()
      return readFacts(await this.#inflated(facts), papers)
    })
  }

  /**
   * The votes of each row, -1 where no source counts them.
   *
   * @returns {Promise<number[]>}
   */
  votes() {
    return this.#json("votes")
  }

  /**
   * All names, and the authors of each row as places among these names.
   *
   * @returns {Promise<{names: string[], papers: number[][]}>}
   */
  authors() {
    return this.#once("authors", async () => {
      const { authors, papers } = await this.manifest()
      return readAuthors(await this.#inflated(authors), papers)
    })
  }

  /**
   * Frequent words and names, each as a text of terms in order, and the numbers of their papers.
   *
   * @returns {Promise<{words: Map<string, number>, names: Map<string, number>}>}
   */
  frequent() {
    return this.#once("frequent terms", async () => {
      const { words, names } = await this.#json("frequent")
      return { words: counts(words), names: counts(names) }
    })
  }

  /**
   * Words that no paper has although they are spelled right, so that none is corrected: "market" is not "marked".
   *
   * @returns {Promise<Set<string>>}
   */
  spelled() {
    return this.#once("spelled words", async () => new Set((await this.#json("spelled")).split(" ")))
  }

  /**
   * The vectors of papers.
   *
   * @returns {Promise<PaperVectors>}
   */
  meaning() {
    return this.#once("meaning", async () => {
      const { meaning, papers } = await this.manifest()
      return new PaperVectors(await this.#inflated(meaning), papers)
    })
  }

  /**
   * The vectors of the words that are known.
   *
   * @param {string[]} words folded
   * @returns {Promise<number[][]>}
   */
  async wordVectors(words) {
    const { folder, firsts } = (await this.meaning()).words
    const found = await Promise.all(
      words.map(async (word) => {
        const path = `${folder}/${Math.max(lowerBound(firsts, `${termOf(word)}\0`) - 1, 0)}`
        return vectorOf(word, await this.#once(path, async () => readWords(await this.#inflated(path))))
      }),
    )
    return found.flatMap((vector) => (vector ? [vector] : []))
  }

  /**
   * What a paper's card shows; null where its data cannot be read.
   *
   * @param {number} row
   * @returns {Promise<Card | null>}
   */
  async card(row) {
    const { cards, papers } = await this.manifest()
    const first = row - ((row % cards.rows) % cards.together)
    const count = Math.min(cards.together, papers - first)
    const lines = await this.#once(`cards/${first}`, () => this.#cardLines(first, count))
    return this.#once(`card/${row}`, async () => this.#readCard(lines[row - first], row))
  }

  /**
   * The last lines of a file of cards.
   *
   * @param {number} first the file's first row
   * @param {number} count
   */
  async #cardLines(first, count) {
    const { cards } = await this.manifest()
    const file = `cards/${cards.folders[Math.floor(first / cards.rows)]}/${(first % cards.rows) / cards.together}`
    const opening = this.#once("opening", () => this.#bytes(cards.opening))
    const text = await inflate(...(await Promise.all([opening, this.#bytes(file)])))
    return text.split("\n").slice(-count)
  }

  /**
   * @param {string} line
   * @param {number} row
   * @returns {Card | null}
   */
  #readCard(line, row) {
    try {
      const { address, ...card } = JSON.parse(line)
      return { ...card, href: new URL(`..${address}`, this.#folder).href }
    } catch (error) {
      console.warn(`The search result ${row} could not be read.`, error)
      return null
    }
  }

  /** @param {RequestCache} cache */
  async #readManifest(cache) {
    const manifest = await (await download(new URL("manifest.json", this.#folder), { cache })).json()
    if (manifest.format !== FORMAT) throw new SearchFailed("this page is older than the search index; reload it")
    return manifest
  }

  /**
   * The JSON in a file that the manifest names.
   *
   * @param {"votes" | "frequent" | "spelled"} name
   */
  #json(name) {
    return this.#once(name, async () => {
      const bytes = await this.#inflated((await this.manifest())[name])
      return JSON.parse(new TextDecoder().decode(bytes))
    })
  }

  /**
   * What was loaded or made under a name, or is being made. A failure is not kept.
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
    made.catch(() => this.#loaded.delete(name))
    return made
  }

  /** @param {string} path */
  async #inflated(path) {
    const stream = new Blob([await this.#bytes(path)]).stream().pipeThrough(new DecompressionStream("deflate-raw"))
    return new Uint8Array(await new Response(stream).arrayBuffer())
  }

  /**
   * The bytes of a file. Throws IndexChanged where it is gone because the site was published again.
   *
   * @param {string} path
   */
  async #bytes(path) {
    const known = this.#manifest // which another search may replace meanwhile
    const response = await answer(new URL(path, this.#folder))
    if (response.status === 404 && (await this.#hasChanged(await known))) throw new IndexChanged("the site was updated")
    return checked(response).arrayBuffer()
  }

  /** @param {Manifest | null} known */
  async #hasChanged(known) {
    return JSON.stringify(known) !== JSON.stringify(await this.#readManifest("no-store"))
  }
}

/**
 * @param {Uint8Array} bytes
 * @param {number} papers
 * @returns {Facts}
 */
function readFacts(bytes, papers) {
  const end = bytes.indexOf(10)
  const { days, sources, topics } = JSON.parse(new TextDecoder().decode(bytes.subarray(0, end)))
  const column = (/** @type {number} */ number) =>
    bytes.subarray(end + 1 + number * papers, end + 1 + (number + 1) * papers)
  const [has, source, low, high] = [0, 1, 2, 3].map(column)
  const day = new Uint32Array(papers)
  let row = 0
  days.forEach((/** @type {[string, number]} */ [, count], /** @type {number} */ number) => {
    day.fill(number, row, (row += count))
  })
  return {
    days: days.map((/** @type {[string, number]} */ [name]) => name),
    day,
    has,
    sources,
    source,
    topicSets: topics,
    topics: Uint16Array.from(low, (byte, place) => byte | (high[place] << 8)),
  }
}

/**
 * @param {Uint8Array} bytes
 * @param {number} papers
 */
function readAuthors(bytes, papers) {
  const end = bytes.indexOf(10)
  /** @type {string[]} */
  const names = JSON.parse(new TextDecoder().decode(bytes.subarray(0, end)))
  const rest = bytes.subarray(end + 1 + 2 * papers)
  const size = rest.length / 3
  let [at, next] = [0, 0]
  const author = () => {
    const known = rest[at] | (rest[at + size] << 8) | (rest[at + 2 * size] << 16)
    at += 1
    return known ? known - 1 : next++
  }
  const counts = Array.from({ length: papers }, (_, row) => bytes[end + 1 + row] | (bytes[end + 1 + papers + row] << 8))
  return { names, papers: counts.map((length) => Array.from({ length }, author)) }
}

/** @param {[string, number[]]} list */
const counts = ([terms, papers]) =>
  new Map(papers.length ? terms.split(" ").map((term, place) => [term, papers[place]]) : [])

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
const download = async (address, options) => checked(await answer(address, options))

/**
 * @param {URL} address
 * @param {RequestInit} [options]
 */
async function answer(address, options) {
  try {
    return await fetch(address, options)
  } catch {
    throw new SearchFailed(navigator.onLine ? `no answer for ${address.pathname}` : "offline")
  }
}

/** @param {Response} response */
function checked(response) {
  if (response.ok) return response
  throw new SearchFailed(`the server answered ${response.status} for ${new URL(response.url).pathname}`)
}
