"""Headings of tables, and names of JSON members: which of them hold which field.

``HEADINGS`` has the names that mean the same everywhere. A ``Preset`` adds the names of one database or tool that mean
something else in other tables, such as ``id`` and ``date``; it is recognised by its ``marks``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType

from generator.errors import DigestifError
from generator.sources.shared.values import short

#: The fields of a table, each with its usual headings; the first one is the field's own name. Where a table has several
#: columns for a field, the first of these that is not empty counts.
HEADINGS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "title": (
            *("title", "paper title", "article title", "document title", "display name", "titles", "paper name"),
            *("name", "title en", "en title", "english title"),
        ),
        "authors": (
            *("author full names", "authors", "author", "author names", "author list", "authorships", "creators"),
            *("paper authors", "author(s)", "author string", "creator"),
        ),
        "abstract": (
            "abstract",
            "abstract note",
            "paper abstract",
            "abstract text",
            "summary",
            "description",
            *("abstract en", "summary en", "en abstract", "english abstract"),
        ),
        "arxiv": ("arxiv", "arxiv id", "arxiv url", "arxiv link", "eprint", "paper arxiv id"),
        "doi": ("doi", "doi link", "doi url", "paper doi", "digital object identifier"),
        "acl": ("acl", "acl id", "anthology id"),
        "openreview": ("openreview", "openreview id", "openreview url", "openreview link", "forum", "forum id"),
        "page": (
            *("page", "url", "link", "paper url", "paper link", "website", "landing page url", "url abs", "site"),
            *("virtualsite url", "entry id", "ee", "html url", "address"),
        ),
        "pdf": (
            "pdf",
            "pdf url",
            "paper pdf",
            "paper pdf url",
            "pdf link",
            "url pdf",
            "link to pdf",
            "open access pdf",
        ),
        "code": (
            "code",
            "code url",
            "code link",
            "github",
            "github url",
            "github link",
            "repository",
            "repo",
            "repo url",
        ),
        "project": ("project", "project page", "project url", "homepage"),
        "data": ("data", "dataset", "data url"),
        "demo": ("demo", "demo url"),
        "model": ("model", "model url"),
        "video": ("video", "video url", "youtube"),
        "slides": ("slides", "slides url"),
        "venue": (
            *("venue", "conference name", "proceedings title", "publication title", "journal title", "source title"),
            *("journal/book", "journal", "booktitle", "book title", "journal name", "journal ref", "container title"),
            *("proceeding", "proceedings", "conference", "publication name", "event", "publication", "pub"),
        ),
        "kind": (
            *("kind", "item type", "document type", "publication type", "entry type", "publication types"),
            *("resource type", "document identifier", "type crossref", "type"),
        ),
        "volume": ("volume", "vol"),
        "number": ("issue", "issue number"),
        "pages": ("pages", "page range", "article number", "art. no."),
        "first page": ("first page", "start page", "page start"),
        "last page": ("last page", "end page", "page end"),
        "publisher": ("publisher",),
        "genre": ("genre", "thesis type", "report type"),
        "date": ("date", "day", "digest date"),
        "published": (
            *("published", "publication year", "publication date", "year", "publication date (yyyy/mm/dd)", "issued"),
            *("date published", "published at", "pub date", "pub year", "year published", "submitted"),
            *("publication month/year", "online publication date", "cover date", "first publication date"),
            "create date",
        ),
        "month": ("month", "publication month"),
        "updated": ("updated", "update date", "date updated", "last updated"),
        "comment": ("comment", "comments", "author comments"),
        "status": (),
        "keywords": (
            *("keywords", "author keywords", "keyword", "tags", "manual tags", "topics", "subjects", "tasks"),
            *("fields of study", "s2 fields of study", "index keywords", "automatic tags", "ieee terms", "mesh terms"),
        ),
        "categories": (
            *("categories", "category", "subject areas", "primary subject area", "primary area", "primary category"),
            *("web of science categories", "wos categories", "arxiv categories"),
        ),
    }
)
Columns = Mapping[str, str]


@dataclass(frozen=True, kw_only=True, slots=True)
class Preset:
    """The headings of a database or tool that only it uses; ``marks`` are headings by which it is recognised.

    ``about`` names it in words. Where ``date_is_digest`` is False, a column named ``date`` is the date of publication.
    A curator's own preset is that of a source (``is_source``), which may also have a sign that separates the items of a
    list (``separators``, by field), and a ``venue`` and a digest ``day`` for papers without their own.
    """

    name: str
    about: str
    marks: tuple[str, ...]
    headings: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    date_is_digest: bool = False
    is_source: bool = False
    separators: Mapping[str, str] = field(default_factory=dict)
    venue: str = ""
    day: date | None = None


_WOS = {
    "title": ("TI",),
    "authors": ("AF", "AU"),
    "groups": ("CA",),
    "abstract": ("AB",),
    "doi": ("DI",),
    "venue": ("SO",),
    "kind": ("DT",),
    "volume": ("VL",),
    "number": ("IS",),
    "pages": ("AR",),
    "first page": ("BP",),
    "last page": ("EP",),
    "publisher": ("PU",),
    "published": ("PY", "PD"),
    "keywords": ("DE", "ID"),
    "categories": ("WC",),
}
#: Every preset by its name, in the order in which they are tried.
PRESETS: Mapping[str, Preset] = MappingProxyType(
    {
        preset.name: preset
        for preset in (
            Preset(
                name="digestif",
                about="a Digestif export",
                marks=("Key", "Assigned topics"),
                headings={"status": ("status",), "number": ("number",)},
                date_is_digest=True,
            ),
            Preset(
                name="zotero",
                about="Zotero",
                marks=("Item Type", "Publication Year", "Abstract Note"),
                headings={
                    "published": ("Publication Year", "Date"),
                    "comment": ("Extra",),
                    "number": ("Issue", "Number"),
                    "genre": ("Type",),
                },
            ),
            Preset(
                name="zotero-json",
                about="Zotero's JSON, also that of Better BibTeX",
                marks=("itemType", "creators"),
                headings={
                    "published": ("date",),
                    "comment": ("extra",),
                    "venue": (
                        *("conferenceName", "proceedingsTitle", "publicationTitle", "bookTitle", "university"),
                        *("institution", "repository"),
                    ),
                    "number": ("issue", "reportNumber", "number"),
                    "genre": ("thesisType", "reportType"),
                },
            ),
            Preset(name="web-of-science", about="Web of Science", marks=("TI", "AU"), headings=_WOS),
            Preset(name="scopus", about="Scopus", marks=("Source title", "EID"), headings={"page": ("Link",)}),
            Preset(
                name="pubmed",
                about="PubMed",
                marks=("PMID", "Journal/Book"),
                # The date of creation is that of PubMed's own record.
                headings={"published": ("Citation", "Publication Year")},
            ),
            Preset(name="ieee", about="IEEE Xplore", marks=("Document Title", "PDF Link"), headings={}),
            Preset(
                name="acm",
                about="the ACM Digital Library",
                marks=("Item type", "Proceedings title", "Date published"),
                headings={"published": ("Date published", "Issue date")},
            ),
            Preset(name="easychair", about="EasyChair", marks=("#", "Authors", "Title", "Decision")),
            Preset(
                name="cmt",
                about="Microsoft CMT",
                marks=("Paper ID", "Paper Title", "Author Names"),
                headings={"authors": ("Authors", "Author Names"), "categories": ("Primary Subject Area",)},
            ),
            Preset(
                name="papers-with-code",
                about="Papers with Code",
                marks=("paper_url", "url_abs", "url_pdf"),
                headings={
                    "page": ("url_abs", "conference_url_abs", "paper_url"),
                    "pdf": ("url_pdf", "conference_url_pdf"),
                    "venue": ("proceeding", "conference"),
                    "published": ("date",),
                },
            ),
            Preset(
                name="papers-with-code-links",
                about="Papers with Code, links to code",
                marks=("paper_title", "paper_url", "repo_url"),
                headings={"page": ("paper_url_abs", "paper_url"), "pdf": ("paper_url_pdf",)},
            ),
            Preset(
                name="publish-or-perish",
                about="Publish or Perish",
                marks=("ArticleURL", "GSRank", "Title"),
                headings={"page": ("ArticleURL",), "pdf": ("FullTextURL",), "venue": ("Source",)},
            ),
            Preset(
                name="arxiv-kaggle",
                about="arXiv's snapshot on Kaggle",
                marks=("authors_parsed", "versions"),
                headings={"arxiv": ("id",), "authors": ("authors_parsed", "authors")},
            ),
            Preset(
                name="daily-arxiv-ai-enhanced",
                about="daily-arXiv-ai-enhanced",
                marks=("AI", "abs", "pdf"),
                headings={"arxiv": ("id",), "page": ("abs",)},
            ),
            Preset(
                name="openreview",
                about="OpenReview",
                marks=("forum", "content"),
                headings={"openreview": ("forum", "id"), "published": ("pdate", "cdate"), "updated": ("mdate",)},
            ),
            Preset(
                name="paperlists",
                about="Paper Copilot's paperlists",
                marks=("authorids", "site"),
                headings={"openreview": ("openreview", "site")},
            ),
            Preset(
                name="miniconf",
                about="MiniConf",
                marks=("UID", "title", "authors"),
                headings={"published": ("date",)},
            ),
            Preset(
                name="semantic-scholar",
                about="Semantic Scholar",
                marks=("paperId", "title"),
                headings={"published": ("publicationDate", "year")},
            ),
            Preset(
                name="s2orc",
                about="S2ORC",
                marks=("corpusid", "title"),
                headings={"published": ("publicationdate", "year")},
            ),
            Preset(
                name="openalex",
                about="OpenAlex",
                marks=("publication_year", "authorships"),
                headings={"published": ("publication_year", "publication_date")},
            ),
            Preset(
                name="openalex-table",
                about="OpenAlex's tables",
                marks=("authorships.author.display_name", "display_name"),
                headings={
                    "authors": ("authorships.author.display_name",),
                    "venue": ("primary_location.source.display_name",),
                    "page": ("primary_location.landing_page_url",),
                    "pdf": ("primary_location.pdf_url",),
                    "keywords": ("keywords.display_name",),
                    "kind": ("type_crossref", "primary_location.source.type", "type"),
                    "volume": ("biblio.volume",),
                    "number": ("biblio.issue",),
                    "first page": ("biblio.first_page",),
                    "last page": ("biblio.last_page",),
                    "published": ("publication_year", "publication_date"),
                },
            ),
            Preset(name="dblp", about="DBLP", marks=("ee", "venue", "key"), headings={"number": ("number",)}),
            Preset(
                name="acl-anthology",
                about="the ACL Anthology",
                marks=("acl_id", "title"),
                headings={"acl": ("acl_id",), "pdf": ("url",), "page": (), "published": ("year",)},
            ),
        )
    }
)


def normal_heading(heading: str) -> str:
    """The heading without case, spaces and punctuation; a lone sign stays."""
    return re.sub(r"[\W_]+", "", heading).lower() or heading.strip()


def find_preset(headings: Iterable[str]) -> Preset | None:
    """The preset with all its marks among the headings, or None."""
    known = {normal_heading(heading) for heading in headings}
    return next((each for each in PRESETS.values() if {normal_heading(mark) for mark in each.marks} <= known), None)


def map_columns(
    headings: Sequence[str], columns: Columns, *, preset: Preset | None = None
) -> dict[str, tuple[int, ...]]:
    """The columns that hold each field, the one that counts most first.

    Raises DigestifError for a heading of ``columns`` that is not in the table.
    """
    places = {normal_heading(heading): index for index, heading in reversed(list(enumerate(headings)))}
    found: dict[str, tuple[int, ...]] = {}
    for name, heading in columns.items():
        if normal_heading(heading) not in places:
            fix = f"the table's headings are {', '.join(map(short, headings[:40]))}"
            raise DigestifError(f"columns: the table has no heading {short(heading)} (for {name})", fix=fix)
        found[name] = (places[normal_heading(heading)],)
    taken = {index for indexes in found.values() for index in indexes}
    special = {} if preset is None else dict(preset.headings)
    for each in (special, HEADINGS):
        for name, usual in each.items():
            if name in found or (preset is not None and name == "date" and not preset.date_is_digest):
                continue
            usual_places = (places.get(normal_heading(one), -1) for one in usual)
            known = tuple(dict.fromkeys(index for index in usual_places if index >= 0 and index not in taken))
            if known:
                found[name] = known
                # A preset's columns belong to one field; usual headings are different for each field anyway.
                taken |= set(known) if each is special else set()
    return found
