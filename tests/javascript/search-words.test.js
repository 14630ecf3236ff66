import assert from "node:assert/strict"
import { test } from "node:test"
import { module } from "./theme.js"

const { allWords, fold, idWord, nameWords, words } = await module("search-words.js")

// tests/cases/search/words.yml has the rules for both sides; these are the few that need no file.
test("words lose case, accents and strokes, and common ones are left out", () => {
  assert.deepEqual(words("The Łukasz Øberg of Schrödinger"), ["lukasz", "oberg", "schrodinger"])
  assert.deepEqual(allWords("A of B"), ["a", "of", "b"])
  assert.equal(fold("Straße"), "strasse")
})

test("signs that matter become letters", () => {
  assert.deepEqual(words("C++ C# A* 2.68× 10,000 γ-MoD"), [
    "cplusplus",
    "csharp",
    "astar",
    "2d68",
    "x",
    "10000",
    "gamma",
    "mod",
  ])
})

test("names and identifiers are marked", () => {
  assert.deepEqual(nameWords("José Muñoz"), ["jose@", "munoz@"])
  assert.equal(idWord("10.1145/3292500.3330701"), "#10114532925003330701")
})
