"""Snapshots as files: JSON that Git shows well, sorted and the same twice; read back with every part checked."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from datetime import date
from pathlib import PurePosixPath
from typing import Annotated, Any

from pydantic import AfterValidator, Field, ValidationError

from generator.errors import Place, Problem
from generator.model import Frozen, Key, Line, Prose, SourceMetadata, SourceMetrics, Url
from generator.records.paper_json import metadata_from_json, paper_json
from generator.store.snapshots import Snapshot, SnapshotEntry
from generator.text.repairs import Repair

_HALF = re.compile("[\ud800-\udfff]")
_MEND = "this file is written by digestif import: take it back from Git, or delete it and import that day again"


@dataclass(frozen=True, kw_only=True, slots=True)
class ReadSnapshot:
    """What a snapshot file turned out to be: ``snapshot`` is None when an error stands among the problems."""

    snapshot: Snapshot | None
    problems: tuple[Problem, ...] = ()


def dump_snapshot(snapshot: Snapshot) -> bytes:
    """The snapshot's file: the same bytes for the same snapshot, one value a line."""
    plain = {
        "source": snapshot.source,
        "date": snapshot.day.isoformat(),
        "entries": [_entry_json(entry) for entry in snapshot.entries],
    }
    text = json.dumps(plain, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
    # Half a character, in what was mended, has no UTF-8; JSON can still spell it.
    return _HALF.sub(lambda half: f"\\u{ord(half[0]):04x}", text).encode()


def read_snapshot(raw: bytes, *, file: str, trusted: bool = False) -> ReadSnapshot:
    """Read a snapshot; ``file`` is its path from the site's folder, which says source and day again.

    ``trusted`` bytes were read without a problem before and are not checked again.
    """
    try:
        plain = json.loads(raw)
    except (ValueError, RecursionError) as error:
        return _failed(_json_problem(error, file))
    if not trusted:
        try:
            _SnapshotModel.model_validate(plain)
        except ValidationError as error:
            return _failed(*(_shape_problem(each, file) for each in error.errors()))
    snapshot = Snapshot(
        source=plain["source"],
        day=date.fromisoformat(plain["date"]),
        entries=tuple(_entry(entry) for entry in plain["entries"]),
    )
    problem = None if trusted else _place_problem(snapshot, file)
    return _failed(problem) if problem else ReadSnapshot(snapshot=snapshot)


def _check_text(value: object) -> object:
    if not isinstance(value, str):
        raise ValueError(f"{value!r} is not text")  # noqa: TRY004  # pydantic collects ValueErrors
    return value


# What was mended may be what no text holds, half of a character, which pydantic's own text refuses.
AnyText = Annotated[Any, AfterValidator(_check_text)]


class _RepairModel(Frozen):
    """A repair, as its file has it."""

    at: Annotated[int, Field(ge=0)]
    field: str
    was: AnyText
    now: str


class _MetricsModel(Frozen):
    """Facts with their text checked: pages show them."""

    upvotes: int | None = None
    comments: int | None = None
    stars: int | None = None
    version: int | None = None
    submitter: Line | None = None
    organisation: Line | None = None
    thumbnail: Url | None = None
    ai_summary: Prose | None = None
    ai_model: Line | None = None
    ai_keywords: tuple[Line, ...] = ()


class _EntryModel(Frozen):
    """An entry, as its file has it."""

    key: Key
    rank: Annotated[int, Field(ge=1)]
    said: SourceMetadata
    facts: _MetricsModel = _MetricsModel()
    repairs: tuple[_RepairModel, ...] = ()


def _check_day(text: str) -> str:
    if len(text) != 10:
        raise ValueError(f"{text!r} is not a day")
    date.fromisoformat(text)
    return text


class _SnapshotModel(Frozen):
    """A snapshot, as its file has it."""

    source: Key
    date: Annotated[str, AfterValidator(_check_day)]
    entries: tuple[_EntryModel, ...]


def _entry_json(entry: SnapshotEntry) -> dict[str, Any]:
    plain: dict[str, Any] = {"key": entry.key, "rank": entry.rank, "said": paper_json(entry.metadata)}
    metrics = metrics_json(entry.metrics)
    if metrics:
        plain["facts"] = metrics
    if entry.repairs:
        plain["repairs"] = [asdict(repair) for repair in entry.repairs]
    return plain


def metrics_json(metrics: SourceMetrics) -> dict[str, Any]:
    """The facts that a source gave, in JSON's types."""
    values = {field.name: getattr(metrics, field.name) for field in fields(SourceMetrics)}
    return {
        name: list(value) if name == "ai_keywords" else value
        for name, value in values.items()
        if value not in (None, ())
    }


def _metrics(plain: Mapping[str, Any]) -> SourceMetrics:
    return SourceMetrics(**{**plain, "ai_keywords": tuple(plain.get("ai_keywords", ()))})


def _entry(plain: Mapping[str, Any]) -> SnapshotEntry:
    return SnapshotEntry(
        key=plain["key"],
        rank=plain["rank"],
        metadata=metadata_from_json(plain["said"]),
        metrics=_metrics(plain.get("facts", {})),
        repairs=tuple(Repair(**repair) for repair in plain.get("repairs", ())),
    )


def _failed(*problems: Problem) -> ReadSnapshot:
    return ReadSnapshot(snapshot=None, problems=problems)


def _json_problem(error: Exception, file: str) -> Problem:
    if isinstance(error, json.JSONDecodeError):
        place = Place(file=file, line=error.lineno, column=error.colno)
        return Problem(place=place, code="snapshot-json", found=f"is not JSON: {error.msg}", fix=_MEND)
    found = f"is not JSON: {error}".partition("\n")[0]
    return Problem(place=Place(file=file), code="snapshot-json", found=found, fix=_MEND)


def _shape_problem(error: Any, file: str) -> Problem:
    path = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in error["loc"]).removeprefix(".")
    found = str(error["msg"]).removeprefix("Value error, ").partition("\n")[0]
    return Problem(place=Place(file=file), code="snapshot-shape", field=path, found=found, fix=_MEND)


def _place_problem(snapshot: Snapshot, file: str) -> Problem | None:
    path = PurePosixPath(file)
    declared = f"{snapshot.source}/{snapshot.day.isoformat()}"
    if f"{path.parent.name}/{path.stem}" != declared:
        found = f"says that it is {declared}, which is not what its path says"
        return Problem(place=Place(file=file), code="snapshot-place", found=found, fix=_MEND)
    keys = [entry.key for entry in snapshot.entries]
    twice = next((key for key in sorted(keys) if keys.count(key) > 1), None)
    if twice:
        return Problem(place=Place(file=file), code="snapshot-twice", found=f"lists {twice} twice", fix=_MEND)
    return None
