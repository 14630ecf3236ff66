/* Titles and abstracts as nodes: matches in <mark>, formulas as MathML. The build converts formulas, and cards have the
 * result (generator/build/search/cards.py); the page builds elements of it one by one and never parses HTML. */

import { element } from "./elements.js"

/**
 * Text, or a formula as [MathML, TeX with its delimiters]; the MathML is empty where the build could not convert it.
 * @typedef {string | [mathml: string, source: string]} Piece
 *
 * A piece with its text as the record has it.
 * @typedef {{text: string, mathml?: string}} Run
 *
 * @typedef {(text: string) => import("./search-marks.js").Part[]} Splitter
 */

const EXCERPT = 240 // characters of an abstract that a card shows before it is opened
const BEFORE = 80 // characters of them before the first match
const BEFORE_IF_NARROW = 30 // the same on phones, which show two lines of some 45 characters
const MATHML = "http://www.w3.org/1998/Math/MathML"
// As generator/text/markup/math.py allows them.
const ELEMENTS =
  /^(?:math|mrow|mi|mn|mo|mtext|mspace|ms|msub|msup|msubsup|munder|mover|munderover|mfrac|msqrt|mroot|mtable|mtr|mtd|mstyle|mpadded|mphantom|menclose|mmultiscripts|mprescripts|none)$/
const ATTRIBUTES =
  /^(?:display|stretchy|fence|form|separator|lspace|rspace|minsize|maxsize|symmetric|largeop|movablelimits|accent|accentunder|mathvariant|linethickness|displaystyle|scriptlevel|columnalign|columnlines|rowlines|notation|width|height|depth|voffset)$/

/**
 * The runs of a text; `pieces` are there only for a text with formulas.
 *
 * @param {string} text
 * @param {Piece[]} [pieces]
 * @returns {Run[]}
 */
export const runsOf = (text, pieces) =>
  pieces?.map((piece) => (typeof piece === "string" ? { text: piece } : { text: piece[1], mathml: piece[0] })) ?? [
    { text },
  ]

/** @param {Run[]} runs */
export const textOf = (runs) => runs.map((run) => run.text).join("")

/**
 * The runs of a part of a text. A formula is taken whole or not at all: it belongs to the part in which it begins.
 *
 * @param {Run[]} runs
 * @param {number} start
 * @param {number} end
 * @returns {Run[]}
 */
export function sliceRuns(runs, start, end) {
  let at = 0
  const sliced = []
  for (const run of runs) {
    const from = at
    at += run.text.length
    if (run.mathml === undefined)
      sliced.push({ text: run.text.slice(Math.max(0, start - from), Math.max(0, end - from)) })
    else if (from >= start && from < end) sliced.push(run)
  }
  return sliced.filter((run) => run.text)
}

/**
 * The paragraphs of a text.
 *
 * @param {Run[]} runs
 * @returns {Run[][]}
 */
export function paragraphsOf(runs) {
  let at = 0
  return textOf(runs)
    .split(/(\n{2,})/)
    .map((part) => sliceRuns(runs, at, (at += part.length)))
    .filter((_, place) => place % 2 === 0)
}

/**
 * Runs as nodes.
 *
 * @param {Run[]} runs
 * @param {Splitter} split
 * @returns {(string | Element)[]}
 */
export const drawn = (runs, split) =>
  runs.flatMap(({ text, mathml }) => {
    /** @type {(string | Element)[]} */
    const nodes = mathml === undefined ? highlighted(text, split) : [formula(text, mathml)]
    return nodes
  })

/**
 * A text as nodes, matches in <mark>.
 *
 * @param {string} text
 * @param {Splitter} split
 * @returns {(string | HTMLElement)[]}
 */
export const highlighted = (text, split) =>
  split(text).map((part) => (part.match ? element("mark", {}, part.text) : part.text))

/**
 * The part of an abstract to show: the first match and the text around it; the abstract itself where it is short.
 *
 * @param {Run[]} runs
 * @param {number} match where the first match begins, or -1
 * @param {boolean} [isNarrow] whether a line is short, as on a phone
 * @returns {{runs: Run[], cut: boolean}}
 */
export function excerpt(runs, match, isNarrow = false) {
  const text = textOf(runs)
  if (text.length <= EXCERPT) return { runs, cut: false }
  const before = isNarrow ? BEFORE_IF_NARROW : BEFORE
  const word = text.indexOf(" ", match - before) + 1
  const start = match < 2 * before ? 0 : word && word <= match ? word : match - before // Chinese has no spaces
  const space = text.lastIndexOf(" ", start + EXCERPT)
  const end = space > start + EXCERPT / 2 ? space : start + EXCERPT
  const shown = sliceRuns(runs, start, end)
  return {
    runs: [...(start ? [{ text: "… " }] : []), ...shown, ...(end < text.length ? [{ text: " …" }] : [])],
    cut: true,
  }
}

/**
 * @param {string} source
 * @param {string} mathml
 */
function formula(source, mathml) {
  const parsed = mathml ? new DOMParser().parseFromString(mathml, "text/xml").documentElement : null
  return (parsed && mathElement(parsed)) || element("code", {}, source)
}

/**
 * A MathML element made anew from a parsed one; null where something in it is not plain MathML.
 *
 * @param {Element} parsed
 * @returns {Element | null}
 */
function mathElement(parsed) {
  if (!ELEMENTS.test(parsed.tagName)) return null
  const made = document.createElementNS(MATHML, parsed.tagName)
  for (const { name, value } of parsed.attributes) if (ATTRIBUTES.test(name)) made.setAttribute(name, value)
  for (const child of parsed.childNodes) {
    const node = child instanceof Element ? mathElement(child) : (child.textContent ?? "")
    if (node === null) return null
    made.append(node)
  }
  return made
}
