/* A reading list in the fragment of an address, which browsers never send to a server. */

import { asJson, fromJson, noMarks } from "./reader-store.js"

/** @typedef {import("./reader-store.js").Marks} Marks */

const NAME = "#list="
const MOST_BYTES = 4_000_000 // of an unpacked list: more than storage holds, and little enough to read

/**
 * The fragment with the bookmarks of a reader.
 *
 * @param {Marks} marks
 */
export async function fragmentOf({ bookmarks }) {
  const json = JSON.stringify(asJson({ ...noMarks(), bookmarks }))
  const stream = new Blob([json]).stream().pipeThrough(new CompressionStream("deflate-raw"))
  const bytes = new Uint8Array(await new Response(stream).arrayBuffer())
  let binary = ""
  for (const byte of bytes) binary += String.fromCharCode(byte)
  return NAME + btoa(binary).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "")
}

/**
 * The list of a fragment; null where it has none. Throws an error where a list is there and cannot be read.
 *
 * @param {string} fragment
 */
export async function listOf(fragment) {
  if (!fragment.startsWith(NAME)) return null
  const binary = atob(fragment.slice(NAME.length).replaceAll("-", "+").replaceAll("_", "/"))
  const bytes = Uint8Array.from(binary, (letter) => letter.charCodeAt(0))
  const list = fromJson(JSON.parse(await unpacked(bytes)))
  if (!list.bookmarks.size) throw new Error("the list is empty")
  return list
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
    if (size > MOST_BYTES) throw new Error("the list is too long")
    text += decoder.decode(value, { stream: true })
  }
}
