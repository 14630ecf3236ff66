"""Every page that digestif writes is, byte for byte, what plain ``mkdocs build --strict`` makes of the same docs/."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

import generator.theme
from generator.build.site.frames import cut_frame, frame_page, parse_values
from generator.build.site.scripts import shortened_script
from tests.build.small_digest import CONFIG, DAYS, EPOCH, built, files_of, make_digest, write_paper

TITLE_IN_CAPITALS = (
    '{% extends "main.html" %}{% block htmltitle %}<title>{{ page.title | upper }}</title>{% endblock %}'
)
LONG_TITLES_APART = (
    '{% extends "main.html" %}'
    '{% block htmltitle %}<title>{{ "long" if page.title and page.title | length > 45 else page.title }}</title>'
    "{% endblock %}"
)


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


def shortened(path: str, content: bytes) -> bytes:
    """Shorten the theme's scripts as a build does."""
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


#: Files for programs, which MkDocs does not make, and the sitemap, which it makes without true dates.
OWN = (
    *(
        "search-index/",
        "schema/paper.json",
        "feeds/",
        "api/",
        "assets/card.png",
        "robots.txt",
        "llms.txt",
        "sitemap.xml",
    ),
    *(f"days/{day}/index.html.md" for day in DAYS),
    # This page has a script and a style sheet of its own (build/site/search_page_files.py).
    *("search/index.html", "assets/javascripts/search-page-bundle.js", "assets/stylesheets/search-page.css"),
)


def test_every_page_is_that_of_mkdocs(tmp_path: Path) -> None:
    site = make_digest(tmp_path / "digest", papers=24)
    write_paper(site, 3, aliases=("an-older-name", "another", "a-third"))
    ours, theirs = by_digestif(site), by_mkdocs(site)
    assert sorted(ours) == sorted(path for path in theirs if not path.startswith("sitemap.xml"))
    assert [path for path in ours if ours[path] != theirs[path]] == []


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
    ours, theirs = by_digestif(site), by_mkdocs(site)
    assert sorted(ours) == sorted(path for path in theirs if not path.startswith("sitemap.xml"))
    assert [path for path in ours if ours[path] != theirs[path]] == []


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
