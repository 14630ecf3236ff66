import assert from "node:assert/strict"
import { test } from "node:test"
import { module } from "./theme.js"

const [{ listed }, { FORMAT_NAMES, FORMATS, write }, { summary }, tools] = await Promise.all(
  ["search-export.js", "citation-formats.js", "citation-save.js", "search-export-panel.js"].map(module),
)
const card = {
  key: "2507.10001",
  href: "https://example.org/papers/2507.10001/",
  title: "A *Walking* Robot in O(n²)",
  tex: { title: "A *Walking* Robot in $O(n^2)$" },
  date: "2025-07-31",
  authors: ["Ada Lovelace", "=HYPERLINK()", "Ludwig van der Berg", "constructor"],
  abstract: "One.\n\nTwo.",
  cited: { ids: { arxiv: "2507.10001" }, families: { "Ludwig van der Berg": "van der Berg" } },
}

test("a card has what the API has of the paper", () => {
  const { citation } = listed(card)
  assert.equal(citation.title, "A *Walking* Robot in $O(n^2)$")
  assert.equal(citation.label, "lovelace2025walking")
  assert.deepEqual(citation.published, { year: 2025, month: 0, day: 0 })
  assert.deepEqual(
    citation.authors.map(({ family }) => family),
    ["Lovelace", "=HYPERLINK()", "Berg", "constructor"],
  )
})

test("the page offers the formats of every list", () => assert.deepEqual(tools.FORMAT_NAMES, FORMAT_NAMES))

test("a cell of CSV is never a formula, and quotation marks are doubled", () => {
  const { text } = write([listed({ ...card, tex: {}, title: '=1+1, "x"', authors: ["@a"] })], "CSV")
  assert.ok(text.startsWith('"key","title","authors"'))
  assert.ok(text.includes('"\'=1+1, ""x""","\'@a"'))
})

test("Markdown shows text and not markup", () => {
  assert.equal(
    write([listed({ ...card, tex: {}, title: "A *Walking* Robot", authors: [] })], "Markdown").text,
    "- [A \\*Walking\\* Robot](<https://example.org/papers/2507.10001/>). 2025-07-31.\n",
  )
})

test("BibTeX entries with the same key are numbered, anew for each export", () => {
  const papers = [card, card, card].map(listed)
  for (let time = 0; time < 2; time++) {
    const keys = [...write(papers, "BibTeX").text.matchAll(/@misc\{([^,]+)/g)].map(([, key]) => key)
    assert.deepEqual(keys, ["lovelace2025walking", "lovelace2025walking-2", "lovelace2025walking-3"])
  }
})

for (const format of Object.keys(FORMATS)) {
  test(`a paper that cannot be read is left out of ${format}`, (context) => {
    context.mock.method(console, "warn", () => {})
    const { text, written } = write([null, { ...card, tex: {}, title: null }, card].map(listed), format)
    assert.ok(text.includes("2025"))
    assert.equal(written, 1)
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
