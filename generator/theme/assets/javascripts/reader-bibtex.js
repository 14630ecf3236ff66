/* Reads the entries of BibTeX files: those of this site and those of reference managers. */

import { withoutTex } from "./citation-tex.js"

/**
 * What an entry says of its paper, and what the reader wrote about it.
 *
 * @typedef {{ids: string[], title: string, note: string, keywords: string[]}} Reference
 */

const ENTRY = /@(\w+)\s*[{(]\s*(?:([^,{}\s]+)\s*)?,/g
/** No title has more braces within each other; a file without closing braces must not take minutes. */
const MOST_DEPTH = 50
const NO_PAPERS = new Set(["comment", "preamble", "string"])
const FIELD = /[\s,]*([\w-]+)\s*=\s*/y
const FORMULA = /((?<!\\)\$(?:[^$\\]|\\.)*\$)/s
const ACCENT = /\\(?:(["'`^~=.])\s*|([cvuHkr])(?:\s+|(?=\{)))(?:\{\\?(\p{L})\}|\\?(\p{L}))/gu
/** @type {Record<string, string>} */
const ACCENTS = {
  '"': "\u0308",
  "'": "\u0301",
  "`": "\u0300",
  "^": "\u0302",
  "~": "\u0303",
  "=": "\u0304",
  ".": "\u0307",
  c: "\u0327",
  v: "\u030c",
  u: "\u0306",
  H: "\u030b",
  k: "\u0328",
  r: "\u030a",
}
const LETTER = /\\(ss|ae|AE|oe|OE|aa|AA|o|O|l|L|i|j)(?![A-Za-z])(?:\{\}|[^\S\n]+)?/g
/** @type {Record<string, string>} */
const LETTERS = {
  ss: "ß",
  ae: "æ",
  AE: "Æ",
  oe: "œ",
  OE: "Œ",
  aa: "å",
  AA: "Å",
  o: "ø",
  O: "Ø",
  l: "ł",
  L: "Ł",
  i: "i",
  j: "j",
}

/**
 * The entries of a file that have an identifier or a title. Notes are those that reference managers keep apart from what
 * is printed: the field `note` is printed.
 *
 * @param {string} text
 * @returns {Reference[]}
 */
export function readBibtex(text) {
  /** @type {Reference[]} */
  const found = []
  for (const entry of text.matchAll(ENTRY)) {
    if (NO_PAPERS.has(entry[1].toLowerCase())) continue
    const fields = readFields(text, entry.index + entry[0].length)
    const title = plainText(fields.title ?? "").replace(/\s+/g, " ")
    const places = [fields.eprint, fields.doi, ...(fields.url ?? "").split(/\s+/)]
    const ids = places.map((place) => idOf(withoutTex(place ?? ""))).filter(Boolean)
    if (!title && !ids.length) continue
    found.push({
      ids: [...new Set(ids)],
      title: title || (entry[2] ?? ""),
      note: plainText(fields.annote ?? fields.annotation ?? ""),
      keywords: keywordsOf(plainText(fields.keywords ?? "")),
    })
  }
  return found
}

/**
 * @param {string} text
 * @param {number} start
 */
function readFields(text, start) {
  /** @type {Record<string, string>} */
  const fields = {}
  for (let place = start; ;) {
    FIELD.lastIndex = place
    const name = FIELD.exec(text)
    if (!name) return fields
    const end = valueEnd(text, FIELD.lastIndex)
    fields[name[1].toLowerCase()] ??= text.slice(FIELD.lastIndex, end).replace(/^[{"]|[}"]$/g, "")
    place = end
  }
}

/**
 * Where a value ends: after its brace or quotation mark, or before the next comma or brace.
 *
 * @param {string} text
 * @param {number} start
 */
function valueEnd(text, start) {
  const quoted = text[start] === '"'
  if (!quoted && text[start] !== "{") return start + (/^[^,})]*/.exec(text.slice(start, start + 200))?.[0].length ?? 0)
  let depth = 0
  for (let place = start; place < text.length; place++) {
    if (text[place] === "\\") place++
    else if (text[place] === "{" && ++depth > MOST_DEPTH) return place
    else if (text[place] === "}" && --depth === 0 && !quoted) return place + 1
    else if (quoted && text[place] === '"' && depth === 0 && place > start) return place + 1
  }
  return text.length
}

/**
 * Text as people read it; formulas stay TeX.
 *
 * @param {string} tex
 */
const plainText = (tex) =>
  tex
    .replace(/\r\n?/g, "\n")
    .split(FORMULA)
    .map((part, place) => (place % 2 ? part : withoutTex(withLetters(part))))
    .join("")
    .normalize("NFC")
    .trim()

/** @param {string} tex */
const withLetters = (tex) =>
  tex
    .replace(ACCENT, (_, sign, command, inBraces, bare) => (inBraces ?? bare) + ACCENTS[sign ?? command])
    .replace(LETTER, (_, name) => LETTERS[name])

/**
 * Keywords have commas between them, or semicolons where one has a comma.
 *
 * @param {string} text
 */
const keywordsOf = (text) =>
  text
    .split(text.includes(";") ? ";" : ",")
    .map((keyword) => keyword.replace(/\s+/g, " ").trim())
    .filter(Boolean)

/** @param {string} place an identifier, or the address of a paper */
const idOf = (place) =>
  place
    .trim()
    .replace(/^https?:\/\/(?:dx\.)?doi\.org\/|^https?:\/\/arxiv\.org\/(?:abs|pdf)\//i, "")
    .replace(/^10\.48550\/arxiv\.|^arxiv:/i, "")
    .replace(/(?<=^\d{4}\.\d{4,5})(?:v\d+)?(?:\.pdf)?$/, "")
    .toLowerCase()
