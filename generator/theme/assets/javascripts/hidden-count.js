/* Says how many papers of a page the reader has hidden, and shows them. Loaded where there are some. */

import { button } from "./elements.js"
import { keyOf } from "./reader-marks.js"
import { ngettext } from "./words.js"

/** Tell at the end of the page how many of its papers are hidden, so that nothing is missing without a word. */
export function showCount() {
  const count = new Set([...document.querySelectorAll("[data-hidden]")].map(keyOf)).size
  const line = document.querySelector(".dg-footer p")
  let control = line?.querySelector(".dg-hidden-count")
  if (!line || (!count && !control)) return
  if (!control) {
    const turn = () => {
      document.documentElement.classList.toggle("dg-show-hidden")
      showCount()
    }
    control = button("", turn, { class: "dg-hidden-count" })
    line.append(" ", control)
  }
  control.textContent = document.documentElement.classList.contains("dg-show-hidden")
    ? ngettext("Conceal %(number)s hidden paper", "Conceal %(number)s hidden papers", count)
    : ngettext("Show %(number)s hidden paper", "Show %(number)s hidden papers", count)
  control.toggleAttribute("hidden", !count)
}
