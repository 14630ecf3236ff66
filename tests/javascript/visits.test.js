/* What is new since the last visit: found from the files of the site, and kept for a visit. */

import assert from "node:assert/strict"
import { beforeEach, test } from "node:test"
import { module } from "./theme.js"

const { addedKeys, grownDays, keyHash, movedHashes } = await module("visits-diff.js")
const { daysAway, newsLine } = await module("visits-words.js")

/** A hash as the files have it. @param {number} hash */
const written = (hash) =>
  btoa(String.fromCharCode(hash >> 16, (hash >> 8) & 255, hash & 255))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
/** @param {string[]} keys */
const total = (keys) => written(keys.reduce((sum, key) => sum ^ keyHash(key), 0))

/**
 * What is remembered of a site with these keys by day.
 *
 * @param {Record<string, string[]>} papers
 * @param {string[]} exact days with all hashes
 */
function site(papers, exact = []) {
  /** @type {any} */
  const years = {}
  for (const [day, keys] of Object.entries(papers)) {
    const year = (years[day.slice(0, 4)] ??= { hash: "", days: {} })
    year.days[day] = [keys.length, total(keys)]
  }
  for (const year of Object.values(years)) year.hash = JSON.stringify(year.days)
  return {
    years,
    days: Object.fromEntries(exact.map((day) => [day, papers[day].map((key) => written(keyHash(key))).join("")])),
  }
}

/**
 * All keys that were added.
 *
 * @param {Record<string, string[]>} before
 * @param {Record<string, string[]>} after
 * @param {string[]} [exact]
 */
function added(before, after, exact = []) {
  const [old, now] = [
    site(
      before,
      exact.filter((day) => before[day]),
    ),
    site(
      after,
      exact.filter((day) => after[day]),
    ),
  ]
  const moved = movedHashes(old, now)
  return grownDays(old, now).flatMap(({ day }) =>
    addedKeys(day, after[day], old).filter((/** @type {string} */ key) => !moved.has(keyHash(key))),
  )
}

// As in tests/outputs/test_new_papers.py.
test("a key has the hash that the build makes", () => {
  assert.equal(keyHash("2412.11360"), 15886757)
  assert.equal(keyHash("a"), 8434099)
})

const OLD = Array.from({ length: 40 }, (_, place) => `2401.${10000 + place}`)
const DAY = "2024-01-22"

test("all papers of a new day are new, also of an old date or a new year", () => {
  assert.deepEqual(added({ [DAY]: OLD }, { [DAY]: OLD, "2024-01-23": ["b", "c"] }), ["b", "c"])
  assert.deepEqual(added({ [DAY]: OLD }, { "2019-05-01": ["a"], [DAY]: OLD, "2025-01-01": ["b"] }), ["b", "a"])
})

test("up to three papers that are added to an old day are told from the others", () => {
  for (const late of [["late.1"], ["late.1", "late.2"], ["late.1", "late.2", "late.3"]]) {
    assert.deepEqual(added({ [DAY]: OLD }, { [DAY]: [...late, ...OLD] }), late)
  }
  const many = ["late.1", "late.2", "late.3", "late.4"]
  assert.equal(added({ [DAY]: OLD }, { [DAY]: [...OLD, ...many] }).length, 44, "the whole day counts")
})

test("any number is told on a new day, also where others were removed", () => {
  const late = Array.from({ length: 12 }, (_, place) => `late.${place}`)
  assert.deepEqual(added({ [DAY]: OLD }, { [DAY]: [...OLD.slice(3), ...late] }, [DAY]), late)
  assert.deepEqual(added({ [DAY]: OLD }, { [DAY]: [...OLD.slice(1), "other"] }, [DAY]), ["other"])
})

test("removed papers and those that moved to another day are not new", () => {
  assert.deepEqual(added({ [DAY]: OLD }, { [DAY]: OLD.slice(1) }), [])
  assert.deepEqual(added({ [DAY]: OLD }, {}), [])
  const [first, ...others] = OLD
  assert.deepEqual(added({ [DAY]: OLD }, { [DAY]: others, "2024-02-01": [first] }), [])
  assert.deepEqual(added({ [DAY]: OLD }, { [DAY]: others, "2024-02-01": [first, "b"] }, [DAY]), ["b"])
})

test("the last visit is named as people say it, in the reader's time", () => {
  const now = new Date(2026, 7, 13, 9, 0).getTime() // a Thursday
  const at = (/** @type {number[]} */ ...parts) => new Date(2026, 7, ...parts).getTime()
  const line = (/** @type {number} */ since) => newsLine({ count: 2, unread: 2, isTouched: false, since, now })
  assert.equal(line(at(13, 7, 5)), "2 new papers since 07:05")
  assert.equal(line(at(12, 23, 59)), "2 new papers since yesterday")
  assert.equal(line(at(11, 12, 0)), "2 new papers since Tuesday")
  assert.equal(line(at(7, 12, 0)), "2 new papers since Friday")
  assert.equal(line(at(6, 12, 0)), "2 new papers since 6 August")
  assert.equal(line(new Date(2025, 11, 30).getTime()), "2 new papers since 30 December 2025")
  assert.equal(line(now + 86_400_000), "2 new papers since your last visit", "the clock was set back")
  const part = { count: 2, unread: 2, isTouched: false, now, digests: 31 }
  const yesterday = "2 new papers in the last 31 digests; last visit yesterday"
  assert.equal(newsLine({ ...part, since: at(12, 23, 59) }), yesterday)
  assert.equal(daysAway(now + 86_400_000, now), 0)
  assert.equal(daysAway(at(4, 23, 0), now), 9, "days of the calendar, not of 24 hours")
})

test("the line and the heading of new papers say how much is unread", () => {
  const now = new Date(2026, 7, 13, 9, 0).getTime()
  const since = new Date(2026, 7, 4, 8, 0).getTime()
  const news = { count: 214, unread: 214, isTouched: false, since, now }
  assert.equal(newsLine(news), "214 new papers since 4 August")
  assert.equal(newsLine({ ...news, unread: 26, isTouched: true }), "214 new papers since 4 August, 26 unread")
  assert.equal(newsLine({ ...news, unread: 0, isTouched: true }), "214 new papers since 4 August, all read")
  assert.equal(newsLine({ ...news, count: 1, unread: 0, isTouched: true }), "1 new paper since 4 August, read")
  assert.equal(newsLine({ ...news, count: 0, unread: 0 }), "No new papers since 4 August")
  const part = { ...news, digests: 31 }
  assert.equal(newsLine(part), "214 new papers in the last 31 digests; last visit 4 August")
  const partRead = { ...part, unread: 26, isTouched: true }
  assert.equal(newsLine(partRead), "214 new papers in the last 31 digests, 26 unread; last visit 4 August")
  assert.equal(
    newsLine({ ...part, isHeading: true }),
    "You were away for 9 days: 214 new papers in the last 31 digests",
  )
  assert.equal(
    newsLine({ ...part, since: now + 86_400_000 }),
    "214 new papers in the last 31 digests since your last visit",
  )
  const heading = { ...news, unread: 1200, count: 2140, isTouched: true, isHeading: true }
  assert.equal(newsLine(heading), "You were away for 9 days: 2,140 new papers, 1,200 unread")
  const yesterday = new Date(2026, 7, 12, 8, 0).getTime()
  assert.equal(newsLine({ ...news, since: yesterday, isHeading: true }), "214 new papers since yesterday")
})

/** @type {Map<string, string>} */
let stored = new Map()
let forbidden = false
let clock = 0
/** The files of the site by name. @type {Record<string, any>} */
let files = {}
/** @type {string[]} */
let loaded = []
/** @type {Record<string, (event: object) => void>} */
let heard = {}

beforeEach(() => {
  stored = new Map()
  forbidden = false
  clock = Date.UTC(2026, 7, 3, 8)
  loaded = []
  heard = {}
  Date.now = () => clock
  console.info = () => {}
  globalThis.addEventListener = (/** @type {string} */ name, /** @type {any} */ listener) => (heard[name] = listener)
  // @ts-expect-error  only what is used
  globalThis.document = { addEventListener: () => {} }
  // @ts-expect-error  only what is used
  globalThis.fetch = async (address) => {
    const name = new URL(address).pathname.split("/").at(-1)?.replace(".json", "") ?? ""
    loaded.push(name)
    if (files.failing) throw new TypeError("offline")
    return { ok: name in files, status: name in files ? 200 : 404, json: async () => structuredClone(files[name]) }
  }
  Object.defineProperty(globalThis, "localStorage", {
    configurable: true,
    get() {
      if (forbidden) throw new Error("SecurityError")
      return {
        getItem: (/** @type {string} */ key) => stored.get(key) ?? null,
        setItem: (/** @type {string} */ key, /** @type {string} */ text) => void stored.set(key, text),
      }
    },
  })
})

/**
 * Publish a site with these keys by day.
 *
 * @param {Record<string, string[]>} papers
 */
function publish(papers) {
  const { years, days } = site(papers, Object.keys(papers).slice(-2))
  files = {
    index: {
      version: 1,
      years: Object.fromEntries(Object.entries(years).map(([name, { hash }]) => [name, hash])),
      days,
    },
  }
  for (const [name, year] of Object.entries(years)) files[name] = year.days
  for (const [day, keys] of Object.entries(papers)) files[day] = keys
}

/** A page that is opened after some minutes; modules are shared with visits-check.js, so there is one of them. */
async function openPage(minutes = 0) {
  clock += minutes * 60_000
  const visits = await module("visits.js")
  const check = await module("visits-check.js")
  visits.startVisit()
  await check.checkPapers()
  await new Promise((done) => setTimeout(done))
  return { visits, check }
}

const A = { "2026-08-01": ["a.1", "a.2"], "2026-08-02": ["b.1"] }
const B = { ...A, "2026-08-03": ["c.1", "c.2"] }

test("what was added is new for the whole next visit, and not after it", async () => {
  publish(A)
  const { visits } = await openPage()
  assert.equal(visits.newKeys().size, 0, "nothing is new in the first visit")
  assert.equal(visits.currentVisit().since, null)
  publish(B)
  await openPage(24 * 60)
  assert.deepEqual([...visits.newKeys()], ["c.1", "c.2"])
  assert.equal(visits.currentVisit().since, Date.UTC(2026, 7, 3, 8))
  await openPage(50)
  await openPage(50)
  assert.deepEqual([...visits.newKeys()], ["c.1", "c.2"], "a visit goes on as long as pages are opened")
  publish({ ...B, "2026-08-01": ["a.1", "a.2", "a.3"] })
  await openPage(20)
  assert.deepEqual([...visits.newKeys()].sort(), ["a.3", "c.1", "c.2"], "the site was published again")
  await openPage(61)
  assert.equal(visits.newKeys().size, 0)
})

test("nothing is lost where files cannot be loaded, and nothing is new where nothing can be stored", async () => {
  publish(A)
  const { visits } = await openPage()
  publish(B)
  files.failing = true
  await openPage(24 * 60)
  assert.equal(visits.currentVisit(), null)
  publish(B)
  await openPage(1)
  assert.deepEqual([...visits.newKeys()], ["c.1", "c.2"])
  forbidden = true
  loaded = []
  await openPage(1)
  assert.equal(visits.newKeys().size, 0)
  assert.deepEqual(loaded, [], "no file is loaded in vain")
})

test("stored text that is damaged begins anew", async () => {
  publish(A)
  const { visits, check } = await openPage()
  for (const text of ["", "{", "[]", "null", '{"version":9}', '{"version":1,"years":{"2026":1},"days":{}}']) {
    stored.set(check.SEEN, text)
    stored.set(visits.STORE, text)
    await openPage(1)
    assert.equal(visits.newKeys().size, 0, text)
    assert.equal(check.papersOf(stored.get(check.SEEN)).days["2026-08-02"], written(keyHash("b.1")), text)
  }
})

test("only the newest month is loaded for who was away for long; the others are counted", async () => {
  publish(A)
  const { visits } = await openPage()
  const days = Array.from({ length: 40 }, (_, place) =>
    new Date(Date.UTC(2026, 7, 5 + place)).toISOString().slice(0, 10),
  )
  publish({ ...A, ...Object.fromEntries(days.map((day) => [day, [`${day}.1`, `${day}.2`]])) })
  loaded = []
  await openPage(60 * 24 * 60)
  assert.equal(visits.newKeys().size, 62)
  assert.equal(visits.currentVisit().others, 18)
  assert.equal(loaded.filter((name) => name.length > 6).length, 31)
})

test("a clock that was wrong ends the visit and does no harm", async () => {
  publish(A)
  const { visits } = await openPage(60 * 24 * 365)
  publish(B)
  await openPage(-60 * 24 * 365)
  assert.deepEqual([...visits.newKeys()], ["c.1", "c.2"])
})
