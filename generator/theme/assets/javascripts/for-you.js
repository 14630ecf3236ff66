/* The order "For you": papers by what a reader bookmarked, hid and read on this site, computed in the browser. */

import { learn } from "./for-you-examples.js"
import { authorNumber, openFeatures } from "./for-you-files.js"
import { plainTerm, reasonsOf, termsIn } from "./for-you-reasons.js"
import { listedPapers, shownOf } from "./interest-marks.js"
import { Matcher } from "./interest-match.js"
import { readInterests } from "./interests.js"
import { wholeMarks } from "./reader-changes.js"
import { readMarks } from "./reader-store.js"

/**
 * @typedef {import("./for-you-model.js").Features} Features
 * @typedef {import("./reader-store.js").Bookmark} Bookmark
 * @typedef {import("./reader-store.js").Marks} Marks
 * @typedef {import("./for-you-files.js").FeatureFiles} FeatureFiles
 * @typedef {{score: number, reasons: string[]}} Recommended
 */

/** Bookmarks and highlights that are enough to go by. start.js has it, too. */
export const ENOUGH = 5
/** Files that are loaded for the papers of a list, and for the papers that the reader marked. */
const MOST_FILES = { list: 24, marks: 6 }
/** Papers of a kind that the model learns from: the newest. */
const MOST_EXAMPLES = 500

/** Bookmarks that the site turned out not to have: nothing is known of what they are like. @type {Set<string>} */
let unknown = new Set()

/** How many more bookmarks or highlights are needed before there is an order, as far as it is known now. */
export function stillNeeded() {
  const { words, authors, topics } = readInterests().highlight
  const known = [...readMarks().bookmarks.keys()].filter((key) => !unknown.has(key))
  const given = known.length + words.length + authors.length + topics.length
  return Math.max(0, ENOUGH - given)
}

/**
 * How much each paper is likely to interest the reader, and why: words, authors and topics that raise its score, the strongest
 * first. Empty as long as the reader has marked too little; a paper that the site knows nothing of has the score 0.
 *
 * @param {string[]} keys
 * @returns {Promise<Map<string, Recommended>>}
 */
export async function forYou(keys) {
  if (stillNeeded() || !keys.length) return new Map()
  const folder = new URL("../../search-index/", import.meta.url)
  const marks = await wholeMarks()
  const { papers, topics, isLoaded } = await loadPapers(folder, keys, marks)
  unknown = new Set([...marks.bookmarks.keys()].filter((key) => isLoaded(key) && !papers.has(key)))
  if (stillNeeded()) return new Map()
  const { model, authors } = learned(papers, keys, marks)
  const names = new Map([...topics, ...authors])
  const shown = interestsShown()
  return new Map(
    keys.map((key) => {
      const features = withTerms(papers.get(key), shown.get(key) ?? [])
      if (!features) return [key, { score: 0, reasons: [] }]
      return [key, { score: model.score(features), reasons: reasonsOf(model.contributions(features), features, names) }]
    }),
  )
}

/**
 * The papers of a list, of the reader, and those of the same files. A site that was published in between has other files.
 *
 * @param {URL} folder
 * @param {string[]} keys
 * @param {Marks} marks
 */
async function loadPapers(folder, keys, { bookmarks, hidden, read }) {
  for (let tries = 1; ; tries++) {
    try {
      const files = await openFeatures(folder)
      const ofList = files.numbersOf(keys).slice(0, MOST_FILES.list)
      const marked = files.numbersOf([...bookmarks.keys(), ...hidden, ...read])
      const ofMarks = marked.filter((number) => !ofList.includes(number)).slice(0, MOST_FILES.marks)
      const loaded = new Set([...ofList, ...ofMarks])
      const isLoaded = (/** @type {string} */ key) => files.numbersOf([key]).every((number) => loaded.has(number))
      return { papers: await files.load([...loaded]), topics: files.topics, isLoaded }
    } catch (error) {
      if (tries === 2) throw error
    }
  }
}

/**
 * @param {Map<string, Features>} papers
 * @param {string[]} keys
 * @param {Marks} marks
 */
function learned(papers, keys, { bookmarks, hidden, read }) {
  const { highlight, hide } = readInterests()
  const known = (/** @type {Iterable<string>} */ some) =>
    [...some].flatMap((key) => papers.get(key) ?? []).slice(-MOST_EXAMPLES)
  const newest = [...bookmarks].sort(([, one], [, other]) => (one.added < other.added ? 1 : -1)).slice(0, MOST_EXAMPLES)
  const listed = new Set(keys)
  const unmarked = [...papers.keys()].filter(
    (key) => !listed.has(key) && !bookmarks.has(key) && !hidden.has(key) && !read.has(key),
  )
  const chosen = {
    bookmarked: newest.map(([key, paper]) => papers.get(key) ?? featuresOf(paper)),
    hidden: known([...hidden].filter((key) => !bookmarks.has(key))),
    read: known([...read].filter((key) => !bookmarks.has(key) && !hidden.has(key))),
    others: known(unmarked.slice(0, MOST_EXAMPLES)),
  }
  const likes = {
    terms: liked(highlight.words, hide.words, plainTerm),
    topics: liked(highlight.topics, hide.topics, (topic) => topic),
    authors: liked(highlight.authors, hide.authors, authorNumber),
  }
  const authors = [...newest.flatMap(([, paper]) => authorsOf(paper)), ...highlight.authors]
  return { model: learn(chosen, likes), authors: new Map(authors.map((name) => [authorNumber(name), name])) }
}

/**
 * The words of interest that the page shows in its papers, by key: the files have only a paper's most telling words.
 *
 * @returns {Map<string, string[]>}
 */
function interestsShown() {
  const { highlight, hide } = readInterests()
  const matcher = new Matcher({ words: [...highlight.words, ...hide.words], authors: [], topics: [] })
  if (matcher.isEmpty) return new Map()
  return new Map(listedPapers().map(([key, item]) => [key, matcher.find(shownOf(item)).map(({ name }) => name)]))
}

/**
 * @param {Features | undefined} features
 * @param {string[]} words
 * @returns {Features | undefined}
 */
function withTerms(features, words) {
  const more = words.filter((word) => !features?.terms.includes(plainTerm(word)))
  if (!features || !more.length) return features
  return {
    ...features,
    terms: [...features.terms, ...more.map(plainTerm)],
    spellings: [...features.spellings, ...more],
  }
}

/**
 * @param {string[]} wanted
 * @param {string[]} unwanted
 * @param {(name: string) => string} nameOf
 */
const liked = (wanted, unwanted, nameOf) =>
  new Map([
    ...unwanted.map((name) => /** @type {[string, number]} */ ([nameOf(name), -1])),
    ...wanted.map((name) => /** @type {[string, number]} */ ([nameOf(name), 1])),
  ])

/**
 * What the reading list itself knows of a bookmark, for papers whose files are not loaded.
 *
 * @param {Bookmark} paper
 * @returns {Features}
 */
const featuresOf = (paper) => ({
  terms: termsIn(paper.title),
  spellings: termsIn(paper.title),
  topics: paper.topics,
  authors: authorsOf(paper).map(authorNumber),
  vector: null,
})

/** @param {Bookmark} paper */
const authorsOf = ({ authors }) => authors.split(/,\s+/).filter(Boolean)
