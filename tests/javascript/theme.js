/* The theme's modules. */

export const module = (/** @type {string} */ name) =>
  import(new URL(`../../generator/theme/assets/javascripts/${name}`, import.meta.url).href)
