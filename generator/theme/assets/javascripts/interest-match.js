/* Finds a reader's words, authors and topics in what a page shows of a paper. */

import { splitMatches } from "./search-marks.js"
import { allWords, fold, isCommon, termOf, withoutTail } from "./search-words.js"

/**
 * @typedef {import("./interests.js").Kind} Kind
 * @typedef {import("./interests.js").Names} Names
 *
 * What a page shows of a paper: names of authors, ids of topics.
 * @typedef {{texts: string[], authors: string[], topics: string[]}} Shown
 *
 * @typedef {{kind: Kind, name: string}} Found a name as the reader wrote it
 */

export class Matcher {
  /** @param {Names} names */
  constructor({ words, authors, topics }) {
    /** Terms of single words, and phrases, with the reader's spelling. @type {Map<string, string>} */
    this.words = new Map()
    /** @type {Map<string, string>} */
    this.phrases = new Map()
    for (const name of words) {
      const terms = termsOf(name)
      ;(terms.length === 1 ? this.words : this.phrases).set(terms.join(" "), name)
    }
    this.authors = new Map(authors.map((name) => [fold(name), name]))
    this.topics = new Set(topics)
    this.marks = {
      words: new Set(this.words.keys()),
      names: /** @type {Set<string>} */ (new Set()),
      phrases: [...this.phrases.keys()].map((phrase) => phrase.split(" ")),
      whole: true,
    }
  }

  /** Whether there is anything to find. */
  get isEmpty() {
    return !(this.words.size || this.phrases.size || this.authors.size || this.topics.size)
  }

  /**
   * The names that a paper has, each once: words, then authors, then topics.
   *
   * @param {Shown} shown
   * @returns {Found[]}
   */
  find({ texts, authors, topics }) {
    const words = texts.flatMap((text) => this.wordsIn(text).map(([, , name]) => name))
    return [
      ...[...new Set(words)].map((name) => ({ kind: /** @type {const} */ ("words"), name })),
      ...authors.flatMap((author) => {
        const name = this.authors.get(fold(author))
        return name ? [{ kind: /** @type {const} */ ("authors"), name }] : []
      }),
      ...topics.flatMap((name) => (this.topics.has(name) ? [{ kind: /** @type {const} */ ("topics"), name }] : [])),
    ]
  }

  /**
   * Where the words are in a text, and the reader's spelling of each.
   *
   * @param {string} text
   * @returns {[number, number, string][]}
   */
  wordsIn(text) {
    /** @type {[number, number, string][]} */
    const found = []
    let end = 0
    for (const part of splitMatches(text, this.marks)) {
      if (part.match) found.push([end, end + part.text.length, this.#nameOf(part.text)])
      end += part.text.length
    }
    return found
  }

  /** @param {string} text a word or phrase that matched */
  #nameOf(text) {
    const terms = termsOf(text)
    const whole = terms.join(" ")
    const inner = () => terms.map((term) => this.words.get(term)).find(Boolean)
    return this.phrases.get(whole) ?? this.words.get(whole) ?? inner() ?? this.words.get(terms.join("")) ?? text
  }
}

/** @param {string} name */
function termsOf(name) {
  const all = allWords(name)
  const words = all.filter((word) => !isCommon(word))
  return withoutTail(words.length ? words : all).map(termOf)
}
