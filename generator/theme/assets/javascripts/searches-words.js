/* Says how many new results a saved search has. */

import { MOST_RESULTS } from "./searches-store.js"
import { gettext, ngettext } from "./words.js"

/** @param {number} count */
export const countSentence = (count) =>
  count >= MOST_RESULTS
    ? gettext("%(number)s or more new results", { number: MOST_RESULTS })
    : ngettext("%(number)s new result", "%(number)s new results", count)
