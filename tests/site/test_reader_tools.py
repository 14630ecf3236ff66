"""What readers do with the papers of a list: hide, undo, filter by what they see, export what they see."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from tests.site.conftest import Built

pytestmark = pytest.mark.browser

DAY = "/days/2025-07-31/"
LISTS = (DAY, "/months/2025-07/", "/topics/robotics/", "/archive/")
COMPACT = 'localStorage.setItem("digestif.view/", JSON.stringify({version: 1, view: "compact"}))'
HIDE_ROBOTICS = """localStorage.setItem("digestif.interests/", JSON.stringify(
  {version: 1, highlight: {words: [], authors: [], topics: []}, hide: {words: [], authors: [], topics: ["robotics"]}}
))"""
ITEMS = "[data-list] :is(.dg-card, .dg-rows > li)"
OVERLAP = """([message, links]) => links.some(link => {
  const [one, other] = [message, link].map(each => each.getBoundingClientRect())
  return one.left < other.right && other.left < one.right && one.top < other.bottom && other.top < one.bottom
})"""


@pytest.fixture
def home(built: Built, serve_folder: Callable[..., str]) -> str:
    return serve_folder(built.site)


@pytest.fixture(params=[1280, 390])
def context(request: pytest.FixtureRequest, browser: Browser) -> Iterator[BrowserContext]:
    made = browser.new_context(
        viewport={"width": request.param, "height": 900}, permissions=["clipboard-read", "clipboard-write"]
    )
    yield made
    made.close()


def opened(context: BrowserContext, url: str) -> Page:
    page = context.new_page()
    page.goto(url)
    page.wait_for_load_state("networkidle")
    page.locator(".dg-marks").first.wait_for(state="attached")
    return page


def mark(item: Locator, name: str) -> Locator:
    return item.get_by_role("button", name=name, exact=True)


def message(page: Page) -> Locator:
    return page.locator(".dg-said")


def title(item: Locator) -> str:
    return item.locator(".dg-title a, :scope > a").first.inner_text()


@pytest.mark.parametrize("view", ["comfortable", "compact"])
@pytest.mark.parametrize("kind", LISTS)
def test_hidden_papers_leave_every_list_in_every_view(context: BrowserContext, home: str, kind: str, view: str) -> None:
    if view == "compact":
        context.add_init_script(COMPACT)
    page = opened(context, home + kind)
    page.evaluate("items => document.querySelector(items).querySelector('[data-mark=hide]').click()", ITEMS)
    hidden = page.locator(f"{ITEMS}[data-hidden]")
    expect(hidden).not_to_have_count(0)
    expect(hidden.first).to_be_hidden()
    page.reload()
    page.wait_for_load_state("networkidle")
    expect(hidden).not_to_have_count(0)
    expect(page.locator(f"{ITEMS}[data-hidden]:visible")).to_have_count(0)


def test_hidden_papers_leave_a_long_list_too(context: BrowserContext, home: str) -> None:
    page = context.new_page()
    copies = "".join(
        f'<article class="dg-card"><h2 class="dg-title"><a href="../../papers/p{n}/">Paper {n}</a></h2></article>'
        for n in range(1000)
    )
    body = page.request.get(f"{home}{DAY}").text().replace("</article> </section>", f"</article>{copies}</section>")
    page.route(f"**{DAY}", lambda route: route.fulfill(body=body, content_type="text/html"))
    keys = [f"p{n}" for n in range(0, 1000, 100)]
    marks = {"version": 1, "bookmarks": {}, "read": [], "hidden": keys}
    page.add_init_script(f'localStorage.setItem("digestif.reader/", JSON.stringify({json.dumps(marks)}))')
    page.goto(f"{home}{DAY}")
    page.wait_for_load_state("networkidle")
    for name in ("comfortable", "compact"):
        if name == "compact":
            page.get_by_role("button", name="Compact").click()
        expect(page.locator(".dg-card[data-hidden]"), name).to_have_count(len(keys))
        expect(page.locator(".dg-card[data-hidden]:visible"), name).to_have_count(0)


def test_hidden_papers_leave_short_lists_too(context: BrowserContext, home: str) -> None:
    page = opened(context, f"{home}/")
    upvoted = page.locator(".dg-trends li:has(small)")
    count = upvoted.count()
    keys = upvoted.locator("a").evaluate_all("links => links.map(link => link.pathname.split('/').at(-2))")
    assert count > 1
    other = opened(context, f"{home}/papers/{keys[0]}/")
    mark(other.locator(".dg-main"), "Hide").click()
    expect(upvoted.first).to_be_hidden()  # at once, in the other tab
    related = other.locator(".dg-related li a").first
    address = related.get_attribute("href") or ""
    marks = {"version": 2, "bookmarks": {}, "read": [], "hidden": [*keys, address.split("/")[-2]]}
    other.evaluate('marks => localStorage.setItem("digestif.reader/", JSON.stringify(marks))', marks)
    other.reload()
    other.wait_for_load_state("networkidle")
    expect(related).to_be_hidden()
    expect(other.locator(".dg-related li:visible")).not_to_have_count(0)
    other.get_by_role("button", name="hidden paper").click()
    expect(related).to_be_visible()
    page.reload()
    page.wait_for_load_state("networkidle")
    expect(page.locator(".dg-trends h2").last).to_be_hidden()
    page.get_by_role("button", name=f"Show {count} hidden papers").click()
    expect(upvoted).to_have_count(count)
    expect(upvoted.first).to_be_visible()


def test_a_double_click_hides_one_paper_and_undo_brings_back_several(context: BrowserContext, home: str) -> None:
    page = opened(context, home + DAY)
    cards = page.locator(".dg-card:visible")
    count = cards.count()
    first, second = title(cards.nth(0)), title(cards.nth(1))
    mark(cards.nth(0), "Hide").dblclick()
    expect(cards).to_have_count(count - 1)
    expect(message(page)).to_contain_text(f"Hidden: {first}")
    page.wait_for_timeout(450)
    mark(cards.nth(0), "Hide").click()
    expect(cards).to_have_count(count - 2)
    expect(message(page)).to_contain_text(f"Hidden: {second}")
    message(page).get_by_role("button", name="Undo").click()
    expect(cards).to_have_count(count - 1)
    expect(message(page)).to_contain_text(f"Hidden: {first}")
    page.keyboard.press("u")
    expect(cards).to_have_count(count)
    expect(message(page)).to_be_empty()


def test_messages_go_by_themselves_and_leave_the_footer_free(context: BrowserContext, home: str) -> None:
    page = context.new_page()
    page.clock.install()
    page.goto(home + DAY)
    page.wait_for_load_state("networkidle")
    page.evaluate("scrollTo(0, document.documentElement.scrollHeight)")
    cards = page.locator(".dg-card:visible")
    count = cards.count()
    cards.last.locator("[data-mark=hide]").evaluate("control => control.click()")
    page.evaluate("scrollTo(0, document.documentElement.scrollHeight)")
    expect(message(page)).to_contain_text("Hidden: ")
    box = message(page).element_handle()
    links = page.locator(".dg-footer :is(a, button)").element_handles()
    assert not page.evaluate(OVERLAP, [box, links])
    message(page).get_by_role("button", name="Undo").focus()
    page.clock.run_for(15_000)
    expect(message(page)).not_to_be_empty()
    page.locator(".dg-footer a").first.focus()
    page.clock.run_for(15_000)
    expect(message(page)).to_be_empty()
    page.keyboard.press("u")
    expect(cards).to_have_count(count)


def test_the_first_bookmark_says_where_it_went(context: BrowserContext, home: str) -> None:
    page = opened(context, home + DAY)
    cards = page.locator(".dg-card")
    mark(cards.nth(0), "Bookmark").click()
    expect(message(page)).to_contain_text("Bookmarked.")
    message(page).get_by_role("button", name="Close").click()
    mark(cards.nth(1), "Bookmark").click()
    expect(message(page)).to_be_empty()
    expect(page.get_by_role("link", name="Reading list 2", exact=True)).to_be_attached()
    for place, pressed in ((1, "false"), (0, "false"), (0, "true")):
        mark(cards.nth(place), "Bookmark").click()
        expect(mark(cards.nth(place), "Bookmark")).to_have_attribute("aria-pressed", pressed)
    message(page).get_by_role("link", name="Reading list").click()
    page.wait_for_url("**/reading-list/")
    item = page.locator("[data-reading-list] :is(.dg-card, .dg-rows > li)").first
    expect(mark(item, "Bookmark")).to_be_visible()
    expect(mark(item, "Hide")).to_have_count(0)


def test_an_export_has_the_papers_that_are_shown(context: BrowserContext, home: str) -> None:
    context.add_init_script(HIDE_ROBOTICS)
    page = opened(context, home + DAY)
    shown = page.locator(".dg-card:visible").count()
    assert 0 < shown < page.locator(".dg-card").count()
    page.get_by_role("button", name="Export", exact=True).click()
    group = page.get_by_role("group", name="Export")
    group.get_by_role("button", name="Copy").click()
    expect(group.get_by_role("status")).to_have_text(f"Copied {shown} papers as BibTeX.")
    bookmark = mark(page.locator(".dg-card:visible").first, "Bookmark")
    bookmark.click()
    expect(bookmark).to_have_attribute("aria-pressed", "true")
    page.goto(f"{home}{DAY}?show=bookmarked")
    page.wait_for_load_state("networkidle")
    page.get_by_role("button", name="Export", exact=True).click()
    group.get_by_role("button", name="Copy").click()
    expect(group.get_by_role("status")).to_have_text("Copied 1 paper as BibTeX.")
    page.goto(f"{home}{DAY}?votes=100000")
    page.wait_for_load_state("networkidle")
    page.get_by_role("button", name="Export", exact=True).click()
    group.get_by_role("button", name="Copy").click()
    expect(group.get_by_role("status")).to_have_text("The list shows no papers.")


def test_filters_count_what_they_would_show(context: BrowserContext, home: str) -> None:
    page = opened(context, f"{home}{DAY}?show=code")
    page.get_by_role("button", name="Filter (1)").click()
    filters = page.get_by_role("group", name="Filters")
    robotics = filters.get_by_role("button", name="Robotics")
    expect(robotics.locator(".dg-count")).to_have_text(re.compile("[1-9]"))
    count = robotics.locator(".dg-count").inner_text()
    robotics.click()
    expect(page.locator(".dg-card:visible")).to_have_count(int(count))
    expect(page.locator(".dg-tools > .dg-topic-counts")).not_to_be_visible()
    page.evaluate(HIDE_ROBOTICS)
    page.goto(f"{home}{DAY}?topic=robotics")
    page.wait_for_load_state("networkidle")
    expect(page.get_by_text("papers pass these filters, but you have hidden them")).to_be_visible()
    page.get_by_role("button", name="Show them").click()
    expect(page.locator(".dg-card:visible").first).to_be_visible()
    expect(page.locator(".dg-list-empty")).to_be_hidden()


def test_the_only_source_of_a_list_can_stand_in_the_address(context: BrowserContext, home: str, built: Built) -> None:
    for page in (opened(context, home + kind) for kind in LISTS):
        sources = page.locator("[data-sources] option")
        if sources.count() != 1:
            continue
        source = sources.get_attribute("value")
        count = page.locator(f"{ITEMS}").count()
        page.goto(f"{page.url}?source={source}")
        page.wait_for_load_state("networkidle")
        expect(page.locator(f"{ITEMS}:not([hidden])")).to_have_count(count)
        return
    raise AssertionError("no list has a single source")


def test_excerpts_that_are_cut_end_in_an_ellipsis(context: BrowserContext, home: str) -> None:
    page = opened(context, home + DAY)
    excerpt = page.locator(".dg-fold .dg-excerpt").first
    assert excerpt.evaluate(
        "text => [getComputedStyle(text).webkitLineClamp, text.scrollHeight > text.clientHeight]"
    ) == [
        "2",
        True,
    ]


def test_new_papers_say_so_and_once_if_all_are(context: BrowserContext, home: str) -> None:
    page = opened(context, home + DAY)
    cards = page.locator(".dg-card")
    show = "cards => (cards.forEach(card => card.toggleAttribute('data-new-result', true)), cards[0])"
    cards.nth(0).evaluate("card => card.toggleAttribute('data-new-result', true)")
    mark(cards.nth(1), "Bookmark").click()
    expect(cards.nth(0).locator(".dg-new")).to_have_text("New")
    expect(mark(cards.nth(1), "Bookmark")).to_have_attribute("aria-pressed", "true")
    cards.evaluate_all(show)
    mark(cards.nth(1), "Bookmark").click()
    expect(page.locator(".dg-new:visible")).to_have_text(["All new"])


@pytest.mark.parametrize("view", ["comfortable", "compact"])
@pytest.mark.parametrize("kind", [DAY, "/topics/robotics/", "/months/2025-07/", "/search/?q=robot"])
def test_pages_fit_a_narrow_screen(browser: Browser, home: str, kind: str, view: str) -> None:
    context = browser.new_context(viewport={"width": 320, "height": 800})
    if view == "compact":
        context.add_init_script(COMPACT)
    page = opened(context, home + kind)
    page.locator(".dg-marks").first.wait_for(state="attached")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    if view == "comfortable":
        sizes = page.locator(".dg-mark:visible").evaluate_all(
            "marks => marks.map(mark => mark.getBoundingClientRect()).map(({width, height}) => Math.min(width, height))"
        )
        assert min(sizes) >= 44
    context.close()


def test_trends_stay_above_the_footer_where_a_filter_leaves_little(browser: Browser, home: str) -> None:
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    page = opened(context, f"{home}/?votes=100000")
    ends = page.evaluate(
        """[".dg-trends", ".dg-page-footer"].map(name => document.querySelector(name)?.getBoundingClientRect())"""
    )
    assert ends[0]
    assert ends[0]["bottom"] <= ends[1]["top"]
    context.close()


def test_no_rule_stands_above_the_first_paper_that_is_shown(context: BrowserContext, home: str) -> None:
    page = opened(context, home + DAY)
    cards = page.locator("[data-list] .dg-card:visible")
    count = cards.count()
    mark(cards.first, "Hide").click()
    expect(cards).to_have_count(count - 1)
    expect(cards.first).to_have_css("border-top-style", "none")
    expect(cards.nth(1)).to_have_css("border-top-style", "solid")
    page.get_by_role("button", name="Show 1 hidden paper").click()
    expect(cards).to_have_count(count)
    expect(cards.nth(1)).to_have_css("border-top-style", "solid")
    page.goto(f"{home}{DAY}?topic=agents")
    page.wait_for_load_state("networkidle")
    expect(page.locator("[data-list] .dg-card").first).to_be_hidden()
    expect(cards.first).to_have_css("border-top-style", "none")
    expect(cards.nth(1)).to_have_css("border-top-style", "solid")


def test_the_message_of_the_first_bookmark_goes_with_the_bookmark(context: BrowserContext, home: str) -> None:
    page = opened(context, home + DAY)
    bookmark = mark(page.locator(".dg-card").first, "Bookmark")
    bookmark.click()
    expect(message(page)).to_contain_text("Bookmarked.")
    bookmark.click()
    expect(message(page)).to_contain_text("The paper is no longer in the reading list.")
    expect(message(page)).not_to_contain_text("Bookmarked.")
    message(page).get_by_role("button", name="Undo").click()
    expect(bookmark).to_have_attribute("aria-pressed", "true")
