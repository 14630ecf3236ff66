/* Inserts the choice of light and dark and sets the colours. A template of MkDocs: see partials/palette-json.html. */

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
  // palette-choice.js and Material show the same button again, later: what is beside it must not move then.
  if (chosen.nextElementSibling instanceof HTMLElement) chosen.nextElementSibling.hidden = false
  if (media(chosen) === "(prefers-color-scheme)") {
    const scheme = matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light"
    chosen = inputs.find((input) => media(input) === `(prefers-color-scheme: ${scheme})`) ?? chosen
  }
  for (const { name, value } of chosen.attributes) {
    if (name.startsWith("data-md-color-")) document.body.setAttribute(name, value)
  }
}
