"""Snapshot files: sorted JSON that makes small differences in Git; every part is validated when it is read."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from datetime import date
from pathlib import PurePosixPath
from typing import Annotated, Any

from pydantic import AfterValidator, Field, ValidationError

from generator.errors import Place, Problem
from generator.model import Frozen, Key, Line, Prose, SourceMetadata, SourceMetrics, Url
from generator.records.limits import check_supported_date
from generator.records.paper_json import metadata_from_json, paper_json
from generator.store.snapshots.snapshots import Snapshot, SnapshotEntry
from generator.text.repairs import Repair

_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_SURROGATE = re.compile("[\ud800-\udfff]")
_RESTORE = "digestif import writes this file: restore it from Git, or delete it and import that day again"


@dataclass(frozen=True, kw_only=True, slots=True)
class ReadSnapshot:
    """The result of reading a snapshot file; ``snapshot`` is None if there is a problem."""

    snapshot: Snapshot | None
    problems: tuple[Problem, ...] = ()


def dump_snapshot(snapshot: Snapshot) -> bytes:
    """The file of a snapshot: one value per line, and always the same bytes for the same snapshot."""
    plain = {
        "source": snapshot.source,
        "date": snapshot.day.isoformat(),
        "entries": [_entry_json(entry) for entry in snapshot.entries],
    }
    text = json.dumps(plain, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
    # Repairs may contain unpaired surrogates, which UTF-8 cannot encode and JSON can escape.
    return _SURROGATE.sub(lambda match: f"\\u{ord(match[0]):04x}", text).encode()


def read_snapshot(raw: bytes, *, file: str, is_valid: bool = False) -> ReadSnapshot:
    """Read a snapshot; ``file`` is its path in the site, which must match the source and day in the file.

    Bytes that are known to be valid are not validated again.
    """
    try:
        plain = json.loads(raw)
    except (ValueError, RecursionError) as error:
        return _failed(_json_problem(error, file))
    if not is_valid:
        try:
            _SnapshotModel.model_validate(plain)
        except ValidationError as error:
            return _failed(*(_shape_problem(each, file) for each in error.errors()))
    snapshot = Snapshot(
        source=plain["source"],
        day=date.fromisoformat(plain["date"]),
        entries=tuple(_entry(entry) for entry in plain["entries"]),
    )
    problem = None if is_valid else _place_problem(snapshot, file)
    return _failed(problem) if problem else ReadSnapshot(snapshot=snapshot)


def _check_text(value: object) -> object:
    if not isinstance(value, str):
        raise ValueError(f"{value!r} is not text")  # noqa: TRY004  # pydantic collects ValueErrors
    return value


# A repair may have removed an unpaired surrogate, which pydantic does not accept as text.
AnyText = Annotated[Any, AfterValidator(_check_text)]


class _RepairModel(Frozen):
    """A repair in a snapshot file."""

    at: Annotated[int, Field(ge=0)]
    field: str
    was: AnyText
    now: str


class _MetricsModel(Frozen):
    """Metrics in a snapshot file. Pages show them, so their text is validated."""

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
    """An entry of a snapshot file."""

    key: Key
    rank: Annotated[int, Field(ge=1)]
    said: SourceMetadata
    facts: _MetricsModel = _MetricsModel()
    repairs: tuple[_RepairModel, ...] = ()


def _check_day(text: str) -> str:
    try:
        day = date.fromisoformat(text) if _DATE.fullmatch(text) else None
    except ValueError:
        day = None
    if day is None:
        raise ValueError(f"{text!r} is not a date")
    check_supported_date(day)
    return text


class _SnapshotModel(Frozen):
    """A snapshot file."""

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
    """The metrics that a source gave, in JSON's types."""
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
        return Problem(place=place, code="snapshot-json", found="this is not valid JSON", fix=_RESTORE)
    found = "this is not valid JSON" if isinstance(error, ValueError) else "is nested too deeply"
    return Problem(place=Place(file=file), code="snapshot-json", found=found, fix=_RESTORE)


_SHAPE_PROBLEMS = {"missing": "missing", "extra_forbidden": "unknown field"}


def _shape_problem(error: Any, file: str) -> Problem:
    path = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in error["loc"]).removeprefix(".")
    found = _SHAPE_PROBLEMS.get(error["type"], "has a value that digestif import does not write")
    if error["type"] == "value_error":
        found = str(error["ctx"]["error"]).partition("\n")[0]
    return Problem(place=Place(file=file), code="snapshot-shape", field=path, found=found, fix=_RESTORE)


def _place_problem(snapshot: Snapshot, file: str) -> Problem | None:
    path = PurePosixPath(file)
    declared = f"{snapshot.source}/{snapshot.day.isoformat()}"
    if f"{path.parent.name}/{path.stem}" != declared:
        found = f"contains the list {declared}, which does not match its path"
        return Problem(place=Place(file=file), code="snapshot-place", found=found, fix=_RESTORE)
    keys = Counter(entry.key for entry in snapshot.entries)
    duplicates = sorted(key for key, count in keys.items() if count > 1)
    if duplicates:
        found = f"lists {duplicates[0]} more than once"
        return Problem(place=Place(file=file), code="snapshot-twice", found=found, fix=_RESTORE)
    return None
