"""Read a response body within a size limit. HTTP responses in, decompressed bytes out.

The HTTP library decompresses each received piece as a whole and as often as the server says: ``Content-Encoding: gzip,
gzip, gzip`` turns 266 bytes into 3.1 GB before anybody can count them. Here one layer is decompressed, and no more than
the limit.
"""

from __future__ import annotations

import zlib
from collections.abc import Collection

import httpx

from generator.fetching.errors import FinalResponseError, InvalidResponseError
from generator.text.visible import escape_controls

#: The largest body that is read, after decompression; the longest day of the daily papers has half a megabyte.
MAX_BYTES = 32 * 1024 * 1024
#: What requests accept, and so the only encoding that a server may use.
ACCEPTED_ENCODING = "gzip"

# zlib: the largest window, with the header of gzip or zlib detected (the manual of inflateInit2).
_GZIP_OR_ZLIB = 32 + zlib.MAX_WBITS


async def read_body(response: httpx.Response, *, most: int = MAX_BYTES, media_types: Collection[str] = ()) -> bytes:
    """The body of a streamed response, decompressed.

    Raises ``FinalResponseError`` for a body of more than ``most`` bytes and, if there are ``media_types``, for one that
    states another type. Raises ``InvalidResponseError`` for other encodings than one layer of gzip or deflate (RFC
    9110, section 8.4.1), and for a compressed body that is damaged or incomplete.
    """
    stated = response.headers.get("Content-Type", "").partition(";")[0].strip().lower()
    if stated and media_types and stated not in media_types:
        raise FinalResponseError(f"a response of the type {escape_controls(stated[:60])}")
    encoding = response.headers.get("Content-Encoding", "").strip().lower()
    if encoding not in {"", "identity", "gzip", "x-gzip", "deflate"}:
        raise InvalidResponseError("a response in an encoding that was not requested")
    inflater = None if encoding in {"", "identity"} else zlib.decompressobj(_GZIP_OR_ZLIB)
    body, received = bytearray(), False
    async for piece in response.aiter_raw():
        received = received or bool(piece)
        body += piece if inflater is None else _inflate(inflater, piece, most + 1 - len(body))
        if len(body) > most:
            raise FinalResponseError(f"more than {most // 1024**2} MB")
    if inflater is not None and received and not inflater.eof:
        raise InvalidResponseError("compressed data that is cut off")
    return bytes(body)


def _inflate(inflater: zlib._Decompress, piece: bytes, limit: int) -> bytes:
    try:
        inflated = inflater.decompress(piece, limit)
    except zlib.error:
        raise InvalidResponseError("compressed data that is damaged") from None
    if inflater.unused_data:
        raise InvalidResponseError("data after the end of the compressed response")
    return inflated
