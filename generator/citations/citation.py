"""The citation of a paper: one value that each format renders, so that all formats state the same."""

from __future__ import annotations

import re
from dataclasses import dataclass

from generator.ids import acl_url, arxiv_pdf_url, arxiv_url, doi_url, openreview_url
from generator.kinds import APPENDED_YEAR, INSTITUTIONAL, PUBLISHED_BY_VENUE, kind_of
from generator.model import Paper, PaperKind
from generator.text.dates import PartialDate
from generator.text.folding import fold
from generator.text.people.names import PersonName

_YEAR = re.compile(r"(?<![0-9])((?:1[6-9]|20|21)[0-9]{2})(?![0-9])")
# The first digits of an arXiv id are the year, since 1991: 2401.10000, hep-th/9901001.
_ARXIV_YEAR = re.compile(r"(?:.*(?P<is_old>/))?(?P<year>[0-9]{2})")
_ARXIV_CLASS = re.compile(r"[a-z-]+(?:\.[A-Za-z-]{2,})?")
_SMALL_WORDS = frozenset(
    {"a", "an", "the", "on", "of", "in", "for", "to", "and", "with", "is", "are", "how", "what", "do"}
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Citation:
    """What reference managers store of a paper. Texts are plain, with formulas as TeX between dollar signs.

    ``label`` is the key of a BibTeX entry, as in ``lovelace2024walking``. ``published`` may be known from the venue or
    an identifier, and is never the day of a digest, which may list a paper years later. ``url`` is the address of the
    paper at its publisher. ``pages`` has hyphens. Unknown fields are empty.
    """

    key: str
    label: str
    kind: PaperKind
    title: str
    authors: tuple[PersonName, ...]
    published: PartialDate | None
    venue: str
    volume: str
    number: str
    pages: str
    publisher: str
    genre: str
    arxiv: str
    arxiv_class: str
    doi: str
    url: str
    pdf: str
    abstract: str
    keywords: tuple[str, ...]
    status: str

    @property
    def issued_by(self) -> str:
        """Who published the paper: the venue of a thesis, a report, a preprint and the like, else the publisher."""
        if self.kind not in PUBLISHED_BY_VENUE:
            return self.publisher
        return self.venue or self.publisher or ("arXiv" if self.arxiv and self.kind == "preprint" else "")

    @property
    def container(self) -> str:
        """What contains the paper: a journal, proceedings, a book or a series; empty for what stands alone."""
        return "" if self.kind in PUBLISHED_BY_VENUE else self.venue


def cite(paper: Paper, *, key: str) -> Citation:
    """Return the citation of a paper, whose record has ``key``."""
    venue = APPENDED_YEAR.sub("", paper.venue or "")
    kind, publication = kind_of(paper), paper.publication
    arxiv = paper.ids.arxiv or ""
    arxiv_class = paper.categories[0] if arxiv and paper.categories else ""
    return Citation(
        key=key,
        label=_label(paper, key),
        kind=kind,
        title=paper.title,
        authors=tuple(author.parsed_name for author in paper.authors),
        published=date_of_publication(paper),
        venue=venue,
        volume=publication.volume or "",
        number=publication.number or "",
        pages=publication.pages or "",
        publisher=publication.publisher or "",
        genre=(publication.genre or "") if kind in INSTITUTIONAL else "",
        arxiv=arxiv,
        arxiv_class=arxiv_class if _ARXIV_CLASS.fullmatch(arxiv_class) else "",
        doi=paper.ids.doi or "",
        url=_url(paper),
        pdf=paper.links.pdf or (arxiv_pdf_url(arxiv) if arxiv else ""),
        abstract=paper.abstract,
        keywords=paper.keywords,
        status="" if paper.status == "published" else paper.status.capitalize(),
    )


def date_of_publication(paper: Paper) -> PartialDate | None:
    """Return the date of publication, else the year in the venue or an identifier, else None."""
    if paper.published:
        return paper.published
    year = _stated_year(paper)
    return PartialDate(year=int(year)) if year else None


def _stated_year(paper: Paper) -> str:
    appended = APPENDED_YEAR.search(paper.venue or "")
    if appended:
        return appended[1]
    arxiv = _ARXIV_YEAR.match(paper.ids.arxiv or "")
    if arxiv:
        return f"{19 if arxiv['is_old'] and arxiv['year'] > '90' else 20}{arxiv['year']}"
    stated = _YEAR.findall(paper.venue or "") or _YEAR.findall((paper.ids.acl or "").partition(".")[0])
    return stated[-1] if stated else ""


def _label(paper: Paper, key: str) -> str:
    """Return family name of the first author, year and first significant word, as in ``lovelace2024walking``.

    It is the record's key for a paper without authors or without such a word in ASCII letters.
    """
    words = [word for word in re.findall(r"[a-z0-9]+", fold(paper.title)) if word not in _SMALL_WORDS]
    family = re.sub(r"[^a-z0-9]", "", fold(paper.authors[0].parsed_name.family)) if paper.authors else ""
    if not family or not words:
        return key
    published = date_of_publication(paper)
    return f"{family}{published.year if published else ''}{words[0]}"


def _url(paper: Paper) -> str:
    return next(iter(catalogue_urls(paper)), "") or paper.links.page or paper.links.pdf or ""


def catalogue_urls(paper: Paper) -> tuple[str, ...]:
    """Return the addresses of a paper that its identifiers state, the most lasting one first."""
    ids = paper.ids
    made = (
        ids.doi and doi_url(ids.doi),
        ids.arxiv and arxiv_url(ids.arxiv),
        ids.acl and acl_url(ids.acl),
        ids.openreview and openreview_url(ids.openreview),
    )
    return tuple(url for url in made if url)
