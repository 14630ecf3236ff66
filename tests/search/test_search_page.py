"""The search page: keyboard, address, facets, export, failures, phones, dark pages."""

from __future__ import annotations

import re
from urllib.parse import urlencode

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect

from tests.polling import wait_for

pytestmark = pytest.mark.browser

INPUT, STATUS, RESULTS = "[data-search-input]", "[data-search-status]", "[data-search-results]"


def search(page: Page, address: str, query: str = "", **more: str) -> None:
    parameters = {"q": query, **more} if query else more
    page.goto(f"{address}/search/{'?' if parameters else ''}{urlencode(parameters)}")
    expect(page.locator(STATUS)).to_contain_text(re.compile("paper|No results|failed"))


def keys(page: Page) -> list[str]:
    return list(page.locator(f"{RESULTS} [data-key]").evaluate_all("cards => cards.map(card => card.dataset.key)"))


def test_results_appear_while_typing_and_the_address_keeps_the_query(page: Page, address: str) -> None:
    search(page, address)
    expect(page.locator(STATUS)).to_have_text("30 papers to search")
    page.locator(INPUT).press_sequentially("robot")
    expect(page.locator(STATUS)).to_have_text("2 papers")
    expect(page.locator(RESULTS)).to_have_attribute("data-total", "2")
    expect(page).to_have_url(re.compile(r"/search/\?q=robot$"))
    page.reload()
    expect(page.locator(INPUT)).to_have_value("robot")
    expect(page.locator(STATUS)).to_have_text("2 papers")


@pytest.mark.parametrize("before", ["", "?q=filler"])
def test_a_query_typed_before_the_script_is_loaded_is_answered(page: Page, address: str, before: str) -> None:
    held: list[Route] = []
    page.route("**/core-*.js", lambda route: held.append(route))
    page.goto(f"{address}/search/{before}", wait_until="commit")
    page.locator(INPUT).fill("robot")
    wait_for(page, lambda: held, "the script is requested")
    held[0].continue_()
    expect(page.locator(STATUS)).to_have_text("2 papers")
    expect(page).to_have_url(re.compile(r"/search/\?q=robot$"))


def test_going_back_from_a_paper_shows_the_results_again(page: Page, address: str) -> None:
    search(page, address, "robot")
    page.locator(f"{RESULTS} .dg-title a").first.click()
    expect(page).to_have_url(f"{address}/papers/2507.10001/")
    page.go_back()
    expect(page.locator(INPUT)).to_have_value("robot")
    expect(page.locator(STATUS)).to_have_text("2 papers")


def test_a_result_looks_like_the_cards_of_the_site(page: Page, address: str) -> None:
    search(page, address, "author:munoz robot")
    card = page.locator(f"{RESULTS} article.dg-card").first
    expect(card.locator("h3.dg-title a")).to_have_text("A Walking Robot That Learns to Fall")
    expect(card.locator("h3 mark")).to_have_text("Robot")
    expect(card.locator(".dg-authors mark")).to_have_text("Muñoz")
    expect(card.locator(".dg-badges a")).to_have_attribute("href", f"{address}/topics/robotics/")
    expect(card.locator(".dg-links a").first).to_have_text("31 Jul 2025")
    expect(card.locator(".dg-votes")).to_have_text("12 votes")


def test_show_more_adds_results(page: Page, address: str) -> None:
    search(page, address, "filler")
    expect(page.locator(f"{RESULTS} [data-key]")).to_have_count(10)
    # By key: a click scrolls first, which may load them before it.
    page.get_by_role("button", name="Show 14 more").press("Enter")
    expect(page.locator(f"{RESULTS} [data-key]")).to_have_count(24)
    assert len(set(keys(page))) == 24


def test_results_can_be_ordered(page: Page, address: str) -> None:
    search(page, address, "filler", sort="newest")
    assert keys(page)[:2] == ["filler-23", "filler-22"]
    page.get_by_label("Order").select_option("Most upvoted")
    expect(page).to_have_url(re.compile("sort=upvotes"))
    search(page, address, "-filler", sort="upvotes")
    assert keys(page)[:3] == ["2507.10002", "2507.10001", "2412.10004"]


def test_facets_have_counts_and_narrow_the_results(page: Page, address: str) -> None:
    search(page, address, "-filler")
    topic = page.locator("[data-facet=topic][data-value=language-models]")
    expect(topic).to_have_text("Language models 3")
    expect(page.locator("[data-facet=year]")).to_have_text(["2025 3", "2024 3"])
    expect(page.locator("[data-facet=has]")).to_have_text(["code 2"])
    topic.click()
    expect(page.locator(STATUS)).to_have_text("3 papers")
    expect(page.locator(INPUT)).to_have_value("-filler topic:language-models")
    expect(topic).to_have_attribute("aria-pressed", "true")
    expect(topic).to_be_focused()
    page.locator("[data-facet=year][data-value='2025']").click()
    expect(page.locator(STATUS)).to_contain_text("2 papers")
    page.get_by_role("button", name="Clear filters").click()
    expect(page.locator(INPUT)).to_have_value("-filler")
    page.go_back()
    expect(page.locator(INPUT)).to_have_value("-filler topic:language-models year:2025")


def test_names_of_authors_are_loaded_when_their_facet_is_opened(page: Page, address: str) -> None:
    requested: list[str] = []
    page.on("request", lambda request: requested.append(request.url))
    search(page, address, "-filler")
    assert not any("/authors." in url for url in requested)
    page.locator("[data-facet-closed=author] summary").first.click()
    expect(page.locator("[data-facet=author]").first).to_have_text("Ada Lovelace 2")
    page.locator("[data-facet=author][data-value='José Muñoz']").click()
    expect(page.locator(STATUS)).to_have_text("1 paper")


def test_facets_with_large_columns_are_counted_when_they_are_opened(page: Page, address: str) -> None:
    def close_facets(route: Route) -> None:
        manifest = route.fetch().json()
        assert manifest["closed"] == []
        route.fulfill(json=manifest | {"closed": ["topic", "has", "source"]})

    requested: list[str] = []
    page.on("request", lambda request: requested.append(request.url))
    page.route("**/search-index/manifest.json", close_facets)
    search(page, address, "-filler")
    expect(page.locator("[data-facet=year]")).to_have_text(["2025 3", "2024 3"])
    assert not any("/search-index/topics." in url or "/search-index/links." in url for url in requested)
    page.locator("[data-facet-closed=topic] summary").first.click()
    topic = page.locator("[data-facet=topic][data-value=language-models]")
    expect(topic).to_have_text("Language models 3")
    assert not any("/search-index/links." in url for url in requested)
    topic.click()
    expect(page.locator(STATUS)).to_have_text("3 papers")
    expect(topic).to_be_focused()  # it stays open
    page.locator("[data-facet-closed=has] summary").first.click()
    expect(page.locator("[data-facet=has]")).to_have_text(["code 1"])


def test_a_filter_opens_its_facet_although_its_column_is_large(page: Page, address: str) -> None:
    page.route(
        "**/search-index/manifest.json",
        lambda route: route.fulfill(json=route.fetch().json() | {"closed": ["topic", "has", "source"]}),
    )
    search(page, address, "-filler has:code")
    expect(page.locator(STATUS)).to_have_text("2 papers")
    expect(page.locator("[data-facet=has]")).to_have_attribute("aria-pressed", "true")
    expect(page.locator("[data-facet-closed=topic]")).to_have_count(1)


def test_a_query_without_results_suggests_others(page: Page, address: str) -> None:
    search(page, address, "zzzzqqq robotzzz year:2025")
    expect(page.locator(RESULTS)).to_have_attribute("data-total", "0")
    expect(page.locator(STATUS)).to_have_text("No results")
    page.get_by_role("link", name="search without filters").click()
    expect(page.locator(INPUT)).to_have_value("zzzzqqq robotzzz")
    page.get_by_role("link", name="search without robotzzz").click()
    expect(page.locator(INPUT)).to_have_value("zzzzqqq")


def test_papers_with_most_of_the_words_follow(page: Page, address: str) -> None:
    search(page, address, "robot zzzzqqq")
    expect(page.locator(STATUS)).to_have_text("2 papers with some of the words")
    expect(page.locator(f"{RESULTS} h2")).to_have_text("Some of the words 2 papers")
    expect(page.locator("[data-search-notes]")).to_contain_text("No paper has “zzzzqqq”.")


def test_back_leads_to_the_same_place_in_the_results(page: Page, address: str) -> None:
    search(page, address, "filler")
    expect(page.locator(f"{RESULTS} [data-key]").first).to_be_visible()
    page.evaluate("scrollTo(0, document.documentElement.scrollHeight)")
    expect(page.locator(f"{RESULTS} [data-key]")).to_have_count(24)
    last = page.locator(f"{RESULTS} [data-key] .dg-title a").last
    last.scroll_into_view_if_needed()
    last.click()
    expect(page).to_have_url(re.compile("/papers/"))
    page.go_back()
    expect(page.locator(f"{RESULTS} [data-key]")).to_have_count(24)
    expect(last).to_be_in_viewport()
    search(page, address, "filler")
    assert page.evaluate("scrollY") == 0


def test_the_page_without_a_query_has_examples_topics_and_the_newest_papers(page: Page, address: str) -> None:
    search(page, address)
    start = page.locator("[data-search-start]")
    expect(start.get_by_role("heading")).to_have_text(["Examples", "Topics", "Newest papers"])
    expect(start.get_by_role("link", name="A Walking Robot That Learns to Fall")).to_be_visible()
    for example in start.locator("[data-search-example]").all_inner_texts():
        start.get_by_role("link", name=example, exact=True).click()
        expect(page.locator(INPUT)).to_have_value(example)
        expect(page.locator(RESULTS)).to_have_attribute("data-query", example)
        expect(page.locator(f"{RESULTS} [data-key]").first).to_be_visible()
        expect(start).not_to_be_visible()
        page.go_back()
        expect(start).to_be_visible()


def test_an_invalid_date_is_reported(page: Page, address: str) -> None:
    search(page, address, "robot after:soon")
    expect(page.locator(STATUS)).to_have_text("2 papers")
    expect(page.locator("[data-search-notes]")).to_contain_text(
        "after:soon was ignored: write a date like after:2025-03 or after:2025-03-15."
    )


def test_hostile_titles_are_shown_as_text(page: Page, address: str) -> None:
    search(page, address, "onerror")
    expect(page.locator(f"{RESULTS} .dg-title a")).to_have_text("<img src=x onerror=alert(1)> & Other <b>Titles</b>")
    assert page.locator(f"{RESULTS} img, {RESULTS} script, {RESULTS} b, {RESULTS} i").count() == 0


@pytest.mark.parametrize(
    ("style", "begins", "holds"),
    [
        ("BibTeX", "@misc{lovelace2025walking,", "  eprint        = {2507.10001},"),
        ("RIS", "TY  - UNPB\r\nID  - lovelace2025walking\r\nTI  - A Walking Robot", "AU  - Muñoz, José\r\n"),
        ("CSV", '"key","title","authors"', '"Ada Lovelace; José Muñoz"'),
        ("Markdown", "- [A Walking Robot That Learns to Fall](<", " Ada Lovelace, José Muñoz. 2025-07-31."),
    ],
)
def test_results_are_copied(page: Page, address: str, style: str, begins: str, holds: str) -> None:
    search(page, address, "author:munoz robot")
    page.get_by_text("Export", exact=True).click()
    page.get_by_label("All results as").select_option(style)
    page.get_by_role("button", name="Copy").click()
    expect(page.get_by_text(f"Copied 1 paper as {style}.")).to_be_visible()
    copied = page.evaluate("navigator.clipboard.readText()").replace("\r\n", "\n")
    assert copied.startswith(begins.replace("\r\n", "\n"))
    assert holds.replace("\r\n", "\n") in copied


def test_all_results_are_downloaded(page: Page, address: str) -> None:
    search(page, address, "filler")
    page.get_by_text("Export", exact=True).click()
    page.get_by_label("All results as").select_option("BibTeX")
    with page.expect_download() as coming:
        page.get_by_role("button", name="Download").click()
    text = coming.value.path().read_text(encoding="utf-8")
    assert coming.value.suggested_filename == "papers.bib"
    entries = re.findall(r"^@\w+\{([^,]+),$", text, re.MULTILINE)
    assert len(entries) == len(set(entries)) == 24


def test_a_cell_of_csv_is_never_a_formula(page: Page, address: str) -> None:
    search(page, address, "onerror")
    page.get_by_text("Export", exact=True).click()
    page.get_by_label("All results as").select_option("CSV")
    with page.expect_download() as coming:
        page.get_by_role("button", name="Download").click()
    text = coming.value.path().read_text(encoding="utf-8")
    assert '"\'=HYPERLINK(""https://example.org""); Bo <i>Example</i>"' in text


def test_a_missing_index_is_reported_and_can_be_tried_again(context: BrowserContext, address: str) -> None:
    page = context.new_page()
    page.route("**/manifest.json", lambda route: route.fulfill(status=404))
    search(page, address, "robot")
    failed = page.locator("[data-search-failed]")
    expect(failed).to_contain_text(
        "The search index could not be loaded: the server answered 404 for /journal/search-index/manifest.json."
    )
    page.unroute("**/manifest.json")
    failed.get_by_role("button", name="Try again").click()
    expect(page.locator(STATUS)).to_have_text("2 papers")


def test_a_missing_index_leaves_examples_topics_and_the_newest_papers(context: BrowserContext, address: str) -> None:
    page = context.new_page()
    page.route("**/manifest.json", lambda route: route.fulfill(status=404))
    search(page, address)
    expect(page.locator("[data-search-failed]")).to_be_visible()
    expect(page.locator("[data-search-start]").get_by_role("heading")).to_have_text(
        ["Examples", "Topics", "Newest papers"]
    )


def test_being_offline_is_reported_and_search_continues_online(context: BrowserContext, address: str) -> None:
    page = context.new_page()
    search(page, address)
    context.set_offline(True)
    page.locator(INPUT).fill("robot")
    expect(page.locator("[data-search-failed]")).to_contain_text("You are offline")
    context.set_offline(False)
    expect(page.locator(STATUS)).to_have_text("2 papers")


def test_a_part_of_the_index_that_fails_to_load_is_not_an_empty_result(context: BrowserContext, address: str) -> None:
    page = context.new_page()
    search(page, address)

    def lost(route: Route) -> None:
        context.set_offline(True)
        route.abort()

    context.route("**/search-index/**", lost)
    page.locator(INPUT).fill("robot")
    expect(page.locator("[data-search-failed]")).to_contain_text("You are offline")


def test_without_script_the_page_links_to_topics_and_archive(browser: Browser, address: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{address}/search/?q=robot")
    expect(page.get_by_text("Search needs JavaScript")).to_be_visible()
    notice = page.locator(".dg-without-script")
    assert notice.get_by_role("link", name="Topics").get_attribute("href") == "../topics/"
    assert notice.get_by_role("link", name="Archive").get_attribute("href") == "../archive/"
    expect(page.get_by_role("heading", name="Newest papers")).to_be_visible()
    expect(page.get_by_role("heading", name="Examples")).not_to_be_visible()
    page.goto(f"{address}/about/")
    page.get_by_role("link", name="Search papers").click()
    expect(page).to_have_url(f"{address}/search/")
    context.close()


def test_on_a_phone_filters_open_in_a_panel(browser: Browser, address: str) -> None:
    context = browser.new_context(viewport={"width": 390, "height": 800}, has_touch=True, is_mobile=True)
    page = context.new_page()
    search(page, address, "-filler")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    facet = page.locator("[data-facet=topic][data-value=robotics]")
    expect(facet).not_to_be_visible()
    page.get_by_role("button", name="Filter").tap()
    expect(facet).to_be_visible()
    assert (facet.bounding_box() or {"height": 0})["height"] >= 44
    facet.tap()
    page.get_by_role("button", name="Show results").tap()
    expect(facet).not_to_be_visible()
    expect(page.locator(STATUS)).to_have_text("1 paper")
    context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(browser: Browser, address: str, scheme: str) -> None:
    context = browser.new_context(viewport={"width": 1100, "height": 900}, color_scheme=scheme, reduced_motion="reduce")  # type: ignore[arg-type]  # one of the two that it names
    page = context.new_page()
    search(page, address, "-filler")
    page.get_by_text("all tips", exact=True).click()
    page.get_by_text("Export", exact=True).click()
    page.locator("[data-facet-closed=author] summary").first.click()
    expect(page.locator("[data-facet=author]").first).to_be_visible()
    found = Axe().run(page).response["violations"]
    assert [(fault["id"], [node["target"] for node in fault["nodes"]]) for fault in found] == []
    context.close()


def test_the_page_loads_the_core_one_script_and_one_style_sheet(page: Page, address: str) -> None:
    requested: list[str] = []
    page.on("request", lambda request: requested.append(re.sub(r"-[0-9a-f]{8}\.", ".", request.url.rpartition("/")[2])))
    search(page, address, "robot")
    loaded = {name for name in requested if name.endswith((".js", ".css"))}
    assert sorted(loaded - {"searches-store.js"}) == [  # the store is loaded once results have stayed for two seconds
        "core.js", "palette.js", "search-page.css", "search-page.js", "start.js", "topics.css",
        "visits-check.js",
    ]  # fmt: skip


def test_with_instant_navigation_the_page_names_the_modules_that_it_loads(page: Page, instant_address: str) -> None:
    requested: list[str] = []
    page.on("request", lambda request: requested.append(request.url.rpartition("/")[2]))
    search(page, instant_address, "robot")
    named = page.locator("link[rel=modulepreload], script[src*='/search-']").evaluate_all(
        "all => all.map(each => (each.href ?? each.src).split('/').pop())"
    )
    loaded = {name for name in requested if name.startswith("search-") and name.endswith(".js")}
    assert sorted(named) == sorted(loaded)


def test_light_and_dark_can_be_chosen_on_the_search_page_as_on_others(page: Page, address: str) -> None:
    search(page, address, "robot")
    for label, scheme in (("1", "default"), ("2", "slate")):
        page.locator(f"label[for=__palette_{label}]").click()
        expect(page.locator("body")).to_have_attribute("data-md-color-scheme", scheme)
    page.goto(f"{address}/about/")
    expect(page.locator("body")).to_have_attribute("data-md-color-scheme", "slate")
    page.locator("label[for=__palette_0]").click()
    search(page, address, "robot")
    expect(page.locator("label[for=__palette_1]")).to_be_visible()
    expect(page.locator("body")).to_have_attribute("data-md-color-scheme", "default")
