"""Digestif, a digest press: paper records go in; a public, searchable, correctable site comes out."""

__version__ = "0.1.0"
