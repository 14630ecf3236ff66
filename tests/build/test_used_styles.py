"""The style sheets of generated pages have the rules that these pages use of Material's and of the theme's."""

from __future__ import annotations

import re
from importlib.resources import files
from pathlib import Path

import pytest
from playwright.sync_api import Browser

import generator.theme
from generator.build.site.bundles import minified
from generator.build.site.used_styles import own_names, used_styles

THEME = Path(generator.theme.__path__[0]) / "assets/stylesheets"


def test_what_is_left_of_material_s_style_sheet_is_whole() -> None:
    [sheet] = Path(str(files("material"))).glob("templates/assets/stylesheets/main.*.css")
    for words in ("", "md-typeset admonition md-header md-search"):
        left = used_styles([sheet.read_text(encoding="utf-8")], [words])
        assert used_styles([left], [words, " ".join(re.findall(r"--[\w-]+", left))]) == left
        assert left.endswith("}\n")
        assert len(left) < 50_000


@pytest.mark.parametrize(
    ("css", "words", "kept"),
    [
        (".a{x:1}.b{x:2}", "a", ".a{x:1}\n"),
        (".a,.b .a{x:1}", "a", ".a{x:1}\n"),
        ("p,.b{x:1}", "", "p{x:1}\n"),
        (":is(.a,.b):not(.c){x:1}", "", ":is(.a,.b):not(.c){x:1}\n"),
        (".a:not(:has(b > c:not([d]))),.e{x:1}", "a", ".a:not(:has(b > c:not([d]))){x:1}\n"),
        (".a :is(.b, .c :is(p, q), .d),.e{x:1}", "a", ".a :is(.b, .c :is(p, q), .d){x:1}\n"),
        ("@media print{.a{x:1}.b{x:2}}@media screen{.b{x:1}}", "a", "@media print{.a{x:1}}\n"),
        ("@keyframes k{0%{x:1}}", "", "@keyframes k{0%{x:1}}\n"),
        ('@charset "UTF-8";.a{x:"}{"}', "a", '.a{x:"}{"}\n'),
        ("/* .a{} */.a{x:1}", "a", ".a{x:1}\n"),
        (":root{--u:url('data:;{}');--v:1;x:var(--v)}", "", ":root{--v:1;x:var(--v)}\n"),
        (""":root{--u:url("data:;<a b='c(1)'>");x:1}""", "", ":root{x:1}\n"),
        ("a{--u:url(data:;{,});x:url(a}b)}", "", "a{x:url(a}b)}\n"),
        (":root{--v:1}", "--v", ":root{--v:1}\n"),
        (
            "[data-md-color-primary=red]{x:1}[data-md-color-primary=blue]{x:2}",
            "red",
            "[data-md-color-primary=red]{x:1}\n",
        ),
    ],
)
def test_rules_that_no_text_mentions_are_left_out(css: str, words: str, kept: str) -> None:
    assert re.sub(r"\}\n+\}", "}}", used_styles([css], [words])) == kept


def test_the_theme_s_own_sheet_keeps_its_classes_and_none_of_material_s() -> None:
    own = own_names(".dg-a .md-nav{x:1}[data-md-color-scheme=slate] .s1{x:var(--v)}")
    kept = used_styles([".md-nav,.dg-a{x:1}[data-md-color-scheme=slate]{x:1}:root{--v:1}", ".s1{x:1}"], [own])
    assert kept == ".dg-a{x:1}\n:root{--v:1}\n.s1{x:1}\n"


RULES = """css => {
  const sheet = new CSSStyleSheet()
  sheet.replaceSync(css)
  return [...sheet.cssRules].map(rule => rule.cssText)
}"""


@pytest.mark.browser
@pytest.mark.parametrize("pattern", ["digestif.css", "search.css", "lists.css", "main.*.min.css", "palette.*.min.css"])
def test_shortened_style_sheets_have_the_same_rules_for_a_browser(browser: Browser, pattern: str) -> None:
    folders = (Path(str(files("material"))) / "templates/assets/stylesheets", THEME)
    [sheet] = [found for folder in folders for found in folder.glob(pattern)]
    css = used_styles([sheet.read_text(encoding="utf-8")], [sheet.read_text(encoding="utf-8")])
    page = browser.new_page()
    rules, shortened = (page.evaluate(RULES, text) for text in (css, minified(css, "text/css")))
    page.close()
    assert len(minified(css, "text/css")) < len(css)
    assert [_plain(rule) for rule in shortened] == [_plain(rule) for rule in rules]


def _plain(rule: str) -> str:
    """Return a rule without spaces and zeros that custom properties keep, and with one spelling of no background."""
    return re.sub(
        r"(?<=background:)(none|transparent|rgba\(0,0,0,0\)|0px0px)", "0", re.sub(r"\s+|(?<!\d)0(?=\.\d)", "", rule)
    )
