/* Copies papers, or saves them as a file, and says what was done. */

import { required } from "./messages.js"
import { formatted, gettext, ngettext } from "./words.js"

/** @typedef {import("./citation-formats.js").Format} Format */
/** @typedef {import("./citation-formats.js").Listed} Listed */

/**
 * Save a text as a file; returns words that say so.
 *
 * @param {string} text
 * @param {string} name
 * @param {string} type
 */
export function saveFile(text, name, type) {
  const link = document.createElement("a")
  link.href = URL.createObjectURL(new Blob([text], { type: `${type};charset=utf-8` }))
  link.download = name
  link.click()
  setTimeout(() => URL.revokeObjectURL(link.href), 10000)
  return gettext("Saved %(name)s", { name })
}

/**
 * Copy or save papers; returns a sentence that says what was done.
 *
 * @param {(Listed | null)[]} papers
 * @param {{format: Format, action: "copy" | "download", name: string, found: number}} options the file's name without
 *   ending, and how many papers there are
 */
export async function exportPapers(papers, { format, action, name, found }) {
  const { FORMATS, write } = await required(import("./citation-formats.js"))
  const { file, type } = FORMATS[format]
  const { text, written } = write(papers, format)
  if (action === "copy") await navigator.clipboard.writeText(text)
  else saveFile(text, `${name}.${file}`, type)
  return summary({ action, format, written, chosen: papers.length, found })
}

/**
 * @param {{action: "copy" | "download", format: Format, written: number, chosen: number, found: number}} done
 */
export function summary({ action, format, written, chosen, found }) {
  const values = { format, written: formatted(written) }
  const done =
    action === "copy"
      ? chosen < found
        ? ngettext(
            "Copied the first %(written)s of %(number)s paper as %(format)s.",
            "Copied the first %(written)s of %(number)s papers as %(format)s.",
            found,
            values,
          )
        : ngettext("Copied %(number)s paper as %(format)s.", "Copied %(number)s papers as %(format)s.", written, values)
      : chosen < found
        ? ngettext(
            "Saved the first %(written)s of %(number)s paper as %(format)s.",
            "Saved the first %(written)s of %(number)s papers as %(format)s.",
            found,
            values,
          )
        : ngettext("Saved %(number)s paper as %(format)s.", "Saved %(number)s papers as %(format)s.", written, values)
  const unreadable = chosen - written
  if (!unreadable) return done
  return `${done} ${ngettext("%(number)s paper could not be read.", "%(number)s papers could not be read.", unreadable)}`
}
