/* Finds papers in the search index by their keys, for lists that hold only keys. */

import { idWord } from "./search-words.js"

/**
 * The rows of the papers that the site has, by key. An earlier key of a paper leads to it, too. There is more than one row
 * where identifiers differ in punctuation alone.
 *
 * @param {import("./search-files.js").IndexFiles} files
 * @param {Iterable<string>} keys
 * @returns {Promise<Map<string, number[]>>}
 */
export async function rowsByKey(files, keys) {
  /** @param {string} key @returns {Promise<[string, number[]][]>} */
  const find = async (key) => {
    const term = idWord(key)
    const [number] = await files.termFiles(term, term)
    const postings = number === undefined ? null : (await files.termFile(number)).get(term)
    return postings ? [[key, [...postings.rows]]] : []
  }
  return new Map((await Promise.all([...keys].map(find))).flat())
}
