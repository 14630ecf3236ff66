"""What results show of papers, packed: a few cards a file, each file the end of a stream that the shard begins.

A card alone is too short to be compressed well, and many in a file are bytes that nobody asked for. So a shard has
an ``opening``, some of its papers deflated, and each file goes on where the opening stops: it can point back at
everything in there. A browser inflates opening and file as one stream (RFC 1951), and the cards are its last lines.
Measured on the papers of content/, a card takes 690 bytes where it took 1,000 alone.
"""

from __future__ import annotations

import hashlib
import zlib
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

#: A result reads one file, and wants one card of it; the fewer files, the sooner a site is copied, checked and sent.
CARDS_A_FILE = 2
#: Deflate looks back 32 KiB, so twice as much would save a reader 35 bytes a card, and cost 5 KB before the first.
_OPENING_BYTES = 16_000
#: So many papers of a shard pay for one in its opening.
_PAYING = 60
_SUFFIX = ".deflate"


@dataclass(frozen=True, kw_only=True, slots=True)
class CardFiles:
    """Where cards are: the folder, and how many files it may have; ``card_file`` says which has a card."""

    folder: str
    files: int


def write_cards(cards: Mapping[str, bytes], bundle: Path) -> CardFiles:
    """Write cards, a line of JSON each by the ids of results, oldest paper first, into a folder named by contents."""
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
    """The file with the card of a result: ids, as in ``en_49f3aa1``, are digests, so files hold about as many each."""
    return int(result.removeprefix("en_")[:7], 16) % files


def deflated(content: bytes) -> bytes:
    """Bytes as the browser's ``deflate-raw`` reads them."""
    stream = zlib.compressobj(zlib.Z_BEST_COMPRESSION, zlib.DEFLATED, -zlib.MAX_WBITS)
    return stream.compress(content) + stream.flush()


def _opening(cards: Mapping[str, bytes]) -> bytes:
    """The oldest papers' cards, which change least; an empty line ends them."""
    chosen: list[bytes] = []
    for card in list(cards.values())[: len(cards) // _PAYING]:
        if sum(map(len, chosen)) + len(card) > _OPENING_BYTES:
            break
        chosen.append(card)
    return b"\n".join(chosen) + b"\n\n"
