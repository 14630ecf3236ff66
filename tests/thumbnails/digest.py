"""A digest on disk whose papers name pictures."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from generator.model import Paper, SourceMetadata, SourceMetrics
from generator.records.canonical import dump_record
from generator.store.content import record_file
from generator.store.snapshots.snapshot_files import dump_snapshot
from generator.store.snapshots.snapshots import Snapshot, SnapshotEntry, snapshot_file

CONFIG = """\
site_name: Pictures
theme: {name: digestif}
nav: [Today: index.md]
plugins: []
validation: {nav: {omitted_files: info}}
extra:
  digestif:
    thumbnails:
      days: 2
"""
TOPICS = "words: {name: Words, description: Machines that write., phrases: {language: 3}}\n"
DAY = date(2025, 7, 31)


def make_site(site: Path) -> Path:
    (site / "docs").mkdir(parents=True)
    (site / "content" / "images").mkdir(parents=True)
    (site / "mkdocs.yml").write_text(CONFIG)
    (site / "content" / "topics.yaml").write_text(TOPICS)
    return site


def add_paper(site: Path, key: str, *, image: str | None = None, day: date = DAY) -> Path:
    """Write a record; an invalid image is written as it is."""
    path = site / record_file(key, day)
    path.parent.mkdir(parents=True, exist_ok=True)
    raw = dump_record(Paper(title=f"A Language Paper {key} & <More>", date=day), file=record_file(key, day)).decode()
    path.write_text(raw + (f"image: {image}\n" if image else ""))
    return path


def add_list(site: Path, thumbnails: dict[str, str], *, day: date = DAY) -> None:
    """Write a source's list with the address of a picture of each paper, by key."""
    entries = tuple(
        SnapshotEntry(
            key=key,
            rank=rank,
            metadata=SourceMetadata(title=f"A Language Paper {key} & <More>"),
            metrics=SourceMetrics(thumbnail=address),
        )
        for rank, (key, address) in enumerate(thumbnails.items(), 1)
    )
    snapshot = Snapshot(source="hf-json", day=day, entries=entries)
    path = site / snapshot_file((day, "hf-json"))
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(dump_snapshot(snapshot))
