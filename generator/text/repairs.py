"""Repairs of a source's text: small enough to list, and exact enough to undo."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True, slots=True)
class Repair:
    """``was`` in the source's text was replaced by ``now``, which begins at character ``at`` of the repaired text."""

    at: int
    was: str
    now: str
    field: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Replacement:
    """Characters ``start`` to ``end`` of a text, and the text to put in their place."""

    start: int
    end: int
    now: str


def apply_replacements(
    text: str, replacements: Iterable[Replacement], *, field: str = ""
) -> tuple[str, tuple[Repair, ...]]:
    """The text with the replacements made, and the repairs from left to right.

    Of replacements that overlap, the one that begins first is made; of those that begin together, the longest.
    """
    parts: list[str] = []
    repairs: list[Repair] = []
    length = done = 0
    for each in sorted(replacements, key=lambda each: (each.start, -each.end, each.now)):
        was = text[each.start : each.end]
        if each.start < done or was == each.now:
            continue
        parts += text[done : each.start], each.now
        length += each.start - done
        repairs.append(Repair(at=length, was=was, now=each.now, field=field))
        length += len(each.now)
        done = each.end
    return "".join((*parts, text[done:])), tuple(repairs)


def undo_repairs(repaired: str, repairs: Iterable[Repair]) -> str:
    """The source's own text. Raises ValueError where the repairs are not those of the text.

    The repairs are undone from the last to the first, so that the places stay true; repairs of several passes may
    follow each other in one list, in the order in which they were made.
    """
    for repair in reversed(tuple(repairs)):
        end = repair.at + len(repair.now)
        if repaired[repair.at : end] != repair.now:
            raise ValueError(f"no {repair.now!r} at character {repair.at}")
        repaired = repaired[: repair.at] + repair.was + repaired[end:]
    return repaired
