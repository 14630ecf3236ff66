"""What a page says to machines: Open Graph, Highwire tags for reference managers, JSON-LD for search engines.

Only what is known is said: reference managers take an empty tag for a fact.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from jinja2.utils import htmlsafe_json_dumps
from markupsafe import Markup, escape

from generator.catalog.catalog import Entry
from generator.ids import arxiv_pdf_url, arxiv_url, doi_url, orcid_url
from generator.model import Author, Paper
from generator.pages.exports.bibtex import is_journal, year
from generator.pages.routes import absolute, paper_address
from generator.settings import Settings

#: Search engines cut headlines there (Google's guide to structured data for articles).
HEADLINE = 110


def page_head(settings: Settings, *, address: str, title: str) -> Markup:
    """Open Graph tags, for those who pass a page on; the theme says the description."""
    said = (
        ("og:type", "website"),
        ("og:title", title),
        ("og:site_name", settings.title),
        ("og:url", absolute(settings, address)),
    )
    return _tags((f'property="{name}"', value) for name, value in said)


def paper_head(settings: Settings, entry: Entry) -> Markup:
    """Everything that a paper's page says to machines. A tag with two names is read under each by its readers."""
    page = absolute(settings, paper_address(entry.key))
    said = (
        ('property="og:type"', "article"),
        ('property="og:site_name"', settings.title),
        ('name="citation_title" property="og:title"', entry.paper.title),
        ('name="citation_abstract_html_url" property="og:url"', page),
        *((f'name="{name}"', value) for name, value in _highwire(entry)),
    )
    linked = htmlsafe_json_dumps(_json_ld(entry), sort_keys=False, separators=(",", ":"), ensure_ascii=False)
    return _tags(said) + Markup('<script type="application/ld+json">{}</script>').format(linked)


def _tags(said: Iterable[tuple[str, str]]) -> Markup:
    """One tag for each value that is known, by the attributes that name it. Put together as text, because Markup's own
    format takes four times as long."""
    return Markup("".join(f'<meta {named} content="{escape(value)}">' for named, value in said if value))  # noqa: S704  # names are ours, values escaped


def moved_head(settings: Settings, *, address: str, link: str) -> Markup:
    """For a page that only leads on: whoever comes is taken to the other address, and engines keep that one."""
    whole = absolute(settings, address)
    canonical = Markup('<link rel="canonical" href="{}">').format(whole) if whole else Markup()
    return canonical + Markup('<meta http-equiv="refresh" content="0; url={}">').format(link)


def gone_head() -> Markup:
    """For a page that says that its paper was removed: not for search engines."""
    return Markup('<meta name="robots" content="noindex">')


def _highwire(entry: Entry) -> Iterator[tuple[str, str]]:
    """More Highwire Press tags, as Zotero and Google Scholar read them; an arXiv preprint goes as a report of arXiv."""
    paper, ids = entry.paper, entry.paper.ids
    for author in paper.authors:
        yield "citation_author", author.parsed_name.last_first
    when = f"{paper.published:%Y/%m/%d}" if paper.published else year(paper)
    if when:
        yield "citation_publication_date", when
    if ids.doi:
        yield "citation_doi", ids.doi
    if ids.arxiv:
        yield "citation_arxiv_id", ids.arxiv
    if paper.venue:
        yield ("citation_journal_title" if is_journal(paper.venue) else "citation_conference_title"), paper.venue
    elif ids.arxiv:
        yield "citation_technical_report_institution", "arXiv"
        yield "citation_technical_report_number", f"arXiv:{ids.arxiv}"
    pdf = paper.links.pdf or (ids.arxiv and arxiv_pdf_url(ids.arxiv))
    if pdf:
        yield "citation_pdf_url", pdf


def _json_ld(entry: Entry) -> dict[str, Any]:
    paper, ids = entry.paper, entry.paper.ids
    same = [doi_url(ids.doi)] if ids.doi else []
    same += [arxiv_url(ids.arxiv)] if ids.arxiv else []
    said: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "ScholarlyArticle",
        "headline": _headline(paper),
        "author": [_person(author) for author in paper.authors],
        "datePublished": paper.published.isoformat() if paper.published else year(paper),
        "identifier": [name for name in (ids.doi, ids.arxiv and f"arXiv:{ids.arxiv}") if name],
        "sameAs": same,
    }
    return {name: value for name, value in said.items() if value}


def _headline(paper: Paper) -> str:
    return paper.title if len(paper.title) <= HEADLINE else f"{paper.title[: HEADLINE - 1].rstrip()}…"


def _person(author: Author) -> dict[str, str]:
    known = {"@type": "Person", "name": author.name, "sameAs": orcid_url(author.orcid) if author.orcid else ""}
    return {name: value for name, value in known.items() if value}
