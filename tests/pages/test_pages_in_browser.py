"""Pages in a browser: no injected script runs, nothing is loaded from other hosts, everything is accessible."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect

from tests.pages.invented import NAMES
from tests.polling import wait_for

pytestmark = pytest.mark.browser

PATHS = (
    "/",
    "/days/2025-07-30/",
    "/papers/2412.11360/",
    "/papers/hostile-00/",
    "/topics/",
    "/topics/robotics/",
    "/authors/",
    "/authors/countess/",
    "/archive/",
    "/months/2025-07/",
    "/follow/",
    "/reading-list/",
    "/offline/",
    "/trends/",
    "/statistics/",
    "/about/",
)
WATCH = """
window.violations = []
addEventListener("securitypolicyviolation", event => {
  window.violations.push(`${event.violatedDirective} ${event.blockedURI}`)
})
window.alert = () => window.violations.push("alert")
"""


@pytest.fixture(scope="module")
def home(small_site: Path, serve_folder: Callable[[Path], str], tmp_path_factory: pytest.TempPathFactory) -> str:
    """Serve the site under another prefix than that of its site_url."""
    root = tmp_path_factory.mktemp("root")
    (root / "elsewhere").symlink_to(small_site)
    return f"{serve_folder(root)}/elsewhere"


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    made = browser.new_context(viewport={"width": 390, "height": 844})
    yield made
    made.close()


def opened(context: BrowserContext, url: str) -> tuple[Page, list[str]]:
    page = context.new_page()
    errors: list[str] = []
    page.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on("request", lambda request: errors.append(request.url) if "//127.0.0.1:" not in request.url else None)
    page.on(
        "response",
        lambda response: errors.append(f"{response.status} {response.url}") if response.status >= 400 else None,
    )
    page.add_init_script(WATCH)
    page.goto(url)
    return page, errors


@pytest.mark.parametrize("path", PATHS)
def test_a_page_has_no_errors_fits_a_phone_and_is_accessible(context: BrowserContext, home: str, path: str) -> None:
    page, errors = opened(context, home + path)
    for event in ("onclick", "onload", "onerror", "onmouseover", "onfocus"):
        assert page.locator(f"[{event}]").count() == 0
    assert page.evaluate("window.violations") == []
    assert errors == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), "the page scrolls sideways"
    header = page.locator("header.md-header").bounding_box()
    assert header
    assert header["height"] <= 110, "the header takes more than two lines"
    found = Axe().run(
        page, options={"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
    )
    assert [(rule["id"], [node["target"] for node in rule["nodes"]]) for rule in found.response["violations"]] == []


@pytest.mark.parametrize("width", [768, 1100, 1440])
def test_no_page_scrolls_sideways(context: BrowserContext, home: str, width: int) -> None:
    page, _ = opened(context, f"{home}/")
    page.set_viewport_size({"width": width, "height": 900})
    for path in ("/", "/papers/2412.11360/", "/archive/"):
        page.goto(home + path)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), path


def test_the_colour_scheme_is_that_of_the_system_until_the_reader_chooses(browser: Browser, home: str) -> None:
    context = browser.new_context(color_scheme="dark")
    page, errors = opened(context, f"{home}/")
    body = page.locator("body")
    expect(body).to_have_css("background-color", "rgb(28, 26, 24)")
    page.locator("label[for=__palette_1]").click()
    expect(body).to_have_css("background-color", "rgb(255, 253, 248)")
    page.goto(f"{home}/archive/")
    expect(body).to_have_css("background-color", "rgb(255, 253, 248)")
    assert errors == []
    context.close()


def test_dark_pages_have_enough_contrast(browser: Browser, home: str) -> None:
    context = browser.new_context(color_scheme="dark", viewport={"width": 1280, "height": 900})
    page, _ = opened(context, f"{home}/")
    for path in ("/", "/papers/2412.11360/", "/archive/"):
        page.goto(home + path)
        found = Axe().run(page, options={"runOnly": ["color-contrast"]})
        assert [node["target"] for rule in found.response["violations"] for node in rule["nodes"]] == []
    context.close()


def test_every_author_leads_to_a_page_or_to_a_search(context: BrowserContext, home: str) -> None:
    page, errors = opened(context, f"{home}/papers/2412.11360/")
    page.locator(".dg-authors summary").click()
    names = page.locator(".dg-author-list")
    assert names.get_by_role("link", name="Ada Lovelace").get_attribute("href") == "../../authors/countess/"
    search = names.get_by_role("link", name="Grace O'Neill")
    search.wait_for()
    expect(search).to_have_attribute("href", re.compile(re.escape("/search/?q=author%3A%22Grace%20O'Neill%22") + "$"))
    assert names.inner_text() == ", ".join(name + "iD" * (name == "Bo Example") for name in NAMES)
    assert errors == []


def test_pages_work_without_javascript(browser: Browser, home: str) -> None:
    context = browser.new_context(java_script_enabled=False, color_scheme="dark")
    page = context.new_page()
    page.goto(f"{home}/days/2025-07-30/")
    abstract = page.locator("#p-2412\\.11360 .dg-abstract")
    assert not abstract.is_visible()
    page.locator("#p-2412\\.11360 .dg-fold summary").click()
    expect(abstract).to_be_visible()
    page.locator("#p-2412\\.11360 .dg-title a").click()
    expect(page).to_have_url(f"{home}/papers/2412.11360/")
    page.locator(".dg-cite summary").click()
    expect(page.locator("#bibtex")).to_be_visible()
    assert not page.get_by_role("button", name="Copy BibTeX").count()
    context.close()


def test_topics_filter_a_digest(context: BrowserContext, home: str) -> None:
    page, errors = opened(context, f"{home}/")
    cards = page.locator(".dg-card")
    everything = cards.count()
    topic = page.locator(".dg-topic-counts .t-vision")
    expect(topic).to_have_attribute("aria-pressed", "false")  # until then, the link leads to the topic's page
    topic.click()
    expect(topic).to_have_attribute("aria-pressed", "true")
    shown = page.locator(".dg-card:visible").count()
    assert 0 < shown < everything
    said = page.locator("[data-filtered] [role=status]")
    expect(said).to_have_text(f"{shown} of {everything} papers · Vision & <Sight>")
    topic.press(" ")
    expect(page.locator(".dg-card:visible")).to_have_count(everything)
    assert errors == []


def test_the_list_of_an_author_is_filtered_and_ordered(context: BrowserContext, home: str) -> None:
    page, errors = opened(context, f"{home}/authors/countess/?show=code&sort=title")
    rows = page.locator("[data-list] li:visible")
    expect(page.locator("[data-filtered] [role=status]")).to_have_text("1 of 2 papers · with code")
    expect(rows).to_have_text(re.compile("Walking Robot"))
    page.get_by_role("button", name="Reset").click()
    expect(rows).to_have_count(2)
    page.goto(f"{home}/authors/countess/?sort=nothing")
    expect(page.get_by_label("Order")).to_have_value("rank")
    assert errors == []


def test_an_alias_redirects(context: BrowserContext, home: str) -> None:
    page, _ = opened(context, f"{home}/papers/an-older-name/")
    page.wait_for_url(f"{home}/papers/2412.11360/")


def test_titles_in_other_scripts_have_their_language(context: BrowserContext, home: str) -> None:
    page, _ = opened(context, f"{home}/days/2025-07-31/")
    assert page.locator(".dg-title [lang]").evaluate_all("titles => titles.map(title => title.lang)") == ["und-Arab"]
    page.locator(".dg-title [lang]").click()
    expect(page.locator("h1")).to_have_attribute("lang", "und-Arab")
    page.locator(".dg-list-pager a[rel]").first.click()
    expect(page.locator(".dg-list-pager a[lang=und-Arab]").first).to_be_attached()  # from its neighbour back


def test_a_paper_prints_to_one_page(context: BrowserContext, home: str) -> None:
    page, _ = opened(context, f"{home}/papers/2412.11360/")
    printed = page.pdf(format="A4", margin={"top": "15mm", "bottom": "15mm", "left": "15mm", "right": "15mm"})
    assert printed.count(b"/Type /Page\n") + printed.count(b"/Type /Page ") == 1
    page.emulate_media(media="print")
    assert page.locator(".dg-author-list").inner_text().startswith(NAMES[0])
    assert page.locator("main :is(button, select):visible").count() == 0
    address = page.locator(".dg-paper-links a").first.evaluate("link => getComputedStyle(link, '::after').content")
    assert "https://arxiv.org/abs/2412.11360" in address


def test_targets_are_large_enough(context: BrowserContext, home: str) -> None:
    page, _ = opened(context, f"{home}/")
    small = page.evaluate(
        """[...document.querySelectorAll(
          "header a, header label:not([hidden]), .dg-week a, .dg-topic-counts a, .dg-card-footer a, summary"
        )].map(element => [element.textContent.trim(), element.getBoundingClientRect()])
          .filter(([, box]) => box.height && box.height < 24 && box.width)
          .map(([text, box]) => `${text} ${box.height}`)"""
    )
    assert [found for found in small if "Skip" not in found] == []


def test_single_keys_move_through_a_digest_and_can_be_turned_off(context: BrowserContext, home: str) -> None:
    page, errors = opened(context, f"{home}/")
    chosen = page.locator(".dg-card:focus-within")
    for key, expected in (("j", "p-hostile-00"), ("j", "p-hostile-01"), ("k", "p-hostile-00")):
        page.keyboard.press(key)
        expect(chosen).to_have_id(expected)
    page.locator(".dg-card:has(.dg-fold) .dg-title a").first.focus()
    page.keyboard.press("a")
    expect(page.locator(".dg-fold[open]")).to_be_visible()
    page.keyboard.press("?")
    expect(page.get_by_role("dialog")).to_be_visible()
    assert Axe().run(page, options={"runOnly": ["wcag2a", "wcag2aa", "wcag22aa"]}).response["violations"] == []
    page.get_by_label("Enable single-key shortcuts").uncheck()
    page.get_by_role("button", name="Close").click()
    page.reload()
    page.keyboard.press("j")
    expect(chosen).to_have_count(0)
    page.keyboard.press("s")
    assert not page.locator("dialog[open]").count()
    page.get_by_role("button", name="Keyboard shortcuts").click()
    page.get_by_label("Enable single-key shortcuts").check()
    page.get_by_role("button", name="Close").click()
    expect(page.get_by_role("dialog")).to_have_count(0)
    page.keyboard.press("j")
    expect(chosen).to_have_id("p-hostile-00")
    page.keyboard.press("o")
    page.wait_for_url(f"{home}/papers/hostile-00/")
    page.go_back()
    page.keyboard.press("p")
    page.wait_for_url(f"{home}/days/2025-07-30/")
    assert errors == []


def test_keys_type_letters_in_a_text_field(context: BrowserContext, home: str) -> None:
    page, _ = opened(context, f"{home}/search/")
    page.locator("[data-search-input]").press_sequentially("jokes on a pan")
    expect(page.locator("[data-search-input]")).to_have_value("jokes on a pan")


def test_material_takes_no_feed_for_another_language(context: BrowserContext, home: str) -> None:
    page = context.new_page()
    loaded: list[str] = []
    page.on("request", lambda request: loaded.append(request.url))
    page.goto(f"{home}/topics/robotics/")
    page.wait_for_load_state("networkidle")
    assert page.locator("link[type='application/atom+xml']").count() == 3
    assert not [url for url in loaded if url.endswith("sitemap.xml")]


def test_a_search_is_followed_with_a_form_that_has_its_query(context: BrowserContext, home: str) -> None:
    page = context.new_page()
    page.goto(f"{home}/search/")
    page.locator("[data-search-input]").fill('robot & "a phrase" has:code')
    link = page.get_by_role("link", name="Follow this search")
    expect(link).to_have_attribute("href", re.compile("&query=robot"))
    href = link.get_attribute("href") or ""
    assert href.startswith("https://github.com/example/digest/issues/new?template=follow-search.yml&")
    assert parse_qs(urlsplit(href).query)["query"] == ['robot & "a phrase" has:code']


def test_a_search_can_be_followed_as_soon_as_the_link_has_its_query(context: BrowserContext, home: str) -> None:
    page = context.new_page()
    held: list[Route] = []
    page.route("**/core-*.js", lambda route: held.append(route))
    page.goto(f"{home}/search/?q=agents", wait_until="commit")
    page.locator("[data-search-input]").fill("robot")
    expect(page.get_by_text("Follow this search")).not_to_be_visible()
    wait_for(page, lambda: held, "the script is requested")
    held[0].continue_()
    link = page.get_by_role("link", name="Follow this search")
    expect(link).to_have_attribute("href", re.compile("&query=robot$"))
    typed = """(input) => {
      input.value = "robots"
      input.dispatchEvent(new Event("input"))
      return document.querySelector("[data-search-follow]").href
    }"""
    assert page.locator("[data-search-input]").evaluate(typed).endswith("&query=robots")
