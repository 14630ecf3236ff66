"""The files with which a browser finds papers that are new to its reader.

A browser remembers which papers the site had at the last visit, and compares. So a paper is new whenever the site got
it, also on an old day, and no clock is read: the same content gives the same files.

- ``new-papers/index.json`` has the hash of each year's file, and the hashes of the keys of the newest days' papers.
- ``new-papers/2025.json`` has, for each day, the number of papers and the exclusive or of their hashes. Where one, two
  or three papers were added to an old day, the difference of both values says which.
- ``new-papers/2025-07-31.json`` has the keys of a day's papers, in their order.

The theme's ``visits-check.js`` reads them. The days are those of records, so a paper that is listed again is not new.
"""

from __future__ import annotations

import hashlib
import json
from base64 import urlsafe_b64encode
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from functools import partial, reduce
from operator import xor

from generator.catalog.catalog import Catalog, Entry
from generator.outputs.output_file import OutputFile

FOLDER = "new-papers"
VERSION = 1
#: The index has the hashes of so many of the newest days, or of fewer that have so many papers.
_EXACT_DAYS, _EXACT_PAPERS = 14, 600
_MASK = 0xFFFFFFFF


def plan_new_papers(catalog: Catalog) -> Iterator[OutputFile]:
    """Yield the files: those of days and years belong to their years, the index to all."""
    days: defaultdict[date, list[Entry]] = defaultdict(list)
    for entry in catalog.entries:
        days[entry.paper.date].append(entry)
    years: defaultdict[int, dict[str, list[int | str]]] = defaultdict(dict)
    for day, entries in sorted(days.items()):
        hashes = [key_hash(entry.key) for entry in entries]
        years[day.year][day.isoformat()] = [len(entries), _written(reduce(xor, hashes))]
        yield OutputFile(
            path=f"{FOLDER}/{day}.json",
            inputs=partial(_day, entries),
            render=partial(_rendered_day, entries),
            year=day.year,
        )
    texts = {str(year): _text(listed) for year, listed in years.items()}
    for name, text in texts.items():
        yield _file(name, text, year=int(name))
    index = {
        "version": VERSION,
        "years": {name: hashlib.sha256(text.encode()).hexdigest()[:8] for name, text in texts.items()},
        "days": _newest(days),
    }
    yield _file("index", _text(index))


def key_hash(key: str) -> int:
    """Return 24 bits of the key's FNV-1a hash, mixed as in MurmurHash3: browsers have no hash that answers at once."""
    mixed = 0x811C9DC5
    for byte in key.encode():
        mixed = (mixed ^ byte) * 0x01000193 & _MASK
    mixed = (mixed ^ mixed >> 16) * 0x85EBCA6B & _MASK
    mixed = (mixed ^ mixed >> 13) * 0xC2B2AE35 & _MASK
    return (mixed ^ mixed >> 16) & 0xFFFFFF


def _newest(days: Mapping[date, Sequence[Entry]]) -> dict[str, str]:
    """Return the hashes of the newest days' papers, joined, by day; the newest day is always there."""
    newest: dict[str, str] = {}
    papers = 0
    for day in sorted(days, reverse=True)[:_EXACT_DAYS]:
        papers += len(days[day])
        if newest and papers > _EXACT_PAPERS:
            break
        newest[day.isoformat()] = "".join(sorted(_written(key_hash(entry.key)) for entry in days[day]))
    return newest


def _day(entries: Sequence[Entry]) -> str:
    return _text([entry.key for entry in entries])


def _rendered_day(entries: Sequence[Entry]) -> bytes:
    return _bytes(_day(entries))


def _written(number: int) -> str:
    return urlsafe_b64encode(number.to_bytes(3, "big")).decode()


def _text(content: object) -> str:
    return json.dumps(content, ensure_ascii=False, separators=(",", ":"))


def _bytes(text: str) -> bytes:
    return text.encode(errors="replace")


def _file(name: str, text: str, *, year: int | None = None) -> OutputFile:
    return OutputFile(path=f"{FOLDER}/{name}.json", inputs=lambda: text, render=partial(_bytes, text), year=year)
