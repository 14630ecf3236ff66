/* Fills in the abstract in the form for a fix of a paper. */

const LONGEST_FORM_ADDRESS = 6000 // as MAX_FORM_URL in generator/pages/routes.py

/**
 * Add the abstract to the address of the form for a fix, where a sentence says that it is too long to show. In the page,
 * a link with it would weigh more than the rest. The sentence stays for an abstract with formulas, because the page holds
 * MathML and not what the author wrote.
 *
 * @param {HTMLAnchorElement} link
 */
export function addAbstract(link) {
  const abstract = document.querySelector(".dg-abstract:not([data-translated])")
  if (!abstract || abstract.querySelector("math, code")) return
  const form = new URL(link.href)
  if (!form.searchParams.has("template")) return
  const paragraphs = [...abstract.children].map((paragraph) => paragraph.textContent)
  form.searchParams.set("abstract", paragraphs.join("\n\n"))
  if (form.href.length <= LONGEST_FORM_ADDRESS) link.href = form.href
}
