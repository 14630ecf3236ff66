"""Problems as people and machines read them: text, JSON, GitHub's annotations and its job summary."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Literal

from generator.errors import Problem, Severity

Format = Literal["text", "json", "github"]

_LEVELS: tuple[Severity, ...] = ("error", "warning", "advice")
_COMMANDS: Mapping[Severity, str] = {"error": "error", "warning": "warning", "advice": "notice"}
_SUMMARY_ROWS = 200
_PUNCTUATION = re.compile(r"[!-/:-@\[-`{-~]")


def render_problems(problems: Iterable[Problem], *, records: int, form: Format = "text") -> str:
    """All problems, in order of files and lines, and a closing line with counts; ``records`` is how many were checked.

    ``text`` reads ``file:line:column: field: found`` with the fix below; ``json`` is one object with ``problems``
    and ``counts``; ``github`` is workflow commands, of which GitHub shows ten a level and step.
    """
    return _FORMS[form](sort_problems(problems), records)


def sort_problems(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """By file, line, column, then field and code: the same whatever order the checks ran in."""

    def order(problem: Problem) -> tuple[str, int, int, str, str, str]:
        place = problem.place
        return place.file, place.line or 0, place.column or 0, problem.field, problem.code, problem.found

    return tuple(sorted(problems, key=order))


def exit_code(problems: Iterable[Problem], *, strict: bool = False) -> int:
    """1 when an error stands among the problems, else 0; with ``strict``, warnings and advice count as errors."""
    return int(any(strict or problem.severity == "error" for problem in problems))


def count_line(problems: Sequence[Problem], *, records: int) -> str:
    """The closing line, as in ``103 records checked: 2 errors, 1 warning, 4 pieces of advice``."""
    counts = Counter(problem.severity for problem in problems)
    parts = [_counted(counts[level], *_NAMES[level]) for level in _LEVELS if counts[level]]
    return f"{_counted(records, 'record', 'records')} checked: {', '.join(parts) or 'nothing to mend'}"


def job_summary(problems: Iterable[Problem], *, records: int) -> str:
    """The report as a Markdown table for a job summary; text from records cannot become markup there."""
    ordered = sort_problems(problems)
    lines = ["## Records", "", _escape_markdown(count_line(ordered, records=records))]
    if ordered:
        lines += ["", "| | Where | What | How to mend it |", "|---|---|---|---|"]
        lines += (_row(problem) for problem in ordered[:_SUMMARY_ROWS])
    if len(ordered) > _SUMMARY_ROWS:
        lines += ["", f"{len(ordered) - _SUMMARY_ROWS} more: run `digestif check`"]
    return "\n".join(lines) + "\n"


_NAMES: Mapping[Severity, tuple[str, str]] = {
    "error": ("error", "errors"),
    "warning": ("warning", "warnings"),
    "advice": ("piece of advice", "pieces of advice"),
}


def _counted(number: int, one: str, many: str) -> str:
    return f"{number:,} {one if number == 1 else many}"


def _text(problems: Sequence[Problem], records: int) -> str:
    return "".join(f"{_visible(str(problem))}\n" for problem in problems) + count_line(problems, records=records) + "\n"


def _visible(text: str) -> str:
    """Without characters that a terminal obeys: a record could hold an escape sequence."""
    return "".join(c if c.isprintable() or c == "\n" else f"\\u{ord(c):04x}" for c in text)


def _json(problems: Sequence[Problem], records: int) -> str:
    counts = Counter(problem.severity for problem in problems)
    report = {
        "problems": [
            {
                "severity": problem.severity,
                "code": problem.code,
                "file": problem.place.file,
                "line": problem.place.line,
                "column": problem.place.column,
                "field": problem.field,
                "found": problem.found,
                "fix": problem.fix,
            }
            for problem in problems
        ],
        "counts": {"records": records} | {level: counts[level] for level in _LEVELS},
    }
    return json.dumps(report, indent=2) + "\n"


def _github(problems: Sequence[Problem], records: int) -> str:
    # https://docs.github.com/actions/reference/workflow-commands-for-github-actions
    return "".join(f"{_command(problem)}\n" for problem in problems) + count_line(problems, records=records) + "\n"


def _command(problem: Problem) -> str:
    place = problem.place
    said = ": ".join(part for part in (problem.field, problem.found) if part)
    fields = {"file": place.file, "line": place.line, "col": place.column, "title": problem.field or problem.code}
    shown = ",".join(f"{name}={_escape_property(str(value))}" for name, value in fields.items() if value is not None)
    message = _visible(f"{said}\n{problem.fix}" if problem.fix else said)
    return f"::{_COMMANDS[problem.severity]} {shown}::{_escape_message(message)}"


def _escape_message(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _escape_property(text: str) -> str:
    return _escape_message(_visible(text)).replace(":", "%3A").replace(",", "%2C")


def _row(problem: Problem) -> str:
    what = ": ".join(part for part in (problem.field, problem.found) if part)
    cells = (problem.severity, str(problem.place), what, problem.fix)
    return f"| {' | '.join(_escape_markdown(cell) for cell in cells)} |"


def _escape_markdown(text: str) -> str:
    """Every ASCII punctuation character as a numeric entity, so that Markdown and HTML see only text."""
    one_line = _visible(text).replace("\n", " ")
    return _PUNCTUATION.sub(lambda match: f"&#{ord(match.group())};", one_line)


_FORMS: Mapping[Format, Callable[[Sequence[Problem], int], str]] = {"text": _text, "json": _json, "github": _github}
