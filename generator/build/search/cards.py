"""Cards of papers, as search results show and export them: records in, compressed files of a few cards out.

One card alone compresses badly. So there is an ``opening``, the deflated cards of some of the oldest papers, and each
file continues its stream: it can refer back to everything in the opening. A browser inflates opening and file as one
stream (RFC 1951); the cards are the last lines.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Sequence
from typing import Any

from generator.pages.views.search import SearchRecord
from generator.text.markup.math import plain, prose_pieces
from generator.text.scripts import language_of

#: Deflate refers back 32 KiB at most. Twice this size would save 50 bytes a card and cost 3 KB before the first.
_OPENING_BYTES = 8_000
#: One paper of so many is in the opening: with more, the opening costs more than it saves.
_PAPERS_PER_OPENING_CARD = 60
#: More than fit into its bytes.
_MOST_OPENING_CARDS = 100
#: Cards of a file. An answer shows cards that no other answer has together, so it loads about one file for each, and
#: fewer in a file make it lighter. Hosts that count files (20,000 at Cloudflare Pages) need more in large archives,
#: up to the size where the pages of papers alone are too many files.
#: Ranges of bytes in larger files are no way out: Cloudflare Pages answers with the whole file, and GitHub Pages
#: compresses what it sends, so that the places in it are others.
#: Each pair is a number of papers and the cards of a file in archives with at least as many.
_TOGETHER = ((0, 2), (10_500, 8), (17_500, 4))
_FACTS = ("key", "address", "authors", "status", "votes")
_TEXTS = ("title", "abstract")


def card(record: SearchRecord) -> bytes:
    """Return a record as JSON; topics by their ids, because the manifest has their names. Empty facts are left out."""
    written = {name: getattr(record, name) for name in _TEXTS}
    leading = {name: getattr(record.lead or record, name) for name in _TEXTS}
    # Index and queries read ``α`` and ``\\alpha`` as one word; the page draws ``parts``. Exports write ``tex``, which
    # is the original where a translation leads.
    shown = {name: plain(text) for name, text in leading.items()}
    facts: dict[str, Any] = {name: getattr(record, name) for name in _FACTS} | {
        **shown,
        "lang": record.lead.language if record.lead else language_of(shown["title"]),
        "date": record.date.isoformat(),
        "topics": [topic.id for topic in record.topics],
        "links": [[link.label, link.href] for link in record.links],
        "parts": {name: made for name, text in leading.items() if (made := prose_pieces(text))},
        "tex": {name: text for name, text in written.items() if text != shown[name]},
        "cited": record.cited(),
    }
    present = {name: value for name, value in facts.items() if value not in ("", None, (), [], {})}
    return json.dumps(present, ensure_ascii=False, separators=(",", ":")).encode()


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

    def write(self, records: Sequence[SearchRecord]) -> bytes:
        """Return the file of some cards."""
        rest = self._stream.copy()
        return rest.compress(b"\n".join(map(card, records))) + rest.flush()


def cards_together(papers: int) -> int:
    """Return how many cards of an archive of so many papers are in a file."""
    return max((least, cards) for least, cards in _TOGETHER if least <= papers)[1]


def opening_records(oldest_first: Sequence[SearchRecord]) -> Sequence[SearchRecord]:
    """Return the records whose cards may be in the opening: more each time that the archive has doubled."""
    share = len(oldest_first) // _PAPERS_PER_OPENING_CARD
    return oldest_first[: 1 << share.bit_length() >> 1][:_MOST_OPENING_CARDS]


def deflated(content: bytes) -> bytes:
    """Compress bytes for the browser's ``deflate-raw``."""
    stream = zlib.compressobj(zlib.Z_BEST_COMPRESSION, zlib.DEFLATED, -zlib.MAX_WBITS)
    return stream.compress(content) + stream.flush()
