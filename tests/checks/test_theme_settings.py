"""Settings that a curator of Material knows: each works, or is reported with what to use in its place."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from generator.checks.settings import find_settings_problems
from generator.checks.theme_settings import COLOURS, FEATURES, check_theme_settings
from tests.build.small_digest import make_digest
from tests.cli.running import digestif

ROOT = Path(__file__).parents[2]
CASES = yaml.safe_load((ROOT / "tests" / "cases" / "theme" / "settings.yml").read_text(encoding="utf-8"))
SOUND = {"site_name": "Papers", "theme": {"name": "digestif"}, "plugins": []}
STYLES = ROOT / "generator" / "theme" / "assets" / "stylesheets"


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["why"])
def test_a_setting_works_or_is_reported(case: dict[str, Any]) -> None:
    config = yaml.safe_dump(SOUND | yaml.safe_load(case["config"]))
    problems = check_theme_settings(
        config.encode(),
        has_file=lambda path: path in case.get("files", []),
        main_template=case.get("main_template", ""),
    )
    found = [f"{problem.field}: {problem.found}; {problem.fix}" for problem in problems]
    expected = case.get("problems", [])
    # A list of all colours or features is cut from the expectation.
    assert [
        text[: len(start)] if start.endswith(" ") else text for text, start in zip(found, expected, strict=True)
    ] == expected


@pytest.mark.parametrize(
    ("theme", "place"),
    [
        ("{name: digestif, palette: {primary: mauve}}", "3:44: warning: theme.palette.primary: there is no colour"),
        ("{name: digestif, palette: [{primary: red}, {accent: mauve}]}", "3:60: warning: theme.palette[1].accent: "),
        ("{name: digestif, features: [toc.follow, header.autohide]}", "3:48: warning: theme.features[1]: "),
        ("{language: en}", "3:8: theme.name: is missing"),
    ],
)
def test_a_problem_names_line_and_column(theme: str, place: str) -> None:
    raw = f"site_name: Papers\nplugins: []\ntheme: {theme}\n".encode()
    (problem,) = check_theme_settings(raw, has_file=lambda path: True)
    assert str(problem).startswith(f"mkdocs.yml:{place}")


@pytest.mark.parametrize("site", [ROOT, ROOT / "generator" / "starter"], ids=["this repository", "a new digest"])
def test_our_own_sites_have_sound_settings(site: Path) -> None:
    assert find_settings_problems(site) == ()


def test_files_are_sought_below_docs_and_the_theme_folder(tmp_path: Path) -> None:
    for file in ("docs/own.css", "theme/assets/logo.svg", "outside.css"):
        (tmp_path / file).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / file).write_text("")
    (tmp_path / "mkdocs.yml").write_text(
        "site_name: Papers\nplugins: []\nextra_css: [own.css, ../outside.css]\n"
        "theme: {name: digestif, custom_dir: theme, logo: assets/logo.svg}\n"
    )
    assert [problem.field for problem in find_settings_problems(tmp_path)] == ["extra_css[1]"]


def test_the_documentation_lists_every_colour_feature_and_variable() -> None:
    page = " ".join((ROOT / "docs" / "theming.md").read_text(encoding="utf-8").split())
    colours = [colour for colour in COLOURS if colour != "custom"]
    assert f"{', '.join(colours[:-1])} and {colours[-1]}" in page
    assert " and ".join(f"`{'`, `'.join(FEATURES)}`".rsplit(", ", 1)) in page
    css = (STYLES / "digestif.css").read_text(encoding="utf-8")
    variables = set(re.findall(r"^  (--dg-[a-z-]+):", css, re.MULTILINE))
    assert variables <= set(re.findall(r"--dg-[a-z-]+", page))


def test_every_colour_is_in_the_style_sheet() -> None:
    css = (STYLES / "colours.css").read_text(encoding="utf-8")
    for role in ("primary", "accent"):
        named = re.findall(rf'\[data-md-color-{role}="([a-z-]+)"\]', css)
        assert sorted(named) == sorted(colour.replace(" ", "-") for colour in COLOURS if colour != "custom")


def luminance(colour: str) -> float:
    channels = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def test_every_colour_can_be_read_on_light_and_on_dark_pages() -> None:
    pairs = re.compile(r"--dg-([a-z-]+): light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\)")
    theme = {name: colours for name, *colours in pairs.findall((STYLES / "digestif.css").read_text(encoding="utf-8"))}
    colours = pairs.findall((STYLES / "colours.css").read_text(encoding="utf-8"))
    assert len(colours) == 2 * (len(COLOURS) - 1)
    for _, *pair in colours:
        for scheme, colour in enumerate(pair):
            for background in ("background", "surface"):
                assert contrast(colour, theme[background][scheme]) >= 4.5, (colour, background)


def test_check_and_build_report_them(tmp_path: Path) -> None:
    site = make_digest(tmp_path / "digest", papers=1)
    config = site / "mkdocs.yml"
    config.write_text(config.read_text(encoding="utf-8") + "copyright: <b>CC0</b>\n", encoding="utf-8")
    expected = "warning: copyright: is shown as text, its markup included\n"
    checked = digestif("check", cwd=site)
    assert checked.returncode == 0
    assert expected in checked.stdout
    assert expected in digestif("build", cwd=site).stderr
    config.write_text(config.read_text(encoding="utf-8").replace("name: digestif", "name: material"), encoding="utf-8")
    refused = digestif("build", cwd=site)
    assert refused.returncode == 2
    assert "theme.name: is 'material'\n  the pages need the theme digestif" in refused.stderr
