/* Copies text, and text with italics. */

/**
 * @typedef {object} Copied
 * @property {string} text
 * @property {Element} [html] the same with italics, for programs that keep them
 */

/**
 * Copy text that may still be loading: some browsers allow copying only within the key press or click itself, so they
 * get a promise. Throws an error where the browser forbids it.
 *
 * @param {Copied | Promise<Copied>} made
 * @param {boolean} rich whether it has italics
 */
export async function copyText(made, rich = false) {
  if (!window.ClipboardItem) return navigator.clipboard.writeText((await made).text)
  const blobOf = async (/** @type {string} */ type) => {
    const { text, html } = await made
    return new Blob([type === "text/html" ? (html?.innerHTML ?? "") : text], { type })
  }
  const types = rich ? ["text/plain", "text/html"] : ["text/plain"]
  return navigator.clipboard.write([new ClipboardItem(Object.fromEntries(types.map((type) => [type, blobOf(type)])))])
}
