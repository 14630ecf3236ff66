"""Fetching from arXiv and by id: paging, resuming, refused ids, and the reasons for missing papers."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from time import monotonic

import pytest

from generator.errors import DigestifError
from generator.fetching.arxiv_windows import fetch_submitted
from generator.fetching.fetcher import Fetcher
from tests.fetching.local_server import FakeTime, LocalServer, Reply


def feed(*ids: str, total: int | None = None, error: str = "") -> bytes:
    entries = "".join(f"<entry><id>http://arxiv.org/abs/{arxiv}v2</id><title>T</title></entry>" for arxiv in ids)
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


def test_a_query_for_a_day_requests_that_day(server: LocalServer, fetcher: Fetcher) -> None:
    server.plan(Reply(body=feed("2506.00001")))
    file = fetch_submitted(fetcher, "cat:cs.RO", date(2025, 6, 13)).files[0]
    assert (file.papers, file.day, file.source) == (1, date(2025, 6, 13), "arxiv")
    parameters = server.requests[0].parameters
    assert parameters["search_query"] == "(cat:cs.RO) AND submittedDate:[202506130000 TO 202506132359]"
    assert parameters["start"] == "0"


def test_pages_are_requested_three_seconds_apart(server: LocalServer, fetcher: Fetcher, time: FakeTime) -> None:
    server.plan(Reply(body=feed(*numbered(0, 100), total=120)), Reply(body=feed(*numbered(100, 20), total=120)))
    assert [file.papers for file in fetcher.arxiv("cat:cs.RO").files] == [100, 20]
    assert time.waits == [3.0]


def test_a_page_with_fewer_papers_than_its_own_count_is_requested_again(server: LocalServer, fetcher: Fetcher) -> None:
    server.plan(Reply(body=feed(total=2)), Reply(body=feed("2506.00001", "2506.00002")))
    assert [file.papers for file in fetcher.arxiv("cat:cs.RO").files] == [2]


def test_an_interrupted_fetch_continues_where_it_stopped(server: LocalServer, fetcher: Fetcher, time: FakeTime) -> None:
    server.plan(Reply(body=feed(*numbered(0, 100), total=120)), Reply(status=404))
    with pytest.raises(DigestifError):
        fetcher.arxiv("cat:cs.RO")
    server.plan(Reply(body=feed(*numbered(100, 20), total=120)))
    assert [file.papers for file in fetcher.arxiv("cat:cs.RO").files] == [100, 20]
    time.now += 13 * 3600
    server.plan(Reply(body=feed(*numbered(0, 20), total=20)))
    assert [file.papers for file in fetcher.arxiv("cat:cs.RO").files] == [20]


def test_a_query_with_too_many_results_is_refused_before_they_are_fetched(
    server: LocalServer, fetcher: Fetcher
) -> None:
    server.plan(Reply(body=feed(*numbered(0, 100), total=214_881)))
    with pytest.raises(DigestifError) as caught:
        fetcher.arxiv("all:learning")
    assert str(caught.value) == (
        "arXiv finds 214,881 papers for 'all:learning', more than the 2,000 fetched at once\n"
        "  narrow the query: --date for one day, or a category, as in cat:cs.RO AND ti:grasp"
    )


def test_unknown_ids_are_problems_with_reasons(server: LocalServer, fetcher: Fetcher) -> None:
    server.plan(Reply(body=feed("2506.00001")))
    fetch = fetcher.ids(["2506.00001", "arXiv:2506.00002v3", "https://arxiv.org/abs/2506.00001", "pear"])
    assert server.requests[0].parameters["id_list"] == "2506.00001,2506.00002"
    assert [file.papers for file in fetch.files] == [1]
    assert [str(problem) for problem in fetch.problems] == [
        "pear: warning: is not an arXiv id, a DOI or an ACL id, nor an address of one",
        "2506.00002: warning: arXiv has no such paper\n  check the id at https://arxiv.org/",
    ]


def test_a_refused_id_does_not_prevent_the_others(server: LocalServer, fetcher: Fetcher) -> None:
    refused = Reply(status=400, body=feed(error="incorrect id format for 2506.00003"))
    server.plan(refused, Reply(body=feed("2506.00001")), refused, Reply(body=feed("2506.00002")), refused)
    fetch = fetcher.ids(["2506.00001", "2506.00002", "2506.00003"])
    assert [file.papers for file in fetch.files] == [1, 1]
    assert [problem.found for problem in fetch.problems] == ["arXiv reports: incorrect id format for 2506.00003"]


def test_datacite_has_the_papers_if_arxiv_does_not_respond(server: LocalServer, fetcher: Fetcher) -> None:
    work = b'{"title": "A work", "DOI": "10.48550/ARXIV.2506.00001", "abstract": "It says."}'
    server.plan(*[Reply(status=503)] * 5, Reply(body=work), Reply(status=404))
    fetch = fetcher.ids(["2506.00001", "2506.00002"])
    assert [(file.source, file.papers) for file in fetch.files] == [("csl-json", 1)]
    assert [request.path for request in server.requests[5:]] == [
        "/10.48550/arXiv.2506.00001",
        "/10.48550/arXiv.2506.00002",
    ]
    assert [str(problem) for problem in fetch.problems] == [
        "10.48550/arXiv.2506.00002: warning: doi.org has no such paper (status 404)"
    ]


def test_arxiv_is_named_if_neither_it_nor_datacite_responds(server: LocalServer, fetcher: Fetcher) -> None:
    server.plan(*[Reply(status=503)] * 5, Reply(status=500), *[Reply(status=500)] * 4)
    with pytest.raises(DigestifError, match="503 Service Unavailable"):
        fetcher.ids(["2506.00001"])


def test_dois_and_anthology_ids_are_requested_one_by_one(server: LocalServer, fetcher: Fetcher, tmp_path: Path) -> None:
    work, entry = b'{"title": "A work", "type": "article-journal"}', b"@inproceedings{a, title={A}}\n"
    server.plan(Reply(body=work), Reply(status=404), Reply(body=entry))
    fetch = fetcher.ids(["10.1145/3292500.3330701", "10.1145/0.0", "P19-1234"])
    assert [(file.source, file.file.read_bytes()) for file in fetch.files] == [("csl-json", work), ("bibtex", entry)]
    assert server.requests[0].headers["Accept"] == "application/vnd.citationstyles.csl+json"
    assert [request.path for request in server.requests] == [
        "/10.1145/3292500.3330701",
        "/10.1145/0.0",
        "/P19-1234.bib",
    ]
    assert fetch.problems[-1].found == "doi.org has no such paper (status 404)"


def test_the_work_with_another_doi_is_refused_at_once(server: LocalServer, fetcher: Fetcher, tmp_path: Path) -> None:
    other = b'{"title": "Another work", "DOI": "10.9999/other"}'
    same = b'{"title": "A work", "DOI": "10.1145/ABC"}'
    server.plan(Reply(body=other), Reply(body=same))
    fetch = fetcher.ids(["10.1145/3292500.3330701", "10.1145/abc"])
    assert [file.file.read_bytes() for file in fetch.files] == [same]
    assert [str(problem) for problem in fetch.problems] == [
        "10.1145/3292500.3330701: warning: 127.0.0.1 sent the work with another DOI, 10.9999/other\n"
        f"  check the address or the id; nothing was changed; the response is in "
        f".digestif/refused/{refused(tmp_path)}"
    ]


def refused(site: Path) -> str:
    folder = site / ".digestif/refused"
    [file] = (file for file in folder.rglob("*") if file.is_file())
    return file.relative_to(folder).as_posix()


def test_a_title_is_searched_as_a_phrase_then_by_its_words(server: LocalServer, fetcher: Fetcher) -> None:
    server.plan(Reply(body=feed()), Reply(body=feed("2506.00001")))
    found = fetcher.title('Visual IRL: {Human}-Like "Robotic" ma\u00f1ipulation)')
    assert [file.papers for file in found] == [0, 1]
    assert [request.parameters["search_query"] for request in server.requests] == [
        'ti:"visual irl human like robotic manipulation"',
        "ti:human AND ti:like AND ti:manipulation AND ti:robotic AND ti:visual",
    ]


def test_a_web_page_is_not_a_feed(server: LocalServer, fetcher: Fetcher) -> None:
    server.plan(*[Reply(body=b"<html><body>Rate exceeded.</body></html>")] * 5)
    with pytest.raises(DigestifError, match="sent a web page instead of a feed of the arXiv API"):
        fetcher.arxiv("cat:cs.RO")


def test_a_refused_query_is_an_error_in_arxivs_words(server: LocalServer, fetcher: Fetcher) -> None:
    server.plan(Reply(status=400, body=feed(error="syntax\x85error: foo\u009b2J")))
    with pytest.raises(DigestifError) as caught:
        fetcher.arxiv("foo:bar")
    assert str(caught.value) == (
        "arXiv refused the query 'foo:bar': syntax error: foo 2J\n"
        "  write it in arXiv's query language, as in cat:cs.RO AND ti:grasp"
    )


def test_a_server_that_ignores_the_start_is_stopped_at_the_first_repeated_page(
    server: LocalServer, fetcher: Fetcher
) -> None:
    server.plan(*[Reply(body=feed(*numbered(0, 100), total=2000))] * 2)
    fetch = fetcher.arxiv("cat:cs.RO")
    assert [file.papers for file in fetch.files] == [100]
    assert str(fetch.problems[0]) == (
        "cat:cs.RO: warning: page 2 repeats earlier ones, so the list may be incomplete\n  fetch again later"
    )


@pytest.mark.parametrize(
    "body",
    [
        feed("2506.00001")[:-20],
        feed("2506.00001", total=10**12),
        b'<!DOCTYPE feed [<!ENTITY a "b">]>' + feed("2506.00001").partition(b"?>")[2],
        b"<feed " + b" ".join(b'a%d="1"' % number for number in range(40_000)) + b">",
        b'<?xml version="1.0"' + b" " * 200_000 + b"<",
    ],
    ids=["cut off", "an absurd total", "entities", "40,000 attributes", "a declaration without an end"],
)
def test_a_damaged_or_hostile_feed_is_refused_at_once(server: LocalServer, fetcher: Fetcher, body: bytes) -> None:
    server.plan(*[Reply(body=body)] * 5)
    began = monotonic()
    with pytest.raises(DigestifError, match="sent something damaged or cut off instead of a feed"):
        fetcher.arxiv("cat:cs.RO")
    assert monotonic() - began < 5
