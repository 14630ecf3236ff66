import assert from "node:assert/strict"
import { test } from "node:test"
import { module } from "./theme.js"

const { CLOSEST, NOWHERE, centred, moved, nearestRow, nextRow, onCanvas, readPoints, regionNames, rowsInView } =
  await module("map-points.js")
const { partOf, viewOf, wholeMap, zoomed } = await module("map-points.js")

const EXTENT = 1000
const SIZE = { width: 800, height: 400 }
const WHOLE = wholeMap(EXTENT, SIZE)
const all = () => true
const map = (places, regions = []) => ({
  extent: EXTENT,
  regions,
  keys: places.map((_, row) => `paper-${row}`),
  x: Uint16Array.from(places, ([x]) => x),
  y: Uint16Array.from(places, ([, y]) => y),
})
const CROSS = map([
  [500, 500],
  [700, 510],
  [600, 620],
  [300, 500],
  [500, 100],
  [NOWHERE, NOWHERE],
])

test("a file has keys, regions and coordinates of two bytes each", () => {
  const line = JSON.stringify({ extent: 16383, regions: [["robot arms", 3, 4, 5]], keys: "a b" })
  const bytes = [...new TextEncoder().encode(`${line}\n`), 1, 255, 2, 255, 3, 255, 0, 255]
  const points = readPoints(Uint8Array.from(bytes))
  assert.deepEqual(points.keys, ["a", "b"])
  assert.deepEqual([...points.x], [0x0201, NOWHERE])
  assert.deepEqual([...points.y], [3, NOWHERE])
  assert.deepEqual(points.regions, [["robot arms", 3, 4, 5]])
})

test("a file without papers has no points", () => {
  const line = JSON.stringify({ extent: 16383, regions: [], keys: "" })
  assert.deepEqual(readPoints(new TextEncoder().encode(`${line}\n`)).keys, [])
})

test("the whole map is in the middle", () => {
  assert.deepEqual(WHOLE, { scale: 0.4, left: 200, top: 0 })
  assert.deepEqual(onCanvas(CROSS, 0, WHOLE), { x: 400, y: 200 })
})

test("zooming keeps the point under the pointer", () => {
  const at = onCanvas(CROSS, 1, WHOLE)
  const after = onCanvas(CROSS, 1, zoomed(WHOLE, 2, at, EXTENT, SIZE))
  assert.ok(Math.hypot(after.x - at.x, after.y - at.y) < 1e-9)
})

test("zooming ends at the whole map and at the closest view", () => {
  const closest = zoomed(WHOLE, 1e9, { x: 400, y: 200 }, EXTENT, SIZE)
  assert.equal(closest.scale, WHOLE.scale * CLOSEST)
  assert.deepEqual(zoomed(closest, 1e-9, { x: 1, y: 1 }, EXTENT, SIZE), WHOLE)
})

test("the middle of the view stays on the map", () => {
  const close = zoomed(WHOLE, 4, { x: 400, y: 200 }, EXTENT, SIZE)
  const far = moved(close, 1e6, -1e6, EXTENT, SIZE)
  assert.deepEqual([(SIZE.width / 2 - far.left) / far.scale, (SIZE.height / 2 - far.top) / far.scale], [0, EXTENT])
  assert.deepEqual(moved(WHOLE, 50, 50, EXTENT, SIZE), WHOLE)
})

test("a paper can be brought into the middle", () => {
  const close = zoomed(WHOLE, 4, { x: 400, y: 200 }, EXTENT, SIZE)
  const view = centred(close, CROSS.x[3], CROSS.y[3], EXTENT, SIZE)
  assert.deepEqual(onCanvas(CROSS, 3, view), { x: 400, y: 200 })
})

test("a part of the map is the same on a canvas of another size", () => {
  const close = zoomed(WHOLE, 4, { x: 300, y: 200 }, EXTENT, SIZE)
  const part = partOf(close, EXTENT, SIZE)
  assert.deepEqual(part, { x: 312.5, y: 500, zoom: 4 })
  assert.deepEqual(viewOf(part, EXTENT, SIZE), close)
  const small = { width: 200, height: 300 }
  assert.deepEqual(partOf(viewOf(part, EXTENT, small), EXTENT, small), part)
  assert.equal(partOf(WHOLE, EXTENT, SIZE), null)
  assert.deepEqual(viewOf(null, EXTENT, SIZE), WHOLE)
})

for (const part of [
  { x: 1e9, y: 5, zoom: 3 },
  { x: Infinity, y: 5, zoom: Infinity },
  { x: 5, y: 5, zoom: 0 },
]) {
  test(`the view of ${JSON.stringify(part)} is on the map`, () => {
    const view = viewOf(part, EXTENT, SIZE)
    assert.ok(view.scale >= WHOLE.scale && view.scale <= WHOLE.scale * CLOSEST)
    assert.ok([view.left, view.top].every(Number.isFinite))
  })
}

for (const [direction, from, expected] of [
  ["right", 0, 1],
  ["left", 0, 3],
  ["up", 0, 4],
  ["down", 0, 2],
  ["right", 3, 0],
  ["up", 4, null],
]) {
  test(`${direction} of ${from} is ${expected}`, () => assert.equal(nextRow(CROSS, from, direction, all), expected))
}

test("keys pass over papers that are not shown", () => {
  assert.equal(
    nextRow(CROSS, 3, "right", (row) => row !== 0),
    1,
  )
})

test("every paper can be reached from every other one", () => {
  const places = Array.from({ length: 60 }, (_, row) => [(row * 379) % EXTENT, (row * 211 + row * row) % EXTENT])
  const points = map(places)
  for (let start = 0; start < places.length; start++) {
    const seen = new Set([start])
    for (const row of seen) {
      for (const direction of ["left", "right", "up", "down"]) {
        const next = nextRow(points, row, direction, all)
        if (next !== null) seen.add(next)
      }
    }
    assert.equal(seen.size, places.length)
  }
})

test("a pointer means the nearest shown paper within reach", () => {
  const at = { x: 405, y: 200 }
  assert.equal(nearestRow(CROSS, WHOLE, at, 12, all), 0)
  assert.equal(
    nearestRow(CROSS, WHOLE, at, 12, (row) => row !== 0),
    null,
  )
  assert.equal(nearestRow(CROSS, WHOLE, { x: 700, y: 380 }, 12, all), null)
})

test("papers in view are those nearest to the middle first, without those that have no place", () => {
  assert.deepEqual(rowsInView(CROSS, WHOLE, SIZE, all), [0, 2, 3, 1, 4])
  const close = zoomed(WHOLE, 10, { x: 400, y: 200 }, EXTENT, SIZE)
  assert.deepEqual(rowsInView(CROSS, close, SIZE, all), [0])
})

test("names of regions do not touch; the largest come first", () => {
  const regions = [
    ["large", 500, 500, 90],
    ["near", 510, 505, 40],
    ["far", 500, 900, 5],
  ]
  const names = regionNames(map([], regions), WHOLE, SIZE, () => ({ width: 60, height: 20 }))
  assert.deepEqual(
    names.map(({ name }) => name),
    ["large", "far"],
  )
})

test("names of regions keep off points that were searched for, and off buttons", () => {
  const regions = [["large", 500, 500, 90]]
  const measure = () => ({ width: 60, height: 20 })
  const at = { x: 400, y: 200 }
  const place = (...kept) => regionNames(map([], regions), WHOLE, SIZE, measure, kept)[0]
  assert.deepEqual(place({ x: 0, y: 0 }), { name: "large", x: 400, y: 200 })
  assert.deepEqual(place(at), { name: "large", x: 400, y: 180 })
  assert.deepEqual(place(at, { x: 375, y: 175 }), { name: "large", x: 400, y: 220 })
  const everywhere = Array.from({ length: 400 }, (_, n) => ({
    x: 300 + (n % 20) * 10,
    y: 100 + Math.floor(n / 20) * 10,
  }))
  assert.equal(place(...everywhere), undefined)
  const buttons = [{ ...at, width: 30, height: 90 }]
  assert.deepEqual(regionNames(map([], regions), WHOLE, SIZE, measure, [], buttons), [])
})
