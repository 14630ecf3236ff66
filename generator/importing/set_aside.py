"""Remembers what imports set aside, so that a corrected item gets its place on the list and is not set aside again.

``content/sources/set-aside.json`` has for each file of the quarantine the items in their order: the hash of what the
source sent, the rank that the item has on its list, and whether it was corrected. Imports write it; without it, they
work as for a digest that never set anything aside.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date
from pathlib import PurePosixPath

from generator.errors import DigestifError
from generator.files.hashing import hash_bytes
from generator.importing.listing import ParsedFile, day_in_name
from generator.importing.quarantine import QuarantineFile, unreadable_file
from generator.model import Quarantined
from generator.store.content import SET_ASIDE_FILE, Content

_RESTORE = "digestif import writes this file: restore it from Git, or delete it"
#: The source, the day of the list if it is known, and the hash of the item.
_ItemId = tuple[str, date | None, str]


@dataclass(frozen=True, kw_only=True, slots=True)
class SetAsideItem:
    """An item that was set aside: the hash of what the source sent, its rank, and whether it is a record now."""

    item: str
    rank: int
    corrected: bool = False


SetAside = Mapping[str, tuple[SetAsideItem, ...]]


@dataclass(frozen=True, kw_only=True, slots=True)
class Recalled:
    """Files without the items that were corrected before, and the number of these; ranks are those of the lists.

    ``fresh`` are the files without the items that wait in files of the quarantine as well, which ``waiting`` names.
    """

    files: tuple[ParsedFile, ...]
    fresh: tuple[ParsedFile, ...]
    corrected: int
    waiting: frozenset[str]


def read_set_aside(content: Content) -> SetAside:
    """Read what earlier imports set aside. Raises DigestifError if the file is not as imports write it."""
    try:
        plain = json.loads(content.raw.get(SET_ASIDE_FILE, b"{}"))
        return {
            file: tuple(
                SetAsideItem(item=str(item["item"]), rank=int(item["rank"]), corrected=item["corrected"] is True)
                for item in items
            )
            for file, items in plain.items()
        }
    except (ValueError, TypeError, AttributeError, KeyError, RecursionError) as error:
        raise DigestifError(f"{SET_ASIDE_FILE}: is not a list of items that were set aside", fix=_RESTORE) from error


def dump_set_aside(set_aside: SetAside) -> bytes:
    """Return the file: one line for each item."""
    blocks = [
        f" {json.dumps(file)}: [\n" + ",\n".join(f"  {json.dumps(asdict(item))}" for item in items) + "\n ]"
        for file, items in sorted(set_aside.items())
    ]
    return ("{\n" + ",\n".join(blocks) + "\n}\n").encode()


def recall(content: Content, set_aside: SetAside, files: Iterable[ParsedFile], *, day: date | None) -> Recalled:
    """Give corrected items the ranks of their lists, and leave out items that are known."""
    corrected = {_item_id(file, each.item) for file, items in set_aside.items() for each in items if each.corrected}
    held = {
        _item_id(file, each.item): file
        for file, items in sorted(set_aside.items())
        for each in items
        if file in content.hashes and not each.corrected
    }
    recalled, fresh, waiting, number = [], [], set[str](), 0
    for file in files:
        if file.quarantine_path or not file.parsed.quarantined:
            recalled.append(_with_ranks(file, set_aside.get(file.quarantine_path, ())))
            fresh.append(recalled[-1])
            continue
        path = unreadable_file(file, day=day).path
        ids = [_item_id(path, hash_item(item)) for item in file.parsed.quarantined]
        left = [
            (item_id, item)
            for item_id, item in zip(ids, file.parsed.quarantined, strict=True)
            if item_id in held or item_id not in corrected
        ]
        number += len(ids) - len(left)
        waiting |= {held[item_id] for item_id, _ in left if item_id in held}
        recalled.append(_with_items(file, [item for _, item in left]))
        fresh.append(_with_items(file, [item for item_id, item in left if item_id not in held]))
    return Recalled(files=tuple(recalled), fresh=tuple(fresh), corrected=number, waiting=frozenset(waiting))


def _with_items(file: ParsedFile, items: Sequence[Quarantined]) -> ParsedFile:
    return replace(file, parsed=replace(file.parsed, quarantined=tuple(items)))


def after_import(
    content: Content, set_aside: SetAside, files: Sequence[ParsedFile], kept: Sequence[QuarantineFile], gone: set[str]
) -> SetAside:
    """Return what is set aside after an import that reads ``files``, writes ``kept`` and removes the files ``gone``."""
    after = {
        file: tuple(each for each in items if each.corrected or (file in content.hashes and file not in gone))
        for file, items in set_aside.items()
    }
    for file in files:
        if file.quarantine_path in gone:
            left = {item.origin for item in file.parsed.quarantined}
            items = set_aside.get(file.quarantine_path, ())
            after[file.quarantine_path] = tuple(
                replace(each, corrected=True) for each in items if each.corrected or each.item not in left
            )
    for each in kept:
        if each.items and each.path not in content.hashes:
            after[each.path] = tuple(SetAsideItem(item=hash_item(item), rank=item.rank) for item in each.items)
    return {file: items for file, items in after.items() if items}


def hash_item(item: Quarantined) -> str:
    """Return the hash of an item as the source sent it, also after somebody edited it."""
    return item.origin or hash_bytes(item.verbatim.encode(errors="surrogatepass"))


def _item_id(file: str, item: str) -> _ItemId:
    path = PurePosixPath(file)
    return path.parent.name, day_in_name(path.name), item


def _with_ranks(file: ParsedFile, items: Sequence[SetAsideItem]) -> ParsedFile:
    """Return a file of the quarantine with the ranks that its items have on their list, item by item."""
    if not items:
        return file
    by_place = dict(enumerate(items, 1))
    last = items[-1].rank
    papers = tuple(
        replace(paper, rank=by_place[paper.rank].rank if paper.rank in by_place else last)
        for paper in file.parsed.papers
    )
    quarantined = tuple(
        replace(item, rank=known.rank, origin=known.item) if (known := by_place.get(item.rank)) else item
        for item in file.parsed.quarantined
    )
    return replace(file, parsed=replace(file.parsed, papers=papers, quarantined=quarantined))
