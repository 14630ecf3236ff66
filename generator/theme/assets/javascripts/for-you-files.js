/* Loads what the order "For you" knows of papers, as generator/build/search/paper_features.py writes it. */

import { plainTerm } from "./for-you-reasons.js"
import { fold } from "./search-words.js"

/**
 * @typedef {import("./for-you-model.js").Features} Features
 *
 * What features.json says: the names of the files, the first key of each, and the topics that numbers stand for, as ids and
 * names.
 * @typedef {{files: string[], firsts: string[], topics: [string, string][]}} Head
 */

const DIMENSIONS = 80
const [OFFSET, PRIME] = [0x811c9dc5, 0x01000193] // FNV-1a, 32 bits

export class FeatureFiles {
  #folder
  /** @type {Head} */
  #head

  /**
   * @param {URL} folder the address of search-index/
   * @param {Head} head
   */
  constructor(folder, head) {
    this.#folder = folder
    this.#head = head
  }

  /** The names of topics by id. */
  get topics() {
    return new Map(this.#head.topics)
  }

  /**
   * Numbers of files, those with the most of the papers first.
   *
   * @param {Iterable<string>} keys
   * @returns {number[]}
   */
  numbersOf(keys) {
    /** @type {Map<number, number>} */
    const counts = new Map()
    for (const key of keys) {
      const number = Math.max(
        0,
        this.#head.firsts.findLastIndex((first) => first <= key),
      )
      counts.set(number, (counts.get(number) ?? 0) + 1)
    }
    return [...counts].sort(([a, one], [b, other]) => other - one || b - a).map(([number]) => number)
  }

  /**
   * The papers of some files by their keys, the newest keys first.
   *
   * @param {number[]} numbers
   * @returns {Promise<Map<string, Features>>}
   */
  async load(numbers) {
    const ordered = [...numbers].sort((one, other) => other - one)
    const files = await Promise.all(ordered.map((number) => this.#file(number)))
    return new Map(files.flatMap((bytes) => readFeatures(bytes, this.#head.topics).reverse()))
  }

  /** @param {number} number */
  async #file(number) {
    const response = await answer(new URL(this.#head.files[number], this.#folder))
    if (!response.body) throw new Error("the server answered without a file")
    const stream = response.body.pipeThrough(new DecompressionStream("deflate-raw"))
    return new Uint8Array(await new Response(stream).arrayBuffer())
  }
}

/**
 * What names the files of the site as it is now.
 *
 * @param {URL} folder the address of search-index/
 */
export async function openFeatures(folder) {
  const response = await answer(new URL("features.json", folder), "no-cache")
  return new FeatureFiles(folder, await response.json())
}

/**
 * The papers of a file, in the order of their keys.
 *
 * @param {Uint8Array} bytes
 * @param {[string, string][]} topics ids and names
 * @returns {[string, Features][]}
 */
export function readFeatures(bytes, topics) {
  let at = 0
  const [keys, numbers, terms] = [" ", " ", ";"].map((sign) => {
    const end = bytes.indexOf(10, at)
    const line = new TextDecoder().decode(bytes.subarray(at, end))
    at = end + 1
    return line.split(sign)
  })
  const spellings = terms.map((own) => own.split(",").filter(Boolean))
  const counts = bytes.subarray(at, (at += keys.length))
  const view = new DataView(bytes.buffer, bytes.byteOffset)
  const authors = keys.map((_, place) =>
    Array.from({ length: counts[place] }, () => String(view.getUint32((at += 4) - 4))),
  )
  return keys.map((key, place) => [
    key,
    {
      terms: spellings[place].map(plainTerm),
      spellings: spellings[place],
      topics: numbers[place].split(",").flatMap((number) => topics[Number(number || -1)]?.[0] ?? []),
      authors: authors[place],
      vector: levels(bytes.subarray(at + (place * DIMENSIONS) / 4, at + ((place + 1) * DIMENSIONS) / 4)),
    },
  ])
}

/**
 * The number that stands for an author's name.
 *
 * @param {string} name
 */
export function authorNumber(name) {
  let number = OFFSET
  for (const byte of new TextEncoder().encode(fold(name))) number = Math.imul(number ^ byte, PRIME) >>> 0
  return String(number)
}

/** Four levels a byte, as numbers around 0. @param {Uint8Array} bytes */
const levels = (bytes) =>
  Float32Array.from({ length: DIMENSIONS }, (_, place) => ((bytes[place >> 2] >> (6 - 2 * (place & 3))) & 3) - 1.5)

/**
 * @param {URL} address
 * @param {RequestCache} [cache]
 */
async function answer(address, cache = "default") {
  const response = await fetch(address, { cache })
  if (!response.ok) throw new Error(`${address.pathname}: the server answered ${response.status}`)
  return response
}
