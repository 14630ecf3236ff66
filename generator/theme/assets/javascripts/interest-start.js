/* Loads the tools for interests where they have something to do: most readers have none, and most pages offer none. */

/** Several digests may share an origin, so the name ends in the path of the site. start.js has it, too. */
export const STORE = `digestif.interests${new URL("../../", import.meta.url).pathname}`

/** Show interests on this page, now or as soon as another tab stores some. */
export function startInterests() {
  addEventListener("storage", onStored) // once, however often it is added
  if (hasInterests() || document.querySelector(".is-topic, .is-author")) show()
  if (document.querySelector(":root[data-for-you] [data-newest]")) {
    void import("./for-you-home.js").then(({ showBest }) => showBest())
  }
}

/** @param {StorageEvent} event */
function onStored({ key }) {
  if (key === STORE) show()
}

function show() {
  void import("./interest-marks.js").then(({ showInterests }) => showInterests())
}

function hasInterests() {
  try {
    return localStorage.getItem(STORE) !== null
  } catch {
    return false // storage is forbidden
  }
}
