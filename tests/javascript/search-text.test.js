import assert from "node:assert/strict"
import { test } from "node:test"
import { module } from "./theme.js"

const { authorLine, counted, excerpt, matcher, shortDate, splitMatches, webAddress } = await module("search-text.js")
const { parseQuery } = await module("search-query.js")
const highlighted = (text, query) =>
  splitMatches(text, matcher(parseQuery(query, false)))
    .map((part) => (part.match ? `[${part.text}]` : part.text))
    .join("")

test("counts have their plural and commas", () => {
  assert.equal(counted(1, "paper"), "1 paper")
  assert.equal(counted(0, "paper"), "0 papers")
  assert.equal(counted(2000, "paper"), "2,000 papers")
})

test("a day is short", () => assert.equal(shortDate("2025-07-01"), "1 Jul 2025"))

test("many authors are the first three and the last", () => {
  const names = Array.from({ length: 11 }, (_, place) => `A${place}`)
  assert.equal(authorLine(names), "A0, A1, A2 … A10")
  assert.equal(authorLine(names.slice(0, 10)), names.slice(0, 10).join(", "))
})

for (const [text, query, expected] of [
  ["A Walking Robot, (robots)!", "robot", "A Walking [Robot], ([robots])!"],
  ["José Muñoz", "author:munoz", "José [Muñoz]"],
  ["检索增强", "索增", "检[索][增]强"],
  ["nothing here", "robot", "nothing here"],
  ["“C++” is used", "C++", "“[C++]” is used"],
]) {
  test(`${query} in ${text}`, () => assert.equal(highlighted(text, query), expected))
}

test("an excerpt shows the first match and what surrounds it", () => {
  const abstract = `${"Before it. ".repeat(40)}A robot falls. ${"After it. ".repeat(40)}`.trim()
  const shown = excerpt(abstract, matcher(parseQuery("robot", false)))
  assert.match(shown, /^… .*A robot falls\..* …$/)
  assert.ok(shown.length < 260)
  assert.equal(
    excerpt("Short.", () => false),
    "Short.",
  )
})

test("punctuation without end is split at once", { timeout: 2000 }, () => {
  const text = `${"!".repeat(50_000)}robot${")".repeat(50_000)}x`
  assert.equal(splitMatches(text, (word) => word === "robotx" || word === "robot").length > 0, true)
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
