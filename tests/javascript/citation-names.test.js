/* Names in lists, as Zotero has to split them: at a comma, else before the last word. */

import assert from "node:assert/strict"
import { test } from "node:test"
import { yearOfArxiv } from "../../generator/theme/assets/javascripts/citation-arxiv.js"
import { creators } from "../../generator/theme/assets/javascripts/citation-names.js"

test("names of a list are split into family and given names", () => {
  for (const [list, expected] of [
    ["", []],
    ["Ada Lovelace, Plato", ["Ada Lovelace", "Plato"]],
    ["Ludwig van der Berg, de Finetti", ["van der Berg, Ludwig", "de Finetti"]],
    ["Martin Luther King, Jr., Ada Lovelace", ["King, Martin Luther Jr.", "Ada Lovelace"]],
    ["John Smith III", ["Smith, John III"]],
    ["Qwen Team, Shanghai AI Lab, Team Cohere, Wei Ai", ["Qwen Team,", "Shanghai AI Lab,", "Team Cohere,", "Wei Ai"]],
    ["李 明, 李明", ["李, 明", "李明"]],
  ]) {
    assert.deepEqual(creators(/** @type {string} */ (list)), expected)
  }
})

test("an arXiv id has a year", () => {
  const years = ["2401.10000", "0704.0001", "hep-th/9901001", "math/0309136", ""].map(yearOfArxiv)
  assert.deepEqual(years, ["2024", "2007", "1999", "2003", undefined])
})
