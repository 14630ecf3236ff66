"""Limits of a record: how long its fields may be, how many items a list may hold, which dates it may have.

The reader refuses a record that exceeds one of them, so code that makes records checks them first.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from generator.model import SourceMetadata
from generator.records.canonical import dump_fields, paper_plain
from generator.records.editor import render_field
from generator.records.fields import DATE_FIELDS, FIELDS, PROSE_FIELDS, field_name
from generator.text.dates import MAX_YEAR, MIN_YEAR
from generator.text.visible import is_visible
from generator.yaml.document import Path, Plain, field_path
from generator.yaml.reader import MAX_BYTES, MAX_NODES

#: Most characters in a text, by field. Real titles have fewer than 500, real abstracts fewer than 10,000.
MAX_LENGTHS: Mapping[str, int] = MappingProxyType(
    {name: field.max_length for name, field in FIELDS.items() if field.max_length}
)
#: Most items in a list, by field. The largest collaborations of physics sign papers with about 5,200 authors.
MAX_ITEMS: Mapping[str, int] = MappingProxyType(
    {name: field.max_items for name, field in FIELDS.items() if field.max_items}
)


@dataclass(frozen=True, kw_only=True, slots=True)
class ExceededLimit:
    """A limit that a paper exceeds; ``path`` leads to the field, of a whole record to its largest one."""

    path: Path
    found: str
    fix: str

    def __str__(self) -> str:
        return ": ".join(part for part in (field_path(self.path), self.found, self.fix) if part)


def exceeded_limits(paper: SourceMetadata) -> tuple[ExceededLimit, ...]:
    """All limits that a paper exceeds. A paper that exceeds none can be written as a record and read again."""
    plain = paper_plain(paper)
    if exceeded := tuple(limits_exceeded_by_fields(plain)):
        return exceeded
    return tuple(_exceeded_by_whole(plain))


def limits_exceeded_by_fields(fields: Mapping[str, Plain]) -> Iterator[ExceededLimit]:
    """All limits that the fields of a record exceed, each on its own, in the order of the fields."""
    for name, value in fields.items():
        yield from _exceeded(value, (name,))


def check_supported_date(day: date) -> date:
    """The date, if a record, a source's list or a note may have it. Raises ValueError with a fix on its second line."""
    if not MIN_YEAR <= day.year <= MAX_YEAR:
        raise ValueError(f"the year {day.year:04} is not supported\nuse a year from {MIN_YEAR} to {MAX_YEAR}")
    return day


def _exceeded(value: Plain, path: Path) -> Iterator[ExceededLimit]:
    name = field_name(path)
    if isinstance(value, str):
        yield from _exceeded_by_text(value, name, path)
    elif isinstance(value, dict):
        most = MAX_ITEMS.get(name)
        if most is not None and len(path) == 1 and len(value) > most:
            yield ExceededLimit(path=path, found=f"has {len(value):,} items", fix=f"use at most {most:,}")
            return
        for key, held in value.items():
            yield from _exceeded(held, (*path, key))
    elif isinstance(value, list):
        most = MAX_ITEMS.get(name)
        if most is not None and len(value) > most:
            yield ExceededLimit(path=path, found=f"has {len(value):,} items", fix=f"use at most {most:,}")
            return
        for index, item in enumerate(value):
            yield from _exceeded(item, (*path, index))


def _exceeded_by_text(text: str, name: str, path: Path) -> Iterator[ExceededLimit]:
    name = "authors.name" if name == "authors" else name
    most = MAX_LENGTHS.get(name)
    text = text.strip()
    if name in DATE_FIELDS:
        if text[:4].isdecimal() and not MIN_YEAR <= int(text[:4]) <= MAX_YEAR:
            fix = f"use a year from {MIN_YEAR} to {MAX_YEAR}"
            yield ExceededLimit(path=path, found=f"the year {text[:4]} is not supported", fix=fix)
    elif most is not None and len(text) > most:
        yield ExceededLimit(path=path, found=f"has {len(text):,} characters", fix=f"shorten it to at most {most:,}")
    elif most is not None and name not in PROSE_FIELDS and text and not is_visible(text):
        fix = "replace it with visible text"
        yield ExceededLimit(path=path, found="contains only invisible characters", fix=fix)


def _exceeded_by_whole(plain: dict[str, Plain]) -> Iterator[ExceededLimit]:
    size, nodes = len(dump_fields(plain)), _count_nodes(plain)
    if size > MAX_BYTES:
        sizes = {name: len(render_field(name, value).encode()) for name, value in plain.items()}
        found = f"the record would have {size:,} bytes"
        yield _named(plain, sizes, found, fix=f"shorten it to at most {MAX_BYTES:,}")
    if nodes > MAX_NODES:
        counts = {name: 1 + _count_nodes(value) for name, value in plain.items()}
        found = f"the record would have {nodes:,} values"
        yield _named(plain, counts, found, fix=f"use at most {MAX_NODES:,}")


def _named(plain: Mapping[str, Plain], sizes: Mapping[str, int], found: str, *, fix: str) -> ExceededLimit:
    """The limit of a whole record with its largest field: its share, and the part that most of it is in."""
    name = max(sizes, key=lambda name: sizes[name])
    value = plain[name]
    items = f" ({len(value):,} items)" if isinstance(value, list | dict) and len(value) > 1 else ""
    part = _largest_part(value)
    return ExceededLimit(
        path=(name,),
        found=f"{found}, {sizes[name]:,} of them in this field{items}",
        fix=f"{fix}, for example with less in {field_path((name, part))}" if part else fix,
    )


def _largest_part(value: Plain) -> str:
    """The part of a mapping, or of the mappings in a list, that has most of its text; empty where there is none."""
    sizes: Counter[str] = Counter()
    for each in value if isinstance(value, list) else [value]:
        for part, held in each.items() if isinstance(each, dict) else ():
            sizes[part] += len(str(held))
    return next((part for part, size in sizes.most_common(1) if 2 * size > sizes.total()), "")


def _count_nodes(value: Plain) -> int:
    """Number of keys, texts, lists and mappings, as the reader counts them."""
    if isinstance(value, dict):
        return 1 + sum(1 + _count_nodes(held) for held in value.values())
    return 1 + sum(_count_nodes(item) for item in value) if isinstance(value, list) else 1
