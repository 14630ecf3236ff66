/* The language of the site's words: English. A build replaces this module where it is another one. */

/** The language of numbers. */
export const LOCALE = "en"

/** The language of dates, "31 July 2025". */
export const DATE_LOCALE = "en-GB"

/**
 * Which form of a message fits a number, from 0.
 *
 * @param {number} number
 */
export const pluralForm = (number) => (number === 1 ? 0 : 1)

/** The language of titles in Latin letters; null where it is the site's. @type {string | null} */
export const LATIN_TITLES = null

/** What languages.js finds for titles in the letters of the site's language. @type {string | null} */
export const OWN_SCRIPT = null
