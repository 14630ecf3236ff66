"""Values as a source wrote them, checked as they come in: a bad one is named and left out."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import cast

from generator.errors import Place, Problem, Severity
from generator.text.clean import REPLACEMENT, check_line, scrub, unwrap
from generator.text.repairs import Repair

_DATE = re.compile(r"(\d{4})[-/](\d{1,2})[-/](\d{1,2})(?!\d)")


class Values:
    """Checks an item's values one by one.

    ``field`` is everywhere the value's path within the item, as in ``paper.authors[2]``; ``path`` is the item's own,
    as in ``[3]``. None and an empty text are no value. ``as_is`` is for texts that a digest exported: they were
    mended and perhaps corrected there, so they are checked and not changed.
    """

    def __init__(self, *, place: Place, path: str = "") -> None:
        self.place = place
        self.path = path
        self.as_is = False
        self.problems: list[Problem] = []

    def warn(
        self, field: str, found: str, *, fix: str = "", code: str = "bad-value", severity: Severity = "warning"
    ) -> None:
        """Name what was left out or changed."""
        problem = Problem(place=self.place, code=code, found=found, fix=fix, field=field, severity=severity)
        self.problems.append(problem.within(self.path) if self.path else problem)

    def text(self, value: object, field: str) -> str:
        """Text, or a number as text; anything else is named and gives none."""
        if value is None or isinstance(value, str):
            return (value or "").strip()
        if isinstance(value, int | float) and not isinstance(value, bool):
            return str(value)
        self.warn(field, f"{short(value)} is not text", fix="expected text")
        return ""

    def line(self, value: object, field: str) -> str | None:
        """One line of text."""
        text = self.text(value, field)
        if self.as_is:
            return self.checked(check_line, text, field)
        return self.scrubbed(unwrap(text), field, line=True)[0].strip() or None

    def checked(self, check: Callable[[str], str], value: object, field: str) -> str | None:
        """The value in its canonical form; what the check refuses is named in its words and left out."""
        text = self.text(value, field)
        if not text:
            return None
        try:
            return check(text)
        except ValueError as error:
            found, _, fix = str(error).partition("\n")
            self.warn(field, found, fix=fix)
            return None

    def scrubbed(
        self, text: str, field: str, *, target: str = "", line: bool = False
    ) -> tuple[str, tuple[Repair, ...]]:
        """Text without characters that text cannot hold; ``target`` is the record's field that it is for."""
        scrubbed, repairs = scrub(text, field=target, line=line)
        replaced = sum(repair.now.count(REPLACEMENT) for repair in repairs)
        if replaced:
            found = (
                f"{replaced} characters that no text can hold" if replaced > 1 else "a character that no text can hold"
            )
            self.warn(field, found, fix=f"{REPLACEMENT} stands in their place: mend the record", code="bad-character")
        return scrubbed, repairs

    def distinct(self, values: Iterable[object], field: str) -> tuple[str, ...]:
        """Lines of text, each once, in their order."""
        lines = (self.line(value, f"{field}[{index}]") for index, value in enumerate(values))
        return tuple(dict.fromkeys(line for line in lines if line is not None))

    def day(self, value: object, field: str) -> date | None:
        """A day out of a date, or out of a time stamp that begins with the year."""
        text = self.text(value, field)
        day = read_date(text)
        if text and day is None:
            self.warn(field, f"{short(text)} is not a date", fix="expected year, month and day, as in 2025-07-31")
        return day

    def count(self, value: object, field: str, *, least: int = 0) -> int | None:
        """A whole number from ``least`` on; tables have it as text."""
        if value is None or value == "":
            return None
        number = int(value) if isinstance(value, str) and re.fullmatch(r"[0-9]{1,9}", value.strip()) else value
        if isinstance(number, int) and not isinstance(number, bool) and least <= number < 10**9:
            return number
        self.warn(field, f"{short(value)} is not a count", fix=f"expected a whole number from {least} on, as in 12")
        return None

    def items(self, value: object, field: str) -> list[object]:
        """A list out of what should be one; anything else is named and gives none."""
        if isinstance(value, list | tuple):
            return list(value)
        if value is not None and value != "":
            self.warn(field, f"{short(value)} is not a list", fix="expected a list")
        return []

    def mapping(self, value: object, field: str) -> Mapping[str, object]:
        """A mapping out of what should be one; anything else is named and gives an empty one."""
        if isinstance(value, dict):
            return cast("Mapping[str, object]", value)
        if value is not None and value != "":
            self.warn(field, f"{short(value)} is not a mapping", fix="expected names and values")
        return {}


def read_date(text: str) -> date | None:
    """The day that a text begins with, written year-month-day, with time or without; None when there is none."""
    found = _DATE.match(text.strip())
    if found is None:
        return None
    try:
        return date(int(found[1]), int(found[2]), int(found[3]))
    except ValueError:
        return None


def short(value: object) -> str:
    """A value as a message shows it: never long, never deep."""
    if isinstance(value, str):
        return repr(value if len(value) <= 80 else f"{value[:79]}…")
    if isinstance(value, list | tuple | dict):
        return "a mapping" if isinstance(value, dict) else "a list"
    return repr(value)[:80]
