/* Says how many new results a saved search has. */

import { MOST_RESULTS } from "./searches-store.js"

/** @param {number} count */
export const countSentence = (count) =>
  `${count >= MOST_RESULTS ? `${MOST_RESULTS} or more` : count} new ${count === 1 ? "result" : "results"}`
