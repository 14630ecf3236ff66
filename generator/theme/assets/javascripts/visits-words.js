/* Sentences about what is new since the last visit. */

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

/**
 * When the visit before was: "08:15", "yesterday", "Thursday", "20 November", "20 November 2025", in the reader's time.
 *
 * @param {number} since in milliseconds
 * @param {number} now
 */
export function sinceWhen(since, now) {
  const [then, today] = [new Date(since), new Date(now)]
  const midnight = new Date(now).setHours(0, 0, 0, 0)
  if (since > now) return "your last visit" // the clock was wrong, now or then
  if (since >= midnight) return then.toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit" })
  if (since >= new Date(midnight).setDate(today.getDate() - 1)) return "yesterday"
  if (since >= new Date(midnight).setDate(today.getDate() - 6))
    return then.toLocaleDateString("en-GB", { weekday: "long" })
  const isThisYear = then.getFullYear() === today.getFullYear()
  return then.toLocaleDateString("en-GB", { day: "numeric", month: "long", ...(isThisYear ? {} : { year: "numeric" }) })
}

/** @param {number} count */
export const newPapers = (count) =>
  `${count ? count.toLocaleString("en") : "No"} new ${count === 1 ? "paper" : "papers"}`

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
  const papers = newPapers(count) + (digests ? ` in the last ${digests} digests` : "")
  const left = count && isTouched ? `, ${unreadOf(count, unread)}` : ""
  if (isHeading && days >= LONG_AWAY) return `You were away for ${days} days: ${papers.toLowerCase()}${left}`
  const when = sinceWhen(since, now)
  return digests && since <= now ? `${papers}${left}; last visit ${when}` : `${papers} since ${when}${left}`
}

/**
 * @param {number} count
 * @param {number} unread
 */
function unreadOf(count, unread) {
  if (unread) return `${unread.toLocaleString("en")} unread`
  return count === 1 ? "read" : "all read"
}

/**
 * The name of a digest's day, "Thursday, 31 July 2025", or without its weekday.
 *
 * @param {string} day
 * @param {{weekday?: boolean}} [how]
 */
export function dayName(day, { weekday = true } = {}) {
  const date = new Date(`${day}T00:00Z`)
  const name = date.toLocaleDateString("en-GB", { timeZone: "UTC", dateStyle: "long" })
  return weekday ? `${date.toLocaleDateString("en-GB", { timeZone: "UTC", weekday: "long" })}, ${name}` : name
}
