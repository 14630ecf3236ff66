/* The geometry of the map: points, what part of them is in view, and which is meant. Nothing here touches the page. */

/**
 * Places of papers by row of the search index, and the regions with their names. `x` and `y` are in units of the
 * map; a paper that is not on it has `NOWHERE`.
 *
 * @typedef {object} Points
 * @property {number} extent
 * @property {string[]} keys
 * @property {Uint16Array} x
 * @property {Uint16Array} y
 * @property {[name: string, x: number, y: number, papers: number][]} regions the largest first
 *
 * What is in view: a unit of the map is `scale` pixels long, and the map's origin is at `left` and `top`.
 * @typedef {{left: number, top: number, scale: number}} View
 *
 * The same on a canvas of any size: the middle, in units of the map, and how many times closer than the whole map.
 * @typedef {{x: number, y: number, zoom: number}} Part
 * @typedef {{width: number, height: number}} Size
 * @typedef {{x: number, y: number, width: number, height: number}} Box with x and y of its middle
 * @typedef {(row: number) => boolean} Shows whether a row is to be seen
 * @typedef {"left" | "right" | "up" | "down"} Direction
 */

export const NOWHERE = 0xffff
/** How many times closer than the whole map one can look. */
export const CLOSEST = 40
const ASIDE = 2 // how much more a step to the side counts than one ahead

/**
 * Read the file that generator/outputs/map_places.py writes, inflated.
 *
 * @param {Uint8Array} bytes
 * @returns {Points}
 */
export function readPoints(bytes) {
  const end = bytes.indexOf(10)
  const { extent, regions, keys } = JSON.parse(new TextDecoder().decode(bytes.subarray(0, end)))
  const names = keys ? keys.split(" ") : []
  const column = (/** @type {number} */ number) =>
    bytes.subarray(end + 1 + number * names.length, end + 1 + (number + 1) * names.length)
  const joined = (/** @type {number} */ number) => {
    const high = column(number + 1)
    return Uint16Array.from(column(number), (low, row) => low | (high[row] << 8))
  }
  return { extent, regions, keys: names, x: joined(0), y: joined(2) }
}

/**
 * The whole map in the middle of a canvas.
 *
 * @param {number} extent
 * @param {Size} size
 * @returns {View}
 */
export function wholeMap(extent, { width, height }) {
  const scale = Math.min(width, height) / extent
  return { scale, left: (width - extent * scale) / 2, top: (height - extent * scale) / 2 }
}

/**
 * What a view shows; null for the whole map.
 *
 * @param {View} view
 * @param {number} extent
 * @param {Size} size
 * @returns {Part | null}
 */
export function partOf({ left, top, scale }, extent, size) {
  const zoom = scale / wholeMap(extent, size).scale
  if (!(zoom > 1.001)) return null
  return { x: (size.width / 2 - left) / scale, y: (size.height / 2 - top) / scale, zoom }
}

/**
 * The view of a part, as near to it as a view can be.
 *
 * @param {Part | null} part
 * @param {number} extent
 * @param {Size} size
 * @returns {View}
 */
export function viewOf(part, extent, size) {
  const whole = wholeMap(extent, size)
  if (!part) return whole
  return centred({ ...whole, scale: whole.scale * Math.min(part.zoom, CLOSEST) }, part.x, part.y, extent, size)
}

/**
 * The view after zooming by a factor, so that the point at x and y stays where it is.
 *
 * @param {View} view
 * @param {number} factor
 * @param {{x: number, y: number}} at pixels
 * @param {number} extent
 * @param {Size} size
 * @returns {View}
 */
export function zoomed(view, factor, { x, y }, extent, size) {
  const whole = wholeMap(extent, size)
  const scale = Math.min(Math.max(view.scale * factor, whole.scale), whole.scale * CLOSEST)
  const grown = scale / view.scale
  return within({ scale, left: x - (x - view.left) * grown, top: y - (y - view.top) * grown }, extent, size)
}

/**
 * The view after moving by pixels.
 *
 * @param {View} view
 * @param {number} x
 * @param {number} y
 * @param {number} extent
 * @param {Size} size
 */
export const moved = (view, x, y, extent, size) =>
  within({ ...view, left: view.left + x, top: view.top + y }, extent, size)

/**
 * The nearest view whose middle is on the map, and the whole map where it is not zoomed.
 *
 * @param {View} view
 * @param {number} extent
 * @param {Size} size
 * @returns {View}
 */
function within(view, extent, size) {
  const whole = wholeMap(extent, size)
  if (view.scale <= whole.scale) return whole
  const long = extent * view.scale
  const kept = (/** @type {number} */ start, /** @type {number} */ side) =>
    Math.min(Math.max(start, side / 2 - long), side / 2)
  return { ...view, left: kept(view.left, size.width), top: kept(view.top, size.height) }
}

/**
 * The view with the same scale that has a point in its middle.
 *
 * @param {View} view
 * @param {number} x
 * @param {number} y
 * @param {number} extent
 * @param {Size} size
 */
export const centred = (view, x, y, extent, size) =>
  within({ ...view, left: size.width / 2 - x * view.scale, top: size.height / 2 - y * view.scale }, extent, size)

/**
 * Where a row is on the canvas, in pixels.
 *
 * @param {Points} points
 * @param {number} row
 * @param {View} view
 */
export const onCanvas = (points, row, view) => ({
  x: points.x[row] * view.scale + view.left,
  y: points.y[row] * view.scale + view.top,
})

/**
 * The rows in view that are shown, nearest to the middle first; of equally near ones the newest.
 *
 * @param {Points} points
 * @param {View} view
 * @param {Size} size
 * @param {Shows} shows
 */
export function rowsInView(points, view, size, shows) {
  /** @type {[distance: number, row: number][]} */
  const found = []
  for (let row = 0; row < points.x.length; row++) {
    if (!isPlaced(points, row) || !shows(row)) continue
    const { x, y } = onCanvas(points, row, view)
    if (x < 0 || y < 0 || x > size.width || y > size.height) continue
    found.push([Math.hypot(x - size.width / 2, y - size.height / 2), row])
  }
  return found.sort(([one, row], [other, later]) => one - other || later - row).map(([, row]) => row)
}

/**
 * The shown row nearest to a point of the canvas, at most `reach` pixels away; null where there is none.
 *
 * @param {Points} points
 * @param {View} view
 * @param {{x: number, y: number}} at
 * @param {number} reach
 * @param {Shows} shows
 */
export function nearestRow(points, view, at, reach, shows) {
  let [best, nearest] = [reach, -1]
  for (let row = 0; row < points.x.length; row++) {
    if (!isPlaced(points, row)) continue
    const { x, y } = onCanvas(points, row, view)
    const distance = Math.hypot(x - at.x, y - at.y)
    if (distance <= best && shows(row)) [best, nearest] = [distance, row]
  }
  return nearest < 0 ? null : nearest
}

/**
 * The shown row that an arrow key leads to: near, and within 45 degrees of the direction; null where there is none.
 *
 * @param {Points} points
 * @param {number} from
 * @param {Direction} direction
 * @param {Shows} shows
 */
export function nextRow(points, from, direction, shows) {
  const [along, across] = direction === "left" || direction === "right" ? [points.x, points.y] : [points.y, points.x]
  const sign = direction === "left" || direction === "up" ? -1 : 1
  let [best, next] = [Infinity, -1]
  for (let row = 0; row < points.x.length; row++) {
    if (row === from || !isPlaced(points, row)) continue
    const ahead = sign * (along[row] - along[from])
    const aside = Math.abs(across[row] - across[from])
    const cost = ahead + ASIDE * aside
    if (ahead > 0 && aside <= ahead && cost < best && shows(row)) [best, next] = [cost, row]
  }
  return next < 0 ? null : next
}

/**
 * Whether a row is on the map.
 *
 * @param {Points} points
 * @param {number} row
 */
export const isPlaced = (points, row) => points.x[row] !== NOWHERE

/** Where the name of a region may be, in widths and heights of the name from the region's middle; the first are best. */
const NAME_PLACES = [
  [0, 0],
  [0, -1],
  [0, 1],
  [0, -2],
  [0, 2],
  [-0.6, 0],
  [0.6, 0],
]

/**
 * The regions whose names fit without touching each other, the largest first; they keep off the points in `kept`.
 *
 * @param {Points} points
 * @param {View} view
 * @param {Size} size
 * @param {(name: string) => Size} measure the size of a name in pixels
 * @param {{x: number, y: number}[]} [kept]
 * @param {Box[]} [taken] what lies over the map
 * @returns {{name: string, x: number, y: number}[]} the middle of each name
 */
export function regionNames({ regions }, view, size, measure, kept = [], taken = []) {
  /** @type {(Box & {name: string})[]} */
  const names = []
  const places = kept.length ? NAME_PLACES : NAME_PLACES.slice(0, 1) // names that move while one zooms are restless
  for (const [name, mapX, mapY] of regions) {
    const { width, height } = measure(name)
    const [middleX, middleY] = [mapX * view.scale + view.left, mapY * view.scale + view.top]
    if (middleX < 0 || middleX > size.width) continue
    for (const [aside, down] of places) {
      const x = Math.min(
        Math.max(middleX + aside * width, width / 2 + 2),
        Math.max(size.width - width / 2 - 2, width / 2 + 2),
      )
      const y = middleY + down * height
      if (y < height / 2 || y > size.height - height / 2) continue
      const touches = (/** @type {{x: number, y: number}} */ other, wide = 0, high = 0) =>
        Math.abs(other.x - x) < (wide + width) / 2 && Math.abs(other.y - y) < (high + height) / 2
      if (
        [...names, ...taken].some((other) => touches(other, other.width, other.height)) ||
        kept.some((at) => touches(at))
      )
        continue
      names.push({ name, x, y, width, height })
      break
    }
  }
  return names.map(({ name, x, y }) => ({ name, x, y }))
}
