/* Finds the papers that have a term of a query: its other forms, names, beginnings, and the nearest spelling where no
 * paper has it. */

import { divided, nearest, stemOf } from "./search-forms.js"
import { IS_CJK, isText, nameTerm, termOf } from "./search-words.js"

/**
 * @typedef {import("./search-query.js").Term} Term
 * @typedef {import("./search-files.js").IndexFiles} IndexFiles
 * @typedef {import("./search-postings.js").Postings} Postings
 * @typedef {import("./search-postings.js").TermFile} TermFile
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

const MOST_FILES = 3 // of a word with its other forms, or of a beginning
const MOST_COMPLETIONS = 8
const LONG_STEM = 6 // letters that longer words hardly share with others
const SHORTEST_BEGINNING = 3 // letters of a word that no paper has
const FORM_WEIGHT = 0.75 // of another form of the word
const COMPLETION_WEIGHT = 0.5 // of a longer word, while the reader types
const ARXIV_MONTH = /^\d\d(?:0[1-9]|1[0-2])$/ // of the papers whose arXiv ids begin so
const LAST = "\uffff"

export class Lookup {
  #files
  #papers

  /**
   * @param {IndexFiles} files
   * @param {number} papers
   */
  constructor(files, papers) {
    this.#files = files
    this.#papers = papers
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
      const found = await this.#phrase(term.words, term.kind === "text")
      return isOpen && !found.count ? this.#openPhrase(term.words) : found
    }
    const [word] = term.words
    if (term.kind === "text") return this.#word(word, { ...term, exact: term.exact && !isOpen })
    const exact = await this.#union([word], await this.#range(word, word))
    if (exact.count || term.not) return exact
    return term.kind === "id" ? this.#beginning(word) : this.#name(word.slice(0, -1))
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
   * The papers by an author whose name has some words side by side: in this order, or with the first or the last word
   * moved to the other end, since "Li Fei-Fei" also signs as Fei-Fei Li.
   *
   * @param {string[]} words
   * @returns {Promise<{asTyped: Set<number>, turned: Set<number>}>} rows
   */
  async byAuthor(words) {
    const [first, ...others] = words
    const orders = [words, [...others, first], [...words.slice(-1), ...words.slice(0, -1)]]
    const found = await Promise.all(orders.map((order) => this.#sideBySide(order.map(nameTerm))))
    const [asTyped, ...turned] = found.map(({ scores }) => [...scores.keys()].filter((row) => scores[row]))
    return { asTyped: new Set(asTyped), turned: new Set(turned.flat()) }
  }

  /**
   * Count a paper that writes two words of a query as one for both: "os world" is OSWorld.
   *
   * @param {{term: Term, match: Match}} one
   * @param {{term: Term, match: Match}} other
   */
  async addJoined(one, other) {
    if ([one, other].some(({ term }) => term.kind !== "text" || term.exact)) return
    const joined = await this.find({ ...one.term, words: [one.term.words[0] + other.term.words[0]], exact: true })
    for (const { match } of [one, other]) {
      joined.scores.forEach((score, row) => (match.scores[row] = Math.max(match.scores[row], score / 2)))
      Object.assign(match, this.#counted(match.scores), {
        words: [...match.words, ...joined.words],
        names: match.names,
        used: joined.count ? null : match.used,
      })
    }
  }

  /**
   * Words and names that begin with some letters, and the numbers of their papers, the most frequent first.
   *
   * @param {string} letters
   * @returns {Promise<{words: [string, number][], names: [string, number][]}>}
   */
  async completions(letters) {
    const numbers = await this.#files.termFiles(letters, letters + LAST)
    if (numbers.length > MOST_FILES) {
      const { words, names } = await this.#files.frequent()
      return { words: beginning(words, letters), names: beginning(names, letters) }
    }
    const known = (await this.#load(numbers)).flatMap(({ terms, counts }) =>
      terms.map((term, place) => /** @type {[string, number]} */ ([term, counts[place]])),
    )
    const names = known.filter(([term]) => term.endsWith("@") && !term.startsWith("#"))
    return {
      words: beginning(
        known.filter(([term]) => isText(term)),
        letters,
      ),
      names: beginning(
        names.map(([term, count]) => [term.slice(0, -1), count]),
        letters,
      ),
    }
  }

  /**
   * @param {string} word
   * @param {Pick<Term, "open" | "exact" | "not">} term
   * @returns {Promise<Match>}
   */
  async #word(word, { open, exact, not }) {
    const asIs = exact || not
    const own = termOf(word)
    const stem = asIs ? own : stemOf(own)
    const files = await this.#range(stem, asIs ? stem : stem + LAST, own, nameTerm(word))
    const forms = asIs
      ? [own]
      : files.flatMap(({ terms }) =>
          terms.filter((term) => isText(term) && term.startsWith(stem) && stemOf(term) === stem),
        )
    const completions = open && !asIs ? await this.completions(word) : { words: [], names: [] }
    const longer = [...completions.words.map(([term]) => term), ...completions.names.map(([name]) => nameTerm(name))]
    const others = longer.filter((term) => term !== own)
    const all = [...files, ...(await this.#filesOf(others))]
    const found = await this.#union([own, nameTerm(word), ...forms, ...others], all, (term) =>
      term === own || term === nameTerm(word) ? 1 : forms.includes(term) ? FORM_WEIGHT : COMPLETION_WEIGHT,
    )
    return found.count || asIs || open ? found : this.#unknown(word)
  }

  /**
   * The papers for a word that no paper has: those with a longer word, the nearest spelling, or two words.
   *
   * @param {string} word
   * @returns {Promise<Match>}
   */
  async #unknown(word) {
    if (IS_CJK.test(word)) return this.#nothing()
    if (ARXIV_MONTH.test(word)) return this.#beginning(`#${word}`)
    if ([...word].length >= SHORTEST_BEGINNING) {
      const { words, names } = await this.completions(word)
      const longer = [...words.map(([term]) => term), ...names.map(([name]) => nameTerm(name))]
      if (longer.length) return this.#union(longer, await this.#filesOf(longer))
    }
    const instead = await this.#instead(word)
    if (!instead || (await this.#files.spelled()).has(termOf(word))) return this.#nothing()
    return { ...(await this.#together(instead)), used: instead.join(" ") }
  }

  /**
   * What may be meant by a word that no paper has: a longer form of it ("recommendation" for "recommender"), the nearest
   * spelling, or two words.
   *
   * @param {string} word
   */
  async #instead(word) {
    const stem = stemOf(termOf(word))
    const [longer] = stem.length >= LONG_STEM ? (await this.completions(stem)).words : []
    if (longer) return [longer[0]]
    const { words, names } = await this.#files.frequent()
    const nearby = (await this.#range(word, word)).flatMap(({ terms, counts }) =>
      terms.flatMap((term, place) => (isText(term) ? [/** @type {[string, number]} */ ([term, counts[place]])] : [])),
    )
    const best = nearest(termOf(word), [...words, ...nearby, ...names])
    return best ? [best.word] : divided(word, words)
  }

  /**
   * The papers by an author, for a name that no author has as it is.
   *
   * @param {string} word
   */
  async #name(word) {
    const { names } = await this.completions(word)
    const longer = names.map(([name]) => nameTerm(name))
    if (longer.length) return this.#union(longer, await this.#filesOf(longer))
    const best = nearest(word, (await this.#files.frequent()).names)
    if (!best) return this.#nothing()
    const term = nameTerm(best.word)
    return { ...(await this.#union([term], await this.#filesOf([term]))), used: best.word }
  }

  /**
   * The papers with an identifier that begins so.
   *
   * @param {string} word
   */
  async #beginning(word) {
    const files = await this.#range(word, word + LAST)
    const terms = files.flatMap((file) => file.terms.filter((term) => term.startsWith(word)))
    return this.#union(terms, files)
  }

  /**
   * The papers with words side by side, in a text or, for words of a text, in a name.
   *
   * @param {string[]} words
   * @param {boolean} isTextPhrase
   * @returns {Promise<Match>}
   */
  async #phrase(words, isTextPhrase) {
    const terms = isTextPhrase ? words.map(termOf) : words
    const found = await this.#sideBySide(terms)
    const asName = isTextPhrase ? await this.#sideBySide(words.map(nameTerm)) : null
    if (asName) asName.scores.forEach((score, row) => (found.scores[row] = Math.max(score, found.scores[row])))
    const plain = words.map((word) => (isTextPhrase ? word : word.slice(0, -1)))
    return {
      ...this.#counted(found.scores),
      phrase: isTextPhrase ? terms : null,
      names: !isTextPhrase || asName?.count ? plain : [],
    }
  }

  /**
   * The papers with a phrase whose last word is still being typed.
   *
   * @param {string[]} words
   * @returns {Promise<Match>}
   */
  async #openPhrase(words) {
    const { words: longer } = await this.completions(words[words.length - 1])
    const found = await Promise.all(longer.map(([word]) => this.#phrase([...words.slice(0, -1), word], true)))
    const scores = new Float32Array(this.#papers)
    for (const match of found) match.scores.forEach((score, row) => (scores[row] = Math.max(scores[row], score)))
    const { phrase, names } = found.find((match) => match.count) ?? this.#nothing()
    return { ...this.#counted(scores), phrase, names }
  }

  /** @param {string[]} terms */
  async #sideBySide(terms) {
    const lists = await Promise.all(terms.map((term) => this.#withPlaces(term)))
    const scores = new Float32Array(this.#papers)
    const [first, ...rest] = lists
    if (!lists.every(Boolean) || !first) return this.#counted(scores)
    const both = first.postings.rows.filter((row) => rest.every((other) => other && other.levels.has(row)))
    if (!both.length) return this.#counted(scores)
    const places = await Promise.all(lists.map(async (list) => list?.places() ?? new Map()))
    for (const row of both) {
      const starts = /** @type {number[]} */ (places[0].get(row) ?? [])
      const follow = (/** @type {number} */ start) =>
        places.every((/** @type {Map<number, number[]>} */ own, step) => own.get(row)?.includes(start + step))
      if (!starts.some(follow)) continue
      for (const list of lists) scores[row] += (list?.levels.get(row) ?? 0) * this.#rarity(list?.levels.size ?? 0)
    }
    return this.#counted(scores)
  }

  /**
   * The postings of a term, and a function that loads its places.
   *
   * @param {string} term
   */
  async #withPlaces(term) {
    const [number] = await this.#files.termFiles(term, term)
    if (number === undefined) return null
    const file = await this.#files.termFile(number)
    const postings = file.find(term)
    if (!postings) return null
    const levels = new Map([...postings.rows].map((row, place) => [row, postings.levels[place]]))
    return { postings, levels, places: async () => file.places(term, await this.#files.placeFile(number)) }
  }

  /**
   * The papers with all of some words.
   *
   * @param {string[]} words
   */
  async #together(words) {
    const own = { open: false, exact: true, not: false }
    const matches = await Promise.all(words.map((word) => this.#word(word, own)))
    const scores = new Float32Array(this.#papers)
    for (let row = 0; row < this.#papers; row++) {
      if (matches.every((match) => match.scores[row]))
        scores[row] = Math.max(...matches.map((match) => match.scores[row]))
    }
    return {
      ...this.#counted(scores),
      words: matches.flatMap((match) => match.words),
      names: matches.flatMap((match) => match.names),
    }
  }

  /**
   * The papers with any of some terms, in files that are loaded.
   *
   * @param {string[]} terms
   * @param {TermFile[]} files
   * @param {(term: string) => number} [weightOf]
   * @returns {Promise<Match>}
   */
  async #union(terms, files, weightOf = () => 1) {
    const scores = new Float32Array(this.#papers)
    const present = []
    for (const term of new Set(terms)) {
      const postings = files.map((file) => file.find(term)).find(Boolean)
      if (!postings) continue
      present.push(term)
      const weight = weightOf(term) * this.#rarity(postings.rows.length)
      postings.rows.forEach((row, place) => {
        scores[row] = Math.max(scores[row], weight * postings.levels[place])
      })
    }
    return {
      ...this.#counted(scores),
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
  #counted(scores) {
    const count = scores.reduce((sum, score) => sum + (score ? 1 : 0), 0)
    return { scores, count, rarity: this.#rarity(count), words: [], names: [], phrase: null, used: null }
  }

  /**
   * The weight of a term by the number of its papers (BM25's inverse document frequency).
   *
   * @param {number} count
   */
  #rarity(count) {
    return Math.log(1 + (this.#papers - count + 0.5) / (count + 0.5))
  }

  #nothing() {
    return this.#counted(new Float32Array(this.#papers))
  }

  /**
   * The files of a range of terms, if they are few, and those of more terms. Which files these are depends on the index
   * alone, so the same query has the same answer whatever was loaded before.
   *
   * @param {string} from
   * @param {string} to
   * @param {...string} more
   */
  async #range(from, to, ...more) {
    const numbers = await this.#files.termFiles(from, to)
    const own = await Promise.all(more.map((term) => this.#files.termFiles(term, term)))
    return this.#load([...(numbers.length > MOST_FILES ? [] : numbers), ...own.flat()])
  }

  /** @param {string[]} terms */
  async #filesOf(terms) {
    return this.#load((await Promise.all(terms.map((term) => this.#files.termFiles(term, term)))).flat())
  }

  /** @param {number[]} numbers */
  #load(numbers) {
    return Promise.all([...new Set(numbers)].map((number) => this.#files.termFile(number)))
  }
}

/**
 * The most frequent terms that begin with some letters.
 *
 * @param {Iterable<[string, number]>} known
 * @param {string} letters
 */
const beginning = (known, letters) =>
  [...known]
    .filter(([term]) => term.startsWith(letters))
    .sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1))
    .slice(0, MOST_COMPLETIONS)
