"""Small sources and sites for tests of imports: papers as sources list them, and a site's files as bytes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import Any

from generator.errors import Place
from generator.importing.listing import ParsedFile
from generator.importing.report import ImportPlan
from generator.importing.run import import_files
from generator.model import Parsed, Quarantined, SourceMetadata, SourceMetrics, SourcePaper
from generator.store.apply import apply_changes
from generator.store.changes import Change

DAY = date(2025, 6, 13)


def metadata(title: str = "On Computable Numbers", **fields: Any) -> SourceMetadata:
    """What a source says about a paper, checked as parsers check it; ``arxiv="2401.10000"`` is short for ids."""
    ids = dict(fields.pop("ids", {}))
    if "arxiv" in fields:
        ids["arxiv"] = fields.pop("arxiv")
    authors = [author if isinstance(author, dict) else {"name": author} for author in fields.pop("authors", ())]
    return SourceMetadata.model_validate({"title": title, "ids": ids, "authors": authors, **fields})


def answer(
    *papers: SourceMetadata,
    source: str = "hf-json",
    day: date | None = DAY,
    name: str = "list.json",
    metrics: Sequence[SourceMetrics] = (),
    quarantined: Sequence[Quarantined] = (),
    quarantine_path: str = "",
) -> ParsedFile:
    """A file with these papers in this order."""
    listed = tuple(
        SourcePaper(
            metadata=paper,
            rank=rank,
            place=Place(file=name, line=rank),
            day=day,
            metrics=metrics[rank - 1] if metrics else SourceMetrics(),
        )
        for rank, paper in enumerate(papers, 1)
    )
    return ParsedFile(
        name=name,
        parsed=Parsed(source=source, papers=listed, quarantined=tuple(quarantined)),
        quarantine_path=quarantine_path,
    )


def import_into(site: Path, *files: ParsedFile, day: date | None = None, record_removals: bool = False) -> ImportPlan:
    """Import the files into the site."""
    return import_files(site, files, day=day, record_removals=record_removals)


class _StoppedError(Exception):
    """Stops the application of changes."""


def apply_until(site: Path, changes: Sequence[Change], count: int) -> None:
    """Apply changes, and stop after the batch with the given number of changes, as a killed process does."""

    def stop(name: str, done: int = 0, total: int = 0) -> None:
        if done >= count:
            raise _StoppedError

    if count:
        with suppress(_StoppedError):
            apply_changes(site, changes, progress=stop)


def content_files(site: Path) -> dict[str, bytes]:
    """Every file under content/, by path from the site's folder."""
    return {
        file.relative_to(site).as_posix(): file.read_bytes()
        for file in sorted((site / "content").rglob("*"))
        if file.is_file()
    }


def write_files(site: Path, files: Mapping[str, str]) -> None:
    """Write files as a person does."""
    for name, text in files.items():
        (site / name).parent.mkdir(parents=True, exist_ok=True)
        (site / name).write_text(text, encoding="utf-8")
