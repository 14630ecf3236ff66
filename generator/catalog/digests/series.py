"""Series of digests, such as "Reading group", and the parts of their addresses."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from generator.catalog.digests.digest import Digest
from generator.catalog.people.slugs import name_key, name_slug


@dataclass(frozen=True, kw_only=True, slots=True)
class Series:
    """A series with its digests in the order of their numbers."""

    name: str
    digests: tuple[Digest, ...]


def series_id(name: str) -> str:
    """Return the part of the address of a series, as in ``reading-group``; case and punctuation make no difference."""
    return name_slug(name_key(name))


def all_series(digests: Iterable[Digest]) -> tuple[Series, ...]:
    """Return all series in the order of their addresses; of several spellings of a name, the first one counts."""
    by_id: dict[str, list[tuple[int, str, Digest]]] = {}
    for digest in digests:
        if digest.series:
            part = (digest.series.number, digest.span.id, digest)
            by_id.setdefault(series_id(digest.series.name), []).append(part)
    in_order = (sorted(parts, key=lambda part: part[:2]) for _, parts in sorted(by_id.items()))
    return tuple(_series([digest for *_, digest in parts]) for parts in in_order)


def _series(digests: list[Digest]) -> Series:
    names = [digest.series.name for digest in digests if digest.series]
    return Series(name=names[0], digests=tuple(digests))
