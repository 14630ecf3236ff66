"""What is new since a reader's last visit: two versions of a site, two tabs, two widths, and a clock that tests set."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Route, expect

from generator.build.parts import merge_parts
from generator.files.folder import Folder
from tests.build.new_papers.readers import BEFORE, Reader, expect_new
from tests.build.small_digest import built, files_of, make_digest, paper_key
from tests.polling import wait_for, wait_until


def test_parts_by_year_have_the_files_of_the_whole_site(tmp_path: Path) -> None:
    digest = make_digest(tmp_path / "digest", papers=BEFORE)
    built(digest)
    whole = files_of(digest / "site/new-papers")
    for year in (2024, 2025):
        built(digest, only=year)
    parts = [digest / f"site-{year}" for year in (2024, 2025)]
    merge_parts(parts, Folder(digest), "site")
    assert files_of(digest / "site/new-papers") == whole


@pytest.mark.browser
def test_new_papers_are_marked_everywhere_and_stay_new_during_the_visit(reader: Reader) -> None:
    reader.context.clock.set_system_time("2025-08-03T09:00:00")
    page = reader.open()
    expect(page.locator(".dg-since")).to_have_text("4 new papers since Friday")
    expect_new(page, 14)
    assert page.evaluate("window.shifted") == []
    page.reload()
    expect_new(page, 14)  # a reload keeps the news
    other = reader.open("/days/2024-12-30/")
    expect_new(other, 12, 15)  # papers that were added late to an old day
    reader.context.clock.set_system_time("2025-08-03T09:50:00")
    other.reload()
    expect_new(other, 12, 15)
    reader.context.clock.set_system_time("2025-08-03T10:40:00")
    other.goto(f"{reader.home}/papers/{paper_key(13)}/")
    expect_new(other, 13)  # an hour has not passed since the page before
    assert other.evaluate("document.documentElement.scrollWidth <= innerWidth")
    reader.close(other, next_visit="2025-08-03T11:45:00")
    later = reader.open()
    expect(later.locator(".dg-since")).to_have_text(re.compile("No new papers since 22:40"))
    expect_new(later)
    expect(page.locator("[data-new]")).to_have_count(0)  # the first tab follows


@pytest.mark.browser
def test_an_old_digest_and_new_papers_do_not_contradict_each_other(reader: Reader) -> None:
    reader.context.clock.set_system_time("2025-08-20T09:00:00")
    page = reader.open()
    expect(page.locator(".dg-stale")).to_have_text("The newest digest is from Thursday, 31 July 2025.")
    expect(page.locator(".dg-stale")).to_be_visible()
    expect(page.locator(".dg-since")).to_have_text("4 new papers since 1 August")
    assert page.evaluate("window.shifted") == []
    reader.close(page, next_visit="2025-08-21T09:00:00")
    expect(reader.open().locator(".dg-since")).to_have_text("No new papers since yesterday")


NEW_DAYS = ["Thursday, 31 July 2025", "Wednesday, 30 July 2025", "Monday, 30 December 2024"]
NEW = ".dg-new-list .dg-card"


@pytest.mark.browser
def test_the_front_page_shows_just_the_new_papers(reader: Reader) -> None:
    reader.context.clock.set_system_time("2025-08-03T09:00:00")
    page = reader.open()
    page.get_by_role("link", name="4 new papers since Friday").click()
    heading = page.get_by_role("heading", name="4 new papers since Friday")
    expect(heading).to_be_focused()
    expect(page.locator(".dg-new-list h3")).to_have_text(NEW_DAYS)
    expect(page.locator(".dg-card:visible")).to_have_count(4)
    assert page.locator(NEW).locator(".dg-title a").evaluate_all("links => links.map(link => link.href)") == [
        f"{reader.home}/papers/{paper_key(number)}/" for number in (14, 13, 12, 15)
    ]
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    found = Axe().run(page)
    assert [(rule["id"], rule["nodes"][0]["html"]) for rule in found.response["violations"]] == []
    page.reload()
    expect(page.locator(f"{NEW}:visible")).to_have_count(4)  # the address has the list
    page.get_by_role("link", name="Show Thursday, 31 July 2025").click()
    expect(page.locator(f"{NEW}:visible")).to_have_count(0)
    expect(page.locator(".dg-card:visible").first).to_be_visible()
    expect(page.get_by_role("link", name="4 new papers since Friday")).to_be_focused()
    page.go_back()
    expect(page.locator(f"{NEW}:visible")).to_have_count(4)


@pytest.mark.browser
def test_the_line_of_new_papers_says_how_many_are_unread(reader: Reader) -> None:
    reader.context.clock.set_system_time("2025-08-03T09:00:00")
    page, other = reader.open("/#new"), reader.open()
    line = other.locator(".dg-since")
    cards = page.locator(NEW)
    cards.nth(0).get_by_role("button", name="Mark as read").click()
    expect(line).to_have_text("4 new papers since Friday, 3 unread")  # the other tab follows
    expect(page.get_by_role("heading", name="4 new papers since Friday, 3 unread")).to_be_visible()
    cards.nth(1).get_by_role("button", name="Hide").click()
    expect(line).to_have_text("4 new papers since Friday, 2 unread")
    page.get_by_role("button", name="Mark all as read", exact=True).click()
    expect(page.get_by_text("Marked 2 papers as read.")).to_be_visible()
    expect(page.locator(f"{NEW}[data-read]")).to_have_count(3)
    expect(line).to_have_text("4 new papers since Friday, all read")
    day = reader.open("/days/2024-12-30/")
    expect(day.locator(".dg-new:visible")).to_have_count(0)  # what was read is not new
    page.get_by_role("button", name="Undo").press("Enter")
    expect(page.get_by_role("button", name="Mark all as read", exact=True)).to_be_focused()
    expect(day.locator(".dg-new:visible")).to_have_count(2)
    expect(line).to_have_text("4 new papers since Friday, 2 unread")


@pytest.mark.browser
def test_new_papers_have_the_tools_of_other_lists(reader: Reader) -> None:
    reader.context.clock.set_system_time("2025-08-03T09:00:00")
    page = reader.open("/#new")
    cards, tools = page.locator(f"{NEW}:visible"), page.locator(".dg-new-list .dg-tools")
    tools.get_by_role("button", name="Unfold all").click()
    expect(cards.first.locator(".dg-abstract")).to_be_visible()
    cards.first.get_by_role("button", name="Mark as read").click()
    expect(cards.first).to_have_attribute("data-read", "")
    tools.get_by_role("button", name="Filter").click()
    tools.get_by_role("button", name="Unread").click()
    expect(cards).to_have_count(3)
    expect(page).to_have_url(f"{reader.home}/?show=unread#new")
    expect(page.locator(".dg-new-list h3:visible")).to_have_count(2)
    tools.get_by_label("Order").select_option("Most votes")
    expect(cards.locator(".dg-votes")).to_have_text([f"{number} votes" for number in (15, 13, 12)])
    expect(cards.first.locator(".dg-flat-day")).to_have_text("30 December 2024")
    page.get_by_role("button", name="Mark all as read", exact=True).click()
    expect(page.get_by_text("Marked 3 papers as read.")).to_be_visible()
    page.get_by_role("link", name="Show Thursday, 31 July 2025").click()
    expect(page.locator("[data-filtered]:visible")).to_have_count(0)  # filters of one list are not those of the other
    page.get_by_role("link", name="4 new papers since Friday, all read").click()
    expect(cards).to_have_count(4)
    tools.get_by_role("button", name="Compact").click()
    expect(page.get_by_role("button", name="Compact", include_hidden=True)).to_have_count(2)
    for button in page.get_by_role("button", name="Compact", include_hidden=True).all():
        expect(button).to_have_attribute("aria-pressed", "true")
    bookmark = cards.last.get_by_role("button", name="Bookmark")
    bookmark.click()
    expect(bookmark).to_have_attribute("aria-pressed", "true")
    page.get_by_role("link", name="Reading list").first.click()
    expect(page.get_by_text("30 December 2024").first).to_be_visible()  # the paper's day and not the newest one


@pytest.mark.browser
def test_a_day_of_new_papers_leads_to_the_new_ones_of_its_list(reader: Reader) -> None:
    reader.context.clock.set_system_time("2025-08-03T09:00:00")
    page = reader.open("/#new")
    page.get_by_role("link", name=NEW_DAYS[2]).click()
    page.wait_for_url("**/days/2024-12-30/?new=1")
    expect(page.locator("[data-filtered] [role=status]")).to_contain_text("2 of")
    expect(page.locator(".dg-card:visible")).to_have_count(2)


#: The site got papers on more days than the list has: tests/javascript/visits.test.js has how they are counted.
MORE_DAYS = """others => localStorage.setItem(
  "digestif.visits/", JSON.stringify({...JSON.parse(localStorage.getItem("digestif.visits/")), others})
)"""
HIDE_WORD = """word => localStorage.setItem("digestif.interests/", JSON.stringify({
  version: 1, pattern: word,
  highlight: {words: [], authors: [], topics: []},
  hide: {words: [word], authors: [], topics: []},
}))"""


@pytest.mark.browser
def test_interests_do_not_keep_new_papers_unread(reader: Reader) -> None:
    reader.context.clock.set_system_time("2025-08-03T09:00:00")
    page = reader.open("/#new")
    number = page.locator(NEW).first.locator(".dg-title").inner_text().split()[-1]
    page.evaluate(HIDE_WORD, number)
    page.reload()
    expect(page.locator(f"{NEW}[data-unwanted]")).not_to_have_count(0)
    expect(page.locator("[data-unwanted]")).to_have_count(2)  # in both lists of the page
    expect(page.get_by_role("button", name=f"Hidden: 1 by “{number}” — Show")).to_be_attached()
    page.get_by_role("button", name="Mark all as read", exact=True).click()
    expect(page.get_by_role("heading", name="4 new papers since Friday, all read")).to_be_visible()


@pytest.mark.browser
def test_after_a_week_away_the_most_upvoted_come_first(reader: Reader) -> None:
    reader.context.clock.set_system_time("2025-08-10T09:00:00")
    page = reader.open("/#new")
    expect(page.get_by_role("heading", name="You were away for 9 days")).to_have_text(
        "You were away for 9 days: 4 new papers"
    )
    votes = page.locator(NEW).locator(".dg-votes")
    expect(votes).to_have_text([f"{number} votes" for number in (15, 14, 13, 12)])
    order = page.locator(".dg-new-list").get_by_label("Order")
    order.select_option("By day")
    expect(page.locator(".dg-new-list h3:visible")).to_have_text(NEW_DAYS)
    order.select_option("Most votes")
    expect(page.locator(".dg-new-list h3:visible")).to_have_count(0)
    page.get_by_role("link", name="Show Thursday, 31 July 2025").click()
    expect(page.locator("[data-filtered]:visible")).to_have_count(0)
    page.get_by_role("link", name="4 new papers since 1 August").click()
    expect(votes).to_have_text([f"{number} votes" for number in (15, 14, 13, 12)])


@pytest.mark.browser
def test_the_line_counts_the_papers_that_the_list_has_after_months_away(reader: Reader) -> None:
    reader.context.clock.set_system_time("2025-10-03T09:00:00")
    page = reader.open()
    expect(page.locator(".dg-since")).to_have_text("4 new papers since 1 August")
    page.evaluate(MORE_DAYS, 1400)
    page.reload()
    page.get_by_role("link", name="4 new papers in the last 3 digests; last visit 1 August").click()
    expect(
        page.get_by_role("heading", name="You were away for 63 days: 4 new papers in the last 3 digests")
    ).to_be_visible()
    expect(page.locator(NEW)).to_have_count(4)
    expect(page.get_by_text("1,400 new papers in earlier digests: see the archive.")).to_be_visible()
    page.get_by_role("button", name="Mark all as read", exact=True).click()
    expect(page.get_by_role("heading", name="in the last 3 digests, all read")).to_be_visible()


@pytest.mark.browser
def test_back_and_reload_return_to_the_place_in_the_list(reader: Reader) -> None:
    reader.context.clock.set_system_time("2025-08-03T09:00:00")
    page = reader.open("/#new")
    page.set_viewport_size({"width": page.evaluate("innerWidth"), "height": 300})
    cards = page.locator(NEW)
    cards.nth(2).evaluate("card => scrollBy(0, card.getBoundingClientRect().top - 40)")
    place = page.evaluate("scrollY")
    assert place > 100
    link = cards.nth(2).locator(".dg-title a")
    link.press("Enter")
    page.wait_for_url("**/papers/**")
    page.go_back()
    expect(link).to_be_focused()
    wait_until(page, "(place) => Math.abs(scrollY - place) <= 1", place)
    button = cards.nth(2).get_by_role("button", name="Bookmark")
    button.focus()
    page.evaluate("scrollBy(0, -30)")
    page.reload()
    expect(button).to_be_focused()
    wait_until(page, "(place) => Math.abs(scrollY - place) <= 1", place - 30)
    assert page.evaluate("window.shift") == 0
    page.get_by_role("link", name="Show Thursday, 31 July 2025").click()
    page.get_by_role("link", name="4 new papers since Friday").click()
    expect(page.get_by_role("heading", name="4 new papers since Friday")).to_be_focused()
    other = reader.open("/#new")  # another tab begins at the top
    expect(other.locator(NEW)).to_have_count(4)
    assert other.evaluate("scrollY") == 0


@pytest.mark.browser
def test_a_reader_who_scrolls_before_the_list_is_there_stays_where_they_are(reader: Reader) -> None:
    reader.context.clock.set_system_time("2025-08-03T09:00:00")
    page = reader.open("/#new")
    page.set_viewport_size({"width": page.evaluate("innerWidth"), "height": 300})
    page.evaluate("scrollTo(0, document.documentElement.scrollHeight)")
    held: list[Route] = []
    page.route("**/days/**", lambda route: held.append(route))
    page.reload(wait_until="load")
    expect(page.get_by_role("link", name="Show Thursday, 31 July 2025")).to_be_visible()
    page.mouse.move(100, 100)
    page.mouse.wheel(0, -5000)
    wait_until(page, "() => scrollY === 0")
    wait_until(page, "() => true")
    for route in held:
        route.continue_()
    page.unroute("**/days/**")
    expect(page.locator(NEW)).to_have_count(4)
    expect(page.locator(".dg-new-list .dg-tools-line")).to_be_visible()
    assert page.evaluate("scrollY") == 0


@pytest.mark.browser
def test_two_tabs_that_open_at_once_agree(reader: Reader) -> None:
    reader.context.clock.set_system_time("2025-08-03T09:00:00")
    pages = [reader.context.new_page() for _ in range(3)]
    for page in pages:
        page.goto(reader.home + "/days/2024-12-30/", wait_until="commit")
    for page in pages:
        expect(page.locator(".dg-new")).to_have_count(2)


@pytest.mark.browser
def test_where_the_files_cannot_be_loaded_the_next_page_tries_again(reader: Reader) -> None:
    reader.context.clock.set_system_time("2025-08-03T09:00:00")
    reader.context.route("**/new-papers/**", lambda route: route.abort())
    page = reader.open("/days/2024-12-30/")
    wait_for(page, lambda: reader.errors, "the browser reports the request")
    assert page.locator("[data-new]").count() == 0
    reader.errors.clear()
    reader.context.unroute("**/new-papers/**")
    page.reload()
    expect(page.locator(".dg-new")).to_have_count(2)
