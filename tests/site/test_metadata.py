"""The metadata on the page of every record, as Zotero and search engines read it, is that of the record."""

from __future__ import annotations

import re
from collections import defaultdict
from html.parser import HTMLParser

from generator.citations.citation import date_of_publication
from generator.pages.routes import absolute, paper_address
from generator.text.markup.math import plain
from tests.pages.linked_data import linked_data
from tests.site.conftest import Built


class Tags(HTMLParser):
    """The contents of meta tags by name and by property, and the canonical address."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.values: defaultdict[str, list[str]] = defaultdict(list)
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "meta":
            for name in {given.get("name"), given.get("property")} - {None}:
                self.values[str(name)].append(given.get("content", ""))
        elif tag == "link" and given.get("rel") == "canonical":
            self.values["canonical"].append(given["href"])


def words(text: str) -> list[str]:
    return sorted(re.findall(r"[^\s,]+", text))


def test_the_tags_of_every_record_read_back_to_the_record(built: Built) -> None:
    for entry in built.catalog.entries:
        paper = entry.paper
        url = absolute(built.settings, paper_address(entry.key))
        html = (built.site / f"papers/{entry.key}/index.html").read_text(encoding="utf-8")
        tags = Tags(html).values
        assert "" not in [value for values in tags.values() for value in values], entry.key
        assert tags["citation_title"] == tags["og:title"] == [plain(paper.title)]
        assert [words(name) for name in tags["citation_author"]] == [words(author.name) for author in paper.authors]
        published = date_of_publication(paper)
        assert tags["citation_publication_date"] == ([str(published).replace("-", "/")] if published else [])
        assert tags["citation_doi"] == ([paper.ids.doi] if paper.ids.doi else [])
        assert tags["citation_arxiv_id"] == ([paper.ids.arxiv] if paper.ids.arxiv else [])
        assert tags["canonical"] == tags["og:url"] == tags["citation_abstract_html_url"] == [url]
        found = linked_data(html, url=url)
        authors = found.get("author", [])
        listed = authors if isinstance(authors, list) else [authors]
        assert [author["name"] for author in listed] == [author.name for author in paper.authors]


def test_every_page_has_an_image_that_is_there(built: Built) -> None:
    for file in built.site.rglob("index.html"):
        html = file.read_text(encoding="utf-8")
        tags = Tags(html).values
        for image in tags["og:image"]:
            assert (built.site / image.removeprefix(f"{built.settings.site_url}/")).is_file(), file
        assert tags["og:image"] or 'class="dg is-moved"' in html or 'class="dg is-offline"' in html, file
