"""The tools of lists: filters in the address, order, abstracts and the compact view, on every kind of list."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Locator, Page, expect

from tests.site.lists.readers import DAY, FORGET_SHIFTS, MONTH, SHOWN, Reader, status, tool

pytestmark = pytest.mark.browser

LISTS = (DAY, MONTH, "/topics/robotics/", "/topics/reasoning/2025-07/", "/archive/")
VOTES = """() => [...document.querySelectorAll("[data-list] :is(.dg-card, .dg-rows > li)")]
  .filter(item => item.checkVisibility())
  .map(item => Number((item.querySelector(".dg-votes, small > b")?.textContent ?? "0").replace(/\\D/g, "")))"""
ON_SCREEN = """() => [...document.querySelectorAll("[data-list] :is(.dg-card, .dg-rows > li)")]
  .map(item => item.getBoundingClientRect())
  .filter(({height, top, bottom}) => height && top >= 0 && bottom <= innerHeight).length"""


def chip(page: Page, name: str) -> Locator:
    return page.get_by_role("group", name="Filters").get_by_role("button", name=name)


def test_filters_combine_stand_in_the_address_and_are_reset_by_one_press(reader: Reader) -> None:
    page = reader.open(DAY)
    everything = page.evaluate(SHOWN)
    tool(page, "Filter").click()
    chip(page, "Has code").click()
    with_code = page.evaluate(SHOWN)
    assert 0 < len(with_code) < len(everything)
    chip(page, "Robotics").click()
    shown = page.evaluate(SHOWN)
    assert 0 < len(shown) < len(with_code)
    assert set(shown) <= set(with_code)
    expect(page).to_have_url(f"{reader.base}{DAY}?show=code&topic=robotics")
    expect(status(page)).to_have_text(f"{len(shown)} of {len(everything)} papers · with code · Robotics")
    expect(chip(page, "Has code")).to_have_attribute("aria-pressed", "true")
    other = reader.open(f"{DAY}?show=code&topic=robotics")
    assert other.evaluate(SHOWN) == shown, "a shared link shows the same list"
    page.go_back()
    expect(status(page)).to_have_text(f"{len(with_code)} of {len(everything)} papers · with code")
    assert page.evaluate(SHOWN) == with_code
    page.go_forward()
    expect(status(page)).to_have_text(f"{len(shown)} of {len(everything)} papers · with code · Robotics")
    assert page.evaluate(SHOWN) == shown
    page.get_by_role("button", name="Reset").click()
    assert page.evaluate(SHOWN) == everything
    expect(page).to_have_url(reader.base + DAY)
    expect(tool(page, "Filter")).to_be_focused()
    expect(page.locator("[data-filtered]")).to_be_hidden()


def test_unread_and_bookmarked_are_the_readers_own(reader: Reader) -> None:
    page = reader.open(DAY)
    everything = page.evaluate(SHOWN)
    cards = page.locator(".dg-card")
    for place, name in ((0, "Mark as read"), (1, "Bookmark")):
        button = cards.nth(place).get_by_role("button", name=name)
        button.click()
        expect(button).to_have_attribute("aria-pressed", "true")
    page.goto(f"{reader.base}{DAY}?show=unread")
    expect(status(page)).to_have_text(f"{len(everything) - 1} of {len(everything)} papers · unread")
    assert page.evaluate(SHOWN) == everything[1:]
    page.goto(f"{reader.base}{DAY}?show=bookmarked")
    expect(status(page)).to_have_text(f"1 of {len(everything)} papers · bookmarked")
    assert page.evaluate(SHOWN) == everything[1:2]
    bookmark = cards.nth(1).get_by_role("button", name="Bookmark")
    bookmark.click()
    expect(bookmark).to_have_attribute("aria-pressed", "false")
    assert page.evaluate(SHOWN) == everything[1:2], "the list does not move under the reader's hand"


def test_new_papers_are_a_filter_where_there_are_some(reader: Reader) -> None:
    page = reader.open(f"{DAY}?new=1")
    assert page.evaluate(SHOWN) == []
    tool(page, "Filter (1)").click()
    expect(chip(page, "New")).to_be_visible()
    page.locator(".dg-card").nth(2).evaluate("card => card.toggleAttribute('data-new')")
    expect(status(page)).to_have_text(f"1 of {page.locator('.dg-card').count()} papers · new since your last visit")
    page.get_by_role("button", name="Reset").click()
    expect(chip(page, "New")).to_be_visible()
    page.locator(".dg-card").nth(2).evaluate("card => card.toggleAttribute('data-new')")
    expect(chip(page, "New")).to_be_hidden()


def test_an_empty_list_says_which_filter_is_in_the_way(reader: Reader) -> None:
    page = reader.open(f"{DAY}?show=bookmarked&topic=robotics")
    assert page.evaluate(SHOWN) == []
    assert page.evaluate("window.shifts") == []
    expect(page.get_by_text("No paper in this list passes these filters.")).to_be_visible()
    page.get_by_role("button", name="Without “bookmarked”").click()
    expect(page).to_have_url(f"{reader.base}{DAY}?topic=robotics")
    assert page.evaluate(SHOWN)
    page.go_back()
    page.get_by_role("button", name="Show all papers").click()
    assert len(page.evaluate(SHOWN)) == page.locator(".dg-card").count()


def test_what_no_list_knows_leaves_the_address_and_is_named(reader: Reader) -> None:
    page = reader.open(f"{DAY}?show=code,nothing&votes=ten&sort=random&q=mine")
    expect(page).to_have_url(f"{reader.base}{DAY}?q=mine&show=code")
    assert page.evaluate("window.shifts") == []
    expect(status(page)).to_contain_text("with code · ignored in the address: show, votes, sort")
    shown = len(page.evaluate(SHOWN))
    page.get_by_role("button", name="Reset").click()
    expect(page.locator("[data-filtered]")).to_be_hidden()
    expect(page).to_have_url(f"{reader.base}{DAY}?q=mine")
    assert len(page.evaluate(SHOWN)) > shown
    page.goto(f"{reader.base}{DAY}?topic=unheard-of")
    expect(status(page)).to_contain_text("a topic that this list does not have")
    expect(page).to_have_url(f"{reader.base}{DAY}?topic=unheard-of")


def test_lists_of_several_days_are_ordered_as_one(reader: Reader) -> None:
    page = reader.open(MONTH)
    as_listed = page.evaluate(SHOWN)
    order = page.get_by_label("Order")
    order.select_option(label="Most votes")
    votes = page.evaluate(VOTES)
    assert votes == sorted(votes, reverse=True)
    assert sorted(set(as_listed)) == sorted(page.evaluate(SHOWN)), "each paper once"
    assert page.locator("[data-list] h3:visible").count() == 0
    expect(page.locator(".dg-flat-day:visible").first).to_have_text("10 June 2025")
    expect(page).to_have_url(f"{reader.base}{MONTH}?sort=votes")
    order.select_option(label="Title")
    titles = [title.lower() for title in page.evaluate(SHOWN)]
    assert titles[0] < titles[len(titles) // 2] < titles[-1]
    order.select_option(label="Oldest first")
    assert page.evaluate(SHOWN)[0] != as_listed[0]
    order.select_option(label="As listed")
    assert page.evaluate(SHOWN) == as_listed
    expect(page).to_have_url(reader.base + MONTH)
    reader.open(f"{MONTH}?sort=votes&votes=10")
    assert reader.context.pages[-1].evaluate(VOTES) == [count for count in votes if count >= 10]


def test_days_that_are_folded_open_for_what_a_filter_finds(reader: Reader) -> None:
    page = reader.open("/archive/?votes=50")
    votes = page.evaluate(VOTES)
    assert votes
    assert min(votes) >= 50
    page.get_by_role("button", name="Reset").click()
    expect(page.locator("[data-list] details[open]")).to_have_count(1)


@pytest.mark.parametrize("kind", LISTS)
def test_every_kind_of_list_has_the_tools_without_a_shift(reader: Reader, kind: str) -> None:
    page = reader.open(f"{kind}?show=code")
    assert page.evaluate("window.shifts") == []
    everything = page.evaluate(
        """new Set(
          [...document.querySelectorAll("[data-list] :is(.dg-title a, .dg-rows > li > a)")].map(({href}) => href)
        ).size"""
    )
    with_code = len(set(page.evaluate(SHOWN)))
    assert 0 < with_code < everything
    expect(status(page)).to_have_text(f"{with_code} of {everything} papers · with code")
    tool(page, "Filter (1)").click()
    expect(chip(page, "Has code")).to_have_attribute("aria-pressed", "true")
    expect(chip(page, "Has code").locator(".dg-count")).to_have_text(str(with_code))
    tool(page, "Compact").click()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    found = Axe().run(page).response["violations"]
    assert [(rule["id"], [node["html"] for node in rule["nodes"]][:2]) for rule in found] == []


def test_the_compact_view_is_dense_and_holds_on_the_next_page_without_a_shift(reader: Reader, width: int) -> None:
    page = reader.open(DAY)
    tool(page, "Compact").click()
    expect(tool(page, "Compact")).to_have_attribute("aria-pressed", "true")
    expect(page.locator(".dg-first").first).to_be_visible()
    least = {1280: 15, 390: 8}[width]
    assert page.evaluate(ON_SCREEN) >= least
    card = page.locator(".dg-card").nth(1)
    heights = card.bounding_box()
    assert heights
    assert heights["height"] < {1280: 36, 390: 60}[width]
    expect(card.locator(".dg-first")).to_have_text("Yuyang Liu et al.")
    for address in (DAY, MONTH):
        page.goto(f"{reader.base}{address}")
        page.locator(".dg-first").first.wait_for(state="attached")
        page.wait_for_load_state("networkidle")
        assert page.evaluate("window.shifts") == [], address
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    small = page.evaluate(
        """() => [...document.querySelectorAll(".dg-list-tool, .dg-order select, [data-list] :is(a, button)")]
          .filter(target => target.checkVisibility()).map(target => target.getBoundingClientRect())
          .filter(({height, width}) => height && (height < 24 || width < 24)).length"""
    )
    assert small == 0
    other = reader.open(DAY)
    tool(other, "Compact").click()
    expect(tool(page, "Compact")).to_have_attribute("aria-pressed", "false")


def test_search_results_have_the_same_view(reader: Reader) -> None:
    page = reader.context.new_page()
    page.goto(f"{reader.base}/search/?q=robot")
    results = page.locator("[data-search-results] .dg-card")
    results.first.wait_for()
    comfortable = results.first.bounding_box()
    page.get_by_role("button", name="Compact").click()
    expect(results.first.locator(".dg-first")).to_be_visible()
    compact = results.first.bounding_box()
    assert comfortable
    assert compact
    assert compact["height"] < 70 < comfortable["height"]
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.reload()
    expect(results.nth(8).locator(".dg-first")).to_be_visible()
    expect(reader.open(DAY).locator(".dg-first").first).to_be_visible()


def test_all_abstracts_are_unfolded_at_once(reader: Reader) -> None:
    page = reader.open(DAY)
    folds = page.locator(".dg-fold").count()
    tool(page, "Unfold all").click()
    expect(page.locator(".dg-fold[open]")).to_have_count(folds)
    tool(page, "Compact").click()
    expect(page.locator(".dg-fold[open] .dg-abstract").first).to_be_visible()
    tool(page, "Fold all").click()
    expect(page.locator(".dg-fold[open]")).to_have_count(0)
    expect(page.locator(".dg-excerpt").first).to_be_hidden()


def test_paper_has_whole_abstracts_and_no_tools_in_every_view(reader: Reader) -> None:
    page = reader.open(DAY)
    tool(page, "Compact").click()
    page.emulate_media(media="print")
    expect(page.locator(".dg-tools")).to_be_hidden()
    fold = page.locator(".dg-fold").first
    assert fold.locator(".dg-abstract").evaluate("text => text.checkVisibility({contentVisibilityAuto: true})")
    assert page.locator(".dg-cards").first.evaluate("cards => getComputedStyle(cards).columnCount") == "2"
    expect(page.locator(".dg-first").first).to_be_hidden()


def test_topics_above_a_day_are_pressed_with_the_keyboard(reader: Reader) -> None:
    page = reader.open(DAY)
    topic = page.locator(".dg-topic-counts a").first
    topic.press(" ")
    expect(topic).to_have_attribute("aria-pressed", "true")
    shown = len(page.evaluate(SHOWN))
    assert shown == int(topic.locator("b").inner_text())
    link = page.locator("[data-filtered] a")
    assert link.evaluate("link => link.href") == topic.evaluate("link => link.href")
    topic.press("Enter")
    expect(topic).to_have_attribute("aria-pressed", "false")


def test_a_thousand_papers_are_filtered_quickly(reader: Reader) -> None:
    page = reader.context.new_page()
    copies = "".join(
        f'<article class="dg-card"><h2 class="dg-title"><a href="../../papers/p{n}/">Paper {n}</a></h2>'
        f'<p class="dg-badges"><a class="t-robotics" href="../../topics/robotics/">Robotics</a></p></article>'
        for n in range(1000)
    )
    body = (page.request.get(f"{reader.base}{DAY}").text()).replace(
        "</article> </section>", f"</article>{copies}</section>"
    )
    page.route(f"**{DAY}", lambda route: route.fulfill(body=body, content_type="text/html"))
    page.goto(f"{reader.base}{DAY}")
    page.locator(".dg-tools-line").wait_for()
    took = page.evaluate(
        """() => {
          const topic = document.querySelector(".dg-topic-counts .t-vision-language-models")
          const times = []
          for (let turn = 0; turn < 9; turn++) {
            const before = performance.now()
            topic.click()
            times.push(performance.now() - before)
          }
          return [document.querySelectorAll(".dg-card").length, times.sort((a, b) => a - b)[0]]
        }"""
    )
    assert took[0] > 1000
    assert took[1] < 50


@pytest.mark.parametrize("address", [DAY, MONTH, "/topics/robotics/"])
def test_what_opens_moves_no_button_and_leaves_no_gap(reader: Reader, address: str) -> None:
    page = reader.open(address)
    export = page.get_by_role("button", name="Export", exact=True)
    first = page.locator("[data-list]")
    export.hover()
    places = export.bounding_box(), first.bounding_box()
    export.click()
    popup = page.get_by_role("group", name="Export")
    expect(popup.get_by_label("Format of the export")).to_be_focused()
    assert (export.bounding_box(), first.bounding_box()) == places
    box, line = popup.bounding_box(), places[0]
    assert box
    assert line
    assert 0 <= box["x"] <= box["x"] + box["width"] <= reader.width
    assert abs(box["y"] - line["y"] - line["height"]) < 16
    copy = popup.get_by_role("button", name="Copy").bounding_box()
    popup.get_by_role("button", name="Copy").click()
    expect(popup.get_by_role("status")).not_to_be_empty()
    assert popup.get_by_role("button", name="Copy").bounding_box() == copy
    page.get_by_role("heading").first.click()
    expect(popup).to_be_hidden()
    expect(export).to_have_attribute("aria-expanded", "false")
    assert page.evaluate("window.shifts") == []
    panel = page.get_by_role("group", name="Filters")
    tool(page, "Filter").click()  # a click scrolls, too
    expect(panel).to_be_visible()
    tool(page, "Filter").click()
    expect(panel).to_be_hidden()
    # The filters were loaded. What moves later than half a second after a click counts as moved without one.
    page.evaluate(FORGET_SHIFTS)
    before, place = tool(page, "Filter").bounding_box(), first.bounding_box()
    tool(page, "Filter").click()
    expect(panel).to_be_visible()
    assert tool(page, "Filter").bounding_box() == before
    filters = panel.bounding_box()
    assert filters
    assert before
    assert filters["y"] - before["y"] - before["height"] < 12, "nothing empty is between the button and its filters"
    tool(page, "Filter").click()
    expect(panel).to_be_hidden()
    assert (tool(page, "Filter").bounding_box(), first.bounding_box()) == (before, place)
    assert page.evaluate("window.shifts") == []
