"""The page for people who use the data of the site with programs."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

from markupsafe import Markup

from generator.language.words import gettext, gettext_noop
from generator.pages.context import RenderContext, linker
from generator.pages.head import page_head
from generator.pages.page import Page, PageContent
from generator.pages.render import make_page, page_content
from generator.pages.routes import API, DATA, FOLLOW, absolute, paper_address
from generator.pages.structured_data import dataset_data
from generator.pages.views.cards import Link
from generator.pages.views.data_examples import EXAMPLES
from generator.pages.views.paper import preformatted
from generator.pages.views.paper_counts import all_papers_in_digests

DESCRIPTION = gettext_noop("All papers of this site for programs: JSON files, downloads, and how to use them.")
JSON_LINES = "papers.jsonl.gz"
PARQUET = "papers.parquet"
#: What examples show where the site has no address.
_NO_ADDRESS = "https://example.org"


@dataclass(frozen=True, kw_only=True, slots=True)
class DataFile:
    """A file, or files with an address like this; ``href`` is empty where the address is a pattern."""

    path: str
    href: str
    what: str


@dataclass(frozen=True, kw_only=True, slots=True)
class ShownExample:
    """A program of a few lines."""

    name: str
    language: str
    code: Markup


@dataclass(frozen=True, kw_only=True, slots=True)
class DataView:
    """The files, the examples, and links to what describes them; ``address`` is that of the API.

    ``paper_url`` is the address of a paper's page, with ``{key}`` in place of its key.
    """

    facts: str
    address: str
    paper_url: str
    downloads: tuple[DataFile, ...]
    files: tuple[DataFile, ...]
    examples: tuple[ShownExample, ...]
    schemas: tuple[Link, ...]
    openapi: str
    feeds: str


def plan_data(context: RenderContext) -> Page:
    """Plan the page; its content is made when the build needs it."""
    return make_page(DATA, shows="the data of the site", lay_out=partial(_lay_out, context))


def _lay_out(context: RenderContext) -> PageContent:
    to, catalog, settings = linker(DATA), context.catalog, context.settings
    address = absolute(settings, API) or f"{_NO_ADDRESS}{API}"
    downloads = {f"{API}{JSON_LINES}": "application/gzip"}
    if settings.parquet:
        downloads[f"{API}{PARQUET}"] = "application/vnd.apache.parquet"
    view = DataView(
        facts=all_papers_in_digests(catalog),
        address=address,
        paper_url=absolute(settings, paper_address("{key}")) or to(paper_address("{key}")),
        downloads=tuple(
            DataFile(path=path.rpartition("/")[2], href=to(path), what=gettext(_DOWNLOADS[path.rpartition("/")[2]]))
            for path in downloads
        ),
        files=tuple(
            DataFile(path=path, href="" if "{" in path else to(f"{API}{path}"), what=gettext(what))
            for path, what in _FILES
        ),
        examples=tuple(
            ShownExample(
                name=gettext(example.name), language=example.language, code=preformatted(example.code(address))
            )
            for example in EXAMPLES
        ),
        schemas=tuple(Link(label=name, href=to(f"{API}schema/{name}.json")) for name in _SCHEMAS),
        openapi=to(f"{API}openapi.json"),
        feeds=to(FOLLOW),
    )
    # Translators: the title of the page with files for programs
    title = gettext("Data")
    return page_content(
        kind="data",
        title=title,
        description=gettext(DESCRIPTION),
        head=page_head(context, address=DATA, title=title) + dataset_data(settings, catalog, downloads, address=DATA),
        template="data.html.j2",
        view=view,
    )


_DOWNLOADS = {
    JSON_LINES: gettext_noop(
        "All papers with their abstracts, oldest first: one JSON object on each line, compressed with gzip."
    ),
    PARQUET: gettext_noop("All papers with their abstracts, oldest first, as a table for data frames and databases."),
}
_FILES = (
    ("index.json", gettext_noop("Lists all other files, with the number of papers in each.")),
    (
        "papers/{shard}.json",
        gettext_noop("Papers of a month without their abstracts, oldest first, at most 200 in a file."),
    ),
    ("digests/{date}.json", gettext_noop("The papers of a day, in the order of its page, as keys.")),
    ("topics/{id}.json", gettext_noop("The papers of a topic, newest first, as keys.")),
    (
        "authors/{letter}.json",
        gettext_noop("Authors who have pages, by the first letter of their ids, with their papers as keys."),
    ),
)
_SCHEMAS = ("index", "papers", "paper", "digest", "topic", "authors")
