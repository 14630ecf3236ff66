/* Which papers a site has that it did not have before, from the files of generator/outputs/new_papers.py. */

/**
 * What is remembered of the papers of a site. `years` have the hash of their file, and the number of papers and the
 * exclusive or of their hashes by day; `days` have the hashes of the newest days' papers, in groups of four letters.
 *
 * @typedef {Record<string, [number, string]>} Days
 * @typedef {object} Papers
 * @property {Record<string, {hash: string, days: Days}>} years
 * @property {Record<string, string>} days
 */

const WIDTH = 4 // letters of a hash
const MOST_ADDED = 3 // papers that the difference of two sums can tell

/**
 * 24 bits that say which paper it is, as `key_hash` of generator/outputs/new_papers.py makes them.
 *
 * @param {string} key
 */
export function keyHash(key) {
  let mixed = 0x811c9dc5
  for (const letter of key) mixed = Math.imul(mixed ^ letter.charCodeAt(0), 0x01000193)
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x85ebca6b)
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35)
  return (mixed ^ (mixed >>> 16)) & 0xffffff
}

/**
 * A hash from the files.
 *
 * @param {string} text
 */
function readHash(text) {
  const [high, middle, low] = atob(text.replaceAll("-", "+").replaceAll("_", "/"))
  return (high.charCodeAt(0) << 16) | (middle.charCodeAt(0) << 8) | low.charCodeAt(0)
}

/** @param {string} text */
const readHashes = (text) =>
  Array.from({ length: Math.floor(text.length / WIDTH) }, (_, place) => readHash(text.slice(WIDTH * place).slice(0, 4)))

/**
 * The days with papers that were not there before, newest first, and how many papers each has more.
 *
 * @param {Papers} before
 * @param {Papers} now
 * @returns {{day: string, more: number}[]}
 */
export function grownDays(before, now) {
  const grown = []
  for (const [year, { hash, days }] of Object.entries(now.years)) {
    if (before.years[year]?.hash === hash) continue
    for (const [day, [count, sum]] of Object.entries(days)) {
      const [had, old] = before.years[year]?.days[day] ?? [0, ""]
      const replaced = before.days[day] !== undefined && now.days[day] !== undefined
      // A paper that took the place of another is seen where all hashes are known.
      if (sum !== old && (count > had || replaced)) grown.push({ day, more: count - had })
    }
  }
  return grown.sort((one, other) => (one.day < other.day ? 1 : -1))
}

/**
 * The keys of a day's papers that were not there before.
 *
 * @param {string} day
 * @param {string[]} keys all of the day's papers now
 * @param {Papers} before
 * @returns {string[]}
 */
export function addedKeys(day, keys, before) {
  const [had, sum] = before.years[day.slice(0, 4)]?.days[day] ?? [0, ""]
  if (!had) return keys
  const exact = before.days[day]
  if (exact !== undefined) {
    const known = new Set(readHashes(exact))
    return keys.filter((key) => !known.has(keyHash(key)))
  }
  const difference = keys.reduce((rest, key) => rest ^ keyHash(key), readHash(sum))
  // Where the papers cannot be told, more were added than usual: all of the day count.
  return withSum(keys, keys.length - had, difference) ?? (keys.length > had ? keys : [])
}

/**
 * The papers that left a day or all days: one of them may be back under another day, and is not new there.
 *
 * @param {Papers} before
 * @param {Papers} now
 * @returns {Set<number>} hashes
 */
export function movedHashes(before, now) {
  const moved = new Set(Object.values(before.days).flatMap(readHashes))
  for (const [year, { days }] of Object.entries(before.years)) {
    if (!now.years[year] || now.years[year].hash === before.years[year].hash) continue
    for (const [day, [had, sum]] of Object.entries(days)) {
      const [count, rest] = now.years[year].days[day] ?? [0, "AAAA"]
      if (count === had - 1) moved.add(readHash(sum) ^ readHash(rest))
    }
  }
  return moved
}

/**
 * So many keys that the exclusive or of their hashes is a given one; null where there are too many to try, or none.
 *
 * @param {string[]} keys
 * @param {number} count
 * @param {number} sum
 * @returns {string[] | null}
 */
function withSum(keys, count, sum) {
  if (count < 1 || count > MOST_ADDED) return null
  if (count === 1) {
    const found = keys.find((key) => keyHash(key) === sum)
    return found === undefined ? null : [found]
  }
  for (const [place, key] of keys.entries()) {
    const others = withSum(keys.slice(place + 1), count - 1, sum ^ keyHash(key))
    if (others) return [key, ...others]
  }
  return null
}
