"""How a topic fares: papers a month, this month against the usual, its neighbours, its most voted papers."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date
from statistics import median

from generator.catalog.catalog import Catalog, Entry, newest_first

MONTHS = 12


@dataclass(frozen=True, kw_only=True, slots=True)
class MonthCount:
    """A month, by its first day, and how many papers of the topic were featured in it."""

    first: date
    papers: int


@dataclass(frozen=True, kw_only=True, slots=True)
class TopicMonths:
    """The last twelve months, the oldest first, the running one last.

    ``usual`` is the median of the months before it in which the archive already stood; None when there is none.
    """

    months: tuple[MonthCount, ...]
    usual: float | None

    @property
    def now(self) -> int:
        """Papers of the running month."""
        return self.months[-1].papers


@dataclass(frozen=True, kw_only=True, slots=True)
class Neighbour:
    """A topic that is often given together with another: how many papers have both."""

    topic: str
    papers: int


def topic_months(catalog: Catalog, topic: str, *, until: date) -> TopicMonths:
    """Count the topic's papers by month, up to the month of ``until``."""
    counts = Counter(_month(entry.paper.date) for entry in catalog.by_topic.get(topic, ()))
    running = _month(until)
    months = range(running - MONTHS + 1, running + 1)
    began = min((_month(day) for day in catalog.by_day), default=running)
    before = [counts[month] for month in months if began <= month < running]
    return TopicMonths(
        months=tuple(
            MonthCount(first=date(month // 12, month % 12 + 1, 1), papers=counts[month])
            for month in months
            if month >= 12  # the calendar begins with year 1
        ),
        usual=float(median(before)) if before else None,
    )


def related_topics(catalog: Catalog, topic: str, *, most: int = 6) -> tuple[Neighbour, ...]:
    """The topics that share most papers with this one for their size; ties in the order of the topics file."""
    own = catalog.by_topic.get(topic, ())
    shared = Counter(given.topic for entry in own for given in entry.topics if given.topic != topic)
    # The cosine of two sets: a large topic is not everybody's neighbour for being large.
    nearness = {other: papers / len(catalog.by_topic[other]) ** 0.5 for other, papers in shared.items()}
    order = {known.id: place for place, known in enumerate(catalog.topic_set.topics)}
    ranked = sorted(shared, key=lambda other: (-nearness[other], order[other]))
    return tuple(Neighbour(topic=other, papers=shared[other]) for other in ranked[:most])


def top_entries(catalog: Catalog, topic: str, *, most: int = 5) -> tuple[Entry, ...]:
    """The topic's papers with the most votes; none where no source counts votes, and nothing withdrawn."""
    voted = [
        entry
        for entry in catalog.by_topic.get(topic, ())
        if entry.metrics.upvotes and entry.paper.status == "published"
    ]
    return tuple(sorted(voted, key=lambda entry: (-(entry.metrics.upvotes or 0), newest_first(entry)))[:most])


def _month(day: date) -> int:
    return day.year * 12 + day.month - 1
