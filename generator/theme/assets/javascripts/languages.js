/* The language of a title, as far as its letters tell, by the rules of generator/text/scripts.py. */

import { LATIN_TITLES, OWN_SCRIPT } from "./language.js"

/** Scripts with the language that uses each, or the tag of an undetermined one. @type {[RegExp, string][]} */
const LANGUAGES = [
  [/\p{Script=Arabic}/gu, "und-Arab"],
  [/\p{Script=Armenian}/gu, "hy"],
  [/\p{Script=Han}/gu, "zh"],
  [/\p{Script=Cyrillic}/gu, "und-Cyrl"],
  [/\p{Script=Devanagari}/gu, "und-Deva"],
  [/\p{Script=Georgian}/gu, "ka"],
  [/\p{Script=Greek}/gu, "el"],
  [/\p{Script=Hangul}/gu, "ko"],
  [/\p{Script=Hebrew}/gu, "he"],
  [/[\p{Script=Hiragana}\p{Script=Katakana}]/gu, "ja"],
  [/\p{Script=Thai}/gu, "th"],
]

/**
 * The BCP 47 tag of a text in another language than the site's, as far as its letters tell; null if it has none.
 *
 * @param {string} text
 */
export function languageOf(text) {
  const letters = (text.match(/\p{L}/gu) ?? []).join("")
  const counts = LANGUAGES.map(([script, tag]) => ({ tag, count: letters.match(script)?.length ?? 0 }))
  const total = counts.reduce((sum, { count }) => sum + count, 0)
  if (2 * total <= [...letters].length) return LATIN_TITLES
  const [{ tag }] = counts.sort((one, other) => other.count - one.count)
  const language = tag === "zh" && counts.some((each) => each.tag === "ja" && each.count) ? "ja" : tag
  return language === OWN_SCRIPT ? null : language
}
