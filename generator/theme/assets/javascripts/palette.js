/* What Material's partials/javascripts/palette.html does by inline script: the reader's choice of light and dark is
   applied before anything is painted. Unlike Material's, it also does so on a first visit. */
{
  const query = scheme => `(prefers-color-scheme: ${scheme})`
  const wanted = () => {
    const dark = !matchMedia(query("light")).matches
    return document.querySelector(`[data-md-color-media="${query(dark ? "dark" : "light")}"]`)
  }
  let stored = null
  try { stored = __md_get("__palette") } catch { /* storage is forbidden */ }
  const fixed = stored && stored.color && stored.color.media !== "(prefers-color-scheme)"
  const input = fixed ? null : wanted()
  for (const name of ["scheme", "primary", "accent"]) {
    const value = input ? input.getAttribute(`data-md-color-${name}`) : stored && stored.color && stored.color[name]
    if (value) document.body.setAttribute(`data-md-color-${name}`, value)
  }
}
