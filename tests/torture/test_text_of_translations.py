"""No text of a translation runs or is lost, wherever a site that translations lead shows it."""

from __future__ import annotations

import csv
import gzip
import io
import json
import re
import unicodedata
from collections.abc import Iterator

import pytest
from lxml import etree
from markdown_it import MarkdownIt
from playwright.sync_api import Browser, expect

from generator.build.catalog_loader import load_catalog
from generator.exports.formats import EXPORTS
from generator.mail.digest import digest_of_day
from generator.mail.message import make_mail
from generator.settings import load_settings
from generator.store.load import load_content
from generator.text.markup.math import plain
from generator.text.visible import escape_controls
from tests.exports.selecting import select_records
from tests.mail.mails import ADA, received
from tests.outputs.feed_rules import read_atom, read_json_feed
from tests.torture.hostile_digest import Tried, day_of, key_of
from tests.torture.payloads import SAMPLE, Payload, chosen, corpus, marker
from tests.torture.results import record
from tests.torture.shown import shows, spaced
from tests.torture.test_text_in_files import elements, is_whole_or_cut
from tests.torture.test_text_in_pages import landmarks, tally
from tests.torture.translated_digest import ABSTRACT, LEAD, OTHER, TITLE, TranslatedDigest, make_translated_digest
from tests.torture.watched import Watch, served_without_policy

pytestmark = pytest.mark.early

#: How many pages are opened of those that show titles in the same way.
MANY = 120 if SAMPLE == "all" else 4
#: Pages about all papers; the sample has those with scripts of their own.
ALL_PAPERS = (
    "/map/",
    "/search/",
    *(("/", "/archive/", "/trends/", "/authors/", "/offline/") if SAMPLE == "all" else ()),
)
#: A paper like the others, with harmless words.
HARMLESS = Payload(number=len(corpus()), kind="harmless", text=f"Plain words {marker(len(corpus()))}")
ATOM = "{http://www.w3.org/2005/Atom}"
#: The texts of a paper's page: what leads, the original in the first fold, and the other translation in the last.
READ = """() => {
  const text = (place, selector) => {
    const found = place ? [...place.querySelectorAll(selector)] : []
    return found.map(element => element.textContent).join(" ")
  }
  const [original, other] = [...document.querySelectorAll("details.dg-fold")].slice(-2)
  return {
    lead: {
      title: text(document, "main h1"),
      abstract: text(document, "section.dg-abstract > p"),
      said: text(document, ".dg-main > p.dg-small"),
    },
    original: {title: text(original, "strong"), abstract: text(original, ".dg-abstract > p")},
    other: {title: text(other, "strong"), abstract: text(other, ".dg-abstract > p"), said: text(other, "p.dg-small")},
  }
}"""


@pytest.fixture(scope="module")
def translated(tmp_path_factory: pytest.TempPathFactory) -> TranslatedDigest:
    payloads = chosen("all" if SAMPLE == "all" else "16")
    return make_translated_digest(tmp_path_factory.mktemp("translated") / "digest", [*payloads, HARMLESS])


@pytest.fixture(scope="module")
def address(translated: TranslatedDigest) -> Iterator[str]:
    with served_without_policy(translated.folder / "site") as address:
        yield address


@pytest.fixture
def watch(browser: Browser, address: str) -> Iterator[Watch]:
    watch = Watch(browser, address)
    yield watch
    watch.close()


def titled(translated: TranslatedDigest) -> Iterator[tuple[Tried, str]]:
    """Yield the records that a title of a translation leads, as they have it."""
    for tried in translated.records.values():
        if TITLE in tried.shown:
            yield tried, unicodedata.normalize("NFC", tried.shown[TITLE]).strip()


def some(translated: TranslatedDigest) -> list[tuple[Tried, str]]:
    """Some of them, without formulas, which are drawn."""
    found = [(tried, title) for tried, title in titled(translated) if "$" not in title and "\\" not in title]
    return found[:: max(1, len(found) // MANY)]


def expected(tried: Tried) -> dict[str, dict[str, str]]:
    """The texts of a paper's page, as the record has them."""
    number, shown = tried.payload.number, tried.shown
    texts = {"original": {"title": f"Paper {number}", "abstract": f"Original {number}."}}
    for place, tag in (("lead", LEAD), ("other", OTHER)):
        parts = {part: shown.get(f"translations.{tag}.{part}", "") for part in ("title", "abstract", "by", "model")}
        by, model = parts.pop("by"), parts.pop("model")
        said = f"Translated by {by} with {model}" if by and model else "Translated"
        texts[place] = {part: text for part, text in (*parts.items(), ("said", said)) if text.strip()}
    return texts


@pytest.mark.browser
def test_papers_show_translations_and_originals_letter_for_letter(translated: TranslatedDigest, watch: Watch) -> None:
    shown, lost = 0, []
    for number, tried in enumerate(list(translated.records.values())[:: 3 if SAMPLE == "all" else 1]):
        if TITLE not in tried.shown or ABSTRACT not in tried.shown:
            continue  # what then leads the page is the original, and the next test looks at it
        watch.open(f"/papers/{key_of(tried.payload)}/", bare=number % 5 != 0)
        found = watch.read(READ)
        watch.provoke()
        for place, parts in expected(tried).items():
            for part, text in parts.items():
                is_right = shows(found[place][part], text, prose=part != "said")
                shown += is_right
                lost += [f"{key_of(tried.payload)} {place} {part}: {found[place][part]!a}"] * (not is_right)
    refused = sum(len(tried.refused) for tried in translated.records.values())
    tally("Pages of translated papers", watch, shown, lost, refused)


@pytest.mark.browser
@pytest.mark.parametrize("folder", ["days", "months"])
def test_lists_show_translated_titles_and_originals(translated: TranslatedDigest, watch: Watch, folder: str) -> None:
    site = translated.folder / "site"
    pages = sorted(file.parent.relative_to(site).as_posix() for file in (site / folder).rglob("index.html"))
    titles, shown, lost = {tried.payload.number: title for tried, title in titled(translated)}, 0, []
    for page in pages[:: max(1, len(pages) // MANY)]:
        text = spaced(watch.open(f"/{page}/").locator("main").text_content() or "")
        watch.provoke()
        linked = watch.read("""() => [...document.querySelectorAll("main a")].map(link => link.pathname)""")
        for number in {int(path.split("/p")[-1].strip("/")) for path in linked if path.startswith("/papers/p")}:
            title = titles.get(number, f"Paper {number}")
            if "$" not in title and "\\" not in title:
                shown += spaced(title) in text
                lost += [f"{page}: {title!a}"] * (spaced(title) not in text)
    tally("Lists of translated papers", watch, shown, lost)


@pytest.mark.browser
def test_pages_about_all_papers_run_no_translation(translated: TranslatedDigest, watch: Watch) -> None:
    for page in ALL_PAPERS:
        watch.open(page).wait_for_load_state("networkidle")
        watch.provoke()
    tally("Front page, map and other pages of translated papers", watch, 0, [])


@pytest.mark.browser
def test_search_shows_translated_titles(translated: TranslatedDigest, watch: Watch) -> None:
    shown, lost = 0, []
    for tried, title in some(translated):
        page = watch.open(f"/search/?q={tried.payload.marker}")
        card = page.locator(f'[data-search-results] [data-key="{key_of(tried.payload)}"]')
        card.wait_for()
        texts = {"card": card.locator(".dg-title").text_content() or ""}
        watch.provoke()
        page = watch.open("/about/")
        page.locator("[data-search-open]").click()
        page.locator("[data-search-box]").fill(tried.payload.marker)
        option = page.locator(f'[data-search-dialog] [role=option][data-key="{key_of(tried.payload)}"]')
        option.wait_for()
        texts["option"] = option.locator(".dg-search-title").text_content() or ""
        watch.provoke()
        wrong = [
            f"{key_of(tried.payload)} {place}: {text!a}" for place, text in texts.items() if not shows(text, title)
        ]
        shown += len(texts) - len(wrong)
        lost += wrong
    tally("Search of translated papers", watch, shown, lost)


@pytest.mark.browser
def test_a_reading_list_shows_translated_titles(translated: TranslatedDigest, watch: Watch) -> None:
    bookmarked = some(translated)
    for tried, _ in bookmarked:
        page = watch.open(f"/papers/{key_of(tried.payload)}/")
        button = page.get_by_role("button", name="Bookmark", exact=True).first
        button.click()
        expect(button).to_have_attribute("aria-pressed", "true")
    page = watch.open("/reading-list/")
    rows, more = page.locator(".dg-rows > li"), page.get_by_role("button", name=re.compile("^Show [0-9]+ more"))
    expect(rows.or_(more).first).to_be_visible()
    while more.is_visible():
        more.click()
    expect(rows).to_have_count(len(bookmarked))
    titles = [spaced(title) for title in page.locator(".dg-rows > li > a").all_text_contents()]
    watch.provoke()
    lost = [ascii(title) for _, title in bookmarked if spaced(title) not in titles]
    tally("Reading list of translated papers", watch, len(bookmarked) - len(lost), lost)


@pytest.mark.browser
def test_pages_with_translations_have_the_landmarks_of_a_harmless_one(
    translated: TranslatedDigest, watch: Watch
) -> None:
    whole = [tried for tried in translated.records.values() if not tried.refused and len(tried.shown) == 8]
    found = {key_of(each.payload): landmarks(watch, f"/papers/{key_of(each.payload)}/") for each in whole[-MANY * 4 :]}
    usual = found[key_of(HARMLESS)]
    differing = {key: sorted(marks ^ usual) for key, marks in found.items() if marks != usual}
    assert differing == {}
    record("Text", "Landmarks as on a harmless page", pages=watch.pages, tried=len(found), whole=len(found))


def test_social_tags_have_the_translated_title_and_json_ld_the_original(translated: TranslatedDigest) -> None:
    shown = 0
    for tried, title in titled(translated):
        file = translated.folder / "site" / "papers" / key_of(tried.payload) / "index.html"
        page = elements(file.read_text(encoding="utf-8"))
        assert page.faults == [], tried.payload
        assert is_whole_or_cut(page.meta["og:title"], plain(title)), tried.payload
        assert json.loads("".join(page.json_ld))["headline"] == f"Paper {tried.payload.number}"
        shown += 2
    record("Text", "Social tags and JSON-LD", tried=shown, shown=shown, lost=0)


def test_no_page_has_an_element_or_an_attribute_from_a_translation(translated: TranslatedDigest) -> None:
    files = sorted((translated.folder / "site").rglob("*.html"))
    for file in files:
        found = elements(file.read_text(encoding="utf-8")).faults
        assert [each for each in found if each not in ("<form>", "<svg>")] == [], file
    record("Text", "HTML of every page, parsed", pages=len(files))


def test_the_api_and_exports_have_every_part_of_every_translation(translated: TranslatedDigest) -> None:
    packed = translated.folder / "site" / "api" / "v1" / "papers.jsonl.gz"
    selection = select_records(load_content(translated.folder))
    shown = 0
    for lines in (gzip.decompress(packed.read_bytes()).decode(), "".join(EXPORTS["jsonl"](selection))):
        papers = {paper["key"]: paper for paper in map(json.loads, lines.split("\n")[:-1])}
        for tried in translated.records.values():
            for name, text in tried.shown.items():
                _, tag, part = name.split(".")
                found = papers[key_of(tried.payload)]["translations"][tag][part]
                assert found == unicodedata.normalize("NFC", text).strip()
                shown += 1
    record("Text", "API and JSON lines with translations", tried=shown, shown=shown, lost=0)


def test_feeds_have_translated_titles_letter_for_letter(translated: TranslatedDigest) -> None:
    titles = {key_of(tried.payload): plain(title) for tried, title in titled(translated)}
    folder, shown = translated.folder / "site" / "feeds", 0
    for file in sorted(folder.rglob("*.xml")):
        for entry in read_atom(file.read_bytes()).iter(f"{ATOM}entry"):
            title = entry.findtext(f"{ATOM}title") or ""
            shown += is_title_of(entry.findtext(f"{ATOM}id") or "", title, titles)
    for file in sorted(folder.rglob("*.json")):
        shown += sum(
            is_title_of(item["url"], item["title"], titles) for item in read_json_feed(file.read_bytes())["items"]
        )
    assert shown  # feeds have the newest papers
    record("Text", "Feeds with translated titles", tried=shown, shown=shown, lost=0)


def is_title_of(address: str, title: str, titles: dict[str, str]) -> bool:
    """Whether an item is that of a translated paper; fails where it has another title."""
    key = address.strip("/").rpartition("/papers/")[2]
    if key in titles:
        assert spaced(title) == spaced(titles[key])
    return key in titles


def test_days_as_markdown_have_translated_titles_as_text(translated: TranslatedDigest) -> None:
    parser, shown = MarkdownIt("commonmark", {"html": True}), 0
    for tried, title in titled(translated):
        file = translated.folder / "site" / "days" / str(day_of(tried.payload)) / "index.html.md"
        tokens = parser.parse(file.read_text(encoding="utf-8"))
        every = [each for token in tokens for each in (token, *(token.children or ()))]
        assert [each.content for each in every if each.type in ("html_block", "html_inline", "image")] == []
        links = [str(each.attrs["href"]) for each in every if each.type == "link_open"]
        assert all(link.startswith("https://example.org/hostile/") for link in links), ascii(links)
        kinds = ("text", "softbreak", "text_special")
        text = "".join(each.content or " " for each in every if each.type in kinds)
        # Characters that hide or reorder text are shown as escapes, as for a terminal.
        assert spaced(escape_controls(plain(title))) in spaced(text), tried.payload
        shown += 1
    record("Text", "Days as Markdown", tried=shown, shown=shown, lost=0)


def test_emails_have_translated_titles_and_no_element_from_them(translated: TranslatedDigest) -> None:
    settings, catalog, shown = load_settings(translated.folder), load_catalog(translated.folder), 0
    for tried, title in titled(translated):
        digest = digest_of_day(settings, catalog, day_of(tried.payload))
        assert digest is not None
        message = received(make_mail(settings, catalog, digest).for_recipient(ADA).as_bytes())
        html, text = (message.get_body((kind,)) for kind in ("html", "plain"))
        assert html is not None
        assert text is not None
        faults = [each for each in elements(html.get_content()).faults if not each.startswith(("style=", "<style>"))]
        assert faults == [], tried.payload
        assert spaced(plain(title)).replace(" ", "") in spaced(text.get_content()).replace(" ", ""), tried.payload
        assert f"Paper {tried.payload.number}" in text.get_content()
        shown += 1
    record("Text", "E-mails", tried=shown, shown=shown, lost=0)


def test_a_translation_adds_no_entry_to_a_bibliography_and_no_formula_to_a_table(translated: TranslatedDigest) -> None:
    selection = select_records(load_content(translated.folder))
    for name in ("bibtex", "ris", "csl"):
        assert "zq" not in "".join(EXPORTS[name](selection)), "citations have originals"
    rows = csv.reader(io.StringIO("".join(EXPORTS["csv"](selection)), newline=""))
    assert [cell for row in rows for cell in row if cell.startswith(("=", "+", "-", "@", "\t", "\r"))] == []
    root = etree.fromstring((translated.folder / "site" / "sitemap.xml").read_bytes())
    assert all((each.text or "").startswith("https://example.org/hostile/") for each in root.iter("{*}loc"))
    count = len(selection.records)
    record("Text", "Export as CSV", tried=count, whole=count)
