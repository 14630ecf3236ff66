/* The formulas in a text, as generator/text/markup/formulas.py finds them. Any other dollar sign is money. */

const FORMULA =
  /(?<!\\)\$\$(?<shown>(?:[^$\\\n]|\\[^\n]|\n(?!\s*\n)){1,4000}?)\$\$|(?<![\\$])\$(?<short>[^$\s\\]{0,20}(?:\\[A-Za-z]{1,20}|[\^_])[^$\s]{0,60})\$(?=\p{Nd})|(?<![\\$])\$(?=[^\s$])(?<inline>(?:[^$\\\n]|\\[^\n]|\n(?!\s*\n)){1,2000}?)(?<=\S)\$(?![\p{Nd}$])|(?<!\\)\\\((?<round>(?:[^\n\\]|\\[^()]|\n(?!\s*\n)){1,2000}?)\\\)|(?<!\\)\\\[(?<square>(?:[^\n\\]|\\[^[\]]|\n(?!\s*\n)){1,4000}?)\\\]/gu
const MONEY = /^[\p{Nd}.,]+\s?[A-Za-z]?\s+(?:[^]*\s)?(?<!\\)[A-Za-z]{3,}(?![\p{L}\p{N}_])/u

/**
 * The formulas from left to right, with the TeX within their delimiters.
 *
 * @param {string} text
 */
export function findFormulas(text) {
  const formulas = []
  const pattern = new RegExp(FORMULA)
  for (let found = pattern.exec(text); found; found = pattern.exec(text)) {
    const { shown, short, inline, round, square } = found.groups ?? {}
    if (inline !== undefined && MONEY.test(inline)) {
      pattern.lastIndex = found.index + 1
      continue
    }
    const tex = (shown ?? short ?? inline ?? round ?? square).trim()
    formulas.push({ start: found.index, end: found.index + found[0].length, tex })
  }
  return formulas
}
