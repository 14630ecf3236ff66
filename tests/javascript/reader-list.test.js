/* Reading lists are merged without loss, travel in links, and come from files. */

import assert from "node:assert/strict"
import { test } from "node:test"
import { importList } from "../../generator/theme/assets/javascripts/reader-import.js"
import { fragmentOf, listOf } from "../../generator/theme/assets/javascripts/reader-link.js"
import { findPapers, grouped, mergeMarks } from "../../generator/theme/assets/javascripts/reader-merge.js"
import { asJson, fromJson } from "../../generator/theme/assets/javascripts/reader-store.js"

const PAPER = { title: "Grüße", authors: "Ada Lovelace", date: "2025-07-30", topics: ["robotics"] }
/** @param {Record<string, object>} bookmarks */
const list = (bookmarks, rest = {}) => fromJson({ bookmarks, ...rest })
const ONE = list(
  { a: { ...PAPER, added: "2026-01-02", note: "read again", tags: ["x"] }, b: PAPER },
  { read: ["r"], hidden: ["h"] },
)
const OTHER = list(
  { a: { ...PAPER, added: "2026-01-01", note: "for Bo", tags: ["y", "x"] }, c: PAPER },
  { read: ["s"] },
)
const nameOf = (/** @type {string} */ topic) => ({ robotics: "Robots" })[topic] ?? topic

test("merging two lists loses nothing, in either order, and again changes nothing", () => {
  const merged = mergeMarks(ONE, OTHER)
  const { note, tags, added } = merged.bookmarks.get("a") ?? {}
  assert.deepEqual([note, tags, added], ["for Bo\n\nread again", ["x", "y"], "2026-01-01"])
  assert.deepEqual([...merged.bookmarks.keys()].sort(), ["a", "b", "c"])
  assert.deepEqual([[...merged.read], [...merged.hidden]], [["r", "s"], ["h"]])
  assert.deepEqual(Object.fromEntries(mergeMarks(OTHER, ONE).bookmarks), Object.fromEntries(merged.bookmarks))
  assert.deepEqual(asJson(mergeMarks(merged, OTHER)), asJson(merged))
})

test("a list is searched by title, authors, note, tags and names of topics, without accents", () => {
  for (const [text, keys] of [
    ["grusse", ["a", "b"]],
    ["lovelace again", ["a"]],
    ["ROBOTS", ["a", "b"]],
    ["nothing", []],
  ]) {
    assert.deepEqual(
      findPapers(ONE.bookmarks, String(text), nameOf).map(([key]) => key),
      keys,
    )
  }
})

for (const [grouping, names] of /** @type {["day" | "topic" | "tag", string[]][]} */ ([
  ["day", ["2025-07-30"]],
  ["topic", ["Robots"]],
  ["tag", ["x", "No tag"]],
])) {
  test(`groups by ${grouping}`, () => {
    const groups = grouped([...ONE.bookmarks], grouping, nameOf)
    assert.deepEqual(
      groups.map(([name]) => name),
      names,
    )
  })
}

test("a link carries bookmarks with notes and tags, and nothing else", async () => {
  const carried = await listOf(await fragmentOf(ONE))
  assert.deepEqual(carried && asJson(carried), { ...asJson(ONE), read: [], hidden: [] })
  assert.equal(await listOf("#content"), null)
})

test("a link of 500 papers is short enough for browsers", async () => {
  const titles = Array.from({ length: 500 }, (_, number) => [
    `2401.${10000 + number}`,
    { ...PAPER, title: `T ${number * 7919}` },
  ])
  assert.ok((await fragmentOf(list(Object.fromEntries(titles)))).length < 32000)
})

for (const broken of ["#list=", "#list=AAAA", "#list=%%%"]) {
  test(`${broken} is refused`, () => assert.rejects(listOf(broken)))
}

const BIBTEX = `% exported
@string{j = {Journal}}
@article{one,
  title = {On {C}omputable {N}umbers},
  journal = j, year = 1936,
  eprint = {2401.10000v2},
}
@inproceedings{two, title = "Gr{\\"u}{\\ss}e: a {Study}", doi = {10.1000/X_1}}
@misc{three, title = {Not Here}, url = {https://example.org/}}
`
const CARDS = [
  { key: "turing", href: "/", date: "1936-01-01", title: "Other", cited: { ids: { arxiv: "2401.10000" } } },
  {
    key: "bo",
    href: "/",
    date: "1936-01-02",
    title: "Other",
    authors: ["Bo", "Ada"],
    cited: { ids: { doi: "10.1000/x_1" } },
  },
]

test("entries of BibTeX are found by identifier, and the others are named", async () => {
  /** @type {string[]} */
  const asked = []
  const { marks, missing } = await importList(BIBTEX, async (text) => {
    asked.push(text)
    return /** @type {any[]} */ (CARDS)
  })
  assert.deepEqual(asked, ["2401.10000", "10.1000/x_1", "https://example.org/", "Not Here"])
  assert.deepEqual([[...marks.bookmarks.keys()], missing], [["turing", "bo"], ["Not Here"]])
  assert.equal(marks.bookmarks.get("bo")?.authors, "Bo, Ada")
})

test("an entry without a known identifier is found by its title", async () => {
  const cards = [{ key: "k", href: "/", date: "1936-01-02", title: "Not here!" }]
  const { marks } = await importList("@misc{x, title = {{Not} Here}}", async () => /** @type {any[]} */ (cards))
  assert.deepEqual([...marks.bookmarks.keys()], ["k"])
})

test("the site's own JSON comes back as it went", async () => {
  const { marks } = await importList(JSON.stringify(asJson(ONE)), async () => [])
  assert.deepEqual(asJson(marks), asJson(ONE))
})

for (const [text, expected] of [
  ["hello", /Expected a reading list in JSON/],
  ["{torn", /The file is not JSON/],
  ['{"papers": []}', /no "bookmarks"/],
  ['{"version": 9, "bookmarks": {}}', /newer version/],
]) {
  test(`${text} is refused with a reason`, () =>
    assert.rejects(
      importList(String(text), async () => []),
      expected,
    ))
}
