"""Check that every key and alias belongs to one record."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from generator.errors import Place, Problem
from generator.model import Record, Removed


def check_keys(records: Sequence[Record], removed: Mapping[str, Removed]) -> Iterator[Problem]:
    """Report addresses that two papers claim: a key or alias of two records, or of a record and a removed paper."""
    owners: dict[str, Record] = {}
    for record in records:
        other = owners.setdefault(record.key, record)
        if other is not record:
            join = f"digestif merge-records {other.file} {record.file}"
            fix = f"rename one file to a key of its own; for one paper, run: {join}"
            yield _of(record, "key-twice", f"{record.key} is also the key of {other.file}", fix, "")
        if record.key in removed:
            reason = removed[record.key].reason
            fix = "delete the record, or delete the key's entry in content/removed.yaml"
            yield _of(record, "key-removed", f"{record.key} was removed ({reason})", fix, "")
    for record in records:
        for index, alias in enumerate(record.paper.aliases):
            other = owners.setdefault(alias, record)
            if other is not record or alias == record.key:
                fix = "an alias is a former key of this record alone: delete it here"
                found = f"{alias} is already an address of {other.file}"
                yield _of(record, "alias-twice", found, fix, f"aliases[{index}]")
            elif alias in removed:
                fix = "delete its entry there: the alias already leads readers to this record"
                found = f"{alias} is listed in content/removed.yaml"
                yield _of(record, "alias-removed", found, fix, f"aliases[{index}]")


def _of(record: Record, code: str, found: str, fix: str, field: str) -> Problem:
    return Problem(place=Place(file=record.file), code=code, found=found, fix=fix, field=field)
