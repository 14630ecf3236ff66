"""The sitemap, robots.txt, llms.txt and days in Markdown: complete, with true dates, and safe with any title."""

from __future__ import annotations

import gzip
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from xml.etree import ElementTree

import pytest
from markdown_it import MarkdownIt

from generator.language.words import in_language
from generator.outputs.crawlers.markdown_day import plan_markdown_days
from generator.outputs.crawlers.sitemap import plan_sitemap, read_addresses
from generator.outputs.crawlers.text_files import plan_text_files
from generator.pages.site import plan_site
from generator.settings import Settings
from generator.text.markup.math import plain
from tests.pages.invented import FIRST, HOSTILE, SECOND, SETTINGS, invented, paper

SITE = "https://example.org/digest"
PLANNED = tuple(f"{SITE}{page.address}" for page in plan_site(invented(), SETTINGS) if page.path.endswith(".md"))
#: CommonMark with HTML, the most permissive reader that the text has to withstand.
READER = MarkdownIt("commonmark")


def sitemap(addresses: Sequence[str] = PLANNED, *, most: int = 50_000) -> dict[str, list[tuple[str, str]]]:
    """Return addresses and dates of each file."""
    files = {file.path: file.render() for file in plan_sitemap(invented(), SETTINGS, addresses, most=most)}
    assert gzip.decompress(files.pop("sitemap.xml.gz")) == files["sitemap.xml"]
    listed = {}
    for path, raw in files.items():
        entries = ElementTree.fromstring(raw)
        listed[path] = [(entry[0].text or "", entry[1].text or "" if len(entry) > 1 else "") for entry in entries]
    return listed


def test_the_sitemap_has_every_page_but_former_addresses_and_offline_copies() -> None:
    listed = {url for url, _ in sitemap()["sitemap.xml"]}
    unlisted = ("authors/ada-byron", "authors/ada-lovelace", "papers/an-older-name", "papers/gone", "offline")
    assert set(PLANNED) - listed == {f"{SITE}/{address}/" for address in unlisted}
    assert listed <= set(PLANNED)


@pytest.mark.parametrize(
    ("address", "changed"),
    [
        ("/", "2025-07-31"),
        ("/archive/", "2025-07-31"),
        ("/days/2025-07-30/", "2025-07-30"),
        ("/weeks/2025-W31/", "2025-07-31"),
        ("/years/2024/", "2024-12-30"),
        ("/papers/oldest/", "2024-12-30"),
        ("/papers/plain/", "2025-07-31"),  # listed on two days
        ("/papers/2412.11360/", "2025-07-30"),
        ("/authors/countess/", "2025-07-30"),
        ("/topics/theory/", ""),  # has no papers
        ("/search/", ""),
    ],
)
def test_a_page_has_the_date_of_its_newest_digest(address: str, changed: str) -> None:
    assert dict(sitemap()["sitemap.xml"])[f"{SITE}{address}"] == changed


def test_an_update_by_the_authors_is_a_change() -> None:
    catalog = invented({"updated": paper("Updated", SECOND, updated="2025-08-02")})
    url = f"{SITE}/papers/updated/"
    file = next(iter(plan_sitemap(catalog, SETTINGS, [url])))
    assert b"<lastmod>2025-08-02</lastmod>" in file.render()


def test_pages_that_people_wrote_have_no_date() -> None:
    assert sitemap([f"{SITE}/about/"])["sitemap.xml"] == [(f"{SITE}/about/", "")]


def test_many_addresses_are_divided() -> None:
    whole = sitemap()["sitemap.xml"]
    files = sitemap(most=10)
    index = files.pop("sitemap.xml")
    assert [url for url, _ in index] == [f"{SITE}/{path}" for path in files]
    assert [entry for listed in files.values() for entry in listed] == whole
    assert all(len(listed) <= 10 for listed in files.values())
    assert dict(index)[f"{SITE}/sitemaps/1.xml"] == max(day for _, day in files["sitemaps/1.xml"])


def test_addresses_are_read_as_mkdocs_writes_them() -> None:
    text = "<url>\n  <loc>https://example.org/a&amp;b/</loc>\n  <lastmod>2026-01-01</lastmod>\n</url>"
    assert read_addresses(text) == ("https://example.org/a&b/",)


def texts(settings: Settings = SETTINGS) -> dict[str, str]:
    return {file.path: file.render().decode() for file in plan_text_files(invented(), settings)}


def test_robots_txt_names_the_sitemap() -> None:
    assert texts()["robots.txt"] == f"User-agent: *\nAllow: /\n\nSitemap: {SITE}/sitemap.xml\n"
    assert "robots.txt" not in texts(replace(SETTINGS, site_url=""))
    assert list(plan_sitemap(invented(), replace(SETTINGS, site_url=""), PLANNED)) == []


def test_llms_txt_follows_its_format() -> None:
    """A title, a quote, and sections of links (https://llmstxt.org)."""
    tokens = READER.parse(texts()["llms.txt"])
    headings = [
        (token.tag, tokens[place + 1].content) for place, token in enumerate(tokens) if "heading_open" in token.type
    ]
    assert headings[0] == ("h1", "Papers \\& \\<Proofs\\>")
    assert headings[1:] == [("h2", name) for name in ("Newest digests", "Topics", "Data", "Optional")]
    assert [token.type for token in tokens[3:6]] == ["blockquote_open", "paragraph_open", "inline"]
    assert links(texts()["llms.txt"])[:2] == [
        ("Thursday, 31 July 2025", f"{SITE}/days/2025-07-31/index.html.md"),
        ("Wednesday, 30 July 2025", f"{SITE}/days/2025-07-30/index.html.md"),
    ]
    assert "Data" not in texts(replace(SETTINGS, api=False))["llms.txt"]


def links(markdown: str) -> list[tuple[str, str]]:
    """Return text and target of each link; fail for HTML, which a reader might run."""
    found = []
    for block in READER.parse(markdown):
        assert block.type not in ("html_block", "fence", "code_block"), block.content
        href = text = None
        for token in block.children or ():
            assert token.type not in ("html_inline", "image"), token.content
            if token.type == "link_open":
                href, text = str(token.attrs["href"]), ""
            elif token.type == "link_close":
                found.append((str(text), str(href)))
                href = None
            elif href is not None:
                assert token.type in ("text", "text_special"), "text between brackets is only text"
                text = f"{text}{token.content}"
    return found


def day(of: date) -> str:
    return (
        {file.path: file for file in plan_markdown_days(invented(), SETTINGS)}[f"days/{of}/index.html.md"]
        .render()
        .decode()
    )


def test_a_day_in_markdown_has_every_paper_with_its_title_letter_for_letter() -> None:
    papers = [link for link in links(day(FIRST)) if "/papers/" in link[1]]
    titles = {title for title, _ in papers}
    assert {" ".join(plain(title).split()) for title in HOSTILE} <= titles
    assert len(papers) == len(invented().by_day[FIRST])


def test_a_day_in_markdown_shows_what_its_page_shows() -> None:
    text = day(SECOND)
    assert "[Retracted: A Walking Robot That Learns to Fall](https://example.org/digest/papers/2412.11360/)" in text
    assert "<https://arxiv.org/abs/2412.11360>" in text
    assert "<https://example.org/digest/days/2025-07-30/>" in text


def test_a_change_of_a_record_changes_only_its_days() -> None:
    before = {file.path: file.fingerprint for file in plan_markdown_days(invented(), SETTINGS)}
    changed = invented({"oldest": paper("A New Title", date(2024, 12, 30))})
    after = {file.path: file.fingerprint for file in plan_markdown_days(changed, SETTINGS)}
    assert {path for path in before if before[path] != after[path]} == {"days/2024-12-30/index.html.md"}


def test_files_for_programs_are_english_in_any_language() -> None:
    catalog = invented()

    def files() -> dict[str, bytes]:
        planned = (*plan_text_files(catalog, SETTINGS), *plan_markdown_days(catalog, SETTINGS))
        return {file.path: file.render() for file in planned}

    english = files()
    with in_language("de"):
        assert files() == english
