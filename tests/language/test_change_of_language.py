"""A site whose language changes is the same as one that is built anew."""

from __future__ import annotations

import shutil
from pathlib import Path

from generator.build.pipeline import build
from generator.language.words import in_language
from tests.build.small_digest import make_digest


def _files(site: Path) -> dict[str, bytes]:
    return {file.relative_to(site).as_posix(): file.read_bytes() for file in site.rglob("*") if file.is_file()}


def test_a_build_after_a_change_of_language_equals_a_clean_one(tmp_path: Path) -> None:
    site = make_digest(tmp_path / "digest", papers=8)
    settings = (site / "mkdocs.yml").read_text()
    with in_language("en"):
        build(site)
        english = _files(site / "site")
        for language in ("de", "zh", "en"):
            (site / "mkdocs.yml").write_text(
                settings.replace("{name: digestif}", f"{{name: digestif, language: {language}}}")
            )
            build(site)
            changed = _files(site / "site")
            shutil.copytree(site, tmp_path / language)
            build(tmp_path / language, clean=True)
            assert changed == _files(tmp_path / language / "site")
            assert (changed == english) is (language == "en")
