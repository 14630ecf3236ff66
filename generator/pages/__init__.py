"""In: a catalog and the settings.
Out: pages with their addresses, each laid out as a frozen view and rendered as Markdown text. Pure."""
