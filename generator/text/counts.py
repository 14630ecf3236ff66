"""Counts with their nouns."""

from __future__ import annotations


def counted(number: int, one: str, many: str = "") -> str:
    """A count with its noun: "1 paper", "2,000 papers", "3 queries" for ``counted(3, "query", "queries")``."""
    return f"{number:,} {one if number == 1 else many or f'{one}s'}"
