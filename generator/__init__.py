"""Digestif, a static site generator for paper digests."""

__version__ = "0.1.0"
