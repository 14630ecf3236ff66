"""Names and lists of authors as sources write them in, parsed names and affiliations out."""
