import assert from "node:assert/strict"
import { test } from "node:test"
import { module } from "./theme.js"

const { distance } = await module("search-distance.js")
const { stemOf } = await module("search-forms.js")
const { basesOf, divided, nearest } = await module("search-guesses.js")

for (const [one, other, steps] of [
  ["model", "model", 0],
  ["modl", "model", 1],
  ["modeel", "model", 1],
  ["moedl", "model", 1],
  ["langauge", "language", 1],
  ["retreival", "retrieval", 1],
  ["transfomrer", "transformer", 1],
  ["kitten", "sitting", 3],
  ["robot", "vision", 3],
]) {
  test(`${one} is ${steps} steps from ${other}`, () => assert.equal(distance(one, other, 2), Math.min(steps, 3)))
}

test("forms of a word share a stem, other words do not", () => {
  for (const forms of [
    ["train", "training", "trained", "trainer"],
    ["prune", "pruning", "pruned"],
    ["quantize", "quantization", "quantized"],
    ["generate", "generation", "generated", "generator"],
    ["qwen", "qwen2", "qwen2d5"],
  ]) {
    assert.equal(new Set(forms.map(stemOf)).size, 1, forms.join(" "))
  }
  assert.equal(new Set(["new", "news", "ring", "red", "general", "gpt4"].map(stemOf)).size, 6)
})

test("the nearest word has few mistakes, the same first letter, and many papers", () => {
  const known = [["model", 900], ["modal", 90], ["nodel", 9000], ["vision", 5]] // prettier-ignore
  assert.equal(nearest("modle", known).word, "model")
  assert.equal(nearest("vison", known).word, "vision")
  assert.equal(nearest("zzzzz", known), null)
})

for (const [word, other] of [
  ["fake", "face"],
  ["watching", "matching"],
  ["tostring", "testing"],
]) {
  test(`${word} is not ${other}`, () => assert.equal(nearest(word, [[other, 50]]), null))
}

test("swapped first letters and a letter left out of a short word are corrected", () => {
  assert.equal(nearest("ertrieval", [["retrieval", 50]]).word, "retrieval")
  assert.equal(nearest("vide", [["video", 50]]).word, "video")
})

test("short words and words with digits are not corrected", () => {
  assert.equal(nearest("llm", [["llms", 5]]), null)
  assert.equal(nearest("gpt44", [["gpt4", 5]]), null)
})

test("two words that were typed as one", () => {
  const known = new Map([["language", 5], ["model", 9], ["lang", 1]]) // prettier-ignore
  assert.deepEqual(divided("languagemodel", known), ["language", "model"])
  assert.equal(divided("languagezzz", known), null)
})

test("words of which a word is made", () => {
  assert.deepEqual(basesOf("faithfulness"), ["faithful"])
  assert.deepEqual(basesOf("scalability"), ["scalable", "scalabil", "scalabile"])
  assert.deepEqual(basesOf("unity"), [])
})
