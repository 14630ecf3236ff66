"""The parts that lists of papers share: a card, a row, authors, topics, links."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlsplit

from generator.catalog.catalog import UNRANKED, Entry
from generator.catalog.periods import in_short
from generator.catalog.topics.classifier import TopicAssignment
from generator.ids import acl_url, arxiv_pdf_url, arxiv_url, doi_url, openreview_url
from generator.model import Author, Paper
from generator.pages.context import Linker, RenderContext
from generator.pages.render import Prose, counted, paragraphs, prose
from generator.pages.routes import day_address, paper_address, topic_address
from generator.text.formulas import find_formulas

#: Longer lists of authors are folded to the first three and the last.
MANY_AUTHORS = 10
#: An abstract of so many characters is shown whole: three lines on a wide screen.
SHORT = 240
#: What stands over a card's fold has at least so many characters, where the abstract has them: two lines on a wide
#: screen, to which the style sheet clips it.
OPENING = 160
#: A sentence ends where a word of three letters or more does, so that "et al." and "e.g." end none.
_SENTENCE_END = re.compile(r"(?<=[^\W_]{3}[.!?])\s+(?=[A-Z])")


@dataclass(frozen=True, kw_only=True, slots=True)
class Link:
    """A word to click; ``href`` is relative within the site, else whole."""

    label: str
    href: str


@dataclass(frozen=True, kw_only=True, slots=True)
class TopicBadge:
    """A topic as a coloured dot and its name; ``why`` is for a reader and may be empty."""

    id: str
    name: str
    href: str
    why: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Authors:
    """Names in the paper's order; ``folded`` is "first three … last" where there are many, else empty."""

    names: tuple[str, ...]
    folded: str
    count: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Card:
    """A paper in a list. The abstract is ``opening`` and then ``rest``; ``folds`` tells that it is long enough to."""

    key: str
    rank: int | None
    title: Prose
    href: str
    authors: Authors
    opening: Prose
    rest: Prose
    folds: bool
    dots: tuple[TopicBadge, ...]
    links: tuple[Link, ...]
    votes: int | None
    status: str
    on: Link | None


@dataclass(frozen=True, kw_only=True, slots=True)
class PaperRow:
    """A paper in one or two lines, for long lists."""

    title: Prose
    href: str
    authors: str
    dots: tuple[TopicBadge, ...]
    votes: int | None
    status: str
    on: Link | None


def card(context: RenderContext, to: Linker, entry: Entry, *, on: date | None = None, tell_day: bool = False) -> Card:
    """A paper's card; its rank is that of the day ``on``; ``tell_day`` adds when it was featured first."""
    paper = entry.paper
    start, rest = fold(paper.abstract)
    rank = entry.rank_on(on) if on else UNRANKED
    return Card(
        key=entry.key,
        rank=rank if rank < UNRANKED else None,
        title=prose(paper.title),
        href=to(paper_address(entry.key)),
        authors=authors(paper.authors),
        opening=prose(start),
        rest=paragraphs(rest),
        folds=bool(rest) or len(start) > SHORT,
        dots=dots(context, to, entry.topics),
        links=links(paper),
        votes=entry.metrics.upvotes,
        status=status(paper),
        on=day_link(to, paper.date) if tell_day else None,
    )


def row(context: RenderContext, to: Linker, entry: Entry, *, tell_day: bool = False) -> PaperRow:
    """A paper's row."""
    named = authors(entry.paper.authors)
    return PaperRow(
        title=prose(entry.paper.title),
        href=to(paper_address(entry.key)),
        authors=named.folded or ", ".join(named.names),
        dots=dots(context, to, entry.topics),
        votes=entry.metrics.upvotes,
        status=status(entry.paper),
        on=day_link(to, entry.paper.date) if tell_day else None,
    )


def authors(people: tuple[Author, ...]) -> Authors:
    """Names, folded where there are more than ten."""
    names = tuple(author.name for author in people)
    folded = f"{', '.join(names[:3])} … {names[-1]}" if len(names) > MANY_AUTHORS else ""
    return Authors(names=names, folded=folded, count=counted(len(names), "author"))


def dots(context: RenderContext, to: Linker, topics: tuple[TopicAssignment, ...]) -> tuple[TopicBadge, ...]:
    """A paper's topics, the main one first."""
    return tuple(
        TopicBadge(
            id=given.topic,
            name=context.catalog.topic(given.topic).name,
            href=to(topic_address(given.topic)),
            why=", ".join(given.evidence),
        )
        for given in topics
    )


def links(paper: Paper) -> tuple[Link, ...]:
    """Where a paper can be read and tried, as words; addresses of known catalogues are made from ids."""
    ids, given = paper.ids, paper.links
    known = (
        ("arXiv", ids.arxiv and arxiv_url(ids.arxiv)),
        ("DOI", ids.doi and doi_url(ids.doi)),
        ("ACL Anthology", ids.acl and acl_url(ids.acl)),
        ("OpenReview", ids.openreview and openreview_url(ids.openreview)),
        ("paper page", given.page),
        ("PDF", given.pdf or (ids.arxiv and arxiv_pdf_url(ids.arxiv))),
        ("code", given.code),
        ("project", given.project),
        ("data", given.data),
        ("demo", given.demo),
        ("model", given.model),
        ("video", given.video),
        ("slides", given.slides),
        *((urlsplit(url).hostname or "link", url) for url in given.more),
    )
    seen: set[str] = set()
    shown = []
    for label, href in known:
        if href and href not in seen:
            seen.add(href)
            shown.append(Link(label=label, href=href))
    return tuple(shown)


def status(paper: Paper) -> str:
    """What a reader must know before the abstract: "Withdrawn" or "Retracted"; empty for most."""
    return "" if paper.status == "published" else paper.status.capitalize()


def day_link(to: Linker, day: date) -> Link:
    """A day's digest, by its date."""
    return Link(label=in_short(day), href=to(day_address(day)))


def fold(abstract: str) -> tuple[str, str]:
    """The abstract's first sentences, ``OPENING`` characters of them if there are so many, and what follows them.

    Together they are the whole abstract, which a card holds only once. The cut falls at the end of a sentence, at that
    of the first paragraph at the latest, and never inside a formula; a short abstract is not cut.
    """
    first, _, others = abstract.partition("\n\n")
    if len(abstract) <= SHORT:
        return abstract, ""
    formulas = find_formulas(first)
    for end in _SENTENCE_END.finditer(first, OPENING):
        if not any(formula.start < end.start() < formula.end for formula in formulas):
            return first[: end.start()], abstract[end.end() :]
    return first, others


def opening(abstract: str, limit: int) -> str:
    """The abstract's first words, at most ``limit`` characters where words allow.

    The cut falls between words, at the end of the first paragraph at the latest, and never inside a formula:
    half of ``$x^2$`` would show its dollar.
    """
    first = abstract.partition("\n\n")[0]
    if len(first) <= limit:
        return first
    formulas = find_formulas(first)
    cut = len(first)
    for blank in re.finditer(r"\s", first):
        at = blank.start()
        if at > limit and cut <= limit:
            break
        if not any(formula.start < at < formula.end for formula in formulas):
            cut = at
            if at > limit:
                break
    return first[:cut] + (" …" if cut < len(first) else "")
