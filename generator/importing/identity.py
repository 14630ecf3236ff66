"""Decides which papers are the same paper, and which key a new one gets."""

from __future__ import annotations

from collections.abc import Collection, Container, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from generator.ids import arxiv_of_doi, normal_title, paper_key, with_suffix
from generator.importing.generic_titles import NO_ISSUE, Issue, is_generic_title, may_share_generic_title
from generator.importing.titles import are_clearly_different
from generator.model import Author, Ids, Paper, SourceMetadata

#: Kinds of identifier, the strongest first: two papers with different arXiv ids differ, whatever else agrees.
_KINDS = ("arxiv", "doi", "acl", "openreview")
#: Kinds of which a paper has only one. The same paper may be on OpenReview twice and in the ACL Anthology as well.
_UNIQUE_KINDS = ("arxiv", "doi")


def identity_ids(ids: Ids) -> dict[str, str]:
    """Return the identifiers that tell papers apart, by kind. The DOI that arXiv gives a paper is its arXiv id."""
    by_kind = {kind: value for kind in _KINDS if (value := getattr(ids, kind)) is not None}
    arxiv = arxiv_of_doi(ids.doi) if ids.doi else None
    if arxiv:
        del by_kind["doi"]
        by_kind.setdefault("arxiv", arxiv)
    return by_kind


def author_keys(authors: Iterable[Author]) -> frozenset[str]:
    """Return what different spellings of the authors' names share: family name and initial, as in ``lovelace a``."""
    return frozenset(author.parsed_name.match_key for author in authors)


@dataclass(slots=True)
class _Evidence:
    """The metadata of the record and the sources of one key; ``curated_ids`` are those of the record.

    ``titles`` are as ``normal_title`` returns them.
    """

    ids: dict[str, set[str]] = field(default_factory=dict)
    titles: set[str] = field(default_factory=set)
    stated_titles: set[str] = field(default_factory=set)
    authors: set[Author] = field(default_factory=set)
    issue: Issue = NO_ISSUE
    curated_ids: dict[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class IdentityIndex:
    """Finds the key of a paper among the keys added so far, in whichever order they were added.

    ``title_is_enough`` is for papers of which nothing but the title and ids is known: removed ones.
    """

    title_is_enough: bool = False
    _evidence: dict[str, _Evidence] = field(default_factory=dict)
    _by_id: dict[tuple[str, str], set[str]] = field(default_factory=dict)
    _by_title: dict[str, set[str]] = field(default_factory=dict)
    _normal_titles: dict[str, str] = field(default_factory=dict)

    def add_paper(self, key: str, paper: SourceMetadata | Paper, *, curated: bool = False) -> None:
        """Add metadata of a source or, with ``curated``, of the record itself, whose ids take precedence."""
        self.add(key, title=paper.title, ids=paper.ids, authors=paper.authors, issue=Issue.of(paper), curated=curated)

    def add(
        self,
        key: str,
        *,
        title: str,
        ids: Ids,
        authors: Iterable[Author] = (),
        issue: Issue = NO_ISSUE,
        curated: bool = False,
    ) -> None:
        """Add what is known about a paper, where that is less than its metadata."""
        evidence = self._evidence.setdefault(key, _Evidence())
        for kind, value in identity_ids(ids).items():
            evidence.ids.setdefault(kind, set()).add(value)
            self._by_id.setdefault((kind, value), set()).add(key)
            if curated:
                evidence.curated_ids[kind] = value
        if title:
            normal = self._normal_title(title)
            evidence.titles.add(normal)
            evidence.stated_titles.add(title)
            self._by_title.setdefault(normal, set()).add(key)
        evidence.authors.update(authors)
        evidence.issue |= issue

    def find(self, metadata: SourceMetadata) -> str | None:
        """Return the key of the same paper: by arXiv id, else DOI and other ids, else title and a common author.

        If one side has no authors, the title is enough, unless many papers have it ("Editorial"): then year and venue
        must agree as well. Of several papers, the one that agrees in most counts. A paper with another title and other
        authors never matches, not even by an identifier, and by a DOI no paper with a clearly different title. A paper
        with another arXiv id never matches, nor, if neither has an arXiv id in common, one with another DOI.
        """
        ids = identity_ids(metadata.ids)
        return next(self._find_by_id(metadata, ids), None) or next(self._find_by_title(metadata, ids), None)

    def find_equal(self, metadata: SourceMetadata) -> tuple[str, ...]:
        """Return the keys that ``find`` chooses from only because of their order: nothing else tells them apart."""
        ids = identity_ids(metadata.ids)
        found = tuple(dict.fromkeys((*self._find_by_id(metadata, ids), *self._find_by_title(metadata, ids))))

        def evidence(key: str) -> tuple[object, ...]:
            shared = {kind for kind, value in ids.items() if value in self._evidence[key].ids.get(kind, ())}
            return (shared, *self._distance(key, metadata)[:-1])

        return tuple(key for key in found if evidence(key) == evidence(found[0]))

    def agrees(self, key: str, metadata: SourceMetadata) -> bool:
        """Return whether the key can be this paper: it was added, and no identifier contradicts it."""
        return key in self._evidence and not _contradicts(identity_ids(metadata.ids), self._evidence[key])

    def _normal_title(self, title: str) -> str:
        """Return the title as it is compared; a record and the lists that mention it mostly have the same title."""
        if title not in self._normal_titles:
            self._normal_titles[title] = normal_title(title)
        return self._normal_titles[title]

    def _find_by_id(self, metadata: SourceMetadata, ids: Mapping[str, str]) -> Iterator[str]:
        for kind, value in ids.items():
            found: list[str] = []
            for key in sorted(self._by_id.get((kind, value), ())):
                evidence = self._evidence[key]
                # A curator corrected the id that a source gave: only the title shows whether it means this paper.
                is_corrected = evidence.curated_ids.get(kind, value) != value
                has_title = self._normal_title(metadata.title) in evidence.titles
                if is_corrected and not has_title:
                    continue
                # All chapters of a book may have the book's DOI.
                if not has_title and (
                    have_other_authors(metadata.authors, evidence.authors)
                    or (kind == "doi" and _is_another_chapter(metadata, evidence))
                ):
                    continue
                if not _contradicts(ids, evidence):
                    found.append(key)
            yield from self._closest_first(found, metadata)

    def _closest_first(self, keys: Iterable[str], metadata: SourceMetadata) -> list[str]:
        """Return the keys of papers that may be this one: those with the same title, authors and issue come first."""
        return sorted(keys, key=lambda key: self._distance(key, metadata))

    def _distance(self, key: str, metadata: SourceMetadata) -> tuple[bool, int, bool, int, str]:
        title, authors, issue = self._normal_title(metadata.title), set(metadata.authors), Issue.of(metadata)
        evidence = self._evidence[key]
        return (
            title not in evidence.titles,
            -len(authors & evidence.authors),
            evidence.issue.contradicts(issue),
            -evidence.issue.agreements(issue),
            key,
        )

    def keys_with_ids(self, ids: Ids) -> dict[str, str]:
        """Return the keys that have one of these identifiers, each with the identifier."""
        return {
            key: value
            for kind, value in identity_ids(ids).items()
            for key in sorted(self._by_id.get((kind, value), ()))
        }

    def _find_by_title(self, metadata: SourceMetadata, ids: Mapping[str, str]) -> Iterator[str]:
        candidates = sorted(self._by_title.get(self._normal_title(metadata.title), ()))
        possible = [key for key in candidates if not _contradicts(ids, self._evidence[key])]
        if not possible:
            return
        # Names are parsed only here: an index of ten thousand records compares the authors of few.
        authors = author_keys(metadata.authors)
        known = {key: author_keys(self._evidence[key].authors) for key in possible}
        if not self.title_is_enough and is_generic_title(metadata.title):
            possible = [key for key in possible if self._may_share_title(key, metadata, authors, known[key])]
        possible = self._closest_first(possible, metadata)
        yield from (key for key in possible if authors & known[key])
        yield from (key for key in possible if not authors or not known[key])

    def _may_share_title(
        self, key: str, metadata: SourceMetadata, authors: frozenset[str], known: frozenset[str]
    ) -> bool:
        return may_share_generic_title(
            Issue.of(metadata),
            self._evidence[key].issue,
            has_author_in_common=not authors.isdisjoint(known),
            has_no_authors=not authors and not known,
        )


def have_other_authors(one: Collection[Author], other: Collection[Author]) -> bool:
    """Return whether two papers have authors, and none in common."""
    return bool(one and other) and author_keys(one).isdisjoint(author_keys(other))


def _is_another_chapter(metadata: SourceMetadata, evidence: _Evidence) -> bool:
    """Return whether a paper by the same authors has a title that is clearly none of the known ones."""
    return bool(metadata.authors and evidence.authors and evidence.stated_titles) and all(
        are_clearly_different(metadata.title, title) for title in evidence.stated_titles
    )


def _contradicts(ids: Mapping[str, str], evidence: _Evidence) -> bool:
    for kind in _UNIQUE_KINDS:
        if kind in ids and kind in evidence.ids:
            if ids[kind] not in evidence.ids[kind]:
                return True
            if kind == "arxiv":
                return False
    return False


def new_key(metadata: SourceMetadata, taken: Container[str]) -> str:
    """Return the key of a new record: from its arXiv id, DOI or title, with -2, -3 … if another paper has that key."""
    key = paper_key(arxiv=metadata.ids.arxiv, doi=metadata.ids.doi, title=metadata.title)
    return free_key(key, taken)


def free_key(key: str, taken: Container[str]) -> str:
    """Return the key, or the first of key-2, key-3 … that no other record has."""
    number, free = 1, key
    while free in taken:
        number += 1
        free = with_suffix(key, number)
    return free
