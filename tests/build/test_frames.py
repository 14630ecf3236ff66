"""Every page that digestif writes is, byte for byte, what MkDocs makes of the same docs/.

Where a site has scripts of its own, that is plain ``mkdocs build --strict``. Elsewhere generated pages have scripts and
style sheets that plain MkDocs does not make, so they are compared with pages that MkDocs renders whole in a build.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

import generator.theme
from generator.build.site.bundles import minified
from generator.build.site.frames import cut_frame, frame_page, parse_values
from generator.build.site.mkdocs import render_site
from generator.build.site.scripts import PALETTE, shortened_script, without_comments
from tests.build.small_digest import CONFIG, DAYS, EPOCH, built, files_of, make_digest, write_paper

TITLE_IN_CAPITALS = (
    '{% extends "main.html" %}{% block htmltitle %}<title>{{ page.title | upper }}</title>{% endblock %}'
)
LONG_TITLES_APART = (
    '{% extends "main.html" %}'
    '{% block htmltitle %}<title>{{ "long" if page.title and page.title | length > 45 else page.title }}</title>'
    "{% endblock %}"
)


#: Has the same scripts and style sheets on all pages.
OWN_SCRIPT = "extra_javascript: [own.js]\n"


def by_mkdocs(site: Path) -> dict[str, bytes]:
    out = site.parent / "plain"
    environment = {**os.environ, "SOURCE_DATE_EPOCH": str(EPOCH), "NO_MKDOCS_2_WARNING": "1"}
    command = [
        sys.executable,
        "-m",
        "mkdocs",
        "build",
        "--strict",
        "-q",
        "-f",
        str(site / "mkdocs.yml"),
        "-d",
        str(out),
    ]
    subprocess.run(command, check=True, env=environment)
    return without_own({path: shortened(path, content) for path, content in files_of(out).items()})


def rendered_whole(site: Path) -> dict[str, bytes]:
    """What MkDocs makes of each page with digestif's scripts and style sheets, without frames."""
    assert render_site(site, site.parent / "whole", epoch=EPOCH) == ()
    return without_own(files_of(site.parent / "whole"))


def shortened(path: str, content: bytes) -> bytes:
    """Shorten the theme's scripts as a build does."""
    if path == PALETTE:
        return minified(without_comments(content.decode())).encode()
    short = shortened_script(f"{generator.theme.__path__[0]}/{path}") if path in SCRIPTS else None
    return content if short is None else short.encode()


#: All but palette.js, which is a template of MkDocs.
SCRIPTS = {
    f"assets/javascripts/{path.name}"
    for path in Path(generator.theme.__path__[0]).rglob("*.js")
    if path.name != "palette.js"
}


def by_digestif(site: Path) -> dict[str, bytes]:
    report = built(site)
    assert report.warnings == ()
    return without_own(files_of(site / "site"))


def without_own(files: dict[str, bytes]) -> dict[str, bytes]:
    return {path: content for path, content in files.items() if not path.startswith(OWN)}


#: Files for programs, which MkDocs does not make, the sitemap, which it makes without true dates, and the service
#: workers, which it puts where they have no use.
OWN = (
    *(
        "manifest.webmanifest",
        "assets/icon-",
        "offline.json",
        "service-worker.js",
        "assets/javascripts/service-worker",
        "search-index/",
        "schema/paper.json",
        "feeds/",
        "api/",
        "new-papers/",
        "assets/card.png",
        "robots.txt",
        "llms.txt",
        "sitemap.xml",
    ),
    *(f"days/{day}/index.html.md" for day in DAYS),
)


def assert_same(ours: dict[str, bytes], theirs: dict[str, bytes]) -> None:
    assert sorted(ours) == sorted(path for path in theirs if not path.startswith("sitemap.xml"))
    assert [path for path in ours if ours[path] != theirs[path]] == []


@pytest.mark.parametrize(("more", "others"), [("", rendered_whole), (OWN_SCRIPT, by_mkdocs)])
def test_every_page_is_that_of_mkdocs(tmp_path: Path, more: str, others: Callable[[Path], dict[str, bytes]]) -> None:
    site = make_digest(tmp_path / "digest", papers=24)
    (site / "mkdocs.yml").write_text(CONFIG + more)
    write_paper(site, 3, aliases=("an-older-name", "another", "a-third"))
    assert_same(by_digestif(site), others(site))


@pytest.mark.parametrize(
    ("more", "light"),
    [
        ("", True),
        (OWN_SCRIPT, False),
        ("features: [navigation.instant]", False),
        ("features: [header.autohide]", False),
        ("features: [navigation.top, content.code.copy]", True),
    ],
)
def test_generated_pages_load_scripts_of_their_own_where_none_of_material_s_is_needed(
    tmp_path: Path, more: str, light: bool
) -> None:
    site = make_digest(tmp_path / "digest", papers=2)
    features = more if more.startswith("features") else ""
    config = CONFIG.replace("{name: digestif}", f"{{name: digestif, {features}}}") if features else CONFIG + more
    (site / "mkdocs.yml").write_text(config)
    built(site)
    paper, about = ((site / "site" / path / "index.html").read_text() for path in ("papers/2501.00000", "about"))
    assert ("/core-" in paper, "/bundle." in paper, "__config" in paper) == (light, not light, not light)
    assert ("/generated.css" in paper, "/digestif.css" in paper) == (light, not light)
    assert "/bundle." in about
    assert "/core-" not in about
    assert bool(list((site / "site/assets/javascripts").glob("core-*.js"))) == light


SETTINGS = {
    "no address of the site": CONFIG.replace("site_url: https://example.org/small/\n", ""),
    "an address that HTML writes otherwise": CONFIG.replace("example.org/small/", "example.org/a&b/"),
    "addresses with .html": CONFIG + "use_directory_urls: false\n",
    "a plugin": CONFIG.replace("plugins: []", "plugins: [search]"),
    "all pages in the navigation": CONFIG.replace("nav: [", "x-nav: [")
    .replace("x-nav", "extra")
    .replace(
        "extra: [Today: index.md, Archive: archive/index.md, Topics: topics/index.md, Search: search/index.md,"
        " About: about.md]\n",
        "",
    ),
    "an extension that reads everything": CONFIG + "markdown_extensions: [md_in_html, abbr]\n",
    "a title that the theme changes": CONFIG.replace("{name: digestif}", "{name: digestif, custom_dir: theme}"),
    "a theme that looks at the title": CONFIG.replace("{name: digestif}", "{name: digestif, custom_dir: other}"),
}


@pytest.mark.parametrize("settings", SETTINGS)
def test_settings_and_themes_of_a_site_s_own_give_what_mkdocs_gives(tmp_path: Path, settings: str) -> None:
    site = make_digest(tmp_path / "digest", papers=8)
    (site / "mkdocs.yml").write_text(SETTINGS[settings])
    for folder, text in (("theme", TITLE_IN_CAPITALS), ("other", LONG_TITLES_APART)):
        (site / folder).mkdir()
        (site / folder / "main.html").write_text(text.replace('"main.html"', '"base.html"'))
    assert_same(by_digestif(site), rendered_whole(site))
    with (site / "mkdocs.yml").open("a") as file:
        file.write(OWN_SCRIPT)
    assert_same(by_digestif(site), by_mkdocs(site))


def test_a_frame_is_refused_where_a_placeholder_came_back_changed() -> None:
    names = frozenset({"title"})
    page = frame_page("paper", names)
    values = parse_values(page)
    assert values is not None
    title, body = values.by_name["title"], values.by_name["body"]
    whole = f"<title>{title}</title><main>{body}</main>"
    assert cut_frame(whole, kind="paper", names=names) is not None
    assert cut_frame(whole + f"<p>{title.upper()}</p>", kind="paper", names=names) is None
    assert cut_frame(whole.replace("&quot;", '"'), kind="paper", names=names) is None
    assert cut_frame(f"<main>{body}</main>", kind="paper", names=names) is None


@pytest.mark.parametrize(
    "text",
    ["no front matter", "---\ntitle: T\n---\n# Markdown\n", '---\ntitle: T\n---\n<div class="dg is-day">\t</div>\n'],
)
def test_a_page_that_markdown_might_read_fits_no_frame(text: str) -> None:
    assert parse_values(text) is None
