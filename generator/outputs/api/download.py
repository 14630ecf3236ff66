"""The download of all papers: one gzip file (RFC 1952) that is joined from chunks, one for each file of papers.

A chunk ends at a byte and refers to nothing before it, as after a full flush (zlib manual, "deflate"). So a build takes
the chunks that did not change from the last download, and a program can load one of them with a range request. Readers
see one gzip member: some refuse a file of several, such as ``DecompressionStream`` in browsers.
"""

from __future__ import annotations

import json
import struct
import zlib
from collections.abc import Mapping, Sequence
from itertools import accumulate, pairwise

from generator.pages.routes import API

#: The file and its index on the site.
DOWNLOAD = f"{API}papers.jsonl.gz".lstrip("/")
INDEX = f"{API}index.json".lstrip("/")
#: Compressed with deflate, without a name and without a date, by an unknown system.
_HEADER = b"\x1f\x8b\x08" + bytes(6) + b"\xff"
#: The last block of a stream, without data.
_LAST_BLOCK = b"\x03\x00"
_LEVEL = 6


def deflate_chunk(text: bytes) -> bytes:
    """Return a text as a chunk."""
    compressor = zlib.compressobj(_LEVEL, wbits=-zlib.MAX_WBITS)
    return compressor.compress(text) + compressor.flush(zlib.Z_FULL_FLUSH)


def inflate_chunk(chunk: bytes) -> bytes:
    """Return the text of a chunk."""
    return zlib.decompress(chunk + _LAST_BLOCK, wbits=-zlib.MAX_WBITS)


def join_chunks(chunks: Sequence[bytes]) -> bytes:
    """Return the gzip file of all chunks."""
    checksum, size = 0, 0
    for chunk in chunks:
        text = inflate_chunk(chunk)
        checksum, size = zlib.crc32(text, checksum), size + len(text)
    return b"".join((_HEADER, *chunks, _LAST_BLOCK, struct.pack("<II", checksum, size & 0xFFFFFFFF)))


def chunk_ranges(chunks: Sequence[bytes]) -> tuple[tuple[int, int], ...]:
    """Return the first and the last byte of each chunk in the gzip file, as a range request names them."""
    starts = accumulate(map(len, chunks), initial=len(_HEADER))
    return tuple((start, end - 1) for start, end in pairwise(starts))


def read_chunks(index: bytes, download: bytes) -> Mapping[str, bytes]:
    """Return the chunks of a download by their state in the index of its API."""
    return {
        shard["state"]: download[shard["range"][0] : shard["range"][1] + 1] for shard in json.loads(index)["shards"]
    }
