"""Days with more papers than arXiv gives at once: split until each search fits; those that cannot be are incomplete."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner

from generator.cli.main import main
from generator.errors import DigestifError
from generator.fetching import source_requests
from generator.fetching.announcements import SubmissionWindow, split_window, submission_window
from generator.fetching.arxiv_windows import fetch_submitted, fetch_window
from generator.fetching.fetcher import Fetcher
from generator.fetching.validation import read_atom
from generator.store.load import load_fetched_days
from generator.store.snapshots.fetched_days import DAYS_FILE
from tests.fetching.local_server import FakeTime, LocalServer, ReceivedRequest, Reply
from tests.fetching.test_announcements import announcement
from tests.fetching.test_arxiv import feed

DAY = date(2025, 6, 12)  # a Thursday, for which papers were submitted from Tuesday, 18:00 UTC
NOON = datetime(2025, 6, 11, 12, tzinfo=UTC)
Submission = tuple[datetime, str]


class PlayedArxiv:
    """Answers as arXiv's API does: the papers submitted in a window, in the categories of the query, page by page."""

    def __init__(self, submissions: Sequence[Submission]) -> None:
        ids = (f"2506.{number:05}" for number in range(len(submissions)))
        self.papers = list(zip(ids, submissions, strict=True))
        self.windows: list[str] = []
        self.fails_after = len(self.papers) * 100 + 100

    def __call__(self, request: ReceivedRequest) -> Reply:
        search = request.parameters["search_query"]
        start, size = int(request.parameters["start"]), int(request.parameters["max_results"])
        times = re.search(r"submittedDate:\[(\d+) TO (\d+)\]", search)
        assert times
        if len(self.windows) >= self.fails_after:
            return Reply(status=403)
        self.windows.append(times[0])
        first, last = (datetime.strptime(text, "%Y%m%d%H%M").replace(tzinfo=UTC) for text in times.groups())
        wanted = [set(re.findall(r"cat:(cs\.[A-Z]+)", group)) for group in search.split(" AND ")]
        found = [
            paper
            for paper, (at, category) in sorted(self.papers, key=lambda pair: pair[1])
            if first <= at <= last and all(category in group for group in wanted if group)
        ]
        return Reply(body=feed(*found[start : start + size], total=len(found)))


@pytest.fixture(autouse=True)
def small_limits(monkeypatch: pytest.MonkeyPatch) -> None:
    """Searches of 20 papers in pages of 10, so that a busy day has some dozens of papers."""
    monkeypatch.setattr(source_requests, "ARXIV_LIMIT", 20)
    monkeypatch.setattr(source_requests, "ARXIV_PAGE", 10)


def every(minutes: int, count: int, *, category: str = "cs.RO", start: datetime = NOON) -> list[Submission]:
    return [(start + timedelta(minutes=minutes * number), category) for number in range(count)]


def ids(files: Sequence[object]) -> list[str]:
    return [paper for file in files for paper in read_atom(file.file.read_bytes()).ids]  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("start", "end", "parts"),
    [
        ("2025-06-10 18:00", "2025-06-12 17:59", ["101800 TO 102359", "110000 TO 112359", "120000 TO 121759"]),
        ("2025-06-11 00:00", "2025-06-11 23:59", ["110000 TO 111159", "111200 TO 112359"]),
        ("2025-06-11 18:00", "2025-06-11 20:59", ["111800 TO 111859", "111900 TO 112059"]),
        ("2025-06-11 18:00", "2025-06-11 18:59", []),
        ("2025-06-11 18:30", "2025-06-11 19:29", []),
    ],
)
def test_a_window_is_split_at_midnight_and_then_at_full_hours(start: str, end: str, parts: list[str]) -> None:
    window = SubmissionWindow(start=moment(start), end=moment(end))
    assert [str(part).replace("202506", "") for part in split_window(window)] == parts


def moment(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def test_every_minute_of_a_window_is_in_one_of_its_smallest_parts() -> None:
    waiting, minutes = [submission_window(date(2025, 6, 10), more_days=3)], 0
    expected = int((waiting[0].end - waiting[0].start) / timedelta(minutes=1)) + 1
    while waiting:
        parts = split_window(waiting[0])
        minutes += 0 if parts else int((waiting[0].end - waiting[0].start) / timedelta(minutes=1)) + 1
        waiting[:1] = parts
    assert minutes == expected


def test_a_busy_day_is_fetched_in_parts_with_pauses(server: LocalServer, fetcher: Fetcher, time: FakeTime) -> None:
    server.respond = arxiv = PlayedArxiv(every(10, 60))
    found = fetch_submitted(fetcher, "cat:cs.RO", NOON.date())
    assert ids(found.files) == [paper for paper, _ in arxiv.papers]  # oldest first, each once
    assert (found.problems, {file.day for file in found.files}) == ((), {NOON.date()})
    assert time.waits == [3.0] * (len(server.requests) - 1)
    assert len(server.requests) < 20


def test_an_hour_with_too_many_papers_is_split_by_the_categories_of_the_query(
    server: LocalServer, fetcher: Fetcher
) -> None:
    server.respond = PlayedArxiv([*every(2, 15), *every(2, 15, category="cs.CV")])
    found = fetch_window(fetcher, "cat:cs.RO OR cat:cs.CV", submission_window(DAY))
    assert (sorted(ids(found.files)), found.problems) == ([f"2506.{number:05}" for number in range(30)], ())
    searches = {request.parameters["search_query"] for request in server.requests}
    assert "((cat:cs.RO OR cat:cs.CV) AND cat:cs.CV) AND submittedDate:[202506111200 TO 202506111259]" in searches


def test_papers_beyond_the_limit_of_the_smallest_search_make_a_list_incomplete(
    server: LocalServer, fetcher: Fetcher
) -> None:
    server.respond = PlayedArxiv(every(1, 25))
    found = fetch_window(fetcher, "cat:cs.RO", submission_window(DAY))
    assert len(ids(found.files)) == 20
    assert str(found.problems[0]) == (
        "cat:cs.RO: warning: the list is incomplete: of 25 papers submitted from 2025-06-11 12:00 to 12:59 "
        "UTC, arXiv gives 20\n  narrow the query, for example to a category, as in cat:cs.RO AND ti:grasp"
    )


def test_if_arxiv_stops_responding_what_it_gave_is_kept(server: LocalServer, fetcher: Fetcher) -> None:
    server.respond = arxiv = PlayedArxiv(every(10, 60))
    arxiv.fails_after = 8
    found = fetch_submitted(fetcher, "cat:cs.RO", NOON.date())
    kept = ids(found.files)
    assert kept == [f"2506.{number:05}" for number in range(60 - len(kept), 60)]  # the newest
    assert "the list is incomplete: papers submitted from 2025-06-11 00:00 to 17:59 UTC are missing" in str(
        found.problems[0]
    )
    server.respond = lambda request: Reply(status=403)
    with pytest.raises(DigestifError, match="403 Forbidden"):
        fetch_submitted(fetcher, "cat:cs.CV", NOON.date())


def test_calls_for_several_days_and_feeds_keep_the_pause(server: LocalServer, fetcher: Fetcher, time: FakeTime) -> None:
    server.respond = PlayedArxiv(every(10, 5))
    for day in (10, 11, 12):
        fetch_window(fetcher, "cat:cs.RO", submission_window(date(2025, 6, day)))
    server.plan(announcement("2506.00001"))
    fetcher.arxiv_feed("cs.RO")
    assert time.waits == [3.0, 3.0, 3.0]


@pytest.fixture
def site(tmp_path: Path, server: LocalServer, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A digest in which only the day is not settled; it failed so often that one more failure skips it."""
    monkeypatch.setenv("DIGESTIF_ARXIV_URL", server.url)
    monkeypatch.setattr("time.sleep", lambda seconds: None)
    monkeypatch.setattr("generator.cli.fetching.now", lambda: datetime(2025, 6, 27, 12, tzinfo=UTC))
    (tmp_path / "mkdocs.yml").write_text("site_name: A digest\ntheme: {name: digestif}\nplugins: []\n")
    (tmp_path / "content/sources").mkdir(parents=True)
    days = {f"2025-06-{number}": {"state": "settled", "papers": 1} for number in range(13, 28)}
    days[DAY.isoformat()] = {"state": "missing", "papers": 0, "failures": 13}
    (tmp_path / DAYS_FILE).write_text(json.dumps({"arxiv": days}))
    return tmp_path


@pytest.mark.parametrize(("minutes", "state"), [(10, "settled"), (1, "provisional")])
def test_a_day_missed_weeks_ago_is_settled_only_if_it_is_complete(
    site: Path, server: LocalServer, minutes: int, state: str
) -> None:
    server.respond = PlayedArxiv(every(minutes, 25))
    report = site / "report.md"
    query = ["--query", "cat:cs.RO AND all:robot"]
    for _ in range(2):
        result = CliRunner().invoke(
            main, ["-C", str(site), "fetch", "arxiv", *query, "--import", "--report", str(report)]
        )
    found = load_fetched_days(site)[0][DAY, "arxiv"]
    incomplete = state == "provisional"
    assert (found.state, found.papers, result.exit_code) == (state, 20 if incomplete else 25, int(incomplete))
    assert ("2025-06-12: provisional: the list is incomplete: of 25 papers" in result.output) == incomplete
    assert ("the list is incomplete: of 25 papers" in html.unescape(report.read_text())) == incomplete
