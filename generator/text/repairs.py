"""A repair is one mended spot of a source's text, small enough to list and exact enough to undo."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True, slots=True)
class Repair:
    """``was`` stood in the source's text; ``now`` stands in its place, from character ``at`` of the mended text on."""

    at: int
    was: str
    now: str
    field: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Spot:
    """Characters ``start`` to ``end`` of a text, and what shall stand there."""

    start: int
    end: int
    now: str


def repair_spots(text: str, spots: Iterable[Spot], *, field: str = "") -> tuple[str, tuple[Repair, ...]]:
    """The text with each spot mended, and the repairs from left to right.

    Of spots that overlap the one that begins first is mended, and of those that begin together the longest.
    """
    parts: list[str] = []
    repairs: list[Repair] = []
    length = done = 0
    for spot in sorted(spots, key=lambda spot: (spot.start, -spot.end, spot.now)):
        was = text[spot.start : spot.end]
        if spot.start < done or was == spot.now:
            continue
        parts += text[done : spot.start], spot.now
        length += spot.start - done
        repairs.append(Repair(at=length, was=was, now=spot.now, field=field))
        length += len(spot.now)
        done = spot.end
    return "".join((*parts, text[done:])), tuple(repairs)


def undo_repairs(mended: str, repairs: Iterable[Repair]) -> str:
    """The source's own text: every repair taken back, last one first, so that places stay true.

    Repairs of several passes may follow each other in one list, in the order in which they were made.
    """
    for repair in reversed(tuple(repairs)):
        end = repair.at + len(repair.now)
        if mended[repair.at : end] != repair.now:
            raise ValueError(f"no {repair.now!r} at character {repair.at}")
        mended = mended[: repair.at] + repair.was + mended[end:]
    return mended
