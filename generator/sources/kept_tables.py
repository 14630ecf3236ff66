"""Recognises a table as one of content/sources.yaml, by the headings of its columns. Bytes in, names out."""

from __future__ import annotations

from collections.abc import Mapping

from generator.sources.shared.headings import HEADINGS, Preset, normal_heading
from generator.sources.table import headings_of


def fitting_sources(raw: bytes, kept: Mapping[str, Preset]) -> tuple[str, ...]:
    """Return the names of the kept sources that fit a table best; several if they fit equally well.

    A source fits if the table has a column for each of its fields, and at least one of these columns has a heading that
    is not a usual one: ``title: Title`` alone would fit every table.
    """
    text = raw.decode("utf-8-sig", errors="replace")
    present = {normal_heading(heading) for heading in headings_of(text)} if kept else set()
    sizes = {name: len(preset.headings) for name, preset in kept.items() if _fits(preset, present)}
    return tuple(sorted(name for name, size in sizes.items() if size == max(sizes.values())))


def _fits(preset: Preset, present: set[str]) -> bool:
    found = {
        field: {normal_heading(heading) for heading in headings} & present
        for field, headings in preset.headings.items()
    }
    return all(found.values()) and any(
        headings - set(map(normal_heading, HEADINGS[field])) for field, headings in found.items()
    )
