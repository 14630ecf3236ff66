"""Files with errors that a build leaves out, and the state of a digest as text and JSON."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from generator.checks.left_out import Readable, leave_out_errors
from generator.checks.status import DigestStatus, digest_status, render_status, status_json
from generator.errors import DigestifError
from generator.store.load import load_content
from generator.store.snapshots.fetched_days import FetchedDay, dump_days

TODAY = date(2025, 6, 16)


def write_digest(site: Path, *, records: int = 3, broken: int = 0, removed: str = "") -> None:
    folder = site / "content/papers/2025/06/13"
    folder.mkdir(parents=True)
    for number in range(records):
        text = "title: A Paper\ndate: 2025-06-13\n" if number >= broken else "title: [\n"
        (folder / f"paper-{number}.yaml").write_text(text.replace("A Paper", f"Paper {number}"))
    if removed:
        (site / "content/removed.yaml").write_text(removed)


def readable(site: Path, *, strict: bool = False) -> Readable:
    return leave_out_errors(load_content(site), strict=strict)


def test_a_broken_record_is_left_out_and_its_address_says_so(tmp_path: Path) -> None:
    write_digest(tmp_path, broken=1)
    found = readable(tmp_path)
    assert sorted(found.library.records) == ["paper-1", "paper-2"]
    assert found.library.removed["paper-0"].reason == (
        "Its record has an error. The paper comes back when that is fixed."
    )
    assert {problem.place.file for problem in found.left_out} == {"content/papers/2025/06/13/paper-0.yaml"}


def test_two_files_with_one_key_lose_one(tmp_path: Path) -> None:
    write_digest(tmp_path)
    other = tmp_path / "content/papers/2025/06/14/paper-0.yaml"
    other.parent.mkdir()
    other.write_text("title: Another\ndate: 2025-06-14\n")
    found = readable(tmp_path)
    assert found.library.records["paper-0"].paper.title == "Paper 0"
    assert (len(found.left_out), dict(found.library.removed)) == (1, {})


def test_strict_refuses_every_error(tmp_path: Path) -> None:
    write_digest(tmp_path, broken=1)
    with pytest.raises(DigestifError, match=r"^content/ has errors:\ncontent/papers/2025/06/13/paper-0.yaml"):
        readable(tmp_path, strict=True)


def test_an_error_in_the_list_of_removed_papers_is_never_left_out(tmp_path: Path) -> None:
    write_digest(tmp_path, removed="- {key: [}\n")
    with pytest.raises(DigestifError, match=r"content/removed.yaml"):
        readable(tmp_path)


@pytest.mark.parametrize(
    ("records", "broken", "refused"),
    [(20, 5, False), (20, 6, True), (80, 8, False), (80, 9, True), (2, 1, False), (2, 2, True)],
)
def test_more_than_a_tenth_of_the_records_is_never_left_out(
    tmp_path: Path, records: int, broken: int, refused: bool
) -> None:
    write_digest(tmp_path, records=records, broken=broken)
    if not refused:
        assert len(readable(tmp_path).library.records) == records - broken
        return
    with pytest.raises(DigestifError, match=f"^{broken} of {records} records have errors, so that the site would lose"):
        readable(tmp_path)


@pytest.fixture
def status(tmp_path: Path) -> DigestStatus:
    write_digest(tmp_path, broken=1)
    (tmp_path / "content/sources").mkdir()
    days = {
        (date(2025, 6, 10), "hf-json"): FetchedDay(state="settled", papers=0),
        (date(2025, 6, 13), "hf-json"): FetchedDay(state="provisional", papers=3, reason="only 3 papers, usually 20"),
        (date(2025, 6, 13), "arxiv"): FetchedDay(state="settled", papers=9),
    }
    (tmp_path / "content/sources/days.json").write_bytes(dump_days(days))
    found = readable(tmp_path)
    return digest_status(found.content, left_out=found.left_out, today=TODAY)


def test_the_status_names_what_needs_attention(status: DigestStatus) -> None:
    text = render_status(status, today=TODAY)
    assert text.startswith(
        "2 papers\n"
        "Newest digest: 2025-06-13 (3 days ago)\n"
        "arxiv: 1 day settled\n"
        "hf-json: 1 day settled, 1 provisional, 4 missing\n"
        "  2025-06-13: 3 papers, provisional: only 3 papers, usually 20\n"
        "  missing: 2025-06-11, 2025-06-12, 2025-06-14, 2025-06-15; the next fetch requests them\n"
        "Left out of the site: content/papers/2025/06/13/paper-0.yaml:"
    )


def test_the_status_as_json(status: DigestStatus) -> None:
    plain = json.loads(status_json(status, today=TODAY))
    assert (plain["papers"], plain["newest"], plain["age_days"]) == (2, "2025-06-13", 3)
    assert plain["sources"][1]["missing"] == ["2025-06-11", "2025-06-12", "2025-06-14", "2025-06-15"]
    assert plain["left_out"][0]["file"] == "content/papers/2025/06/13/paper-0.yaml"
    assert plain["quarantine"] == []
    assert plain["sources"][1]["skipped"] == []


def test_an_empty_digest_has_a_status(tmp_path: Path) -> None:
    assert render_status(digest_status(load_content(tmp_path)), today=TODAY) == "0 papers\n"
