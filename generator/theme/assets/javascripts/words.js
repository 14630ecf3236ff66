/* Messages in the language of the site, as GNU gettext has them. A build writes translations in place of the messages,
 * which are therefore texts in quotation marks, never variables (build/site/script_words.py). */

import { LOCALE, pluralForm } from "./language.js"

const PLACE = /%\((\w+)\)s/

/**
 * A message with values for its places: `gettext("Saved as %(name)s", { name })`. Without values, a build leaves only the
 * text.
 *
 * @param {string} message
 * @param {Record<string, string | number>} [values]
 */
export const gettext = (message, values) => (values ? inserted(message, values).join("") : message)

/**
 * A message that depends on a number, `%(number)s`: `ngettext("%(number)s paper", "%(number)s papers", count)`.
 *
 * @param {string | string[]} one the message for one, or all forms of its translation
 * @param {string} many
 * @param {number} number
 * @param {Record<string, string | number>} [values]
 */
export function ngettext(one, many, number, values) {
  const form = typeof one === "string" ? [one, many][pluralForm(number)] : one[pluralForm(number)]
  return inserted(form, { number: formatted(number), ...values }).join("")
}

/**
 * A number as readers write it, "12,000".
 *
 * @param {number} number
 */
export const formatted = (number) => number.toLocaleString(LOCALE)

/**
 * The parts of a message with other things than text for its places, such as links.
 *
 * @template T
 * @param {string} message
 * @param {Record<string, T>} values
 * @returns {(string | T)[]}
 */
export const inserted = (message, values) =>
  message.split(PLACE).map((part, index) => (index % 2 ? values[part] : part))

/**
 * Names one after another, without "and".
 *
 * @param {(string | number)[]} names
 */
export const listed = (names) =>
  // Translators: a list of any length, made of this again and again
  names.map(String).reduce((list, next) => (list ? gettext("%(list)s, %(next)s", { list, next }) : next), "")
