"""Our own builds of an archive: the first one, one without changes, a new day, a corrected record, and the preview."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

from tests.bench.commands import digestif, run
from tests.bench.corpus import A_DAY, NEWEST, Corpus
from tests.bench.results import DAY, FIRST_DAY, IDLE, RECORD, Run


def measure_first_builds(site: Path, runs: int) -> Iterator[Run]:
    """Yield what first builds of a digest take."""
    for _ in range(runs):
        start_anew(site)
        yield run(digestif(site, "build"))


def measure_later_builds(corpus: Corpus, runs: int) -> Iterator[tuple[str, Run]]:
    """Yield each step of a built archive with what a build takes then, ``runs`` times."""
    site = corpus.site
    for _ in range(runs):
        yield IDLE, run(digestif(site, "build"))
    for ahead in range(1, runs + 2):
        corpus.write_day(NEWEST + timedelta(days=ahead), A_DAY)
        yield FIRST_DAY if ahead == 1 else DAY, run(digestif(site, "build"))
    for number, record in enumerate(spread_records(site, runs)):
        correct(record, f"A Corrected Title, Number {number}")
        yield RECORD, run(digestif(site, "build"))


def start_anew(site: Path) -> None:
    """Remove what builds made; of docs/, that is all but the pages of a new digest."""
    for name in ("site", ".digestif"):
        shutil.rmtree(site / name, ignore_errors=True)
    for path in (site / "docs").iterdir():
        if path.is_dir():
            shutil.rmtree(path)
    (site / "docs" / "index.md").unlink(missing_ok=True)


def spread_records(site: Path, count: int) -> list[Path]:
    """Return records from the middle of the archive, as far apart as possible; of one, that is the middle."""
    records = sorted((site / "content" / "papers").rglob("*.yaml"))
    return [records[len(records) * place // (count + 1)] for place in range(1, count + 1)]


def correct(record: Path, title: str) -> None:
    """Replace the title of a record."""
    lines = record.read_text(encoding="utf-8").split("\n")
    place = next(number for number, line in enumerate(lines) if line.startswith("title:"))
    record.write_text("\n".join([*lines[:place], f"title: {title}", *lines[place + 1 :]]), encoding="utf-8")


def weigh(folder: Path) -> tuple[int, int]:
    """Return the number of files in a folder, and their bytes."""
    sizes = [file.stat().st_size for file in _files(folder)]
    return len(sizes), sum(sizes)


def _files(folder: Path) -> Iterator[Path]:
    return (file for file in folder.rglob("*") if file.is_file())
