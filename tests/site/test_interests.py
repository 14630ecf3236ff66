"""Readers highlight and hide words, authors and topics, and see what is for them, at two widths."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.polling import wait_until
from tests.site.conftest import Built

pytestmark = pytest.mark.browser

#: Adds up how far a page moves without the reader, as browsers do (https://web.dev/articles/cls).
SHIFTS = """
window.shifts = []
new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) {
    const inHeader = entry.sources.every(({node}) => node?.closest?.("header"))
    if (!entry.hadRecentInput && !inHeader) window.shifts.push(entry.value)
  }
}).observe({type: "layout-shift", buffered: true})
"""
RETURNING = """localStorage.setItem("digestif.visits/", JSON.stringify(
  {version: 1, since: Date.now() - 1e8, last: Date.now(), checked: Date.now(), papers: {}, others: 0}
))"""


@dataclass(kw_only=True)
class Reader:
    """A reader's browser at one width, with what must not happen in it."""

    home: str
    context: BrowserContext
    now: str
    errors: list[str] = field(default_factory=list)
    foreign: list[str] = field(default_factory=list)

    def open(self, address: str) -> Page:
        page = self.context.new_page()
        page.clock.set_fixed_time(self.now)
        page.on("console", lambda message: self.errors.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.on("request", lambda request: self._note(request.url))
        page.goto(f"{self.home}{address}")
        page.wait_for_load_state("networkidle")
        return page

    def _note(self, url: str) -> None:
        if not url.startswith((self.home, "data:", "blob:")):
            self.foreign.append(url)

    def add(self, kind: str, name: str, action: str) -> None:
        """Add an interest in the settings."""
        page = self.open("/reading-list/")
        page.get_by_label("Kind").select_option(kind)
        if kind == "Topic":
            page.get_by_label("Topic", exact=True).select_option(name)
        else:
            page.get_by_label("Word, phrase or name").fill(name)
        page.get_by_role("button", name=action, exact=True).click()
        expect(page.locator(".dg-interest-list li")).to_have_count(1)
        page.close()


@pytest.fixture(params=[1280, 390])
def reader(
    request: pytest.FixtureRequest, built: Built, browser: Browser, serve_folder: Callable[[Path], str]
) -> Iterator[Reader]:
    context = browser.new_context(viewport={"width": request.param, "height": 900})
    context.add_init_script(SHIFTS)
    made = Reader(home=serve_folder(built.site), context=context, now=f"{built.catalog.latest}T12:00:00Z")
    yield made
    context.close()
    assert (made.errors, made.foreign) == ([], [])


def highlighted(page: Page) -> list[str]:
    found: list[str] = page.evaluate(
        "[...CSS.highlights.get('digestif-interests') ?? []].map(range => range.toString())"
    )
    return found


def test_highlighted_words_are_marked_in_all_their_forms_and_nowhere_else(reader: Reader) -> None:
    reader.add("Word or phrase", "agents", "Highlight")
    page = reader.open("/")
    wait_until(page, "CSS.highlights.get('digestif-interests')?.size > 5")
    assert {word.lower() for word in highlighted(page)} <= {"agent", "agents", "agent's"}
    card = page.locator(".dg-card", has_text="agent").first
    expect(card.locator(".dg-interest")).to_have_text("Highlighted: “agents”")
    assert page.locator("mark").count() == 0, "the text stays as it is"
    assert sum(page.evaluate("window.shifts")) == 0
    found = Axe().run(page).response["violations"]
    assert [(rule["id"], rule["nodes"][0]["html"]) for rule in found] == []


def test_hidden_words_leave_a_digest_before_it_is_drawn_and_come_back_with_one_press(reader: Reader) -> None:
    reader.add("Word or phrase", "video", "Hide")
    page = reader.open("/")
    cards = page.locator(".dg-card[data-unwanted]")
    count = cards.count()
    assert 0 < count < page.locator(".dg-card").count()
    assert sum(page.evaluate("window.shifts")) == 0
    control = page.get_by_role("button", name=f"Hidden: {count} by “video” — Show")
    expect(cards.first).to_be_hidden()
    control.click()
    expect(cards.first).to_be_visible()
    expect(cards.first).to_contain_text(re.compile("video", re.IGNORECASE))
    page.get_by_role("button", name="Hide again").click()
    expect(cards.first).to_be_hidden()


def test_the_rule_before_the_first_paint_hides_what_the_exact_rule_hides(reader: Reader) -> None:
    for word in ("preference optimization", "Videos", "benchmark"):
        reader.add("Word or phrase", word, "Hide")
        reader.context.add_init_script(
            "document.addEventListener('DOMContentLoaded', () => {"
            " window.early = [...document.querySelectorAll('[data-unwanted]')].map(card => card.id) })"
        )
        page = reader.open("/")
        page.wait_for_selector(".dg-unwanted-count", state="attached")
        wait_until(
            page,
            "() => { const late = [...document.querySelectorAll('[data-unwanted]')].map(card => card.id).join()"
            " ; return late && window.early.join() === late }",
        )
        page.evaluate("localStorage.clear()")
        page.close()


def test_a_hidden_topic_and_author_leave_lists_but_not_their_own_pages(reader: Reader, built: Built) -> None:
    topic = Counter(entry.topics[0].topic for entry in built.catalog.entries if entry.topics).most_common(1)[0][0]
    page = reader.open(f"/topics/{topic}/")
    page.get_by_role("button", name="Hide papers").click()
    expect(page.get_by_role("button", name="Hide papers")).to_have_attribute("aria-pressed", "true")
    expect(page.locator("[data-unwanted]")).to_have_count(0)
    assert sum(page.evaluate("window.shifts")) == 0
    other = reader.open("/")
    expect(other.locator("[data-unwanted]").first).to_be_hidden()
    name = built.catalog.topic(topic).name
    expect(other.get_by_role("button", name=f"by topic {name} — Show")).to_be_visible()
    page.get_by_role("button", name="Highlight").click()
    expect(other.locator("[data-unwanted]")).to_have_count(0)
    expect(other.locator(".dg-interest").first).to_have_text(f"Highlighted: topic {name}")


def test_search_shows_hidden_papers_all_the_same(reader: Reader) -> None:
    reader.add("Word or phrase", "video", "Hide")
    page = reader.open("/search/?q=video")
    expect(page.locator("[data-search-results] a").first).to_be_visible()
    expect(page.locator("[data-unwanted]")).to_have_count(0)


def test_settings_add_and_remove_with_the_keyboard_and_in_every_tab(reader: Reader) -> None:
    page, other = reader.open("/reading-list/"), reader.open("/reading-list/")
    page.get_by_label("Word, phrase or name").fill("reward model")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Highlighted")).to_be_visible()
    remove = other.get_by_role("button", name="Remove reward model")
    expect(remove).to_be_visible()
    found = Axe().run(other).response["violations"]
    assert [(rule["id"], rule["nodes"][0]["html"]) for rule in found] == []
    remove.press("Enter")
    expect(page.locator(".dg-interest-list li")).to_have_count(0)
    wait_until(other, "document.activeElement.matches('.dg-interests input')")  # the focus stays in the settings
    assert other.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_the_front_page_shows_what_is_for_the_reader_once_enough_is_marked(reader: Reader, built: Built) -> None:
    topic = Counter(entry.topics[0].topic for entry in built.catalog.entries if entry.topics).most_common(1)[0][0]
    older = [e for e in built.catalog.entries if e.paper.date != built.catalog.latest and e.topics]
    liked = [entry for entry in older if entry.topics[0].topic == topic][:8]
    page = reader.open("/")
    expect(page.locator(".dg-for-you")).to_be_hidden()
    bookmarks = {
        entry.key: {
            "title": entry.paper.title,
            "added": "2025-01-01",
            "topics": [topic],
            "authors": "",
            "date": "2025-01-01",
        }
        for entry in liked
    }
    marks = json.dumps({"version": 1, "bookmarks": bookmarks})
    page.evaluate("marks => localStorage.setItem('digestif.reader/', marks)", marks)
    page.evaluate(RETURNING)
    page.close()
    page = reader.open("/")
    expect(page.locator(".dg-since")).to_be_visible()  # the line of new papers takes no room from For you
    rows = page.locator(".dg-for-you li")
    expect(rows).to_have_count(3)
    assert sum(page.evaluate("window.shifts")) == 0
    expect(rows).to_contain_text(["Because of "] * 3)
    assert page.locator(".dg-for-you").evaluate("line => line.scrollHeight <= line.clientHeight"), "nothing is cut"
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    found = Axe().run(page).response["violations"]
    assert [(rule["id"], rule["nodes"][0]["html"]) for rule in found] == []
    page.locator(".dg-for-you").get_by_role("link", name="Interests").click()
    expect(page.get_by_label("Word, phrase or name")).to_be_focused()


def bookmark(page: Page, keys: list[str]) -> None:
    """Store bookmarks; a new page shows them."""
    papers = {
        key: {"title": f"Paper {key}", "added": "2025-01-01", "topics": [], "authors": "", "date": ""} for key in keys
    }
    text = json.dumps({"version": 1, "bookmarks": papers})
    page.evaluate("text => localStorage.setItem('digestif.reader/', text)", text)


def test_for_you_says_why_it_has_no_papers(reader: Reader, built: Built) -> None:
    assert built.catalog.latest
    today = [entry.key for entry in built.catalog.by_day[built.catalog.latest]]
    page = reader.open("/reading-list/")
    bookmark(page, [f"2401.9999{number}" for number in range(6)])
    line = reader.open("/").locator(".dg-for-you")
    expect(line).to_contain_text("“For you” needs 5 more bookmarks", use_inner_text=True)
    bookmark(page, today)
    line = reader.open("/").locator(".dg-for-you")
    expect(line).to_contain_text("You have bookmarked, read or hidden all papers of this digest.")
    bookmark(page, today[:6])
    reader.context.route("**/search-index/**", lambda route: route.abort())
    line = reader.open("/").locator(".dg-for-you")
    expect(line).to_contain_text("“For you” could not be loaded: check your connection.")
    reader.errors.clear()  # Chromium reports the requests that failed


def test_adding_an_interest_says_how_many_papers_have_it(reader: Reader, built: Built) -> None:
    page = reader.open("/reading-list/#interests")
    field, status = page.get_by_label("Word, phrase or name"), page.locator(".dg-interests [role=status]")
    expect(field).to_be_focused()
    highlight = page.get_by_role("button", name="Highlight", exact=True)
    field.fill("video")
    highlight.click()
    expect(status).to_have_text(re.compile(r"^“video” is highlighted in \d+ papers of this site\.$"))
    field.fill("qqxyzzy")
    highlight.click()
    expect(status).to_have_text("No paper of this site has “qqxyzzy” yet.")
    field.fill("vide")  # the beginning of a word is none
    highlight.click()
    expect(status).to_have_text("No paper of this site has “vide” yet.")
    page.get_by_label("Kind").select_option("Author")
    field.fill("Nobody Atall")
    highlight.click()
    expect(status).to_contain_text("No paper of this site has the author “Nobody Atall”. Check the spelling")
    name = next(author.name for entry in built.catalog.entries for author in entry.paper.authors)
    field.fill(name)
    page.get_by_role("button", name="Hide", exact=True).click()
    expect(status).to_have_text(re.compile(rf"^Papers by {re.escape(name)} are hidden: \d+ papers? of this site\.$"))


def test_what_is_no_word_is_refused_with_a_reason(reader: Reader) -> None:
    page = reader.open("/reading-list/#interests")
    field, status = page.get_by_label("Word, phrase or name"), page.locator(".dg-interests [role=status]")
    for name, reason in {
        "<b>": "Nothing was added: the sign < is no part of a word. Leave it out.",
        "…": "Nothing was added: “…” has no letter or digit.",
        "“agents”": "Nothing was added: the sign “ is no part of a word. Leave it out.",
    }.items():
        field.fill(name)
        page.get_by_role("button", name="Hide", exact=True).click()
        expect(status).to_have_text(reason)
        expect(field).to_have_value(name)
        expect(field).to_be_focused()
    expect(page.locator(".dg-interest-list li")).to_have_count(0)
    for name in ("C++", "U.S.", "AI/ML", "l’état", "日本"):
        field.fill(name)
        page.get_by_role("button", name="Hide", exact=True).click()
        expect(page.get_by_role("button", name=f"Remove {name}")).to_be_visible()


def test_interests_from_elsewhere_do_not_break_a_list(reader: Reader) -> None:
    page = reader.open("/days/2025-07-31/")
    count = page.locator(".dg-card:visible").count()
    names = {"words": ["<b>qqxyzzy", 7, "("], "authors": [{}, "<img src=x>"], "topics": ['"] *', ".", None]}
    for pattern in ("(", "<b>qqxyzzy", 7):
        value = {"version": 1, "highlight": names, "hide": names, "pattern": pattern}
        page.evaluate("text => localStorage.setItem('digestif.interests/', text)", json.dumps(value))
        page.reload()
        page.wait_for_load_state("networkidle")
        expect(page.locator(".dg-card:visible")).to_have_count(count)
        expect(page.locator(".dg-marks").first).to_be_visible()


def test_a_list_that_interests_empty_says_so_above_it(reader: Reader) -> None:
    reader.add("Word or phrase", "a", "Hide")
    page = reader.open("/")
    expect(page.locator(".dg-card:visible")).to_have_count(0)
    note = page.locator(".dg-all-unwanted")
    expect(note).to_contain_text("All papers of this list are hidden by “a”.")
    note.get_by_role("button", name="Show").click()
    expect(page.locator(".dg-card").first).to_be_visible()
    expect(note).to_have_count(0)
