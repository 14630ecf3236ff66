"""Fetching the daily papers: what is requested, what is cached, and that no failure changes the cache."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from generator.errors import DigestifError
from generator.fetching.fetcher import Fetcher
from generator.fetching.source_requests import HF_PAGE_LIMIT, service_urls, unsettled_days, user_agent
from generator.settings import Settings
from tests.fetching.local_server import FakeTime, LocalServer, Reply

DAY = date(2025, 6, 13)
#: Every list ends with an empty page.
END = Reply(body=b"[]")


def page(*titles: str) -> bytes:
    return json.dumps([{"paper": {"id": f"id of {title}", "title": title}} for title in titles]).encode()


def numbered(start: int, count: int) -> bytes:
    return page(*map(str, range(start, start + count)))


def cached(site: Path) -> dict[str, bytes]:
    folder = site / ".digestif" / "fetched"
    return {file.relative_to(folder).as_posix(): file.read_bytes() for file in folder.rglob("*") if file.is_file()}


def test_a_response_is_cached_byte_for_byte_under_its_day(
    server: LocalServer, fetcher: Fetcher, tmp_path: Path
) -> None:
    server.plan(Reply(body=page("One", "Two")), END)
    fetch = fetcher.hf([DAY])
    assert cached(tmp_path) == {"hf/2025-06-13.json": page("One", "Two"), "hf/2025-06-13.p1.json": b"[]"}
    assert fetch.days == {DAY: ""}
    assert [(file.papers, file.status, file.day, file.papers_before) for file in fetch.files] == [(2, "new", DAY, None)]
    request = server.requests[0]
    assert (request.path, request.parameters) == ("/api/daily_papers", {"date": "2025-06-13", "limit": "100", "p": "0"})
    assert request.headers["User-Agent"] == "digestif/test"


def test_a_second_request_is_conditional(server: LocalServer, fetcher: Fetcher) -> None:
    server.plan(
        Reply(body=page("One"), headers={"ETag": '"a1"', "Last-Modified": "Fri, 13 Jun 2025 06:00:00 GMT"}), END
    )
    fetcher.hf([DAY])
    server.plan(Reply(status=304), END)
    again = fetcher.hf([DAY]).files[0]
    assert (again.papers, again.status, again.papers_before) == (1, "unchanged", 1)
    assert server.requests[2].headers["If-None-Match"] == '"a1"'
    assert server.requests[2].headers["If-Modified-Since"] == "Fri, 13 Jun 2025 06:00:00 GMT"


def test_an_edited_response_is_fetched_again_unconditionally(
    server: LocalServer, fetcher: Fetcher, tmp_path: Path
) -> None:
    server.plan(Reply(body=page("One"), headers={"ETag": '"a1"'}), END)
    file = fetcher.hf([DAY]).files[0].file
    file.write_bytes(page("Edited"))
    server.plan(Reply(body=page("One")), END)
    fetcher.hf([DAY])
    assert "If-None-Match" not in server.requests[2].headers
    assert file.read_bytes() == page("One")


def test_a_changed_day_has_both_counts(server: LocalServer, fetcher: Fetcher, tmp_path: Path) -> None:
    server.plan(Reply(body=page("One")), END, Reply(body=page("One", "Two", "Three")), END)
    fetcher.hf([DAY])
    second = fetcher.hf([DAY]).files[0]
    assert (second.papers_before, second.papers, second.status) == (1, 3, "changed")
    assert cached(tmp_path)["hf/2025-06-13.json"] == page("One", "Two", "Three")


def test_an_empty_day_is_a_file_without_papers(server: LocalServer, fetcher: Fetcher) -> None:
    server.plan(Reply(body=b"[]"))
    assert fetcher.hf([DAY]).files[0].papers == 0


def test_pages_are_requested_until_one_is_empty(server: LocalServer, fetcher: Fetcher, tmp_path: Path) -> None:
    server.plan(Reply(body=numbered(0, 50)), Reply(body=numbered(50, 50)), Reply(body=page("last")), END)
    fetch = fetcher.hf([DAY])
    assert ([file.papers for file in fetch.files], fetch.problems) == ([50, 50, 1], ())
    assert [request.parameters["p"] for request in server.requests] == ["0", "1", "2", "3"]


def test_a_server_that_ignores_the_page_number_repeats_its_only_page(server: LocalServer, fetcher: Fetcher) -> None:
    server.plan(*[Reply(body=numbered(0, 30))] * 2)
    fetch = fetcher.hf([DAY])
    assert ([file.papers for file in fetch.files], fetch.problems, fetch.days) == ([30], (), {DAY: ""})


def test_a_full_page_that_is_repeated_leaves_a_doubt(server: LocalServer, fetcher: Fetcher) -> None:
    server.plan(*[Reply(body=numbered(0, 100))] * 2)
    fetch = fetcher.hf([DAY])
    assert [file.papers for file in fetch.files] == [100]
    assert str(fetch.problems[0]) == (
        "2025-06-13: warning: page 2 repeats earlier ones, so the list may be incomplete\n  fetch again later"
    )
    assert fetch.days == {DAY: "page 2 repeats earlier ones, so the list may be incomplete"}


def dated_page(day: str) -> bytes:
    papers = [{"id": f"2506.{number:05}", "title": "T", "submittedOnDailyAt": f"{day}T00:00:00Z"} for number in (1, 2)]
    return json.dumps([{"paper": paper} for paper in papers]).encode()


def test_the_list_of_another_day_is_refused(server: LocalServer, fetcher: Fetcher) -> None:
    server.plan(*[Reply(body=dated_page("2025-06-20"))] * 5)
    with pytest.raises(DigestifError, match=r"sent the list of another day \(2025-06-20\)"):
        fetcher.hf([DAY])
    server.plan(Reply(body=dated_page("2025-06-13")), END)
    assert [file.papers for file in fetcher.hf([DAY]).files] == [2]


def test_a_day_that_cannot_be_fetched_does_not_stop_the_others(server: LocalServer, fetcher: Fetcher) -> None:
    days = [date(2025, 6, number) for number in (9, 10, 11)]
    server.plan(Reply(body=page("Wednesday")), END, Reply(status=400), Reply(body=page("Monday")), END)
    fetch = fetcher.hf(days)
    assert [(file.day, file.papers) for file in fetch.files] == [(days[0], 1), (days[2], 1)]
    assert fetch.days == {days[0]: "", days[2]: ""}
    assert [str(problem) for problem in fetch.problems] == [
        "2025-06-10: warning: 127.0.0.1 answered 400 Bad Request\n  check the address or the id; nothing was changed"
    ]


WEEK = [date(2025, 6, number) for number in range(9, 16)]


def test_old_days_that_fail_do_not_stop_new_ones(server: LocalServer, fetcher: Fetcher) -> None:
    server.plan(Reply(body=page("Wednesday")), END, *[Reply(status=503)] * 10, Reply(body=page("Sunday")), END)
    fetch = fetcher.hf(WEEK[-4:])
    assert list(fetch.days) == [WEEK[-4], WEEK[-1]]
    assert fetch.failed == dict.fromkeys(WEEK[-3:-1], "127.0.0.1 answered 503 Service Unavailable (5 attempts)")


def test_a_server_that_fails_for_the_two_newest_days_is_left_alone(server: LocalServer, fetcher: Fetcher) -> None:
    server.plan(*[Reply(status=503)] * 10)
    with pytest.raises(DigestifError, match="503 Service Unavailable"):
        fetcher.hf(WEEK)
    assert [request.parameters["date"] for request in server.requests[::5]] == ["2025-06-15", "2025-06-14"]


def test_a_server_that_fails_for_five_days_is_left_alone(server: LocalServer, fetcher: Fetcher) -> None:
    server.plan(Reply(body=page("Sunday")), END, *[Reply(status=503)] * 25)
    fetch = fetcher.hf(WEEK)
    assert (list(fetch.failed), fetch.not_requested) == (WEEK[1:6], (WEEK[0],))
    assert str(fetch.problems[-1]) == (
        "2025-06-09: warning: not requested, because the time for one fetch is over or the source does not respond\n"
        "  fetch again later"
    )


def test_a_fetch_ends_after_twenty_minutes_with_what_it_has(
    server: LocalServer, fetcher: Fetcher, time: FakeTime
) -> None:
    slow = {"RateLimit": '"api";r=0;t=250'}
    server.plan(*[Reply(body=page("One"), headers=slow), Reply(body=b"[]", headers=slow)] * 2)
    server.plan(Reply(body=page("One"), headers=slow))
    began = time.now
    fetch = fetcher.hf(WEEK)
    assert time.now - began <= 20 * 60
    assert list(fetch.days) == WEEK[-2:]
    assert (fetch.failed, list(fetch.not_requested)) == ({}, WEEK[:-2])
    assert fetch.problems[-1].place.file == "5 days from 2025-06-09 to 2025-06-13"


def test_a_slow_day_leaves_time_for_others(server: LocalServer, fetcher: Fetcher, time: FakeTime) -> None:
    slow = Reply(status=429, headers={"Retry-After": "280"})
    server.plan(slow, slow, slow, Reply(body=page("Saturday")), END)
    fetch = fetcher.hf(WEEK[-2:])
    assert (list(fetch.days), list(fetch.failed)) == (WEEK[-2:-1], WEEK[-1:])
    assert time.waits[:2] == [280, 280]


def test_a_refused_token_is_named_and_ends_the_fetch(server: LocalServer, tmp_path: Path, time: FakeTime) -> None:
    fetcher = Fetcher(
        tmp_path,
        user_agent="digestif/test",
        urls=service_urls({"DIGESTIF_HF_URL": server.url}),
        tokens={"hf": "hf_expired"},
        clock=time.clock(),
    )
    server.plan(*[Reply(status=401)] * 2)
    with pytest.raises(DigestifError) as caught:
        fetcher.hf(WEEK)
    assert str(caught.value) == (
        "127.0.0.1 answered 401 Unauthorized\n"
        "  replace the access token HF_TOKEN, which may have expired; nothing was changed"
    )


def test_a_list_without_an_end_is_stopped_at_a_limit(server: LocalServer, fetcher: Fetcher) -> None:
    server.plan(*[Reply(body=numbered(100 * number, 100)) for number in range(HF_PAGE_LIMIT)])
    fetch = fetcher.hf([DAY])
    assert len(fetch.files) == HF_PAGE_LIMIT
    assert str(fetch.problems[0]) == "2025-06-13: warning: has more than 20 pages; the rest was not fetched"


def test_waits_double_and_retry_after_is_respected(server: LocalServer, fetcher: Fetcher, time: FakeTime) -> None:
    server.plan(
        Reply(status=500),
        Reply(status=429, headers={"Retry-After": "30"}),
        Reply(status=503, headers={"Retry-After": "Sun, 15 Jun 2025 15:07:52 GMT"}),
        Reply(body=page("One")),
        END,
    )
    assert fetcher.hf([DAY]).files[0].papers == 1
    assert time.waits == [2.0, 30.0, 40.0, 1.0]


def test_calls_are_a_second_apart(server: LocalServer, fetcher: Fetcher, time: FakeTime) -> None:
    server.plan(Reply(body=b"[]"), Reply(body=b"[]"), Reply(body=b"[]"))
    fetcher.hf([DAY, date(2025, 6, 14), date(2025, 6, 15)])
    assert time.waits == [1.0, 1.0]


FAILURES = {
    "five hundred five times": (
        [Reply(status=500)] * 5,
        "127.0.0.1 answered 500 Internal Server Error (5 attempts)\n  nothing was changed; try again later",
    ),
    "asked to wait an hour": (
        [Reply(status=429, headers={"Retry-After": "3600"})],
        "127.0.0.1 answered 429 Too Many Requests\n  try again in 60 minutes; nothing was changed",
    ),
    "forbidden": (
        [Reply(status=403)],
        "127.0.0.1 answered 403 Forbidden\n  check the address or the id; nothing was changed",
    ),
    "a web page": (
        [Reply(body=b"<!DOCTYPE html><title>Just a moment</title>")] * 5,
        "127.0.0.1 sent a web page instead of the list of papers in JSON (5 attempts)\n"
        "  nothing was changed; try again later; the response is in .digestif/refused/hf/2025-06-13.json",
    ),
    "cut off, with a matching length": (
        [Reply(body=page("One")[:-5])] * 5,
        "127.0.0.1 sent something damaged or cut off instead of the list of papers in JSON (5 attempts)\n"
        "  nothing was changed; try again later; the response is in .digestif/refused/hf/2025-06-13.json",
    ),
    "cut off before the promised length": (
        [Reply(body=b"[", length=500)] * 5,
        "127.0.0.1 closed the connection before the response was complete (5 attempts)\n"
        "  nothing was changed; try again later",
    ),
    "an error in JSON": (
        [Reply(body=b'{"error": "Invalid date"}')] * 5,
        "127.0.0.1 sent an error instead of papers: Invalid date (5 attempts)\n"
        "  nothing was changed; try again later; the response is in .digestif/refused/hf/2025-06-13.json",
    ),
    "a thousand brackets": (
        [Reply(body=b"[" * 100_000)] * 5,
        "127.0.0.1 sent something damaged or cut off instead of the list of papers in JSON (5 attempts)\n"
        "  nothing was changed; try again later; the response is in .digestif/refused/hf/2025-06-13.json",
    ),
    "redirected in a circle": (
        [Reply(status=302, headers={"Location": "/api/daily_papers"})] * 30,
        "127.0.0.1 redirected the request too many times (5 attempts)\n  nothing was changed; try again later",
    ),
}


@pytest.mark.parametrize("name", FAILURES)
def test_a_failure_is_explained_and_the_cached_response_stays(
    name: str, server: LocalServer, fetcher: Fetcher, tmp_path: Path
) -> None:
    replies, sentence = FAILURES[name]
    server.plan(Reply(body=page("Yesterday")), END)
    fetcher.hf([DAY])
    before = cached(tmp_path)
    server.plan(*replies)
    with pytest.raises(DigestifError) as caught:
        fetcher.hf([DAY])
    assert str(caught.value) == sentence
    assert cached(tmp_path) == before


SETTLED = {date(2025, 6, 10), date(2025, 6, 12)}
DAYS = [
    ("what is not settled, with a gap", SETTLED, date(2025, 6, 9), ["2025-06-09", "2025-06-11", "2025-06-13"]),
    ("nothing yet", set(), None, ["2025-06-10", "2025-06-11", "2025-06-12", "2025-06-13"]),
    ("the first is today's", set(), DAY, ["2025-06-13"]),
    ("the first is tomorrow's", set(), date(2025, 6, 14), ["2025-06-13"]),
    ("all settled but today", SETTLED | {date(2025, 6, 11)}, date(2025, 6, 10), ["2025-06-13"]),
]


@pytest.mark.parametrize(("case", "settled", "first", "days"), DAYS, ids=[case[0] for case in DAYS])
def test_a_fetch_without_a_date_requests_what_is_not_settled(
    case: str, settled: set[date], first: date | None, days: list[str]
) -> None:
    assert [str(day) for day in unsettled_days(settled, first, today=DAY)] == days


def test_a_fetch_without_a_date_goes_back_to_the_first_unsettled_day_however_old() -> None:
    days = unsettled_days([], date(2024, 6, 13), today=DAY)
    assert (len(days), days[0], days[-1]) == (366, date(2024, 6, 13), DAY)


def test_the_environment_replaces_the_address_of_a_service() -> None:
    urls = service_urls({"DIGESTIF_ARXIV_URL": "http://127.0.0.1:1", "DIGESTIF_HF_URL": ""})
    assert (urls["arxiv"], urls["hf"]) == ("http://127.0.0.1:1", "https://huggingface.co")


@pytest.mark.parametrize(
    "url",
    ["arxiv.org", "file:///etc/passwd", "http://", "http://[", "https://a:b", "http://a\nb", "http://a b", "http://09"],
)
def test_an_address_that_is_not_one_is_refused(url: str) -> None:
    with pytest.raises(DigestifError, match=r"^DIGESTIF_ARXIV_URL: .* is not a web address"):
        service_urls({"DIGESTIF_ARXIV_URL": url})


def test_requests_name_the_digest() -> None:
    assert user_agent(Settings(title="A digest", site_url="https://digest.example")).endswith(
        " (+https://digest.example)"
    )
    assert user_agent(Settings(title="A digest", curator="ada@digest.example")).endswith(" (mailto:ada@digest.example)")
    assert "(" not in user_agent(Settings(title="A digest", curator="Ada Lovelace"))
