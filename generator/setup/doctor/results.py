"""Results of the doctor's checks, as text and as JSON."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Literal

from generator.text.counts import counted

Status = Literal["ok", "missing", "suggestion", "unknown"]
_LABELS: Mapping[Status, str] = {"ok": "ok", "missing": "MISSING", "suggestion": "suggestion", "unknown": "unknown"}
_WIDTH = max(map(len, _LABELS.values()))


@dataclass(frozen=True, kw_only=True, slots=True)
class Result:
    """The result of a check. Without what is ``missing``, the digest is not published or not updated.

    ``check`` is a stable name, so that programs can filter by it. ``unknown`` is what could not be looked up.
    """

    check: str
    status: Status
    found: str
    fix: str = ""


def ok(check: str, found: str) -> Result:
    """Return the result of a check that found nothing to do."""
    return Result(check=check, status="ok", found=found)


def missing(check: str, found: str, fix: str) -> Result:
    """Return what has to be done."""
    return Result(check=check, status="missing", found=found, fix=fix)


def suggestion(check: str, found: str, fix: str) -> Result:
    """Return what should be done."""
    return Result(check=check, status="suggestion", found=found, fix=fix)


def unknown(check: str, found: str, fix: str = "") -> Result:
    """Return a check that could not be made."""
    return Result(check=check, status="unknown", found=found, fix=fix)


def render_text(results: Iterable[Result]) -> str:
    """Return a line for each result, what to do below it, and a last line with counts."""
    lines = []
    results = tuple(results)
    for result in results:
        lines.append(f"{_LABELS[result.status]:<{_WIDTH}}  {result.check}: {result.found}")
        lines += [f"{'':<{_WIDTH}}  {line}" for line in result.fix.splitlines()]
    return "\n".join([*lines, _count_line(results)])


def render_json(results: Iterable[Result]) -> str:
    """Return one JSON object with all results and the number of each status."""
    results = tuple(results)
    counts = dict(sorted(Counter(result.status for result in results).items()))
    return json.dumps({"results": [asdict(result) for result in results], "counts": counts}, indent=2)


def _count_line(results: Sequence[Result]) -> str:
    counts = Counter(result.status for result in results)
    parts = [f"{counts['missing']:,} missing"] if counts["missing"] else []
    parts += [counted(counts["suggestion"], "suggestion")] if counts["suggestion"] else []
    parts += [f"{counts['unknown']:,} unknown"] if counts["unknown"] else []
    return ", ".join(parts) or "Nothing is missing"
