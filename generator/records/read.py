"""From a record file's bytes to a record, and from records to the library."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from generator.errors import Place, Problem
from generator.ids import check_key
from generator.model import Library, Mention, Record, Removed
from generator.records.schema import read_paper
from generator.yaml.reader import read_yaml


@dataclass(frozen=True, kw_only=True, slots=True)
class ReadRecord:
    """What a record file turned out to be: ``record`` is None when an error stands among the problems."""

    record: Record | None
    problems: tuple[Problem, ...] = ()


def read_record(raw: bytes, *, file: str) -> ReadRecord:
    """Read one record file; ``file`` is its path from the site's folder, and the key is its name without ``.yaml``.

    Bad input never raises; every fault of the file is told, in its order.
    """
    key = file.rpartition("/")[2].removesuffix(".yaml")
    paper, problems = read_paper(read_yaml(raw, file=file))
    try:
        check_key(key)
    except ValueError as error:
        found, _, fix = str(error).partition("\n")
        problems = (Problem(place=Place(file=file), code="record-key", found=found, fix=fix), *problems)
        return ReadRecord(record=None, problems=problems)
    record = None if paper is None else Record(key=key, file=file, paper=paper)
    return ReadRecord(record=record, problems=problems)


def assemble_library(
    records: Iterable[Record],
    *,
    mentions: Mapping[str, Iterable[Mention]],
    notes: Mapping[date, str],
    removed: Iterable[Removed],
) -> Library:
    """Put everything of content/ together, in order of keys and days.

    Of two files with one key, which ``check_library`` refuses, the library holds the one whose path comes first.
    """
    by_key: dict[str, Record] = {}
    for record in sorted(records, key=lambda record: (record.key, record.file)):
        by_key.setdefault(record.key, record)
    return Library(
        records=by_key,
        mentions={key: tuple(mentions[key]) for key in sorted(mentions)},
        notes={day: notes[day] for day in sorted(notes)},
        removed={gone.key: gone for gone in sorted(removed, key=lambda gone: gone.key)},
    )
