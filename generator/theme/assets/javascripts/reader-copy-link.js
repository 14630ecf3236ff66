/* Copies a link with the whole reading list, and what goes with it. */

import { wholeMarks } from "./reader-changes.js"
import { fragmentOf } from "./reader-link.js"
import { otherNames, othersAsJson, OWN_LABELS } from "./reader-others.js"
import { EMPTY, joined } from "./reader-text.js"
import { gettext } from "./words.js"

/** Copy the link; returns a sentence that says what it has. */
export async function copyLink() {
  const [marks, others] = [await wholeMarks(), await othersAsJson()]
  if (!marks.bookmarks.size && !Object.keys(others).length) return EMPTY
  const link = new URL(await fragmentOf(marks, others), location.href).href
  await navigator.clipboard.writeText(link)
  const parts = joined([
    gettext("the list"),
    gettext("its notes and tags"),
    ...otherNames(others).map((name) => OWN_LABELS[name]),
  ])
  // Translators: "the list, its notes and tags and your interests"
  return gettext("Copied a link with %(parts)s. It is not stored anywhere else: who has the link has all of this.", {
    parts,
  })
}
