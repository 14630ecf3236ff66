"""In: an entry of the catalog.
Out: the paper as text in the formats of other programs."""
