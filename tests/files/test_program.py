"""The hash of the program covers every library that can change what a cache holds."""

from __future__ import annotations

import re
import sys
import tomllib
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import pytest

from generator.files.program import LIBRARIES

ROOT = Path(__file__).parents[2]
#: Commands, requests and parsers: no cache holds what these make.
NOT_CACHED = {
    *("bibtexparser", "charset-normalizer", "click", "css-inline", "httpx", "platformdirs", "pylatexenc", "rich"),
    *("ruamel-yaml", "tzdata"),
}


def test_every_dependency_is_hashed_or_makes_nothing_that_is_cached() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    names = {re.split(r"[\[<>=]", line)[0].replace(".", "-") for line in project["dependencies"]}
    assert names - set(LIBRARIES) - NOT_CACHED == set()


@pytest.mark.parametrize("name", LIBRARIES)
def test_every_hashed_library_is_installed(name: str) -> None:
    """A misspelt name would have no version, and no upgrade would change the hash."""
    if name == "tdewolff-minify" and sys.platform != "linux":
        pytest.skip("tdewolff-minify has wheels for Linux only")
    try:
        assert version(name)
    except PackageNotFoundError:
        pytest.fail(f"{name} is not installed")
