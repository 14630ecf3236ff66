"""What the search page shows for each kind of answer. The engine is a fake, so that each answer can be stated."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

pytestmark = pytest.mark.browser

FAKE = (Path(__file__).parent / "fake_engine.js").read_text(encoding="utf-8")
INPUT, STATUS, RESULTS, NOTES = (f"[data-search-{part}]" for part in ("input", "status", "results", "notes"))
#: An answer that highlights one word.
ROBOT = "marks: { words: new Set(['robot']), names: new Set(), phrases: [] }"
CARDS = [
    {
        "key": f"k{number}",
        "title": f"Robot Study {number}",
        "date": "2025-07-31",
        "authors": [f"Author {place}" for place in range(11)] + ["Zoë Last"] if number == 0 else ["Ada Lovelace"],
        "abstract": f"{'Before it. ' * 40}A robot falls. {'After it. ' * 40}" if number == 0 else "Robots walk.",
    }
    for number in range(60)
]


@pytest.fixture(scope="session")
def address(instant_address: str) -> str:
    """A site whose search page loads modules one by one, so that a test can replace one."""
    return instant_address


def serve(page: Page, answer: str, *, cards: list[dict[str, Any]] = CARDS, authors: tuple[str, ...] = ()) -> None:
    """Use the fake engine; ``answer`` is a JavaScript function of a query and options."""
    page.route(
        "**/search-engine.js", lambda route: route.fulfill(body=FAKE, content_type="text/javascript; charset=utf-8")
    )
    people = [{"name": name, "papers": 2} for name in authors]
    page.add_init_script(
        f"window.fakeCards = {json.dumps(cards)}\nwindow.fakeAuthors = {json.dumps(people)}"
        f"\nwindow.fakeSearch = {answer}"
    )


def results(**groups: int) -> str:
    """The results of an answer in JavaScript, group after group."""
    made = [kind for kind, count in groups.items() for _ in range(count)]
    listed = [{"row": row, "group": kind} for row, kind in enumerate(made)]
    counts = [{"kind": kind, "count": count} for kind, count in groups.items() if count]
    return f"results: {json.dumps(listed)}, groups: {json.dumps(counts)}"


def search(page: Page, address: str, query: str) -> None:
    page.goto(f"{address}/search/?q={query}")
    expect(page.locator(RESULTS)).to_have_attribute("data-query", query.replace("+", " ").split("&")[0])


def shown_keys(page: Page) -> list[str]:
    return list(page.locator(f"{RESULTS} [data-key]").evaluate_all("cards => cards.map(card => card.dataset.key)"))


def test_one_group_has_no_visible_heading(page: Page, address: str) -> None:
    serve(page, f"() => ({{ {results(all=2)} }})")
    search(page, address, "robot")
    expect(page.locator(STATUS)).to_have_text("2 papers")
    expect(page.get_by_role("heading", name="Results")).to_have_css("width", "1px")
    expect(page.get_by_role("list", name="Results").get_by_role("listitem")).to_have_count(2)


def test_groups_are_labelled_and_counted(page: Page, address: str) -> None:
    serve(page, f"() => ({{ {results(all=1, meaning=2, most=3)} }})")
    search(page, address, "robot+facts")
    expect(page.locator(STATUS)).to_have_text("1 paper")
    expect(page.locator(f"{RESULTS} h2")).to_have_text(
        ["All words 1 paper", "Related by meaning", "Some of the words 3 papers"]
    )
    assert shown_keys(page) == [f"k{number}" for number in range(6)]


def test_a_query_that_no_paper_has_all_words_of_says_so(page: Page, address: str) -> None:
    serve(page, f"() => ({{ {results(most=3)}, unknown: ['zzz'] }})")
    search(page, address, "robot+zzz")
    expect(page.locator(STATUS)).to_have_text("3 papers with some of the words")
    expect(page.locator(f"{NOTES} p")).to_have_text(["No paper has “zzz”.", "No paper has all of these words."])
    expect(page.locator(f"{RESULTS} h2")).to_have_text("Some of the words 3 papers")


def test_papers_that_are_only_related_are_not_counted_as_matches(page: Page, address: str) -> None:
    serve(page, f"() => ({{ {results(meaning=3)} }})")
    search(page, address, "robot")
    expect(page.locator(STATUS)).to_have_text("Related papers")
    expect(page.locator(NOTES)).to_have_text(
        "No paper has all of these words. "
        "The first papers are those closest to your query in meaning; they may use other words."
    )
    assert shown_keys(page) == ["k0", "k1", "k2"]


def test_nothing_is_claimed_where_no_paper_is_related(page: Page, address: str) -> None:
    serve(page, f"() => ({{ {results(most=2)}, nothingClose: true }})")
    search(page, address, "pizza+in+rome")
    expect(page.locator(NOTES)).to_have_text(
        "No paper has all of these words. None is related by meaning either; these only share some of the words."
    )
    expect(page.locator(f"{RESULTS} h2")).to_have_text("Some of the words 2 papers")


def test_a_corrected_query_can_be_taken_back(page: Page, address: str) -> None:
    serve(
        page,
        f"""(query) => query.terms[0].typed === "robto"
          ? {{ {results(all=2)}, shown: "robot", instead: '"robto"' }} : {{ results: [] }}""",
    )
    search(page, address, "robto")
    expect(page.locator(NOTES)).to_have_text("Showing results for robot. Search instead for robto.")
    page.get_by_role("link", name="robto").click()
    expect(page.locator(INPUT)).to_have_value('"robto"')
    expect(page.locator(STATUS)).to_have_text("No results")
    page.go_back()
    expect(page.locator(STATUS)).to_have_text("2 papers")


def test_a_filter_that_cannot_be_read_is_explained(page: Page, address: str) -> None:
    serve(page, f"() => ({{ {results(all=2)} }})")
    search(page, address, "robot+year:20x5")
    expect(page.locator(NOTES)).to_have_text("year:20x5 was ignored: write a year like year:2025.")


@pytest.mark.parametrize("query", ["year:20x5", "year:"])
def test_a_filter_alone_that_cannot_be_read_is_explained_once_it_is_typed(page: Page, address: str, query: str) -> None:
    serve(page, "() => ({ results: [] })")
    page.goto(f"{address}/search/")
    page.locator(INPUT).press_sequentially(query)
    expect(page.locator(RESULTS)).to_have_attribute("data-query", query)
    expect(page.locator(NOTES)).to_be_empty()
    page.locator(INPUT).press("Enter")
    expect(page.locator(NOTES)).to_have_text(f"{query} was ignored: write a year like year:2025.")
    expect(page.locator(STATUS)).to_have_text("60 papers to search")


def test_a_topic_that_does_not_exist_is_explained_with_similar_ones(page: Page, address: str) -> None:
    unknown = "{ kind: 'topic', value: 'robtics', near: ['robotics'] }"
    serve(
        page, f"(query) => ({{ results: [], unknownValues: query.filters[1].value === 'robtics' ? [{unknown}] : [] }})"
    )
    search(page, address, "topic:vision+topic:Robtics")
    expect(page.locator(NOTES)).to_have_text("No topic is called “robtics”. Similar: robotics.")
    page.get_by_role("link", name="robotics").click()
    expect(page.locator(INPUT)).to_have_value("topic:vision topic:robotics")


def test_missing_papers_related_by_meaning_are_said(page: Page, address: str) -> None:
    serve(page, f"() => ({{ {results(most=2)}, meaningFailed: true }})")
    search(page, address, "robot+facts")
    expect(page.locator(NOTES)).to_contain_text("Papers related by meaning are not available at the moment.")
    assert shown_keys(page) == ["k0", "k1"]


def test_a_site_that_was_published_again_is_searched_without_asking(page: Page, address: str) -> None:
    serve(
        page,
        f"""async () => {{
          const {{ IndexChanged }} = await import("{address}/assets/javascripts/search-files.js")
          window.searches = (window.searches ?? 0) + 1
          if (window.searches === 1) throw new IndexChanged("the site was updated")
          return {{ {results(all=2)} }}
        }}""",
    )
    search(page, address, "robot")
    expect(page.locator(STATUS)).to_have_text("2 papers")
    assert page.evaluate("window.searches") == 2


def test_papers_related_by_meaning_come_first_when_asked_for(page: Page, address: str) -> None:
    serve(
        page,
        f"""(_, {{ meaning }}) => meaning === true
          ? {{ {results(all=30, meaning=2)} }} : {{ {results(all=30)}, canUseMeaning: true }}""",
    )
    search(page, address, "robot")
    page.get_by_role("button", name="Show papers related by meaning").click()
    expect(page.locator(f"{RESULTS} h2").first).to_have_text("Related by meaning")
    assert shown_keys(page)[:3] == ["k30", "k31", "k0"]
    expect(page).to_have_url(f"{address}/search/?q=robot&meaning=1")
    page.reload()
    expect(page.locator(f"{RESULTS} h2").first).to_have_text("Related by meaning")
    page.locator(INPUT).fill("other")
    expect(page).to_have_url(f"{address}/search/?q=other")


def test_ten_results_and_more_by_scrolling(page: Page, address: str) -> None:
    serve(page, f"() => ({{ {results(all=50)} }})")
    search(page, address, "robot")
    expect(page.locator(f"{RESULTS} [data-key]")).to_have_count(10)
    page.mouse.wheel(0, 100_000)
    expect(page.locator(f"{RESULTS} [data-key]")).to_have_count(30)
    page.mouse.wheel(0, 100_000)
    expect(page.locator(f"{RESULTS} [data-key]")).to_have_count(50)
    expect(page.locator("[data-search-more]")).to_have_count(0)
    assert shown_keys(page) == [f"k{number}" for number in range(50)]


def test_the_button_for_more_moves_the_focus_to_the_first_new_result(page: Page, address: str) -> None:
    serve(page, f"() => ({{ {results(all=50)} }})")
    search(page, address, "robot")
    page.locator("[data-search-more]").focus()
    page.keyboard.press("Enter")
    expect(page.locator("[data-key=k10] .dg-title a")).to_be_focused()


def test_arrows_go_through_the_results(page: Page, address: str) -> None:
    serve(page, f"() => ({{ {results(all=25)} }})")
    search(page, address, "robot")
    page.locator(INPUT).focus()
    page.keyboard.press("ArrowDown")
    expect(page.locator("[data-key=k0] .dg-title a")).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(page.locator("[data-key=k1] .dg-title a")).to_be_focused()
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowUp")
    expect(page.locator(INPUT)).to_be_focused()
    for _ in range(11):
        page.keyboard.press("ArrowDown")
    expect(page.locator("[data-key=k10] .dg-title a")).to_be_focused()


def test_the_matching_author_is_visible_among_many(page: Page, address: str) -> None:
    serve(page, f"() => ({{ {results(all=1)}, marks: {{ words: new Set(), names: new Set(['7']), phrases: [] }} }})")
    search(page, address, "author:7")
    authors = page.locator("[data-key=k0] .dg-authors summary")
    expect(authors).to_have_text("Author 0, Author 1, Author 2 … Author 7 … Zoë Last all 12 authors")
    expect(authors.locator("mark")).to_have_text("7")


def test_an_abstract_begins_at_its_first_match_and_opens_whole(page: Page, address: str) -> None:
    serve(page, f"() => ({{ {results(all=1)}, {ROBOT} }})")
    search(page, address, "robot")
    card = page.locator("[data-key=k0]")
    expect(card.locator(".dg-excerpt mark")).to_be_visible()
    card.get_by_text("abstract", exact=True).click()
    expect(card.locator(".dg-abstract p")).to_contain_text("Before it. A robot falls. After it.")
    expect(card.locator(".dg-excerpt")).not_to_be_visible()


def test_formulas_and_money_are_drawn_as_on_the_pages(page: Page, address: str) -> None:
    title = "$O(n^2)$ for $5"
    square = "<msup><mi>n</mi><mn>2</mn></msup>"
    mathml = f"<math display='inline' onclick='alert(1)'><mi>O</mi><mo>(</mo>{square}<mo>)</mo></math>"
    broken = "<math><script>alert(1)</script></math>"
    card = {
        **CARDS[1],
        "title": title,
        "abstract": "Of $\\bad$.",
        "parts": {"title": [[mathml, "$O(n^2)$"], " for $5"], "abstract": ["Of ", [broken, "$\\bad$"], "."]},
    }
    serve(page, f"() => ({{ {results(all=1)} }})", cards=[card])
    search(page, address, "robot")
    drawn = page.locator(f"{RESULTS} .dg-title a")
    assert drawn.locator("math").evaluate("math => [math.namespaceURI, math.getAttributeNames().join()]") == [
        "http://www.w3.org/1998/Math/MathML",
        "display",
    ]
    expect(drawn).to_have_text("O(n2) for $5")
    expect(page.locator(f"{RESULTS} .dg-excerpt code")).to_have_text("$\\bad$")
    assert page.locator(f"{RESULTS} script").count() == 0


def test_counts_of_filters_are_never_broken(page: Page, address: str) -> None:
    long = "a-very-long-name-of-a-topic-that-fills-the-whole-line-and-more"
    serve(page, f"() => ({{ {results(all=2)}, facets: {{ topic: [['{long}', 123456]], year: [['2025', 162]] }} }})")
    search(page, address, "robot")
    heights = page.locator("[data-search-facets] .dg-count").evaluate_all("counts => counts.map(c => c.offsetHeight)")
    assert len(set(heights)) == 1
    expect(page.locator("[data-facet=topic] .dg-count")).to_have_text("123,456")


def test_authors_are_offered_while_a_name_is_typed(page: Page, address: str) -> None:
    serve(page, f"() => ({{ {results(all=2)} }})", authors=("Lovelace", "Ada Example"))
    page.goto(f"{address}/search/")
    page.locator(INPUT).press_sequentially("ad")
    expect(page.locator("[data-search-people]")).to_have_text("Authors: Lovelace (2), Ada Example (2)")
    page.get_by_role("link", name="Ada Example").click()
    expect(page.locator(INPUT)).to_have_value('author:"Ada Example"')
    expect(page.locator("[data-search-people]")).to_have_count(0)


def test_the_box_in_the_header_offers_authors_and_papers(page: Page, address: str) -> None:
    serve(page, f"() => ({{ {results(all=2)} }})", authors=("Lovelace",))
    page.goto(f"{address}/about/")
    page.keyboard.press("/")
    page.keyboard.type("ad")
    options = page.locator("[data-search-dialog] [role=option]")
    expect(options).to_have_count(3)
    expect(options.first).to_have_text("LovelaceName of authors of 2 papers")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page).to_have_url(f"{address}/search/?q=author%3ALovelace")


@pytest.mark.parametrize("width", [1280, 390])
def test_count_order_and_export_share_a_line(browser: Browser, address: str, width: int) -> None:
    context = browser.new_context(viewport={"width": width, "height": 800})
    page = context.new_page()
    serve(page, f"() => ({{ {results(all=50)}, found: 123456 }})")
    search(page, address, "robot")
    parts = [page.locator(STATUS), page.locator("#search-sort"), page.get_by_text("Export", exact=True)]
    if width < 400:
        parts = parts[1:]  # a phone has the count on a line of its own, with Compact
    middles = [box["y"] + box["height"] / 2 for part in parts if (box := part.bounding_box())]
    assert len(middles) == len(parts)
    assert max(middles) - min(middles) < 6
    expect(page.locator(STATUS)).to_have_text("123,456 papers")
    assert page.locator(STATUS).evaluate("status => status.scrollWidth <= status.clientWidth")
    before = page.locator("#search-sort").bounding_box()
    page.get_by_text("Export", exact=True).click()
    expect(page.get_by_role("button", name="Copy")).to_be_visible()
    assert page.locator("#search-sort").bounding_box() == before
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name="Copy")).not_to_be_visible()
    context.close()


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(browser: Browser, address: str, scheme: str, width: int) -> None:
    context = browser.new_context(
        viewport={"width": width, "height": 900},
        color_scheme=scheme,  # type: ignore[arg-type]  # one of the two that it names
        reduced_motion="reduce",
    )
    page = context.new_page()
    serve(
        page,
        f"""() => ({{ {results(all=2, most=3, meaning=2)}, shown: "robot", instead: '"robto"', unknown: ["zzz"],
          facets: {{ topic: [["vision", 2]] }}, {ROBOT} }})""",
    )
    for path in ("robto+zzz+year:x", ""):
        page.goto(f"{address}/search/?q={path}")
        expect(page.locator(STATUS)).to_contain_text("paper")
        if path:
            page.get_by_text("Export", exact=True).click()
        found = Axe().run(page).response["violations"]
        assert [(fault["id"], [node["target"] for node in fault["nodes"]]) for fault in found] == []
    context.close()
