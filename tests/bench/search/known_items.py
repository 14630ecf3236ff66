"""Known items: queries that a reader would try for a paper that they remember, each with the paper's key."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from generator.pages.views.search import SearchRecord
from generator.text.search_words import words

REMEMBERED = 3


@dataclass(frozen=True, kw_only=True, slots=True)
class KnownItems:
    """(key, query) of whole titles, of the rarest words of titles, and of those of abstracts."""

    titles: tuple[tuple[str, str], ...]
    of_titles: tuple[tuple[str, str], ...]
    of_abstracts: tuple[tuple[str, str], ...]


def known_items(records: Sequence[SearchRecord]) -> KnownItems:
    """Return three queries for each paper with an abstract."""
    papers = Counter(word for record in records for word in set(words(f"{record.title} {record.abstract}")))
    written = [record for record in records if record.abstract]
    return KnownItems(
        titles=tuple((record.key, record.title) for record in written),
        of_titles=tuple((record.key, _rarest(record.title, papers)) for record in written),
        of_abstracts=tuple((record.key, _rarest(record.abstract, papers)) for record in written),
    )


def _rarest(text: str, papers: Counter[str]) -> str:
    """The three words of a text that the fewest papers contain, as the text spells them, in the order of rarity."""
    known = {word: min(papers[part] for part in words(word)) for word in text.split() if words(word)}
    return " ".join(sorted(known, key=lambda word: (known[word], word))[:REMEMBERED]).replace(":", "")
