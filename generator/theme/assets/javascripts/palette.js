{#- A template, for the choices are those of mkdocs.yml: a static one, as mkdocs_theme.yml has it. -#}
/* The choice of light and dark, as Material's partials/palette.html has it for bundle.js, with a name for each; and what
   its partials/javascripts/palette.html does by inline script: the reader's choice is applied before anything is painted.
   Unlike Material's, it also does so on a first visit. */
{
  const OPTIONS = [
{%- for option in config.theme.palette or [] if option is mapping %}
    {%- set icon %}{% include ".icons/" ~ option.toggle.icon ~ ".svg" %}{% endset %}
    { colours: {{ {"media": option.media or "", "scheme": (option.scheme or "default") | replace(" ", "-"), "primary": (option.primary or "custom") | replace(" ", "-"), "accent": (option.accent or "custom") | replace(" ", "-")} | tojson }}, name: {{ option.toggle.name | tojson }}, icon: {{ icon | tojson }} },
{%- endfor %}
  ]
  const made = (name, properties) => {
    const element = document.createElement(name)
    for (const [key, value] of Object.entries(properties)) element.setAttribute(key, value)
    return element
  }
  const form = made("form", { class: "md-header__option", "data-md-component": "palette" })
  OPTIONS.forEach(({ colours, name, icon }, place) => {
    const input = made("input", { class: "md-option", type: "radio", name: "__palette", id: `__palette_${place}`, "aria-label": name })
    for (const [key, value] of Object.entries(colours)) input.setAttribute(`data-md-color-${key}`, value)
    const next = `__palette_${(place + 1) % OPTIONS.length}`
    const label = made("label", { class: "md-header__button md-icon", title: name, for: next, hidden: "" })
    label.innerHTML = icon // the theme's own file
    form.append(input, label)
  })
  document.currentScript.before(form)

  const query = scheme => `(prefers-color-scheme: ${scheme})`
  const wanted = () => {
    const dark = !matchMedia(query("light")).matches
    return form.querySelector(`[data-md-color-media="${query(dark ? "dark" : "light")}"]`)
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
