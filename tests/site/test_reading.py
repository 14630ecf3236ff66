"""The pages of this repository's digest in a browser, at two widths and in both colour schemes."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from urllib.parse import parse_qsl, urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from generator.language.dates import long_date
from tests.site.conftest import Built, Visit

pytestmark = [pytest.mark.browser, pytest.mark.early]

KINDS = (
    "home",
    "day",
    "week",
    "month",
    "year",
    "paper",
    "topics",
    "topic",
    "archive",
    "search",
    "about",
    "contributing",
    "contributing.zh",
)


def address(built: Built, kind: str) -> str:
    entry = built.catalog.entries[0]
    day = entry.paper.date
    week = day.isocalendar()
    return {
        "home": "/",
        "day": f"/days/{day}/",
        "week": f"/weeks/{week.year}-W{week.week:02}/",
        "month": f"/months/{day:%Y-%m}/",
        "year": f"/years/{day:%Y}/",
        "paper": f"/papers/{entry.key}/",
        "topic": f"/topics/{entry.topics[0].topic}/",
    }.get(kind, f"/{kind}/")


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(("width", "scheme"), [(390, "light"), (390, "dark"), (1280, "light"), (1280, "dark")])
def test_a_page_loads_without_errors_and_fits_the_screen(
    built: Built, visit: Callable[..., Visit], kind: str, width: int, scheme: str
) -> None:
    seen = visit(address(built, kind), width=width, scheme=scheme)
    assert seen.errors == []
    assert seen.foreign == []
    assert seen.page.evaluate("document.documentElement.scrollWidth <= innerWidth"), "scrolls sideways"


@pytest.mark.parametrize("kind", KINDS)
def test_pages_have_no_accessibility_violations(built: Built, visit: Callable[..., Visit], kind: str) -> None:
    for width, scheme in ((390, "dark"), (1280, "light")):
        seen = visit(address(built, kind), width=width, scheme=scheme)
        found = Axe().run(seen.page).response["violations"]
        assert [(rule["id"], [node["target"] for node in rule["nodes"]]) for rule in found] == []


def test_the_front_page_says_when_there_was_no_digest_for_days(built: Built, visit: Callable[..., Visit]) -> None:
    newest = built.catalog.latest
    assert newest is not None
    notice = visit("/").page.locator(".dg-stale")
    expect(notice).to_have_text(f"The newest digest is from {long_date(newest)}.")
    aged = (date.today() - newest).days > built.settings.stale_after_days
    expect(notice).to_be_visible(visible=aged)


def test_the_fix_form_is_filled_in_with_the_abstract(built: Built, visit: Callable[..., Visit]) -> None:
    entry = next(entry for entry in built.catalog.entries if "$" not in entry.paper.abstract)
    link = visit(f"/papers/{entry.key}/").page.get_by_role("link", name="Suggest a fix")
    expect(link).to_have_attribute("href", re.compile("[?&]abstract="))
    filled = dict(parse_qsl(urlsplit(link.get_attribute("href") or "").query))
    assert (filled["key"], filled["paper_title"]) == (entry.key, entry.paper.title)
    assert filled["abstract"] == entry.paper.abstract


def test_the_first_paper_is_high_on_the_first_screen(visit: Callable[..., Visit]) -> None:
    page = visit("/").page
    head = page.evaluate(
        "document.querySelector('.dg-tools').getBoundingClientRect().bottom"
        " - document.querySelector('.dg-masthead').getBoundingClientRect().top"
    )
    assert head <= 280


def test_a_phone_shows_the_whole_navigation(visit: Callable[..., Visit]) -> None:
    for kind in ("/", "/archive/"):
        nav = visit(kind, width=390).page.locator(".dg-nav")
        assert nav.evaluate("nav => nav.scrollWidth <= nav.clientWidth"), kind


def test_a_day_is_printed_in_two_columns_with_whole_abstracts(visit: Callable[..., Visit]) -> None:
    page = visit("/").page
    page.emulate_media(media="print")
    assert page.locator(".dg-cards").first.evaluate("cards => getComputedStyle(cards).columnCount") == "2"
    for fold in page.locator(".dg-fold").all()[:5]:
        assert fold.locator(".dg-abstract").evaluate("text => text.checkVisibility({contentVisibilityAuto: true})")
        assert fold.locator(".dg-excerpt").evaluate("text => text.scrollHeight <= text.clientHeight + 1")
        assert not fold.locator(".dg-more").is_visible()
        heights = fold.locator("summary, .dg-excerpt, .dg-abstract").evaluate_all(
            "parts => parts.map(part => getComputedStyle(part).lineHeight)"
        )
        assert len(set(heights)) == 1, "the lines of an abstract are equally far apart"
    for footer in page.locator(".dg-card-footer:has(.dg-badges):has(.dg-links)").all()[:5]:
        topics, links = (footer.locator(part).bounding_box() for part in (".dg-badges", ".dg-links"))
        assert topics
        assert links
        assert topics["y"] + topics["height"] <= links["y"] + 1, "addresses have a line of their own"
    assert page.locator("main :is(button, select, .dg-marks):visible").count() == 0
    printed = page.pdf(format="A4")
    pages = printed.count(b"/Type /Page\n") + printed.count(b"/Type /Page ")
    assert pages * 2.5 <= page.locator(".dg-card").count(), "more than two papers on a page"
