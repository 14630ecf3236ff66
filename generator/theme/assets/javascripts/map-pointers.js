/* Mouse, pen and fingers on the map: what they move, zoom, point at and choose. */

/**
 * @typedef {{x: number, y: number}} Spot in pixels from the corner of the canvas
 *
 * What the map does; `reach` is how far a point may be from the pointer that means it.
 * @typedef {object} Moves
 * @property {(x: number, y: number) => void} move
 * @property {(factor: number, at: Spot) => void} zoom
 * @property {(at: Spot, reach: number) => void} point
 * @property {(at: Spot, reach: number) => void} choose
 * @property {() => void} leave
 * @property {() => boolean} isWhole whether the whole map is in view, so that the wheel may scroll the page
 */

const CLICK = 5 // pixels that a pointer may move in a click
/** @type {Record<string, number>} */
const REACH = { mouse: 12, pen: 16, touch: 24 } // pixels

/**
 * @param {HTMLCanvasElement} canvas
 * @param {Moves} map
 */
export function followPointers(canvas, map) {
  /** Pointers that are down, by id. @type {Map<number, Spot>} */
  const pointers = new Map()
  let wandered = 0 // pixels since the first of them went down
  const spot = (/** @type {MouseEvent} */ event) => ({ x: event.offsetX, y: event.offsetY })
  const reach = (/** @type {PointerEvent} */ event) => REACH[event.pointerType] ?? REACH.mouse

  canvas.addEventListener("pointerdown", (event) => {
    if (event.button !== 0) return
    if (!pointers.size) wandered = 0
    pointers.set(event.pointerId, spot(event))
    canvas.setPointerCapture(event.pointerId)
  })
  canvas.addEventListener("pointermove", (event) => {
    const now = spot(event)
    const before = pointers.get(event.pointerId)
    if (!before) return map.point(now, reach(event))
    pointers.set(event.pointerId, now)
    wandered += Math.hypot(now.x - before.x, now.y - before.y)
    if (wandered <= CLICK) return
    const other = [...pointers].find(([id]) => id !== event.pointerId)?.[1]
    if (!other) return map.move(now.x - before.x, now.y - before.y)
    const apart = (/** @type {Spot} */ one) => Math.hypot(one.x - other.x, one.y - other.y) || 1
    map.move((now.x - before.x) / 2, (now.y - before.y) / 2)
    map.zoom(apart(now) / apart(before), { x: (now.x + other.x) / 2, y: (now.y + other.y) / 2 })
  })
  canvas.addEventListener("pointerup", (event) => {
    if (pointers.delete(event.pointerId) && wandered <= CLICK) map.choose(spot(event), reach(event))
  })
  canvas.addEventListener("dblclick", (event) => map.zoom(2, spot(event)))
  canvas.addEventListener("pointercancel", (event) => pointers.delete(event.pointerId))
  canvas.addEventListener("pointerleave", () => map.leave())
  canvas.addEventListener(
    "wheel",
    (event) => {
      if (event.deltaY > 0 && map.isWhole()) return
      event.preventDefault()
      const pixels = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? event.deltaY * 16 : event.deltaY
      map.zoom(2 ** (-pixels / 250), spot(event))
    },
    { passive: false },
  )
}
