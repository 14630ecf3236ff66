"""Titles that many papers have, such as "Editorial": only with the same year and venue do they name one paper."""

from __future__ import annotations

import re
from dataclasses import dataclass

from generator.model import Paper, SourceMetadata
from generator.text.dates import PartialDate
from generator.text.folding import fold

#: Titles of many papers, which say nothing about which paper it is.
_GENERIC_TITLES = re.compile(
    r"(?:guest |invited |special issue )?(?:editorials?|editors? (?:notes?|introduction|choice))"
    r"|letters? to the editors?|editorial board"
    r"|prefaces?|prefacio|prefazione|vorwort|forewords?|geleitwort|introduccion|einleitung"
    r"|(?:general |short )?introduction(?: to (?:the |this )?(?:special )?(?:issue|section|volume|proceedings))?"
    r"|(?:table of )?contents|(?:front|back) ?matter|titelei|inhaltsverzeichnis|(?:author |subject )?index|abstracts?"
    r"|(?:book )?reviews?|errat(?:um|a)|corrigend(?:um|a)|corrections?|addendum|retraction|obituary|in memoriam|news"
    r"|messages? from the .{0,60}(?:chairs?|editors?|president)|welcome(?: (?:message|to .{0,60}))?|keynotes?|panel"
    r"|acknowledge?ments?|conclusions?|discussion|comments?|commentary|reply|response|rejoinder|summary|overview"
    r"|announcements?|call for papers|untitled|(?:no|unknown) title|title|poster|abstract only|colophon"
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Issue:
    """Where and when papers appeared: years, and venues without case, numbers and punctuation."""

    years: frozenset[int] = frozenset()
    venues: frozenset[str] = frozenset()

    @classmethod
    def of(cls, paper: SourceMetadata | Paper) -> Issue:
        """Return the issue that a paper appeared in."""
        venue = re.sub(r"[\W\d_]+", "", fold(paper.venue or ""))
        return cls(years=frozenset(_years(paper.published)), venues=frozenset([venue] if venue else []))

    def __or__(self, other: Issue) -> Issue:
        """Return all years and venues of both."""
        return Issue(years=self.years | other.years, venues=self.venues | other.venues)

    def contradicts(self, other: Issue) -> bool:
        """Return whether both have a year, or a venue, and not the same."""
        has_other_year = self.years and other.years and self.years.isdisjoint(other.years)
        return bool(has_other_year or (self.venues and other.venues and self.venues.isdisjoint(other.venues)))

    def agreements(self, other: Issue) -> int:
        """Return the number of years and venues in common."""
        return len(self.years & other.years) + len(self.venues & other.venues)

    def agrees(self, other: Issue) -> bool:
        """Return whether both have the same year and venue."""
        return not self.years.isdisjoint(other.years) and not self.venues.isdisjoint(other.venues)


NO_ISSUE = Issue()


def _years(published: PartialDate | None) -> tuple[int, ...]:
    return (published.year,) if published else ()


def is_generic_title(title: str) -> bool:
    """Return whether many papers have this title, as "Editorial" or "Preface"."""
    return _GENERIC_TITLES.fullmatch(" ".join(re.findall(r"[^\W\d_]+", fold(title)))) is not None


def may_share_generic_title(
    one: Issue, other: Issue, *, has_author_in_common: bool, has_no_authors: bool = False
) -> bool:
    """Return whether two papers with a generic title may be one.

    Their year and venue must agree. With an author in common, it is enough that they do not contradict; if neither has
    any authors, that the same is known of both.
    """
    if one.contradicts(other):
        return False
    return has_author_in_common or one.agrees(other) or (has_no_authors and one == other)
