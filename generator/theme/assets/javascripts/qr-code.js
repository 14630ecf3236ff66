/* QR codes of bytes: ISO/IEC 18004, versions 1 to 40, byte mode, error correction level L (7 %). */

/** Code words for error correction in each block, and the number of blocks, by version: table 9 of the standard. */
const CORRECTION =
  "7 10 15 20 26 18 20 24 30 18 20 24 26 30 22 24 28 30 28 28 28 28 30 30 26 28 30 30 30 30 30 30 30 30 30 30 30 30 30 30"
    .split(" ")
    .map(Number)
const BLOCKS = "1 1 1 1 1 2 2 2 2 4 4 4 4 4 6 6 6 6 7 8 8 9 9 10 12 12 12 13 14 15 16 17 18 19 19 20 21 22 24 25"
  .split(" ")
  .map(Number)
const LAST_VERSION = 40

/** The most bytes that a code holds. */
export const MOST_BYTES = 2953

/** @type {((row: number, column: number) => boolean)[]} */
const MASKS = [
  (row, column) => (row + column) % 2 === 0,
  (row) => row % 2 === 0,
  (_, column) => column % 3 === 0,
  (row, column) => (row + column) % 3 === 0,
  (row, column) => (Math.floor(row / 2) + Math.floor(column / 3)) % 2 === 0,
  (row, column) => ((row * column) % 2) + ((row * column) % 3) === 0,
  (row, column) => (((row * column) % 2) + ((row * column) % 3)) % 2 === 0,
  (row, column) => (((row + column) % 2) + ((row * column) % 3)) % 2 === 0,
]

/**
 * The modules of the smallest code that holds some bytes, as rows of 0 (light) and 1 (dark), without quiet zone; null
 * where no code does.
 *
 * @param {Uint8Array} bytes at most `MOST_BYTES`
 * @returns {Uint8Array[] | null}
 */
export function qrCode(bytes) {
  for (let version = 1; version <= LAST_VERSION; version++) {
    if (bytes.length <= capacity(version)) return drawn(version, codeWords(version, bytes))
  }
  return null
}

/** @param {number} version */
const sizeOf = (version) => 4 * version + 17

/** @param {number} version */
const bitsOfLength = (version) => (version < 10 ? 8 : 16)

/** @param {number} version */
const dataWords = (version) => Math.floor(freeModules(version) / 8) - CORRECTION[version - 1] * BLOCKS[version - 1]

/** @param {number} version */
const capacity = (version) => Math.floor((8 * dataWords(version) - 4 - bitsOfLength(version)) / 8)

/**
 * The modules that hold data and error correction.
 *
 * @param {number} version
 */
function freeModules(version) {
  const lines = version === 1 ? 0 : Math.floor(version / 7) + 2
  const alignment = lines ? (25 * lines - 10) * lines - 55 : 0
  return (16 * version + 128) * version + 64 - alignment - (version >= 7 ? 36 : 0)
}

/**
 * Data and error correction, the blocks interleaved.
 *
 * @param {number} version
 * @param {Uint8Array} bytes
 */
function codeWords(version, bytes) {
  const words = padded(version, bytes)
  const count = BLOCKS[version - 1]
  const short = Math.floor(words.length / count)
  const divisor = generator(CORRECTION[version - 1])
  /** @type {{data: Uint8Array, correction: Uint8Array}[]} */
  const blocks = []
  for (let block = 0, start = 0; block < count; block++) {
    const data = words.subarray(start, start + short + (block >= count - (words.length % count) ? 1 : 0))
    blocks.push({ data, correction: remainder(data, divisor) })
    start += data.length
  }
  return [...interleaved(blocks.map(({ data }) => data)), ...interleaved(blocks.map(({ correction }) => correction))]
}

/** @param {Uint8Array[]} blocks */
function interleaved(blocks) {
  const longest = Math.max(...blocks.map(({ length }) => length))
  return Array.from({ length: longest }, (_, place) => blocks.flatMap((block) => block[place] ?? [])).flat()
}

/**
 * The mode, the length and the bytes, filled up to the length of the version.
 *
 * @param {number} version
 * @param {Uint8Array} bytes
 */
function padded(version, bytes) {
  /** @type {number[]} */
  const bits = []
  const add = (/** @type {number} */ value, /** @type {number} */ length) => {
    for (let bit = length - 1; bit >= 0; bit--) bits.push((value >> bit) & 1)
  }
  add(4, 4) // byte mode
  add(bytes.length, bitsOfLength(version))
  for (const byte of bytes) add(byte, 8)
  add(0, 4) // the end; byte mode leaves room for it
  const words = new Uint8Array(dataWords(version))
  bits.forEach((bit, place) => (words[place >> 3] |= bit << (7 - (place & 7))))
  for (let place = Math.ceil(bits.length / 8), odd = true; place < words.length; place++, odd = !odd) {
    words[place] = odd ? 0xec : 0x11
  }
  return words
}

/**
 * A product in the field of 256 elements with the polynomial 0x11d.
 *
 * @param {number} one
 * @param {number} other
 */
function times(one, other) {
  let product = 0
  for (let bit = 7; bit >= 0; bit--) {
    product = (product << 1) ^ (product >> 7 ? 0x11d : 0)
    if ((other >> bit) & 1) product ^= one
  }
  return product
}

/**
 * The Reed-Solomon divisor: the product of (x - 2^i), without its first coefficient.
 *
 * @param {number} degree
 */
function generator(degree) {
  const divisor = new Uint8Array(degree)
  divisor[degree - 1] = 1
  for (let step = 0, root = 1; step < degree; step++, root = times(root, 2)) {
    divisor.forEach((_, place) => (divisor[place] = times(divisor[place], root) ^ (divisor[place + 1] ?? 0)))
  }
  return divisor
}

/**
 * @param {Uint8Array} data
 * @param {Uint8Array} divisor
 */
function remainder(data, divisor) {
  const rest = new Uint8Array(divisor.length)
  for (const word of data) {
    const factor = word ^ rest[0]
    rest.copyWithin(0, 1)
    rest[rest.length - 1] = 0
    divisor.forEach((coefficient, place) => (rest[place] ^= times(coefficient, factor)))
  }
  return rest
}

/**
 * The code with the mask of the lowest penalty.
 *
 * @param {number} version
 * @param {number[]} words
 */
function drawn(version, words) {
  const { rows, fixed } = patterns(version)
  fill(rows, fixed, words)
  const codes = MASKS.map((mask, number) => masked(rows, fixed, mask, number))
  const penalties = codes.map(penalty)
  return codes[penalties.indexOf(Math.min(...penalties))]
}

/**
 * The finder, timing and alignment patterns and the version; `fixed` are the modules that hold no data.
 *
 * @param {number} version
 */
function patterns(version) {
  const size = sizeOf(version)
  const rows = Array.from({ length: size }, () => new Uint8Array(size))
  const fixed = Array.from({ length: size }, () => new Uint8Array(size))
  const set = (/** @type {number} */ row, /** @type {number} */ column, /** @type {boolean | number} */ dark) => {
    if (row < 0 || column < 0 || row >= size || column >= size) return
    rows[row][column] = Number(dark)
    fixed[row][column] = 1
  }
  const square = (/** @type {number} */ row, /** @type {number} */ column, /** @type {number} */ reach) => {
    for (let down = -reach; down <= reach; down++) {
      for (let right = -reach; right <= reach; right++) {
        const ring = Math.max(Math.abs(down), Math.abs(right))
        set(row + down, column + right, reach === 4 ? ring % 2 === 1 || ring === 0 : ring !== 1)
      }
    }
  }
  for (let place = 0; place < size; place++) {
    set(6, place, place % 2 === 0)
    set(place, 6, place % 2 === 0)
  }
  for (const [row, column] of [
    [3, 3],
    [3, size - 4],
    [size - 4, 3],
  ])
    square(row, column, 4)
  const lines = alignmentLines(version)
  const last = lines.length - 1
  lines.forEach((row, one) =>
    lines.forEach((column, other) => {
      const atFinder = (!one && (!other || other === last)) || (one === last && !other)
      if (!atFinder) square(row, column, 2)
    }),
  )
  placeFormat(set, size, 0)
  if (version >= 7) placeVersion(set, size, version)
  return { rows, fixed }
}

/** @param {number} version */
function alignmentLines(version) {
  if (version === 1) return []
  const count = Math.floor(version / 7) + 2
  const step = version === 32 ? 26 : Math.ceil((4 * version + 4) / (2 * count - 2)) * 2
  const lines = Array.from({ length: count - 1 }, (_, place) => sizeOf(version) - 7 - place * step)
  return [6, ...lines.reverse()]
}

/** @typedef {(row: number, column: number, dark: boolean | number) => void} Set */

/**
 * The level and the mask, twice: figure 25 of the standard.
 *
 * @param {Set} set
 * @param {number} size
 * @param {number} mask
 */
function placeFormat(set, size, mask) {
  const value = (1 << 3) | mask // level L is 01
  let rest = value
  for (let step = 0; step < 10; step++) rest = (rest << 1) ^ ((rest >> 9) * 0x537)
  const bits = ((value << 10) | rest) ^ 0x5412
  for (let bit = 0; bit < 15; bit++) {
    const dark = (bits >> bit) & 1
    set(bit < 6 ? bit : bit < 8 ? bit + 1 : size - 15 + bit, 8, dark)
    set(8, bit < 8 ? size - 1 - bit : bit === 8 ? 7 : 14 - bit, dark)
  }
  set(size - 8, 8, 1)
}

/**
 * @param {Set} set
 * @param {number} size
 * @param {number} version
 */
function placeVersion(set, size, version) {
  let rest = version
  for (let step = 0; step < 12; step++) rest = (rest << 1) ^ ((rest >> 11) * 0x1f25)
  const bits = (version << 12) | rest
  for (let bit = 0; bit < 18; bit++) {
    const [near, far] = [Math.floor(bit / 3), size - 11 + (bit % 3)]
    set(near, far, (bits >> bit) & 1)
    set(far, near, (bits >> bit) & 1)
  }
}

/**
 * Place the words in pairs of columns, from the right, upwards and downwards in turn.
 *
 * @param {Uint8Array[]} rows
 * @param {Uint8Array[]} fixed
 * @param {number[]} words
 */
function fill(rows, fixed, words) {
  const size = rows.length
  let bit = 0
  for (let right = size - 1; right >= 1; right -= 2) {
    if (right === 6) right = 5 // the column of the timing pattern
    const upwards = ((right + 1) & 2) === 0
    for (let step = 0; step < size; step++) {
      const row = upwards ? size - 1 - step : step
      for (const column of [right, right - 1]) {
        if (fixed[row][column] || bit >= 8 * words.length) continue
        rows[row][column] = (words[bit >> 3] >> (7 - (bit & 7))) & 1
        bit++
      }
    }
  }
}

/**
 * @param {Uint8Array[]} rows
 * @param {Uint8Array[]} fixed
 * @param {(row: number, column: number) => boolean} mask
 * @param {number} number
 */
function masked(rows, fixed, mask, number) {
  const code = rows.map((line, row) =>
    line.map((dark, column) => (fixed[row][column] ? dark : dark ^ Number(mask(row, column)))),
  )
  placeFormat((row, column, dark) => (code[row][column] = Number(dark)), rows.length, number)
  return code
}

/**
 * How hard a code is to read: section 7.8.3 of the standard.
 *
 * @param {Uint8Array[]} rows
 */
function penalty(rows) {
  const size = rows.length
  const columns = rows.map((_, place) => rows.map((row) => row[place]))
  let points = 0
  for (const line of [...rows, ...columns]) points += penaltyOfLine(Array.from(line).join(""))
  for (let row = 1; row < size; row++) {
    for (let column = 1; column < size; column++) {
      const sum = rows[row][column] + rows[row - 1][column] + rows[row][column - 1] + rows[row - 1][column - 1]
      if (sum % 4 === 0) points += 3
    }
  }
  const dark = rows.flatMap((row) => Array.from(row)).reduce((sum, each) => sum + each, 0)
  return points + 10 * Math.floor(Math.abs((20 * dark) / (size * size) - 10))
}

/** @param {string} line */
function penaltyOfLine(line) {
  let points = 0
  for (const [run] of line.matchAll(/0{5,}|1{5,}/g)) points += run.length - 2
  for (const _ of line.matchAll(/(?=00001011101|10111010000)/g)) points += 40
  return points
}
