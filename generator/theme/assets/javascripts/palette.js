/* The choice of light and dark. Does what Material's partials/javascripts/palette.html does with an inline script, so that
 * the right colours are there before anything is painted, and what its partials/palette.html does for bundle.js. The form
 * is made here because it does nothing without script.
 *
 * This file is a template of MkDocs: the form comes from mkdocs.yml through partials/palette.html, as a JSON string. */

{
  const script = /** @type {HTMLScriptElement} */ (document.currentScript)
  const form = String.raw`{% include "partials/palette-json.html" %}`
  script.insertAdjacentHTML("beforebegin", JSON.parse(form))

  const inputs = [.../** @type {NodeListOf<HTMLInputElement>} */ (document.querySelectorAll("input[name=__palette]"))]
  const media = (/** @type {HTMLInputElement} */ input) => input.dataset.mdColorMedia ?? ""
  const storedIndex = () => {
    try {
      return window.__md_get("__palette")?.index
    } catch {
      return undefined // storage is forbidden
    }
  }
  const firstMatching = () => inputs.find((input) => matchMedia(media(input)).matches)
  let chosen = inputs[storedIndex()] ?? firstMatching() ?? inputs[0]
  if (media(chosen) === "(prefers-color-scheme)") {
    const scheme = matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light"
    chosen = inputs.find((input) => media(input) === `(prefers-color-scheme: ${scheme})`) ?? chosen
  }
  for (const { name, value } of chosen.attributes) {
    if (name.startsWith("data-md-color-")) document.body.setAttribute(name, value)
  }
}
