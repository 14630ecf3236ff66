"""Records in, columns out: the facts that search filters, counts and sorts by. Rows are papers, oldest first.

A file of columns is, deflated: a line of JSON, then bytes. Few papers differ in their topics, so a row has the number
of its combination of topics, and so with links and source; the most frequent combinations have the lowest numbers and
compress best.
"""

from __future__ import annotations

import json
import zlib
from collections import Counter
from collections.abc import Hashable, Iterable, Sequence
from functools import partial
from itertools import chain, groupby, pairwise
from typing import TYPE_CHECKING, TypeVar

from generator.build.search.encoded import EncodedParts
from generator.pages.views.search import HAS, SearchRecord

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

#: Authors of a paper that the facet of authors counts.
_MOST_AUTHORS = 0xFFFF
#: Larger columns of topics, links and sources are loaded when a reader opens one of their facets or filters by it.
_MOST_BYTES_SHOWN = 12_000
_WINDOW = zlib.MAX_WBITS
#: Facets whose columns a page may load later; days are small.
_FACETS = ("topic", "has", "source")
Value = TypeVar("Value", bound=Hashable)


def days(records: Sequence[SearchRecord]) -> bytes:
    """Return the ``first`` day, and of all days with papers the ``gaps`` since the one before and their ``papers``."""
    papers = {day: len(list(own)) for day, own in groupby(record.date for record in records)}
    dates = list(papers)
    line = {
        "first": dates[0].isoformat() if dates else "",
        "gaps": [(day - before).days for before, day in pairwise((*dates[:1], *dates))],
        "papers": list(papers.values()),
    }
    return _file(line)


def topics(records: Sequence[SearchRecord]) -> bytes:
    """Return the combinations of topics, and as three columns the bytes of the number of each row's."""
    return _combinations([tuple(topic.id for topic in record.topics) for record in records])


def links(records: Sequence[SearchRecord]) -> bytes:
    """Return the combinations of kinds of links, a bit for each, and source; and each row's, as ``topics`` does."""
    bits = {kind: 1 << bit for bit, kind in enumerate(HAS)}
    return _combinations([(sum(bits[kind] for kind in record.has), record.source) for record in records])


def closed_facets(*columns: bytes) -> list[str]:
    """Return the facets that stay closed until a reader opens them, because their columns are large."""
    return [] if sum(map(len, columns)) <= _MOST_BYTES_SHOWN else list(_FACETS)


def votes(records: Sequence[SearchRecord]) -> bytes:
    """Return the votes of each row, -1 where no source counts them."""
    return _file([-1 if record.votes is None else record.votes for record in records])


def authors(records: Sequence[SearchRecord], parts: EncodedParts) -> bytes:
    """Return the authors' names in the order in which they first appear, and each paper's authors.

    The line has the words of names in the order in which they first appear, in a text, and how many papers and names
    there are. The columns have how many words each name has; the numbers of these words; how many authors each paper
    has; and for each author 0 where the name is new, else its place among the names plus 1. A column has its low bytes
    first, then the middle and the high ones. ``parts`` has the file of the last build.
    """
    listed = [record.authors[:_MOST_AUTHORS] for record in records]
    made_from = json.dumps(listed, ensure_ascii=False).encode()
    return parts.part("authors", (made_from,), partial(_authors_file, listed))


def _authors_file(listed: Sequence[Sequence[str]]) -> bytes:
    import numpy as np

    authors = list(chain.from_iterable(listed))
    place_of = {name: place for place, name in enumerate(dict.fromkeys(authors), 1)}
    spelled = " ".join(place_of).split(" ") if place_of else []
    words = {word: number for number, word in enumerate(dict.fromkeys(spelled))}
    places = np.array(list(map(place_of.__getitem__, authors)), dtype=np.int64)
    places[np.diff(np.maximum.accumulate(places), prepend=0) > 0] = 0  # new names have places in order
    return _file(
        {"words": " ".join(words), "names": len(place_of), "papers": len(listed)},
        *_three_bytes([name.count(" ") + 1 for name in place_of]),
        *_three_bytes(list(map(words.__getitem__, spelled))),
        *_three_bytes(list(map(len, listed))),
        *_three_bytes(places),
    )


def _three_bytes(numbers: Sequence[int] | NDArray[np.int64]) -> tuple[bytes, bytes, bytes]:
    """Return the low, the middle and the high bytes of numbers."""
    import numpy as np

    columns = np.asarray(numbers, dtype="<u4").view(np.uint8).reshape(-1, 4)
    return columns[:, 0].tobytes(), columns[:, 1].tobytes(), columns[:, 2].tobytes()


def _numbered(values: Iterable[Value]) -> dict[Value, int]:
    """Number values by their frequency."""
    times = Counter(values)
    return {value: number for number, value in enumerate(sorted(times, key=lambda value: (-times[value], value)))}


def _combinations(values: Sequence[Hashable]) -> bytes:
    numbered = _numbered(values)
    numbers = [numbered[value] for value in values]
    return _file(list(numbered), *_three_bytes(numbers))


def _file(line: object, *columns: bytes) -> bytes:
    return b"".join(map(_deflated, (_json(line).encode() + b"\n", *columns))) + zlib.compressobj(wbits=-_WINDOW).flush()


def _deflated(part: bytes) -> bytes:
    """Compress a part of a stream by itself: references back are longer than codes where rows are by chance."""
    tried = []
    for strategy in (zlib.Z_DEFAULT_STRATEGY, zlib.Z_HUFFMAN_ONLY):
        stream = zlib.compressobj(zlib.Z_BEST_COMPRESSION, zlib.DEFLATED, -_WINDOW, zlib.DEF_MEM_LEVEL, strategy)
        tried.append(stream.compress(part) + stream.flush(zlib.Z_SYNC_FLUSH))
    return min(tried, key=len)


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
