"""Checks content/distinct.yaml against the records that it names."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import get_close_matches

from generator.errors import Place, Problem
from generator.store.content import DISTINCT_FILE, Content


def check_distinct(content: Content) -> Iterator[Problem]:
    """Report keys that no record has or had, and entries with two keys of one record."""
    known = content.by_key.keys() | content.renamed.keys() | content.removed.keys()
    for index, keys in content.distinct.items():
        for number, key in enumerate(keys):
            if key not in known:
                close = get_close_matches(key, sorted(known), n=1)
                fix = f"did you mean {close[0]}?" if close else "correct the key, or delete the entry"
                yield _problem(f"[{index}][{number}]", f"there is no record {key}", fix)
        records = [content.renamed.get(key, key) for key in keys]
        if len(set(records)) < len(records):
            twice = next(key for key in records if records.count(key) > 1)
            yield _problem(f"[{index}]", f"two of its keys are {twice}", "delete the entry, or correct the keys")


def _problem(field: str, found: str, fix: str) -> Problem:
    place = Place(file=DISTINCT_FILE)
    return Problem(place=place, code="distinct-key", found=found, fix=fix, field=field, severity="warning")
