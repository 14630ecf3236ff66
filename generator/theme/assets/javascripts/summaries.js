/* Lets readers hide summaries that the authors did not write, on all pages. The choice is stored in this browser only. */

import { button } from "./elements.js"
import { gettext } from "./words.js"

const STORE = "digestif.summaries.1"

let hidden = isStored()

/** @param {Element} section a summary, with a heading and its text in one element */
export function letHide(section) {
  const text = section.lastElementChild
  if (!(text instanceof HTMLElement)) return
  const toggle = button("", () => {
    store(!hidden)
    show()
  })
  const show = () => {
    text.hidden = hidden
    toggle.textContent = hidden ? gettext("Show summaries") : gettext("Hide summaries")
  }
  section.append(toggle)
  show()
}

function isStored() {
  try {
    return localStorage.getItem(STORE) === "hidden"
  } catch {
    return false
  }
}

/** @param {boolean} choice */
function store(choice) {
  hidden = choice
  try {
    if (choice) localStorage.setItem(STORE, "hidden")
    else localStorage.removeItem(STORE)
  } catch {
    // Storage is full or forbidden: the choice holds until the page is left.
  }
}
