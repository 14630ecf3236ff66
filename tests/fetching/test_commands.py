"""The commands that fetch, against a local server: each failure leaves content/ as it was, or complete."""

from __future__ import annotations

import json
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from click.testing import Result

from tests.fetching.commands import ATOM, content, run
from tests.fetching.local_server import LocalServer, Reply

#: Every list of daily papers ends with an empty page.
END = Reply(body=b"[]")


def page(*numbers: int) -> bytes:
    papers = [{"id": f"2506.{number:05}", "title": f"Paper {number}", "summary": "It says."} for number in numbers]
    return json.dumps([{"paper": paper, "title": paper["title"]} for paper in papers]).encode()


def test_a_day_is_imported_with_a_report(site: Path, server: LocalServer) -> None:
    server.plan(Reply(body=page(1, 2)), END)
    report = site / "report.md"
    result = run(site, "fetch", "hf", "--date", "2025-06-13", "--import", "--report", str(report))
    assert result.exit_code == 0, result.output
    assert "2 new" in result.output
    assert "| 2 | 2 | 0 |" in report.read_text()
    assert sorted(content(site)) == [
        "content/papers/2025/06/13/2506.00001.yaml",
        "content/papers/2025/06/13/2506.00002.yaml",
        "content/sources/days.json",
        "content/sources/hf-json/2025-06-13.json",
    ]
    assert json.loads((site / "content/sources/days.json").read_text()) == {
        "hf-json": {"2025-06-13": {"state": "settled", "papers": 2}}
    }


def test_a_day_that_changes_between_two_fetches_adds_and_keeps_corrections(site: Path, server: LocalServer) -> None:
    server.plan(Reply(body=page(1, 2)), END, Reply(body=page(1, 2, 3)), END)
    run(site, "fetch", "hf", "--date", "2025-06-13", "--import")
    file = site / "content/papers/2025/06/13/2506.00001.yaml"
    file.write_text(file.read_text().replace("Paper 1", "Paper One"))
    result = run(site, "fetch", "hf", "--date", "2025-06-13", "--import")
    assert "3 papers, changed (2 before)" in result.output
    assert "1 new" in result.output
    assert "title: Paper One" in file.read_text()


@pytest.mark.parametrize(
    "reply",
    [
        Reply(status=500),
        Reply(status=429, headers={"Retry-After": "1"}),
        Reply(body=b"<!doctype html><p>Busy"),
        Reply(body=page(1, 2)[:-9]),
        Reply(body=page(1), length=9_000),
    ],
    ids=["500", "429", "a web page", "cut off", "cut off on the way"],
)
def test_a_source_that_fails_leaves_content_as_it_was(site: Path, server: LocalServer, reply: Reply) -> None:
    server.plan(Reply(body=page(1, 2)), END)
    run(site, "fetch", "hf", "--date", "2025-06-13", "--import")
    before = content(site)
    server.plan(*[reply] * 5)
    result = run(site, "fetch", "hf", "--date", "2025-06-13", "--import")
    assert result.exit_code == 2
    assert "nothing was changed" in result.output
    assert content(site) == before


def test_the_short_second_page_of_a_long_day_is_no_shrink(site: Path, server: LocalServer) -> None:
    server.plan(*[Reply(body=page(*range(100))), Reply(body=page(100)), END] * 2)
    for _ in range(2):
        result = run(site, "fetch", "hf", "--date", "2025-06-13", "--import")
        assert (result.exit_code, "provisional" in result.output) == (0, False), result.output
    assert len(content(site)) == 103


def days(site: Path) -> dict[str, str]:
    """The state of every fetched day."""
    found = json.loads((site / "content/sources/days.json").read_text())
    return {day: each["state"] for listed in found.values() for day, each in listed.items()}


@pytest.fixture
def on(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Set the date on which commands run."""

    def set_day(day: str) -> None:
        monkeypatch.setattr("generator.cli.fetching.today", lambda site: date.fromisoformat(day))

    return set_day


def test_a_short_list_is_imported_and_fetched_again_until_it_is_a_week_old(
    site: Path, server: LocalServer, on: Callable[[str], None]
) -> None:
    on("2025-06-16")
    server.plan(Reply(body=page(*range(1, 9))), END, Reply(body=page(1, 9)), END)
    run(site, "fetch", "hf", "--date", "2025-06-13", "--import")
    short = run(site, "fetch", "hf", "--date", "2025-06-13", "--import")
    assert short.exit_code == 0, short.output
    assert (
        "2025-06-13: provisional: 2 papers, and 8 when it was last fetched, so it is fetched again until it is settled"
        in short.output
    )
    assert len([file for file in content(site) if "/papers/" in file]) == 9
    assert days(site) == {"2025-06-13": "provisional"}
    on("2025-06-20")
    server.plan(*[END] * 7, *[Reply(body=page(1, 9)), END])
    assert run(site, "fetch", "hf", "--import").exit_code == 0
    assert server.requests[-1].parameters["date"] == "2025-06-13"
    assert days(site)["2025-06-13"] == "settled"


def test_a_quiet_holiday_and_a_failed_day_lose_nothing(
    site: Path, server: LocalServer, on: Callable[[str], None]
) -> None:
    on("2025-12-23")
    server.plan(*[END] * 3, Reply(body=page(*range(30))), END)
    assert run(site, "fetch", "hf", "--import").exit_code == 0
    on("2025-12-26")
    failed = [Reply(status=400)]
    server.plan(END, *[Reply(body=page(50)), END], *failed, *[END] * 3)  # the 26th to the 21st, without the 24th
    result = run(site, "fetch", "hf", "--import")
    assert result.exit_code == 1
    assert "2025-12-24: warning: 127.0.0.1 answered 400 Bad Request" in result.output
    assert days(site)["2025-12-25"] == "provisional"
    on("2026-01-09")
    server.plan(*[END] * 15, *[Reply(body=page(50)), END], *[Reply(body=page(40)), END], *[END] * 3)
    assert run(site, "fetch", "hf", "--import").exit_code == 0
    assert server.requests[-4].parameters["date"] == "2025-12-24"
    assert (days(site)["2025-12-24"], days(site)["2026-01-02"]) == ("settled", "settled")
    assert days(site)["2026-01-03"] == "provisional"


def test_a_digest_without_days_goes_on_from_its_newest_list(
    site: Path, server: LocalServer, on: Callable[[str], None]
) -> None:
    server.plan(Reply(body=page(1, 2)), END)
    run(site, "fetch", "hf", "--date", "2025-06-13", "--import")
    (site / "content/sources/days.json").unlink()
    on("2025-06-14")
    server.plan(END, Reply(body=page(1, 2, 3)), END)
    assert run(site, "fetch", "hf", "--import").exit_code == 0
    assert days(site) == {"2025-06-13": "provisional", "2025-06-14": "provisional"}


def test_a_damaged_file_of_days_is_a_warning_and_costs_no_day(
    site: Path, server: LocalServer, on: Callable[[str], None]
) -> None:
    server.plan(Reply(body=page(1, 2)), END)
    run(site, "fetch", "hf", "--date", "2025-06-13", "--import")
    file = site / "content/sources/days.json"
    file.write_text('{"hf-json": {"2025-06-13": {"state": "done"}}}')
    checked = run(site, "check")
    assert (checked.exit_code, "is not a list of fetched days, so it is ignored" in checked.output) == (0, True)
    on("2025-06-13")
    server.plan(Reply(body=page(1, 2)), END)
    run(site, "fetch", "hf", "--import")
    assert days(site) == {"2025-06-13": "provisional"}


def test_a_broken_record_does_not_stop_the_daily_run(site: Path, server: LocalServer) -> None:
    server.plan(*[Reply(body=page(1, 2)), END], Reply(body=page(1, 2, 3, 4)), END)
    run(site, "fetch", "hf", "--date", "2025-06-13", "--import")
    folder = site / "content/papers/2025/06/13"
    (folder / "2506.00001.yaml").write_text("title: [\n")
    (folder / "added.yaml").write_text("title: A: Paper\nids:\n  arxiv: '2506.00003'\ndate: 2025-06-13\n")
    before = content(site)
    report = site / "report.md"
    result = run(site, "fetch", "hf", "--date", "2025-06-13", "--import", "--report", str(report))
    assert result.exit_code == 0, result.output
    assert report.read_text().count("its record has an error") == 2
    assert (
        "2 records have errors, so their papers were left alone: 2506.00001, added\n"
        "  to list the errors, run digestif check\n"
    ) in result.output
    changed = {file for file, raw in content(site).items() if before.get(file) != raw}
    assert changed == {
        "content/papers/2025/06/13/2506.00004.yaml",
        "content/sources/days.json",
        "content/sources/hf-json/2025-06-13.json",
    }


def test_an_error_in_the_list_of_removed_papers_stops_the_daily_run(site: Path, server: LocalServer) -> None:
    server.plan(Reply(body=page(1)), END)
    (site / "content").mkdir()
    (site / "content/removed.yaml").write_text("- {key: [}\n")
    result = run(site, "fetch", "hf", "--date", "2025-06-13", "--import")
    assert (result.exit_code, "content/ has 1 error, so nothing was imported" in result.output) == (2, True)


def test_empty_answers_for_three_days_lose_nothing(site: Path, server: LocalServer, on: Callable[[str], None]) -> None:
    on("2025-06-10")
    server.plan(*[Reply(body=page(*range(1, 5))), END], *[END] * 3)
    run(site, "fetch", "hf", "--import")
    on("2025-06-13")
    server.plan(*[END] * 3, Reply(body=page(*range(1, 5))), END, *[END] * 3)
    assert run(site, "fetch", "hf", "--import").exit_code == 0
    on("2025-06-14")
    later = [Reply(body=page(*range(10 * number, 10 * number + 4))) for number in range(1, 5)]
    server.plan(*(reply for list_ in later for reply in (list_, END)), *[END] * 3)
    assert run(site, "fetch", "hf", "--import").exit_code == 0
    assert len([file for file in content(site) if "/papers/" in file]) == 20


def test_a_day_that_fails_for_more_than_a_week_is_skipped_and_the_status_says_so(
    site: Path, server: LocalServer, on: Callable[[str], None]
) -> None:
    file = site / "content/sources/days.json"
    file.parent.mkdir(parents=True)
    failed = {"state": "missing", "papers": 0, "reason": "lost", "failures": 13}
    file.write_text(json.dumps({"hf-json": {"2025-06-06": failed, "2025-06-07": {"state": "settled", "papers": 0}}}))
    on("2025-06-08")
    server.plan(END, Reply(status=400))
    young = run(site, "fetch", "hf", "--import")
    assert (young.exit_code, days(site)["2025-06-06"]) == (1, "missing")
    on("2025-06-13")
    server.plan(*[END] * 6, Reply(status=400))
    old = run(site, "fetch", "hf", "--import")
    assert "2025-06-06: skipped from now on, after 15 failed fetches" in old.output
    server.plan(*[END] * 6)
    assert run(site, "fetch", "hf", "--import").exit_code == 0
    status = run(site, "status").output
    assert "1 skipped" in status
    assert "  2025-06-06: skipped after many failed fetches: 127.0.0.1 answered 400 Bad Request\n" in status
    assert "  to fetch skipped days again, delete their lines in content/sources/days.json\n" in status


def test_a_day_of_the_first_fetch_that_failed_is_fetched_again(
    site: Path, server: LocalServer, on: Callable[[str], None]
) -> None:
    on("2025-06-13")
    server.plan(*[END] * 3, Reply(status=400))
    assert run(site, "fetch", "hf", "--import").exit_code == 1
    assert days(site)["2025-06-10"] == "missing"
    [source] = json.loads(run(site, "status", "--format", "json").output)["sources"]
    assert source["missing"][0] == "2025-06-10"
    server.plan(*[END] * 3, Reply(body=page(1)), END)
    assert run(site, "fetch", "hf", "--import").exit_code == 0
    assert days(site)["2025-06-10"] == "settled"


def test_the_report_is_written_if_nothing_can_be_fetched(site: Path, server: LocalServer) -> None:
    server.plan(Reply(status=403))
    report = site / "report.md"
    result = run(site, "fetch", "hf", "--date", "2025-06-13", "--import", "--report", str(report))
    assert result.exit_code == 2
    assert "The command failed" in report.read_text()
    assert "answered 403 Forbidden" in report.read_text()


def announced(*ids: str, day: str, kind: str = "new") -> Reply:
    items = "".join(
        f"<item><link>https://arxiv.org/abs/{paper}</link><arxiv:announce_type>{kind}</arxiv:announce_type></item>"
        for paper in ids
    )
    feed = f'<rss xmlns:arxiv="http://arxiv.org/schemas/atom"><channel><pubDate>{day}</pubDate>{items}</channel></rss>'
    return Reply(body=feed.encode())


def test_a_week_of_arxiv_brings_each_paper_once(
    site: Path, server: LocalServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fetch(day: int, *replies: Reply) -> Result:
        monkeypatch.setattr("generator.cli.fetching.now", lambda: datetime(2025, 7, day, 5, 17, tzinfo=UTC))
        server.plan(*replies)
        shutil.rmtree(site / ".digestif", ignore_errors=True)  # a workflow starts without a cache
        return run(site, "fetch", "arxiv", "--query", "cat:cs.RO", "--import")

    second = Reply(body=ATOM.replace("2507.00001", "2507.00002").replace("Was Missing", "Came Late").encode())
    tuesday = fetch(1, announced("2507.00001", day="Tue, 1 Jul 2025 00:00:00 -0400"), Reply(body=ATOM.encode()))
    assert (tuesday.exit_code, days(site)) == (0, {"2025-07-01": "settled"}), tuesday.output
    stale = announced("2507.00001", day="Tue, 1 Jul 2025 00:00:00 -0400")
    wednesday = fetch(2, stale, Reply(body=ATOM.encode()))
    assert wednesday.exit_code == 0, wednesday.output  # it may be a holiday
    assert days(site)["2025-07-02"] == "provisional"
    third = Reply(body=ATOM.replace("2507.00001", "2507.00003").replace("Was Missing", "Is New").encode())
    thursday = fetch(3, announced("2507.00003", day="Thu, 3 Jul 2025 00:00:00 -0400"), third, second)
    assert thursday.exit_code == 0, thursday.output
    assert sorted(file for file in content(site) if "/papers/" in file) == [
        "content/papers/2025/07/01/2507.00001.yaml",
        "content/papers/2025/07/02/2507.00002.yaml",
        "content/papers/2025/07/03/2507.00003.yaml",
    ]
    assert set(days(site).values()) == {"settled"}


def test_a_replacement_updates_its_record_and_is_no_news(
    site: Path, server: LocalServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fetch(day: int, *replies: Reply) -> Result:
        monkeypatch.setattr("generator.cli.fetching.now", lambda: datetime(2025, 7, day, 5, 17, tzinfo=UTC))
        server.plan(*replies)
        shutil.rmtree(site / ".digestif", ignore_errors=True)
        return run(site, "fetch", "arxiv", "--query", "cat:cs.RO", "--import")

    fetch(1, announced("2507.00001", day="Tue, 1 Jul 2025 00:00:00 -0400"), Reply(body=ATOM.encode()))
    file = site / "content/papers/2025/07/01/2507.00001.yaml"
    file.write_text(file.read_text().replace("It says something.", "It says little."))
    newer = ATOM.replace("That Was Missing Here", "With a Better Title").replace("something", "more")
    nothing = re.sub("<entry>.*</entry>", "", ATOM.replace("Results>1", "Results>0"), flags=re.DOTALL)
    feed = announced("2507.00001", day="Wed, 2 Jul 2025 00:00:00 -0400", kind="replace")
    result = fetch(2, feed, Reply(body=nothing.encode()), Reply(body=newer.encode()))
    assert result.exit_code == 0, result.output
    assert "1 updated" in result.output
    assert "title: A Paper With a Better Title" in file.read_text()
    assert "It says little." in file.read_text()
    assert json.loads((site / "content/sources/days.json").read_text())["arxiv"]["2025-07-02"] == {
        "state": "settled",
        "papers": 0,
    }
    assert [name for name in content(site) if "2025-07-02" in name] == ["content/sources/arxiv-replace/2025-07-02.json"]
    listed = run(site, "status", "--format", "json")
    assert [source["name"] for source in json.loads(listed.output)["sources"]] == ["arxiv"]
    assert run(site, "check").exit_code == 0


def test_the_papers_of_a_day_are_those_of_its_digest(
    site: Path, server: LocalServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fetch(day: int, *replies: Reply) -> Result:
        monkeypatch.setattr("generator.cli.fetching.now", lambda: datetime(2025, 7, day, 5, 17, tzinfo=UTC))
        server.plan(*replies)
        shutil.rmtree(site / ".digestif", ignore_errors=True)
        return run(site, "fetch", "arxiv", "--query", "cat:cs.RO", "--import")

    entry = re.search("<entry>.*</entry>", ATOM, flags=re.DOTALL)
    assert entry
    other = entry[0].replace("2507.00001", "2507.00002").replace("Was Missing", "Came Late")
    both = ATOM.replace(entry[0], entry[0] + other).replace("Results>1", "Results>2")
    fetch(1, announced("2507.00001", day="Tue, 1 Jul 2025 00:00:00 -0400"), Reply(body=ATOM.encode()))
    fetch(2, Reply(status=403), Reply(body=both.encode()))
    found = json.loads((site / "content/sources/days.json").read_text())["arxiv"]
    assert {day: each["papers"] for day, each in found.items()} == {"2025-07-01": 1, "2025-07-02": 1}


def test_an_escape_sequence_is_printed_and_not_obeyed(site: Path) -> None:
    result = run(site, "fetch", "ids", "\x1b[2J")
    assert result.exit_code == 1
    assert result.output.startswith("\\u001b[2J: warning: is not an arXiv id")


def test_an_interrupted_fetch_ends_with_a_sentence(site: Path, server: LocalServer) -> None:
    server.plan(Reply(raw=b"HTTP/1.1 200 OK\r\n" + b"X-Header: x\r\n" * 1000, drip=0.05))
    command = [sys.executable, "-m", "generator", "fetch", "hf", "--date", "2025-06-13", "--import"]
    with subprocess.Popen(command, cwd=site, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        while not server.requests:
            time.sleep(0.05)
        process.send_signal(signal.SIGINT)
        output, error = process.communicate(timeout=30)
    assert (process.returncode, output, error) == (2, "", "digestif: interrupted\n")
    assert content(site) == {}
