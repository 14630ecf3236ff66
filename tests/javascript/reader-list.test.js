/* Reading lists are merged without loss, travel in links, and come from files. */

import assert from "node:assert/strict"
import { test } from "node:test"
import { bibtex } from "../../generator/theme/assets/javascripts/citation-bibtex.js"
import { citationFromApi } from "../../generator/theme/assets/javascripts/citation-from-api.js"
import { completeList } from "../../generator/theme/assets/javascripts/reader-complete.js"
import { importList } from "../../generator/theme/assets/javascripts/reader-import.js"
import { asJson } from "../../generator/theme/assets/javascripts/reader-changes.js"
import { fragmentOf, listOf, shortFragmentOf } from "../../generator/theme/assets/javascripts/reader-link.js"
import { findPapers, grouped, mergeMarks, partOf } from "../../generator/theme/assets/javascripts/reader-merge.js"
import { fromJson } from "../../generator/theme/assets/javascripts/reader-store.js"

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

/** A generator of numbers below a limit, the same for the same seed. @param {number} seed */
function numbers(seed) {
  let state = seed
  return (/** @type {number} */ limit) => {
    state = (Math.imul(state, 1103515245) + 12345) & 0x7fffffff
    return (state >> 8) % limit
  }
}

/**
 * A list that a reader made on one device.
 *
 * @param {(limit: number) => number} next
 * @param {import("../../generator/theme/assets/javascripts/reader-store.js").Marks} marks
 */
function history(next, marks) {
  for (let step = 0; step < 40; step++) {
    const key = `k${next(12)}`
    const old = marks.bookmarks.get(key) ?? { ...PAPER, added: `2026-01-0${1 + next(9)}`, note: "", tags: [] }
    const edited = [
      { ...old, note: `note ${next(30)}` },
      { ...old, note: `${old.note}\n\nmore ${next(30)}`.trim() },
      { ...old, tags: [...new Set([...old.tags, `t${next(8)}`])] },
      old,
    ][next(4)]
    marks.bookmarks.set(key, edited)
    marks[next(2) ? "read" : "hidden"].add(`k${next(12)}`)
  }
  return marks
}

test("two devices with any histories merge without loss, in either order, again and again", () => {
  for (let seed = 1; seed <= 300; seed++) {
    const next = numbers(seed)
    const common = asJson(history(next, fromJson({})))
    const [one, other, third] = [0, 1, 2].map(() => history(next, fromJson(structuredClone(common))))
    const merged = mergeMarks(one, other)
    for (const side of [one, other]) {
      for (const [key, { note, tags, added }] of side.bookmarks) {
        const kept = merged.bookmarks.get(key)
        assert.ok(kept, `${seed}: ${key}`)
        for (const part of note.split("\n\n")) assert.ok(kept.note.includes(part), `${seed}: ${key}: ${part}`)
        assert.ok(tags.every((tag) => kept.tags.includes(tag)))
        assert.ok(kept.added <= added)
      }
      for (const name of /** @type {["read", "hidden"]} */ (["read", "hidden"])) {
        assert.ok([...side[name]].every((key) => merged[name].has(key)))
      }
    }
    const plain = (/** @type {typeof one} */ marks) => {
      const { bookmarks, read, hidden } = asJson(marks)
      return { bookmarks, read: read.sort(), hidden: hidden.sort() }
    }
    assert.deepEqual(plain(mergeMarks(other, one)), plain(merged), `order, ${seed}`)
    assert.deepEqual(plain(mergeMarks(merged, one)), plain(merged), `again, ${seed}`)
    const [left, right] = [mergeMarks(merged, third), mergeMarks(mergeMarks(third, one), other)]
    assert.deepEqual([...left.bookmarks.keys()].sort(), [...right.bookmarks.keys()].sort())
  }
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
  assert.deepEqual(carried && asJson(carried.list), { ...asJson(ONE), read: [], hidden: [] })
  assert.equal(await listOf("#content"), null)
})

test("the link of a QR code carries keys, notes and tags in the order of the list", async () => {
  const papers = {
    b: { ...PAPER, added: "2025-01-02", note: "first\n\nsecond", tags: ["x", "y"] },
    a: { ...PAPER, added: "2025-01-01", note: "", tags: ["x"] },
    c: { ...PAPER, added: "2025-01-03", note: "", tags: [] },
  }
  const carried = await listOf(await shortFragmentOf(list(papers), { searches: { saved: ["s"] } }))
  assert.ok(carried?.isShort)
  assert.deepEqual(
    [...carried.list.bookmarks].map(([key, { title, note, tags }]) => [key, title, note, tags]),
    [
      ["a", "a", "", ["x"]],
      ["b", "b", "first\n\nsecond", ["x", "y"]],
      ["c", "c", "", []],
    ],
  )
  const added = [...carried.list.bookmarks.values()].map((paper) => paper.added)
  assert.deepEqual([...added].sort(), added)
  assert.equal(new Set(added).size, 3)
  assert.deepEqual(carried.value.searches, { saved: ["s"] })
})

test("a QR code has room for 300 papers from arXiv, and for 100 with long keys", async () => {
  const room = 2953 - "https://someone.github.io/some-digest/reading-list/".length
  const arxiv = (/** @type {number} */ n) => `${2401 + (n % 12)}.${10000 + ((n * 7919) % 9973)}`
  const [subjects, verbs] = ["learning agents models videos robots".split(" "), "beyond toward scaling with".split(" ")]
  const words = (/** @type {number} */ n) =>
    [subjects[n % 5], verbs[n % 4], subjects[(n * 3) % 5], "for", `${n * 7919}`].join("-")
  for (const [count, key] of /** @type {[number, (n: number) => string][]} */ ([
    [300, arxiv],
    [100, words],
  ])) {
    const papers = Array.from({ length: count }, (_, n) => [key(n), PAPER])
    const fragment = await shortFragmentOf(list(Object.fromEntries(papers)))
    assert.ok(fragment.length <= room, `${count}: ${fragment.length}`)
  }
})

test("a short link from a stranger is read as far as it is sound", async () => {
  const json = JSON.stringify({
    keys: "a __proto__ <b> c",
    notes: [1, 2, 3, "n"],
    tags: [["t", [3, 99]], 5, ["u", "x"]],
  })
  const stream = new Blob([json]).stream().pipeThrough(new CompressionStream("deflate-raw"))
  const bytes = Buffer.from(await new Response(stream).arrayBuffer())
  const carried = await listOf(`#keys=${bytes.toString("base64url")}`)
  assert.deepEqual(
    [...(carried?.list.bookmarks ?? [])].map(([key, { note, tags }]) => [key, note, tags]),
    [
      ["a", "", []],
      ["c", "n", ["t"]],
    ],
  )
})

test("a list of keys is completed from the site, and keys that it lacks are named", async () => {
  const cards = [
    null,
    { key: "new", title: "T", authors: ["A", "B"], date: "2025-07-31", topics: ["robots"], href: "/" },
  ]
  const engine = /** @type {any} */ ({
    rowsOf: async (/** @type {string[]} */ keys) => new Map(keys.includes("old") ? [["old", [1]]] : []),
    cards: async (/** @type {{row: number}[]} */ rows) => rows.map(({ row }) => cards[row]),
  })
  const plain = { ...PAPER, title: "k", note: "n", tags: ["t"] }
  const own = new Map([["mine", { ...PAPER, title: "Mine" }]])
  const { list: whole, missing } = await completeList(list({ old: plain, gone: plain, mine: plain }), own, engine)
  assert.deepEqual(missing, ["gone"])
  assert.deepEqual(
    [...whole.bookmarks].map(([key, { title, authors, note }]) => [key, title, authors, note]),
    [
      ["new", "T", "A, B", "n"],
      ["mine", "Mine", PAPER.authors, "n"],
    ],
  )
})

test("a long list is drawn in parts that keep their headings", () => {
  /** @type {any} */
  const groups = [
    ["one", [1, 2, 3]],
    ["two", [4, 5]],
  ]
  assert.deepEqual(partOf(groups, 0, 4), {
    parts: [
      { name: "one", entries: [1, 2, 3], goesOn: false },
      { name: "two", entries: [4], goesOn: false },
    ],
    left: 1,
  })
  assert.deepEqual(partOf(groups, 4, 8), { parts: [{ name: "two", entries: [5], goesOn: true }], left: 0 })
  assert.deepEqual(partOf(groups, 3, 5).parts, [{ name: "two", entries: [4, 5], goesOn: false }])
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

/** @param {string} text @param {object} [cited] */
const imported = async (text, cited) => {
  const card = { key: "k", href: "/", date: "1936-01-02", title: "On Keys", cited }
  const { marks } = await importList(text, async () => /** @type {any[]} */ ([card]))
  const { note, tags } = marks.bookmarks.get("k") ?? {}
  return { note, tags }
}

for (const note of [
  "50% for Bo & Co_1\n\n- second {paragraph} #2 \\alpha{} ~5^2 --- “quoted” ''x''",
  "Why $x_{1} < \\frac{a}{b}$ and $5?",
  "Grüße, Łódź, 東京",
]) {
  test(`an export gives back the note ${note}`, async () => {
    const tags = ["to read", "50% & more", "日本"]
    const paper = { key: "k", url: "/", title: "On Keys", date: "1936-01-02", kind: /** @type {const} */ ("other") }
    const citation = citationFromApi({ ...paper, keywords: ["Halting, and more", "Machines"] })
    const withTags = { ...citation, keywords: [...citation.keywords, ...tags], annotation: note }
    const text = bibtex(withTags, { withAbstract: true })
    assert.deepEqual(await imported(text, { keywords: citation.keywords }), { note, tags })
    assert.deepEqual(await imported(text.replaceAll("\n", "\r\n"), { keywords: citation.keywords }), { note, tags })
  })
}

test("files of reference managers bring annotations and keywords, and not what is printed", async () => {
  const entry = (/** @type {string} */ fields) => imported(`@misc{x, title = {On Keys}, ${fields}}`)
  assert.deepEqual(
    await entry(`note = {Accepted}, annotation = {Gr{\\"u}{\\ss}e, \\v{S}\\'{\\i} \\o n}, keywords = "a b; c, d"`),
    {
      note: "Grüße, Ší øn",
      tags: ["a b", "c, d"],
    },
  )
  assert.deepEqual(await entry("keywords = {One,  two\n three,}"), { note: "", tags: ["One", "two three"] })
})

test("entries of one paper keep both notes", async () => {
  const text = ["first", "second"].map(
    (note) => `@misc{x, title = {On Keys}, annote = {${note}}, keywords = {${note}}}`,
  )
  assert.deepEqual(await imported(text.join("\n")), { note: "first\n\nsecond", tags: ["first", "second"] })
})

for (const [name, text] of [
  ["blanks", `@a{${" ".repeat(200_000)}`],
  ["entries that do not end", "@a{x, title={".repeat(6000)],
]) {
  test(`many ${name} are read without delay`, async () => {
    const { missing } = await importList(`@misc{y, title = {Not Here}}\n${text}`, async () => [])
    assert.equal(missing[0], "Not Here")
  })
}

test("a link brings bookmarks, and neither hides papers nor marks them as read", async () => {
  const found = await listOf(await fragmentOf(ONE))
  assert.deepEqual([...(found?.list.bookmarks.keys() ?? [])], ["a", "b"])
  const hostile = { ...asJson(ONE), hidden: ["x"], read: ["y"] }
  const bytes = await new Response(
    new Blob([JSON.stringify(hostile)]).stream().pipeThrough(new CompressionStream("deflate-raw")),
  ).arrayBuffer()
  const { list: taken } = (await listOf(`#list=${Buffer.from(bytes).toString("base64url")}`)) ?? {}
  assert.deepEqual([taken?.read.size, taken?.hidden.size, taken?.bookmarks.size], [0, 0, 2])
})
