"""robots.txt and llms.txt."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from itertools import islice

from generator.catalog.catalog import Catalog
from generator.language.dates import long_date
from generator.language.languages import ENGLISH
from generator.language.words import in_language
from generator.outputs.crawlers.markdown_day import DETAILED_DAYS
from generator.outputs.output_file import OutputFile
from generator.pages.routes import (
    API,
    ARCHIVE,
    DATA,
    FOLLOW,
    SEARCH,
    SITEMAP,
    absolute,
    day_markdown,
    topic_address,
)
from generator.pages.views.paper_counts import all_papers_in_digests, paper_count
from generator.settings import Settings
from generator.text.markup.backslashes import backslash_markdown


def plan_text_files(catalog: Catalog, settings: Settings) -> Iterator[OutputFile]:
    """Yield both files; a site without an address has no sitemap, so it has no robots.txt either."""
    if settings.site_url:
        yield _text("robots.txt", f"User-agent: *\nAllow: /\n\nSitemap: {absolute(settings, SITEMAP)}\n")
    # Its readers are programs, which other files of this name address in English.
    with in_language(ENGLISH.id):
        text = "\n".join(_llms(catalog, settings)) + "\n"
    yield _text("llms.txt", text)


def _text(path: str, text: str) -> OutputFile:
    return OutputFile(path=path, inputs=lambda: text, render=partial(text.encode, errors="replace"))


def _llms(catalog: Catalog, settings: Settings) -> Iterator[str]:
    """Yield the lines of llms.txt (https://llmstxt.org): what the site has, and which of it is easy to read."""

    def item(label: str, address: str, what: str = "") -> str:
        link = f"- [{backslash_markdown(label)}]({absolute(settings, address) or address})"
        return f"{link}: {backslash_markdown(what)}" if what else link

    yield f"# {backslash_markdown(settings.title)}"
    yield ""
    if settings.description:
        yield f"> {backslash_markdown(settings.description)}"
        yield ""
    facts = all_papers_in_digests(catalog)
    yield f"{facts}. Every paper has a page with authors, abstract, topics and links to the original."
    yield "The abstracts belong to their authors: cite the papers, not this site."
    if catalog.by_day:
        yield "\n## Newest digests\n"
        for day in islice(catalog.by_day, DETAILED_DAYS):
            yield item(long_date(day), day_markdown(day), paper_count(catalog, [day]))
    if topics := [topic for topic in catalog.topic_set.topics if catalog.by_topic[topic.id]]:
        yield "\n## Topics\n"
        for topic in topics:
            yield item(topic.name, topic_address(topic.id), topic.description)
    if settings.api:
        yield "\n## Data\n"
        yield item("Index of the JSON API", f"{API}index.json", "all papers, digests and topics")
        yield item("OpenAPI description", f"{API}openapi.json")
        yield item("How to use the data", DATA)
    yield "\n## Optional\n"
    yield item("Archive", ARCHIVE, "all digests")
    yield item("Search", SEARCH, "needs JavaScript")
    yield item("Feeds", FOLLOW)
