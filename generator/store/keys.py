"""Check that every key and alias belongs to one record."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from generator.errors import Place, Problem, Severity
from generator.model import Library, Record


def check_keys(records: Sequence[Record], library: Library) -> Iterator[Problem]:
    """Every address belongs to one record: keys and aliases do not meet, and what was removed stays away."""
    owners: dict[str, Record] = {}
    for record in records:
        other = owners.setdefault(record.key, record)
        if other is not record:
            fix = "one address shows one paper: delete one file, or rename it to a key of its own"
            yield _of(record, "key-twice", f"{record.key} is also the key of {other.file}", fix, "")
        if record.key in library.removed:
            reason = library.removed[record.key].reason
            fix = "delete the record, or take its key out of content/removed.yaml"
            yield _of(record, "key-removed", f"{record.key} was removed ({reason})", fix, "")
    for record in records:
        for place, alias in enumerate(record.paper.aliases):
            other = owners.setdefault(alias, record)
            if other is not record or alias == record.key:
                fix = "an alias is a key that only this record had before: take it out"
                found = f"{alias} is already an address of {other.file}"
                yield _of(record, "alias-twice", found, fix, f"aliases[{place}]")


def _of(record: Record, code: str, found: str, fix: str, field: str, severity: Severity = "error") -> Problem:
    return Problem(place=Place(file=record.file), code=code, found=found, fix=fix, field=field, severity=severity)
