"""The hand-written documentation: its links lead somewhere, and what it tells people to copy works."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from generator.checks.theme_settings import COLOURS, FEATURES, check_theme_settings

ROOT = Path(__file__).parent.parent
BIN = Path(sys.executable).parent
PAGES = sorted([ROOT / "README.md", *(ROOT / "docs").glob("*.md"), *(ROOT / ".github").glob("*.md")])


def run(*command: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run([*map(str, command)], capture_output=True, text=True, check=False, timeout=120)


def test_links_between_documents_lead_somewhere() -> None:
    checked = run(BIN / "lychee", "--offline", "--no-progress", "--include-fragments", *PAGES)
    assert checked.returncode == 0, checked.stdout + checked.stderr


@pytest.mark.parametrize(
    "file", ["README.md", "pyproject.toml", "CITATION.cff", "docs/about.md", "generator/__init__.py"]
)
def test_every_introduction_says_the_same(file: str) -> None:
    text = " ".join((ROOT / file).read_text().split())
    assert "static site generator for paper digests" in text


THEMING = (ROOT / "docs" / "theming.md").read_text()


@pytest.mark.parametrize("settings", re.findall(r"```yaml\n(.*?)```", THEMING, re.DOTALL))
def test_the_documented_settings_of_the_theme_have_an_effect(settings: str) -> None:
    theme = "" if "theme:" in settings else "theme: {name: digestif}\n"
    raw = f"site_name: A digest\nplugins: []\n{theme}{settings}".encode()
    assert list(check_theme_settings(raw, has_file=lambda path: True)) == []


def test_all_colours_and_features_of_the_theme_are_documented() -> None:
    text = " ".join(THEMING.split())
    names = [*(colour for colour in COLOURS if colour != "custom"), *(f"`{feature}`" for feature in FEATURES)]
    assert [name for name in names if not re.search(rf"{re.escape(name)}(,| and|\.| to )", text)] == []
