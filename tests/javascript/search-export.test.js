import assert from "node:assert/strict"
import { test } from "node:test"
import { module } from "./theme.js"

const { summary, write } = await module("search-export.js")
const paper = {
  key: "2507.10001",
  href: "https://example.org/papers/2507.10001/",
  title: "A *Walking* Robot",
  date: "2025-07-31",
  authors: ["Ada Lovelace", "=HYPERLINK()"],
  arxiv: "2507.10001",
  abstract: "One.\n\nTwo.",
  bibtex: "@misc{lovelace2025walking,\n  author = {Lovelace, Ada and =HYPERLINK()},\n  year = {2025},\n}\n",
}

test("RIS", () => {
  assert.equal(
    write([paper], "RIS").text,
    [
      "TY  - UNPB",
      "TI  - A *Walking* Robot",
      "AU  - Lovelace, Ada",
      "AU  - =HYPERLINK()",
      "PY  - 2025",
      "AB  - One. Two.",
      "PB  - arXiv",
      "AN  - arXiv:2507.10001",
      "UR  - https://example.org/papers/2507.10001/",
      "ER  - ",
      "",
    ].join("\r\n"),
  )
})

test("RIS has names as the build's BibTeX knows them", () => {
  const names =
    "King, Jr., Martin Luther and van der Berg, Ludwig and {Arm \\& Hammer and Sons} and Qwen\\_Team and 王, 伟"
  const { text } = write([{ ...paper, bibtex: `@misc{x,\n  author        = {${names}},\n}\n` }], "RIS")
  assert.deepEqual(
    [...text.matchAll(/^AU {2}- (.*)\r$/gm)].map(([, name]) => name),
    ["King, Martin Luther, Jr.", "van der Berg, Ludwig", "Arm & Hammer and Sons", "Qwen_Team", "王, 伟"],
  )
})

test("a cell of CSV is never a formula, and quotation marks are doubled", () => {
  const { text } = write([{ ...paper, title: '=1+1, "x"', authors: ["@a"] }], "CSV")
  assert.ok(text.startsWith('"key","title","authors"'))
  assert.ok(text.includes('"\'=1+1, ""x""","\'@a"'))
})

test("Markdown shows text and not markup", () => {
  assert.equal(
    write([{ ...paper, authors: [] }], "Markdown").text,
    "- [A \\*Walking\\* Robot](<https://example.org/papers/2507.10001/>). 2025-07-31.\n",
  )
})

test("BibTeX entries with the same key are numbered, anew for each export", () => {
  for (let time = 0; time < 2; time++) {
    const keys = [...write([paper, paper, paper], "BibTeX").text.matchAll(/@misc\{([^,]+)/g)].map(([, key]) => key)
    assert.deepEqual(keys, ["lovelace2025walking", "lovelace2025walking-2", "lovelace2025walking-3"])
  }
})

for (const format of ["BibTeX", "RIS", "CSV", "Markdown"]) {
  test(`a paper that cannot be read is left out of ${format}`, (context) => {
    context.mock.method(console, "warn", () => {})
    const { text, written } = write([null, { ...paper, title: undefined, bibtex: undefined }, paper], format)
    assert.ok(text.includes("2025"))
    assert.equal(written, format === "CSV" || format === "RIS" ? 2 : 1)
  })
}

test("the summary says what was exported", () => {
  const done = { action: "copy", format: "RIS", written: 1, chosen: 1, found: 1 }
  assert.equal(summary(done), "Copied 1 paper as RIS.")
  assert.equal(
    summary({ ...done, action: "download", written: 500, chosen: 500, found: 1234 }),
    "Saved the first 500 of 1,234 papers as RIS.",
  )
  assert.equal(
    summary({ ...done, written: 2, chosen: 3, found: 3 }),
    "Copied 2 papers as RIS. 1 paper could not be read.",
  )
})
