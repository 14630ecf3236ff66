"""Cards of papers, as search results show them: JSON in, compressed files out, one for each card.

One card alone compresses badly. So there is an ``opening``, the deflated cards of some of the oldest papers, and each
file continues its stream: it can refer back to everything in the opening. A browser inflates opening and file as one
stream (RFC 1951); the card is the last line. Measured on the papers of content/, a card takes 700 bytes this way and
1,000 alone; with two cards a file it would take 670, but an answer of ten would load twice as many bytes.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Sequence
from typing import Any

from generator.pages.views.search import SearchRecord
from generator.text.markup.math import plain, prose_pieces

#: Deflate refers back 32 KiB at most. Twice this size would save 40 bytes a card and cost 5 KB before the first.
_OPENING_BYTES = 16_000
#: One paper of so many is in the opening: with more, the opening costs more than it saves.
_PAPERS_PER_OPENING_CARD = 60
#: More than fit into its bytes.
_MOST_OPENING_CARDS = 100
_FACTS = tuple(name for name in SearchRecord.__slots__ if name not in ("fingerprint", "bibtex", "ids", "keywords"))


def card(record: SearchRecord) -> bytes:
    """Return a record as JSON; topics by their ids, because the manifest has their names. Empty facts are left out."""
    shown: dict[str, Any] = {name: getattr(record, name) for name in _FACTS}
    # For exports; the page draws ``parts``. Index and queries read ``α`` and ``\\alpha`` as one word.
    shown |= {name: plain(shown[name]) for name in ("title", "abstract")}
    shown["date"] = record.date.isoformat()
    shown["topics"] = [topic.id for topic in record.topics]
    shown["links"] = [[link.label, link.href] for link in record.links]
    present = {name: value for name, value in shown.items() if value not in ("", None, (), [])}
    pieces = {name: prose_pieces(getattr(record, name)) for name in ("title", "abstract")}
    if formulas := {name: made for name, made in pieces.items() if made}:
        present["parts"] = formulas
    return json.dumps(present | {"bibtex": record.bibtex()}, ensure_ascii=False, separators=(",", ":")).encode()


class CardWriter:
    """Compresses cards after the opening, which depends on the oldest papers alone."""

    def __init__(self, opening: Sequence[SearchRecord]) -> None:
        chosen: list[bytes] = []
        for record in opening:
            line = card(record)
            if sum(map(len, chosen)) + len(line) > _OPENING_BYTES:
                break
            chosen.append(line)
        self._stream = zlib.compressobj(zlib.Z_BEST_COMPRESSION, zlib.DEFLATED, -zlib.MAX_WBITS, zlib.DEF_MEM_LEVEL)
        begun = self._stream.compress(b"".join(line + b"\n" for line in chosen))
        #: The first part of the stream of every card.
        self.opening = begun + self._stream.flush(zlib.Z_SYNC_FLUSH)

    def write(self, record: SearchRecord) -> bytes:
        """Return the file of a card."""
        rest = self._stream.copy()
        return rest.compress(card(record)) + rest.flush()


def opening_records(oldest_first: Sequence[SearchRecord]) -> Sequence[SearchRecord]:
    """Return the records whose cards may be in the opening: more each time that the archive has doubled."""
    share = len(oldest_first) // _PAPERS_PER_OPENING_CARD
    return oldest_first[: 1 << share.bit_length() >> 1][:_MOST_OPENING_CARDS]


def deflated(content: bytes) -> bytes:
    """Compress bytes for the browser's ``deflate-raw``."""
    stream = zlib.compressobj(zlib.Z_BEST_COMPRESSION, zlib.DEFLATED, -zlib.MAX_WBITS)
    return stream.compress(content) + stream.flush()
