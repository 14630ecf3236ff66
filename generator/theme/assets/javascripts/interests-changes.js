/* Changes what a reader highlights or hides, on top of what other tabs have stored. Loaded when a reader changes something. */

import { STORE } from "./interest-start.js"
import { ACTIONS, asJson, fromJson, KINDS, known, parsed, sameName, storedText, tell, VERSION } from "./interests.js"
import { OUTCOMES } from "./reader-changes.js"
import { allWords, termOf } from "./search-words.js"
import { isFull } from "./storage-errors.js"
import { gettext } from "./words.js"

/**
 * @typedef {import("./interests.js").Kind} Kind
 * @typedef {import("./interests.js").Action} Action
 * @typedef {import("./interests.js").Interests} Interests
 * @typedef {import("./reader-changes.js").Outcome} Outcome
 */

/** What to tell about a change. @type {Record<Outcome, string>} */
export const TOLD = {
  ...OUTCOMES,
  page: gettext(
    "This browser does not let the site store anything, so your interests are lost when you leave this page.",
  ),
  newer: gettext("Nothing was changed: a newer version of this site stored your interests. Reload the page."),
}

/**
 * Highlight or hide a name, or neither; the reader wants one thing of a name.
 *
 * @param {Kind} kind
 * @param {string} name
 * @param {Action | null} action
 * @returns {Outcome}
 */
export function setInterest(kind, name, action) {
  const same = sameName(kind)
  return changeInterests((interests) => {
    for (const each of ACTIONS) interests[each][kind] = interests[each][kind].filter((other) => !same(other, name))
    if (action) interests[action][kind].push(name)
  })
}

/**
 * Change the interests, on top of what other tabs have stored meanwhile.
 *
 * @param {(interests: Interests) => void} edit
 * @returns {Outcome}
 */
export function changeInterests(edit) {
  const before = storedText()
  const value = parsed(before)
  if (Number(value?.version) > VERSION) return "newer"
  const interests = fromJson(asJson())
  edit(interests)
  const text = JSON.stringify(stored(fromJson(interests)))
  try {
    if (before && !value) localStorage.setItem(`${STORE}.unreadable`, before)
    localStorage.setItem(STORE, text)
    known.unstored = null
  } catch (error) {
    if (isFull(error)) return "full"
    known.unstored = fromJson(interests)
  }
  tell()
  return known.unstored ? "page" : "stored"
}

/**
 * Add the interests of another device. What is highlighted here and hidden there stays as it is here.
 *
 * @param {unknown} value as of `asJson`, possibly from a stranger
 * @returns {Outcome}
 */
export function merge(value) {
  const others = fromJson(value)
  return changeInterests((interests) => {
    for (const kind of KINDS) {
      const same = sameName(kind)
      for (const action of ACTIONS) {
        for (const name of others[action][kind]) {
          const has = ACTIONS.some((each) => interests[each][kind].some((other) => same(other, name)))
          if (!has) interests[action][kind].push(name)
        }
      }
    }
  })
}

/**
 * What is stored: with a regular expression for the words to hide, because start.js hides papers before it could load the
 * rules by which words are split.
 *
 * @param {Interests} interests
 */
const stored = (interests) => ({ version: VERSION, ...interests, pattern: patternOf(interests.hide.words) })

/** @param {string[]} words */
function patternOf(words) {
  const sources = words.map((name) =>
    name
      .split(/[\s\-\u2010\u2011]+/)
      .map(formsOf)
      .join("[\\s\\-\\u2010\\u2011]+"),
  )
  return sources.length ? `(?<![\\p{L}\\p{N}])(?:${sources.join("|")})(?![\\p{L}\\p{N}])` : ""
}

/**
 * A word, its singular and its plurals, as a regular expression.
 *
 * @param {string} word
 */
function formsOf(word) {
  const [term] = allWords(word).length === 1 ? allWords(word).map(termOf) : [word]
  const forms = [word, term, `${term}s`, `${term}es`, term.replace(/y$/, "ies")]
  return `(?:${[...new Set(forms)].map((form) => form.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&")).join("|")})`
}
