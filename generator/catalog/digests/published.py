"""Decides which digests readers see on a day: no drafts, and none of the future."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from generator.catalog.digests.digest import Digest


@dataclass(frozen=True, kw_only=True, slots=True)
class ShownDigests:
    """The digests that a site shows; ``unpublished`` are the ids of those that only a preview shows.

    On every day from ``since`` to the day before ``until``, readers see the same digests.
    """

    digests: tuple[Digest, ...]
    unpublished: frozenset[str]
    since: date
    until: date


def shown_digests(digests: Iterable[Digest], *, today: date, preview: bool = False) -> ShownDigests:
    """Return the digests that readers see today; a ``preview`` shows all of them."""
    known = tuple(digests)
    waiting = [digest for digest in known if not digest.is_published(today)]
    hidden = frozenset(digest.span.id for digest in waiting)
    days = [digest.publish for digest in known if not digest.is_draft]
    return ShownDigests(
        digests=known if preview else tuple(digest for digest in known if digest.span.id not in hidden),
        unpublished=hidden,
        since=max((day for day in days if day <= today), default=date.min),
        until=min((day for day in days if day > today), default=date.max),
    )
