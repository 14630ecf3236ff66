"""Commands load only what they use: the site builder and numerical libraries take half a second to import."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

HEAVY = ("mkdocs", "numpy", "scipy")
SCRIPT = """
import sys
from generator.cli.main import main
try:
    main(sys.argv[1:], prog_name="digestif")
finally:
    print("loaded:", *sorted(set(sys.modules) & {HEAVY}), file=sys.stderr)
"""


def loaded_by(*arguments: str, cwd: Path) -> tuple[int, list[str]]:
    """The exit code of the command, and which of the heavy packages it imported."""
    script = SCRIPT.replace("{HEAVY}", repr(set(HEAVY)))
    ran = subprocess.run(
        [sys.executable, "-c", script, *arguments], cwd=cwd, capture_output=True, text=True, check=False
    )
    return ran.returncode, ran.stderr.rpartition("loaded:")[2].split()


@pytest.fixture
def site(tmp_path: Path) -> Path:
    (tmp_path / "mkdocs.yml").write_text("site_name: A digest\ntheme: {name: digestif}\nplugins: []\n")
    (tmp_path / "papers.csv").write_text("title,abstract\nA paper,What it says.\n")
    return tmp_path


@pytest.mark.parametrize(
    "command",
    [
        "--help",
        "check",
        "import --help",
        "import papers.csv --date 2025-07-31",
        "format",
        "topics list",
        "fetch --help",
    ],
)
def test_a_command_that_builds_no_page_loads_no_site_builder(site: Path, command: str) -> None:
    assert loaded_by(*command.split(), cwd=site) == (0, [])


def test_a_build_loads_them_only_where_something_changed(site: Path) -> None:
    (site / "mkdocs.yml").write_text("site_name: A digest\ntheme: {name: digestif}\nplugins: []\nnav: [index.md]\n")
    (site / "docs").mkdir()
    for text, expected in (("One", True), ("One", False), ("Two", True)):
        (site / "docs" / "about.md").write_text(f"# {text}\n")
        code, loaded = loaded_by("build", cwd=site)
        assert (code, HEAVY[0] in loaded, bool(loaded)) == (0, expected, expected)
