/* Lets readers choose between light and dark where Material's bundle.js is left out, and keeps the choice as it does. */

const inputs = [.../** @type {NodeListOf<HTMLInputElement>} */ (document.querySelectorAll("input[name=__palette]"))]
const systemIsDark = matchMedia("(prefers-color-scheme: dark)")

/**
 * Show the button that changes an option to the next one, and use the option's colours.
 *
 * @param {HTMLInputElement} chosen
 */
function use(chosen) {
  let shown = chosen
  if (chosen.dataset.mdColorMedia === "(prefers-color-scheme)") {
    const media = `(prefers-color-scheme: ${systemIsDark.matches ? "dark" : "light"})`
    shown = inputs.find((input) => input.dataset.mdColorMedia === media) ?? chosen
  }
  const { mdColorMedia = "" } = chosen.dataset
  Object.assign(document.body.dataset, { ...shown.dataset, mdColorMedia })
  for (const input of inputs) {
    input.checked = input === chosen
    if (input.nextElementSibling instanceof HTMLElement) input.nextElementSibling.hidden = input !== chosen
  }
}

function storedIndex() {
  try {
    return window.__md_get("__palette")?.index
  } catch {
    return undefined // storage is forbidden
  }
}

/** @param {HTMLInputElement} chosen */
function store(chosen) {
  const { mdColorMedia: media, mdColorScheme: scheme, mdColorPrimary: primary, mdColorAccent: accent } = chosen.dataset
  window.__md_set("__palette", { index: inputs.indexOf(chosen), color: { media, scheme, primary, accent } })
}

if (!window.document$ && inputs.length) {
  const start = inputs[storedIndex()] ?? inputs.find((input) => matchMedia(input.dataset.mdColorMedia ?? "").matches)
  use(start ?? inputs[0])
  for (const input of inputs) {
    input.addEventListener("change", () => {
      use(input)
      store(input)
    })
  }
  systemIsDark.addEventListener("change", () => use(inputs.find((input) => input.checked) ?? inputs[0]))
}
