"""How many papers and digests there are, as text: papers that days list, and apart from them picks of other days."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date

from generator.catalog.catalog import Catalog
from generator.language.dates import joined
from generator.language.words import ngettext


def paper_count(catalog: Catalog, days: Sequence[date]) -> str:
    """Return "24 papers", "24 papers and 1 older pick", or "2 older picks" for days with picks alone."""
    return counted_papers(catalog, days, {entry.key for day in days for entry in catalog.by_day.get(day, ())})


def counted_papers(catalog: Catalog, days: Sequence[date], keys: Collection[str]) -> str:
    """Return the same for these papers of the days only, each of which is given once."""
    listed = sum(entry.key in keys for entry in catalog.listed_in(days))
    picks = len(keys) - listed
    papers = ngettext("%(number)s paper", "%(number)s papers", listed)
    if not picks:
        return papers
    picked = ngettext("%(number)s older pick", "%(number)s older picks", picks)
    return joined((papers, picked)) if listed else picked


def papers_in_digests(catalog: Catalog, days: Sequence[date]) -> str:
    """Return "24 papers in 3 digests"; days with picks alone count as picks, not as digests."""
    digests = sum(day in catalog.listed_by_day for day in days)
    papers = paper_count(catalog, days)
    return _in_digests(papers, digests) if digests else papers


def all_papers_in_digests(catalog: Catalog) -> str:
    """Return the same for the whole site, without picks: each of them is a paper that some day lists."""
    papers = ngettext("%(number)s paper", "%(number)s papers", len(catalog.entries))
    return _in_digests(papers, len(catalog.listed_by_day))


def _in_digests(papers: str, digests: int) -> str:
    return ngettext("%(papers)s in %(number)s digest", "%(papers)s in %(number)s digests", digests, papers=papers)
