import assert from "node:assert/strict"
import { test } from "node:test"
import { module } from "./theme.js"

const { authorLine, papers, shortDate, webAddress } = await module("search-text.js")

test("counts have their plural and commas", () => {
  assert.equal(papers(1), "1 paper")
  assert.equal(papers(0), "0 papers")
  assert.equal(papers(2000), "2,000 papers")
})

test("a day is short", () => {
  assert.equal(shortDate("2025-07-01"), "1 Jul 2025")
  assert.equal(shortDate("2025-09-30"), "30 Sep 2025", "as on all other pages")
})

const names = Array.from({ length: 11 }, (_, place) => `A${place}`)

test("many authors are the first three and the last", () => {
  assert.equal(authorLine(names), "A0, A1, A2 … A10")
  assert.equal(authorLine(names.slice(0, 10)), names.slice(0, 10).join(", "))
})

test("an author for whom a reader searched is among those who are shown", () => {
  assert.equal(
    authorLine(names, (name) => name === "A5"),
    "A0, A1, A2 … A5 … A10",
  )
  assert.equal(
    authorLine(names, (name) => name === "A3" || name === "A9"),
    "A0, A1, A2, A3 … A9, A10",
  )
})

test("addresses that browsers refuse are none", () => {
  const refused = [
    "https://1.2.3.4.5/",
    "https://09",
    "https://0xffffffffffffffff",
    "https://",
    "https://a b/",
    "x",
    "",
  ]
  for (const href of [...refused, "javascript:alert(1)", "data:text/html,x", null, undefined, 3, {}]) {
    assert.equal(webAddress(href), null, String(href))
  }
  assert.equal(webAddress("https://example.org/a?b=c"), "https://example.org/a?b=c")
})
