/* Says which parts of a query were ignored, and what to write instead. Loaded with the first of them. */

import { element } from "./elements.js"
import { gettext, inserted } from "./words.js"

/** @typedef {import("./search-query.js").Problem} Problem */

/** What was ignored and what to write instead, by the reason. @type {Record<string, string>} */
const SENTENCES = {
  author: gettext("%(typed)s was ignored: write a name like author:lovelace."),
  topic: gettext("%(typed)s was ignored: write a topic like topic:robotics."),
  has: gettext("%(typed)s was ignored: write a kind of link like has:code."),
  source: gettext("%(typed)s was ignored: write a source like source:arxiv."),
  year: gettext("%(typed)s was ignored: write a year like year:2025."),
  month: gettext("%(typed)s was ignored: write a month like month:2025-03."),
  after: gettext("%(typed)s was ignored: write a date like after:2025-03 or after:2025-03-15."),
  before: gettext("%(typed)s was ignored: write a date like before:2025 or before:2025-03-15."),
  "day after": gettext("%(typed)s was ignored: write a day of the calendar like after:2025-03-15."),
  "day before": gettext("%(typed)s was ignored: write a day of the calendar like before:2025-03-15."),
  field: gettext(
    "%(typed)s was ignored: write the words alone, or one of author:, topic:, has:, source:, year:, month:, after: and before:.",
  ),
  NOT: gettext("%(typed)s was ignored: write a minus before the word, as in -robot."),
  OR: gettext("%(typed)s was ignored: write one query for each word."),
}

/** @param {Problem} problem */
export const problemSentence = ({ typed, reason }) =>
  reason === "long"
    ? gettext("The text is long, so only its first 2,000 characters were used.")
    : inserted(SENTENCES[reason], { typed }).join("")

/** @param {Problem[]} problems */
export const problemLines = (problems) => problems.map((problem) => element("p", {}, problemSentence(problem)))
