/* What the search index has of papers, without searching: their cards, days and topics. */

import { IndexFiles } from "./search-files.js"

/**
 * @typedef {import("./search-files.js").Card} Card
 * @typedef {import("./search-files.js").Facts} Facts
 * @typedef {import("./search-files.js").Manifest} Manifest
 */

export class Archive {
  /**
   * Nothing is loaded before it is asked for.
   *
   * @param {URL} root the site's address
   * @param {IndexFiles} [files] of another archive of this site, with what it has loaded
   */
  constructor(root, files = new IndexFiles(new URL("search-index/", root))) {
    this.root = root
    this.files = files
  }

  /** @returns {Promise<Manifest>} */
  manifest() {
    return this.files.manifest()
  }

  /**
   * What is known of papers, with the columns of some facets.
   *
   * @param {string[]} fields
   * @returns {Promise<Facts>}
   */
  facts(fields) {
    return this.files.facts(fields)
  }

  /** Drop everything after a failure. */
  async reset() {
    this.files.reset()
  }

  /**
   * The cards of results, in their order; null where a paper's data cannot be read.
   *
   * @param {{row: number}[]} results
   * @returns {Promise<(Card | null)[]>}
   */
  cards(results) {
    return Promise.all(results.map(({ row }) => this.files.card(row)))
  }

  /**
   * The rows of papers by their keys; papers that the site does not have are left out.
   *
   * @param {Iterable<string>} keys
   * @returns {Promise<Map<string, number[]>>}
   */
  async rowsOf(keys) {
    const { rowsByKey } = await import("./search-keys.js")
    return rowsByKey(this.files, keys)
  }
}
