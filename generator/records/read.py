"""Read records from the bytes of their files, and assemble the library from records."""

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
    """The result of reading a record file; ``record`` is None if one of the problems is an error."""

    record: Record | None
    problems: tuple[Problem, ...] = ()


def read_record(raw: bytes, *, file: str) -> ReadRecord:
    """Read one record file; ``file`` is its path in the site, and the key is its name without ``.yaml``.

    Bad input never raises: all problems of the file are returned, in the order of the file.
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
    """Assemble everything in content/ into a library, ordered by key and day.

    If two files have the same key, which ``check_keys`` refuses, the library contains the file with the first path.
    """
    by_key: dict[str, Record] = {}
    for record in sorted(records, key=lambda record: (record.key, record.file)):
        by_key.setdefault(record.key, record)
    return Library(
        records=by_key,
        mentions={key: tuple(mentions[key]) for key in sorted(mentions)},
        notes={day: notes[day] for day in sorted(notes)},
        removed={entry.key: entry for entry in sorted(removed, key=lambda entry: entry.key)},
    )
