"""Finds pairs of records that may be one paper, for a person to decide. Records in, pairs with reasons out."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from generator.ids import normal_title
from generator.importing.generic_titles import Issue, is_generic_title
from generator.importing.identity import author_keys, have_other_authors, identity_ids
from generator.importing.titles import main_title
from generator.model import Record
from generator.store.distinct import NO_PAIRS, DistinctPairs
from generator.text.folding import fold

#: Two titles are similar if each has at most this many words that the other lacks, and at most one in six words.
_MOST_OTHER_WORDS = 2
_WORDS_PER_OTHER_WORD = 6
#: Each title is compared with at most so many earlier titles for each of its rarest words. Few words are as frequent.
_MOST_COMPARED = 200
#: Shorter titles, such as "Editorial" and "Preface", belong to many papers.
_SHORTEST_TITLE = 5
_WORD = re.compile(r"\w+")
#: Numbers tell the parts and versions of a work apart, as in "Part II" and "v2".
_NUMBER = re.compile(r"\w*\d\w*|[ivx]+")


@dataclass(frozen=True, kw_only=True, slots=True)
class PossibleDuplicate:
    """Two records that may be one paper, and why; ``first`` comes first in the order of the records."""

    first: Record
    second: Record
    reason: str


@dataclass(frozen=True)  # without slots, which do not allow cached properties
class _Compared:
    """A record with what the comparison needs; its authors are parsed only if its title is like another's."""

    record: Record
    ids: dict[str, str]
    title: str
    words: frozenset[str]

    @cached_property
    def authors(self) -> frozenset[str]:
        """What different spellings of the authors' names share."""
        return author_keys(self.record.paper.authors)

    def has_other_id(self, other: _Compared, *kinds: str) -> bool:
        """Return whether both have an identifier of one of these kinds, and not the same."""
        return any(kind in self.ids and other.ids.get(kind, self.ids[kind]) != self.ids[kind] for kind in kinds)


def find_duplicates(records: Iterable[Record], different: DistinctPairs = NO_PAIRS) -> tuple[PossibleDuplicate, ...]:
    """Return the pairs of records that share an identifier, or whose titles are the same or similar.

    Each record is paired with the first one that has the same identifier or title. Papers with different arXiv ids are
    different, and so are pairs of keys in ``different``. Ordered as the records are.
    """
    compared = [_compared(record) for record in records]
    order = {item.record.file: at for at, item in enumerate(compared)}
    found: dict[tuple[str, str], PossibleDuplicate] = {}
    pairs = (
        *_same_ids(compared, different),
        *_same_titles(compared, different),
        *_subtitles(compared),
        *_similar_titles(compared),
    )
    for pair in pairs:
        if frozenset((pair.first.key, pair.second.key)) not in different:
            found.setdefault((pair.first.file, pair.second.file), pair)
    return tuple(sorted(found.values(), key=lambda pair: (order[pair.first.file], order[pair.second.file])))


def _compared(record: Record) -> _Compared:
    paper = record.paper
    words = frozenset(_WORD.findall(fold(paper.title)))
    return _Compared(record, identity_ids(paper.ids), normal_title(paper.title), words)


def _same_ids(compared: Sequence[_Compared], different: DistinctPairs) -> Iterator[PossibleDuplicate]:
    by_id: dict[tuple[str, str], list[_Compared]] = {}
    for item in compared:
        for kind, value in item.ids.items():
            holders = by_id.setdefault((kind, value), [])
            first = next((each for each in holders[:_MOST_COMPARED] if _keys(each, item) not in different), None)
            holders.append(item)
            if first is None:
                continue
            titles = "the same title" if first.title == item.title else "other titles"
            if titles == "other titles" and have_other_authors(first.record.paper.authors, item.record.paper.authors):
                titles = "other titles and authors"
            yield _pair(first, item, f"same identifier ({value}), {titles}")


def _same_titles(compared: Sequence[_Compared], different: DistinctPairs) -> Iterator[PossibleDuplicate]:
    by_title: dict[str, list[_Compared]] = {}
    for item in compared:
        namesakes = by_title.setdefault(item.title, [])
        for first in namesakes[:_MOST_COMPARED]:
            if _keys(first, item) in different:
                continue
            if reason := _same_title_reason(first, item):
                yield _pair(first, item, reason)
                break
        namesakes.append(item)


def _same_title_reason(first: _Compared, second: _Compared) -> str:
    """Return why two records with the same title may be one paper; empty if they are two papers."""
    if first.has_other_id(second, "arxiv"):
        return ""
    one, other = Issue.of(first.record.paper), Issue.of(second.record.paper)
    if is_generic_title(first.record.paper.title) and one.contradicts(other):
        return ""
    if first.authors & second.authors:
        return "same title, and an author in common"
    # Without a common author, another DOI shows that they are two papers.
    if first.has_other_id(second, "doi"):
        return ""
    if not first.authors or not second.authors:
        return "same title, and no authors to compare"
    is_long = min(len(first.words), len(second.words)) >= _SHORTEST_TITLE
    return "same title, but no author in common" if is_long else ""


def _subtitles(compared: Sequence[_Compared]) -> Iterator[PossibleDuplicate]:
    """Yield pairs of which one has the other's title with a subtitle, and whose authors do not differ."""
    by_title: dict[str, list[_Compared]] = {}
    for item in compared:
        by_title.setdefault(item.title, []).append(item)
    order = {item.record.file: at for at, item in enumerate(compared)}
    for item in compared:
        shorter = main_title(item.record.paper.title)
        for other in by_title.get(shorter, ())[:_MOST_COMPARED] if shorter else ():
            if is_generic_title(other.record.paper.title) or item.has_other_id(other, "arxiv"):
                continue
            if item.authors & other.authors or not item.authors or not other.authors:
                first, second = sorted((item, other), key=lambda each: order[each.record.file])
                known = "an author in common" if item.authors & other.authors else "no authors to compare"
                yield _pair(first, second, f"same title, one with a subtitle, and {known}")


def _similar_titles(compared: Sequence[_Compared]) -> Iterator[PossibleDuplicate]:
    """Yield pairs with an author in common and titles that differ in a few words.

    Of two sets of words that differ in at most two words each, the three rarest words of one and of the other have a
    word in common (prefix filtering, https://doi.org/10.1145/1242572.1242591). Only such titles are compared.
    """
    frequencies = Counter(word for item in compared for word in item.words)
    by_word: dict[str, list[_Compared]] = {}
    for item in compared:
        rarest = sorted(item.words, key=lambda word: (frequencies[word], word))[: _MOST_OTHER_WORDS + 1]
        candidates = {other.record.file: other for word in rarest for other in by_word.get(word, ())[-_MOST_COMPARED:]}
        for other in candidates.values():
            if _are_similar(other, item):
                yield _pair(other, item, "similar titles, and an author in common")
        for word in rarest:
            by_word.setdefault(word, []).append(item)


def _are_similar(one: _Compared, other: _Compared) -> bool:
    if one.title == other.title:  # compared before
        return False
    longest = max(len(one.words), len(other.words))
    most = min(_MOST_OTHER_WORDS, longest // _WORDS_PER_OTHER_WORD)
    if len(one.words - other.words) > most or len(other.words - one.words) > most:
        return False
    if any(_NUMBER.fullmatch(word) for word in one.words ^ other.words) or one.has_other_id(other, "arxiv"):
        return False
    return bool(one.authors & other.authors)


def _keys(one: _Compared, other: _Compared) -> frozenset[str]:
    return frozenset((one.record.key, other.record.key))


def _pair(first: _Compared, second: _Compared, reason: str) -> PossibleDuplicate:
    return PossibleDuplicate(first=first.record, second=second.record, reason=reason)
