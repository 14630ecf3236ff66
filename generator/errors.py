"""How the project complains: problems are values, collected and reported together; failures are raised."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Literal

Severity = Literal["error", "warning", "advice"]
_LABELS: Mapping[Severity, str] = {"error": "", "warning": "warning: ", "advice": "suggestion: "}


@dataclass(frozen=True, kw_only=True, slots=True)
class Place:
    """Where something stands: a file relative to the site's folder; line and column count from 1."""

    file: str
    line: int | None = None
    column: int | None = None

    def __str__(self) -> str:
        return ":".join(str(part) for part in (self.file, self.line, self.column) if part is not None)


@dataclass(frozen=True, kw_only=True, slots=True)
class Problem:
    """One finding: where it stands, what came, and what right looks like.

    ``field`` is the path inside the record, as in ``authors[3].name``; ``found`` says what came;
    ``fix`` says what was expected and how to mend it. ``code`` is stable, for tools and filters.
    """

    place: Place
    code: str
    found: str
    fix: str = ""
    field: str = ""
    severity: Severity = "error"

    def within(self, segment: str) -> Problem:
        """The same problem seen from one layer further out: ``name`` within ``authors[3]``."""
        dot = "" if not self.field or self.field.startswith("[") else "."
        return replace(self, field=f"{segment}{dot}{self.field}")

    def __str__(self) -> str:
        said = ": ".join(part for part in (str(self.place), self.field, self.found) if part)
        level = _LABELS[self.severity]
        first = f"{self.place}: {level}{said.removeprefix(f'{self.place}: ')}"
        return f"{first}\n  {self.fix}" if self.fix else first


class DigestifError(Exception):
    """A command cannot go on: usage or failure, exit code 2. The message is for the person who ran it."""

    def __init__(self, message: str, *, fix: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.fix = fix

    def __str__(self) -> str:
        return f"{self.message}\n  {self.fix}" if self.fix else self.message
