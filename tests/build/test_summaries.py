"""With ``summaries: false``, no file of the site and no e-mail has a summary that the authors did not write."""

from __future__ import annotations

import json
import zlib
from datetime import date
from pathlib import Path

from generator.build.catalog_loader import load_catalog
from generator.mail.digest import digest_of_day
from generator.mail.message import make_mail
from generator.model import Paper, SourceMetadata, SourceMetrics, Summary
from generator.records.canonical import dump_record
from generator.settings import load_settings
from generator.store.content import record_file
from generator.store.snapshots.snapshot_files import dump_snapshot
from generator.store.snapshots.snapshots import Snapshot, SnapshotEntry, snapshot_file
from tests.build.small_digest import CONFIG, DAYS, built, make_digest

OWN, OF_SOURCE = "zebrafinch", "quokkatree"
DAY = DAYS[-1]


def make(site: Path, settings: str) -> Path:
    """A digest in which one record has a summary, and a source has one of another paper."""
    make_digest(site)
    (site / "mkdocs.yml").write_text(f"{CONFIG}extra: {{digestif: {{parquet: true, card_images: papers{settings}}}}}\n")
    summary = Summary(text=f"A {OWN} wrote this.", model="A Model 2", date=date(2025, 7, 31))
    for key, text in (("own", summary), ("of-source", None)):
        file = record_file(key, DAY)
        (site / file).parent.mkdir(parents=True, exist_ok=True)
        (site / file).write_bytes(dump_record(Paper(title=f"Paper {key}", date=DAY, summary=text), file=file))
    entry = SnapshotEntry(
        key="of-source",
        rank=1,
        metadata=SourceMetadata(title="Paper of-source"),
        metrics=SourceMetrics(upvotes=1, ai_summary=f"A {OF_SOURCE} wrote this.", ai_model="A Model 3"),
    )
    listed = site / snapshot_file((DAY, "hf-json"))
    listed.parent.mkdir(parents=True, exist_ok=True)
    listed.write_bytes(dump_snapshot(Snapshot(source="hf-json", day=DAY, entries=(entry,))))
    built(site)
    return site


def content_of(file: Path) -> bytes:
    """The bytes of a file, without compression."""
    raw = file.read_bytes()
    for window in (zlib.MAX_WBITS | 32, -zlib.MAX_WBITS):
        try:
            return zlib.decompressobj(window).decompress(raw)
        except zlib.error:
            continue
    return raw


def files_with(folder: Path, word: str) -> set[str]:
    return {
        file.relative_to(folder).as_posix()
        for file in folder.rglob("*")
        if file.is_file() and word.encode() in content_of(file)
    }


def test_no_file_of_the_site_has_a_summary_that_is_switched_off(tmp_path: Path) -> None:
    site = make(tmp_path / "off", ", summaries: false")
    assert [files_with(site / folder, word) for folder in ("site", "docs") for word in (OWN, OF_SOURCE)] == [set()] * 4
    shard = json.loads((site / "site/api/v1/papers/2025-07-1.json").read_bytes())
    assert not [paper["key"] for paper in shard["papers"] if "summary" in paper]


def test_summaries_are_on_pages_and_in_the_data_and_go_when_they_are_switched_off(tmp_path: Path) -> None:
    site = make(tmp_path / "on", "")
    api = {"api/v1/papers.jsonl.gz", "api/v1/papers/2025-07-1.json"}
    assert files_with(site / "site", OWN) == {"papers/own/index.html", *api}
    assert files_with(site / "site", OF_SOURCE) == {"papers/of-source/index.html"}
    settings = site / "mkdocs.yml"
    settings.write_text(settings.read_text().replace("parquet: true", "parquet: true, summaries: false"))
    built(site)
    assert files_with(site / "site", OWN) | files_with(site / "site", OF_SOURCE) == set()


def test_emails_have_no_summaries(tmp_path: Path) -> None:
    site = make(tmp_path / "on", "")
    catalog, settings = load_catalog(site), load_settings(site)
    digest = digest_of_day(settings, catalog, DAY)
    assert digest
    mail = make_mail(settings, catalog, digest)
    text = mail.markdown() + mail.text() + mail.fragment() + mail.for_recipient().as_string()
    assert "Paper own" in text
    assert OWN not in text
    assert OF_SOURCE not in text
