"""Small bar charts and shades as numbers: pages have no inline styles, so templates use a class for each height."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from generator.language.words import format_number

#: Height of the tallest bar; the style sheet has the classes h0 to h10.
MAX_HEIGHT = 10
#: Darkest shade of a calendar day; the style sheet has the classes s1 to s4.
MAX_SHADE = 4


@dataclass(frozen=True, kw_only=True, slots=True)
class Bar:
    """A bar of a chart.

    ``label`` is the short text below the bar, ``name`` the full one ("Thursday, 31 July 2025") and ``count`` the count
    as text; ``height`` is 0 only for a count of 0; ``href`` may be empty.
    """

    label: str
    name: str
    count: str
    height: int
    href: str
    current: bool


def bars(
    counts: Sequence[int],
    *,
    labels: Sequence[str],
    names: Sequence[str],
    hrefs: Sequence[str],
    current: int | None = None,
) -> tuple[Bar, ...]:
    """Return bars in proportion to the largest count; ``current`` is the index of the highlighted one."""
    return tuple(
        Bar(
            label=label,
            name=name,
            count=format_number(count),
            height=scaled(count, max(counts), MAX_HEIGHT),
            href=href,
            current=index == current,
        )
        for index, (count, label, name, href) in enumerate(zip(counts, labels, names, hrefs, strict=True))
    )


def scaled(count: int, largest: int, steps: int) -> int:
    """Return a count as a step from 0 to ``steps``, rounded up, so that only a count of 0 gives 0."""
    return -(-count * steps // largest) if count else 0
