import assert from "node:assert/strict"
import { test } from "node:test"
import { module } from "./theme.js"

const { contains, isAsking, parseQuery, toggled } = await module("search-query.js")
const { problemSentence } = await module("search-problems.js")
const terms = (text, typing = false) => parseQuery(text, typing).terms.map(({ kind, words }) => [kind, ...words])

test("words, phrases, exclusions", () => {
  const { terms } = parseQuery('robot "chain of thought" -vision', false)
  assert.deepEqual(
    terms.map(({ words, exact, not }) => ({ words, exact, not })),
    [
      { words: ["robot"], exact: false, not: false },
      { words: ["chain", "thought"], exact: true, not: false },
      { words: ["vision"], exact: false, not: true },
    ],
  )
})

test("typographic quotation marks are quotation marks", () => {
  assert.deepEqual(terms("\u201cchain of thought\u201d"), [["text", "chain", "thought"]])
})

test("only the last word may still grow, and only while it is typed", () => {
  const open = (text, typing) => parseQuery(text, typing).terms.map((term) => term.open)
  assert.deepEqual(open("robot lear", true), [false, true])
  assert.deepEqual(open("robot lear", false), [false, false])
  assert.deepEqual(open('"robot lear"', true), [false])
})

for (const [text, word] of [
  ["2507.10001", "#250710001"],
  ["arXiv:2507.10001v2", "#250710001"],
  ["https://arxiv.org/abs/2507.10001", "#250710001"],
  ["arxiv.org/pdf/2507.10001v1.pdf", "#250710001"],
  ["https://huggingface.co/papers/2507.10001", "#250710001"],
  ["https://doi.org/10.48550/arXiv.2507.10001", "#250710001"],
  ["hep-th/9901001", "#hepth9901001"],
  ["math.AG/0601001", "#math0601001"],
  ["https://arxiv.org/abs/hep-th/9901001v3", "#hepth9901001"],
  ["10.1145/3292500.3330701", "#10114532925003330701"],
  ["doi:10.1145/3292500.3330701", "#10114532925003330701"],
  ["https://dl.acm.org/doi/10.1145/3292500.3330701?download=true", "#10114532925003330701"],
  ["2020.acl-main.1", "#2020aclmain1"],
  ["https://aclanthology.org/P19-1001/", "#p191001"],
  ["https://openreview.net/forum?id=AbC-1&noteId=2", "#abc1"],
  ["https://example.org/digest/papers/an-older-name/", "#anoldername"],
  ["2507.10001.", "#250710001"],
  ["(arXiv:2507.10001v2),", "#250710001"],
  ["<https://arxiv.org/abs/2507.10001>", "#250710001"],
  ["(doi:10.1145/3292500.3330701).", "#10114532925003330701"],
]) {
  test(`${text} is an identifier`, () => assert.deepEqual(terms(text), [["id", word]]))
}

test("words with punctuation inside are words of their own, and characters without spaces are a phrase", () => {
  assert.deepEqual(terms("self-supervised 检索增强RAG"), [
    ["text", "self"],
    ["text", "supervised"],
    ["text", "检索", "索增", "增强"],
    ["text", "rag"],
  ])
})

test("words of questions are optional, unless there are no others", () => {
  const optional = (text) => parseQuery(text, false).terms.map((term) => term.optional)
  assert.deepEqual(optional("how do robots learn"), [true, true, false, false])
  assert.deepEqual(optional('"how" -do robots'), [false, false, false])
  assert.deepEqual(optional("how about you"), [false, false, false])
})

for (const text of ["https://openreview.net/venues", "https://example.org/about/", "and/or", "3/4", "R1-like"]) {
  test(`${text} is no identifier`, () => assert.notEqual(parseQuery(text, false).terms[0]?.kind, "id"))
}

test("fields filter, in any case; unknown ones are words", () => {
  const { terms, filters } = parseQuery("Topic:Robotics -has:code year:2025 note:this", false)
  assert.deepEqual(filters, [
    { kind: "topic", value: "robotics", not: false },
    { kind: "has", value: "code", not: true },
    { kind: "year", value: "2025", not: false },
  ])
  assert.deepEqual(terms[0].words, ["note"])
})

test("names of JavaScript's own objects are no fields", () => {
  assert.deepEqual(terms("constructor:robot toString:robot"), [
    ["text", "constructor"],
    ["text", "robot"],
    ["text", "tostring"],
    ["text", "robot"],
  ])
})

for (const [text, problem] of [
  ["after:soon", "after:soon was ignored: write a date like after:2025-03 or after:2025-03-15"],
  ["year:25", "year:25 was ignored: write a year like year:2025"],
  ["month:2025-13", "month:2025-13 was ignored: write a month like month:2025-03"],
]) {
  test(`${text} is ignored, with a reason`, () =>
    assert.deepEqual(parseQuery(text, false).problems.map(problemSentence), [`${problem}.`]))
}

test("a date that is being typed is not wrong yet, and one that cannot become a date is", () => {
  assert.deepEqual(parseQuery("robot after:2025-", true).problems, [])
  assert.equal(parseQuery("robot after:so", true).problems.length, 1)
})

test("nothing typed asks for nothing", () => {
  for (const text of ["", "  ", "-", '""', "...", "the of"]) assert.equal(isAsking(parseQuery(text)), false, text)
})

test("a filter is added to the text and removed from it", () => {
  assert.equal(toggled("robot", "topic", "vision"), "robot topic:vision")
  assert.equal(toggled("robot topic:Vision year:2025", "topic", "vision"), "robot year:2025")
  assert.equal(toggled("robot", "author", "Ada Lovelace"), 'robot author:"Ada Lovelace"')
  assert.ok(contains('author:"ada lovelace"', "author", "Ada Lovelace"))
  assert.ok(!contains("author:ada", "author", "Ada Lovelace"))
})

const LONG = [" ", "\n", '"', "a", "a-", "a.", "/", "arxiv.org/", "10.48550/arxiv.", "-", "author:", "1"]
for (const piece of LONG) {
  test(`a query of many ${JSON.stringify(piece)} is parsed at once`, { timeout: 2000 }, () => {
    const began = performance.now()
    parseQuery(piece.repeat(100_000))
    assert.ok(performance.now() - began < 500)
  })
}
