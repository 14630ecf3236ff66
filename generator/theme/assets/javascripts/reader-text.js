/* Sentences and words of the page Reading list. */

export const EMPTY = "The reading list is empty."

/**
 * @param {string} note
 * @param {string[]} tags
 */
export const writtenOf = (note, tags) => [note, tags.join(", ")].filter(Boolean).join(" · ")

/** @param {string} date */
export const dayName = (date) =>
  /^\d/.test(date)
    ? new Date(`${date}T00:00Z`).toLocaleDateString("en-GB", { timeZone: "UTC", dateStyle: "long" })
    : date

/** @param {number} count */
export const papers = (count) => (count === 1 ? "1 paper" : `${count} papers`)

/** @param {number} count */
export const lostDetails = (count) =>
  `. What ${count === 1 ? "1 of them says" : `${count} of them say`} cannot be read: the browser's database for this site is locked, or was deleted. Reload the page.`

/** @param {string[]} parts */
export const listed = (parts) => `${parts.slice(0, -1).join(", ")} and ${parts.at(-1)}`

/**
 * @param {string} done
 * @param {string[]} missing papers
 */
export const withMissing = (done, missing) =>
  missing.length ? `${done} Not in this digest: ${missing.join("; ")}.` : done
