"""Pure functions on text: cleaning, mending, escaping, names. Nothing here knows of papers or files."""
