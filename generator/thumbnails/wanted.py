"""Which pictures the newest days need. A library in; the picture of each paper out, with the place that names it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from generator.model import Library, Mention, Record
from generator.text.addresses.pictures import NO_PICTURE

#: The folder of a site's own pictures is content/images/; records name them from content/.
CONTENT = "content/"
#: Images of link previews, which show nothing but the title and the authors.
_LINK_PREVIEWS = "https://cdn-thumbnails.huggingface.co/social-thumbnails/"


@dataclass(frozen=True, kw_only=True, slots=True)
class WantedPicture:
    """The picture of a paper: a web address, or the path of a file in the site's folder.

    ``file`` and ``field`` are where it is named: in the record, or in a source's list.
    """

    key: str
    address: str
    file: str
    field: str

    @property
    def is_local(self) -> bool:
        """Whether it is a file of the site."""
        return "://" not in self.address


def wanted_pictures(library: Library, *, days: int) -> tuple[WantedPicture, ...]:
    """Return the pictures of all papers of the newest ``days`` digests, newest papers first."""
    newest = sorted({day for record in library.records.values() for day in _days(library, record)})[-days:]
    if not days or not newest:
        return ()
    recent = [record for record in library.records.values() if max(_days(library, record)) >= newest[0]]
    ordered = sorted(recent, key=lambda record: (-record.paper.date.toordinal(), record.key))
    return tuple(picture for record in ordered if (picture := _picture(record, library.mentions)) is not None)


def _days(library: Library, record: Record) -> frozenset[date]:
    mentions = library.mentions.get(record.key, ())
    return frozenset((record.paper.date, *(mention.day for mention in mentions)))


def _is_figure(address: str | None) -> bool:
    return bool(address) and not str(address).startswith(_LINK_PREVIEWS)


def _picture(record: Record, mentions: Mapping[str, tuple[Mention, ...]]) -> WantedPicture | None:
    """Return what the record says, or else the picture of the newest list that has one."""
    stated = record.paper.image
    if stated == NO_PICTURE:
        return None
    if stated is not None:
        address = stated if "://" in stated else CONTENT + stated
        return WantedPicture(key=record.key, address=address, file=record.file, field="image")
    listed = [mention for mention in mentions.get(record.key, ()) if _is_figure(mention.metrics.thumbnail)]
    newest = max(listed, key=lambda mention: (mention.day, mention.source, -mention.rank), default=None)
    if newest is None:
        return None
    file = f"content/sources/{newest.source}/{newest.day.isoformat()}.json"
    return WantedPicture(
        key=record.key, address=newest.metrics.thumbnail or "", file=file, field=f"{record.key}: thumbnail"
    )
