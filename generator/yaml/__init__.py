"""Strict YAML. In: the bytes of a file. Out: text, lists and mappings with their places, and a problem for every
mistake; or the same bytes with some fields changed."""
