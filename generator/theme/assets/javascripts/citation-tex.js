/* Reads the TeX of generator/citations/bibtex.py. */

/**
 * @param {string} text
 * @param {string} separator
 */
export function splitOutsideBraces(text, separator) {
  const parts = [""]
  let depth = 0
  for (let place = 0; place < text.length; place++) {
    const escaped = text[place - 1] === "\\"
    if (!escaped && text[place] === "{") depth++
    if (!escaped && text[place] === "}") depth--
    if (depth === 0 && text.startsWith(separator, place)) {
      parts.push("")
      place += separator.length - 1
    } else parts[parts.length - 1] += text[place]
  }
  return parts
}

/** @type {Record<string, string>} */
const TEX = { textbackslash: "\\", textasciitilde: "~", textasciicircum: "^", textbraceleft: "{", textbraceright: "}" }

/**
 * Text without escapes and braces.
 *
 * @param {string} tex
 */
export const withoutTex = (tex) =>
  tex.replace(
    /\\([a-z]+)\{\}|\\([^a-z])|[{}]/g,
    (whole, command, sign) => TEX[command] ?? sign ?? (command ? whole : ""),
  )
