"""One module for each kind of page: the catalog in, frozen views out."""
