"""Fetching the daily papers: what is kept, what is asked, and that no failure touches what was there."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from generator.errors import DigestifError
from generator.fetching.fetcher import Fetcher, agent_of, bases_from, days_to_fetch
from generator.settings import Settings
from tests.fetching.played import Reply, Stage, Time

DAY = date(2025, 6, 13)


def page(*titles: str) -> bytes:
    return json.dumps([{"paper": {"id": "2506.00001", "title": title}} for title in titles]).encode()


def kept(site: Path) -> dict[str, bytes]:
    folder = site / ".digestif" / "fetched"
    return {file.relative_to(folder).as_posix(): file.read_bytes() for file in folder.rglob("*") if file.is_file()}


def test_an_answer_is_kept_verbatim_under_its_day(stage: Stage, fetcher: Fetcher, tmp_path: Path) -> None:
    stage.plays(Reply(body=page("One", "Two")))
    fetch = fetcher.hf([DAY])
    assert kept(tmp_path) == {"hf/2025-06-13.json": page("One", "Two")}
    assert [(one.items, one.news, one.day, one.were) for one in fetch.fetched] == [(2, "new", DAY, None)]
    asked = stage.asked[0]
    assert (asked.path, asked.parameters) == ("/api/daily_papers", {"date": "2025-06-13", "limit": "100", "p": "0"})
    assert asked.headers["User-Agent"] == "digestif/test"


def test_an_unchanged_day_is_asked_for_with_the_last_answers_conditions(stage: Stage, fetcher: Fetcher) -> None:
    stage.plays(Reply(body=page("One"), headers={"ETag": '"a1"', "Last-Modified": "Fri, 13 Jun 2025 06:00:00 GMT"}))
    fetcher.hf([DAY])
    stage.plays(Reply(status=304))
    again = fetcher.hf([DAY]).fetched[0]
    assert (again.items, again.news, again.were) == (1, "same", 1)
    assert stage.asked[1].headers["If-None-Match"] == '"a1"'
    assert stage.asked[1].headers["If-Modified-Since"] == "Fri, 13 Jun 2025 06:00:00 GMT"


def test_an_answer_that_somebody_edited_is_fetched_anew(stage: Stage, fetcher: Fetcher, tmp_path: Path) -> None:
    stage.plays(Reply(body=page("One"), headers={"ETag": '"a1"'}))
    file = fetcher.hf([DAY]).fetched[0].file
    file.write_bytes(page("Edited"))
    stage.plays(Reply(body=page("One")))
    fetcher.hf([DAY])
    assert "If-None-Match" not in stage.asked[1].headers
    assert file.read_bytes() == page("One")


def test_a_day_that_changed_says_how(stage: Stage, fetcher: Fetcher, tmp_path: Path) -> None:
    stage.plays(Reply(body=page("One")), Reply(body=page("One", "Two", "Three")))
    fetcher.hf([DAY])
    second = fetcher.hf([DAY]).fetched[0]
    assert (second.were, second.items, second.news) == (1, 3, "changed")
    assert kept(tmp_path)["hf/2025-06-13.json"] == page("One", "Two", "Three")


def test_an_empty_day_is_an_answer(stage: Stage, fetcher: Fetcher) -> None:
    stage.plays(Reply(body=b"[]"))
    assert fetcher.hf([DAY]).fetched[0].items == 0


def test_a_full_page_is_followed_by_the_next(stage: Stage, fetcher: Fetcher, tmp_path: Path) -> None:
    stage.plays(Reply(body=page(*map(str, range(100)))), Reply(body=page("last")))
    fetch = fetcher.hf([DAY])
    assert [one.items for one in fetch.fetched] == [100, 1]
    assert sorted(kept(tmp_path)) == ["hf/2025-06-13.json", "hf/2025-06-13.p1.json"]
    assert stage.asked[1].parameters["p"] == "1"


def test_waits_double_and_a_server_that_asks_for_time_gets_it(stage: Stage, fetcher: Fetcher, time: Time) -> None:
    stage.plays(
        Reply(status=500),
        Reply(status=429, headers={"Retry-After": "30"}),
        Reply(status=503, headers={"Retry-After": "Sun, 15 Jun 2025 15:07:52 GMT"}),
        Reply(body=page("One")),
    )
    assert fetcher.hf([DAY]).fetched[0].items == 1
    assert time.waits == [2.0, 30.0, 40.0]


def test_calls_are_paced(stage: Stage, fetcher: Fetcher, time: Time) -> None:
    stage.plays(Reply(body=b"[]"), Reply(body=b"[]"), Reply(body=b"[]"))
    fetcher.hf([DAY, date(2025, 6, 14), date(2025, 6, 15)])
    assert time.waits == [1.0, 1.0]


FAILURES = {
    "five hundred five times": (
        [Reply(status=500)] * 5,
        "127.0.0.1 answered 500 Internal Server Error (5 attempts)\n  nothing was changed; try again later",
    ),
    "an hour of patience": (
        [Reply(status=429, headers={"Retry-After": "3600"})],
        "127.0.0.1 answered 429 Too Many Requests\n"
        "  it asks for patience: try again in 60 minutes; nothing was changed",
    ),
    "forbidden": (
        [Reply(status=403)],
        "127.0.0.1 answered 403 Forbidden\n  check the address or the id; nothing was changed",
    ),
    "a web page": (
        [Reply(body=b"<!DOCTYPE html><title>Just a moment</title>")] * 5,
        "127.0.0.1 sent a web page where the list of papers in JSON was expected (5 attempts)\n"
        "  nothing was changed; try again later; what it sent is in .digestif/refused/hf/2025-06-13.json",
    ),
    "cut off, and the length fits": (
        [Reply(body=page("One")[:-5])] * 5,
        "127.0.0.1 sent something broken or cut off where the list of papers in JSON was expected (5 attempts)\n"
        "  nothing was changed; try again later; what it sent is in .digestif/refused/hf/2025-06-13.json",
    ),
    "cut off before the promised length": (
        [Reply(body=b"[", promised=500)] * 5,
        "127.0.0.1 broke off: peer closed connection without sending complete message body "
        "(received 1 bytes, expected 500) (5 attempts)\n  nothing was changed; try again later",
    ),
    "an error in JSON": (
        [Reply(body=b'{"error": "Invalid date"}')] * 5,
        "127.0.0.1 sent an error instead of papers: 'Invalid date' (5 attempts)\n"
        "  nothing was changed; try again later; what it sent is in .digestif/refused/hf/2025-06-13.json",
    ),
    "a thousand brackets": (
        [Reply(body=b"[" * 100_000)] * 5,
        "127.0.0.1 sent something broken or cut off where the list of papers in JSON was expected (5 attempts)\n"
        "  nothing was changed; try again later; what it sent is in .digestif/refused/hf/2025-06-13.json",
    ),
    "redirected in a circle": (
        [Reply(status=302, headers={"Location": "/api/daily_papers"})] * 30,
        "127.0.0.1 broke off: Exceeded maximum allowed redirects. (5 attempts)\n  nothing was changed; try again later",
    ),
}


@pytest.mark.parametrize("name", FAILURES)
def test_a_failure_is_explained_and_yesterdays_answer_stays(
    name: str, stage: Stage, fetcher: Fetcher, tmp_path: Path
) -> None:
    replies, sentence = FAILURES[name]
    stage.plays(Reply(body=page("Yesterday")))
    fetcher.hf([DAY])
    before = kept(tmp_path)
    stage.plays(*replies)
    with pytest.raises(DigestifError) as caught:
        fetcher.hf([DAY])
    assert str(caught.value) == sentence
    assert kept(tmp_path) == before


def test_days_that_came_before_a_failure_are_kept(stage: Stage, fetcher: Fetcher, tmp_path: Path) -> None:
    stage.plays(Reply(body=page("One")), Reply(status=404))
    with pytest.raises(DigestifError):
        fetcher.hf([DAY, date(2025, 6, 14)])
    assert sorted(kept(tmp_path)) == ["hf/2025-06-13.json"]


DAYS = [
    ("the newest and today", date(2025, 6, 12), ["2025-06-12", "2025-06-13"]),
    ("a run failed for two days", date(2025, 6, 10), ["2025-06-10", "2025-06-11", "2025-06-12", "2025-06-13"]),
    ("nothing yet", None, ["2025-06-13"]),
    ("the newest is today's", DAY, ["2025-06-13"]),
    ("years ago", date(2020, 1, 1), [f"2025-06-{day:02}" for day in range(7, 14)]),
]


@pytest.mark.parametrize(("why", "newest", "days"), DAYS, ids=[case[0] for case in DAYS])
def test_a_fetch_without_a_date_makes_up_for_missed_days(why: str, newest: date | None, days: list[str]) -> None:
    assert [str(day) for day in days_to_fetch(newest, today=DAY)] == days


def test_services_can_be_elsewhere() -> None:
    bases = bases_from({"DIGESTIF_ARXIV_URL": "http://127.0.0.1:1", "DIGESTIF_HF_URL": ""})
    assert (bases.arxiv, bases.hf) == ("http://127.0.0.1:1", "https://huggingface.co")


def test_services_learn_who_asks() -> None:
    assert agent_of(Settings(title="A digest", site_url="https://digest.example")).endswith(
        " (+https://digest.example)"
    )
    assert "(" not in agent_of(Settings(title="A digest"))
