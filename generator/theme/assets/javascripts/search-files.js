/* Loads the files of the search index, as generator/build/search writes them. A file's name changes with its content, so
 * a page of an earlier build never reads files of a later one: where a named file is gone, the index has changed. */

import { readColumn, readDays } from "./search-columns.js"
import { lowerBound, readTerms, together } from "./search-postings.js"
import { gettext } from "./words.js"

/**
 * @typedef {import("./search-postings.js").Terms} Terms
 *
 * @typedef {{folder: string, places: string}} TermFolders
 *
 * What manifest.json names; the topics are names by id, and the file of aliases has further names by id.
 *
 * @typedef {object} Manifest
 * @property {number} format
 * @property {number} papers
 * @property {Record<string, string>} topics
 * @property {string} aliases
 * @property {string[]} has
 * @property {TermFolders & {papers: number, firsts: string, ranks: number[], rankWidth: number,
 *   placeWidths: [number[], number[]], usualPlaces: number[], newest: TermFolders & {group: number} | null}} terms the
 *   files of the oldest papers, and those of the newest, each with the terms of a group of the others; the widths of places
 *   are those in texts and in names, by their number, and the usual numbers of places are by level
 * @property {string} days
 * @property {string} topicSets
 * @property {string} links
 * @property {string[]} closed the facets whose columns are loaded when a reader opens them
 * @property {string} votes
 * @property {string} authors
 * @property {string} frequent
 * @property {string} spelled
 * @property {string} meaning
 * @property {boolean} meaningOnRequest whether it is too large to be loaded unless a reader asks
 * @property {{opening: string, rows: number, smallRows: number, together: number, folders: string[],
 *   small: string[]}} cards folders of blocks of rows, and of small ones with the rows that are left
 *
 * What is known of each paper, by row: the number of its day; its topics by id, the main one first; its links, with a bit
 * for each kind, and source. A column that was not asked for is null.
 * @typedef {object} Facts
 * @property {string[]} days
 * @property {Uint32Array} day
 * @property {Column<string[]> | null} topics
 * @property {Column<[has: number, source: string]> | null} links
 *
 * What a result's card shows and exports, as generator/build/search/cards.py writes it; `cited` and `tex` are for exports.
 * @typedef {object} Card
 * @property {string} key
 * @property {string} href
 * @property {string} title
 * @property {string} [lang] of the title, where it is not English as far as its letters tell
 * @property {string} date
 * @property {string[]} [authors]
 * @property {string} [abstract]
 * @property {string[]} [topics]
 * @property {[string, string][]} [links]
 * @property {number} [votes]
 * @property {string} [status]
 * @property {{title?: import("./search-prose.js").Piece[], abstract?: import("./search-prose.js").Piece[]}} [parts] where
 *   there are formulas
 * @property {{title?: string, abstract?: string}} [tex] where they are not written as they are shown, or a translation leads
 * @property {Partial<import("./citation-from-api.js").ApiPaper> & {families?: Record<string, string>}} [cited]
 */

const FORMAT = 6
/** The reason of a failure that only reloading the page ends. */
export const OUT_OF_DATE = gettext("this page is out of date; reload it")

/**
 * The different values of a column, and the number of each row's.
 *
 * @template Value
 * @typedef {{values: Value[], numbers: Uint32Array}} Column
 */

/** The index could not be loaded. The message completes "The search index could not be loaded: …". */
export class SearchFailed extends Error {}

/**
 * A module that some queries need. Throws SearchFailed where it cannot be loaded: a page that was opened before the site
 * was published again asks for a file that is gone.
 *
 * @template Module
 * @param {Promise<Module>} loading
 */
export const part = (loading) =>
  loading.catch(() => {
    throw new SearchFailed(navigator.onLine ? OUT_OF_DATE : "offline")
  })

/** The site was published again since the manifest was loaded. */
export class IndexChanged extends SearchFailed {}

export class IndexFiles {
  #folder
  /** Files, and what was made of them. @type {Map<string, Promise<any>>} */
  #loaded = new Map()

  /** @param {URL} folder the address of search-index/ */
  constructor(folder) {
    this.#folder = folder
  }

  /** @returns {Promise<Manifest>} */
  manifest() {
    return this.once("manifest", () => this.#readManifest("no-cache"))
  }

  /** Drop everything that was loaded. */
  reset() {
    this.#loaded.clear()
  }

  /**
   * The files of terms from one to another, by their numbers.
   *
   * @param {string} from
   * @param {string} to
   * @returns {Promise<number[]>}
   */
  async termFiles(from, to) {
    const firsts = await this.#firsts()
    if (!firsts.length) return []
    const [first, last] = [from, to].map((term) => Math.max(lowerBound(firsts, `${term}\0`) - 1, 0))
    return Array.from({ length: last - first + 1 }, (_, place) => first + place)
  }

  /** The beginnings of the ranges of terms. */
  #firsts() {
    return this.once("firsts", async () => (await this.manifest()).terms.firsts.split(" ").filter(Boolean))
  }

  /**
   * The terms of a range, with all their papers.
   *
   * @param {number} number
   * @returns {Promise<Terms>}
   */
  termFile(number) {
    return this.once(`range ${number}`, async () => {
      const [firsts, parts] = await Promise.all([this.#firsts(), this.termParts(number)])
      return together(
        parts.map(({ terms }) => terms),
        number ? firsts[number] : "",
        firsts[number + 1],
      )
    })
  }

  /**
   * The files that have the terms of a range, and the paths of those with their places; the newest papers are in the last.
   *
   * @param {number} number
   * @returns {Promise<{terms: Terms, places: string}[]>}
   */
  async termParts(number) {
    const { papers: all, terms: coding } = await this.manifest()
    const { papers, newest } = coding
    /** @type {[TermFolders, file: number, papers: number, firstRow: number][]} */
    const parts = [[coding, number, papers, 0]]
    if (newest) parts.push([newest, Math.floor(number / newest.group), all - papers, papers])
    return Promise.all(
      parts.map(async ([{ folder, places }, file, papers, firstRow]) => ({
        terms: await this.once(`${folder}/${file}`, async () =>
          readTerms(await this.inflated(`${folder}/${file}`), { ...coding, papers }, firstRow),
        ),
        places: `${places}/${file}`,
      })),
    )
  }

  /**
   * What is known of papers, with the columns that some filters or facets need.
   *
   * @param {Iterable<string>} fields
   * @returns {Promise<Facts>}
   */
  async facts(fields) {
    const needed = new Set(fields)
    const [days, topics, links] = await Promise.all([
      this.#days(),
      needed.has("topic") ? this.#column("topicSets") : null,
      needed.has("has") || needed.has("source") ? this.#column("links") : null,
    ])
    return { ...days, topics, links }
  }

  /** @returns {Promise<Pick<Facts, "days" | "day">>} */
  #days() {
    return this.once("days", async () => {
      const { papers } = await this.manifest()
      return readDays(await this.json("days"), papers)
    })
  }

  /**
   * @param {"topicSets" | "links"} name
   * @returns {Promise<Column<any>>}
   */
  #column(name) {
    return this.once(name, async () => {
      const manifest = await this.manifest()
      return readColumn(await this.inflated(manifest[name]), manifest.papers)
    })
  }

  /**
   * The votes of each row, -1 where no source counts them.
   *
   * @returns {Promise<number[]>}
   */
  votes() {
    return this.json("votes")
  }

  /**
   * What a paper's card shows; null where its data cannot be read.
   *
   * @param {number} row
   * @returns {Promise<Card | null>}
   */
  async card(row) {
    const { cards, papers } = await this.manifest()
    const first = row - (row % cards.together)
    const count = Math.min(cards.together, papers - first)
    const lines = await this.once(`cards/${first}`, () => this.#cardLines(first, count))
    return this.once(`card/${row}`, async () => this.#readCard(lines[row - first], row))
  }

  /**
   * The last lines of a file of cards.
   *
   * @param {number} first the file's first row
   * @param {number} count
   */
  async #cardLines(first, count) {
    const { cards } = await this.manifest()
    const row = first % cards.rows
    const folder = cards.folders[(first - row) / cards.rows] ?? cards.small[Math.floor(row / cards.smallRows)]
    const file = `cards/${folder}/${row / cards.together}`
    const opening = this.once("opening", () => this.bytes(cards.opening))
    const text = await inflate(...(await Promise.all([opening, this.bytes(file)])))
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
    if (manifest.format !== FORMAT) throw new SearchFailed(OUT_OF_DATE)
    return manifest
  }

  /**
   * The JSON in a file that the manifest names.
   *
   * @param {"days" | "votes" | "frequent" | "spelled" | "aliases"} name
   */
  json(name) {
    return this.once(`JSON of ${name}`, async () => {
      const bytes = await this.inflated((await this.manifest())[name])
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
  once(name, make) {
    const known = this.#loaded.get(name)
    if (known) return known
    const made = make()
    this.#loaded.set(name, made)
    made.catch(() => this.#loaded.delete(name))
    return made
  }

  /** @param {string} path */
  async inflated(path) {
    const stream = new Blob([await this.bytes(path)]).stream().pipeThrough(new DecompressionStream("deflate-raw"))
    return new Uint8Array(await new Response(stream).arrayBuffer())
  }

  /**
   * The bytes of a file. Throws IndexChanged where it is gone because the site was published again.
   *
   * @param {string} path
   */
  async bytes(path) {
    const known = this.#loaded.get("manifest") // which another search may replace meanwhile
    const response = await answer(new URL(path, this.#folder))
    if (response.status === 404 && (await this.#hasChanged(await known))) throw new IndexChanged("the site was updated")
    return checked(response).arrayBuffer()
  }

  /** @param {Manifest | undefined} known */
  async #hasChanged(known) {
    return JSON.stringify(known) !== JSON.stringify(await this.#readManifest("no-store"))
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
const download = async (address, options) => checked(await answer(address, options))

/**
 * @param {URL} address
 * @param {RequestInit} [options]
 */
async function answer(address, options) {
  try {
    return await fetch(address, options)
  } catch {
    throw new SearchFailed(navigator.onLine ? gettext("no answer for %(path)s", { path: address.pathname }) : "offline")
  }
}

/** @param {Response} response */
function checked(response) {
  if (response.ok) return response
  const [status, path] = [response.status, new URL(response.url).pathname]
  throw new SearchFailed(gettext("the server answered %(status)s for %(path)s", { status, path }))
}
