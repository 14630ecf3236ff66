"""The settings of a site in a browser: colours, logo, scripts, features, and texts that want to be markup."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest
import yaml
from playwright.sync_api import Browser, BrowserContext, Page, Request, Route, expect

from generator.build.site.mkdocs import render_site
from generator.checks.theme_settings import FEATURES
from generator.outputs.new_papers import plan_new_papers
from generator.pages.site import plan_site
from tests.pages.conftest import write_outputs
from tests.pages.invented import SETTINGS, invented
from tests.pages.test_theme import Frame
from tests.polling import wait_for, wait_until

pytestmark = pytest.mark.browser

PIXEL = '<svg xmlns="http://www.w3.org/2000/svg" width="10" height="10"><rect width="10" height="10"/></svg>'
HAND_WRITTEN = "# About\n\nText.\n\n## More\n\n```python\nprint()\n```\n"
GENERATED, OTHER = "/papers/plain/", "/about/"
ATTACK = """"><script>alert(1)</script><img src=x onerror=alert(1)>' & {{ config }}"""
LIGHT, DARK = "rgb(255, 253, 248)", "rgb(28, 26, 24)"
WATCH = """
window.violations = []
addEventListener("securitypolicyviolation", event => window.violations.push(event.blockedURI))
window.alert = () => window.violations.push("alert")
"""


class Site:
    """A site of a few pages, rendered once for each set of settings."""

    def __init__(self, folder: Path, serve: Callable[[Path], str]) -> None:
        self._folder = folder
        self._serve = serve
        self._pages = [
            page for page in plan_site(invented(), SETTINGS) if page.path in {"papers/plain/index.md", "index.md"}
        ]

    def build(self, name: str, *, files: dict[str, str] | None = None, **config: object) -> str:
        """Render with these settings; gives the address."""
        site = self._folder / name
        texts = {page.path: page.text for page in self._pages} | {"about.md": HAND_WRITTEN, "assets/topics.css": ""}
        for path, text in (texts | (files or {})).items():
            file = site / path if path.startswith("theme/") else site / "docs" / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, encoding="utf-8")
        address = f"{self._serve(self._folder)}/{name}/site"
        sound = {
            "site_name": "Papers",
            "site_url": f"{address}/",
            "theme": {"name": "digestif"},
            "plugins": [],
            "nav": [{"Today": "index.md"}, {"About": "about.md"}],
            "validation": {"links": {"not_found": "ignore"}, "nav": {"omitted_files": "ignore"}},
        }
        (site / "mkdocs.yml").write_text(yaml.safe_dump(sound | config), encoding="utf-8")
        render_site(site, site / "site", epoch=0)
        write_outputs(site / "site", plan_new_papers(invented()))
        return address

    def html(self, name: str, path: str) -> str:
        return (self._folder / name / "site" / path.strip("/") / "index.html").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory, serve_folder: Callable[[Path], str]) -> Site:
    return Site(tmp_path_factory.mktemp("settings"), serve_folder)


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    made = browser.new_context(color_scheme="light")
    made.add_init_script(WATCH)
    yield made
    made.close()


def note_address(asked: list[str], request: Request) -> None:
    asked.append(request.url)


def opened(context: BrowserContext, address: str) -> Page:
    page = context.new_page()
    page.goto(address)
    return page


def expect_background(page: Page, colour: str) -> None:
    expect(page.locator("body")).to_have_css("background-color", colour)


def colour_of_links(page: Page) -> str:
    """The accent as the browser resolves it."""
    return str(
        page.evaluate(
            """() => {
              const probe = document.createElement("span")
              probe.className = "probe"
              document.body.append(probe)
              const rules = new CSSStyleSheet()
              rules.replaceSync(".probe { color: var(--dg-accent) }")
              document.adoptedStyleSheets = [rules]
              return getComputedStyle(probe).color
            }"""
        )
    )


@pytest.mark.parametrize("path", [GENERATED, OTHER])
def test_a_named_colour_changes_pages_and_keeps_the_choice(
    site: Site, browser: Browser, context: BrowserContext, path: str
) -> None:
    address = site.build("named", theme={"name": "digestif", "palette": {"primary": "deep purple"}})
    page = opened(context, address + path)
    expect_background(page, LIGHT)
    assert colour_of_links(page) == "rgb(113, 72, 179)"
    page.locator("label[for=__palette_1]").click()
    page.locator("label[for=__palette_2]").click()
    expect_background(page, DARK)
    assert colour_of_links(page) == "rgb(181, 152, 242)"
    page.reload()
    expect_background(page, DARK)
    dark = browser.new_context(color_scheme="dark")
    page = opened(dark, address + path)
    expect_background(page, DARK)
    assert colour_of_links(page) == "rgb(181, 152, 242)"
    dark.close()


def test_a_scheme_alone_is_fixed(site: Site, context: BrowserContext) -> None:
    address = site.build("fixed", theme={"name": "digestif", "palette": {"scheme": "slate"}})
    for path in (GENERATED, OTHER):
        page = opened(context, address + path)
        expect_background(page, DARK)
        assert page.locator("[data-md-component=palette]").count() == 0


def test_a_list_without_a_choice_for_the_system_still_follows_it(site: Site, browser: Browser) -> None:
    palette = [
        {
            "media": f"(prefers-color-scheme: {medium})",
            "scheme": scheme,
            "toggle": {"icon": "material/circle", "name": f'{medium} "x"'},
        }
        for medium, scheme in (("light", "default"), ("dark", "slate"))
    ]
    address = site.build("list", theme={"name": "digestif", "palette": palette})
    for medium, background in (("light", LIGHT), ("dark", DARK)):
        context = browser.new_context(color_scheme=medium)  # type: ignore[arg-type]  # one of the two that it names
        page = opened(context, address + GENERATED)
        expect_background(page, background)
        expect(page.locator("label[title]:visible")).to_have_attribute("title", f'{medium} "x"')
        context.close()


def test_an_empty_palette_is_the_default(site: Site, context: BrowserContext) -> None:
    address = site.build("empty", theme={"name": "digestif", "palette": []})
    page = opened(context, address + GENERATED)
    expect_background(page, LIGHT)
    assert page.locator("[name=__palette]").count() == 3


def test_a_site_s_own_files_are_used(site: Site, context: BrowserContext) -> None:
    address = site.build(
        "own",
        files={
            "assets/logo.svg": PIXEL,
            "assets/icon.svg": PIXEL,
            "own.css": "body { --dg-accent: rgb(1, 2, 3) }",
            "own.js": "window.own = 1",
            "module.js": "window.asModule = document.currentScript === null",
            "CNAME": "papers.example.org\n",
            "theme/main.html": '{% extends "digestif.html" %}{% block extrahead %}<meta name="own">{% endblock %}',
        },
        theme={
            "name": "digestif",
            "logo": "assets/logo.svg",
            "favicon": "assets/icon.svg",
            "custom_dir": "theme",
        },
        extra_css=["own.css"],
        extra_javascript=["own.js", {"path": "module.js", "type": "module"}],
    )
    for path in (GENERATED, OTHER, "/"):
        page = opened(context, address + path)
        assert colour_of_links(page) == "rgb(1, 2, 3)"
        assert page.evaluate("[window.own, window.asModule]") == [1, True]
        assert page.locator(".dg-brand img").evaluate("image => image.naturalWidth") == 10
        assert page.locator(".dg-brand img").is_visible()
        assert page.locator("link[rel=icon]").evaluate("link => link.href") == f"{address}/assets/icon.svg"
        assert page.locator("meta[name=own]").count() == 1
        assert page.evaluate("window.violations") == []
    assert page.request.get(f"{address}/CNAME").text() == "papers.example.org\n"


def test_analytics_open_the_policy_for_one_more_host(site: Site, context: BrowserContext) -> None:
    analytics = {
        "provider": "script",
        "src": "https://stats.example.org/count.js",
        "data": {"site": 'a"b', 'x" y': "z"},
    }
    address = site.build("counted", extra={"analytics": analytics})

    def answer(route: Route) -> None:
        script = "window.counted = document.currentScript.dataset.site; fetch('https://stats.example.org/hit')"
        route.fulfill(body=script, content_type="text/javascript", headers={"Access-Control-Allow-Origin": "*"})

    context.route("https://stats.example.org/**", answer)
    for path in (GENERATED, OTHER):
        page = context.new_page()
        asked: list[str] = []
        page.on("request", partial(note_address, asked))
        page.goto(address + path)
        wait_until(page, "window.counted === 'a\"b'")
        page.evaluate("fetch('https://other.example.org/').catch(() => 0)")
        wait_for(page, partial(asked.count, "https://stats.example.org/hit"), "the script sends a request")
        assert page.evaluate("window.violations") == ["https://other.example.org/"]
    assert "stats.example.org" not in site.html("counted", GENERATED).split("<body")[1]


@pytest.mark.parametrize(
    "analytics",
    [
        {"provider": "google", "property": "G-1"},
        {"provider": "script", "src": "https://a.example; script-src * 'unsafe-inline'/"},
        {"provider": "script", "src": "http://stats.example.org/count.js"},
        "google",
    ],
    ids=["google", "policy", "http", "text"],
)
def test_other_analytics_change_nothing(site: Site, analytics: object) -> None:
    name = f"uncounted-{abs(hash(str(analytics)))}"
    site.build(name, extra={"analytics": analytics})
    for path in (GENERATED, OTHER):
        html = site.html(name, path)
        policy = re.search(r'Security-Policy" content="([^"]*)"', html)
        assert policy
        assert "script-src 'self' 'wasm-unsafe-eval';" in policy[1]
        assert Frame(html).inline == []


def test_texts_of_settings_are_text(site: Site, context: BrowserContext) -> None:
    address = site.build(
        "hostile",
        files={"hostile.md": f"---\n{yaml.safe_dump({'title': ATTACK, 'description': ATTACK})}---\nNo heading.\n"},
        site_name=ATTACK,
        site_description=ATTACK,
        site_author=ATTACK,
        copyright=ATTACK,
        repo_url="https://example.org/x",
        repo_name=ATTACK,
        nav=[{"Today": "index.md"}, {ATTACK: "about.md"}, {ATTACK: [{ATTACK: "hostile.md"}]}],
        theme={
            "name": "digestif",
            "logo": ATTACK,
            "favicon": ATTACK,
            "palette": [
                {"scheme": ATTACK, "primary": ATTACK, "media": ATTACK, "toggle": {"icon": ATTACK, "name": ATTACK}},
                {"accent": ATTACK, "toggle": {"icon": "material/circle", "name": "`${alert(1)}`"}},
            ],
        },
        extra_css=[ATTACK],
        extra={
            "homepage": ATTACK,
            "social": [{"link": f"https://example.org/{ATTACK}", "name": ATTACK}],
            "scope": ATTACK,
        },
    )
    for path in (GENERATED, OTHER, "/hostile/", "/missing/"):
        page = opened(context, address + path)
        if path == "/missing/":
            page.goto(f"{address}/404.html")
        assert page.title().endswith(ATTACK), path
        assert page.locator(".dg-brand").inner_text() == ATTACK
        assert page.locator(".dg-footer p").nth(1).inner_text() == ATTACK
        assert page.locator(".dg-nav li").all_inner_texts() == ["Today", ATTACK, ATTACK]
        assert (
            page.locator("script:not([src]):not([type='application/json'], [type='application/ld+json'])").count() == 0
        )
        assert page.locator("[onerror], [onload], img[src=x]").count() == 0
        assert page.evaluate("window.violations") == []
    page.goto(f"{address}/hostile/")
    assert page.locator("h1").inner_text() == ATTACK
    assert page.locator("meta[name=description]").get_attribute("content") == ATTACK


@pytest.mark.parametrize("odd", [5, "text", True, ["text", 5], {"x": ["y"]}], ids=str)
def test_values_of_other_types_give_a_page(site: Site, odd: object) -> None:
    name = f"odd-{abs(hash(str(odd)))}"
    theme = {"name": "digestif", "logo": odd, "favicon": odd, "icon": odd}
    # Material's own templates fail at other types of these two, so a build refuses them.
    for setting in ("palette", "features"):
        theme |= {setting: odd} if isinstance(odd, list | dict) else {}
    site.build(
        name,
        files={"odd.md": f"---\n{yaml.safe_dump({'title': odd, 'description': odd, 'hide': odd})}---\nText.\n"},
        theme=theme,
        extra={
            "social": odd,
            "homepage": odd,
            "generator": odd,
            "analytics": {"provider": "script", "src": odd, "data": odd},
        },
    )
    for path in (GENERATED, OTHER, "/odd/"):
        assert Frame(site.html(name, path)).title.endswith("Papers")


def test_features_that_are_said_to_work_do(site: Site, context: BrowserContext) -> None:
    address = site.build(
        "features",
        files={"about.md": HAND_WRITTEN + "\nA note.[^1]\n\n[^1]: Its text.\n"},
        theme={"name": "digestif", "features": list(FEATURES)},
        repo_url="https://github.com/example/digest",
        edit_uri="edit/main/docs/",
        markdown_extensions=["footnotes", "pymdownx.superfences"],
    )
    page = context.new_page()
    with page.expect_response("**/sitemap.xml"):  # until then, links are not followed instantly
        page.goto(address + OTHER)
    page.wait_for_load_state("networkidle")
    assert (
        page.locator("a[rel=edit]").get_attribute("href") == "https://github.com/example/digest/edit/main/docs/about.md"
    )
    page.get_by_role("button", name="Copy to clipboard").wait_for(state="attached")
    page.evaluate("window.stayed = true")
    page.locator(".dg-nav a", has_text="Today").click()
    page.wait_for_url(f"{address}/")
    page.locator(".dg-card, .dg-masthead").first.wait_for()
    assert page.evaluate("window.stayed") is True
    assert page.evaluate("window.violations") == []
