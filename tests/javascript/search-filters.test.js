import assert from "node:assert/strict"
import { test } from "node:test"
import { module } from "./theme.js"

const { ORDERS, mayMatch, selectResults, shardsCovering } = await module("search-filters.js")
const { parseQuery } = await module("search-query.js")
const filters = (text) => parseQuery(text, false).filters

const columns = {
  ids: ["en_a", "en_b", "en_c"],
  days: ["2025-07-31", "2025-06-02", "2024-12-30"],
  topics: [["robotics"], ["language-models"], ["language-models"]],
  topicWords: [["robotics"], ["language-models", "language models"], ["language-models", "language models"]],
  sources: ["hf-daily", "hf-daily", "arxiv"],
  has: [["code"], [], ["code", "data"]],
  votes: [12, null, 5],
  rows: new Map([
    ["en_a", 0],
    ["en_b", 1],
    ["en_c", 2],
  ]),
}
const found = (text, scores = null) =>
  selectResults({ name: "s" }, columns, scores, filters(text))
    .map(({ id }) => id.slice(3))
    .join("")

for (const [query, ids] of [
  ["topic:robotics", "a"],
  ['topic:"language models"', "bc"],
  ["-topic:robotics", "bc"],
  ["has:code has:data", "c"],
  ["year:2025", "ab"],
  ["year:2025 year:2024", "abc"],
  ["year:2025 month:2024-12", ""],
  ["source:arxiv source:hf-daily", "abc"],
  ["-source:arxiv", "ab"],
  ["after:2025-06-02", "ab"],
  ["before:2025-06-02", "c"],
  ["topic:robotics has:data", ""],
]) {
  test(query, () => assert.equal(found(query), ids))
}

test("papers that the columns do not know are left out", () => {
  assert.equal(found("has:code", new Map([["en_x", 1], ["en_c", 2]])), "c") // prettier-ignore
})

test("orders end in the id", () => {
  const result = (id, rest) => ({ id, score: 0, day: "2025-01-01", row: 0, votes: 0, ...rest })
  const sorted = (order, ...results) => results.sort(ORDERS[order]).map(({ id }) => id)
  assert.deepEqual(sorted("relevance", result("b"), result("a"), result("c", { score: 1 })), ["c", "a", "b"])
  assert.deepEqual(sorted("newest", result("b"), result("a"), result("c", { day: "2025-02-01" })), ["c", "a", "b"])
  assert.deepEqual(sorted("upvotes", result("b"), result("a"), result("c", { votes: 3 })), ["c", "a", "b"])
})

test("shards outside the days asked for are not loaded", () => {
  const shard = { from: "2025-03-01", to: "2025-06-30" }
  for (const query of ["year:2025", "month:2025-03", "after:2025-06", "before:2025-03-02", "-year:2025", "topic:x"]) {
    assert.ok(mayMatch(shard, filters(query)), query)
  }
  for (const query of ["year:2024", "month:2025-07", "after:2025-07", "before:2025-03-01"]) {
    assert.ok(!mayMatch(shard, filters(query)), query)
  }
})

test("the newest shards that cover a number of papers", () => {
  const shards = [{ papers: 100 }, { papers: 3000 }, { papers: 3000 }]
  assert.equal(shardsCovering(shards, 50), 1)
  assert.equal(shardsCovering(shards, 101), 2)
  assert.equal(shardsCovering(shards, 99_999), 3)
})
