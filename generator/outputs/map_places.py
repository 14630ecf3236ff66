"""The places of papers on the map and the names of its regions, for the page's script.

The rows are those of the search index (``pages/views/search.py``), which has what the script shows of a paper. So the
file has only coordinates and keys: 6 bytes a paper.
"""

from __future__ import annotations

import json
import zlib
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from functools import partial

from generator.catalog.catalog import Catalog, Entry
from generator.catalog.map.places import EXTENT
from generator.outputs.output_file import OutputFile
from generator.pages.routes import MAP_PLACES
from generator.pages.views.search import row_order

#: The coordinate of a paper that is not on the map.
NOWHERE = 0xFFFF
#: A topic's name is where most of its papers are, of this many squares of the map in each direction.
_SQUARES = 12
#: Fewest papers in a square that names a region.
_FEWEST_IN_REGION = 3


def plan_map_places(catalog: Catalog) -> OutputFile:
    """Return the file: a line of JSON, then the low and high bytes of x, and those of y; deflated."""
    entries = sorted(catalog.entries, key=lambda e: row_order(e.paper.date, e.metrics.upvotes, e.key))
    places = [catalog.places.get(entry.key) or (NOWHERE, NOWHERE) for entry in entries]
    line = {
        "extent": EXTENT,
        "regions": list(_regions(catalog, entries)),
        "keys": " ".join(entry.key for entry in entries),
    }
    text = json.dumps(line, separators=(",", ":"))
    columns = (bytes(place[axis] >> shift & 0xFF for place in places) for axis in (0, 1) for shift in (0, 8))
    content = text.encode() + b"\n" + b"".join(columns)
    return OutputFile(path=MAP_PLACES.lstrip("/"), inputs=content.hex, render=partial(_deflated, content))


def _regions(catalog: Catalog, entries: Sequence[Entry]) -> Iterator[tuple[str, int, int, int]]:
    """Yield the topic of each region, where its name is, and the number of its papers; the largest first."""
    squares: dict[str, defaultdict[tuple[int, int], list[tuple[int, int]]]] = {}
    totals: Counter[str] = Counter()
    for entry in entries:
        place = catalog.places.get(entry.key)
        if place is None or not entry.topics:
            continue
        topic = entry.topics[0].topic
        square = (place[0] * _SQUARES // (EXTENT + 1), place[1] * _SQUARES // (EXTENT + 1))
        squares.setdefault(topic, defaultdict(list))[square].append(place)
        totals[topic] += 1
    for topic in sorted(totals, key=lambda topic: (-totals[topic], topic)):
        _, papers = min(squares[topic].items(), key=lambda item: (-len(item[1]), item[0]))
        if len(papers) >= _FEWEST_IN_REGION:
            x, y = (sum(place[axis] for place in papers) // len(papers) for axis in (0, 1))
            yield topic, x, y, totals[topic]


def _deflated(content: bytes) -> bytes:
    stream = zlib.compressobj(zlib.Z_BEST_COMPRESSION, zlib.DEFLATED, -zlib.MAX_WBITS)
    return stream.compress(content) + stream.flush()
