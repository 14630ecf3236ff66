/* The cases that the parser in Python must pass, too: tests/catalog/test_query.py. */

import assert from "node:assert/strict"
import { readFileSync } from "node:fs"
import { test } from "node:test"
import { module } from "./theme.js"

const { parseQuery } = await module("search-query.js")
const { problemSentence } = await module("search-problems.js")
const cases = JSON.parse(readFileSync(new URL("../cases/search/queries.json", import.meta.url), "utf8"))

for (const { why, query, terms, filters = [], problems = [] } of cases) {
  test(`${why}: ${query}`, () => {
    const parsed = parseQuery(query, false)
    assert.deepEqual(
      parsed.terms.map(({ kind, exact, optional, not, words }) => [
        kind,
        ...(exact ? ["exact"] : []),
        ...(optional ? ["optional"] : []),
        ...(not ? ["not"] : []),
        ...words,
      ]),
      terms,
    )
    assert.deepEqual(
      parsed.filters.map(({ kind, not, value }) => [kind, ...(not ? ["not"] : []), value]),
      filters,
    )
    assert.deepEqual(
      parsed.problems.map(problemSentence),
      problems.map((problem) => `${problem}.`),
    )
  })
}
