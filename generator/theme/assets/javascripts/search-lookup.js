/* Finds the papers that have a term of a query, and its other forms. Phrases, compounds and what may be meant by a word that
 * no paper has are in modules that are loaded for the first of them. */

import { part } from "./search-files.js"
import { stemOf } from "./search-forms.js"
import { IS_CJK, isText, nameTerm, termOf } from "./search-words.js"

/**
 * @typedef {import("./search-query.js").Term} Term
 * @typedef {import("./search-files.js").IndexFiles} IndexFiles
 * @typedef {import("./search-postings.js").Postings} Postings
 * @typedef {import("./search-postings.js").Terms} Terms
 *
 * The papers that match a term. `scores` has a number above 0 for each of their rows; `rarity` is that of all together.
 * `words`, `names` and `phrase` are what to highlight; `used` is the word that was searched for in the place of an
 * unknown one.
 * @typedef {object} Match
 * @property {Float32Array} scores
 * @property {number} count
 * @property {number} rarity
 * @property {string[]} words
 * @property {string[]} names
 * @property {string[] | null} phrase
 * @property {string | null} used
 */

/** Larger ranges of terms are not read. */
export const MOST_FILES = 3 // of a word with its other forms, or of a beginning
const FORM_WEIGHT = 0.75 // of another form of the word
const COMPLETION_WEIGHT = 0.5 // of a longer word, while the reader types
/** A compound of two words and what joins them. */
export const JOINED = /^(\p{L}{3,})(to|of|2)(\p{L}{3,})$/u // "texttoimage", "text2image", "mixtureofexperts"
/** Above all texts that begin alike. */
export const LAST = "\uffff"

export class Lookup {
  /**
   * @param {IndexFiles} files
   * @param {number} papers
   */
  constructor(files, papers) {
    this.files = files
    this.papers = papers
  }

  /**
   * The papers that match a term of a query.
   *
   * @param {Term} term
   * @returns {Promise<Match>}
   */
  async find(term) {
    const isOpen = term.open && term.kind === "text"
    if (term.words.length > 1) {
      const phrases = await part(import("./search-phrases.js"))
      const found = await phrases.phrase(this, term.words, term.kind === "text")
      return isOpen && !found.count ? phrases.openPhrase(this, term.words) : found
    }
    const [word] = term.words
    if (IS_CJK.test(word + word)) return (await part(import("./search-pairs.js"))).withCharacter(this, word)
    if (term.kind === "text") return this.word(word, { ...term, exact: term.exact && !isOpen })
    const exact = await this.union([word], await this.range(word, word))
    if (exact.count || term.not) return exact
    const unknown = await part(import("./search-unknown.js"))
    return term.kind === "id" ? unknown.beginning(this, word) : unknown.nameLike(this, word.slice(0, -1))
  }

  /**
   * The papers for each word of a query, also for those of a phrase.
   *
   * @param {{term: Term, match: Match}[]} found
   * @returns {Promise<Match[]>}
   */
  async single(found) {
    const matches = found.map(({ term, match }) =>
      term.kind === "text" && term.words.length > 1
        ? term.words.map((word) => this.find({ ...term, words: [word] }))
        : [Promise.resolve(match)],
    )
    return Promise.all(matches.flat())
  }

  /**
   * @param {string} word
   * @param {Pick<Term, "open" | "exact" | "not" | "also">} term
   * @returns {Promise<Match>}
   */
  async word(word, { open, exact, not, also = [] }) {
    const asIs = exact || not
    const own = termOf(word)
    const stem = asIs ? own : stemOf(own)
    const files = await this.range(stem, asIs ? stem : stem + LAST, own, nameTerm(word))
    const forms = asIs
      ? [own]
      : files.flatMap((file) =>
          [...file.keys()].filter((term) => isText(term) && term.startsWith(stem) && stemOf(term) === stem),
        )
    const longer = open && !asIs ? await (await part(import("./search-completions.js"))).longerTerms(this, word) : []
    const others = [...longer, ...also].filter((term) => term !== own)
    const all = [...files, ...(await this.filesOf(others))]
    const found = await this.union([own, nameTerm(word), ...forms, ...others], all, (term) =>
      term === own || term === nameTerm(word) ? 1 : forms.includes(term) ? FORM_WEIGHT : COMPLETION_WEIGHT,
    )
    if (asIs || open) return found
    const compounds = JOINED.test(word) ? await part(import("./search-compounds.js")) : null
    const compound = await compounds?.apart(this, word, found)
    if (compound || found.count) return compound ?? found
    return (await part(import("./search-unknown.js"))).unknown(this, word)
  }

  /**
   * The papers with any of some terms, in files that are loaded.
   *
   * @param {string[]} terms
   * @param {Terms[]} files
   * @param {(term: string) => number} [weightOf]
   * @returns {Promise<Match>}
   */
  async union(terms, files, weightOf = () => 1) {
    const scores = new Float32Array(this.papers)
    const present = []
    for (const term of new Set(terms)) {
      const postings = files.map((file) => file.get(term)).find(Boolean)
      if (!postings) continue
      present.push(term)
      const weight = weightOf(term) * this.rarity(postings.rows.length)
      postings.rows.forEach((row, place) => {
        scores[row] = Math.max(scores[row], weight * postings.levels[place])
      })
    }
    return {
      ...this.counted(scores),
      words: present.filter(isText),
      names: present.filter((term) => term.endsWith("@")).map((term) => term.slice(0, -1)),
    }
  }

  /**
   * Scores with the number and rarity of their papers.
   *
   * @param {Float32Array} scores
   * @returns {Match}
   */
  counted(scores) {
    const count = scores.reduce((sum, score) => sum + (score ? 1 : 0), 0)
    return { scores, count, rarity: this.rarity(count), words: [], names: [], phrase: null, used: null }
  }

  /**
   * The weight of a term by the number of its papers (BM25's inverse document frequency).
   *
   * @param {number} count
   */
  rarity(count) {
    return Math.log(1 + (this.papers - count + 0.5) / (count + 0.5))
  }

  nothing() {
    return this.counted(new Float32Array(this.papers))
  }

  /**
   * The files of a range of terms, if they are few, and those of more terms. Which files these are depends on the index
   * alone, so the same query has the same answer whatever was loaded before.
   *
   * @param {string} from
   * @param {string} to
   * @param {...string} more
   */
  async range(from, to, ...more) {
    const numbers = await this.files.termFiles(from, to)
    const found = [numbers.length > MOST_FILES ? [] : this.load(numbers), this.filesOf(more)]
    return (await Promise.all(found)).flat()
  }

  /** @param {string[]} terms */
  async filesOf(terms) {
    return this.load((await Promise.all(terms.map((term) => this.files.termFiles(term, term)))).flat())
  }

  /** @param {number[]} numbers */
  load(numbers) {
    return Promise.all([...new Set(numbers)].map((number) => this.files.termFile(number)))
  }
}
