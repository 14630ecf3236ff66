"""Every paper of an import with the day on whose list it stands."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import PurePath

from generator.errors import DigestifError
from generator.model import Parsed, SourcePaper

_DAY = re.compile(r"(?<!\d)\d{4}-\d{2}-\d{2}(?!\d)")
_SOURCE = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")


@dataclass(frozen=True, kw_only=True, slots=True)
class ParsedFile:
    """A file's name as the person gave it, and what a parser made of its bytes.

    ``waiting`` is set for a file of the quarantine that comes back: its path from the site's folder.
    """

    name: str
    parsed: Parsed
    waiting: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class ListedPaper:
    """A paper on a source's list of a day."""

    paper: SourcePaper
    source: str
    day: date
    file: str


def day_in_name(name: str) -> date | None:
    """The first day in a file's name, as in ``2025-06-13.json``."""
    for found in _DAY.findall(PurePath(name).name):
        try:
            return date.fromisoformat(found)
        except ValueError:
            continue
    return None


def list_papers(files: Sequence[ParsedFile], *, day: date | None) -> tuple[ListedPaper, ...]:
    """Papers by day, source, file and rank, whatever the order of the files.

    The day is ``day``, else what the source said of the paper, else what the file's name says. A record that
    another digest exported keeps its own. Raises DigestifError naming every file whose day nobody says.
    """
    for file in files:
        if not _SOURCE.fullmatch(file.parsed.source):
            raise DigestifError(
                f"{file.name}: {file.parsed.source!r} cannot be a source's name",
                fix="expected at most 40 of a-z, 0-9 and -, as in --source acl-anthology",
            )
    missing = [file for file in files if any(_day(file, paper, day) is None for paper in file.parsed.papers)]
    if missing:
        raise _without_day(missing)
    listed = _listed(files, day)
    return tuple(sorted(listed, key=lambda each: (each.day, each.source, each.file, each.paper.rank)))


def _listed(files: Iterable[ParsedFile], day: date | None) -> Iterable[ListedPaper]:
    for file in files:
        for paper in file.parsed.papers:
            its_day = _day(file, paper, day)
            if its_day is not None:
                yield ListedPaper(paper=paper, source=file.parsed.source, day=its_day, file=file.name)


def _day(file: ParsedFile, paper: SourcePaper, day: date | None) -> date | None:
    if paper.curated is not None and paper.day is not None:
        return paper.day
    return day or paper.day or day_in_name(file.name)


def _without_day(files: Sequence[ParsedFile]) -> DigestifError:
    lines = []
    for file in files:
        hint = file.parsed.day_hint
        said = f'it says "{hint}", and not which year' if hint else "neither its text nor its name says it"
        lines.append(f"{file.name}: the day of this list is not known: {said}")
    names = " ".join(shlex.quote(file.name) for file in files)
    return DigestifError("\n".join(lines), fix=f"say the day: digestif import {names} --date YYYY-MM-DD")
