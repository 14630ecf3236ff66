/* The language of a title, in the cases that tests/text/test_scripts.py has, too. */

import assert from "node:assert/strict"
import { readFileSync } from "node:fs"
import { test } from "node:test"
import { languageOf } from "../../generator/theme/assets/javascripts/languages.js"

/** @type {[string, string][]} */
const cases = JSON.parse(readFileSync(new URL("../cases/languages.json", import.meta.url), "utf-8"))

for (const [text, language] of cases) {
  test(`${text || "an empty text"}: ${language || "none"}`, () => assert.equal(languageOf(text) ?? "", language))
}
