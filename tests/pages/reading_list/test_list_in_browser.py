"""Readers keep a list: notes and tags, search and groups, files and links, undo, at two widths."""

from __future__ import annotations

import json

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import BrowserContext, expect

from tests.pages.reading_list.lists import DAY, import_papers, keys_only, with_two_papers

pytestmark = pytest.mark.browser


def test_a_list_has_notes_and_tags_and_is_searched_and_grouped(context: BrowserContext, home: str) -> None:
    page, errors = with_two_papers(context, home)
    rows = page.locator(".dg-rows > li")
    title = rows.first.locator("> a").inner_text()
    rows.first.get_by_text("Note and tags").click()
    rows.first.get_by_label("Note", exact=True).fill("for the seminar")
    rows.first.get_by_label("Tags, with commas").fill("autumn, robots")
    page.get_by_label("Search the list").focus()
    expect(page.get_by_text("The note and tags are stored.")).to_be_visible()
    page.reload()
    page.get_by_label("Search the list").fill("SEMINAR autumn")
    expect(rows).to_have_count(1)
    expect(page.get_by_text("1 of 2 papers")).to_be_visible()
    page.get_by_label("Search the list").fill("")
    page.get_by_label("Group by").select_option("Tag")
    expect(page.locator(".dg-list > div > h2")).to_have_text(["autumn", "robots", "No tag"])
    expect(rows.first).to_contain_text(title)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    found = Axe().run(page)
    assert [(rule["id"], rule["nodes"][0]["html"]) for rule in found.response["violations"]] == []
    assert errors == []


@pytest.mark.parametrize("context", [1280], indirect=True)
def test_a_note_survives_another_tab_and_a_tab_that_is_closed(context: BrowserContext, home: str) -> None:
    page, errors = with_two_papers(context, home)
    row = page.locator(".dg-rows > li").first
    row.get_by_text("Note and tags").click()
    note = row.get_by_label("Note", exact=True)
    note.press_sequentially("for the")
    other = context.new_page()
    other.goto(home + DAY)
    other.get_by_role("button", name="Mark as read", exact=True).first.click()
    expect(page.get_by_text("The note and tags are stored.")).to_be_visible()
    page.keyboard.type(" hidden seminar")
    expect(note).to_have_value("for the hidden seminar")
    expect(note).to_be_focused()
    page.reload()  # at once, with the focus in the field
    expect(page.locator(".dg-rows > li").first).to_contain_text("for the hidden seminar")
    expect(page.locator(".dg-rows > li")).to_have_count(2)
    assert errors == []


@pytest.mark.parametrize("context", [1280], indirect=True)
def test_open_notes_the_focus_and_a_press_survive_another_tab(context: BrowserContext, home: str) -> None:
    page, errors = with_two_papers(context, home)
    first, second = page.locator(".dg-rows > li").nth(0), page.locator(".dg-rows > li").nth(1)
    first.get_by_text("Note and tags").click()
    expect(first.get_by_label("Note", exact=True)).to_be_visible()
    marked = page.locator(".dg-rows [data-mark=read][aria-pressed=true]")
    other = context.new_page()
    other.goto(home + DAY)
    for number in (0, 1):
        read = other.get_by_role("button", name="Mark as read", exact=True).nth(number)
        read.click()
        expect(marked).to_have_count(number + 1)
        expect(first.get_by_label("Note", exact=True)).to_be_visible()
    expect(first.locator("summary")).to_be_focused()
    first.get_by_label("Note", exact=True).fill("unfinished")
    read.click()
    expect(read).to_have_attribute("aria-pressed", "false")
    second.get_by_text("Note and tags").click()
    for row in (first, second):
        expect(row.get_by_label("Note", exact=True)).to_be_visible()
    expect(marked).to_have_count(1)
    expect(first.get_by_label("Note", exact=True)).to_have_value("unfinished")
    assert errors == []


@pytest.mark.parametrize("context", [1280], indirect=True)
def test_notes_and_tags_go_into_every_format(context: BrowserContext, home: str) -> None:
    page, errors = with_two_papers(context, home)
    row = page.locator(".dg-rows > li").first
    row.get_by_text("Note and tags").click()
    row.get_by_label("Note", exact=True).fill("50% for Bo")
    row.get_by_label("Tags, with commas").fill("autumn")
    page.get_by_label("Search the list").focus()
    expected = {
        "BibTeX": ("annote", r"50\% for Bo", "autumn"),
        "RIS": ("N1  - 50% for Bo", "KW  - autumn"),
        "CSL-JSON": ("50% for Bo", "autumn"),
        "CSV": ('"note","tags"', '"50% for Bo","autumn"'),
        "Markdown": ("  50% for Bo\n", "  autumn\n"),
    }
    for name, texts in expected.items():
        page.get_by_label("Format of the export").select_option(name)
        page.get_by_role("button", name="Copy", exact=True).click()
        expect(page.get_by_text(f"Copied 2 papers as {name}.")).to_be_visible()
        copied = page.evaluate("navigator.clipboard.readText()")
        assert [text for text in texts if text not in copied] == []
    assert errors == []


def test_papers_come_back_after_being_removed(context: BrowserContext, home: str) -> None:
    page, errors = with_two_papers(context, home)
    rows = page.locator(".dg-rows > li")
    rows.first.get_by_role("button", name="Bookmark", exact=True).click()
    expect(rows).to_have_count(1)
    expect(rows.first.locator("> a")).to_be_focused()  # the focus stays in the list
    page.get_by_role("button", name="Undo").click()
    expect(rows).to_have_count(2)
    search = page.get_by_role("searchbox", name="Search the list")
    page.get_by_role("button", name="Clear all").click()
    expect(rows).to_have_count(0)
    expect(page.get_by_text("No papers yet. Press Bookmark at a paper to keep it here.")).to_be_visible()
    expect(search).to_be_hidden()
    page.get_by_role("button", name="Undo").click()
    expect(rows).to_have_count(2)
    expect(search).to_be_visible()
    assert errors == []


def test_a_long_list_is_drawn_in_steps_and_searched_as_a_whole(context: BrowserContext, home: str) -> None:
    page, errors = with_two_papers(context, home)
    import_papers(page, keys_only(230))
    rows = page.locator(".dg-rows > li")
    expect(page.get_by_text("Added 230 papers.")).to_be_visible(timeout=60_000)
    expect(rows).to_have_count(100)
    page.get_by_role("button", name="Show 100 more").click()
    expect(rows).to_have_count(200)
    expect(rows.nth(100).locator("> a")).to_be_focused()
    page.get_by_role("button", name="Show 32 more").click()
    expect(rows).to_have_count(232)
    page.get_by_label("Search the list").fill("Paper 217")
    expect(rows).to_have_count(1)
    page.get_by_label("Search the list").fill("")
    expect(rows).to_have_count(100)
    assert errors == []


def test_more_papers_are_added_to_those_that_are_drawn(context: BrowserContext, home: str) -> None:
    page, errors = with_two_papers(context, home)
    import_papers(page, keys_only(230))
    expect(page.get_by_text("Added 230 papers.")).to_be_visible(timeout=60_000)
    rows = page.locator(".dg-rows > li")
    rows.first.get_by_text("Note and tags").click()
    note = rows.first.get_by_label("Note", exact=True)
    note.fill("for the seminar")
    rows.nth(1).get_by_text("Note and tags").click()
    page.get_by_role("button", name="Show 100 more").click()
    expect(rows).to_have_count(200)
    expect(note).to_be_visible()
    expect(note).to_have_value("for the seminar")
    expect(rows.nth(1).get_by_label("Note", exact=True)).to_be_visible()
    page.get_by_role("button", name="Show 32 more").click()
    expect(rows).to_have_count(232)
    headings = page.locator(".dg-list > div > h2").all_inner_texts()
    assert len(headings) == len(set(headings))  # a group that goes on has one heading
    keys = rows.locator("> a").evaluate_all("links => links.map((link) => link.href)")
    assert len(set(keys)) == 232
    assert errors == []


SHIFTS = """window.shifts = []
new PerformanceObserver(list => window.shifts.push(...list.getEntries().filter(entry => !entry.hadRecentInput)
  .map(({value, sources}) => [value, ...sources.map(({node}) => node?.className ?? node?.nodeName)])))
  .observe({type: "layout-shift", buffered: true})"""


@pytest.mark.parametrize("papers", [0, 1, 230])
def test_settings_follow_the_list_and_nothing_moves(context: BrowserContext, home: str, papers: int) -> None:
    page = context.new_page()
    if papers:
        page.goto(f"{home}/reading-list/")
        import_papers(page, keys_only(papers))
        expect(page.get_by_text(f"Added {papers} paper")).to_be_visible(timeout=60_000)
    page.add_init_script(SHIFTS)
    page.goto(f"{home}/reading-list/")
    expect(page.locator(".dg-settings")).to_be_visible()
    expect(page.locator(".dg-rows > li")).to_have_count(min(papers, 100))
    end = "document.querySelector('.dg-list').lastElementChild.previousElementSibling.getBoundingClientRect().bottom"
    gap = page.evaluate(f"document.querySelector('.dg-settings h2').getBoundingClientRect().top - {end}")
    assert 0 < gap < 100
    assert page.evaluate("document.querySelector('.dg-footer').getBoundingClientRect().top >= innerHeight")
    assert page.evaluate("window.shifts") == []


def test_titles_in_other_scripts_say_their_language(context: BrowserContext, home: str) -> None:
    bookmarks = {"one": {"title": "基于大语言模型的研究"}, "two": {"title": "A Robot Arm"}}
    marks = {"version": 2, "bookmarks": bookmarks, "read": [], "hidden": []}
    page = context.new_page()
    page.add_init_script(f"localStorage.setItem('digestif.reader/', {json.dumps(json.dumps(marks))})")
    page.goto(f"{home}/reading-list/")
    rows = page.locator("[data-reading-list] .dg-rows > li > a")
    expect(rows.filter(has_text="研究")).to_have_attribute("lang", "zh")
    assert rows.filter(has_text="Robot").get_attribute("lang") is None
