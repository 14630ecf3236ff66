"""What the daily run reports and refuses: papers that are missing, and answers that shrank."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from generator.checks.completeness import check_shrink, find_completeness, render_completeness
from generator.errors import DigestifError, Place, Problem
from generator.importing.listing import ParsedFile
from generator.importing.run import import_files
from generator.model import SourceMetadata
from generator.sources.registry import parse
from generator.store.content import Content
from generator.store.load import load_content
from generator.store.snapshots import Snapshot, SnapshotEntry

DAY = date(2025, 6, 13)


def page(*titles: str) -> ParsedFile:
    items = [{"paper": {"id": f"2506.{number:05}", "title": title}} for number, title in enumerate(titles, 1)]
    name = "2025-06-13.json"
    return ParsedFile(name=name, parsed=parse("hf-json", json.dumps(items).encode(), name=name))


def test_every_paper_of_the_source_is_here_or_missing_with_why(tmp_path: Path) -> None:
    import_files(tmp_path, [page("One", "Two", "Three")])
    (tmp_path / "content/papers/2025/06/13/2506.00002.yaml").unlink()
    import_files(tmp_path, [page("One", "Two", "Three")])
    content = load_content(tmp_path, keep_cache=False)
    found = find_completeness([page("One", "Two", "Three", "Four <b>", "")], content)
    unknown = Problem(place=Place(file="2506.99999"), code="not-fetched", found="arXiv does not know it")
    assert render_completeness(found, [unknown]) == (
        "| Source's answer | Papers there | Here | Missing |\n"
        "|---|---|---|---|\n"
        "| <code>2025&#45;06&#45;13&#46;json</code> | 5 | 2 | 3 |\n"
        "\n"
        "- <code>Two</code>: <code>removed&#58; record file deleted</code>\n"
        "- <code>Four &#60;b&#62;</code>: <code>not imported</code>\n"
        "- <code>&#123;&#34;paper&#34;&#58; &#123;&#34;id&#34;&#58; &#34;2506&#46;00005&#34;&#44; &#34;title&#34;&#58; "
        "&#34;&#34;&#125;&#125;</code>: <code>could not be read&#58; missing</code>\n"
        "- <code>2506&#46;99999</code>: <code>arXiv does not know it</code>\n"
    )


def snapshots(sizes: dict[int, int]) -> Content:
    """What the source said on days of June 2025."""
    entries = [SnapshotEntry(key=f"k{rank}", rank=rank, metadata=SourceMetadata(title="T")) for rank in range(1, 40)]
    days = {day: date(2025, 6, day) for day in sizes}
    return Content(
        snapshots={
            (days[day], "hf-json"): Snapshot(source="hf-json", day=days[day], entries=tuple(entries[:size]))
            for day, size in sizes.items()
        }
    )


USUAL = dict.fromkeys(range(1, 13), 20)


@pytest.mark.parametrize(
    ("why", "found", "sizes"),
    [
        ("the first day ever", 1, {}),
        ("an empty day", 0, USUAL),
        ("a quiet day", 5, USUAL),
        ("the same day with more", 30, USUAL | {13: 20}),
        ("the same day with a few less", 12, USUAL | {13: 20}),
        ("a small day that lost one", 1, {13: 3}),
    ],
)
def test_sizes_that_are_believed(why: str, found: int, sizes: dict[int, int]) -> None:
    assert check_shrink(found, snapshots(sizes).snapshots, source="hf-json", day=DAY) is None  # type: ignore[func-returns-value]  # it raises or not


@pytest.mark.parametrize(
    ("found", "sizes", "against"),
    [
        (4, USUAL, "4 papers for 2025-06-13, where 20 are usual"),
        (9, USUAL | {13: 20}, "9 papers for 2025-06-13, where the same day had 20"),
        (0, {13: 20}, "0 papers for 2025-06-13, where the same day had 20"),
        (1, {13: 20}, "1 paper for 2025-06-13, where the same day had 20"),
    ],
)
def test_a_suspicious_shrink_is_refused(found: int, sizes: dict[int, int], against: str) -> None:
    with pytest.raises(DigestifError) as caught:
        check_shrink(found, snapshots(sizes).snapshots, source="hf-json", day=DAY)
    assert str(caught.value) == (
        f"hf-json gives {against}: suspiciously few, so nothing was imported\n"
        "  fetch again later; if that is really all, import the fetched file: digestif import FILE"
    )
