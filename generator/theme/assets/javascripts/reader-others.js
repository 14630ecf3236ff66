/* What a reader keeps in this browser beside the reading list. It goes to other devices with the list: in the export as
 * JSON and in links. */

import { OUTCOMES } from "./reader-changes.js"
import { gettext } from "./words.js"

/**
 * Modules by the names of their parts in exports and links.
 *
 * @type {Record<string, () => Promise<{asJson(): unknown, merge(value: unknown): import("./reader-changes.js").Outcome}>>}
 */
const OTHERS = {
  interests: async () => {
    const [{ asJson }, { merge }] = await Promise.all([import("./interests.js"), import("./interests-changes.js")])
    return { asJson, merge }
  },
  searches: async () => {
    const [{ asJson, merge }, { readSearches }] = await Promise.all([
      import("./searches-share.js"),
      import("./searches-store.js"),
    ])
    return { asJson: () => asJson(readSearches()), merge }
  },
}

/** What a list has beside its papers, in a sentence: "with …", "It also has …". @type {Record<string, string>} */
export const OTHER_LABELS = { interests: gettext("interests"), searches: gettext("searches") }
/** The same of the reader. @type {Record<string, string>} */
export const OWN_LABELS = { interests: gettext("your interests"), searches: gettext("your searches") }

/** The parts of all that have something, by name. */
export async function othersAsJson() {
  const parts = await Promise.all(Object.entries(OTHERS).map(async ([name, load]) => [name, (await load()).asJson()]))
  return Object.fromEntries(parts.filter(([, part]) => hasContent(part)))
}

/**
 * The names of the parts that a value has.
 *
 * @param {any} value of an export or a link, possibly from a stranger
 */
export const otherNames = (value) => Object.keys(OTHERS).filter((name) => hasContent(value?.[name]))

/**
 * Add the parts of a value to what this browser has; returns sentences about problems.
 *
 * @param {any} value of an export or a link, possibly from a stranger: each module leaves out what it does not expect
 */
export async function mergeOthers(value) {
  const problems = new Set()
  for (const name of otherNames(value)) {
    const { merge } = await OTHERS[name]()
    problems.add(OUTCOMES[merge(value[name])])
  }
  return [...problems].filter(Boolean).join(" ")
}

/**
 * Whether a value has an entry in a list, at any depth.
 *
 * @param {unknown} value
 * @returns {boolean}
 */
function hasContent(value) {
  if (Array.isArray(value)) return value.length > 0
  return typeof value === "object" && value !== null && Object.values(value).some(hasContent)
}
