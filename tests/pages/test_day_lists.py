"""A day with several lists: one order, with the source's name on each group."""

from __future__ import annotations

import re
from datetime import date

from generator.catalog.catalog import Catalog, build_catalog, lists_of_day
from generator.catalog.topics.topic_set import make_topic_set
from generator.model import Library, Mention, Paper, Record
from generator.pages.site import plan_site
from generator.settings import Settings

DAY = date(2025, 7, 31)
#: The lists of a day: keys in the order of their ranks, which begin with 1.
LISTS = {"arxiv": ("a", "both", "c"), "hf-json": ("d", "both"), "own-list": ("e", "f")}


def catalog_of(lists: dict[str, tuple[str, ...]], *, added: tuple[str, ...] = ()) -> Catalog:
    keys = sorted({*added, *(key for listed in lists.values() for key in listed)})
    return build_catalog(
        Library(
            records={
                key: Record(key=key, file=f"content/{key}.yaml", paper=Paper(title=f"Paper {key}", date=DAY))
                for key in keys
            },
            mentions={
                key: tuple(
                    Mention(key=key, source=source, day=DAY, rank=listed.index(key) + 1)
                    for source, listed in lists.items()
                    if key in listed
                )
                for key in keys
            },
            notes={},
            removed={},
        ),
        make_topic_set(()),
        {},
        {},
    )


def shown(catalog: Catalog) -> tuple[list[str], list[str], list[str]]:
    """The headings, ranks and titles of a day's page, in order."""
    settings = Settings(title="A digest")
    page = next(page for page in plan_site(catalog, settings) if page.address == "/days/2025-07-31/")
    return (
        re.findall(r"<h2>([^<]*) <span", page.text),
        re.findall(r'class="dg-rank"[^>]*>(\d+)<', page.text),
        re.findall(r">(Paper \w+)</a></h[23]>", page.text),
    )


def test_the_shortest_list_is_first_and_every_paper_is_shown_once() -> None:
    lists = lists_of_day(DAY, catalog_of(LISTS, added=("added",)).by_key.values())
    assert {listed.source: [entry.key for entry in listed.entries] for listed in lists} == {
        "hf-json": ["d", "both"], "own-list": ["e", "f"], "arxiv": ["a", "c"], "": ["added"],
    }  # fmt: skip


def test_several_lists_have_names_and_are_numbered_from_first_to_last() -> None:
    headings, ranks, titles = shown(catalog_of(LISTS, added=("added",)))
    assert headings == ["Hugging Face daily papers", "own-list", "arXiv", "Other papers"]
    assert ranks == ["1", "2", "3", "4", "5", "6"]
    assert titles == [f"Paper {key}" for key in ("d", "both", "e", "f", "a", "c", "added")]


def test_a_single_list_has_no_heading() -> None:
    headings, ranks, titles = shown(catalog_of({"hf-json": ("b", "a")}))
    assert (headings, ranks, titles) == ([], ["1", "2"], ["Paper b", "Paper a"])
