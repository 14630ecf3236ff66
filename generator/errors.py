"""How the program reports what is wrong: problems are values, collected and shown together; failures are raised."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Literal, ParamSpec, TypeVar, cast

Severity = Literal["error", "warning", "suggestion"]
_LABELS: Mapping[Severity, str] = {"error": "", "warning": "warning: ", "suggestion": "suggestion: "}
_LONGEST_QUOTE = 80
_Arguments = ParamSpec("_Arguments")
_Result = TypeVar("_Result")


@dataclass(frozen=True, kw_only=True, slots=True)
class Place:
    """A place in a file, whose path is relative to the site's folder; line and column count from 1."""

    file: str
    line: int | None = None
    column: int | None = None

    def __str__(self) -> str:
        return ":".join(str(part) for part in (self.file, self.line, self.column) if part is not None)


@dataclass(frozen=True, kw_only=True, slots=True)
class Problem:
    """Something wrong at a place: what was found there, and what to do about it.

    ``field`` is the path of the value within the record, as in ``authors[3].name``. ``code`` is stable, so that
    programs can filter by it.
    """

    place: Place
    code: str
    found: str
    fix: str = ""
    field: str = ""
    severity: Severity = "error"

    def within(self, segment: str) -> Problem:
        """The same problem with a path that begins one layer further out: ``name`` within ``authors[3]``."""
        dot = "" if not self.field or self.field.startswith("[") else "."
        return replace(self, field=f"{segment}{dot}{self.field}")

    def as_json(self) -> dict[str, str | int | None]:
        """The problem as reports in JSON have it."""
        return {
            "severity": self.severity,
            "code": self.code,
            "file": self.place.file,
            "line": self.place.line,
            "column": self.place.column,
            "field": self.field,
            "found": self.found,
            "fix": self.fix,
        }

    def __str__(self) -> str:
        message = ": ".join(part for part in (self.field, self.found) if part)
        first = f"{self.place}: {_LABELS[self.severity]}{message}"
        return f"{first}\n  {self.fix}" if self.fix else first


class DigestifError(Exception):
    """A command cannot continue; it ends with exit code 2. The message and ``fix`` are for the person who ran it."""

    def __init__(self, message: str, *, fix: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.fix = fix

    def __str__(self) -> str:
        return f"{self.message}\n  {self.fix}" if self.fix else self.message


class ErrorList:
    """Collects the errors of several steps, so that one run reports all of them."""

    def __init__(self) -> None:
        self._found: list[DigestifError] = []

    def add(self, error: DigestifError) -> None:
        """Keep an error for ``raise_all``; one that says the same as an earlier one is left out."""
        if str(error) not in map(str, self._found):
            self._found.append(error)

    def attempt(
        self, step: Callable[_Arguments, _Result], *arguments: _Arguments.args, **named: _Arguments.kwargs
    ) -> _Result:
        """Return the result of a step, which is usable only if a later ``raise_all`` raises nothing."""
        try:
            return step(*arguments, **named)
        except DigestifError as error:
            self.add(error)
            return cast("_Result", None)

    def raise_all(self) -> None:
        """Raise one DigestifError with all errors, if there are any."""
        if len(self._found) == 1:
            raise self._found[0]
        if self._found:
            raise DigestifError("\n".join(map(str, self._found)))


def quote(text: str) -> str:
    """A text as a message shows it: in quotation marks, with escapes for what cannot be seen, and never long."""
    return repr(text if len(text) <= _LONGEST_QUOTE else f"{text[: _LONGEST_QUOTE - 1]}…")
