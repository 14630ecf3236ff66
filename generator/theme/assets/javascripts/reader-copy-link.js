/* Copies a link with the whole reading list, and what goes with it. */

import { wholeMarks } from "./reader-changes.js"
import { fragmentOf } from "./reader-link.js"
import { otherNames, othersAsJson } from "./reader-others.js"
import { EMPTY, listed } from "./reader-text.js"

/** Copy the link; returns a sentence that says what it has. */
export async function copyLink() {
  const [marks, others] = [await wholeMarks(), await othersAsJson()]
  if (!marks.bookmarks.size && !Object.keys(others).length) return EMPTY
  const link = new URL(await fragmentOf(marks, others), location.href).href
  await navigator.clipboard.writeText(link)
  const parts = ["the list", "its notes and tags", ...otherNames(others).map((name) => `your ${name}`)]
  return `Copied a link with ${listed(parts)}. It is not stored anywhere else: who has the link has all of this.`
}
