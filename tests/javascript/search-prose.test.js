import assert from "node:assert/strict"
import { test } from "node:test"
import { module } from "./theme.js"

const { excerpt, paragraphsOf, runsOf, sliceRuns, textOf } = await module("search-prose.js")
const pieces = ["Of ", ["<math><mi>x</mi></math>", "$x$"], " and $5.\n\nThe end."]

test("a text without formulas is one run", () => {
  assert.deepEqual(runsOf("costs $5"), [{ text: "costs $5" }])
})

test("runs have the text of the record", () => {
  assert.equal(textOf(runsOf("unused", pieces)), "Of $x$ and $5.\n\nThe end.")
})

test("a formula is never cut", () => {
  const runs = runsOf("unused", pieces)
  assert.equal(textOf(sliceRuns(runs, 0, 4)), "Of $x$")
  assert.equal(textOf(sliceRuns(runs, 4, 10)), " and")
})

test("blank lines separate paragraphs", () => {
  assert.deepEqual(paragraphsOf(runsOf("unused", pieces)).map(textOf), ["Of $x$ and $5.", "The end."])
})

test("an excerpt shows the first match and what surrounds it", () => {
  const abstract = `${"Before it. ".repeat(40)}A robot falls. ${"After it. ".repeat(40)}`.trim()
  const shown = excerpt(runsOf(abstract), abstract.indexOf("robot"))
  assert.match(textOf(shown.runs), /^… .*A robot falls\..* …$/)
  assert.ok(textOf(shown.runs).length < 260)
  assert.equal(shown.cut, true)
  assert.deepEqual(excerpt(runsOf("Short."), -1), { runs: [{ text: "Short." }], cut: false })
})

test("an excerpt of a text without spaces shows the match, too", () => {
  const abstract = `${"本文研究检索。".repeat(60)} RAG ${"甲".repeat(100)}扩散模型${"乙".repeat(300)}`
  const shown = textOf(excerpt(runsOf(abstract), abstract.indexOf("扩散")).runs)
  assert.match(shown, /^… 甲{80}扩散模型乙+ …$/u)
  assert.equal(textOf(excerpt(runsOf("短 ".concat("长".repeat(400))), -1).runs).length, 242)
})

test("on a phone, a match is within the two lines that an excerpt shows", () => {
  const abstract = `${"Before it. ".repeat(8)}A robot falls. ${"After it. ".repeat(40)}`.trim()
  const shown = textOf(excerpt(runsOf(abstract), abstract.indexOf("robot"), true).runs)
  assert.ok(shown.indexOf("robot") < 40, shown)
  assert.equal(textOf(excerpt(runsOf(abstract), abstract.indexOf("robot")).runs).indexOf("Before"), 0)
})
