"""HTTP requests to sources. Days, queries and ids come in; validated response bodies go out, as files in a cache."""
