"""The values of one item, checked one by one: a bad value is reported and left out, and the item is kept."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import cast

from generator.errors import Place, Problem, Severity
from generator.text.clean import REPLACEMENT, check_line, scrub, unwrap
from generator.text.dates import PartialDate, read_date
from generator.text.repairs import Repair

_DATE = re.compile(r"(\d{4})[-/](\d{1,2})[-/](\d{1,2})(?!\d)")

_PLACEHOLDER = re.compile(r"\[no (?:abstract|authors?|author names?|title|keywords) (?:is |are )?available\.?\]", re.I)


class ItemValues:
    """Checks an item's values, and collects the problems.

    ``field`` is always the path of a value within the item, as in ``paper.authors[2]``, and ``path`` that of the item
    within the file, as in ``[3]``. None and an empty text are no value. With ``is_exported``, texts were cleaned and
    perhaps corrected by the digest that exported them: they are checked, but not changed.
    """

    def __init__(self, *, place: Place, path: str = "") -> None:
        self.place = place
        self.path = path
        self.is_exported = False
        self.problems: list[Problem] = []

    def warn(
        self, field: str, found: str, *, fix: str = "", code: str = "bad-value", severity: Severity = "warning"
    ) -> None:
        """Report a value that was left out or changed."""
        problem = Problem(place=self.place, code=code, found=found, fix=fix, field=field, severity=severity)
        self.problems.append(problem.within(self.path) if self.path else problem)

    def text(self, value: object, field: str) -> str:
        """Text, or a finite number as text. Anything else is reported and gives an empty text."""
        if value is None or isinstance(value, str):
            return (value or "").strip()
        if isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value):
            return str(value)
        self.warn(field, f"{short(value)} is not text", fix="expected text")
        return ""

    def line(self, value: object, field: str) -> str | None:
        """One line of text."""
        text = self.text(value, field)
        if self.is_exported:
            return self.checked(check_line, text, field)
        return self.scrubbed(unwrap(text), field, line=True)[0].strip() or None

    def prose(self, value: object, field: str) -> str:
        """Paragraphs of text, with their line breaks."""
        return self.scrubbed(self.text(value, field), field)[0].strip()

    def checked(self, check: Callable[[str], str], value: object, field: str) -> str | None:
        """The value in its canonical form; what the check refuses is reported in the check's words and left out."""
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
        """Text without the characters that a record refuses; ``target`` is the record's field that it is for."""
        scrubbed, repairs = scrub(text, field=target, line=line)
        replaced = sum(repair.now.count(REPLACEMENT) for repair in repairs)
        if replaced:
            found = "an invalid character" if replaced == 1 else f"{replaced:,} invalid characters"
            fix = f"replaced by {REPLACEMENT}: correct the record"
            self.warn(field, found, fix=fix, code="bad-character")
        return scrubbed, repairs

    def distinct(self, values: Iterable[object], field: str) -> tuple[str, ...]:
        """Lines of text without repetitions, in their order."""
        lines = (self.line(value, f"{field}[{index}]") for index, value in enumerate(values))
        return tuple(dict.fromkeys(line for line in lines if line is not None))

    def day(self, value: object, field: str) -> date | None:
        """The day of a date or of a timestamp."""
        text = self.text(value, field)
        day = read_day(text)
        if text and day is None:
            self.warn(field, f"{short(text)} is not a date", fix="expected year, month and day, as in 2025-07-31")
        return day

    def partial_date(self, value: object, field: str) -> PartialDate | None:
        """The year, month or day that a text states; what cannot be read of it is reported, and the rest is kept."""
        text = self.text(value, field)
        reading = read_date(text)
        if reading.value is None and text:
            self.warn(field, f"{short(text)} is not a date", fix="expected a year, a month or a day, as in 2025-07-31")
        elif not reading.is_complete:
            fix = "correct the record if you know the month and the day"
            self.warn(field, f"only {reading.value} could be read of {short(text)}", fix=fix)
        return reading.value

    def count(self, value: object, field: str, *, least: int = 0) -> int | None:
        """A whole number of at least ``least``, which tables hold as text."""
        if value is None or value == "":
            return None
        number = int(value) if isinstance(value, str) and re.fullmatch(r"[0-9]{1,9}", value.strip()) else value
        if isinstance(number, int) and not isinstance(number, bool) and least <= number < 10**9:
            return number
        self.warn(field, f"{short(value)} is not a count", fix=f"expected a whole number from {least} on, as in 12")
        return None

    def items(self, value: object, field: str) -> list[object]:
        """A list; anything else is reported and gives an empty one."""
        if isinstance(value, list | tuple):
            return list(value)
        if value is not None and value != "":
            self.warn(field, f"{short(value)} is not a list", fix="expected a list")
        return []

    def mapping(self, value: object, field: str) -> Mapping[str, object]:
        """A mapping; anything else is reported and gives an empty one."""
        if isinstance(value, dict):
            return cast("Mapping[str, object]", value)
        if value is not None and value != "":
            self.warn(field, f"{short(value)} is not an object", fix="expected an object with names and values")
        return {}


def is_placeholder(text: str) -> bool:
    """Whether the text is one of Scopus's for no value: ``[No abstract available]``, ``[No author name available]``."""
    return _PLACEHOLDER.fullmatch(text.strip()) is not None


def is_filled(value: object) -> bool:
    """Whether a member of an object says anything."""
    return value is not None and value not in ("", [], {})


def read_day(text: str) -> date | None:
    """The day that a text begins with (year-month-day, with or without a time), or None."""
    found = _DATE.match(text.strip())
    if found is None:
        return None
    try:
        return date(int(found[1]), int(found[2]), int(found[3]))
    except ValueError:
        return None


def short(value: object) -> str:
    """A value as a message shows it: never long, never nested."""
    if isinstance(value, str):
        return repr(value if len(value) <= 80 else f"{value[:79]}…")
    if isinstance(value, list | tuple | dict):
        return "an object" if isinstance(value, dict) else "a list"
    if isinstance(value, int) and abs(value) >= 10**79:  # Python refuses to print numbers of thousands of digits
        return "a number of more than 79 digits"
    if isinstance(value, float) and not math.isfinite(value):
        return "a number that is not finite"
    return repr(value)[:80]
