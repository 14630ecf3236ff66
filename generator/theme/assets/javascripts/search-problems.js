/* Says which parts of a query were ignored, and what to write instead. Loaded with the first of them. */

import { element } from "./elements.js"

/** @typedef {import("./search-query.js").Problem} Problem */

/** What to write instead, by the reason. @type {Record<string, string>} */
const EXAMPLES = {
  author: "a name like author:lovelace",
  topic: "a topic like topic:robotics",
  has: "a kind of link like has:code",
  source: "a source like source:arxiv",
  year: "a year like year:2025",
  month: "a month like month:2025-03",
  after: "a date like after:2025-03 or after:2025-03-15",
  before: "a date like before:2025 or before:2025-03-15",
  "day after": "a day of the calendar like after:2025-03-15",
  "day before": "a day of the calendar like before:2025-03-15",
  field: "the words alone, or one of author:, topic:, has:, source:, year:, month:, after: and before:",
  NOT: "a minus before the word, as in -robot",
  OR: "one query for each word",
}

/** @param {Problem} problem */
export const problemSentence = ({ typed, reason }) =>
  reason === "long"
    ? "The text is long, so only its first 2,000 characters were used."
    : `${typed} was ignored: write ${EXAMPLES[reason]}.`

/** @param {Problem[]} problems */
export const problemLines = (problems) => problems.map((problem) => element("p", {}, problemSentence(problem)))
