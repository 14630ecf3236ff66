/* Sentences about what is new since the last visit. */

import { DATE_LOCALE } from "./language.js"
import { gettext, ngettext } from "./words.js"

const DAY = 86_400_000 // milliseconds
/** After so many days, the list begins with the most upvoted papers. */
export const LONG_AWAY = 7

/**
 * How many days of the reader's calendar have begun since; 0 also where the clock was set back. From 13 June, 23:00, to
 * 22 June, 08:00, are 9 days, as readers count.
 *
 * @param {number} since in milliseconds
 * @param {number} now
 */
export function daysAway(since, now) {
  const midnight = (/** @type {number} */ time) => new Date(time).setHours(0, 0, 0, 0)
  return Math.max(Math.round((midnight(now) - midnight(since)) / DAY), 0) // a day may have 23 or 25 hours
}

/** @param {number} count */
export const newPapers = (count) =>
  count ? ngettext("%(number)s new paper", "%(number)s new papers", count) : gettext("No new papers")

/**
 * What is new, as the line on the front page and the heading of the list say it: "103 new papers since 12 August, 26
 * unread", "You were away for 9 days: 214 new papers, all read". As long as none was read, only how many are new. Where
 * the list has only the newest days, the line says so: "1,400 new papers in the last 31 digests; last visit 12 June".
 *
 * @param {object} news
 * @param {number} news.count
 * @param {number} news.unread
 * @param {boolean} news.isTouched whether any of them was read
 * @param {number} news.since
 * @param {number} news.now
 * @param {number} [news.digests] how many have the papers, where others are left out; 0 where none are
 * @param {boolean} [news.isHeading]
 */
export function newsLine({ count, unread, isTouched, since, now, digests = 0, isHeading = false }) {
  const days = daysAway(since, now)
  const papers = digests ? inDigests(newPapers(count), digests) : newPapers(count)
  const withUnread = (/** @type {string} */ news) => (count && isTouched ? unreadOf(news, count, unread) : news)
  if (isHeading && days >= LONG_AWAY) {
    const news = withUnread(papers)
    return ngettext("You were away for %(number)s day: %(news)s", "You were away for %(number)s days: %(news)s", days, {
      news,
    })
  }
  const visit = lastVisit(since, now)
  if (!digests || visit.kind === "unknown") return withUnread(papersSince(papers, visit))
  return gettext("%(news)s; last visit %(when)s", { news: withUnread(papers), when: visit.when })
}

/**
 * @param {string} papers
 * @param {number} digests
 */
const inDigests = (papers, digests) =>
  ngettext("%(papers)s in the last %(number)s digest", "%(papers)s in the last %(number)s digests", digests, { papers })

/**
 * @param {string} news
 * @param {number} count
 * @param {number} unread
 */
function unreadOf(news, count, unread) {
  if (unread) return ngettext("%(news)s, %(number)s unread", "%(news)s, %(number)s unread", unread, { news })
  return count === 1 ? gettext("%(news)s, read", { news }) : gettext("%(news)s, all read", { news })
}

/**
 * When the visit before was, in the reader's time: "08:15", "yesterday", "Thursday", "20 November", "20 November 2025".
 * It is unknown where the clock was wrong, now or then.
 *
 * @param {number} since in milliseconds
 * @param {number} now
 * @returns {{kind: "unknown" | "time" | "yesterday" | "weekday" | "date", when: string}}
 */
function lastVisit(since, now) {
  const [then, today] = [new Date(since), new Date(now)]
  const midnight = new Date(now).setHours(0, 0, 0, 0)
  const written = (/** @type {Intl.DateTimeFormatOptions} */ how) => then.toLocaleString(DATE_LOCALE, how)
  if (since > now) return { kind: "unknown", when: "" }
  if (since >= midnight) return { kind: "time", when: written({ hour: "2-digit", minute: "2-digit" }) }
  // Translators: as in "last visit yesterday"
  if (since >= new Date(midnight).setDate(today.getDate() - 1)) return { kind: "yesterday", when: gettext("yesterday") }
  if (since >= new Date(midnight).setDate(today.getDate() - 6))
    return { kind: "weekday", when: written({ weekday: "long" }) }
  const year = then.getFullYear() === today.getFullYear() ? undefined : "numeric"
  return { kind: "date", when: written({ day: "numeric", month: "long", year }) }
}

/**
 * Sentences of their own, because languages decline days.
 *
 * @param {string} papers
 * @param {ReturnType<typeof lastVisit>} visit
 */
function papersSince(papers, { kind, when }) {
  if (kind === "unknown") return gettext("%(papers)s since your last visit", { papers })
  if (kind === "time") return gettext("%(papers)s since %(time)s", { papers, time: when })
  if (kind === "yesterday") return gettext("%(papers)s since yesterday", { papers })
  if (kind === "weekday") return gettext("%(papers)s since %(weekday)s", { papers, weekday: when })
  return gettext("%(papers)s since %(date)s", { papers, date: when })
}

/**
 * The name of a digest's day, "Thursday, 31 July 2025".
 *
 * @param {string} day
 */
export function dayName(day) {
  const written = (/** @type {Intl.DateTimeFormatOptions} */ how) =>
    new Date(day).toLocaleDateString(DATE_LOCALE, { timeZone: "UTC", ...how })
  const [weekday, date] = [written({ weekday: "long" }), written({ dateStyle: "long" })]
  // Translators: a day with its weekday, "Thursday, 31 July 2025"
  return gettext("%(weekday)s, %(date)s", { weekday, date })
}
