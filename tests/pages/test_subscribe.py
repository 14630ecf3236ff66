"""The ways to follow a digest besides feeds: the form for e-mails and the releases, where they are configured."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Route

from generator.build.site.mkdocs import render_site
from generator.email_settings import EmailSettings, Releases
from generator.outputs.new_papers import plan_new_papers
from generator.pages.site import plan_site
from generator.settings import parse_settings
from tests.pages.conftest import CONFIG, ROBOT, write_outputs
from tests.pages.invented import SETTINGS, invented

SUBSCRIBE = """\
extra:
  digestif:
    email:
      subscribe: {url: "https://lists.example.org/subscription/form", fields: {l: 8d1c, nonce: "\\"><b>"}}
"""


def follow_page(email: EmailSettings, **settings: object) -> str:
    [page] = [
        page
        for page in plan_site(invented(), replace(SETTINGS, email=email, **settings))  # type: ignore[arg-type]
        if page.address == "/follow/"
    ]
    return page.text


def test_without_settings_of_e_mail_the_page_has_feeds_only() -> None:
    text = follow_page(EmailSettings())
    assert "<form" not in text
    assert "E-mail" not in text
    assert "Watch" not in text


def test_releases_are_a_way_to_follow_on_github() -> None:
    text = follow_page(EmailSettings(github=Releases()))
    assert '<a href="https://github.com/example/digest/releases">release on GitHub</a>' in text
    assert "Watch" not in follow_page(EmailSettings(github=Releases()), host="gitlab")


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The front page, the page Follow and the page Data as a built site, with the form."""
    folder = tmp_path_factory.mktemp("subscribe")
    config = CONFIG.split("nav:")[0] + "plugins: []\nvalidation: {nav: {omitted_files: info}}\n" + SUBSCRIBE
    settings = replace(SETTINGS, email=parse_settings(config.encode()).email)
    for page in plan_site(invented(), settings):
        if page.address in ("/", "/follow/", "/assets/topics.css"):
            file = folder / "docs" / page.path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(page.text, encoding="utf-8")
    (folder / "docs" / "assets" / "robot.svg").write_text(ROBOT, encoding="utf-8")
    (folder / "mkdocs.yml").write_text(config, encoding="utf-8")
    render_site(folder, folder / "site", epoch=1_700_000_000)
    write_outputs(folder / "site", plan_new_papers(invented()))
    return folder / "site"


def form_actions(page: Path) -> str:
    found = re.search(r"form-action ([^\"]*)\"", page.read_text())
    assert found is not None
    return found[1]


def test_the_policy_of_the_page_alone_allows_the_address_of_the_form(site: Path) -> None:
    assert form_actions(site / "follow" / "index.html") == "'self' https://lists.example.org"
    assert form_actions(site / "index.html") == "'self'"


@pytest.mark.browser
def test_the_form_posts_the_address_and_the_hidden_fields(site: Path, browser: Browser) -> None:
    context = browser.new_context(viewport={"width": 390, "height": 844})
    posted: list[str | None] = []

    def answer(route: Route) -> None:
        if route.request.method == "POST":
            posted.append(route.request.post_data)
        route.fulfill(body="Thanks")

    context.route("https://lists.example.org/**", answer)
    page = context.new_page()
    page.goto((site / "follow" / "index.html").as_uri())
    page.get_by_label("E-mail address").fill("ada@example.com")
    with context.expect_page() as opened:
        page.get_by_role("button", name="Subscribe").click()
    opened.value.wait_for_load_state()
    assert posted == ["email=ada%40example.com&l=8d1c&nonce=%22%3E%3Cb%3E"]
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    context.close()
