"""The page of a paper: links to other sites, summaries that the authors did not write, comments."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from generator.build.site.mkdocs import render_site
from generator.comment_settings import Comments
from generator.outputs.new_papers import plan_new_papers
from generator.pages.site import plan_site
from generator.settings import Settings
from tests.pages.conftest import CONFIG, ROBOT, write_outputs
from tests.pages.invented import SETTINGS, invented
from tests.polling import wait_until

COMMENTS = Comments(repo="ada/papers", repo_id="R_kgDO", category="Papers", category_id="DIC_kw")
PAPER = "/papers/2412.11360/"
CONFIGURED = """\
extra:
  digestif:
    comments: {repo: ada/papers, repo_id: R_kgDO, category: Papers, category_id: DIC_kw}
"""
#: As the widget: it tells its height, and that a session has expired.
WIDGET = """<!doctype html><title>Widget</title><p>2 comments</p><script src="/widget.js"></script>"""
TELLING = """parent.postMessage({giscus: {resizeHeight: 432}}, "*")
if (location.search.includes("session=old")) parent.postMessage({giscus: {error: "Bad credentials"}}, "*")"""


def page_text(settings: Settings) -> str:
    [page] = [page for page in plan_site(invented(), settings) if page.address == PAPER]
    return page.text


def test_a_paper_leads_to_other_sites_unless_switched_off() -> None:
    assert '<a href="https://www.alphaxiv.org/abs/2412.11360">alphaXiv</a>' in page_text(SETTINGS)
    assert "Elsewhere" not in page_text(replace(SETTINGS, paper_links=()))


def test_a_summary_says_who_wrote_it_unless_switched_off() -> None:
    found = re.search(r'<section class="dg-summary" data-summary><h2 class="dg-label">(.*?)</h2>', page_text(SETTINGS))
    assert found is not None
    assert re.fullmatch(r"Summary by .+, \d+ \w+ \d{4}", found[1])
    assert "dg-summary" not in page_text(replace(SETTINGS, summaries=False))


def test_without_settings_of_comments_there_are_none() -> None:
    assert "Comments" not in page_text(SETTINGS)


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory, serve_folder: Callable[[Path], str]) -> str:
    """Serve the front page and the page of a paper, with comments."""
    folder = tmp_path_factory.mktemp("paper")
    for page in plan_site(invented(), replace(SETTINGS, comments=COMMENTS)):
        if page.address in ("/", PAPER, "/assets/topics.css"):
            file = folder / "docs" / page.path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(page.text, encoding="utf-8")
    (folder / "docs" / "assets" / "robot.svg").write_text(ROBOT, encoding="utf-8")
    config = CONFIG.split("nav:")[0] + "plugins: []\nvalidation: {nav: {omitted_files: info}}\n" + CONFIGURED
    (folder / "mkdocs.yml").write_text(config, encoding="utf-8")
    render_site(folder, folder / "site", epoch=1_700_000_000)
    write_outputs(folder / "site", plan_new_papers(invented()))
    policies = [(folder / "site" / path / "index.html").read_text().count("giscus.app") for path in ("", PAPER[1:])]
    assert policies == [0, 1], "only the page of a paper allows the frame"
    return serve_folder(folder / "site")


@pytest.fixture
def visit(browser: Browser) -> Iterator[tuple[Page, list[str]]]:
    """A page, and the addresses of the widget that were requested."""
    context = browser.new_context(viewport={"width": 390, "height": 844})
    widgets: list[str] = []

    def answer(route: Route) -> None:
        if "widget.js" in route.request.url:
            route.fulfill(body=TELLING, content_type="text/javascript")
        else:
            widgets.append(route.request.url)
            route.fulfill(body=WIDGET, content_type="text/html")

    context.route("https://giscus.app/**", answer)
    yield context.new_page(), widgets
    context.close()


@pytest.mark.browser
def test_comments_are_loaded_after_a_click(visit: tuple[Page, list[str]], home: str) -> None:
    page, widgets = visit
    page.goto(home + PAPER)
    page.get_by_role("button", name="Show comments").click()
    page.frame_locator("iframe[title=Comments]").get_by_text("2 comments").wait_for()
    wait_until(page, "document.querySelector('iframe').style.height === '432px'")
    [address] = widgets
    assert {name: value for name, [value] in parse_qs(urlsplit(address).query).items()} == {
        "repo": "ada/papers",
        "repoId": "R_kgDO",
        "category": "Papers",
        "categoryId": "DIC_kw",
        "term": PAPER,
        "strict": "1",
        "theme": "light",
        "reactionsEnabled": "1",
        "emitMetadata": "0",
        "inputPosition": "bottom",
        "origin": home + PAPER,
        "backLink": home + PAPER,
        "description": page.locator("meta[name=description]").get_attribute("content"),
    }
    assert page.evaluate("document.documentElement.scrollWidth") == 390


@pytest.mark.browser
def test_after_the_login_comments_are_shown_at_once_and_an_expired_session_is_forgotten(
    visit: tuple[Page, list[str]], home: str
) -> None:
    page, widgets = visit
    with page.expect_request(lambda request: "widget?" in request.url and "session=&" in request.url):
        page.goto(f"{home}{PAPER}?giscus=old")
    expect(page).to_have_url(home + PAPER)
    assert [parse_qs(urlsplit(address).query).get("session") for address in widgets[:1]] == [["old"]]
    assert page.evaluate("localStorage.getItem('giscus-session')") is None


@pytest.mark.browser
def test_a_reader_hides_summaries_on_all_pages(visit: tuple[Page, list[str]], home: str) -> None:
    page, widgets = visit
    page.goto(home + PAPER)
    text = page.locator(".dg-summary > div")
    expect(text).to_be_visible()
    page.get_by_role("button", name="Hide summaries").click()
    page.reload()
    page.get_by_role("button", name="Show summaries").wait_for()
    expect(text).to_be_hidden()
    assert widgets == []
