"""Finds records that are the same paper: by an identifier, or by the title and a common author."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from generator.errors import Place, Problem
from generator.ids import normal_title
from generator.importing.generic_titles import Issue, is_generic_title, may_share_generic_title
from generator.importing.identity import author_keys, have_other_authors, identity_ids
from generator.importing.titles import are_clearly_different
from generator.model import Record
from generator.store.distinct import NO_PAIRS, DistinctPairs


@dataclass(frozen=True)  # no slots: the authors of a record are compared only if another has its title
class _Identity:
    """A record with everything that distinguishes papers of one title, computed once for all comparisons."""

    record: Record
    ids: dict[str, str]

    @cached_property
    def authors(self) -> frozenset[str]:
        """What different spellings of the authors' names share."""
        return author_keys(self.record.paper.authors)

    def may_be(self, other: _Identity) -> bool:
        """Return whether two papers of one title may be the same: no identifier and no list of authors contradicts."""
        if any(other.ids.get(kind, value) != value for kind, value in self.ids.items()):
            return False
        if is_generic_title(self.record.paper.title) and not may_share_generic_title(
            Issue.of(self.record.paper),
            Issue.of(other.record.paper),
            has_author_in_common=not self.authors.isdisjoint(other.authors),
            has_no_authors=not self.authors and not other.authors,
        ):
            return False
        return not self.authors or not other.authors or not self.authors.isdisjoint(other.authors)


def check_same_papers(records: Iterable[Record], different: DistinctPairs = NO_PAIRS) -> Iterator[Problem]:
    """Report every record that is the same paper as one before it, with the first such record.

    Pairs of keys in ``different`` are different papers.
    """
    by_id: dict[tuple[str, str], list[Record]] = {}
    by_title: dict[str, list[_Identity]] = {}
    for record in records:
        ids = identity_ids(record.paper.ids)
        identity = _Identity(record, ids)
        reported = {record.key}  # two records of one key are an error of its own, with its own fix
        for kind, value in sorted(ids.items()):
            holders = by_id.setdefault((kind, value), [])
            first = next((each for each in holders if _pair(each, record) not in different), None)
            holders.append(record)
            if first is not None and first.key not in reported:
                reported.add(first.key)
                field = f"ids.{kind}" if getattr(record.paper.ids, kind) else "ids.doi"
                found = f"{value} is also an id of {first.file}"
                if _are_different(record, first, kind):
                    yield _shared_id(record, first, found, field)
                else:
                    yield _same(record, first, found, field)
        namesakes = by_title.setdefault(normal_title(record.paper.title), [])
        others = (other for other in namesakes if _pair(other.record, record) not in different)
        same = next((other.record for other in others if identity.may_be(other)), None)
        if same is not None and same.key not in reported:
            yield _same(record, same, f"has the same title and authors as {same.file}", "title")
        namesakes.append(identity)


def _pair(one: Record, other: Record) -> frozenset[str]:
    return frozenset((one.key, other.key))


def _are_different(one: Record, other: Record, kind: str) -> bool:
    """Return whether records with a common identifier of a kind are two papers, as an import decides it."""
    titles = one.paper.title, other.paper.title
    if normal_title(titles[0]) == normal_title(titles[1]):
        return False
    authors = one.paper.authors, other.paper.authors
    return have_other_authors(*authors) or (kind == "doi" and all(authors) and are_clearly_different(*titles))


def _shared_id(record: Record, first: Record, found: str, field: str) -> Problem:
    return Problem(
        place=Place(file=record.file),
        code="record-twice",
        found=f"{found}, which has another title",
        fix="if it is the id of a whole book or issue, delete it from both records, or say that they are two papers: "
        f"digestif duplicates --ignore {first.key} {record.key}",
        field=field,
        severity="warning",
    )


def _same(record: Record, first: Record, found: str, field: str) -> Problem:
    keys = f"{first.key} {record.key}"
    fix = (
        f"if they are two papers, say so: digestif duplicates --ignore {keys}; "
        f"if both are one paper, join them; this keeps {first.key}: digestif merge-records {keys}"
    )
    return Problem(place=Place(file=record.file), code="record-twice", found=found, fix=fix, field=field)
