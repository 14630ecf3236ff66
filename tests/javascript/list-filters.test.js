/* Filters of lists: what the address says, which papers pass, and in which order. */

import assert from "node:assert/strict"
import { test } from "node:test"
import {
  activeFilters,
  choiceOf,
  isFiltering,
  noChoice,
  passes,
  searchOf,
  sorted,
  toggled,
  unknownIn,
  voteSteps,
} from "../../generator/theme/assets/javascripts/list-filters.js"

/**
 * @param {string} key
 * @param {object} [facts]
 * @returns {import("../../generator/theme/assets/javascripts/list-filters.js").Item}
 */
const item = (key, facts = {}) => ({
  key,
  place: 0,
  title: key,
  votes: 0,
  day: "",
  topics: new Set(),
  source: "",
  code: false,
  fresh: false,
  ...facts,
})
const keys = (/** @type {{key: string}[]} */ items) => items.map(({ key }) => key).join("")
const MARKS = { read: new Set(["r"]), bookmarks: new Map([["b", {}]]) }

for (const search of [
  "",
  "?show=unread,bookmarked,code",
  "?show=code&new=1&topic=a,b&source=x&votes=10&sort=votes",
  "?q=other&sort=for-you",
]) {
  test(`${search || "an empty address"} comes back as it was`, () => {
    assert.equal(searchOf(choiceOf(search), search), search)
  })
}

for (const search of [
  "?show=nothing&sort=random&votes=-1",
  "?votes=1e9&topic=,,&source=%3Cscript%3E",
  "?votes=ten&new=yes&sort=constructor",
  "?votes=0x10",
]) {
  test(`${search} chooses nothing`, () => {
    assert.deepEqual(choiceOf(search), noChoice())
    assert.equal(isFiltering(choiceOf(search)), false)
    assert.equal(searchOf(choiceOf(search), search), "")
  })
}

for (const [search, unknown] of [
  ["", ""],
  ["?show=unread,bookmarked,code&new=1&topic=a,b&source=x&votes=10&sort=votes", ""],
  ["?topic=,,&votes=&sort=&q=other", ""],
  ["?show=unread,nothing", "show"],
  ["?new=yes&votes=ten&sort=constructor", "new votes sort"],
  ["?votes=0x10", "votes"],
  ["?votes=1e9&source=%3Cscript%3E", "source votes"],
]) {
  test(`in ${search || "an empty address"}, ${unknown || "nothing"} is unknown`, () => {
    assert.equal(unknownIn(search).join(" "), unknown)
  })
}

for (const [search, shown] of [
  ["", "rbxy"],
  ["?show=unread", "bxy"],
  ["?show=bookmarked", "b"],
  ["?show=unread,code", "xy"],
  ["?votes=5", "xy"],
  ["?topic=t", "bx"],
  ["?topic=t,u", "bxy"],
  ["?topic=t&votes=5&show=code", "x"],
  ["?source=s", "y"],
  ["?source=s,other", "y"],
  ["?new=1", "y"],
  ["?show=bookmarked&new=1", ""],
]) {
  test(`${search || "no filter"} shows ${shown || "nothing"}`, () => {
    const items = [
      item("r"),
      item("b", { topics: new Set(["t"]) }),
      item("x", { topics: new Set(["t", "v"]), votes: 5, code: true }),
      item("y", { topics: new Set(["u"]), votes: 9, code: true, source: "s", fresh: true }),
    ]
    assert.equal(keys(items.filter((each) => passes(each, choiceOf(search), MARKS))), shown)
  })
}

for (const [order, expected] of /** @type {const} */ ([
  ["rank", "abc"],
  ["votes", "bac"],
  ["date", "cab"],
  ["oldest", "abc"],
  ["title", "cba"],
  ["for-you", "cab"],
])) {
  test(`by ${order}, equal ones as they were`, () => {
    const items = [
      item("a", { place: 0, votes: 1, day: "2025-01-01", title: "“Zebra”" }),
      item("b", { place: 1, votes: 2, day: "2025-01-01", title: "Paper 10" }),
      item("c", { place: 2, votes: 1, day: "2025-01-02", title: "paper 9" }),
    ]
    assert.equal(keys(sorted(items, order, new Map([["c", { score: 1 }]]))), expected)
  })
}

test("active filters are named, and each can be left out", () => {
  const choice = choiceOf("?show=unread&topic=a,b&source=x&votes=10&new=1")
  const filters = activeFilters(choice, (kind, id) => `${kind} ${id.toUpperCase()}`)
  assert.deepEqual(
    filters.map(({ words }) => words),
    ["new since your last visit", "unread", "topic A or topic B", "from source X", "10 votes or more"],
  )
  assert.deepEqual(
    filters.map(({ without }) => searchOf(without, "")),
    [
      "?show=unread&topic=a,b&source=x&votes=10",
      "?new=1&topic=a,b&source=x&votes=10",
      "?show=unread&new=1&source=x&votes=10",
      "?show=unread&new=1&topic=a,b&votes=10",
      "?show=unread&new=1&topic=a,b&source=x",
    ],
  )
})

test("votes to choose from are those that a paper has, and the chosen number", () => {
  assert.deepEqual(voteSteps([{ votes: 26 }, { votes: 3 }], 7), [1, 5, 7, 10, 25])
  assert.deepEqual(voteSteps([], 0), [])
})

test("a value is added to a set, or taken away", () => {
  const before = new Set(["a"])
  assert.deepEqual([[...toggled(before, "b")], [...toggled(before, "a")], [...before]], [["a", "b"], [], ["a"]])
})
