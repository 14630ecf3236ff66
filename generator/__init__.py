"""Digestif, a static site generator for paper digests: paper records in, a searchable website out."""

__version__ = "0.1.0"
