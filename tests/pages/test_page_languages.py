"""Hand-written pages in another language than the site, and translations of pages."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from generator.build.site.mkdocs import render_site
from generator.build.site.page_languages import language_versions

CONFIG = """\
site_name: Small
{address}
theme: {{name: digestif}}
nav: [Guide: guide.md]
plugins: []
validation: {{nav: {{omitted_files: info}}}}
"""
PAGES = {
    "guide.md": "# Guide\n\nText.\n",
    "guide.zh.md": "---\nlang: zh\ntitle: 指南\n---\n# 指南\n\n正文。\n\n## 更多\n",
    "alone.ar.md": "---\nlang: ar\n---\n# دليل\n",
    "odd.md": "---\nlang: '\"><script>'\n---\n# Odd\n",
    "odd.no.md": "---\nlang: no\n---\n# Rart\n",
}
WARNINGS = (
    "docs/odd.md: lang: '\"><script>' is not the tag of a language; use a tag of BCP 47, such as zh, zh-Hant or pt-BR",
    "docs/odd.no.md: lang: 'false' is not the tag of a language; write lang: 'no', because YAML reads no as false",
)
VERSIONS = [("en", "https://example.org/guide/"), ("zh", "https://example.org/guide.zh/")]


def render(folder: Path, address: str) -> dict[str, str]:
    (folder / "docs").mkdir()
    for path, text in PAGES.items():
        (folder / "docs" / path).write_text(text, encoding="utf-8")
    (folder / "mkdocs.yml").write_text(CONFIG.format(address=address))
    assert render_site(folder, folder / "site", epoch=0) == WARNINGS
    return {path: (folder / "site" / path[:-3] / "index.html").read_text(encoding="utf-8") for path in PAGES}


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    return render(tmp_path_factory.mktemp("site"), "site_url: https://example.org/")


def alternates(html: str) -> list[tuple[str, str]]:
    return re.findall(r'<link rel="alternate" hreflang="([^"]*)" href="([^"]*)">', html)


def test_a_page_in_another_language_declares_it_for_its_own_text(pages: dict[str, str]) -> None:
    html = pages["guide.zh.md"]
    assert '<html lang="en"' in html
    assert '<title lang="zh">指南 · Small</title>' in html
    assert re.findall(r'<(\w+) class="([\w -]*)" lang="zh"', html) == [
        ("div", "md-sidebar__inner"),
        ("article", "md-content__inner md-typeset"),
    ]
    assert '<article class="md-content__inner md-typeset" lang="ar" dir="auto">' in pages["alone.ar.md"]


def test_a_page_in_the_language_of_the_site_declares_no_other(pages: dict[str, str]) -> None:
    assert re.findall(r'<(\w+)[^>]* lang="', pages["guide.md"]) == ["html"]
    assert " dir=" not in pages["guide.md"].partition("<main")[2]


def test_versions_of_a_page_name_each_other(pages: dict[str, str]) -> None:
    assert {path: alternates(html) for path, html in pages.items()} == {
        "guide.md": VERSIONS,
        "guide.zh.md": VERSIONS,
        "alone.ar.md": [],
        "odd.md": [],
        "odd.no.md": [],
    }


def test_a_site_without_an_address_names_no_versions(tmp_path: Path) -> None:
    assert {path: alternates(html) for path, html in render(tmp_path, "").items()} == {path: [] for path in PAGES}


def test_what_is_no_language_is_reported_and_left_out(pages: dict[str, str]) -> None:
    for path in ("odd.md", "odd.no.md"):
        assert re.findall(r"<article[^>]* lang=", pages[path]) == []
        assert '"><script>' not in pages[path]


@pytest.mark.parametrize(
    ("languages", "versions"),
    [
        ({"a.md": "en", "a.zh.md": "zh", "a.de.md": "de"}, {"de": "a.de.md", "en": "a.md", "zh": "a.zh.md"}),
        ({"x/a.md": "en", "x/a.zh-TW.md": "zh-TW"}, {"en": "x/a.md", "zh-TW": "x/a.zh-TW.md"}),
        # The name alone says nothing: the page declares another language, or none.
        ({"a.md": "en", "a.zh.md": "en"}, {}),
        ({"a.md": "en", "a.zh.md": "ja"}, {}),
        # There is no original, or it is in the same language.
        ({"b.md": "en", "a.zh.md": "zh"}, {}),
        ({"a.md": "zh", "a.zh.md": "zh"}, {}),
        # The original is elsewhere.
        ({"a.md": "en", "x/a.zh.md": "zh"}, {}),
    ],
)
def test_a_translation_has_the_name_of_its_original_with_its_language(
    languages: dict[str, str], versions: dict[str, str]
) -> None:
    assert language_versions(languages) == dict.fromkeys(versions.values(), versions)
