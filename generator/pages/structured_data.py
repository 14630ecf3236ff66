"""JSON-LD in the vocabulary of schema.org, for search engines: a paper, a list of papers, and the site's data."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from jinja2.utils import htmlsafe_json_dumps
from markupsafe import Markup

from generator.catalog.catalog import Catalog, Entry
from generator.citations.citation import Citation, catalogue_urls
from generator.ids import orcid_url
from generator.kinds import PARTS
from generator.language.words import gettext
from generator.model import Author, Paper, PaperKind
from generator.pages.routes import absolute, day_address, paper_address, relative
from generator.settings import Settings
from generator.text.markup.math import plain

#: Types of what is not an article.
_TYPES: Mapping[PaperKind, str] = {
    "chapter": "Chapter",
    "book": "Book",
    "thesis": "Thesis",
    "report": "Report",
    "dataset": "Dataset",
    "software": "SoftwareSourceCode",
}
_ENCODER = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))
_CONTAINERS: Mapping[PaperKind, str] = {"article": "Periodical", "chapter": "Book", "book": "BookSeries"}
#: Most characters of a headline (Google Search Central, "Article structured data").
MAX_HEADLINE = 110
#: Papers of a list that are named: the first ones. The page itself has the others, and a kilobyte is enough.
MAX_LISTED = 8


def article_data(settings: Settings, entry: Entry, citation: Citation) -> Markup:
    """Return the description of a paper, with its identifiers and the digest that lists it."""
    ids, address = entry.paper.ids, paper_address(entry.key)
    digest = {"@type": "CollectionPage", "url": _url(settings, address, day_address(entry.paper.date))}
    return _script(
        {
            "@type": _TYPES.get(citation.kind, "ScholarlyArticle"),
            "headline": _headline(entry.paper),
            "author": [_person(author) for author in entry.paper.authors],
            "datePublished": str(citation.published or ""),
            "identifier": [name for name in (ids.doi, ids.arxiv and f"arXiv:{ids.arxiv}") if name],
            "sameAs": catalogue_urls(entry.paper),
            "creativeWorkStatus": citation.status,
            "publisher": {"@type": "Organization", "name": citation.issued_by} if citation.issued_by else "",
            "pagination": citation.pages if citation.kind in PARTS else "",
            "reportNumber": citation.number if citation.kind == "report" else "",
            "inSupportOf": citation.genre if citation.kind == "thesis" else "",
            "isPartOf": [*_venues(citation), digest],
        }
    )


def list_data(settings: Settings, entries: Sequence[Entry], *, address: str, title: str) -> Markup:
    """Return the description of a page that lists papers, in its order: how many, and the first ones."""
    return _script(
        {
            "@type": "CollectionPage",
            "name": title,
            "url": absolute(settings, address),
            "mainEntity": {
                "@type": "ItemList",
                "numberOfItems": len(entries),
                "itemListElement": [
                    {"@type": "ListItem", "position": place, "url": relative(address, paper_address(entry.key))}
                    for place, entry in enumerate(entries[:MAX_LISTED], 1)
                ],
            },
        }
    )


def dataset_data(settings: Settings, catalog: Catalog, downloads: Mapping[str, str], *, address: str) -> Markup:
    """Return the description of the site's data; ``downloads`` are the media types of its files by their address."""
    days = sorted(catalog.by_day)
    description = gettext(
        "Titles, authors, abstracts, topics and links of all papers of %(site)s, with the lists that they were on.",
        site=settings.title,
    )
    return _script(
        {
            "@type": "Dataset",
            "name": gettext("%(site)s: all papers", site=settings.title),
            "description": description,
            "url": absolute(settings, address),
            "creator": {"@type": "Organization", "name": settings.curator or settings.title},
            "dateModified": days[-1].isoformat() if days else "",
            "temporalCoverage": f"{days[0].isoformat()}/{days[-1].isoformat()}" if days else "",
            "isAccessibleForFree": True,
            "distribution": [
                {
                    "@type": "DataDownload",
                    "encodingFormat": media_type,
                    "contentUrl": _url(settings, address, path),
                }
                for path, media_type in downloads.items()
            ],
        }
    )


def _script(fields: Mapping[str, Any]) -> Markup:
    stated = {"@context": "https://schema.org", **{name: value for name, value in fields.items() if value}}
    dumped = htmlsafe_json_dumps(stated, dumps=_ENCODER.encode)
    return Markup('<script type="application/ld+json">') + dumped + Markup("</script>")


def _url(settings: Settings, source: str, address: str) -> str:
    return absolute(settings, address) or relative(source, address)


def _venues(citation: Citation) -> Iterator[dict[str, Any]]:
    """Yield what contains the paper: the issue and the volume of a journal, the proceedings, the book, the series."""
    if not citation.container:
        return
    part: dict[str, Any] = {"@type": _CONTAINERS.get(citation.kind, "CreativeWork"), "name": citation.container}
    if citation.kind == "article" and citation.volume:
        part = {"@type": "PublicationVolume", "volumeNumber": citation.volume, "isPartOf": part}
    if citation.kind == "article" and citation.number:
        part = {"@type": "PublicationIssue", "issueNumber": citation.number, "isPartOf": part}
    yield part


def _headline(paper: Paper) -> str:
    title = plain(paper.title)
    return title if len(title) <= MAX_HEADLINE else f"{title[: MAX_HEADLINE - 1].rstrip()}…"


def _person(author: Author) -> dict[str, str]:
    printed = author.parsed_name
    is_group = not printed.given and " " in printed.family
    fields = {
        "@type": "Organization" if is_group else "Person",
        "name": author.name,
        "sameAs": orcid_url(author.orcid) if author.orcid else "",
    }
    return {name: value for name, value in fields.items() if value}
