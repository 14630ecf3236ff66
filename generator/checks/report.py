"""Problems as text for a terminal, as JSON, and as GitHub's annotations and job summary."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Literal

from generator.errors import Problem, Severity
from generator.text.counts import counted
from generator.text.markup.markdown import escape_markdown
from generator.text.visible import escape_controls

Format = Literal["text", "json", "github"]

_LEVELS: tuple[Severity, ...] = ("error", "warning", "suggestion")
_COMMANDS: Mapping[Severity, str] = {"error": "error", "warning": "warning", "suggestion": "notice"}
_SUMMARY_ROWS = 200


def render_problems(problems: Iterable[Problem], *, records: int, noun: str = "record", form: Format = "text") -> str:
    """Return all problems in order of files and lines, and a last line with counts; so many ``records`` were checked.

    ``noun`` is what they are called: ``file`` where some are none.

    ``text`` has lines ``file:line:column: field: found`` with the fix below; ``json`` is one object with ``problems``
    and ``counts``; ``github`` has workflow commands, of which GitHub shows ten of each level in a step.
    """
    return _FORMS[form](sort_problems(problems), records, noun)


def sort_problems(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Sort by file, line, column, then field and code, so that the order of the checks changes nothing."""

    def order(problem: Problem) -> tuple[str, int, int, str, str, str]:
        place = problem.place
        return place.file, place.line or 0, place.column or 0, problem.field, problem.code, problem.found

    return tuple(sorted(problems, key=order))


def exit_code(problems: Iterable[Problem], *, strict: bool = False) -> int:
    """Return 1 if any problem is an error, else 0; with ``strict``, warnings and suggestions count as errors."""
    return int(any(strict or problem.severity == "error" for problem in problems))


def count_line(problems: Sequence[Problem], *, records: int, noun: str = "record") -> str:
    """Return the last line, as in ``2 errors, 1 warning`` or ``No errors, 9 suggestions``."""
    counts = Counter(problem.severity for problem in problems)
    if not counts:
        return f"No problems in {counted(records, noun)}"
    parts = [counted(counts[level], _NAMES[level]) for level in _LEVELS if counts[level]]
    return ", ".join(parts if counts["error"] else ["No errors", *parts])


def job_summary(problems: Iterable[Problem], *, records: int, noun: str = "record") -> str:
    """Return the report as a Markdown table for a job summary; text from records cannot become markup there."""
    ordered = sort_problems(problems)
    lines = ["## Records", "", escape_markdown(count_line(ordered, records=records, noun=noun))]
    if ordered:
        lines += ["", "| | Where | Problem | Fix |", "|---|---|---|---|"]
        lines += (_row(problem) for problem in ordered[:_SUMMARY_ROWS])
    if len(ordered) > _SUMMARY_ROWS:
        lines += ["", f"{len(ordered) - _SUMMARY_ROWS:,} more; to list them, run `digestif check`"]
    return "\n".join(lines) + "\n"


_NAMES: Mapping[Severity, str] = {"error": "error", "warning": "warning", "suggestion": "suggestion"}


def _text(problems: Sequence[Problem], records: int, noun: str) -> str:
    lines = [*(escape_controls(str(problem)) for problem in problems), count_line(problems, records=records, noun=noun)]
    return "".join(f"{line}\n" for line in lines)


def _json(problems: Sequence[Problem], records: int, noun: str) -> str:
    counts = Counter(problem.severity for problem in problems)
    report = {
        "problems": [problem.as_json() for problem in problems],
        "counts": {"records": records} | {level: counts[level] for level in _LEVELS},
    }
    return json.dumps(report, indent=2) + "\n"


def _github(problems: Sequence[Problem], records: int, noun: str) -> str:
    # https://docs.github.com/actions/reference/workflow-commands-for-github-actions
    return (
        "".join(f"{_command(problem)}\n" for problem in problems)
        + count_line(problems, records=records, noun=noun)
        + "\n"
    )


def _command(problem: Problem) -> str:
    place = problem.place
    message = ": ".join(part for part in (problem.field, problem.found) if part)
    values = {"file": place.file, "line": place.line, "col": place.column, "title": problem.field or problem.code}
    given = {name: str(value) for name, value in values.items() if value is not None}
    properties = ",".join(f"{name}={_escape_property(value)}" for name, value in given.items())
    lines = escape_controls(f"{message}\n{problem.fix}" if problem.fix else message)
    return f"::{_COMMANDS[problem.severity]} {properties}::{_escape_message(lines)}"


def _escape_message(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _escape_property(text: str) -> str:
    return _escape_message(escape_controls(text)).replace(":", "%3A").replace(",", "%2C")


def _row(problem: Problem) -> str:
    what = ": ".join(part for part in (problem.field, problem.found) if part)
    cells = (_NAMES[problem.severity], str(problem.place), what, problem.fix)
    return f"| {' | '.join(escape_markdown(escape_controls(cell)) for cell in cells)} |"


_FORMS: Mapping[Format, Callable[[Sequence[Problem], int, str], str]] = {
    "text": _text,
    "json": _json,
    "github": _github,
}
