"""Lists the papers of an import with the day of the digest that each belongs to."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import PurePath
from typing import Literal

from generator.errors import DigestifError
from generator.model import Parsed, SourcePaper

#: How an import matched a paper with content/: a new record, a known one, a paper that the same import had before, one
#: that was removed on purpose, or one with a missing record file.
Match = Literal["unmatched", "new", "known", "repeated", "removed", "missing"]

_DAY = re.compile(r"(?<!\d)\d{4}-\d{2}-\d{2}(?!\d)")
SOURCE_NAME_LENGTH = 40
SOURCE_NAME = re.compile(rf"[a-z0-9][a-z0-9-]{{0,{SOURCE_NAME_LENGTH - 1}}}")


@dataclass(frozen=True, kw_only=True, slots=True)
class ParsedFile:
    """A file's name as the person typed it, and what a parser read from its bytes.

    ``quarantine_path`` is set if the file comes from the quarantine: its path from the site's folder.
    """

    name: str
    parsed: Parsed
    quarantine_path: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class ListedPaper:
    """A paper on a source's list of one day; ``match`` and ``key`` say which record it belongs to.

    ``key`` is empty for papers that are unmatched or were removed.
    """

    paper: SourcePaper
    source: str
    day: date
    file: str
    match: Match = "unmatched"
    key: str = ""


def day_in_name(name: str) -> date | None:
    """Return the first date in a file's name, as in ``2025-06-13.json``."""
    for text in _DAY.findall(PurePath(name).name):
        try:
            return date.fromisoformat(text)
        except ValueError:
            continue
    return None


def list_papers(files: Sequence[ParsedFile], *, day: date | None) -> tuple[ListedPaper, ...]:
    """Return all papers ordered by day, source, file and rank, whatever the order of the files.

    The day is ``day`` if given, else the one that the source gives, else the one in the file's name. A record that
    another digest exported keeps its own. Raises DigestifError for an invalid source name, and for papers without a
    day, naming every file.
    """
    for file in files:
        if not SOURCE_NAME.fullmatch(file.parsed.source):
            raise DigestifError(
                f"{file.name}: {file.parsed.source!r} is not a valid name of a source",
                fix="use at most 40 letters a-z, digits and hyphens, as in --source acl-anthology",
            )
    undated = [file for file in files if any(_day(file, paper, day) is None for paper in file.parsed.papers)]
    if undated:
        raise _undated_error(undated)
    return tuple(sorted(_listed(files, day), key=lambda paper: (paper.day, paper.source, paper.file, paper.paper.rank)))


def _listed(files: Iterable[ParsedFile], day: date | None) -> Iterator[ListedPaper]:
    for file in files:
        for paper in file.parsed.papers:
            listed_on = _day(file, paper, day)
            if listed_on is not None:
                yield ListedPaper(paper=paper, source=file.parsed.source, day=listed_on, file=file.name)


def _day(file: ParsedFile, paper: SourcePaper, day: date | None) -> date | None:
    if paper.curated is not None and paper.day is not None:
        return paper.day
    return day or paper.day or day_in_name(file.name)


def _undated_error(files: Sequence[ParsedFile]) -> DigestifError:
    lines = []
    for file in files:
        hint = file.parsed.day_hint
        found = f'found "{hint}", without a year' if hint else "no date found in the file or its name"
        lines.append(f"{file.name}: {found}")
    names = " ".join(shlex.quote(file.name) for file in files)
    return DigestifError("\n".join(lines), fix=f"Add a date: digestif import {names} --date YYYY-MM-DD")
