"""content/distinct.yaml: records that look like one paper and are not, as a person decided.

Each entry is a list of two or more keys, as in ``- [a-title, a-title-2]``. Former keys count for the records that have
them as aliases.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from generator.errors import Problem
from generator.ids import check_key
from generator.text.lines import split_lines
from generator.yaml.document import Document, Path, field_path
from generator.yaml.reader import read_yaml

#: Keys of records that are different papers, whatever they have in common.
DistinctPairs = frozenset[frozenset[str]]
NO_PAIRS: DistinctPairs = frozenset()
_EXPECTED = "an entry is a list of the keys of different papers, for example [a-title, a-title-2]"


@dataclass(frozen=True, kw_only=True, slots=True)
class ReadDistinct:
    """The result of reading content/distinct.yaml: the entries without errors by their number, and all problems."""

    entries: Mapping[int, tuple[str, ...]]
    problems: tuple[Problem, ...] = ()


def read_distinct(raw: bytes, *, file: str) -> ReadDistinct:
    """Read the list of different papers; an empty file is an empty list."""
    document = read_yaml(raw, file=file)
    if document.problems or document.value is None:
        return ReadDistinct(entries={}, problems=document.problems)
    if not isinstance(document.value, list):
        found = "must be a list of entries"
        problem = Problem(place=document.place(), code="distinct-shape", found=found, fix=_EXPECTED)
        return ReadDistinct(entries={}, problems=(problem,))
    entries: dict[int, tuple[str, ...]] = {}
    problems: list[Problem] = []
    for index, plain in enumerate(document.value):
        entry = _read_entry(document, index, plain)
        if isinstance(entry, Problem):
            problems.append(entry)
        else:
            entries[index] = entry
    return ReadDistinct(entries=entries, problems=tuple(problems))


def pairs_of(entries: Mapping[int, Sequence[str]], *, renamed: Mapping[str, str]) -> DistinctPairs:
    """Return the pairs of different papers by the keys that their records have now."""
    pairs = (combinations([renamed.get(key, key) for key in keys], 2) for keys in entries.values())
    return frozenset(frozenset(pair) for several in pairs for pair in several if pair[0] != pair[1])


def add_distinct(raw: bytes, keys: Sequence[str]) -> bytes:
    """Append an entry to the file; what people wrote in it keeps its bytes."""
    line = f"- [{', '.join(keys)}]\n"
    document = read_yaml(raw, file="") if raw.strip() else None
    entries = document.value if document and isinstance(document.value, list) else []
    if not entries:
        # `[]` cannot be followed by `- [a, b]`. Comments are kept.
        lines = split_lines(raw.decode(), keep_ends=True)
        raw = "".join(each for each in lines if each.lstrip().startswith("#")).encode()
    head = raw if not raw or raw.endswith(b"\n") else raw + b"\n"
    extended = head + line.encode()
    if read_yaml(extended, file="").value == [*entries, list(keys)]:
        return extended
    # A list in brackets cannot be continued on a new line.
    listed = [each for each in entries if isinstance(each, list)]
    return "".join(f"- [{', '.join(map(str, each))}]\n" for each in (*listed, keys)).encode()


def _read_entry(document: Document, index: int, plain: object) -> tuple[str, ...] | Problem:
    def wrong(path: Path, found: str, fix: str = _EXPECTED) -> Problem:
        return Problem(place=document.place(path), code="distinct-entry", field=field_path(path), found=found, fix=fix)

    if not isinstance(plain, list):
        return wrong((index,), "must be a list of keys")
    keys: list[str] = []
    for number, key in enumerate(plain):
        if not isinstance(key, str):
            return wrong((index, number), "must be a key")
        try:
            keys.append(check_key(key))
        except ValueError as error:
            found, _, fix = str(error).partition("\n")
            return wrong((index, number), found, fix)
    if len(set(keys)) < 2:
        return wrong((index,), "needs the keys of two papers")
    return tuple(keys)
