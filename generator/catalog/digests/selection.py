"""The picks of a week or a month."""

from __future__ import annotations

from generator.catalog.catalog import Catalog
from generator.catalog.digests.digest import Pick
from generator.catalog.periods import Period


def picks_of_period(catalog: Catalog, period: Period) -> tuple[Pick, ...]:
    """Return the picks of a period: its own, or else those of its days, in their order, each paper once.

    Of a paper that several days picked, the first sentence counts.
    """
    own = catalog.digests.get(period.id)
    if own and own.picks:
        return own.picks
    picks: dict[str, Pick] = {}
    for digest in catalog.digests.values():
        if digest.span.kind == "day" and period.first <= digest.span.first <= period.last:
            for pick in digest.picks:
                picks.setdefault(pick.key, pick)
    return tuple(picks.values())
