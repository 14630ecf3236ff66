/* Readers' marks are kept, whatever the browser's storage does and whatever it has. */

import assert from "node:assert/strict"
import { register } from "node:module"
import { beforeEach, test } from "node:test"
import { mergeMarks } from "../../generator/theme/assets/javascripts/reader-merge.js"

/** @type {Map<string, string>} */
let stored = new Map()
/** @type {((key: string) => void) | null} throws where a browser does */
let onWrite = null
let forbidden = false
/** Listeners of all tabs. @type {{name: string, listener: (event: object) => void}[]} */
let listeners = []
let loads = 0

beforeEach(() => {
  stored = new Map()
  onWrite = null
  forbidden = false
  listeners = []
  globalThis.addEventListener = (/** @type {string} */ name, /** @type {any} */ listener) =>
    listeners.push({ name, listener })
  Object.defineProperty(globalThis, "localStorage", {
    configurable: true,
    get() {
      if (forbidden) throw new DOMException("", "SecurityError")
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

/** @param {string} event @param {object} detail */
const send = (event, detail) =>
  listeners.filter(({ name }) => name === event).forEach(({ listener }) => listener(detail))
const full = () => {
  throw new DOMException("", "QuotaExceededError")
}
// What a module imports belongs to the same tab as the module.
register(
  `data:text/javascript,${encodeURIComponent(`
    export async function resolve(specifier, context, next) {
      const found = await next(specifier, context)
      const { search } = new URL(context.parentURL ?? "file:///")
      return search && found.url.endsWith(".js") ? { ...found, url: found.url + search } : found
    }
  `)}`,
)

/** The modules as another tab or a new visit has them. */
const opened = async () => {
  const tab = `?load=${loads++}`
  /** @type {typeof import("../../generator/theme/assets/javascripts/reader-changes.js")} */
  const changes = await import(`../../generator/theme/assets/javascripts/reader-changes.js${tab}`)
  /** @type {typeof import("../../generator/theme/assets/javascripts/reader-store.js")} */
  const store = await import(`../../generator/theme/assets/javascripts/reader-store.js${tab}`)
  return { ...changes, ...store }
}
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
  send("storage", { key: one.STORE })
  assert.equal(told, 1)
  assert.equal(
    other.changeMarks(({ read }) => read.add("2401.2")),
    "stored",
  )
  const { bookmarks, read } = (await opened()).readMarks()
  assert.deepEqual([[...bookmarks], [...read]], [[["2401.1", PAPER]], ["2401.2"]])
  send("pageshow", { persisted: true })
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

for (const name of ["QuotaExceededError", "NS_ERROR_DOM_QUOTA_REACHED"]) {
  test(`the first mark says that storage is full: ${name}`, async () => {
    const store = await opened()
    onWrite = () => {
      throw new DOMException("", name)
    }
    assert.equal(
      store.changeMarks(({ read }) => read.add("2401.1")),
      "full",
    )
    assert.equal(store.readMarks().read.size, 0)
    onWrite = null
    assert.equal(
      store.changeMarks(({ read }) => read.add("2401.2")),
      "stored",
    )
  })
}

test("marks of a newer version are not overwritten", async () => {
  const store = await opened()
  const newer = JSON.stringify({ version: 3, read: ["2401.1"] })
  stored.set(store.STORE, newer)
  assert.equal(
    store.changeMarks(({ read }) => read.add("2401.2")),
    "newer",
  )
  assert.equal(stored.get(store.STORE), newer)
})

test("marks of the first version are read, and stored in the present one", async () => {
  const store = await opened()
  stored.set(store.STORE, JSON.stringify({ version: 1, bookmarks: { k: PAPER }, read: ["r"], hidden: ["h"] }))
  store.changeMarks(({ read }) => read.add("s"))
  const value = JSON.parse(stored.get(store.STORE) ?? "")
  assert.deepEqual(
    [value.version, value.bookmarks, value.read, value.hidden],
    [store.VERSION, { k: PAPER }, ["r", "s"], ["h"]],
  )
})

for (const text of ["7", "null", "[1]", '"x"']) {
  test(`${text} is kept under another name, too`, async () => {
    const store = await opened()
    stored.set(store.STORE, text)
    store.changeMarks(({ read }) => read.add("2401.1"))
    assert.equal(stored.get(`${store.STORE}.unreadable`), text)
  })
}

test("two tabs that store at the same moment lose nothing", async () => {
  const [one, other] = [await opened(), await opened()]
  one.onMarksChange(() => {})
  other.onMarksChange(() => {})
  one.changeMarks((marks) => {
    marks.bookmarks.set("old", PAPER)
    marks.hidden.add("h")
  })
  other.readMarks()
  const seen = stored.get(one.STORE) ?? ""
  one.changeMarks((marks) => {
    marks.bookmarks.set("2401.1", PAPER)
    marks.bookmarks.delete("old")
    marks.hidden.delete("h")
  })
  stored.set(one.STORE, seen) // the other tab has not seen this change
  other.changeMarks(({ read }) => read.add("2401.2"))
  send("storage", { key: one.STORE })
  const { bookmarks, read, hidden } = (await opened()).readMarks()
  assert.deepEqual([[...bookmarks.keys()], [...read], [...hidden]], [["2401.1"], ["2401.2"], []])
})

test("what another tab has seen and taken back does not return", async () => {
  const [one, other] = [await opened(), await opened()]
  one.onMarksChange(() => {})
  one.changeMarks(({ read }) => read.add("2401.1"))
  other.changeMarks(({ read }) => read.delete("2401.1"))
  send("storage", { key: one.STORE })
  assert.equal((await opened()).readMarks().read.size, 0)
})

test("a bookmark in the database keeps its id through changes, and is whole again once it is edited", async () => {
  const store = await opened()
  const apart = { version: 2, bookmarks: { k: { added: "2026-01-01", apart: "1-x" }, l: PAPER } }
  stored.set(store.STORE, JSON.stringify(apart))
  store.changeMarks(({ read }) => read.add("r"))
  assert.deepEqual(JSON.parse(stored.get(store.STORE) ?? "").bookmarks, apart.bookmarks)
  const paper = store.readMarks().bookmarks.get("k")
  assert.ok(paper && !store.isWhole(paper))
  store.changeMarks(({ bookmarks }) => bookmarks.delete("k"))
  store.changeMarks(({ bookmarks }) => bookmarks.set("k", paper))
  assert.deepEqual(JSON.parse(stored.get(store.STORE) ?? "").bookmarks.k, apart.bookmarks.k)
  store.changeMarks(({ bookmarks }) => bookmarks.set("k", { ...paper, title: "T" }))
  assert.equal(JSON.parse(stored.get(store.STORE) ?? "").bookmarks.k.title, "T")
})

test("without a database, the details of a large list stay where they are", async () => {
  const store = await opened()
  const papers = Array.from({ length: 200 }, (_, place) => [`k${place}`, { ...PAPER, note: "n".repeat(5000) }])
  const outcome = store.changeMarks(({ bookmarks }) => papers.forEach(([key, paper]) => bookmarks.set(key, paper)))
  await store.detailsMoved()
  assert.equal(outcome, "stored")
  assert.equal((await (await opened()).wholeMarks()).bookmarks.get("k7")?.note.length, 5000)
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

for (const value of [
  null,
  7,
  [],
  { bookmarks: [{ title: "A" }] },
  { bookmarks: 3, read: "x", hidden: [{}] },
  { bookmarks: { a: null, "../x": {} } },
]) {
  test(`${JSON.stringify(value)} has no marks`, async () => {
    const { asJson, fromJson } = await opened()
    assert.deepEqual(asJson(fromJson(value)), { version: 2, bookmarks: {}, read: [], hidden: [] })
  })
}

for (const date of ["2025-99-99", "2025-02-31", ["2025-07-31"], 20250731]) {
  test(`${JSON.stringify(date)} is no day`, async () => {
    const { fromJson } = await opened()
    assert.equal(fromJson({ bookmarks: { k: { date } } }).bookmarks.get("k")?.date, "")
  })
}

test("what two long notes become when lists are merged stays whole", async () => {
  const { asJson, fromJson } = await opened()
  const tags = (/** @type {string} */ letter) => Array.from({ length: 20 }, (_, number) => `${letter}${number}`)
  const paper = (/** @type {string} */ letter) => ({ note: letter.repeat(4000), tags: tags(letter) })
  const [one, other] = ["a", "b"].map((letter) => fromJson({ bookmarks: { k: paper(letter) } }))
  const merged = fromJson(JSON.parse(JSON.stringify(asJson(mergeMarks(one, other))))).bookmarks.get("k")
  assert.equal(merged?.note, `${"a".repeat(4000)}\n\n${"b".repeat(4000)}`)
  assert.equal(merged?.tags.length, 40)
})

test("fields of the wrong kind are left out, and long ones are cut", async () => {
  const { fromJson } = await opened()
  const paper = { title: 5, authors: ["A"], date: "<b>", topics: ["a", "a", 1], note: "n".repeat(200_000), tags: "x" }
  const { title, authors, date, topics, note, tags } = fromJson({ bookmarks: { k: paper } }).bookmarks.get("k") ?? PAPER
  assert.deepEqual([title, authors, date, topics, note.length, tags], ["k", "", "", ["a"], 100_000, []])
})
