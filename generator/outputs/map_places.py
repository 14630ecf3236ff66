"""The places of papers on the map and the names of its regions, for the page's script.

The rows are those of the search index (``pages/views/search.py``), which has what the script shows of a paper. So the
file has only coordinates and keys: 6 bytes a paper.
"""

from __future__ import annotations

import hashlib
import json
import zlib
from collections.abc import Sequence
from functools import partial

from generator.catalog.catalog import Catalog, Entry
from generator.catalog.map.places import EXTENT
from generator.catalog.map.regions import find_regions
from generator.outputs.output_file import OutputFile
from generator.pages.routes import MAP_PLACES
from generator.pages.views.search import row_order

#: The coordinate of a paper that is not on the map.
NOWHERE = 0xFFFF


def plan_map_places(catalog: Catalog) -> OutputFile:
    """Return the file: a line of JSON, then the low and high bytes of x, and those of y; deflated."""
    entries = sorted(catalog.entries, key=lambda e: row_order(e.paper.date, e.metrics.upvotes, e.key))
    path = MAP_PLACES.lstrip("/")
    return OutputFile(path=path, inputs=partial(_inputs, catalog, entries), render=partial(_render, catalog, entries))


def _inputs(catalog: Catalog, entries: Sequence[Entry]) -> str:
    """Return a hash of what places and names depend on, which is found sooner than the names."""
    topics = [(topic.id, topic.name) for topic in catalog.topic_set.topics]
    made_from = hashlib.sha256(repr(topics).encode())
    for entry in entries:
        topic = entry.topics[0].topic if entry.topics else ""
        shown = (entry.key, catalog.places.get(entry.key), topic, entry.paper.title, entry.paper.abstract)
        made_from.update(repr(shown).encode())
    return made_from.hexdigest()


def _render(catalog: Catalog, entries: Sequence[Entry]) -> bytes:
    places = [catalog.places.get(entry.key) or (NOWHERE, NOWHERE) for entry in entries]
    line = {
        "extent": EXTENT,
        "regions": [(region.name, region.x, region.y, region.papers) for region in find_regions(catalog)],
        "keys": " ".join(entry.key for entry in entries),
    }
    text = json.dumps(line, separators=(",", ":"))
    columns = (bytes(place[axis] >> shift & 0xFF for place in places) for axis in (0, 1) for shift in (0, 8))
    return _deflated(text.encode() + b"\n" + b"".join(columns))


def _deflated(content: bytes) -> bytes:
    stream = zlib.compressobj(zlib.Z_BEST_COMPRESSION, zlib.DEFLATED, -zlib.MAX_WBITS)
    return stream.compress(content) + stream.flush()
