/* Makes HTML elements. Text stays text: nothing here parses HTML. */

/** @typedef {string | number | Node | null | undefined | false} Child */

/**
 * An element with attributes and children. Attributes that are null or false and children that are empty are left out.
 *
 * @template {keyof HTMLElementTagNameMap} Tag
 * @param {Tag} tag
 * @param {Record<string, string | number | boolean | null>} [attributes]
 * @param {...(Child | Child[])} children
 * @returns {HTMLElementTagNameMap[Tag]}
 */
export function element(tag, attributes = {}, ...children) {
  const made = document.createElement(tag)
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== null && value !== false) made.setAttribute(name, value === true ? "" : String(value))
  }
  for (const child of children.flat()) {
    if (child instanceof Node) made.append(child)
    else if (child !== null && child !== undefined && child !== false && child !== "") made.append(String(child))
  }
  return made
}

/**
 * A button that calls a function.
 *
 * @param {string} label
 * @param {(event: MouseEvent) => void} onClick
 * @param {Record<string, string | number | boolean | null>} [attributes]
 */
export function button(label, onClick, attributes = {}) {
  const made = element("button", { type: "button", class: "dg-button", ...attributes }, label)
  made.addEventListener("click", onClick)
  return made
}

/**
 * Whether a click or key press asks the browser for something of its own, such as a new tab.
 *
 * @param {MouseEvent | KeyboardEvent} event
 */
export const isModified = (event) => event.metaKey || event.ctrlKey || event.shiftKey

/**
 * Call a function now and after every page that instant navigation loads.
 *
 * @param {() => void} start
 */
export function onEveryPage(start) {
  if (window.document$) window.document$.subscribe(start)
  else start()
}
