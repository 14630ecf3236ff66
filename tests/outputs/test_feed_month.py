"""A month of a digest, as a feed reader follows it, and a year of it, as its older pages keep it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

import feedparser
import pytest

from generator.catalog.catalog import Catalog, build_catalog
from generator.catalog.saved_searches import SavedSearch
from generator.catalog.topics.classifier import TopicAssignment
from generator.catalog.topics.topic_set import Topic, make_topic_set
from generator.model import Library, Mention, Paper, Record
from generator.outputs.feeds.plan import plan_feeds
from generator.outputs.output_file import OutputFile
from generator.settings import Settings
from tests.outputs.feed_rules import ATOM, link, read_atom, read_json_feed

SETTINGS = Settings(title="Digest", site_url="https://example.org/digest")
ROOT = "https://example.org/digest/"
TOPICS = (Topic(id="robots", name="Robots", description="Act."), Topic(id="words", name="Words", description="Write."))
SEARCH = SavedSearch(id="seven", name="Sevens", query="seven")
FIRST = date(2025, 12, 8)


def papers_of(day: date) -> dict[str, Paper]:
    """Papers of a day: none on Sundays, a hundred and sixty on one day, else up to thirty."""
    number = day.toordinal()
    count = 0 if day.weekday() == 6 else 160 if day == date(2025, 12, 18) else number * 7 % 30 + 1
    return {
        f"{day:%y%m%d}.{rank:03}": Paper(title=f"Paper {rank} {'seven' if rank % 7 == 0 else ''}", date=day)
        for rank in range(1, count + 1)
    }


def catalog_of(papers: Mapping[str, Paper], again: Mapping[str, date] | None = None) -> Catalog:
    """A catalog; papers that are listed ``again`` have a second list."""
    records = {key: Record(key=key, file=f"content/papers/{key}.yaml", paper=paper) for key, paper in papers.items()}
    days = {key: [paper.date, *([again[key]] if again and key in again else [])] for key, paper in papers.items()}
    mentions = {
        key: tuple(Mention(key=key, source="hf", day=day, rank=int(key[-3:])) for day in listed)
        for key, listed in days.items()
    }
    topics = {key: (TopicAssignment(topic="robots" if int(key[-3:]) % 3 else "words", score=1.0),) for key in papers}
    library = Library(records=records, mentions=mentions, notes={}, removed={})
    return build_catalog(library, make_topic_set(TOPICS), topics, {}, (SEARCH,))


class Reader:
    """A feed reader: it shows each item whose id it has not seen, as the specifications say."""

    def __init__(self) -> None:
        self.seen: set[str] = set()

    def check(self, raw: bytes) -> list[str]:
        """Return the keys of the items that are new."""
        parsed = feedparser.parse(raw)
        assert parsed.bozo == 0
        new = [entry.id for entry in parsed.entries if entry.id not in self.seen]
        assert len(new) == len(set(new))
        self.seen.update(new)
        return [each.rpartition("/")[2] for each in new]


@pytest.mark.parametrize(
    ("path", "belongs"),
    [
        ("feeds/papers.xml", lambda rank: True),
        ("feeds/topics/words/papers.xml", lambda rank: rank % 3 == 0),
        ("feeds/searches/seven/papers.xml", lambda rank: rank % 7 == 0),
    ],
)
def test_a_month_of_builds_loses_no_item_and_shows_none_twice(path: str, belongs: object) -> None:
    assert callable(belongs)
    papers: dict[str, Paper] = {}
    again: dict[str, date] = {}
    reader = Reader()
    shown: list[str] = []
    for number in range(31):
        day = FIRST + timedelta(days=number)
        new = papers_of(day)
        if number % 5 == 4:  # a list names two papers of last week again, and one that was late
            again |= dict.fromkeys(list(papers)[-40:-38], day)
            late = day - timedelta(days=1)
            papers[f"{late:%y%m%d}.987"] = Paper(title="A late seven", date=late)
        papers |= new
        files = {file.path: file for file in plan_feeds(catalog_of(papers, again), SETTINGS)}
        shown += reader.check(files[path].render())
        if new:
            newest = max(papers[key].date for key in papers).isoformat()
            updated = feedparser.parse(files["feeds/papers.xml"].render()).feed.updated
            assert updated.startswith(newest), "a feed is never older than the site"
    expected = [key for key in papers if belongs(int(key[-3:]))]
    assert sorted(each for each in shown if each != "waiting") == sorted(expected)
    assert len(papers) > 400


@pytest.mark.parametrize("path", ["feeds/papers.json", "feeds/topics/robots/papers.json"])
def test_a_busy_day_is_whole_in_json(path: str) -> None:
    day = date(2025, 12, 18)
    papers = papers_of(day - timedelta(days=1)) | papers_of(day)
    files = {file.path: file for file in plan_feeds(catalog_of(papers), SETTINGS)}
    items = read_json_feed(files[path].render())["items"]
    expected = [key for key in papers if path == "feeds/papers.json" or int(key[-3:]) % 3]
    assert sorted(item["id"].rpartition("/")[2] for item in items) == sorted(expected)


def test_a_reader_of_the_daily_feed_sees_each_day_once() -> None:
    papers: dict[str, Paper] = {}
    reader, shown = Reader(), []
    for number in range(31):
        papers |= papers_of(FIRST + timedelta(days=number))
        files = {file.path: file for file in plan_feeds(catalog_of(papers), SETTINGS)}
        shown += reader.check(files["feeds/daily.xml"].render())
    assert shown == sorted({paper.date.isoformat() for paper in papers.values()})


def follow(files: Mapping[str, OutputFile], path: str) -> list[str]:
    """Return the ids of a feed's items on all its pages, as a reader of RFC 5005 collects them, newest first."""
    ids: list[str] = []
    address, pages = path, 0
    while address:
        root = read_atom(files[address].render())
        ids += [str(entry.findtext(f"{ATOM}id")) for entry in root.findall(f"{ATOM}entry")]
        if pages:
            assert root.find("{http://purl.org/syndication/history/1.0}archive") is not None
            assert link(root, "current") == f"{ROOT}{path}"
        address, pages = link(root, "prev-archive").removeprefix(ROOT), pages + 1
    return list(dict.fromkeys(ids))


def test_older_pages_have_the_papers_before_and_stay_when_a_day_is_added() -> None:
    papers: dict[str, Paper] = {}
    before: dict[str, str] = {}
    for number in range(120):
        papers |= papers_of(FIRST + timedelta(days=number))
        if number % 7:  # a build a week
            continue
        files = {file.path: file for file in plan_feeds(catalog_of(papers), SETTINGS)}
        pages = {path: file.fingerprint for path, file in files.items() if path.startswith("feeds/papers/")}
        kept = [path for path in pages if path in before][1:]  # the oldest one loses its link to an older one
        assert [pages[path] for path in kept] == [before[path] for path in kept]
        assert len(kept) >= min(len(before) - 2, 12)
        before = pages
    assert len(before) >= 10
    catalog = catalog_of(papers)
    files = {file.path: file for file in plan_feeds(catalog, SETTINGS)}
    expected = [f"tag:example.org,2026:/digest/papers/{entry.key}" for entry in catalog.entries]
    followed = follow(files, "feeds/papers.xml")
    assert followed == expected[: len(followed)]
    assert len(followed) >= 1400
    assert {file.year for path, file in files.items() if path in before} == {2025, 2026}


def test_the_feed_of_a_topic_is_one_document() -> None:
    papers: dict[str, Paper] = {}
    for number in range(60):
        papers |= papers_of(FIRST + timedelta(days=number))
    catalog = catalog_of(papers)
    files = {file.path: file for file in plan_feeds(catalog, SETTINGS)}
    words = [f"tag:example.org,2026:/digest/papers/{entry.key}" for entry in catalog.by_topic["words"]]
    kept = follow(files, "feeds/topics/words/papers.xml")
    assert kept == words[: len(kept)]
    assert 25 <= len(kept) <= 40
    items = read_json_feed(files["feeds/topics/words/papers.json"].render())["items"]
    assert [item["id"] for item in items] == kept[: len(items)]
    assert 5 <= len(items) <= 20


def test_a_document_is_bounded() -> None:
    papers = {f"{FIRST:%y%m%d}.{rank:04}": Paper(title=f"Paper {rank}", date=FIRST) for rank in range(1000, 2899)}
    files = {file.path: file for file in plan_feeds(catalog_of(papers), SETTINGS)}
    for path, bound in (("feeds/papers", 1000), ("feeds/topics/robots/papers", 300)):
        entries = read_atom(files[f"{path}.xml"].render()).findall(f"{ATOM}entry")
        assert len(entries) == bound
        complete = [entry for entry in entries if entry.find(f"{ATOM}content") is not None]
        assert len(complete) == (100 if bound == 1000 else 20)
        assert len(read_json_feed(files[f"{path}.json"].render())["items"]) == bound
    content = "".join(read_atom(files["feeds/daily.xml"].render()).find(f".//{ATOM}content").itertext())
    assert "1,799 more papers of this day" in content
