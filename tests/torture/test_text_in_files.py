"""Hostile texts in what programs read: social tags, JSON-LD, feeds, the API, exports, e-mails and the sitemap."""

from __future__ import annotations

import csv
import gzip
import io
import json
import unicodedata
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
import rispy
from bibtexparser.entrypoint import parse_string as read_bibtex
from lxml import etree

from generator.build.catalog_loader import load_catalog
from generator.catalog.catalog import Catalog
from generator.exports.formats import EXPORTS
from generator.exports.selection import Selection
from generator.mail.digest import digest_of_day
from generator.mail.message import make_mail
from generator.settings import load_settings
from generator.store.load import load_content
from generator.text.markup.math import plain
from tests.exports.selecting import select_records
from tests.mail.mails import ADA, received
from tests.outputs.feed_rules import read_atom, read_json_feed
from tests.torture.hostile_digest import HostileDigest, Tried, day_of, key_of
from tests.torture.results import record
from tests.torture.shown import spaced

pytestmark = pytest.mark.early

ALLOWED = ("http:", "https:", "mailto:", "#", ".", "/")


class Elements(HTMLParser):
    """The elements of a page: their names, attributes that run or load something, metadata and JSON-LD."""

    def __init__(self) -> None:
        super().__init__()
        self.faults: list[str] = []
        self.meta: dict[str, str] = {}
        self.json_ld: list[str] = []
        self._is_json = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        if tag in ("iframe", "object", "embed", "base", "style", "svg", "form") and "data-search-form" not in values:
            self.faults.append(f"<{tag}>")
        self.faults += [f"{name}={value}" for name, value in values.items() if name.startswith("on") or name == "style"]
        self.faults += [f"{name}={values[name]}" for name in ("href", "src") if not _is_allowed(values.get(name, "#"))]
        self._is_json = tag == "script" and values.get("type") == "application/ld+json"
        if tag == "script" and not values.get("type", "").startswith("application/") and "src" not in values:
            self.faults.append("<script>")
        for name in ("property", "name"):
            self.meta.setdefault(values.get(name, ""), values.get("content", ""))

    def handle_endtag(self, tag: str) -> None:
        self._is_json = False

    def handle_data(self, data: str) -> None:
        if self._is_json:
            self.json_ld.append(data)


def _is_allowed(url: str) -> bool:
    return url.startswith(ALLOWED) or ":" not in url


def elements(html: str) -> Elements:
    parser = Elements()
    parser.feed(html)
    parser.close()
    return parser


def texts(hostile: HostileDigest, name: str) -> Iterator[tuple[Tried, str]]:
    for tried in hostile.records.values():
        if name in tried.shown:
            yield tried, unicodedata.normalize("NFC", tried.shown[name]).strip()


@pytest.fixture(scope="module")
def catalog(hostile: HostileDigest) -> Catalog:
    return load_catalog(hostile.folder)


@pytest.fixture(scope="module")
def selection(hostile: HostileDigest) -> Selection:
    return select_records(load_content(hostile.folder))


def test_social_tags_and_json_ld_have_the_title(hostile: HostileDigest) -> None:
    shown = 0
    for tried, title in texts(hostile, "title"):
        page = elements(page_of(hostile, tried).read_text(encoding="utf-8"))
        assert page.faults == [], tried.payload
        assert is_whole_or_cut(page.meta["og:title"], plain(title)), tried.payload
        data: dict[str, Any] = json.loads("".join(page.json_ld))
        assert is_whole_or_cut(data["headline"], plain(title)), tried.payload
        shown += 2
    record("Text", "Social tags and JSON-LD", tried=shown, shown=shown, lost=0)


def is_whole_or_cut(shown: str, text: str) -> bool:
    """Whether it is the text, or the beginning of a long one with an ellipsis, as other sites show it."""
    return shown == text or (len(shown) > 100 and text.startswith(shown.rstrip("… ").rstrip()) and shown.endswith("…"))


def page_of(hostile: HostileDigest, tried: Tried) -> Path:
    return hostile.folder / "site" / "papers" / key_of(tried.payload) / "index.html"


def test_no_page_has_an_element_or_an_attribute_from_a_text(hostile: HostileDigest) -> None:
    """Every file of the site, also those that no browser opens here."""
    files = sorted((hostile.folder / "site").rglob("*.html"))
    for file in files:
        html = file.read_text(encoding="utf-8")
        faults = [each for each in elements(html).faults if each not in ("<form>", "<svg>")]
        assert faults == [], file
    record("Text", "HTML of every page, parsed", pages=len(files))


def test_the_api_has_every_text_letter_for_letter(hostile: HostileDigest) -> None:
    packed = hostile.folder / "site" / "api" / "v1" / "papers.jsonl.gz"
    papers = {paper["key"]: paper for paper in map(json.loads, gzip.decompress(packed.read_bytes()).splitlines())}
    shown = 0
    for name in ("title", "venue", "comment"):
        for tried, text in texts(hostile, name):
            assert papers[key_of(tried.payload)][name] == text
            shown += 1
    for tried, name in texts(hostile, "authors[0].name"):
        assert papers[key_of(tried.payload)]["authors"][0]["name"] == name
        shown += 1
    record("Text", "API", tried=shown, shown=shown, lost=0)


def test_feeds_are_valid_and_have_no_element_from_a_text(hostile: HostileDigest) -> None:
    feeds = sorted((hostile.folder / "site" / "feeds").rglob("*.xml"))
    entries = 0
    for file in feeds:
        entries += len(list(read_atom(file.read_bytes()).iter("{http://www.w3.org/2005/Atom}entry")))
    for file in sorted((hostile.folder / "site" / "feeds").rglob("*.json")):
        entries += len(read_json_feed(file.read_bytes())["items"])
    assert entries
    record("Text", "Feeds", pages=len(feeds), tried=entries)


def test_the_sitemap_lists_pages_of_this_site_only(hostile: HostileDigest) -> None:
    root = etree.fromstring((hostile.folder / "site" / "sitemap.xml").read_bytes())
    addresses = [element.text or "" for element in root.iter("{*}loc")]
    assert addresses
    assert all(address.startswith("https://example.org/hostile/") for address in addresses)
    record("Text", "Sitemap", pages=1, tried=len(addresses))


def test_one_record_is_one_entry_of_each_bibliography(selection: Selection) -> None:
    count = len(selection.records)
    library = read_bibtex("".join(EXPORTS["bibtex"](selection)))
    assert library.failed_blocks == []
    assert len(library.entries) == count
    assert len(rispy.loads("".join(EXPORTS["ris"](selection)))) == count
    assert len(json.loads("".join(EXPORTS["csl"](selection)))) == count
    lines = "".join(EXPORTS["jsonl"](selection)).split("\n")[:-1]
    titles = [json.loads(line)["title"] for line in lines]
    assert sorted(titles) == sorted(each.paper.title for each in selection.records)
    record("Text", "Exports as BibTeX, RIS, CSL and JSON lines", tried=4 * count, whole=4 * count)


def test_a_spreadsheet_takes_no_cell_for_a_formula(selection: Selection) -> None:
    rows = list(csv.reader(io.StringIO("".join(EXPORTS["csv"](selection)), newline="")))
    assert len(rows) == len(selection.records) + 1
    assert {len(row) for row in rows} == {len(rows[0])}
    assert [cell for row in rows for cell in row if cell.startswith(("=", "+", "-", "@", "\t", "\r"))] == []
    count = len(selection.records)
    record("Text", "Export as CSV", tried=count, whole=count)


def test_an_email_has_every_title_and_no_header_from_a_text(hostile: HostileDigest, catalog: Catalog) -> None:
    settings, shown = load_settings(hostile.folder), 0
    headers: set[frozenset[str]] = set()
    for tried, title in texts(hostile, "title"):
        digest = digest_of_day(settings, catalog, day_of(tried.payload))
        assert digest is not None
        message = received(make_mail(settings, catalog, digest).for_recipient(ADA).as_bytes())
        headers.add(frozenset(message.keys()))
        html, text = (message.get_body((kind,)) for kind in ("html", "plain"))
        assert html is not None
        assert text is not None
        faults = [each for each in elements(html.get_content()).faults if not each.startswith(("style=", "<style>"))]
        assert faults == [], tried.payload
        shown += spaced(plain(title)).replace(" ", "") in spaced(text.get_content()).replace(" ", "")
    assert len(headers) == 1
    tried_texts = len(list(texts(hostile, "title")))
    record("Text", "E-mails", tried=tried_texts, shown=shown, lost=tried_texts - shown)
    assert shown == tried_texts
