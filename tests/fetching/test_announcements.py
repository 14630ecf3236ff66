"""What arXiv announces: the calendar, feeds, queries, and days whose feeds are stale, empty or gone."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from generator.fetching.announcements import announcement_day, read_announcement, submission_window
from generator.fetching.arxiv_days import AnnouncementRequest, fetch_announcements
from generator.fetching.arxiv_query import has_only_categories, query_categories
from generator.fetching.errors import InvalidResponseError
from generator.fetching.fetcher import Fetcher
from generator.fetching.results import FetchResult
from tests.fetching.local_server import LocalServer, Reply
from tests.fetching.test_arxiv import feed

DAY = date(2025, 6, 12)  # a Thursday
EMPTY = Reply(body=feed())


def announcement(*papers: str, day: str = "Thu, 12 Jun 2025 00:00:00 -0400", kind: str = "new") -> Reply:
    items = "".join(
        f"<item><title>T {paper}</title><link>https://rss.arxiv.org/abs/{paper}</link><pubDate>{day}</pubDate>"
        f"<description>arXiv:{paper}v1 Announce Type: {kind}\nAbstract: It says.</description>"
        f"<arxiv:announce_type>{kind}</arxiv:announce_type></item>"
        for paper in papers
    )
    return Reply(
        body=(
            '<?xml version="1.0"?><rss version="2.0" xmlns:arxiv="http://arxiv.org/schemas/atom"><channel>'
            f"<title>updates on arXiv.org</title><pubDate>{day}</pubDate>{items}</channel></rss>"
        ).encode()
    )


def test_the_day_is_that_of_the_feed_in_us_eastern_time() -> None:
    moments = {
        (2025, 6, 12, 3, 59): date(2025, 6, 11),  # 23:59 in New York
        (2025, 6, 12, 4, 0): DAY,
        (2025, 12, 12, 4, 30): date(2025, 12, 11),  # winter time
        (2025, 6, 14, 12, 0): date(2025, 6, 13),  # Saturday
        (2025, 6, 16, 3, 0): date(2025, 6, 13),  # still Sunday in New York
        (2025, 6, 16, 5, 0): date(2025, 6, 16),
    }
    assert {moment: announcement_day(datetime(*moment, tzinfo=UTC)) for moment in moments} == moments


@pytest.mark.parametrize(
    ("day", "window"),
    [
        (date(2025, 6, 9), "202506051800 TO 202506061759"),  # Monday: Thursday to Friday
        (date(2025, 6, 10), "202506061800 TO 202506091759"),  # Tuesday: over the weekend
        (date(2025, 6, 11), "202506091800 TO 202506101759"),
        (date(2025, 12, 12), "202512101900 TO 202512111859"),  # winter time
    ],
)
def test_the_submissions_of_an_announcement_lie_between_two_cutoffs(day: date, window: str) -> None:
    assert str(submission_window(day)) == window


@pytest.mark.parametrize(
    ("query", "categories"),
    [
        ("cat:cs.RO", ["cs.RO"]),
        ("cat:cs.RO AND ti:grasp", ["cs.RO"]),
        ("(cat:cs.RO OR cat:cs.CV) AND (ti:a OR abs:b)", ["cs.CV", "cs.RO"]),
        ('ti:"a OR b" AND cat:quant-ph', ["quant-ph"]),
        ("cat:cs.RO ANDNOT cat:cs.CV", ["cs.RO"]),
        ("cat:cs.* OR cat:math.AG*", ["cs", "math"]),
        ("cat:cs.RO OR ti:grasp", []),
        ("all:learning", []),
        ("", []),
        ("(((", []),
        ("(" * 10_000, []),
    ],
)
def test_the_categories_of_a_query(query: str, categories: list[str]) -> None:
    assert list(query_categories(query)) == categories


def test_a_query_of_categories_alone() -> None:
    assert has_only_categories("(cat:cs.RO OR cat:cs.CV)")
    assert not has_only_categories("cat:cs.RO AND ti:grasp")
    assert not has_only_categories("cat:cs.RO AND cat:cs.CV")


def test_a_real_feed_has_its_day_and_the_types_of_its_papers() -> None:
    found = read_announcement((Path(__file__).parent / "arxiv-rss.xml").read_bytes())
    assert found.day == DAY
    assert found.papers == {"2506.10001": "new", "2506.10002": "cross", "2001.00001": "replace"}


@pytest.mark.parametrize("body", [b"", b"<html>", b"<rss><channel></channel></rss>", feed("2506.00001")])
def test_what_is_no_announcement_is_refused(body: bytes) -> None:
    with pytest.raises(InvalidResponseError, match="instead of an announcement feed of arXiv"):
        read_announcement(body)


Fetch = Callable[..., FetchResult]


@pytest.fixture
def fetch(fetcher: Fetcher) -> Fetch:
    def run(*days: date, query: str = "cat:cs.RO AND ti:grasp", **options: object) -> FetchResult:
        request = {"types": ("new", "cross"), "current": DAY} | options
        return fetch_announcements(fetcher, days or [DAY], AnnouncementRequest(query=query, **request))  # type: ignore[arg-type]  # options of several types

    return run


def test_announced_papers_are_filtered_by_the_query(server: LocalServer, fetch: Fetch) -> None:
    server.plan(
        announcement("2506.00001", "2506.00002"), Reply(body=feed("2506.00002")), Reply(body=feed("2506.00001"))
    )
    found = fetch()
    assert ([(file.papers, file.day) for file in found.files], found.days, found.problems) == (
        [(1, DAY)],
        {DAY: ""},
        (),
    )
    assert [request.path for request in server.requests] == ["/rss/cs.RO", "/api/query", "/api/query"]
    assert server.requests[1].parameters["id_list"] == "2506.00001,2506.00002"
    assert server.requests[1].parameters["search_query"] == "cat:cs.RO AND ti:grasp"
    assert server.requests[2].parameters == {"id_list": "2506.00001", "max_results": "1"}  # whether the API has it


def test_only_the_chosen_types_are_fetched(server: LocalServer, fetch: Fetch) -> None:
    server.plan(announcement("2506.00001", kind="replace-cross"), Reply(body=feed("2506.00001")))
    assert [file.papers for file in fetch(types=("replace",)).files] == [1]
    server.plan(announcement("2506.00001", kind="replace-cross"), EMPTY)
    assert [file.papers for file in fetch().files] == [0]
    assert "id_list" not in server.requests[-1].parameters


def test_replacements_update_papers_that_are_here_and_are_listed_only_if_the_setting_asks(
    server: LocalServer, fetch: Fetch
) -> None:
    replaced = announcement("2501.00001", "2501.00002", kind="replace")
    here = {"here": {"2501.00001"}}
    server.plan(replaced, EMPTY, Reply(body=feed("2501.00001")))
    found = fetch(**here)
    assert [(file.papers, file.is_update) for file in found.files] == [(0, False), (1, True)]
    assert server.requests[-1].parameters["id_list"] == "2501.00001"
    assert "search_query" not in server.requests[-1].parameters
    assert found.days == {DAY: ""}


def test_with_the_setting_only_the_other_replacements_are_listed(server: LocalServer, fetch: Fetch) -> None:
    replaced = announcement("2501.00001", "2501.00002", kind="replace")
    server.plan(replaced, Reply(body=feed("2501.00002")), Reply(body=feed("2501.00001")))
    found = fetch(here={"2501.00001"}, types=("new", "cross", "replace"))
    assert [(file.papers, file.is_update) for file in found.files] == [(1, False), (1, True)]
    assert server.requests[1].parameters["id_list"] == "2501.00002"


def test_a_replacement_that_cannot_be_fetched_leaves_a_doubt(server: LocalServer, fetch: Fetch) -> None:
    server.plan(announcement("2501.00001", kind="replace"), EMPTY, Reply(status=403))
    found = fetch(here={"2501.00001"})
    assert found.days == {DAY: "1 replaced paper could not be updated: 127.0.0.1 answered 403 Forbidden"}


def test_a_holiday_is_a_quiet_day(server: LocalServer, fetch: Fetch) -> None:
    server.plan(announcement(), EMPTY)
    found = fetch()
    assert (sum(file.papers for file in found.files), found.days, found.problems) == (0, {DAY: ""}, ())
    window = server.requests[1].parameters["search_query"]
    assert window == "(cat:cs.RO AND ti:grasp) AND submittedDate:[202506101800 TO 202506111759]"


def test_a_weekend_requests_nothing(fetch: Fetch) -> None:
    saturday = date(2025, 6, 14)
    assert fetch(saturday, current=date(2025, 6, 13)) == FetchResult()


def test_a_stale_feed_is_reported_and_replaced_by_the_times_of_submission(server: LocalServer, fetch: Fetch) -> None:
    server.plan(announcement("2506.00001", day="Wed, 11 Jun 2025 00:00:00 -0400"), Reply(body=feed("2506.00009")))
    found = fetch()
    assert [file.papers for file in found.files] == [1]
    assert found.days == {DAY: "the feed of cs.RO is stale: it still has the announcement of 2025-06-11"}
    assert str(found.problems[0]) == (
        "2025-06-12: warning: the feed of cs.RO is stale: it still has the announcement of 2025-06-11\n"
        "  the next run fetches the day again"
    )


def test_one_stale_category_does_not_hide_the_other(server: LocalServer, fetch: Fetch) -> None:
    server.plan(
        announcement("2506.00001", day="Wed, 11 Jun 2025 00:00:00 -0400"),
        announcement("2506.00002"),
        Reply(body=feed("2506.00002")),
        Reply(body=feed("2506.00003")),
    )
    found = fetch(query="cat:cs.CV OR cat:cs.RO")
    assert [file.papers for file in found.files] == [1, 1]
    assert found.days == {DAY: "the feed of cs.CV is stale: it still has the announcement of 2025-06-11"}


def test_old_papers_under_a_new_date_are_recognised(server: LocalServer, fetch: Fetch) -> None:
    server.plan(announcement("2506.00001"), Reply(body=feed("2506.00001")), EMPTY)
    found = fetch(listed_before={"2506.00001"})
    assert found.days == {DAY: "the feed of cs.RO is stale: it repeats an earlier announcement"}


def test_an_api_that_lags_behind_the_feed_leaves_a_doubt(server: LocalServer, fetch: Fetch) -> None:
    server.plan(announcement("2506.00001", "2506.00002"), Reply(body=feed("2506.00001")), EMPTY, EMPTY)
    found = fetch()
    assert server.requests[2].parameters["id_list"] == "2506.00002"
    assert found.days == {DAY: "arXiv's API does not have 2506.00002 yet, which its feed announces"}


def test_an_announced_paper_that_the_api_lacks_is_taken_from_the_feed_of_its_category(
    server: LocalServer, fetch: Fetch
) -> None:
    server.plan(
        announcement("2506.00001", "2506.00002", "2506.00003"),
        Reply(body=feed("2506.00001", "2506.00003")),
        EMPTY,
        EMPTY,
    )
    found = fetch(query="cat:cs.RO")
    assert [(file.papers, file.only) for file in found.files if file.only] == [(1, frozenset({"2506.00002"}))]
    assert found.days == {DAY: "arXiv's API does not have 2506.00002 yet, which its feed announces"}
    assert found.problems == ()


def test_an_announced_paper_that_the_index_lacks_is_fetched_by_its_id(server: LocalServer, fetch: Fetch) -> None:
    server.plan(
        announcement("2506.00001", "2506.00002"), Reply(body=feed("2506.00002")), Reply(body=feed("2506.00001"))
    )
    found = fetch(query="cat:cs.RO")
    assert ([file.papers for file in found.files], found.days) == ([1, 1], {DAY: ""})


def test_one_day_that_arxiv_refuses_does_not_stop_the_others(server: LocalServer, fetch: Fetch) -> None:
    refused = Reply(status=400, body=feed(error="internal trouble"))
    too_many = Reply(body=feed(*(f"2506.{number:05}" for number in range(100)), total=2_500))
    server.plan(announcement("2506.00001"), Reply(body=feed("2506.00001")), refused, too_many)
    found = fetch(date(2025, 6, 10), date(2025, 6, 11), DAY)
    assert [(file.papers, file.day) for file in found.files] == [(1, DAY)]
    assert list(found.failed) == [date(2025, 6, 10), date(2025, 6, 11)]
    assert [problem.place.file for problem in found.problems] == ["2025-06-10", "2025-06-11"]


def test_announced_papers_are_kept_if_a_doubtful_day_cannot_be_completed(server: LocalServer, fetch: Fetch) -> None:
    refused = Reply(status=400, body=feed(error="internal trouble"))
    server.plan(announcement("2506.00001"), Reply(body=feed("2506.00001")), refused)
    found = fetch(listed_before={"2506.00001"})
    assert [file.papers for file in found.files] == [1]
    assert "papers that the feed lacks could not be fetched: arXiv refused the query" in found.days[DAY]


YESTERDAY = "Wed, 11 Jun 2025 00:00:00 -0400"


@pytest.mark.parametrize(
    ("found_by_the_api", "known"),
    [((), ()), (("2506.00001",), ()), (("2506.00000",), ("2506.00000",))],
    ids=["nothing", "what the feed has", "papers of earlier days"],
)
def test_an_unchanged_feed_is_quiet_if_the_api_has_nothing_new(
    server: LocalServer, fetch: Fetch, found_by_the_api: tuple[str, ...], known: tuple[str, ...]
) -> None:
    server.plan(announcement("2506.00001", day=YESTERDAY), Reply(body=feed(*found_by_the_api)))
    found = fetch(listed_before=set(known))
    assert (found.days, found.problems) == ({DAY: "arXiv has not announced anything, as on a holiday"}, ())


def test_an_unchanged_feed_that_was_made_today_is_a_holiday(server: LocalServer, fetch: Fetch) -> None:
    old = announcement("2506.00001", day=YESTERDAY).body
    made = b"<lastBuildDate>Thu, 12 Jun 2025 00:00:00 -0400</lastBuildDate><item>"
    server.plan(Reply(body=old.replace(b"<item>", made, 1)), EMPTY)
    found = fetch()
    assert (found.days, found.problems) == ({DAY: ""}, ())


def test_a_feed_that_skips_the_weekday_is_a_holiday(server: LocalServer, fetch: Fetch) -> None:
    old = announcement("2506.00001", day=YESTERDAY).body
    skipped = b"<skipDays><day>Saturday</day><day>Thursday</day></skipDays><item>"
    server.plan(Reply(body=old.replace(b"<item>", skipped, 1)), EMPTY)
    assert fetch().days == {DAY: ""}


def test_a_feed_that_misses_two_announcements_is_stale(server: LocalServer, fetch: Fetch) -> None:
    server.plan(announcement("2506.00001", day="Tue, 10 Jun 2025 00:00:00 -0400"), EMPTY)
    found = fetch()
    assert found.days == {DAY: "the feed of cs.RO is stale: it still has the announcement of 2025-06-10"}
    assert len(found.problems) == 1


def test_papers_that_are_announced_after_a_holiday_are_not_those_of_the_holiday(
    server: LocalServer, fetch: Fetch
) -> None:
    server.plan(
        announcement("2506.00002"), Reply(body=feed("2506.00002")), Reply(body=feed("2506.00001", "2506.00002"))
    )
    holiday = date(2025, 6, 11)
    found = fetch(holiday, DAY)
    assert [(file.day, file.papers, file.only) for file in found.files] == [
        (holiday, 1, frozenset({"2506.00001"})),
        (DAY, 1, None),
    ]


def test_without_the_api_the_feed_of_a_category_is_enough(server: LocalServer, fetch: Fetch) -> None:
    server.plan(announcement("2506.00001", "2506.00002"), Reply(status=403))
    found = fetch(query="cat:cs.RO")
    assert [(file.papers, file.only) for file in found.files] == [(2, frozenset({"2506.00001", "2506.00002"}))]
    assert found.days == {DAY: "127.0.0.1 answered 403 Forbidden, so the papers are as in the feed"}


def test_earlier_days_use_the_times_of_submission_and_what_was_delayed(server: LocalServer, fetch: Fetch) -> None:
    server.plan(Reply(body=feed("2506.00001")), Reply(status=400, body=feed("2506.00002")))
    found = fetch(date(2025, 6, 10), date(2025, 6, 11), listed_before={"2506.00000"})
    assert [file.day for file in found.files] == [date(2025, 6, 10), date(2025, 6, 11)]
    assert "[202506031800 TO 202506091759]" in server.requests[1].parameters["search_query"]


def test_a_query_without_a_category_uses_the_times_of_submission(server: LocalServer, fetch: Fetch) -> None:
    server.plan(Reply(body=feed("2506.00001")))
    assert fetch(query="all:grasp").days == {DAY: ""}
