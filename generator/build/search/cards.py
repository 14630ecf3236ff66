"""Cards of papers, as search results show them: JSON in, compressed files out, a few cards in each.

One card alone compresses badly, and a file with many cards sends bytes that a reader does not need. So a shard has an
``opening``, the deflated cards of some of its papers, and each file continues its stream: it can refer back to
everything in the opening. A browser inflates opening and file as one stream (RFC 1951); the cards are its last lines.
Measured on the papers of content/, a card takes 690 bytes this way and 1,000 alone.
"""

from __future__ import annotations

import hashlib
import zlib
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

#: A result reads one file for one card; fewer files make a site faster to copy, check and publish.
CARDS_A_FILE = 2
#: Deflate refers back 32 KiB at most. Twice this size would save 35 bytes a card and cost 5 KB before the first.
_OPENING_BYTES = 16_000
#: One paper of so many is in the opening: with more, the opening costs more than it saves.
_PAPERS_PER_OPENING_CARD = 60
_SUFFIX = ".deflate"


@dataclass(frozen=True, kw_only=True, slots=True)
class CardFiles:
    """The folder of the cards, and the number of files it may have; ``card_file`` returns the file of a card."""

    folder: str
    files: int


def write_cards(cards: Mapping[str, bytes], bundle: Path) -> CardFiles:
    """Write cards into a folder whose name is a hash of them.

    ``cards`` are lines of JSON by the ids of results, oldest paper first.
    """
    files = max(1, len(cards) // CARDS_A_FILE)
    lines: defaultdict[int, list[bytes]] = defaultdict(list)
    digest = hashlib.sha256()
    for result, card in sorted(cards.items()):
        line = result.encode() + b" " + card
        lines[card_file(result, files)].append(line)
        digest.update(line)
    folder = bundle / f"cards.{digest.hexdigest()[:8]}"
    folder.mkdir()
    stream = zlib.compressobj(zlib.Z_BEST_COMPRESSION, zlib.DEFLATED, -zlib.MAX_WBITS, zlib.DEF_MEM_LEVEL)
    begun = stream.compress(_opening(cards)) + stream.flush(zlib.Z_SYNC_FLUSH)
    (folder / f"opening{_SUFFIX}").write_bytes(begun)
    for number, own in lines.items():
        rest = stream.copy()
        (folder / f"{number}{_SUFFIX}").write_bytes(rest.compress(b"\n".join(own)) + rest.flush())
    return CardFiles(folder=folder.name, files=files)


def card_file(result: str, files: int) -> int:
    """Return the number of a result's file: ids, as in ``en_49f3aa1``, are hashes, so files are of similar size."""
    return int(result.removeprefix("en_")[:7], 16) % files


def deflated(content: bytes) -> bytes:
    """Compress bytes for the browser's ``deflate-raw``."""
    stream = zlib.compressobj(zlib.Z_BEST_COMPRESSION, zlib.DEFLATED, -zlib.MAX_WBITS)
    return stream.compress(content) + stream.flush()


def _opening(cards: Mapping[str, bytes]) -> bytes:
    """Return the oldest papers' cards, which change least, and an empty line."""
    chosen: list[bytes] = []
    for card in list(cards.values())[: len(cards) // _PAPERS_PER_OPENING_CARD]:
        if sum(map(len, chosen)) + len(card) > _OPENING_BYTES:
            break
        chosen.append(card)
    return b"\n".join(chosen) + b"\n\n"
