/* Which words of a text to highlight: those that the engine says it matched, and no others. */

import { allWords, CJK, IS_CJK, isCommon, termOf } from "./search-words.js"

/**
 * Terms of titles and abstracts, folded words of names, and quoted phrases as terms in their order; `whole` leaves out words
 * within a word, as "Flash" in "FlashAttention".
 * @typedef {{words: Set<string>, names: Set<string>, phrases: string[][], whole?: boolean}} Marks
 *
 * A part of a text that is one word to a reader, the words that the index has of it, and their terms.
 * A pair of characters of a script without spaces is a word, and so is the `first` of them.
 * @typedef {{start: number, end: number, words: string[], terms: string[], first?: Omit<Token, "start">}} Token
 *
 * @typedef {{text: string, match: boolean}} Part
 */

/** @type {Marks} */
export const NO_MARKS = { words: new Set(), names: new Set(), phrases: [] }

const PAIRED = `(?!\\p{M})${CJK}\\p{M}*`
const LETTER = `(?!${CJK})\\p{L}`
const CHARACTER = `(?:${LETTER}|[\\p{M}\\p{N}])`
// A word, with what belongs to it: don't, 2.68, 0.5B, 10,000, C++, C#, A*, 3×.
const TOKEN = new RegExp(
  `${PAIRED}(?=(${PAIRED})?)|${CHARACTER}+(?:['\\u2019\\u02bc]${CHARACTER}+|[.,](?=\\p{N})${CHARACTER}+)*(?:\\+\\+|#|\\*|\\u00d7)?`,
  "gu",
)
const MOST_JOINED = 4 // words of a compound
const CAMEL = /(?<=\p{Ll})(?=\p{Lu})/u
const MOST_KNOWN = 20_000 // words whose terms are remembered: texts share most of their words, and splitting is slow
/** @type {Map<string, {words: string[], terms: string[]}>} */
export const known = new Map()

/**
 * The words of a text with their places.
 *
 * @param {string} text
 * @returns {Token[]}
 */
const tokens = (text) =>
  [...text.matchAll(TOKEN)].map(({ 0: word, 1: next, index }) => {
    const [{ words, terms }, end] = [read(word + (next ?? "")), index + word.length]
    if (!next) return { start: index, end, words, terms }
    return { start: index, end: end + next.length, words: [words[0]], terms: [terms[0]], first: { end, ...read(word) } }
  })

/** @param {string} word */
function read(word) {
  let made = known.get(word)
  if (made) return made
  const words = allWords(word)
  made = { words, terms: words.map(termOf) }
  if (known.size >= MOST_KNOWN) known.clear()
  known.set(word, made)
  return made
}

/**
 * A text in parts, those that matched marked. The parts joined are the text.
 *
 * @param {string} text
 * @param {Marks} marks
 * @returns {Part[]}
 */
export function splitMatches(text, { words, phrases, whole }) {
  if (!words.size && !phrases.length) return cut(text, [])
  const found = tokens(text)
  const spans = [
    ...found.flatMap(({ start, first, ...pair }) =>
      [pair, ...(first ? [first] : [])].flatMap(({ end, terms }) =>
        terms.some((term) => words.has(term)) ? [{ start, end }] : [],
      ),
    ),
    ...(whole ? [] : found.flatMap((token) => innerWords(text, token, words))),
    ...joinedWords(text, found, words),
    ...phraseSpans(found, phrases),
  ]
  return cut(text, spans)
}

/**
 * The same for names of authors.
 *
 * @param {string} text
 * @param {Marks} marks
 */
export const splitNames = (text, { names }) =>
  cut(text, [
    ...(names.size ? tokens(text).filter(({ words }) => words.some((word) => names.has(word))) : []),
    ...[...names].flatMap((name) => {
      const start = IS_CJK.test(name.slice(0, 2)) ? text.indexOf(name) : -1
      return start < 0 ? [] : [{ start, end: start + name.length }]
    }),
  ])

/**
 * Whether a name has a word that matched.
 *
 * @param {string} name
 * @param {Marks} marks
 */
export const isMatchedName = (name, marks) => splitNames(name, marks).some(({ match }) => match)

/**
 * Where the first match of a text begins, or -1.
 *
 * @param {string} text
 * @param {Marks} marks
 */
export function firstMatch(text, marks) {
  const [first, second] = splitMatches(text, marks)
  if (!first) return -1
  return first.match ? 0 : second ? first.text.length : -1
}

/**
 * "Flash" and "Attention" in "FlashAttention", where the whole did not match.
 *
 * @param {string} text
 * @param {Token} token
 * @param {Set<string>} wanted
 */
function innerWords(text, { start, end }, wanted) {
  if (!CAMEL.test(text.slice(start, end))) return []
  let at = start
  return text
    .slice(start, end)
    .split(CAMEL)
    .flatMap((part) => {
      const span = { start: at, end: (at += part.length) }
      return read(part).terms.some((term) => wanted.has(term)) ? [span] : []
    })
}

/**
 * "Self-supervised" where the query has "selfsupervised".
 *
 * @param {string} text
 * @param {Token[]} found
 * @param {Set<string>} wanted
 */
function joinedWords(text, found, wanted) {
  const spans = []
  for (let first = 0; first < found.length; first++) {
    const end = Math.min(found.length, first + MOST_JOINED)
    let joined = found[first].words.join("")
    for (let last = first + 1; last < end && isHyphen(text, found, last); last++) {
      joined += found[last].words.join("")
      if (wanted.has(termOf(joined))) spans.push({ start: found[first].start, end: found[last].end })
    }
  }
  return spans
}

/**
 * @param {string} text
 * @param {Token[]} found
 * @param {number} place
 */
const isHyphen = (text, found, place) => /^[-\u2010\u2011]$/u.test(text.slice(found[place - 1].end, found[place].start))

/**
 * Where the terms of phrases stand side by side; common words between them do not count.
 *
 * @param {Token[]} found
 * @param {string[][]} phrases
 */
function phraseSpans(found, phrases) {
  if (!phrases.length) return []
  const heard = found.flatMap(({ start, end, words, terms }) =>
    words.flatMap((word, place) => (isCommon(word) ? [] : [{ start, end, term: terms[place] }])),
  )
  /** @type {Map<string, string[][]>} */
  const byFirst = new Map()
  for (const phrase of phrases) byFirst.set(phrase[0], [...(byFirst.get(phrase[0]) ?? []), phrase])
  return heard.flatMap(({ start, term }, place) =>
    (byFirst.get(term) ?? []).flatMap((phrase) =>
      phrase.every((term, offset) => heard[place + offset]?.term === term)
        ? [{ start, end: heard[place + phrase.length - 1].end }]
        : [],
    ),
  )
}

/**
 * @param {string} text
 * @param {{start: number, end: number}[]} spans in any order, overlapping or not
 * @returns {Part[]}
 */
function cut(text, spans) {
  const parts = []
  let done = 0
  for (const { start, end } of spans.sort((a, b) => a.start - b.start || b.end - a.end)) {
    if (end <= done) continue
    parts.push({ text: text.slice(done, Math.max(start, done)), match: false })
    parts.push({ text: text.slice(Math.max(start, done), end), match: true })
    done = end
  }
  parts.push({ text: text.slice(done), match: false })
  return parts.filter((part) => part.text)
}
