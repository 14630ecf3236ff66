"""In: the channels of a catalog.
Out: their feeds, in Atom with pages of older items (RFC 4287, RFC 5005) and in JSON Feed 1.1; a list of all in OPML."""
