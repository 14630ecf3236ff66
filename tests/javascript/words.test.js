/* Messages with values and numbers, as they are in English: a build translates them (tests/build/test_script_words.py). */

import assert from "node:assert/strict"
import { test } from "node:test"
import { formatted, gettext, inserted, listed, ngettext } from "../../generator/theme/assets/javascripts/words.js"

test("a message without values stays as it is", () => assert.equal(gettext("50% of %(name)s"), "50% of %(name)s"))

test("values take the places with their names, in any order and more than once", () => {
  const values = { name: "Ada", number: 3 }
  assert.equal(gettext("%(number)s by %(name)s, %(name)s", values), "3 by Ada, Ada")
  assert.equal(gettext("%(name)s", { name: "%(number)s", number: 3 }), "%(number)s", "a value is no message")
  assert.equal(gettext("100% of %(name)s", values), "100% of Ada")
})

for (const [count, expected] of /** @type {[number, string][]} */ ([
  [0, "0 papers by Ada"],
  [1, "1 paper by Ada"],
  [2, "2 papers by Ada"],
  [12000, "12,000 papers by Ada"],
])) {
  test(`a message for ${count}`, () => {
    const message = ngettext("%(number)s paper by %(name)s", "%(number)s papers by %(name)s", count, { name: "Ada" })
    assert.equal(message, expected)
  })
}

test("a build gives all forms of a translation", () =>
  assert.equal(ngettext(["%(number)s Arbeit", "%(number)s Arbeiten"], "", 2), "2 Arbeiten"))

test("other things than text are inserted as they are", () => {
  const link = { href: "/" }
  assert.deepEqual(inserted("Settings: %(link)s, words", { link }), ["Settings: ", link, ", words"])
})

test("numbers have separators", () => assert.equal(formatted(1234567), "1,234,567"))

test("names are listed one after another", () => {
  assert.equal(listed([]), "")
  assert.equal(listed(["a"]), "a")
  assert.equal(listed(["a", "%(list)s", 3]), "a, %(list)s, 3")
})
