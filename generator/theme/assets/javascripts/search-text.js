/* Counts, dates, names and addresses of results. Everything here is text in and text out. */

import { gettext, ngettext } from "./words.js"
import { DATE_LOCALE } from "./language.js"

const MANY_AUTHORS = 10
const FIRST_AUTHORS = 3
const DAY = new Intl.DateTimeFormat(DATE_LOCALE, { day: "numeric", month: "short", year: "numeric", timeZone: "UTC" })

/**
 * "1 paper", "2,000 papers".
 *
 * @param {number} number
 */
export const papers = (number) => ngettext("%(number)s paper", "%(number)s papers", number)

/**
 * "31 Jul 2025". Browsers have "Sept" where all other pages have "Sep".
 *
 * @param {string} day such as 2025-07-31
 */
export const shortDate = (day) => DAY.format(new Date(`${day}T00:00Z`)).replace("Sept ", "Sep ")

/** @param {readonly string[]} names */
export const hasManyAuthors = (names) => names.length > MANY_AUTHORS

/**
 * The authors in one line. Of many, the first three and the last, and in between those for whom a reader searched.
 *
 * @param {readonly string[]} names
 * @param {(name: string) => boolean} [isWanted]
 */
export function authorLine(names, isWanted = () => false) {
  if (!hasManyAuthors(names)) return names.join(", ")
  let line = ""
  let last = -1
  names.forEach((name, place) => {
    if (place >= FIRST_AUTHORS && place < names.length - 1 && !isWanted(name)) return
    line += `${place ? (place === last + 1 ? ", " : " … ") : ""}${name}`
    last = place
  })
  return line
}

/**
 * An address if it may become a link, else null. Browsers refuse some addresses that look right, such as
 * https://1.2.3.4.5/, by throwing.
 *
 * @param {unknown} href
 * @returns {string | null}
 */
export function webAddress(href) {
  try {
    const { protocol } = new URL(String(href))
    return protocol === "https:" || protocol === "http:" ? String(href) : null
  } catch {
    return null
  }
}

/**
 * How many papers were found, in a few words.
 *
 * @param {import("./search-engine.js").Answer} answer
 */
export function foundSentence({ results, found, total, groups }) {
  if (!results.length) return gettext("No results")
  if (found && found === total) return ngettext("All %(number)s paper", "All %(number)s papers", found)
  if (found) return papers(found)
  if (groups.some(({ kind }) => kind === "meaning")) return gettext("Related papers")
  return ngettext("%(number)s paper with some of the words", "%(number)s papers with some of the words", results.length)
}

/**
 * Whether there is more to say of an answer than how many papers were found.
 *
 * @param {import("./search-engine.js").Answer} answer
 */
export const needsNotes = ({ shown, unknown, unknownValues, results, found, nothingClose, meaningFailed }) =>
  shown !== null ||
  unknown.length ||
  unknownValues.length ||
  (results.length && !found) ||
  nothingClose ||
  meaningFailed
