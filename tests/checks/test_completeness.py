"""What the daily run reports: missing papers, and lists that are not settled."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from generator.checks.completeness import find_completeness, is_doubtful, judge_list, render_completeness
from generator.errors import Place, Problem
from generator.importing.listing import ParsedFile
from generator.importing.run import import_files
from generator.model import SourceMetadata
from generator.sources.registry import parse
from generator.store.content import Content
from generator.store.load import load_content
from generator.store.snapshots.fetched_days import FetchedDay
from generator.store.snapshots.snapshots import Snapshot, SnapshotEntry

DAY = date(2025, 6, 13)


def page(*titles: str) -> ParsedFile:
    items = [{"paper": {"id": f"2506.{number:05}", "title": title}} for number, title in enumerate(titles, 1)]
    name = "2025-06-13.json"
    return ParsedFile(name=name, parsed=parse("hf-json", json.dumps(items).encode(), name=name))


def test_every_paper_of_the_source_is_imported_or_missing_for_a_reason(tmp_path: Path) -> None:
    import_files(tmp_path, [page("One", "Two", "Three")])
    (tmp_path / "content/papers/2025/06/13/2506.00002.yaml").unlink()
    (tmp_path / "content/removed.yaml").write_text("- {key: '2506.00002', reason: published twice}\n")
    (tmp_path / "content/papers/2025/06/13/2506.00003.yaml").unlink()
    content = load_content(tmp_path)
    found = find_completeness([page("One", "Two", "Three", "Four <b>", "")], content)
    unknown = Problem(place=Place(file="2506.99999"), code="not-fetched", found="arXiv does not know it")
    refused = Problem(place=Place(file="2025-06-12"), code="not-fetched", found="answered 400", fix="try later")
    days = {
        (date(2025, 6, 11), "hf-json"): FetchedDay(state="provisional", papers=0, reason="the list is empty so far"),
        (date(2025, 6, 12), "hf-json"): FetchedDay(state="provisional", papers=2, reason="answered 400"),
        (DAY, "hf-json"): FetchedDay(state="settled", papers=5),
    }
    assert render_completeness(found, [unknown, refused], days) == (
        "**What went wrong:**\n"
        "\n"
        "- <code>2506&#46;99999</code>: <code>arXiv does not know it</code>\n"
        "- 2025-06-12: <code>answered 400</code><br>\n"
        "  <code>try later</code>\n"
        "\n"
        "| Source list | Papers | Imported | Missing |\n"
        "|---|---|---|---|\n"
        "| <code>2025&#45;06&#45;13&#46;json</code> | 5 | 1 | 4 |\n"
        "\n"
        "**Days that are fetched again, or are unusual:**\n"
        "\n"
        "- 2025-06-11: 0 papers, provisional: <code>the list is empty so far</code>\n"
        "\n"
        "**Missing papers:**\n"
        "\n"
        "- <code>Two</code>: <code>removed&#58; published twice</code>\n"
        "- <code>Three</code>: <code>its record file is missing</code>\n"
        "- <code>Four &#60;b&#62;</code>: <code>not imported</code>\n"
        "- <code>&#123;&#34;paper&#34;&#58; &#123;&#34;id&#34;&#58; &#34;2506&#46;00005&#34;&#44; &#34;title&#34;&#58; "
        "&#34;&#34;&#125;&#125;</code>: <code>could not be read&#58; missing</code>\n"
    )


def snapshots(sizes: dict[int, int]) -> Content:
    """What the source listed on days of June 2025."""
    entries = [SnapshotEntry(key=f"k{rank}", rank=rank, metadata=SourceMetadata(title="T")) for rank in range(1, 40)]
    days = {day: date(2025, 6, day) for day in sizes}
    return Content(
        snapshots={
            (days[day], "hf-json"): Snapshot(source="hf-json", day=days[day], entries=tuple(entries[:size]))
            for day, size in sizes.items()
        }
    )


USUAL = dict.fromkeys(range(1, 13), 20)


LATER = date(2025, 6, 16)


def judge(found: int, sizes: dict[int, int], **options: object) -> FetchedDay:
    settings = {"source": "hf-json", "day": DAY, "today": LATER} | options
    return judge_list(found, snapshots(sizes), **settings)  # type: ignore[arg-type]  # options of several types


@pytest.mark.parametrize(
    ("why", "found", "sizes"),
    [
        ("the first day ever", 1, {}),
        ("a quiet day", 5, USUAL),
        ("the same day with more", 30, USUAL | {13: 20}),
        ("the same day with a few fewer", 12, USUAL | {13: 20}),
        ("a small day that lost one", 1, {13: 3}),
    ],
)
def test_a_plausible_list_is_settled_after_two_days(why: str, found: int, sizes: dict[int, int]) -> None:
    assert judge(found, sizes) == FetchedDay(state="settled", papers=found)


@pytest.mark.parametrize("day", [LATER, date(2025, 6, 15)])
def test_a_list_of_today_or_yesterday_may_still_grow(day: date) -> None:
    judged = judge(20, USUAL, day=day)
    assert (judged.state, judged.reason) == ("provisional", "the list may still grow")
    assert not is_doubtful(judged)


@pytest.mark.parametrize(
    ("found", "sizes", "reason"),
    [
        (1, USUAL, "only 1 paper, usually 20"),
        (9, USUAL | {13: 20}, "9 papers, and 20 when it was last fetched"),
        (0, {13: 20}, "0 papers, and 20 when it was last fetched"),
    ],
)
def test_a_suspiciously_short_list_is_provisional_for_a_week(found: int, sizes: dict[int, int], reason: str) -> None:
    judged = judge(found, sizes)
    assert (judged, is_doubtful(judged)) == (FetchedDay(state="provisional", papers=found, reason=reason), True)
    assert judge(found, sizes, today=date(2025, 6, 20)) == FetchedDay(state="settled", papers=found, reason=reason)


def test_an_empty_list_is_provisional_for_a_week_and_quiet() -> None:
    judged = judge(0, USUAL)
    assert judged == FetchedDay(state="provisional", papers=0, reason="the list is empty so far")
    assert not is_doubtful(judged)
    assert judge(0, USUAL, today=date(2025, 6, 20)) == FetchedDay(state="settled", papers=0)


def test_a_doubt_of_the_fetch_is_the_reason() -> None:
    judged = judge(5, {}, doubt="page 2 repeats earlier ones", grows=False)
    assert judged == FetchedDay(state="provisional", papers=5, reason="page 2 repeats earlier ones")


def test_announcements_of_any_size_are_settled_at_once() -> None:
    assert judge(1, USUAL, day=LATER, grows=False).state == "settled"
