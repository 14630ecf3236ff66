/* The reader's own searches: kept, merged, and compared with what they found at the last look. */

import assert from "node:assert/strict"
import { beforeEach, test } from "node:test"
import { module } from "./theme.js"

/** @type {Map<string, string>} */
let stored = new Map()
/** @type {"" | "full" | "forbidden"} */
let trouble = ""
const heard = new Set()

globalThis.addEventListener = (/** @type {string} */ name, /** @type {any} */ listener) => heard.add(listener)
Object.defineProperty(globalThis, "localStorage", {
  configurable: true,
  get() {
    if (trouble === "forbidden") throw new DOMException("", "SecurityError")
    return {
      getItem: (/** @type {string} */ key) => stored.get(key) ?? null,
      setItem: (/** @type {string} */ key, /** @type {string} */ text) => {
        if (trouble === "full") throw new DOMException("", "QuotaExceededError")
        stored.set(key, text)
      },
    }
  },
})

const store = await module("searches-store.js")
const share = await module("searches-share.js")
const { lookAt, newResults } = await module("searches-new.js")
const { countSentence } = await module("searches-words.js")

beforeEach(() => {
  stored = new Map()
  trouble = ""
})

test("recent searches are the last eight, each once, without what was only begun", () => {
  for (const text of ["robot", "graph", "robot", "diff", "diffusion", "  ", "diffusion"]) store.rememberSearch(text)
  assert.deepEqual(store.readSearches().recent, ["diffusion", "robot", "graph"])
  for (let number = 0; number < 20; number++) store.rememberSearch(`word${number} x`)
  assert.equal(store.readSearches().recent.length, 8)
  store.changeSearches((/** @type {any} */ searches) => Object.assign(searches, { keepsRecent: false, recent: [] }))
  store.rememberSearch("graph")
  assert.deepEqual(store.readSearches().recent, [])
})

const SAVED = { text: "robot arm", name: "Robots", order: "newest", added: "2026-01-01" }

test("saved searches reach another device once, without what this one has seen", () => {
  share.merge({
    version: 1,
    saved: [{ ...SAVED, next: { keys: ["a"], isWhole: true, oldest: "" } }, SAVED, { name: "no query" }],
  })
  const [search, ...others] = store.readSearches().saved
  assert.deepEqual(others, [])
  assert.equal(search.next, null)
  assert.deepEqual(share.asJson(store.readSearches()), { version: 1, saved: [SAVED] })
  share.merge({ saved: [{ ...SAVED, name: "Other name" }, { text: "graphs" }] })
  assert.deepEqual(
    store.readSearches().saved.map(({ name }) => name),
    ["Robots", "graphs"],
  )
  for (const value of [null, [], "text", { saved: "x" }, { saved: [null, 3, { text: 3 }] }]) {
    assert.equal(share.merge(value), "stored")
  }
  assert.equal(store.readSearches().saved.length, 2)
})

test("whatever is stored is read leniently, and newer text is not changed", () => {
  for (const text of [
    "",
    "{",
    "[]",
    "3",
    '{"recent":3,"saved":{}}',
    '{"saved":[{"text":"a","base":3,"next":{"keys":[1]}}]}',
  ]) {
    stored = new Map([[store.STORE, text]])
    assert.ok(Array.isArray(store.readSearches().recent), text)
    store.rememberSearch("graph")
    assert.deepEqual(store.readSearches().recent, ["graph"], text)
  }
  stored.set(store.STORE, '{"version":2,"recent":["b"]}')
  assert.equal(share.merge({ saved: [SAVED] }), "newer")
  assert.equal(stored.get(store.STORE), '{"version":2,"recent":["b"]}')
})

test("a full storage changes nothing, and a forbidden one keeps searches for the page", () => {
  share.merge({ saved: [SAVED] })
  trouble = "full"
  assert.equal(share.merge({ saved: [{ text: "graphs" }] }), "full")
  assert.equal(store.readSearches().saved.length, 1)
  stored = new Map()
  assert.equal(share.merge({ saved: [{ text: "graphs" }] }), "full", "also the first time")
  assert.equal(store.readSearches().saved.length, 0)
  trouble = "forbidden"
  assert.equal(share.merge({ saved: [{ text: "graphs" }] }), "page")
  assert.equal(store.readSearches().saved.length, 1)
  trouble = ""
  share.merge({ saved: [{ text: "more" }] })
})

/** Results, the newest first. @param {[string, string][]} listed keys and days */
const results = (listed) => listed.map(([key, date]) => ({ key, date }))

test("new results are those that the last look did not have", () => {
  const before = results([
    ["b", "2026-01-02"],
    ["a", "2026-01-01"],
  ])
  const whole = lookAt(before, 2)
  assert.deepEqual(newResults(whole, before), [])
  assert.deepEqual(
    newResults(
      whole,
      results([
        ["c", "2026-01-03"],
        ["b", "2026-01-02"],
        ["a", "2026-01-01"],
      ]),
    ),
    ["c"],
  )
  assert.deepEqual(
    newResults(
      whole,
      results([
        ["b", "2026-01-02"],
        ["late", "2019-01-01"],
      ]),
    ),
    ["late"],
    "of an old day",
  )
  assert.deepEqual(newResults(null, before), [], "the first look")
})

test("removed and corrected papers do not make older results new", () => {
  const cut = lookAt(
    results([
      ["c", "2026-01-03"],
      ["b", "2026-01-02"],
    ]),
    40,
  )
  assert.deepEqual(
    newResults(
      cut,
      results([
        ["b", "2026-01-02"],
        ["a", "2026-01-01"],
      ]),
    ),
    [],
    "c was removed",
  )
  assert.deepEqual(
    newResults(
      cut,
      results([
        ["c", "2026-01-03"],
        ["other", "2026-01-02"],
      ]),
    ),
    [],
    "of the last day, in another order",
  )
  assert.deepEqual(
    newResults(
      cut,
      results([
        ["d", "2026-01-03"],
        ["c", "2026-01-03"],
      ]),
    ),
    ["d"],
    "corrected: it has the words now",
  )
})

test("counts say where they end", () => {
  assert.equal(countSentence(1), "1 new result")
  assert.equal(countSentence(19), "19 new results")
  assert.equal(countSentence(20), "20 or more new results")
})
