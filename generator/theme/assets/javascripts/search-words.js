/* Splits text into the words of the search index and finds their terms, by the same rules as search_words.py and
 * search_terms.py in generator/text, which give the reasons. tests/cases/search/words.yml and terms.yml pin both. */

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
/** Thai, Lao, Burmese, Khmer, Chinese, kana and Hangul, as in generator/text/search_scripts.py. */
export const CJK =
  "[\\u0e01-\\u0ece\\u1000-\\u1049\\u1780-\\u17d3\\u3005\\u3007\\u3041-\\u3096\\u309d-\\u309f\\u30a1-\\u30fa\\u30fc-\\u30ff\\u3400-\\u4dbf\\u4e00-\\u9fff\\uac00-\\ud7a3\\uf900-\\ufaff\\u{20000}-\\u{3ffff}]"
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
]
// Each character is the first of a pair, and the last of a run is alone.
const PAIRS = new RegExp(`(${CJK})(?=(${CJK}?))`, "gu")
const IN_NAMES = new RegExp(`(?<=${CJK})[\\s·・]+(?=${CJK})`, "gu")
/** Whether a word is a pair of characters of a script without spaces, or one. */
export const IS_CJK = new RegExp(`^${CJK}{1,2}$`, "u")

/** @type {[RegExp, string][]} */
const SPELLINGS = [
  [/^(.{3,})is(e|ed|es|er|ers|ing|able|ations?)$/, "$1iz$2"],
  [/lys(e|ed|er|ers|ing)$/, "lyz$1"],
  [/(behavi|col|fav|neighb|lab|tum|hon|vap|harb|rum|flav|arm|vig|rig)our/g, "$1or"],
  [/(model|label|travel|signal|cancel|level|tunnel|channel|fuel|kernel|dial|initial)l(ed|ing|ings|er|ers)$/, "$1$2"],
  [/(cent|fib|met|lit|theat|calib|spect)re(s?)$/, "$1er$2"],
  [/^centr(ed|ing)$/, "center$1"],
  [/(catal|dial|anal|monol)ogue(s?)$/, "$1og$2"],
  [/(def|off|lic|pret)ence(s?)$/, "$1ense$2"],
  [/^programme(s?)$/, "program$1"],
  [/^grey/, "gray"],
  [/^arte(fact)/, "arti$1"],
  [/^ageing$/, "aging"],
  [/^judgement/, "judgment"],
  [/^sceptic/, "skeptic"],
  [/manoeuvre/g, "maneuver"],
  [/aem(i)/g, "em$1"],
  [/aesth/g, "esth"],
  [/paed/g, "ped"],
  [/^haem/, "hem"],
  [/^foet/, "fet"],
  [/^oe(dema|soph)/, "e$1"],
  [/sulph/g, "sulf"],
]
/** @type {Record<string, string>} */
const IRREGULAR = {
  corpora: "corpus",
  criteria: "criterion",
  phenomena: "phenomenon",
  matrices: "matrix",
  indices: "index",
  vertices: "vertex",
  hypotheses: "hypothesis",
  formulae: "formula",
  spectra: "spectrum",
  optima: "optimum",
  minima: "minimum",
  maxima: "maximum",
  analyses: "analysis",
  axes: "axis",
  children: "child",
  mice: "mouse",
  caches: "cache",
  niches: "niche",
  headaches: "headache",
  biases: "bias",
  lenses: "lens",
  gases: "gas",
  buses: "bus",
  viruses: "virus",
  statuses: "status",
  focuses: "focus",
  quizzes: "quiz",
  movies: "movie",
  cookies: "cookie",
  selfies: "selfie",
  calories: "calorie",
}
const SINGULAR = /(ss|us|[sx]is|ias)$|^(news|lens|gas|always|perhaps|series|species|bayes|iris|paris|chris|lewis)$/
const PLURAL_IN_US = /^([cdgntvx]pu|menu|relu|gru|imu|mcu)s$/
/** @type {[RegExp, string][]} */
const PLURALS = [
  [/(ch|sh|ss|x)es$/, "$1"],
  [/([^aeiou])ies$/, "$1y"],
  [/s$/, ""],
]

const same = (/** @type {string} */ text) => text
/** Letters of texts, terms of words and stems of terms in Arabic and Cyrillic, as search-scripts.js sets them. */
export const scripts = { letters: same, term: same, stem: same }

/**
 * @param {string} text
 * @param {RegExp} marks to remove before letters are composed again
 */
const folded = (text, marks) =>
  text
    .normalize("NFKD")
    .replace(marks, "")
    .toLowerCase()
    .replace(/[øłđðħŧæœþıŋßς]/g, (letter) => STROKES[letter])
    .normalize("NFC")
    .replace(/\p{M}/gu, "")

/**
 * Text without case, accents and strokes.
 *
 * @param {string} text
 */
export const fold = (text) => folded(text, /\p{M}/gu)

/**
 * Folded text in letters and digits; the marks that make another letter of a kana are no accents.
 *
 * @param {string} text
 */
const plain = (text) =>
  STEPS.reduce(
    (done, [pattern, replacement]) => replaceAll(done, pattern, replacement),
    scripts.letters(folded(text, /(?![\u3099\u309a])\p{M}/gu)),
  )

/**
 * The words of a text in their order, common ones included.
 *
 * @param {string} text
 * @returns {string[]}
 */
export const allWords = (text) => plain(text).replace(PAIRS, " $1$2 ").match(WORD) ?? []

/**
 * The words of a text in their order, common ones left out.
 *
 * @param {string} text
 */
export const words = (text) => allWords(text).filter((word) => !COMMON.has(word))

/**
 * Whether a folded word is left out of index and queries.
 *
 * @param {string} word
 */
export const isCommon = (word) => COMMON.has(word)

/**
 * The term of a folded word as a name.
 *
 * @param {string} word
 */
export const nameTerm = (word) => `${word}@`

/**
 * An author's name for `author:`, each word marked as a name.
 *
 * @param {string} name
 */
export const nameWords = (name) => (plain(name.replace(IN_NAMES, "")).match(WORD) ?? []).map(nameTerm)

/**
 * The words of a phrase without the character that ends a run of them, because another may follow in a text.
 *
 * @param {string[]} words
 */
export const withoutTail = (words) =>
  IS_CJK.test(words.at(-1) ?? "") && words.at(-2)?.endsWith(words.at(-1) ?? "") ? words.slice(0, -1) : words

/**
 * Whether a term is a word of texts, neither a name nor an identifier.
 *
 * @param {string} term
 */
export const isText = (term) => !term.startsWith("#") && !term.endsWith("@")

/**
 * An identifier as one word.
 *
 * @param {string} identifier
 */
export const idWord = (identifier) => `#${(fold(identifier).match(WORD) ?? []).join("")}`

/**
 * The term under which the index has a folded word: its singular in American spelling.
 *
 * @param {string} word
 */
export function termOf(word) {
  if (Object.hasOwn(IRREGULAR, word)) return IRREGULAR[word]
  const american = SPELLINGS.reduce(
    (plain, [pattern, spelling]) => plain.replace(pattern, spelling),
    scripts.term(word),
  )
  if ([...american].length < 4 || !american.endsWith("s")) return american
  if (SINGULAR.test(american) && !PLURAL_IN_US.test(american)) return american
  const [pattern, ending] = PLURALS.find(([plural]) => plural.test(american)) ?? [/s$/, ""]
  return american.replace(pattern, ending)
}

/**
 * @param {string} text
 * @param {RegExp} pattern
 * @param {string | ((letter: string) => string)} replacement
 */
const replaceAll = (text, pattern, replacement) =>
  typeof replacement === "string" ? text.replace(pattern, replacement) : text.replace(pattern, replacement)
