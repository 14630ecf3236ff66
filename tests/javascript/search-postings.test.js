import assert from "node:assert/strict"
import { test } from "node:test"
import { module } from "./theme.js"

const { BitReader, gapWidth } = await module("search-bits.js")
const { readPlaces } = await module("search-places.js")
const { lowerBound, readTerms, together } = await module("search-postings.js")

/** Bytes from a text of bits, filled up with zeros. */
const bytes = (bits) =>
  Uint8Array.from(bits.replaceAll(" ", "").padEnd(80, "0").match(/.{8}/g), (byte) => parseInt(byte, 2))

test("codes of several widths are read one after another", () => {
  const reader = new BitReader(bytes("1 01 1101 0111 000001"))
  assert.deepEqual([0, 0, 3, 2, 0].map((width) => reader.next(width)), [0, 1, 5, 7, 5]) // prettier-ignore
})

test("a number may begin with many zeros", () => {
  const reader = new BitReader(Uint8Array.from([0, 0, 0, 0, 0, 0, 0b01100000]))
  assert.equal(reader.next(2), 49 * 4 + 2)
})

test("a file that is too short is an error, not an endless loop", () => {
  assert.throws(() => new BitReader(new Uint8Array(3)).next(0), /too short/)
})

test("the width of gaps depends on the share of papers", () => {
  assert.deepEqual([[10, 10], [10, 1], [10_000, 1], [100_000, 30_000]].map(([rows, count]) => gapWidth(rows, count)), [0, 2, 12, 1]) // prettier-ignore
})

test("a file of terms has the papers of each, names without levels", () => {
  // "ai" in the papers 0 and 1 of 2, "ai@" in paper 1; levels by frequency are 7 and 4
  const terms = [2, 0, 2, 97, 105, 2, 2, 1, 64, 1]
  const postings = [...bytes("1 1  1 01  01")].slice(0, 1)
  const widths = [0, 2, 2, 2, 2, 2]
  const usualPlaces = [0, 0, 0, 0, 0, 0, 0, 1]
  const coding = { papers: 2, ranks: [7, 4], rankWidth: 0, placeWidths: [widths, widths], usualPlaces }
  const file = readTerms(Uint8Array.from([...terms, ...postings]), coding, 0)
  assert.deepEqual([...file.keys()], ["ai", "ai@"])
  assert.deepEqual([...file.get("ai").rows], [0, 1])
  assert.deepEqual([...file.get("ai").levels], [7, 4])
  assert.deepEqual([...file.get("ai@").rows], [1])
  // "ai": no usual ones, then two places and not one as usual, 1 and 3; then two usual ones, none and, for "ai@", one, 0
  const places = bytes("1000  01 101 101  1010  100")
  assert.deepEqual(readPlaces(file, "ai", places, coding), [[0, [1, 3]], [1, []]]) // prettier-ignore
  assert.deepEqual(readPlaces(file, "ai@", places, coding), [[1, [0]]])
  const ofLaterPapers = readTerms(Uint8Array.from([...terms, ...postings]), coding, 100)
  assert.deepEqual([...ofLaterPapers.get("ai@").rows], [101])
})

test("the papers of a term in several parts are together, and terms outside of a range are left out", () => {
  const postings = (...rows) => ({ rows: Uint32Array.from(rows), levels: Uint8Array.from(rows, (row) => row % 16) })
  const older = new Map([["agent", postings(3)], ["ai", postings(1, 5)]]) // prettier-ignore
  const newer = new Map([["aim", postings(8)], ["ai", postings(7)], ["zoo", postings(9)]]) // prettier-ignore
  const found = together([older, newer], "ai", "b")
  assert.deepEqual([...found.keys()].sort(), ["ai", "aim"])
  assert.deepEqual([[...found.get("ai").rows], [...found.get("ai").levels]], [[1, 5, 7], [1, 5, 7]]) // prettier-ignore
  assert.deepEqual([...together([older, newer], "b").keys()], ["zoo"])
})

test("the lower bound of a text in a sorted list", () => {
  assert.deepEqual(["", "b", "c", "z"].map((text) => lowerBound(["a", "b", "d"], text)), [0, 1, 2, 3]) // prettier-ignore
})
