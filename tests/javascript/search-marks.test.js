import assert from "node:assert/strict"
import { test } from "node:test"
import { module } from "./theme.js"

const { firstMatch, isMatchedName, NO_MARKS, splitMatches, splitNames } = await module("search-marks.js")
const { allWords, termOf, words } = await module("search-words.js")

const marksOf = (query, phrases = []) => ({
  words: new Set(words(query).map(termOf)),
  names: new Set(allWords(query)),
  phrases: phrases.map((phrase) => words(phrase).map(termOf)),
})
const shown = (parts) => parts.map((part) => (part.match ? `[${part.text}]` : part.text)).join("")

for (const [text, query, expected] of [
  ["A Walking Robot, (robots)!", "robot", "A Walking [Robot], ([robots])!"],
  ["Robotics and robot-assisted work", "robot", "Robotics and [robot]-assisted work"],
  ["检索增强", "索增", "检[索增]强"],
  ["图像与图", "图", "[图]像与[图]"],
  ["ニューラルﾓﾃﾞﾙ", "モデ", "ニューラル[ﾓﾃﾞﾙ]"],
  ["언어모델을", "모델", "언어[모델]을"],
  ["RLHF与对齐。对", "RLHF 对齐", "[RLHF]与[对齐]。对"],
  ["nothing here", "robot", "nothing here"],
  ["“C++” and C are used", "C++", "“[C++]” and C are used"],
  ["10,000 images at 2.68× speed", "10000", "[10,000] images at 2.68× speed"],
  ["Versions of 0.5B and 5B", "0.5B", "Versions of [0.5B] and 5B"],
  ["Don't stop", "dont", "[Don't] stop"],
  ["text-to-image models", "text image", "[text]-to-[image] models"],
  ["A self-supervised model", "selfsupervised", "A [self-supervised] model"],
  ["Self- supervised", "selfsupervised", "Self- supervised"],
  ["FlashAttention is fast", "flash attention", "[Flash][Attention] is fast"],
  ["FlashAttention is fast", "flashattention", "[FlashAttention] is fast"],
  ["Naïve Schrödinger", "schrodinger", "Naïve [Schrödinger]"],
]) {
  test(`${query} in ${text}`, () => assert.equal(shown(splitMatches(text, marksOf(query))), expected))
}

test("a phrase is highlighted where its words stand side by side, and only there", () => {
  const marks = marksOf("", ["chain of thought"])
  assert.equal(
    shown(splitMatches("A chain of thoughts is a chain. Thought it was, a thought chain.", marks)),
    "A [chain of thoughts] is a [chain. Thought] it was, a thought chain.",
  )
})

test("names are matched as they are, and not by their stems", () => {
  const marks = { ...NO_MARKS, names: new Set(["munoz"]) }
  assert.equal(shown(splitNames("José Muñoz, Ana Munozes", marks)), "José [Muñoz], Ana Munozes")
  assert.equal(isMatchedName("José Muñoz", marks), true)
  assert.equal(isMatchedName("Ana Munozes", marks), false)
  assert.equal(shown(splitMatches("Muñoz", marks)), "Muñoz")
})

test("the first match of a text is found", () => {
  assert.equal(firstMatch("A robot", marksOf("robot")), 2)
  assert.equal(firstMatch("Robot", marksOf("robot")), 0)
  assert.equal(firstMatch("Nothing", marksOf("robot")), -1)
  assert.equal(firstMatch("", marksOf("robot")), -1)
})

test("punctuation and hyphens without end are split at once", { timeout: 4000 }, () => {
  const text = `${"!".repeat(50_000)}robot${")".repeat(50_000)}x${"-a".repeat(20_000)}`
  assert.equal(splitMatches(text, marksOf("robot")).filter((part) => part.match).length, 1)
})

test("names in characters are highlighted where they are, also a part that was searched for", () => {
  const marks = { ...NO_MARKS, names: new Set(["小明"]) }
  assert.equal(shown(splitNames("王小明, Ada Lovelace", marks)), "王[小明], Ada Lovelace")
  assert.equal(isMatchedName("王小明", marks), true)
  assert.equal(isMatchedName("Ada Lovelace", marks), false)
})

test("Arabic words are highlighted with their article, once the rules of the script are loaded", async () => {
  const text = "التعلّم العميق وتعلم الآلة"
  splitMatches(text, { ...NO_MARKS, words: new Set(["x"]) })
  await module("search-scripts.js")
  assert.equal(shown(splitMatches(text, { ...NO_MARKS, words: new Set(["تعلم"]) })), "[التعلّم] العميق وتعلم الآلة")
})
