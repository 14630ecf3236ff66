"""Which papers are one paper, and which key a new one gets."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from generator.ids import arxiv_of_doi, normal_title, paper_key, with_suffix
from generator.model import Author, Ids, SourceMetadata

#: The strongest first: two arXiv ids that differ are two papers, whatever else agrees.
_KINDS = ("arxiv", "doi", "acl", "openreview")
#: Kinds of which a paper has one only. A paper can have stood in the ACL Anthology and, before, on OpenReview twice.
_ONLY_ONE = ("arxiv", "doi")


def identity_ids(ids: Ids) -> dict[str, str]:
    """The ids by kind that tell papers apart; arXiv's own DOI of a paper is its arXiv id."""
    found = {kind: value for kind in _KINDS if (value := getattr(ids, kind)) is not None}
    arxiv = arxiv_of_doi(ids.doi) if ids.doi else None
    if arxiv:
        del found["doi"]
        found.setdefault("arxiv", arxiv)
    return found


@dataclass(slots=True)
class _Known:
    """All that was ever said about one key: by its record, and by sources."""

    ids: dict[str, set[str]] = field(default_factory=dict)
    titles: set[str] = field(default_factory=set)
    authors: set[str] = field(default_factory=set)
    corrected: dict[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class IdentityIndex:
    """Finds the key of a paper among those it has been told of. The order of telling changes no answer."""

    _known: dict[str, _Known] = field(default_factory=dict)
    _by_id: dict[tuple[str, str], set[str]] = field(default_factory=dict)
    _by_title: dict[str, set[str]] = field(default_factory=dict)

    def add(self, key: str, *, title: str, ids: Ids, authors: Iterable[Author] = (), by_people: bool = False) -> None:
        """Learn what somebody said of a key; people's word on an id stands against a source's."""
        known = self._known.setdefault(key, _Known())
        for kind, value in identity_ids(ids).items():
            known.ids.setdefault(kind, set()).add(value)
            self._by_id.setdefault((kind, value), set()).add(key)
            if by_people:
                known.corrected[kind] = value
        if title:
            known.titles.add(normal_title(title))
            self._by_title.setdefault(normal_title(title), set()).add(key)
        known.authors.update(author.parsed_name.match_key for author in authors)

    def find(self, metadata: SourceMetadata) -> str | None:
        """The key of the same paper: by arXiv id, else DOI and other ids, else title with a common author.

        Where one side has no authors, the title is enough. Never a paper that has another arXiv id, or, when
        no arXiv id agrees, another DOI.
        """
        ids = identity_ids(metadata.ids)
        return next(self._found_by_id(metadata, ids), None) or next(self._found_by_title(metadata, ids), None)

    def agrees(self, key: str, metadata: SourceMetadata) -> bool:
        """Whether the key can be this paper: no id says otherwise."""
        return key in self._known and not self._contradicts(identity_ids(metadata.ids), self._known[key])

    def _found_by_id(self, metadata: SourceMetadata, ids: Mapping[str, str]) -> Iterator[str]:
        for kind, value in ids.items():
            for key in sorted(self._by_id.get((kind, value), ())):
                known = self._known[key]
                # People corrected the id that a source gave; only the title tells whether the source means this record.
                withdrawn = known.corrected.get(kind, value) != value
                if withdrawn and normal_title(metadata.title) not in known.titles:
                    continue
                if not self._contradicts(ids, known):
                    yield key

    def _found_by_title(self, metadata: SourceMetadata, ids: Mapping[str, str]) -> Iterator[str]:
        authors = {author.parsed_name.match_key for author in metadata.authors}
        candidates = sorted(self._by_title.get(normal_title(metadata.title), ()))
        fitting = [key for key in candidates if not self._contradicts(ids, self._known[key])]
        yield from (key for key in fitting if authors & self._known[key].authors)
        yield from (key for key in fitting if not authors or not self._known[key].authors)

    @staticmethod
    def _contradicts(ids: Mapping[str, str], known: _Known) -> bool:
        for kind in _ONLY_ONE:
            if kind in ids and kind in known.ids:
                if ids[kind] not in known.ids[kind]:
                    return True
                if kind == "arxiv":
                    return False
        return False


def new_key(metadata: SourceMetadata, taken: Container[str]) -> str:
    """The key of a new record; when another paper has it, the first free one of key-2, key-3 …"""
    key = paper_key(arxiv=metadata.ids.arxiv, doi=metadata.ids.doi, title=metadata.title)
    return free_key(key, taken)


def free_key(key: str, taken: Container[str]) -> str:
    """The key, or the first of key-2, key-3 … that no other record has."""
    number, free = 1, key
    while free in taken:
        number += 1
        free = with_suffix(key, number)
    return free
