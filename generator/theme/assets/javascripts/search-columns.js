/* Reads the columns of the search index: of days, topics and links (generator/build/search). */

const DAY = 24 * 60 * 60 * 1000 // ms

/**
 * @param {{first: string, gaps: number[], papers: number[]}} written the days, each after so many others
 * @param {number} papers
 */
export function readDays({ first, gaps, papers: counts }, papers) {
  let [time, row] = [Date.parse(first), 0]
  const day = new Uint32Array(papers)
  counts.forEach((count, number) => day.fill(number, row, (row += count)))
  return { days: gaps.map((gap) => new Date((time += gap * DAY)).toISOString().slice(0, 10)), day }
}

/**
 * @param {Uint8Array} bytes
 * @param {number} papers
 */
export function readColumn(bytes, papers) {
  const end = bytes.indexOf(10)
  return { values: readLine(bytes, end), numbers: new Columns(bytes, end + 1).next(papers) }
}

/**
 * The JSON before columns.
 *
 * @param {Uint8Array} bytes
 * @param {number} end
 */
export const readLine = (bytes, end) => JSON.parse(new TextDecoder().decode(bytes.subarray(0, end)))

/** Reads columns of numbers, one after another: their low bytes, then the middle and the high ones. */
export class Columns {
  #bytes
  #start

  /**
   * @param {Uint8Array} bytes
   * @param {number} start
   */
  constructor(bytes, start) {
    this.#bytes = bytes
    this.#start = start
  }

  /** @param {number} length */
  next(length) {
    const [bytes, low] = [this.#bytes, this.#start]
    this.#start += 3 * length
    return Uint32Array.from(
      { length },
      (_, row) => bytes[low + row] | (bytes[low + length + row] << 8) | (bytes[low + 2 * length + row] << 16),
    )
  }
}
