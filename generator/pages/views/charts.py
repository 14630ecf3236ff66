"""Small charts as numbers: templates draw them as bars whose heights are classes, since pages carry no styles."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

#: The tallest bar; the style sheet has a class for each height from 0 to this.
TALLEST = 10


@dataclass(frozen=True, kw_only=True, slots=True)
class Bar:
    """One bar: its label, what it is called in full, its count, its height (0 only for 0), and where it leads."""

    label: str
    spoken: str
    count: int
    height: int
    href: str
    current: bool


def bars(
    counts: Sequence[int],
    *,
    labels: Sequence[str],
    spoken: Sequence[str],
    hrefs: Sequence[str],
    current: int | None = None,
) -> tuple[Bar, ...]:
    """A row of bars in proportion to the largest count."""
    return tuple(
        Bar(
            label=label,
            spoken=called,
            count=count,
            height=height(count, max(counts)),
            href=href,
            current=place == current,
        )
        for place, (count, label, called, href) in enumerate(zip(counts, labels, spoken, hrefs, strict=True))
    )


def height(count: int, largest: int) -> int:
    """How tall a count stands beside the largest: 0 for none, at least 1 for some."""
    return -(-count * TALLEST // largest) if count else 0


def shade(count: int, largest: int) -> int:
    """How dark a day of the calendar is, from 0 for no papers to 4."""
    return -(-count * 4 // largest) if count else 0
