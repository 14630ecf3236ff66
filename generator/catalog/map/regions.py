"""The regions of the map, each named after the words that tell its papers from those of the other regions.

Method: the evidence of ``trends/rising.py``, with the papers of a region in place of the newest ones.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from generator.catalog.catalog import Catalog, Entry
from generator.catalog.map.places import EXTENT
from generator.catalog.related.telling_words import joins, telling_words
from generator.catalog.trends.rising import rising_terms
from generator.catalog.trends.terms import Terms, read_terms, usual_spellings

#: The map has this many squares in each direction. Regions begin at squares with many papers.
_SQUARES = 12
#: Fewest papers of a square at which a region begins.
_FEWEST = 3
#: A paper belongs to the nearest region whose first square is at most so many squares away.
_REACH = 2
#: Most papers of a region that are read, those nearest to its middle: more hardly change a name, and take time.
_MOST_READ = 40
#: Terms from which a region takes the first one that no larger region has.
_TERMS = 12
#: A phrase says more than a word, so it comes first if it has this share of the evidence of the first term.
_PHRASE = 0.7
#: Endings of adjectives, which tell little alone: "stochastic". A noun like "music" is left to the name of its topic.
_ADJECTIVES = ("al", "ary", "ble", "ic", "ive", "ous")

_Square = tuple[int, int]
_Placed = tuple[Entry, tuple[int, int]]


@dataclass(frozen=True, kw_only=True, slots=True)
class Region:
    """A part of the map: its name, the middle of its papers, and their number."""

    name: str
    x: int
    y: int
    papers: int


def find_regions(catalog: Catalog) -> tuple[Region, ...]:
    """Return the regions, those of most papers first. The same places and texts give the same names.

    A region without telling words has the name of its most frequent main topic. Names that differ only in case are one.
    """
    groups = _groups(catalog)
    middles = [_middle(group) for group in groups]
    near = [_nearest(group, middle) for group, middle in zip(groups, middles, strict=True)]
    names = _names(catalog, near)
    return tuple(
        Region(name=name, x=x, y=y, papers=len(group))
        for name, group, (x, y) in zip(names, groups, middles, strict=True)
        if name
    )


def _groups(catalog: Catalog) -> list[list[_Placed]]:
    """Return the papers of each region, the largest one first."""
    squares: defaultdict[_Square, list[_Placed]] = defaultdict(list)
    for entry in sorted(catalog.entries, key=lambda entry: entry.key):
        if place := catalog.places.get(entry.key):
            squares[place[0] * _SQUARES // (EXTENT + 1), place[1] * _SQUARES // (EXTENT + 1)].append((entry, place))
    firsts: list[_Square] = []
    for square in sorted(squares, key=lambda square: (-len(squares[square]), square)):
        if len(squares[square]) >= _FEWEST and all(_distance(square, first) > 1 for first in firsts):
            firsts.append(square)
    groups: dict[_Square, list[_Placed]] = {first: [] for first in firsts}
    for square, papers in sorted(squares.items()):
        reached = [first for first in firsts if _distance(square, first) <= _REACH]
        if reached:
            groups[min(reached, key=lambda first: (_squared(square, first), firsts.index(first)))] += papers
    return sorted(groups.values(), key=lambda group: (-len(group), group[0][0].key))


def _distance(one: _Square, other: _Square) -> int:
    return max(abs(one[0] - other[0]), abs(one[1] - other[1]))


def _squared(one: _Square, other: _Square) -> int:
    return (one[0] - other[0]) ** 2 + (one[1] - other[1]) ** 2


def _middle(group: Sequence[_Placed]) -> tuple[int, int]:
    x, y = (sum(place[axis] for _, place in group) // len(group) for axis in (0, 1))
    return x, y


def _nearest(group: Sequence[_Placed], middle: tuple[int, int]) -> list[Entry]:
    in_order = sorted(group, key=lambda placed: (_squared(placed[1], middle), placed[0].key))
    return [entry for entry, _ in in_order[:_MOST_READ]]


def _names(catalog: Catalog, groups: Sequence[Sequence[Entry]]) -> Iterator[str]:
    """Yield the name of each region, which no region before it has; empty for one without words and topics."""
    entries = [entry for group in groups for entry in group]
    terms = read_terms(entries)
    telling = list(_telling(terms, groups))
    spellings = usual_spellings(entries, {term for terms_of_group in telling for term in terms_of_group})
    topics = {topic.id: topic.name for topic in catalog.topic_set.topics}
    taken: set[str] = set()
    for group, terms_of_group in zip(groups, telling, strict=True):
        words = [spellings[term] for term in terms_of_group if _says_enough(term)]
        dull = [spellings[term] for term in terms_of_group if not _says_enough(term)]
        in_order = (*words, *_topics(group, topics), *dull)
        name = next((word for word in in_order if word.casefold() not in taken), "")
        taken.add(name.casefold())
        yield name


def _telling(terms: Terms, groups: Sequence[Sequence[Entry]]) -> Iterator[list[str]]:
    """Yield the terms that tell each region from the others, those with most evidence first."""
    first = 0
    for group in groups:
        rows = frozenset(range(first, first + len(group)))
        first += len(group)
        others = frozenset(range(terms.papers)) - rows
        found = rising_terms(terms.of(rows), terms.of(others), limit=_TERMS)
        most = max((change.evidence for change in found.values()), default=0.0)
        yield sorted(found, key=lambda term: " " not in term or found[term].evidence < _PHRASE * most)


def _says_enough(term: str) -> bool:
    """Whether a term can be a name: a phrase, or a word that says something alone and is no adjective."""
    if " " in term:
        return True
    return not joins(term) and not term.endswith(_ADJECTIVES) and bool(telling_words([term])[0])


def _topics(group: Sequence[Entry], names: Mapping[str, str]) -> list[str]:
    counts = Counter(entry.topics[0].topic for entry in group if entry.topics)
    return [names[topic] for topic in sorted(counts, key=lambda topic: (-counts[topic], topic)) if topic in names]
