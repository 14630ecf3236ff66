/* The order "For you" learns from marks, gives true reasons, and is the same each time. */

import assert from "node:assert/strict"
import { test } from "node:test"
import { module } from "./theme.js"

const { learn } = await module("for-you-examples.js")
const { authorNumber, readFeatures } = await module("for-you-files.js")
const { plainTerm, reasonsOf, termsIn } = await module("for-you-reasons.js")

const NONE = { terms: new Map(), topics: new Map(), authors: new Map() }
/** @param {string} terms @param {string[]} [topics] @param {string[]} [authors] */
const paper = (terms, topics = [], authors = []) => ({
  terms: terms.split(","),
  spellings: terms.split(","),
  topics,
  authors,
  vector: null,
})
const CHOSEN = {
  bookmarked: [paper("agent,planning"), paper("agent,tool"), paper("reward model,agent")],
  hidden: [paper("diffusion,video")],
  read: [paper("tool,video")],
  others: [paper("video"), paper("speech"), paper("diffusion"), paper("planning,speech")],
}

test("papers like the bookmarks come first, and those like hidden ones last", () => {
  const model = learn(CHOSEN, NONE)
  const scores = ["agent", "speech", "diffusion,video"].map((terms) => model.score(paper(terms)))
  assert.deepEqual(
    [...scores].sort((one, other) => other - one),
    scores,
  )
  assert.ok(scores[0] > 0 && scores[2] < 0)
})

test("the same marks give the same scores", () => {
  const scores = [1, 2].map(() => learn(CHOSEN, NONE).score(paper("agent,video")))
  assert.equal(scores[0], scores[1])
})

test("interests count before there is any example, and stay when there are few", () => {
  const likes = { ...NONE, topics: new Map([["robotics", 1]]), terms: new Map([["survey", -1]]) }
  for (const chosen of [{ bookmarked: [], hidden: [], read: [], others: [] }, CHOSEN]) {
    const model = learn(chosen, likes)
    assert.ok(model.score(paper("speech", ["robotics"])) > model.score(paper("speech")))
    assert.ok(model.score(paper("survey")) < model.score(paper("speech")))
  }
})

test("reasons are what raises the score, spelled as the paper has it, and none is within another", () => {
  const model = learn(CHOSEN, { ...NONE, authors: new Map([["7", 1]]) })
  const features = {
    ...paper("reward model,agent,model,video", [], ["7"]),
    spellings: ["reward model", "Agents", "model", "video"],
  }
  const contributions = model.contributions(features)
  const sum = contributions.reduce((/** @type {number} */ all, { value }) => all + value, 0)
  const bias = model.score({ ...paper(""), terms: [] })
  assert.ok(Math.abs(model.score(features) - bias - sum) < 1e-9, "without a vector, contributions add up to the score")
  const reasons = reasonsOf(contributions, features, new Map([["7", "Ada Lovelace"]]))
  assert.deepEqual(new Set(reasons), new Set(["Ada Lovelace", "Agents", "reward model"]))
  assert.deepEqual(reasonsOf(contributions, features, new Map()).includes("7"), false, "an unknown name is no reason")
})

test("a term has no case, hyphen and plural; a title has words and pairs of neighbours", () => {
  assert.equal(plainTerm("Vision-Language Models"), "vision language model")
  assert.deepEqual(termsIn("Agents for Reward Models"), ["agent", "reward", "model", "reward model"])
})

test("an author has the number that the build gives", () => {
  assert.equal(authorNumber("José Muñoz"), authorNumber("jose munoz"))
  assert.equal(authorNumber("Ada Lovelace"), "2551461758")
})

test("a file is read as the build writes it", () => {
  const lines = new TextEncoder().encode("2501.1 2501.2\n1,0 \nLLM agents,RL;\n")
  const bytes = Uint8Array.from([...lines, 1, 0, 0, 0, 1, 2, ...Array(20).fill(0b11100100), ...Array(20).fill(0)])
  const [[key, first], [, second]] = readFeatures(bytes, [
    ["a", "A"],
    ["b", "B"],
  ])
  assert.equal(key, "2501.1")
  assert.deepEqual(
    [first.terms, first.spellings, first.topics, first.authors],
    [["llm agent", "rl"], ["LLM agents", "RL"], ["b", "a"], ["258"]],
  )
  assert.deepEqual([...first.vector.slice(0, 4)], [1.5, 0.5, -0.5, -1.5])
  assert.deepEqual([second.terms, second.topics, second.authors, second.vector[79]], [[], [], [], -1.5])
})
