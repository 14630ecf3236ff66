"""The cache of records that were read: it saves time, and nothing that somebody else wrote into it is ever used."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.files.program import program_hash
from generator.records.read import read_record
from generator.store import load
from generator.store.load import load_content
from generator.store.snapshots import snapshot_files
from tests.importing.import_samples import answer, import_into, metadata, write_files

CACHE = ".digestif/cache/records"
RECORD = "content/papers/2025/06/13/2401.10001.yaml"
FULL = metadata(
    "One", arxiv="2401.10001", authors=[{"name": "Ada Example", "orcid": "0000-0002-1825-0097"}, "Bo Other"],
    abstract="A.\n\nB.", links={"code": "https://example.org/", "more": ["https://example.org/2"]},
    summary={"text": "Short.", "model": "m", "date": "2025-06-14"},
    published="2025-06-01", updated="2025-06-02", categories=["cs.LO"], keywords=["k"], status="withdrawn",
)  # fmt: skip


@pytest.fixture
def reads(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The record files that were parsed and validated."""
    files: list[str] = []

    def count_and_read(raw: bytes, *, file: str) -> Any:
        files.append(file)
        return read_record(raw, file=file)

    monkeypatch.setattr(load, "read_record", count_and_read)
    return files


def make_site(site: Path) -> None:
    import_into(site, answer(FULL, metadata("Two", arxiv="2401.10002")))
    record = site / RECORD
    record.write_text(record.read_text() + "topics: [logic]\naliases: [one]\nnote: N\n")
    load_content(site, use_cache=True)
    assert (site / CACHE).stat().st_size > 500


def test_unchanged_files_are_not_read_again(tmp_path: Path, reads: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    make_site(tmp_path)
    expected = load_content(tmp_path)
    reads.clear()
    monkeypatch.setattr(snapshot_files, "_SnapshotModel", None)
    assert load_content(tmp_path, use_cache=True) == expected
    assert reads == []
    record = tmp_path / RECORD
    record.write_text(record.read_text() + "venue: LMS\n")
    assert load_content(tmp_path, use_cache=True) != expected
    assert reads == [RECORD]


def test_without_use_cache_every_file_is_read(tmp_path: Path, reads: list[str]) -> None:
    make_site(tmp_path)
    reads.clear()
    load_content(tmp_path)
    assert len(reads) == 2


def test_files_with_problems_are_read_every_time(tmp_path: Path) -> None:
    write_files(tmp_path, {RECORD: "title: One\ndate: 2025-06-13\nvenue: ' LMS'\n"})
    first, second = (load_content(tmp_path, use_cache=True) for _ in range(2))
    assert [problem.code for problem in first.problems] == ["schema-spelling"]
    assert second == first


def test_a_cache_that_somebody_committed_is_not_used(tmp_path: Path) -> None:
    """The record would get a link that runs a script, which a reader never accepts."""
    make_site(tmp_path)
    paper = {"title": "One", "date": "2025-06-13", "links": {"code": "javascript:alert(1)"}}
    forged = "".join(
        f"{file_hash} {file}\t{json.dumps(paper)}\n" for file, file_hash in load_content(tmp_path).hashes.items()
    )
    expected = load_content(tmp_path)
    signature = (tmp_path / CACHE).read_bytes()[:64]
    for content in (
        forged.encode(),
        signature + forged.encode(),
        f"{program_hash()}\n{forged}".encode(),
    ):
        (tmp_path / CACHE).write_bytes(content)
        (tmp_path / f"{CACHE}.tsv").write_bytes(content)
        assert load_content(tmp_path) == expected
        assert load_content(tmp_path, use_cache=True) == expected


def test_a_cache_of_another_user_is_not_used(tmp_path: Path, reads: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    make_site(tmp_path)
    reads.clear()
    monkeypatch.setattr("generator.files.cache._user_key", lambda: b"of another user, 32 bytes long..")
    load_content(tmp_path, use_cache=True)
    assert len(reads) == 2


def test_a_flipped_bit_anywhere_changes_nothing(tmp_path: Path) -> None:
    make_site(tmp_path)
    expected = load_content(tmp_path)
    stored = (tmp_path / CACHE).read_bytes()

    @settings(deadline=None, max_examples=200)
    @given(position=st.integers(0, len(stored) - 1), bit=st.integers(0, 7), cut=st.booleans())
    def flip(position: int, bit: int, cut: bool) -> None:
        damaged = bytearray(stored[: position + 1] if cut else stored)
        damaged[position] ^= 1 << bit
        (tmp_path / CACHE).write_bytes(damaged)
        assert load_content(tmp_path, use_cache=True) == expected

    flip()
