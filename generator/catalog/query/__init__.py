"""In: a query in the language of the search page, and entries of the catalog.
Out: the entries that match. The theme's ``search-query.js`` parses the same language in the browser. Pure."""
