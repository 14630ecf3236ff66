"""The tools that check JavaScript have exact versions and hashes, from whatever registry npm is set up to use."""

from __future__ import annotations

import json
import re
from pathlib import Path

FOLDER = Path(__file__).parent
LOCK = json.loads((FOLDER / "package-lock.json").read_text(encoding="utf-8"))
PACKAGE = json.loads((FOLDER / "package.json").read_text(encoding="utf-8"))


def test_versions_are_exact() -> None:
    assert set(PACKAGE["devDependencies"]) == {"prettier", "typescript"}
    assert all(re.fullmatch(r"\d+\.\d+\.\d+", version) for version in PACKAGE["devDependencies"].values())


def test_the_lock_has_hashes_and_no_addresses() -> None:
    locked = {name: package for name, package in LOCK["packages"].items() if name}
    assert locked
    assert all(package["integrity"].startswith("sha512-") for package in locked.values())
    assert not any("resolved" in package for package in locked.values())


def test_no_module_of_the_theme_is_left_without_types() -> None:
    settings = json.loads((FOLDER / "tsconfig.json").read_text(encoding="utf-8"))
    assert settings["compilerOptions"]["checkJs"] is True
    assert settings["compilerOptions"]["strict"] is True
    scripts = (FOLDER.parents[1] / "generator" / "theme" / "assets" / "javascripts").glob("*.js")
    assert [
        file.name for file in scripts if re.search(r"@ts-(?:nocheck|ignore)", file.read_text(encoding="utf-8"))
    ] == []
