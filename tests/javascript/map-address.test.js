import assert from "node:assert/strict"
import { test } from "node:test"
import { module } from "./theme.js"

const { addressOf, readAddress } = await module("map-address.js")

const NOTHING = { topic: "", year: "", search: "", part: null, key: "" }
const read = (address) => readAddress(new URL(address, "https://example.org/map/"))

test("the whole map has no address of its own", () => {
  assert.equal(addressOf(NOTHING), "")
  assert.deepEqual(read(""), NOTHING)
})

for (const [what, shown] of [
  ["a paper", { ...NOTHING, key: "2401.10000" }],
  ["a part of the map", { ...NOTHING, part: { x: 8200, y: 31, zoom: 4.25 } }],
  ["a search with signs", { ...NOTHING, search: 'author:"Ada & Ben" 50% #1 + é' }],
  ["all of it", { topic: "agents", year: "2025", search: "grasp", part: { x: 0, y: 16383, zoom: 40 }, key: "a/b?#" }],
]) {
  test(`${what} is in the address, and read from it`, () => assert.deepEqual(read(addressOf(shown)), shown))
}

test("places are whole numbers, and zoom has two decimals", () => {
  assert.equal(addressOf({ ...NOTHING, part: { x: 8200.4, y: 31.5, zoom: 4.256 } }), "?at=8200-32-4.26")
})

for (const address of ["?at=", "?at=1-2", "?at=a-b-c", "?at=1--2-3", "?at=1-2-NaN", "?at=1-2-3e9", "#%"]) {
  test(`${address} asks for nothing`, () => assert.deepEqual(read(address), NOTHING))
}
