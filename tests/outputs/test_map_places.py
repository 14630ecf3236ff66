"""The file of places stays small enough for a phone."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date, timedelta

from generator.catalog.catalog import build_catalog
from generator.catalog.map.places import EXTENT
from generator.catalog.topics.topic_set import make_topic_set
from generator.model import Library, Paper, Record
from generator.outputs.map_places import plan_map_places

PAPERS = 10_000
#: Two coordinates of 14 bits and a key with five arbitrary digits are about 6 bytes a paper. Opening the map may take
#: 300 KB: a third is for places, the rest for the page, its scripts and the search index.
MOST_BYTES = 100_000


def test_the_places_of_ten_thousand_papers_are_a_small_file() -> None:
    drawn = random.Random(1)
    records = {}
    for number in range(PAPERS):
        day = date(2023, 1, 1) + timedelta(days=number // 12)
        key = f"{day:%y%m}.{drawn.randrange(100_000):05}v{number % 2}"
        records[key] = Record(
            key=key, file=f"content/papers/{key}.yaml", paper=Paper(title=f"Study {number % 50}", date=day)
        )
    catalog = build_catalog(Library(records=records, mentions={}, notes={}, removed={}), make_topic_set(()), {}, {})
    places = {key: (drawn.randrange(EXTENT), drawn.randrange(EXTENT)) for key in records}
    file = plan_map_places(replace(catalog, places=places)).render()
    assert len(file) < MOST_BYTES
