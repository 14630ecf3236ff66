"""Fetching from arXiv and by id: paging, resuming, refused ids, and what is missing with why."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from generator.errors import DigestifError
from generator.fetching.fetcher import Fetcher
from tests.fetching.played import Reply, Stage, Time


def feed(*ids: str, total: int | None = None, error: str = "") -> bytes:
    entries = "".join(f"<entry><id>http://arxiv.org/abs/{one}v2</id><title>T {one}</title></entry>" for one in ids)
    if error:
        entries = (
            f"<entry><id>https://arxiv.org/api/errors#x</id><title>Error</title><summary>{error}</summary></entry>"
        )
    return (
        '<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom" '
        'xmlns:opensearch="http://a9.com/-/spec/opensearch/1.1/">'
        f"<opensearch:totalResults>{len(ids) if total is None else total}</opensearch:totalResults>{entries}</feed>"
    ).encode()


def numbered(start: int, count: int) -> list[str]:
    return [f"2506.{number:05}" for number in range(start, start + count)]


def test_a_query_for_a_day_asks_arxiv_for_that_day(stage: Stage, fetcher: Fetcher) -> None:
    stage.plays(Reply(body=feed("2506.00001")))
    fetched = fetcher.arxiv("cat:cs.RO", day=date(2025, 6, 13)).fetched[0]
    assert (fetched.items, fetched.day, fetched.source) == (1, date(2025, 6, 13), "arxiv")
    parameters = stage.asked[0].parameters
    assert parameters["search_query"] == "(cat:cs.RO) AND submittedDate:[202506130000 TO 202506132359]"
    assert parameters["start"] == "0"


def test_pages_follow_three_seconds_apart(stage: Stage, fetcher: Fetcher, time: Time) -> None:
    stage.plays(Reply(body=feed(*numbered(0, 100), total=120)), Reply(body=feed(*numbered(100, 20), total=120)))
    assert [one.items for one in fetcher.arxiv("cat:cs.RO").fetched] == [100, 20]
    assert time.waits == [3.0]


def test_a_page_emptier_than_its_own_count_is_asked_for_again(stage: Stage, fetcher: Fetcher) -> None:
    stage.plays(Reply(body=feed(total=2)), Reply(body=feed("2506.00001", "2506.00002")))
    assert [one.items for one in fetcher.arxiv("cat:cs.RO").fetched] == [2]


def test_an_interrupted_fetch_goes_on_where_it_stopped(stage: Stage, fetcher: Fetcher, time: Time) -> None:
    stage.plays(Reply(body=feed(*numbered(0, 100), total=120)), Reply(status=404))
    with pytest.raises(DigestifError):
        fetcher.arxiv("cat:cs.RO")
    stage.plays(Reply(body=feed(*numbered(100, 20), total=120)))
    assert [one.items for one in fetcher.arxiv("cat:cs.RO").fetched] == [100, 20]
    time.now += 13 * 3600
    stage.plays(Reply(body=feed(*numbered(0, 20), total=20)))
    assert [one.items for one in fetcher.arxiv("cat:cs.RO").fetched] == [20]


def test_a_flood_is_refused_before_it_is_fetched(stage: Stage, fetcher: Fetcher) -> None:
    stage.plays(Reply(body=feed(*numbered(0, 100), total=214_881)))
    with pytest.raises(DigestifError) as caught:
        fetcher.arxiv("all:learning")
    assert str(caught.value) == (
        "arXiv finds 214,881 papers for 'all:learning', more than the 2,000 that are fetched at once\n"
        "  narrow it down: --date for one day, or a category, as in cat:cs.RO AND ti:grasp"
    )


def test_ids_that_nobody_knows_are_missing_with_why(stage: Stage, fetcher: Fetcher) -> None:
    stage.plays(Reply(body=feed("2506.00001")))
    fetch = fetcher.ids(["2506.00001", "arXiv:2506.00002v3", "https://arxiv.org/abs/2506.00001", "pear"])
    assert stage.asked[0].parameters["id_list"] == "2506.00001,2506.00002"
    assert [one.items for one in fetch.fetched] == [1]
    assert [str(problem) for problem in fetch.missing] == [
        "pear: warning: is no arXiv id, DOI or ACL id, nor an address of one",
        "2506.00002: warning: arXiv does not know it\n  check the id at https://arxiv.org/",
    ]


def test_one_refused_id_does_not_cost_the_others(stage: Stage, fetcher: Fetcher) -> None:
    refused = Reply(status=400, body=feed(error="incorrect id format for 2506.00003"))
    stage.plays(refused, Reply(body=feed("2506.00001")), refused, Reply(body=feed("2506.00002")), refused)
    fetch = fetcher.ids(["2506.00001", "2506.00002", "2506.00003"])
    assert [one.items for one in fetch.fetched] == [1, 1]
    assert [problem.found for problem in fetch.missing] == ["arXiv says: incorrect id format for 2506.00003"]


def test_dois_and_anthology_ids_are_asked_one_by_one(stage: Stage, fetcher: Fetcher, tmp_path: Path) -> None:
    work, entry = b'{"title": "A work", "type": "article-journal"}', b"@inproceedings{a, title={A}}\n"
    stage.plays(Reply(body=work), Reply(status=404), Reply(body=entry))
    fetch = fetcher.ids(["10.1145/3292500.3330701", "10.1145/0.0", "P19-1234"])
    assert [(one.source, one.file.read_bytes()) for one in fetch.fetched] == [("csl-json", work), ("bibtex", entry)]
    assert stage.asked[0].headers["Accept"] == "application/vnd.citationstyles.csl+json"
    assert [one.path for one in stage.asked] == ["/10.1145/3292500.3330701", "/10.1145/0.0", "/P19-1234.bib"]
    assert fetch.missing[-1].found == "doi.org answers 404: it does not know it"


def test_a_title_is_sought_as_a_phrase_then_by_its_words(stage: Stage, fetcher: Fetcher) -> None:
    stage.plays(Reply(body=feed()), Reply(body=feed("2506.00001")))
    found = fetcher.title('Visual IRL: {Human}-Like "Robotic" ma\u00f1ipulation)')
    assert [one.items for one in found] == [0, 1]
    assert [one.parameters["search_query"] for one in stage.asked] == [
        'ti:"visual irl human like robotic manipulation"',
        "ti:human AND ti:like AND ti:manipulation AND ti:robotic AND ti:visual",
    ]


def test_a_web_page_is_no_feed(stage: Stage, fetcher: Fetcher) -> None:
    stage.plays(*[Reply(body=b"<html><body>Rate exceeded.</body></html>")] * 5)
    with pytest.raises(DigestifError, match="sent a web page where a feed of the arXiv API was expected"):
        fetcher.arxiv("cat:cs.RO")
