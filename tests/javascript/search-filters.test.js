import assert from "node:assert/strict"
import { test } from "node:test"
import { module } from "./theme.js"

const { countAuthors } = await module("search-authors.js")
const { countFacets } = await module("search-counts.js")
const { passing, unknownValues } = await module("search-filters.js")
const { parseQuery } = await module("search-query.js")

const manifest = {
  topics: { "language-models": "Language models" },
  aliases: { "language-models": ["LLM"] },
  has: ["code", "data"],
}
const facts = {
  days: ["2024-12-30", "2025-06-02", "2025-07-31"],
  day: new Uint32Array([0, 1, 2]),
  topics: {
    values: [["language-models"], ["robotics"], ["language-models", "vision"]],
    numbers: new Uint32Array([0, 2, 1]),
  },
  links: {
    values: [
      [0, "hf-daily"],
      [1, "hf-daily"],
      [3, "arxiv"],
    ],
    numbers: new Uint32Array([2, 0, 1]),
  },
}
const found = (text, typing = false) =>
  [0, 1, 2].filter(passing(facts, parseQuery(text, typing).filters, manifest)).map((row) => "cba"[row]).reverse().join("") // prettier-ignore

for (const [query, rows] of [
  ["topic:robotics", "a"],
  ['topic:"language models"', "bc"],
  ["topic:llm", "bc"],
  ["topic:language-models topic:vision", "b"],
  ["-topic:robotics", "bc"],
  ["has:code has:data", "c"],
  ["has:nothing", ""],
  ["year:2025", "ab"],
  ["year:2025 year:2024", "abc"],
  ["year:2025 month:2024-12", ""],
  ["source:arxiv source:hf-daily", "abc"],
  ["-source:arxiv", "ab"],
  ["after:2025-06-02", "ab"],
  ["before:2025-06-02", "c"],
  ["topic:robotics has:data", ""],
]) {
  test(query, () => assert.equal(found(query), rows))
}

test("while it is typed, a value is the beginning of a name", () => {
  assert.equal(found("topic:lang", true), "bc")
  assert.equal(found("topic:robotics has:d", true), "")
  assert.deepEqual(unknownValues(facts, parseQuery("topic:lang has:c", true).filters, manifest).map(({ kind }) => kind), ["topic"]) // prettier-ignore
  assert.deepEqual(unknownValues(facts, parseQuery("topic:lang", true).filters, manifest), [])
})

test("names that begin so are offered before names with such a word", () => {
  const named = { ...manifest, topics: { "human-robots": "Human robots", robotics: "Robotics", theory: "Theory" } }
  const [{ near }] = unknownValues(facts, parseQuery("topic:robot", false).filters, named)
  assert.deepEqual(near, ["robotics", "human-robots"])
})

test("a value that no paper can have is told with those that are like it", () => {
  const told = (text) => unknownValues(facts, parseQuery(text, false).filters, manifest)
  assert.deepEqual(told("topic:LLM has:code source:arxiv year:1999"), [])
  assert.deepEqual(told("topic:language-modls has:nothing"), [
    { kind: "topic", value: "language-modls", near: ["language-models"] },
    { kind: "has", value: "nothing", near: [] },
  ])
})

test("facets count each value once a paper, dates newest first", () => {
  assert.deepEqual(countFacets(facts, [0, 1, 2], manifest), {
    topic: [
      ["language-models", 2],
      ["robotics", 1],
      ["vision", 1],
    ],
    year: [
      ["2025", 2],
      ["2024", 1],
    ],
    month: [
      ["2025-07", 1],
      ["2025-06", 1],
      ["2024-12", 1],
    ],
    has: [
      ["code", 2],
      ["data", 1],
    ],
    source: [
      ["hf-daily", 2],
      ["arxiv", 1],
    ],
  })
})

test("facets of columns that were not loaded are not counted", () => {
  const { topic, year, has, source } = countFacets({ ...facts, topics: null, links: null }, [0, 1, 2], manifest)
  assert.deepEqual([topic, has, source], [null, null, null])
  assert.deepEqual(year, [
    ["2025", 2],
    ["2024", 1],
  ])
})

test("authors are counted once a paper, the most frequent first, then by name", () => {
  const authors = { names: ["Bo", "Ada", "Cy"], papers: [[0], [1, 1, 2], [2]] }
  assert.deepEqual(countAuthors(authors, [0, 1, 2]), [
    ["Cy", 2],
    ["Ada", 1],
    ["Bo", 1],
  ])
})

test("a paper without a source counts for none", () => {
  const unknown = { ...facts, links: { values: [[0, ""]], numbers: new Uint32Array(3) } }
  assert.deepEqual(countFacets(unknown, [0, 1, 2], manifest).source, [])
})
