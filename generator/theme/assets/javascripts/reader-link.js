/* A reading list in the fragment of an address, which browsers never send to a server. */

import { asJson, VERSION } from "./reader-changes.js"
import { fromJson, noMarks } from "./reader-store.js"
import { gettext } from "./words.js"

/** @typedef {import("./reader-store.js").Marks} Marks */

const WHOLE = "#list="
const SHORT = "#keys=" // of a QR code: the page that opens it loads what the site says about the papers
const MOST_BYTES = 4_000_000 // of an unpacked list: more than storage holds, and little enough to read

/**
 * The fragment with the bookmarks of a reader.
 *
 * @param {Marks} marks
 * @param {object} others what goes with them, by name
 */
export const fragmentOf = ({ bookmarks }, others = {}) =>
  packed(WHOLE, { ...asJson({ ...noMarks(), bookmarks }), ...others })

/**
 * The fragment with only the keys of bookmarks, the first bookmarked first, their notes and tags.
 *
 * @param {Marks} marks
 * @param {object} others what goes with them, by name
 */
export function shortFragmentOf({ bookmarks }, others = {}) {
  const ordered = [...bookmarks].sort(([, one], [, other]) => (one.added < other.added ? -1 : 1))
  /** @type {Record<number, string>} */
  const notes = {}
  /** @type {Map<string, number[]>} */
  const tags = new Map()
  ordered.forEach(([, paper], place) => {
    if (paper.note) notes[place] = paper.note
    for (const tag of paper.tags) tags.set(tag, [...(tags.get(tag) ?? []), place])
  })
  const keys = ordered.map(([key]) => key).join(" ")
  return packed(SHORT, { version: VERSION, keys, notes, tags: [...tags], ...others })
}

/**
 * @param {string} name
 * @param {object} value
 */
async function packed(name, value) {
  const json = JSON.stringify(value)
  const blob = new Blob([json])
  if (blob.size > MOST_BYTES) throw new Error(gettext("The list is too long for a link. Download it as JSON instead"))
  const stream = blob.stream().pipeThrough(new CompressionStream("deflate-raw"))
  const bytes = new Uint8Array(await new Response(stream).arrayBuffer())
  let binary = ""
  for (const byte of bytes) binary += String.fromCharCode(byte)
  return name + btoa(binary).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "")
}

/**
 * The bookmarks of a fragment, the value that they came in, and whether it has only keys, notes and tags; null where there
 * is none. Throws an error where a list is there and cannot be read. What else a list may have, such as hidden papers, is
 * left out: links come from others.
 *
 * @param {string} fragment
 */
export async function listOf(fragment) {
  const name = [WHOLE, SHORT].find((each) => fragment.startsWith(each))
  if (!name) return null
  const binary = atob(fragment.slice(name.length).replaceAll("-", "+").replaceAll("_", "/"))
  const bytes = Uint8Array.from(binary, (letter) => letter.charCodeAt(0))
  const value = JSON.parse(await unpacked(bytes))
  if (!value || value.version > VERSION) throw new Error(gettext("a newer version of the site made the link"))
  const isShort = name === SHORT
  return { list: { ...noMarks(), bookmarks: fromJson(isShort ? wholeForm(value) : value).bookmarks }, value, isShort }
}

/**
 * A short list in the form of whole ones. Its papers count as bookmarked now, one after another.
 *
 * @param {any} value possibly from a stranger
 */
function wholeForm(value) {
  const now = Date.now()
  const papers = String(value?.keys ?? "")
    .split(" ")
    .map((key, place) => {
      const added = new Date(now + place).toISOString()
      return { key, added, note: value.notes?.[place], tags: /** @type {unknown[]} */ ([]) }
    })
  for (const [tag, places] of Array.isArray(value?.tags) ? value.tags.filter(Array.isArray) : []) {
    for (const place of Array.isArray(places) ? places : []) papers[place]?.tags.push(tag)
  }
  return { bookmarks: Object.fromEntries(papers.map(({ key, ...paper }) => [key, paper])) }
}

/** @param {Uint8Array} bytes */
async function unpacked(bytes) {
  const stream = new Blob([/** @type {BlobPart} */ (bytes)])
    .stream()
    .pipeThrough(new DecompressionStream("deflate-raw"))
  const reader = stream.getReader()
  const decoder = new TextDecoder()
  let text = ""
  let size = 0
  for (;;) {
    const { done, value } = await reader.read()
    if (done) return text + decoder.decode()
    size += value.length
    if (size > MOST_BYTES) throw new Error(gettext("the list is too long"))
    text += decoder.decode(value, { stream: true })
  }
}
