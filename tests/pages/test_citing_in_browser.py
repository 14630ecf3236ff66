"""Readers cite a paper and export a list: every format, by keyboard and pointer, without a server."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, expect

from generator.build.site.mkdocs import render_site
from generator.catalog.people.author_index import IndexedAuthor
from generator.citations.bibtex import bibtex
from generator.citations.citation import cite
from generator.citations.csl import csl_item
from generator.citations.ris import ris
from generator.outputs.api.plan import plan_api
from generator.pages.author_addresses import author_index
from generator.pages.routes import author_index_address
from generator.pages.site import plan_site
from tests.pages.conftest import write_outputs
from tests.pages.invented import HOSTILE, SETTINGS, invented, papers

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def home(small_site: Path, serve_folder: Callable[[Path], str], tmp_path_factory: pytest.TempPathFactory) -> str:
    """Serve the site under another prefix than that of its site_url."""
    root = tmp_path_factory.mktemp("root")
    (root / "elsewhere").symlink_to(small_site)
    return f"{serve_folder(root)}/elsewhere"


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    made = browser.new_context(permissions=["clipboard-read", "clipboard-write"])
    yield made
    made.close()


@pytest.fixture(scope="module")
def tab(browser: Browser) -> Iterator[Page]:
    """A page that stays open, because opening one takes a second; every visit is that of a new visitor."""
    context = browser.new_context(permissions=["clipboard-read", "clipboard-write"])
    context.add_init_script("localStorage.clear(); sessionStorage.clear()")
    yield context.new_page()
    context.close()


def opened(context: BrowserContext, url: str) -> Page:
    page = context.new_page()
    page.goto(url)
    return page


def copied(page: Page) -> str:
    return str(page.evaluate("navigator.clipboard.readText()"))


def copy_as(page: Page, name: str) -> str:
    page.get_by_label("Format of the citation").select_option(name)
    page.get_by_role("button", name="Copy", exact=True).click()
    page.locator(".dg-cite [role=status]", has_text="Copied").wait_for()
    return copied(page)


def words(text: object) -> list[str]:
    """Return a text without the difference between kinds of blanks, which HTML does not keep."""
    return str(text).replace("\\n", " ").split()


@pytest.mark.parametrize("key", papers())
def test_every_paper_is_cited_from_its_page(tab: Page, home: str, key: str) -> None:
    citation = cite(papers()[key], key=key)
    tab.goto(f"{home}/papers/{key}/")
    assert copy_as(tab, "BibTeX") == bibtex(citation)
    if "$0.03" in citation.title:  # a page shows \$ as $, and there is no telling which the record has
        return
    assert words(copy_as(tab, "RIS")) == words(ris(citation))
    assert words(json.loads(copy_as(tab, "CSL-JSON"))[0]) == words(csl_item(citation))


def test_a_style_is_copied_with_its_italics_and_remembered(context: BrowserContext, home: str) -> None:
    page = opened(context, f"{home}/papers/2412.11360/")
    line = copy_as(page, "APA")
    assert line.startswith("Lovelace, A., Example, B., O'Neill, G.,")
    assert line.endswith("Journal of Falls & Rises. https://doi.org/10.1000/x(1) (Retracted.)")
    html = page.evaluate("navigator.clipboard.read().then(([item]) => item.getType('text/html')).then(b => b.text())")
    assert "<i>Journal of Falls &amp; Rises</i>" in html
    page.reload()
    page.locator("#bibtex .dg-cite-line").wait_for(state="attached")
    expect(page.locator(".dg-cite summary")).to_have_text("Text")
    assert Axe().run(page, options={"runOnly": ["wcag2a", "wcag2aa"]}).response["violations"] == []


def test_a_citation_is_saved(context: BrowserContext, home: str) -> None:
    page = opened(context, f"{home}/papers/2412.11360/")
    page.get_by_label("Format of the citation").select_option("RIS")
    with page.expect_download() as download:
        page.get_by_role("button", name="Download").click()
    assert download.value.suggested_filename == "lovelace2024walking.ris"
    page.get_by_text("Saved lovelace2024walking.ris").wait_for()


@pytest.mark.parametrize(
    ("path", "count", "name"),
    [
        ("/days/2025-07-30/", 2, "2025-07-30"),
        ("/topics/vision/", None, "vision"),
        ("/authors/sule-b/", len(HOSTILE) + 1, "sule-b"),
        ("/months/2025-07/", None, "2025-07-01"),
        ("/weeks/2025-W31/", None, "2025-07-28"),
        ("/years/2025/", None, "2025-01-01"),
    ],
)
def test_a_list_is_exported_from_the_api(tab: Page, home: str, path: str, count: int | None, name: str) -> None:
    tab.goto(f"{home}{path}")
    tab.get_by_role("button", name="Export", exact=True).click()
    shown = count or len(invented().by_topic["vision"] if "vision" in path else papers()) - ("vision" not in path)
    tab.get_by_role("button", name="Copy", exact=True).click()
    tab.get_by_text(f"Copied {shown} papers as BibTeX.").wait_for()
    assert copied(tab).count("\n  title ") == shown
    with tab.expect_download() as download:
        tab.get_by_role("button", name="Download").click()
    assert download.value.suggested_filename == f"{name}.bib"
    assert Axe().run(tab, options={"runOnly": ["wcag2a", "wcag2aa"]}).response["violations"] == []


SHARED = replace(SETTINGS, own_page=100)


@pytest.fixture(scope="module")
def shared_page(
    tmp_path_factory: pytest.TempPathFactory, serve_folder: Callable[[Path], str]
) -> tuple[str, IndexedAuthor]:
    """A page by letter, served with the API, and an author on it who has no page."""
    index = author_index(invented().people, SHARED)
    beginning, author = next(
        (beginning, each) for beginning, authors in index.pages.items() for each in authors if not each.has_page
    )
    site = tmp_path_factory.mktemp("shared")
    page = next(each for each in plan_site(invented(), SHARED) if each.address == author_index_address(beginning))
    for path, text in ((page.path, page.text), ("index.md", "# Home\n")):
        (site / "docs" / path).parent.mkdir(parents=True, exist_ok=True)
        (site / "docs" / path).write_text(text, encoding="utf-8")
    (site / "mkdocs.yml").write_text("site_name: Shared\ntheme: {name: digestif}\n", encoding="utf-8")
    render_site(site, site / "site", epoch=1_700_000_000)
    write_outputs(site / "site", plan_api(invented(), SHARED))
    return f"{serve_folder(site / 'site')}{page.address}", author


def test_names_on_a_page_by_letter_have_an_export_and_the_form_for_authors(
    tab: Page, shared_page: tuple[str, IndexedAuthor]
) -> None:
    address, author = shared_page
    tab.goto(address)
    section = tab.locator(f"section[id='{author.person.id}']")
    form = section.get_by_role("link", name="Is this you?").get_attribute("href") or ""
    assert parse_qs(urlsplit(form).query)["page"] == [author.person.id]
    section.get_by_role("button", name="Export", exact=True).click()
    section.get_by_role("button", name="Copy", exact=True).click()
    count = len(author.person.papers)
    section.get_by_text(f"Copied {count} papers as BibTeX.").wait_for()
    assert copied(tab).count("\n  title ") == count
    assert Axe().run(tab, options={"runOnly": ["wcag2a", "wcag2aa"]}).response["violations"] == []


def test_without_script_a_page_by_letter_leads_to_the_form_for_authors(
    browser: Browser, shared_page: tuple[str, IndexedAuthor]
) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = opened(context, shared_page[0])
    form = page.get_by_role("link", name="Is one of them you?").get_attribute("href") or ""
    assert parse_qs(urlsplit(form).query) == {"template": ["claim-author.yml"], "title": ["Author page"]}
    context.close()


@pytest.mark.parametrize("format_name", ["RIS", "CSL-JSON", "CSV", "Markdown"])
def test_a_day_in_every_format(tab: Page, home: str, format_name: str) -> None:
    tab.goto(f"{home}/days/2025-07-30/")
    tab.get_by_role("button", name="Export", exact=True).press(" ")
    tab.get_by_label("Format of the export").select_option(format_name)
    tab.get_by_role("button", name="Copy", exact=True).click()
    tab.get_by_text(f"Copied 2 papers as {format_name}.").wait_for()
    assert "A Walking Robot That Learns to Fall" in copied(tab)
    assert "A Plain Title" in copied(tab)


def test_a_list_that_cannot_be_loaded_says_so(context: BrowserContext, home: str) -> None:
    page = opened(context, f"{home}/days/2025-07-30/")
    page.get_by_role("button", name="Export", exact=True).click()
    page.route("**/api/**", lambda route: route.abort())
    page.get_by_role("button", name="Copy", exact=True).click()
    page.get_by_text("The papers could not be loaded. Check your connection").wait_for()
    page.unroute("**/api/**")
    page.get_by_role("button", name="Copy", exact=True).click()
    page.get_by_text("Copied 2 papers as BibTeX.").wait_for()


def test_the_link_leads_to_the_data_without_script(browser: Browser, home: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = opened(context, f"{home}/days/2025-07-30/")
    page.get_by_role("link", name="Export", exact=True).click()
    expect(page).to_have_url(re.compile(r"/api/v1/digests/2025-07-30\.json$"))
    context.close()


def coins(page: Page) -> list[dict[str, list[str]]]:
    """Return the papers that Zotero's COinS translator finds: spans of the class Z3988 with a title."""
    page.locator("span.Z3988[title]").first.wait_for(state="attached")
    titles = page.locator("span.Z3988[title]").evaluate_all("spans => spans.map(span => span.title)")
    return [parse_qs(title, strict_parsing=True) for title in titles]


def test_zotero_finds_every_paper_of_a_day(context: BrowserContext, home: str) -> None:
    context.add_init_script("document.addEventListener('ZoteroItemUpdated', () => { window.updated = true })")
    page = opened(context, f"{home}/days/2025-07-30/")
    walking, plain = coins(page)
    assert page.evaluate("window.updated")
    assert walking["rft_val_fmt"] == ["info:ofi/fmt:kev:mtx:dc"]
    assert walking["rft.title"] == ["A Walking Robot That Learns to Fall"]
    assert walking["rft.creator"] == [author.name for author in papers()["2412.11360"].authors]
    assert walking["rft_id"] == ["info:doi/10.1000/x(1)"]
    assert walking["rft.identifier"] == ["https://arxiv.org/abs/2412.11360"]
    assert walking["rft.date"] == ["2024"]
    assert walking["rft.description"][0].startswith("We teach a robot to fall. ")
    assert plain["rft.creator"] == ["Ada Lovelace"]
    assert plain["rft.identifier"] == [f"{home}/papers/plain/"]


def test_zotero_finds_hostile_titles_as_text(context: BrowserContext, home: str) -> None:
    page = opened(context, f"{home}/days/2025-07-31/")
    expect(page.locator("span.Z3988[title]")).to_have_count(page.locator(".dg-card").count())
    found = coins(page)
    assert "<script>alert(1)</script> & \"double\" 'single'" in [each["rft.title"][0] for each in found]
