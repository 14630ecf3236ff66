"""content/removed.yaml: the papers that were removed, with reasons; imports do not add them again."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import yaml
from pydantic import ValidationError

from generator.errors import Problem
from generator.ids import check_key
from generator.language.words import gettext_noop
from generator.model import Ids, Removed
from generator.text.lines import split_lines
from generator.yaml.document import Document, Path, Plain, field_path
from generator.yaml.reader import read_yaml

#: The reason of removals that an import records for deleted files. Pages do not show it: no person wrote it.
FILE_DELETED = "record file deleted"
#: The reason shown for a record that a build leaves out because its file has an error.
LEFT_OUT = gettext_noop("Its record has an error. The paper comes back when that is fixed.")
_FIELDS = ("key", "reason", "title", "ids")
_EXPECTED = (
    "an entry has a key and a reason, for example {key: '2401.10000', reason: published twice}; "
    "it may have title and ids"
)


@dataclass(frozen=True, kw_only=True, slots=True)
class ReadRemoved:
    """The result of reading content/removed.yaml: the entries without errors, and all problems."""

    removed: tuple[Removed, ...]
    problems: tuple[Problem, ...] = ()


def read_removed(raw: bytes, *, file: str) -> ReadRemoved:
    """Read the list of removed papers; an empty file is an empty list."""
    document = read_yaml(raw, file=file)
    if document.problems or document.value is None:
        return ReadRemoved(removed=(), problems=document.problems)
    if not isinstance(document.value, list):
        problem = Problem(
            place=document.place(), code="removed-shape", found="must be a list of removed papers", fix=_EXPECTED
        )
        return ReadRemoved(removed=(), problems=(problem,))
    removed: dict[str, Removed] = {}
    problems: list[Problem] = []
    for index, plain in enumerate(document.value):
        entry = _read_entry(document, index, plain)
        if isinstance(entry, Problem):
            problems.append(entry)
        else:
            removed.setdefault(entry.key, entry)
    return ReadRemoved(removed=tuple(removed.values()), problems=tuple(problems))


def add_removed(raw: bytes, added: Iterable[Removed]) -> bytes:
    """Append entries to the file; what people wrote in it keeps its bytes."""
    entries = [_plain(removed) for removed in added]
    if not entries:
        return raw
    before = read_yaml(raw, file="").value if raw.strip() else None
    present = before if isinstance(before, list) else []
    if not present:
        # `[]` cannot be followed by `- key:`. Comments are kept.
        lines = split_lines(raw.decode(), keep_ends=True)
        raw = "".join(line for line in lines if line.lstrip().startswith("#")).encode()
    head = raw if not raw or raw.endswith(b"\n") else raw + b"\n"
    extended = head + _dump(entries)
    whole: list[Plain] = [*present, *entries]
    # A list in brackets cannot be continued on a new line.
    return extended if read_yaml(extended, file="").value == whole else _dump(whole)


def _dump(entries: list[Plain]) -> bytes:
    return yaml.safe_dump(entries, allow_unicode=True, sort_keys=False, width=2**20, encoding="utf-8")


def _plain(removed: Removed) -> Plain:
    plain: dict[str, Plain] = {"key": removed.key, "reason": removed.reason}
    if removed.title:
        plain["title"] = removed.title
    ids: dict[str, Plain] = dict(removed.ids.model_dump(exclude_none=True))
    if ids:
        plain["ids"] = ids
    return plain


def _read_entry(document: Document, index: int, plain: Plain) -> Removed | Problem:
    def wrong(name: str, found: str, fix: str = _EXPECTED) -> Problem:
        path: Path = (index, *name.split(".")) if name else (index,)
        return Problem(place=document.place(path), code="removed-entry", field=field_path(path), found=found, fix=fix)

    if not isinstance(plain, dict):
        return wrong("", "must be a mapping")
    unknown = next((name for name in plain if name not in _FIELDS), None)
    if unknown:
        return wrong(unknown, "unknown field", f"the fields of an entry are {', '.join(_FIELDS)}")
    texts = {name: plain.get(name) or "" for name in ("key", "reason", "title")}
    for name, value in texts.items():
        if not isinstance(value, str):
            return wrong(name, "must be text")
        if not value and name != "title":
            return wrong(name, "missing")
    try:
        return Removed(
            key=check_key(str(texts["key"])),
            reason=str(texts["reason"]),
            title=str(texts["title"]),
            ids=Ids.model_validate(plain.get("ids") or {}),
        )
    except ValidationError as error:
        first = error.errors()[0]
        if first["type"] != "value_error":
            return wrong("ids", "must be a mapping of arxiv, doi, acl or openreview")
        found, _, fix = str(first["ctx"]["error"]).partition("\n")
        return wrong(".".join(["ids", *map(str, first["loc"])]), found, fix)
    except ValueError as error:
        found, _, fix = str(error).partition("\n")
        return wrong("key", found, fix)
