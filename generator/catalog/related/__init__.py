"""Texts of papers in, related papers with the reasons out. Pure."""
