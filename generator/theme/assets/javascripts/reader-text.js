/* Sentences and words of the page Reading list. */

import { DATE_LOCALE } from "./language.js"
import { formatted, gettext, ngettext } from "./words.js"

export const EMPTY = gettext("The reading list is empty.")

/** By what papers are grouped. @type {[import("./reader-merge.js").Grouping, string][]} */
export const GROUPINGS = [
  // Translators: by what papers are grouped
  ["day", gettext("Day")],
  ["topic", gettext("Topic")],
  ["tag", gettext("Tag")],
]

/**
 * @param {string} note
 * @param {string[]} tags
 */
export const writtenOf = (note, tags) => [note, tags.join(", ")].filter(Boolean).join(" · ")

/** @param {string} date */
export const dayName = (date) =>
  /^\d/.test(date)
    ? new Date(`${date}T00:00Z`).toLocaleDateString(DATE_LOCALE, { timeZone: "UTC", dateStyle: "long" })
    : date

/** @param {number} count */
export const papers = (count) => ngettext("%(number)s paper", "%(number)s papers", count)

/**
 * @param {number} found
 * @param {number} count of the whole list
 */
export const foundOf = (found, count) =>
  ngettext("%(found)s of %(number)s paper", "%(found)s of %(number)s papers", count, { found: formatted(found) })

/** @param {number} count */
export const lostDetails = (count) =>
  ngettext(
    "What %(number)s of them says cannot be read: the browser's database for this site is locked, or was deleted. Reload the page.",
    "What %(number)s of them say cannot be read: the browser's database for this site is locked, or was deleted. Reload the page.",
    count,
  )

/**
 * What was added to a list, without the full stop.
 *
 * @param {{added: number, known?: number, read?: number, hidden?: number}} counts of papers
 */
export function addedOf({ added, known = 0, read = 0, hidden = 0 }) {
  const parts = [
    ngettext("Added %(number)s paper", "Added %(number)s papers", added),
    known > 0 && ngettext("%(number)s was in the list already", "%(number)s were in the list already", known),
    read > 0 && ngettext("%(number)s paper marked as read", "%(number)s papers marked as read", read),
    hidden > 0 && ngettext("%(number)s paper hidden", "%(number)s papers hidden", hidden),
  ]
  return parts.filter(Boolean).join("; ")
}

/** @param {number} count */
export const removedOf = (count) =>
  ngettext("Removed %(number)s paper from the reading list.", "Removed %(number)s papers from the reading list.", count)

/**
 * @param {number} count of the papers of a link
 * @param {number} fresh of those that the reader does not have
 */
export const offerOf = (count, fresh) =>
  ngettext(
    "This link has a list of %(number)s paper, %(fresh)s of them not in yours.",
    "This link has a list of %(number)s papers, %(fresh)s of them not in yours.",
    count,
    { fresh: formatted(fresh) },
  )

/** "A, B and C" @param {string[]} parts */
export const joined = (parts) => new Intl.ListFormat(DATE_LOCALE).format(parts)

/**
 * @param {string} done
 * @param {string[]} missing papers
 */
export function withMissing(done, missing) {
  if (!missing.length) return done
  const words = gettext("Not in this digest: %(papers)s.", { papers: missing.join("; ") })
  return `${done} ${words}`
}
