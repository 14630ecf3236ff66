/* What the address of the map says: ?topic=, year=, q= (a search) and at= (what is in view), and #KEY of a paper. */

/**
 * `part` is null for the whole map, and `key` is empty where no paper is meant.
 *
 * @typedef {object} Shown
 * @property {string} topic
 * @property {string} year
 * @property {string} search
 * @property {import("./map-points.js").Part | null} part
 * @property {string} key
 */

/**
 * What an address asks for; parts that cannot be read are left out.
 *
 * @param {{search: string, hash: string}} address
 * @returns {Shown}
 */
export function readAddress({ search, hash }) {
  const asked = new URLSearchParams(search)
  const numbers = /^(\d+)-(\d+)-(\d+(?:\.\d+)?)$/.exec(asked.get("at") ?? "")
  return {
    topic: asked.get("topic") ?? "",
    year: asked.get("year") ?? "",
    search: asked.get("q") ?? "",
    part: numbers && { x: Number(numbers[1]), y: Number(numbers[2]), zoom: Number(numbers[3]) },
    key: decoded(hash.slice(1)),
  }
}

/**
 * The address of what is shown, from the query on.
 *
 * @param {Shown} shown
 */
export function addressOf({ topic, year, search, part, key }) {
  const asked = new URLSearchParams()
  if (topic) asked.set("topic", topic)
  if (year) asked.set("year", year)
  if (search) asked.set("q", search)
  if (part) asked.set("at", `${Math.round(part.x)}-${Math.round(part.y)}-${Number(part.zoom.toFixed(2))}`)
  return `${asked.size ? `?${asked}` : ""}${key ? `#${encodeURIComponent(key)}` : ""}`
}

/** @param {string} text */
function decoded(text) {
  try {
    return decodeURIComponent(text)
  } catch {
    return ""
  }
}
