"""The known name that an unknown one probably means."""

from __future__ import annotations

from collections.abc import Collection
from difflib import get_close_matches

#: Fewer letters than this begin too many names.
_FEWEST_LETTERS = 3
_LEAST_SIMILAR = 0.78


def similar_name(name: str, known: Collection[str]) -> str:
    """Return the shortest known name that begins with ``name``, else one that is spelled almost like it, or nothing."""
    folded = name.casefold()
    if len(folded) >= _FEWEST_LETTERS and (longer := [each for each in known if each.startswith(folded)]):
        return min(longer, key=len)
    close = get_close_matches(folded, known, n=1, cutoff=_LEAST_SIMILAR)
    return close[0] if close else ""
