/* The API's download of all papers, of which single chunks are loaded: generator/outputs/api/download.py makes it. */

/** @typedef {import("./citation-from-api.js").ApiPaper} ApiPaper */

const LAST_BLOCK = new Uint8Array([3, 0]) // ends the stream of a chunk

export class Download {
  /** @type {Promise<Uint8Array> | null} the whole file, from a server that does not send parts */
  #whole = null

  /** @param {URL} address */
  constructor(address) {
    this.address = address
  }

  /**
   * The papers of a chunk.
   *
   * @param {[number, number]} range first and last byte
   * @returns {Promise<ApiPaper[]>}
   */
  async papers([first, last]) {
    const chunk = this.#whole ? (await this.#whole).subarray(first, last + 1) : await this.#load(first, last)
    const stream = new Blob([/** @type {BlobPart} */ (chunk), LAST_BLOCK]).stream()
    const text = await new Response(stream.pipeThrough(new DecompressionStream("deflate-raw"))).text()
    return text
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line))
  }

  /**
   * @param {number} first
   * @param {number} last
   */
  async #load(first, last) {
    const answer = await fetch(this.address, { headers: { Range: `bytes=${first}-${last}` } })
    if (!answer.ok) throw new Error(`${this.address}: ${answer.status}`)
    if (answer.status === 206) return new Uint8Array(await answer.arrayBuffer())
    if (this.#whole) await answer.body?.cancel()
    else this.#whole = answer.arrayBuffer().then((bytes) => new Uint8Array(bytes))
    return (await this.#whole).subarray(first, last + 1)
  }
}
