/* The link "Follow this search" opens a form that has the query of the moment. */

const PLACEHOLDER = "DIGESTIFQUERY" // stands for the query in the form's address

/** @param {Event} event */
function addQuery({ target }) {
  const link = target instanceof Element ? target.closest("a[data-search-follow]") : null
  const input = document.querySelector("[data-search-input]")
  if (!(link instanceof HTMLAnchorElement) || !(input instanceof HTMLInputElement)) return
  link.href = (link.dataset.searchFollow ?? "").replaceAll(PLACEHOLDER, encodeURIComponent(input.value.trim()))
}

for (const type of ["pointerdown", "focusin", "click"]) document.addEventListener(type, addQuery, { capture: true })
