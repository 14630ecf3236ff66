/* Splits text into the words of the search index, by the same rules as generator/text/search_words.py, which gives the
 * reasons. tests/cases/search/words.yml pins both. */

const COMMON = new Set(
  "a an and are as at be by for from in is it of on or that the this to was we were which with".split(" "),
)
/** @type {Record<string, string>} */
const STROKES = {
  ø: "o",
  ł: "l",
  đ: "d",
  ð: "d",
  ħ: "h",
  ŧ: "t",
  æ: "ae",
  œ: "oe",
  þ: "th",
  ı: "i",
  ŋ: "n",
  ß: "ss",
  ς: "σ",
}
// From U+03B1 on; sigma has two forms.
const NAMES =
  "alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi omicron pi rho sigma sigma tau upsilon phi chi psi omega"
const GREEK = Object.fromEntries(NAMES.split(" ").map((name, at) => [String.fromCharCode(0x3b1 + at), name]))
const WORD = /[\p{L}\p{N}]+/gu
const CJK = "\\u3005\\u3007\\u3040-\\u30ff\\u3400-\\u4dbf\\u4e00-\\u9fff\\uf900-\\ufaff\\u{20000}-\\u{3ffff}"
/** @type {[RegExp, string | ((letter: string) => string)][]} */
const STEPS = [
  [/(?<![α-ω])[α-ω](?![α-ω])/gu, (letter) => GREEK[letter]],
  [/(?<=[\p{L}\p{N}])['\u2019\u02bc](?=[\p{L}\p{N}])/gu, ""],
  [/(?<=[a-z0-9])\+\+(?![\p{L}\p{N}])/gu, "plusplus"],
  [/(?<![\p{L}\p{N}])([a-z])#(?![\p{L}\p{N}])/gu, "$1sharp"],
  [/(?<![\p{L}\p{N}])([a-z])\*(?![\p{L}\p{N}])/gu, "$1star"],
  [/(?<=[0-9]),(?=[0-9]{3}(?![0-9]))/gu, ""],
  [/(?<=[0-9])\.(?=[0-9])/gu, "d"],
  [/\u00d7|(?<=[0-9])x(?!\p{L})/gu, " x "],
  [new RegExp(`([${CJK}])`, "gu"), " $1 "],
]

/**
 * Text without case, accents and strokes.
 *
 * @param {string} text
 */
export const fold = (text) =>
  text
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .replace(/[øłđðħŧæœþıŋßς]/g, (letter) => STROKES[letter])
    .normalize("NFC")

/**
 * The words of a text in their order, common ones included.
 *
 * @param {string} text
 * @returns {string[]}
 */
export const allWords = (text) =>
  STEPS.reduce((plain, [pattern, replacement]) => replaceAll(plain, pattern, replacement), fold(text)).match(WORD) ?? []

/**
 * The words of a text in their order, common ones left out.
 *
 * @param {string} text
 */
export const words = (text) => allWords(text).filter((word) => !COMMON.has(word))

/**
 * An author's name for `author:`, each word marked as a name.
 *
 * @param {string} name
 */
export const nameWords = (name) => allWords(name).map((word) => `qz${word}`)

/**
 * An identifier as one word.
 *
 * @param {string} identifier
 */
export const idWord = (identifier) => `qi${(fold(identifier).match(WORD) ?? []).join("")}`

/**
 * @param {string} text
 * @param {RegExp} pattern
 * @param {string | ((letter: string) => string)} replacement
 */
const replaceAll = (text, pattern, replacement) =>
  typeof replacement === "string" ? text.replace(pattern, replacement) : text.replace(pattern, replacement)
