/* Readers' marks are kept, whatever the browser's storage does and whatever it has. */

import assert from "node:assert/strict"
import { beforeEach, test } from "node:test"

/** @type {Map<string, string>} */
let stored = new Map()
/** @type {((key: string) => void) | null} throws where a browser does */
let onWrite = null
let forbidden = false
/** @type {Record<string, (event: object) => void>} */
const heard = {}
let loads = 0

beforeEach(() => {
  stored = new Map()
  onWrite = null
  forbidden = false
  globalThis.addEventListener = (/** @type {string} */ name, /** @type {any} */ listener) => (heard[name] = listener)
  Object.defineProperty(globalThis, "localStorage", {
    configurable: true,
    get() {
      if (forbidden) throw new Error("SecurityError")
      return {
        getItem: (/** @type {string} */ key) => stored.get(key) ?? null,
        setItem: (/** @type {string} */ key, /** @type {string} */ text) => {
          onWrite?.(key)
          stored.set(key, text)
        },
      }
    },
  })
})

const full = () => {
  throw new Error("QuotaExceededError")
}
/** The module as another tab or a new visit has it. @returns {Promise<typeof import("../../generator/theme/assets/javascripts/reader-store.js")>} */
const opened = () => import(`../../generator/theme/assets/javascripts/reader-store.js?load=${loads++}`)
const PAPER = {
  title: "T",
  authors: "A",
  date: "2025-07-30",
  topics: ["robotics"],
  added: "2026-01-01",
  note: "",
  tags: [],
}

test("marks are there at the next visit, and each tab adds to what others have stored", async () => {
  const [one, other] = [await opened(), await opened()]
  let told = 0
  other.onMarksChange(() => told++)
  assert.equal(
    one.changeMarks(({ bookmarks }) => bookmarks.set("2401.1", PAPER)),
    "stored",
  )
  heard.storage({ key: one.STORE })
  assert.equal(told, 1)
  assert.equal(
    other.changeMarks(({ read }) => read.add("2401.2")),
    "stored",
  )
  const { bookmarks, read } = (await opened()).readMarks()
  assert.deepEqual([[...bookmarks], [...read]], [[["2401.1", PAPER]], ["2401.2"]])
  heard.pageshow({ persisted: true })
  assert.equal(told, 3)
})

test("where nothing can be stored, marks hold for the page", async () => {
  const store = await opened()
  forbidden = true
  assert.equal(
    store.changeMarks(({ read }) => read.add("2401.1")),
    "page",
  )
  assert.equal(
    store.changeMarks(({ read }) => read.add("2401.2")),
    "page",
  )
  assert.deepEqual([...store.readMarks().read], ["2401.1", "2401.2"])
})

test("a change that does not fit is refused, and the marks stay", async () => {
  const store = await opened()
  store.changeMarks(({ read }) => read.add("2401.1"))
  onWrite = full
  assert.equal(
    store.changeMarks(({ read }) => read.add("2401.2")),
    "full",
  )
  assert.deepEqual([...store.readMarks().read], ["2401.1"])
})

test("marks of a newer version are not overwritten", async () => {
  const store = await opened()
  const newer = JSON.stringify({ version: 2, read: ["2401.1"] })
  stored.set(store.STORE, newer)
  assert.equal(
    store.changeMarks(({ read }) => read.add("2401.2")),
    "newer",
  )
  assert.equal(stored.get(store.STORE), newer)
})

test("text that cannot be read is kept under another name", async () => {
  const store = await opened()
  stored.set(store.STORE, "{torn")
  assert.equal(store.readMarks().read.size, 0)
  assert.equal(
    store.changeMarks(({ read }) => read.add("2401.1")),
    "stored",
  )
  assert.equal(stored.get(`${store.STORE}.unreadable`), "{torn")
})

for (const value of [null, 7, [], { bookmarks: 3, read: "x", hidden: [{}] }, { bookmarks: { a: null, "../x": {} } }]) {
  test(`${JSON.stringify(value)} has no marks`, async () => {
    const { asJson, fromJson } = await opened()
    assert.deepEqual(asJson(fromJson(value)), { version: 1, bookmarks: {}, read: [], hidden: [] })
  })
}

test("fields of the wrong kind are left out, and long ones are cut", async () => {
  const { fromJson } = await opened()
  const paper = { title: 5, authors: ["A"], date: "<b>", topics: ["a", "a", 1], note: "n".repeat(9000), tags: "x" }
  const { title, authors, date, topics, note, tags } = fromJson({ bookmarks: { k: paper } }).bookmarks.get("k") ?? PAPER
  assert.deepEqual([title, authors, date, topics, note.length, tags], ["k", "", "", ["a"], 5000, []])
})
