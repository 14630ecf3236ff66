"""What is mentioned more often than before: words and phrases, topics, and names that are new.

Method: the log-odds ratio with an informative Dirichlet prior, divided by its standard deviation (Monroe, Colaresi and
Quinn, "Fightin' Words", Political Analysis 16, 2008, equations 16 and 22), on the numbers of papers that mention a
thing. So neither rare words nor frequent ones are favoured.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import log, sqrt

from generator.catalog.catalog import Entry
from generator.catalog.trends.names import frequent_names, read_names
from generator.catalog.trends.spans import Span
from generator.catalog.trends.terms import Terms

#: Least papers of the recent days that mention a rising thing.
MIN_PAPERS = 4
#: Least evidence, in standard deviations, that a thing is mentioned more often than before.
MIN_EVIDENCE = 2.0
#: Papers that the prior stands for.
PRIOR = 20.0
MAX_TOPICS, MAX_NAMES = 8, 12
#: A phrase is left out if this share of its papers is that of a phrase with more evidence and a word in common.
SAME_PAPERS = 0.6


@dataclass(frozen=True, kw_only=True, slots=True)
class Change:
    """In how many of the papers a thing is mentioned, now and before; ``evidence`` is in standard deviations."""

    recent: int
    of_recent: int
    earlier: int
    of_earlier: int

    @property
    def evidence(self) -> float:
        """How sure it is that the share has grown; negative where it has become smaller."""
        share = (self.recent + self.earlier) / (self.of_recent + self.of_earlier)
        prior = PRIOR * share
        now = log((self.recent + prior) / (self.of_recent + PRIOR - self.recent - prior))
        before = log((self.earlier + prior) / (self.of_earlier + PRIOR - self.earlier - prior))
        return (now - before) / sqrt(1 / (self.recent + prior) + 1 / (self.earlier + prior))


@dataclass(frozen=True, kw_only=True, slots=True)
class Rising:
    """A word, a phrase, a name or the id of a topic that is mentioned more often than before."""

    text: str
    change: Change


def rising_terms(recent: Terms, earlier: Terms, *, limit: int) -> dict[str, Change]:
    """Return words and phrases in the order of their evidence, without those that say the same as one before."""
    changes = {
        term: Change(
            recent=len(papers),
            of_recent=recent.papers,
            earlier=len(earlier.by_term.get(term, ())),
            of_earlier=earlier.papers,
        )
        for term, papers in recent.by_term.items()
        if MIN_PAPERS <= len(papers) < recent.papers
    }
    in_order = _by_evidence(changes)
    chosen: list[str] = []
    # A phrase says more than its words, so it is preferred to them.
    for term in sorted(in_order, key=lambda term: -len(term.split())):
        if not any(_says_the_same(recent.by_term, term, other) for other in chosen):
            chosen.append(term)
    return {term: changes[term] for term in [term for term in in_order if term in chosen][:limit]}


def rising_topics(recent: Span, earlier: Span) -> tuple[Rising, ...]:
    """Return the ids of topics that more papers have than before, in the order of their evidence."""
    now, before = _by_topic(recent.entries), _by_topic(earlier.entries)
    changes = {
        topic: Change(
            recent=count,
            of_recent=len(recent.entries),
            earlier=before.get(topic, 0),
            of_earlier=len(earlier.entries),
        )
        for topic, count in now.items()
        if MIN_PAPERS <= count < len(recent.entries)
    }
    return tuple(Rising(text=topic, change=changes[topic]) for topic in _by_evidence(changes)[:MAX_TOPICS])


def new_names(recent: Span, earlier: Span) -> tuple[Rising, ...]:
    """Return names that no earlier paper has, those of most papers first."""
    names = frequent_names(read_names(recent.entries), unknown_to=earlier.entries)
    return tuple(
        Rising(
            text=name,
            change=Change(recent=papers, of_recent=len(recent.entries), earlier=0, of_earlier=len(earlier.entries)),
        )
        for name, papers in sorted(names.items(), key=lambda item: (-item[1], item[0]))[:MAX_NAMES]
    )


def _by_evidence(changes: Mapping[str, Change]) -> list[str]:
    evidence = {name: change.evidence for name, change in changes.items() if change.of_earlier}
    # Six decimals, so that the last bit of a logarithm does not decide the order.
    return sorted(
        (name for name, sure in evidence.items() if sure >= MIN_EVIDENCE),
        key=lambda name: (-round(evidence[name], 6), name),
    )


def _says_the_same(papers: Mapping[str, Sequence[int]], term: str, other: str) -> bool:
    if not set(term.split()) & set(other.split()):
        return False
    mine, others = set(papers[term]), set(papers[other])
    return len(mine & others) >= SAME_PAPERS * min(len(mine), len(others))


def _by_topic(entries: Iterable[Entry]) -> dict[str, int]:
    counts: dict[str, int] = {}
    for entry in entries:
        for assignment in entry.topics:
            counts[assignment.topic] = counts.get(assignment.topic, 0) + 1
    return counts
