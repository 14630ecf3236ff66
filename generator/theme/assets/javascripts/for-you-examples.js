/* What a reader's marks and interests say to the model, as examples and as a prior. */

import { authorName, Model, termName, topicName } from "./for-you-model.js"

/**
 * @typedef {import("./for-you-model.js").Features} Features
 *
 * Papers that a reader bookmarked, hid, and read without keeping them; others are papers of the same time, which the
 * reader may not have seen.
 * @typedef {{bookmarked: Features[], hidden: Features[], read: Features[], others: Features[]}} Chosen
 *
 * Terms, topics and authors that a reader likes (1) or not (-1).
 * @typedef {{terms: Map<string, number>, topics: Map<string, number>, authors: Map<string, number>}} Likes
 */

/** How much a paper counts that was hidden, and one that was read and not bookmarked; a bookmark counts 1. */
const HIDDEN = -1
const READ = -0.3
/** How much all other papers count together, for each bookmark: the reader may not have seen them. */
const OTHERS = 1
/** The weight of what a reader likes in the model before there is any example. */
const LIKED = 3

/**
 * @param {Chosen} chosen
 * @param {Likes} likes
 */
export function learn({ bookmarked, hidden, read, others }, { terms, topics, authors }) {
  const other = (-OTHERS * Math.max(1, bookmarked.length)) / (others.length || 1)
  const weighed = (/** @type {Features[]} */ papers, /** @type {number} */ weight) =>
    papers.map((features) => ({ features, weight }))
  const examples = [
    ...weighed(bookmarked, 1),
    ...weighed(hidden, HIDDEN),
    ...weighed(read, READ),
    ...weighed(others, other),
  ]
  const prior = new Map([...priorOf(terms, termName), ...priorOf(topics, topicName), ...priorOf(authors, authorName)])
  return new Model(examples, prior)
}

/**
 * @param {Map<string, number>} likes
 * @param {(name: string) => string} nameOf
 * @returns {[string, number][]}
 */
const priorOf = (likes, nameOf) => [...likes].map(([name, like]) => [nameOf(name), LIKED * like])
