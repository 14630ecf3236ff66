/* Interests are kept whatever the storage has, and found as search splits words. */

import assert from "node:assert/strict"
import { beforeEach, test } from "node:test"
import { module } from "./theme.js"

/** @type {Map<string, string>} */
const stored = new Map()
let isFull = false
globalThis.addEventListener = () => {}
Object.defineProperty(globalThis, "localStorage", {
  configurable: true,
  value: {
    getItem: (/** @type {string} */ key) => stored.get(key) ?? null,
    setItem: (/** @type {string} */ key, /** @type {string} */ text) => {
      if (isFull) throw new DOMException("", "QuotaExceededError")
      stored.set(key, text)
    },
  },
})
const { asJson, interestIn, readInterests } = await module("interests.js")
const { merge, setInterest } = await module("interests-changes.js")
const { STORE } = await module("interest-start.js")
const { mergeOthers, othersAsJson } = await module("reader-others.js")
const { Matcher } = await module("interest-match.js")

beforeEach(() => {
  stored.clear()
  isFull = false
})
/** @param {string[]} words */
const ofWords = (words) => new Matcher({ words, authors: [], topics: [] })
/** @param {string[]} words @param {string} text */
const found = (words, text) =>
  ofWords(words)
    .wordsIn(text)
    .map(([start, end]) => text.slice(start, end))

test("a name is highlighted or hidden, never both, in any spelling", () => {
  setInterest("words", "Agents", "highlight")
  setInterest("words", "agent", "hide")
  assert.deepEqual([readInterests().highlight.words, readInterests().hide.words], [[], ["agent"]])
  assert.equal(interestIn("words", "AGENTS"), "hide")
  setInterest("words", "agents", null)
  assert.equal(interestIn("words", "agent"), null)
  assert.equal(setInterest("words", "…", "hide"), "stored")
  assert.deepEqual(readInterests().hide.words, [], "what has no word is left out")
})

test("two devices are merged without loss, and the own choice stays", () => {
  setInterest("topics", "robotics", "highlight")
  setInterest("authors", "José Muñoz", "hide")
  const other = {
    version: 1,
    highlight: { words: ["agents"], authors: ["jose munoz"] },
    hide: { topics: ["robotics", "x y", 7] },
  }
  assert.equal(merge(other), "stored")
  assert.deepEqual(asJson(), {
    version: 1,
    highlight: { words: ["agents"], authors: [], topics: ["robotics"] },
    hide: { words: [], authors: ["José Muñoz"], topics: [] },
  })
  const text = stored.get(STORE)
  merge(asJson())
  assert.equal(stored.get(STORE), text, "merging again changes nothing")
})

test("text that nobody can read is kept, and that of a newer version is not changed", () => {
  stored.set(STORE, "{")
  assert.equal(setInterest("words", "video", "hide"), "stored")
  assert.equal(stored.get(`${STORE}.unreadable`), "{")
  stored.set(STORE, '{"version": 9}')
  assert.equal(setInterest("words", "video", "hide"), "newer")
  for (const odd of ['"x"', "null", '{"hide": 1}', '{"hide": {"words": {}}}']) {
    stored.set(STORE, odd)
    assert.deepEqual(readInterests().hide.words, [])
  }
})

test("files and links of the reading list carry interests", async () => {
  assert.deepEqual(await othersAsJson(), {}, "nothing where there are none")
  setInterest("words", "video", "hide")
  const value = JSON.parse(JSON.stringify({ bookmarks: {}, ...(await othersAsJson()) }))
  stored.clear()
  for (const odd of [null, { interests: 3 }]) await mergeOthers(odd)
  assert.equal(stored.size, 0)
  assert.equal(await mergeOthers(value), "")
  assert.deepEqual(readInterests().hide.words, ["video"])
})

test("full storage changes nothing", () => {
  setInterest("words", "video", "hide")
  isFull = true
  assert.equal(setInterest("words", "audio", "hide"), "full")
  assert.deepEqual(readInterests().hide.words, ["video"])
  stored.clear()
  assert.equal(setInterest("words", "audio", "hide"), "full", "also the first time")
  assert.deepEqual(readInterests().hide.words, [])
})

test("the pattern for start.js finds forms of a word and nothing within others", () => {
  setInterest("words", "reward-models", "hide")
  setInterest("words", "C++", "hide")
  const pattern = new RegExp(JSON.parse(stored.get(STORE) ?? "").pattern, "iu")
  for (const text of ["A Reward Model", "reward\nmodels.", "in C++,"]) assert.match(text, pattern)
  for (const text of ["reward modeling", "unreward model", "C", "reward"]) assert.doesNotMatch(text, pattern)
})

test("words are found whole and in all their forms", () => {
  assert.deepEqual(found(["agents", "reward models"], "Agent-based reward model; reagents, RewardModel"), [
    "Agent",
    "reward model",
  ])
  assert.deepEqual(found(["behaviour"], "behaviors"), ["behaviors"])
})

test("a paper names what it has: words as the reader wrote them, authors, topics", () => {
  const matcher = new Matcher({ words: ["Agents"], authors: ["José Muñoz"], topics: ["robotics"] })
  assert.deepEqual(
    matcher.find({ texts: ["an agent", "agents"], authors: ["Jose Munoz", "A B"], topics: ["robotics", "x"] }),
    [
      { kind: "words", name: "Agents" },
      { kind: "authors", name: "José Muñoz" },
      { kind: "topics", name: "robotics" },
    ],
  )
})

test("several hundred words stay fast", () => {
  const matcher = ofWords(Array.from({ length: 600 }, (_, n) => (n % 2 ? `word${n}` : `first${n} second${n}`)))
  const text = Array.from({ length: 2000 }, (_, n) => `word${n % 900} first${n % 900} second${n % 900}`).join(" ")
  const began = process.cpuUsage()
  assert.ok(matcher.wordsIn(text).length > 1000)
  const { user, system } = process.cpuUsage(began)
  assert.ok(user + system < 1_000_000, "6,000 words take less than a second even on a slow machine")
})

const { sentence } = await module("interest-count.js")
for (const [found, expected] of /** @type {[[string, string, string, number], string][]} */ ([
  [["words", "agents", "highlight", 1], "“agents” is highlighted in 1 paper of this site."],
  [["words", "agents", "hide", 1200], "“agents” is hidden in 1,200 papers of this site."],
  [["words", "agents", "hide", 0], "No paper of this site has “agents” yet."],
  [["authors", "Ada", "highlight", 2], "Papers by Ada are highlighted: 2 papers of this site."],
  [["authors", "Ada", "hide", 1], "Papers by Ada are hidden: 1 paper of this site."],
  [
    ["authors", "Ada", "hide", 0],
    "No paper of this site has the author “Ada”. Check the spelling: it must be the whole name as papers have it.",
  ],
  [["topics", "Robots", "highlight", 3], "Papers on Robots are highlighted: 3 papers of this site."],
  [["topics", "Robots", "hide", 3], "Papers on Robots are hidden: 3 papers of this site."],
])) {
  test(expected, () => assert.equal(sentence(...found), expected))
}
