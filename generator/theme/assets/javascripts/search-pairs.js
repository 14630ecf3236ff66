/* Words of scripts without spaces, of which the index has pairs of characters. Loaded with the first query that needs it. */

import { LAST } from "./search-lookup.js"
import { IS_CJK } from "./search-words.js"

/**
 * @typedef {import("./search-lookup.js").Lookup} Lookup
 * @typedef {import("./search-lookup.js").Match} Match
 */

/**
 * The papers with a single character: each is the first of a pair, or the last of its text.
 *
 * @param {Lookup} lookup
 * @param {string} character
 * @returns {Promise<Match>}
 */
export async function withCharacter(lookup, character) {
  const files = await lookup.load(await lookup.files.termFiles(character, character + LAST))
  const terms = files.flatMap((file) => [...file.keys()].filter((term) => term.startsWith(character)))
  const found = await lookup.union(terms, files)
  return { ...found, words: found.words.length ? [character] : [] }
}

/**
 * Words as they are written: one for pairs of which each begins with the character that ends the one before.
 *
 * @param {string[]} words
 */
export const written = (words) =>
  words.every((word) => IS_CJK.test(word))
    ? [
        words[0] +
          words
            .slice(1)
            .map((word) => [...word][1])
            .join(""),
      ]
    : words
