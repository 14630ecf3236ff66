"""Parts that lists of papers share: cards and rows, with authors, topics and links."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlsplit

from generator.catalog.catalog import UNRANKED, Entry
from generator.catalog.topics.classifier import BY_PEOPLE, TopicAssignment
from generator.catalog.topics.topic_set import Topic
from generator.catalog.topics.wording import as_written
from generator.ids import acl_url, arxiv_pdf_url, arxiv_url, doi_url, openreview_url
from generator.kinds import kind_to_state
from generator.language.dates import short_date
from generator.language.words import format_number, gettext, ngettext
from generator.model import Author, Paper
from generator.pages.context import Linker, RenderContext
from generator.pages.render import Note, Prose, paragraphs, prose
from generator.pages.routes import day_address, paper_address, topic_address
from generator.pages.views.list_tools import ListTools
from generator.pages.views.paper_status import status
from generator.text.markup.formulas import find_formulas
from generator.text.markup.math import plain

#: Longer lists of authors are folded to the first three and the last.
MAX_AUTHORS = 10
#: Abstracts up to this many characters are not folded: three lines on a wide screen.
MAX_UNFOLDED = 240
#: Least characters of a folded abstract that stay visible: two lines on a wide screen, to which the style sheet clips.
MIN_OPENING = 160
#: How many topics a list of counts shows before the rest is folded.
MAX_TOPIC_COUNTS = 12
_OTHER_BLANK = re.compile(r"[^\S \n]")
#: A sentence ends after a word of three letters or more, so that "et al." and "e.g." do not end one.
_SENTENCE_END = re.compile(r"(?<=[^\W_]{3}[.!?])\s+(?=[A-Z])")


@dataclass(frozen=True, kw_only=True, slots=True)
class Link:
    """Text that leads to ``href``, a relative link within the site or a URL."""

    label: str
    href: str


@dataclass(frozen=True, kw_only=True, slots=True)
class TopicBadge:
    """A topic's coloured dot and name; ``reason`` says why the paper has the topic and may be empty."""

    id: str
    name: str
    href: str
    reason: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class TopicCount:
    """A topic with the number of papers that a list has on it, as text."""

    topic: TopicBadge
    count: str


@dataclass(frozen=True, kw_only=True, slots=True)
class TopicCounts:
    """The topics of a list, largest first; ``folded`` are those beyond the first twelve, ``more`` says how many."""

    shown: tuple[TopicCount, ...]
    folded: tuple[TopicCount, ...]
    more: str

    def __len__(self) -> int:
        return len(self.shown) + len(self.folded)


@dataclass(frozen=True, kw_only=True, slots=True)
class AuthorList:
    """Names in the paper's order; ``folded`` is "first three … last" where there are many, else empty.

    ``everyone`` is the text of the link to all names: "all 12 authors".
    """

    names: tuple[str, ...]
    folded: str
    everyone: str


@dataclass(frozen=True, kw_only=True, slots=True)
class LinkedAuthors:
    """The same as ``AuthorList``, with links to the pages of authors; ``href`` is empty for authors without one."""

    names: tuple[Link, ...]
    folded: str
    everyone: str


@dataclass(frozen=True, kw_only=True, slots=True)
class CardImage:
    """A paper's thumbnail with its size in pixels of the page; ``alt`` is the title as plain text."""

    src: str
    width: int
    height: int
    alt: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Card:
    """A paper in a list, with its abstract as ``opening`` and ``rest``.

    ``folds`` says whether the abstract is long enough to be folded. ``rank`` and ``votes`` are text and may be empty;
    ``status`` is "Withdrawn", "Retracted" or empty; ``featured`` leads to the paper's first digest. ``kind`` and
    ``venue`` are for reference managers; a ``kind`` that identifiers suggest is empty. ``source`` is for filters, as in
    ``ListTools.source_to_state``. ``language`` is that of the title, empty where its letters are Latin; where a
    translation leads, ``original`` is the original title, and ``abstract_language`` the language of the abstract.
    ``why`` is what editors say about a pick.
    """

    key: str
    kind: str
    venue: str
    source: str
    rank: str
    title: Prose
    language: str
    href: str
    authors: LinkedAuthors
    opening: Prose
    rest: Prose
    folds: bool
    topics: tuple[TopicBadge, ...]
    links: tuple[Link, ...]
    votes: str
    status: str
    featured: Link | None
    image: CardImage | None
    original: Prose
    original_language: str
    abstract_language: str
    why: Note | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class PaperRow:
    """A paper in one or two lines, for long lists; fields as in ``Card``.

    ``topics`` are places in ``ListTools.row_topics`` with blanks between them. They and ``has_code`` are for filters,
    and empty in lists without them.
    """

    title: Prose
    language: str
    href: str
    authors: str
    votes: str
    status: str
    featured: Link | None
    topics: str = ""
    has_code: bool = False
    source: str = ""


def card(
    context: RenderContext,
    to: Linker,
    entry: Entry,
    *,
    rank: int = UNRANKED,
    featured: bool = False,
    source: str = "",
) -> Card:
    """Return a paper's card, with its rank in the list and, if ``featured``, a link to its first digest."""
    paper, lead = entry.paper, entry.lead
    opening, rest = split_abstract(lead.abstract)
    return Card(
        key=entry.key,
        kind=kind_to_state(paper) or "",
        venue=paper.venue or "",
        source=source,
        rank=str(rank) if rank < UNRANKED else "",
        title=prose(lead.title),
        language=lead.language,
        href=to(paper_address(entry.key)),
        authors=linked_authors(context, to, entry),
        opening=prose(opening),
        rest=paragraphs(rest),
        folds=bool(rest) or len(opening) > MAX_UNFOLDED,
        topics=assigned_topics(context, to, entry.topics),
        links=links(paper),
        votes=votes(entry),
        status=status(paper),
        featured=day_link(to, paper.date) if featured else None,
        image=_image(context, to, entry),
        original=prose(lead.original),
        original_language=lead.original_language,
        abstract_language=lead.language_of_abstract,
    )


def _image(context: RenderContext, to: Linker, entry: Entry) -> CardImage | None:
    found = context.thumbnails.get(entry.key)
    if found is None:
        return None
    alt = plain(entry.lead.title)
    return CardImage(src=to(f"/{found.path}"), width=found.width, height=found.height, alt=alt)


def row(
    to: Linker, entry: Entry, *, featured: bool = False, with_authors: bool = True, tools: ListTools | None = None
) -> PaperRow:
    """Return a paper's row, with a link to its first digest if ``featured``, and with what the ``tools`` filter by."""
    authors = author_list(entry.paper.authors)
    return PaperRow(
        title=prose(entry.lead.title),
        language=entry.lead.language,
        href=to(paper_address(entry.key)),
        authors=(authors.folded or ", ".join(authors.names)) if with_authors else "",
        votes=votes(entry),
        status=status(entry.paper),
        featured=day_link(to, entry.paper.date) if featured else None,
        topics=tools.places_of_topics(assignment.topic for assignment in entry.topics) if tools else "",
        has_code=tools is not None and entry.paper.links.code is not None,
        source=tools.source_to_state(entry.source) if tools else "",
    )


def author_list(authors: tuple[Author, ...]) -> AuthorList:
    """Return the names of authors, folded where there are more than ten."""
    names = tuple(author.name for author in authors)
    folded = f"{', '.join(names[:3])} … {names[-1]}" if len(names) > MAX_AUTHORS else ""
    everyone = ngettext("all %(number)s author", "all %(number)s authors", len(names))
    return AuthorList(names=names, folded=folded, everyone=everyone)


def linked_authors(context: RenderContext, to: Linker, entry: Entry) -> LinkedAuthors:
    """Return the authors of a paper with links to their pages, folded where there are more than ten."""
    listed = author_list(entry.paper.authors)
    names = tuple(
        Link(label=name, href=to(address) if address else "")
        for name, address in zip(listed.names, context.authors_of(entry), strict=True)
    )
    return LinkedAuthors(names=names, folded=listed.folded, everyone=listed.everyone)


def topic_badge(to: Linker, topic: Topic, *, reason: str = "") -> TopicBadge:
    """Return a topic's badge."""
    return TopicBadge(id=topic.id, name=topic.name, href=to(topic_address(topic.id)), reason=reason)


def assigned_topics(
    context: RenderContext, to: Linker, assignments: tuple[TopicAssignment, ...]
) -> tuple[TopicBadge, ...]:
    """Return a paper's topics, the main one first."""
    return tuple(topic_badge(to, context.catalog.topic(assignment.topic)) for assignment in assignments)


def explained_topics(context: RenderContext, to: Linker, entry: Entry) -> tuple[TopicBadge, ...]:
    """Return a paper's topics with the evidence for each, as the paper writes it, the main one first."""
    return tuple(
        topic_badge(to, context.catalog.topic(assignment.topic), reason=_reason(entry.paper, assignment))
        for assignment in entry.topics
    )


def _reason(paper: Paper, assignment: TopicAssignment) -> str:
    if assignment.by == "people":
        return gettext(BY_PEOPLE)
    written = (as_written(phrase, paper.title, paper.abstract) for phrase in assignment.evidence)
    return ", ".join(dict.fromkeys(written))


def topic_counts(
    context: RenderContext, to: Linker, entries: Iterable[Entry], *, most: int | None = None
) -> TopicCounts:
    """Count the papers on each topic, most first, then in the order of the topics file; ``most`` topics if given."""
    counts = Counter(assignment.topic for entry in entries for assignment in entry.topics)
    order = {topic.id: index for index, topic in enumerate(context.catalog.topic_set.topics)}
    ranked = sorted(counts.items(), key=lambda item: (-item[1], order[item[0]]))[:most]
    listed = tuple(
        TopicCount(topic=topic_badge(to, context.catalog.topic(topic)), count=format_number(count))
        for topic, count in ranked
    )
    folded = listed[MAX_TOPIC_COUNTS:]
    more = ngettext("%(number)s more topic", "%(number)s more topics", len(folded)) if folded else ""
    return TopicCounts(shown=listed[:MAX_TOPIC_COUNTS], folded=folded, more=more)


def links(paper: Paper) -> tuple[Link, ...]:
    """Return where a paper can be read and tried, each URL once; those of known catalogues are made from ids."""
    ids, own = paper.ids, paper.links
    labelled = (
        ("arXiv", ids.arxiv and arxiv_url(ids.arxiv)),
        ("DOI", ids.doi and doi_url(ids.doi)),
        ("ACL Anthology", ids.acl and acl_url(ids.acl)),
        ("OpenReview", ids.openreview and openreview_url(ids.openreview)),
        (gettext("paper page"), own.page),
        ("PDF", own.pdf or (ids.arxiv and arxiv_pdf_url(ids.arxiv))),
        # Translators: a link of a paper
        (gettext("code"), own.code),
        # Translators: a link of a paper
        (gettext("project"), own.project),
        # Translators: a link of a paper
        (gettext("data"), own.data),
        # Translators: a link of a paper
        (gettext("demo"), own.demo),
        # Translators: a link of a paper
        (gettext("model"), own.model),
        # Translators: a link of a paper
        (gettext("video"), own.video),
        # Translators: a link of a paper
        (gettext("slides"), own.slides),
        *((urlsplit(url).hostname or gettext("link"), url) for url in own.more),
    )
    by_url: dict[str, Link] = {}
    for label, url in labelled:
        if url:
            by_url.setdefault(url, Link(label=label, href=url))
    return tuple(by_url.values())


def votes(entry: Entry) -> str:
    """Return the newest count of votes, as in "12 votes"; empty for none or where no source counts them."""
    count = entry.metrics.upvotes
    return ngettext("%(number)s vote", "%(number)s votes", count) if count else ""


def day_link(to: Linker, day: date) -> Link:
    """Return a link to a day's digest, with the date as its text."""
    return Link(label=short_date(day), href=to(day_address(day)))


def split_abstract(abstract: str) -> tuple[str, str]:
    """Split an abstract into its opening and the rest; together they are the whole, which a card has only once.

    The opening ends with the first sentence that reaches ``MIN_OPENING`` characters, or with the first paragraph, but
    never inside a formula. A short abstract is not split.
    """
    first, _, others = abstract.partition("\n\n")
    if len(abstract) <= MAX_UNFOLDED:
        return abstract, ""
    formulas = find_formulas(first)
    for end in _SENTENCE_END.finditer(first, MIN_OPENING):
        if not any(formula.start < end.start() < formula.end for formula in formulas):
            return first[: end.start()], abstract[end.end() :]
    return first, others


def excerpt(abstract: str, limit: int) -> str:
    """Return the first words of an abstract, at most ``limit`` characters where words allow.

    It ends between words, at the latest with the first paragraph, and never inside a formula: half of ``$x^2$`` would
    show its dollar sign.
    """
    first = abstract.partition("\n\n")[0]
    if len(first) <= limit:
        return first
    formulas = find_formulas(first)
    beginning = first[: limit + 1]
    if not formulas and not _OTHER_BLANK.search(beginning) and (cut := max(map(beginning.rfind, " \n"))) > 0:
        return f"{first[:cut]} …"
    cut = len(first)
    for blank in re.finditer(r"\s", first):
        place = blank.start()
        if place > limit and cut <= limit:
            break
        if not any(formula.start < place < formula.end for formula in formulas):
            cut = place
            if place > limit:
                break
    return first[:cut] + (" …" if cut < len(first) else "")
