"""The names of the map's regions: what tells the papers of a part of the map from those of the others."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date

from generator.catalog.catalog import Catalog, build_catalog
from generator.catalog.map.places import EXTENT
from generator.catalog.map.regions import find_regions
from generator.catalog.topics.classifier import TopicAssignment
from generator.catalog.topics.topic_set import Topic, make_topic_set
from generator.model import Library, Paper, Record

TOPICS = make_topic_set((Topic(id="agents", name="Agents", description="Programs that act."),))
#: The texts of papers, and the corner of the map in which they are.
SUBJECTS = {
    "robot": ("We study imitation learning and hallucination.", (0, 0)),
    "image": ("We study diffusion transformers and hallucination.", (1, 1)),
    "agent": ("We study hallucination.", (0, 1)),
    "frame": ("We study hallucination, each frame, stochastic.", (1, 0)),
    "shots": ("We study in-context learning and hallucination.", (1, 1)),
    "upper": ("We study hallucination and agents.", (1, 0)),
}


def catalog_of(counts: dict[str, int], *, shuffled: int = 0) -> Catalog:
    keys = [f"{subject}-{number}" for subject, count in counts.items() for number in range(count)]
    random.Random(shuffled).shuffle(keys)
    # The first paper of each subject says nothing of it.
    texts = {key: "Something." if key.endswith("-0") else SUBJECTS[key.partition("-")[0]][0] for key in keys}
    records = {
        key: Record(
            key=key,
            file=f"content/papers/{key}.yaml",
            paper=Paper(title="A study", abstract=text, date=date(2025, 7, 31)),
        )
        for key, text in texts.items()
    }
    agents = {
        key: (TopicAssignment(topic="agents", score=2.0),)
        for key in keys
        if key.startswith(("agent", "frame", "upper"))
    }
    catalog = build_catalog(Library(records=records, mentions={}, notes={}, removed={}), TOPICS, agents, {})
    places = {}
    for key in keys:
        subject, _, number = key.partition("-")
        x, y = (round((0.1 + 0.8 * side) * EXTENT) for side in SUBJECTS[subject][1])
        places[key] = (x + int(number), y)
    return replace(catalog, places=places)


def test_regions_are_named_after_their_most_telling_phrases() -> None:
    regions = find_regions(catalog_of({"robot": 12, "image": 10, "agent": 8}))
    # What all papers say names no region; the last one has nothing else, and so the name of its topic.
    assert [(region.name, region.papers) for region in regions] == [
        ("imitation learning", 12),
        ("diffusion transformers", 10),
        ("Agents", 8),
    ]
    assert regions[0].x == round(0.1 * EXTENT) + 5, "a name is in the middle of its papers"


def test_no_name_begins_inside_a_compound() -> None:
    names = [region.name for region in find_regions(catalog_of({"robot": 12, "shots": 10}))]
    assert names[0] == "imitation learning"
    assert not [name for name in names if name.startswith("context")], names


def test_a_word_that_tells_little_gives_way_to_the_topic() -> None:
    assert [region.name for region in find_regions(catalog_of({"robot": 12, "frame": 10}))] == [
        "imitation learning",
        "Agents",
    ]


def test_names_that_differ_only_in_case_are_the_same() -> None:
    # The papers of "upper" say "agents", and those of "agent" have the topic "Agents".
    names = [region.name for region in find_regions(catalog_of({"robot": 12, "upper": 10, "agent": 8}))]
    assert len(names) == len({name.casefold() for name in names}), names


def test_two_regions_never_have_the_same_name() -> None:
    catalog = catalog_of({"robot": 12, "image": 10, "agent": 8})
    apart = {
        key: (place[0], EXTENT // 2) for key, place in catalog.places.items() if place and key.startswith("robot-1")
    }
    names = [region.name for region in find_regions(replace(catalog, places={**catalog.places, **apart}))]
    assert len(names) == len(set(names))


def test_the_order_of_papers_changes_no_name() -> None:
    counts = {"robot": 12, "image": 10, "agent": 8}
    assert find_regions(catalog_of(counts)) == find_regions(catalog_of(counts, shuffled=1))


def test_too_few_papers_have_no_name() -> None:
    assert find_regions(catalog_of({"robot": 2})) == ()
    assert find_regions(catalog_of({})) == ()
