"""mkdocs.yml before MkDocs loads it: what ``--safe`` refuses, and limits of files that it inherits."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from generator.build.pipeline import build, generate
from generator.build.site.config_checks import check_inherited_files, refuse_code
from generator.errors import DigestifError
from generator.starter import starter_files
from tests.build.small_digest import CONFIG, make_digest

CODE = """\
INHERIT: ../base.yml
hooks: [hooks.py]
theme:
  name: digestif
  custom_dir: theme
  static_templates: [extra.html]
plugins:
  - search
  - macros
  - gen-files: {scripts: [run.py]}
markdown_extensions:
  - toc: {permalink: true}
  - pymdownx.snippets
  - pymdownx.superfences: {format: !!python/name:os.system ''}
extra_templates: [feed.xml]
copyright: !ENV [SECRET, none]
extra: {<<: {a: 1}}
"""


def test_every_place_that_runs_code_is_named() -> None:
    with pytest.raises(DigestifError) as caught:
        refuse_code(CODE.encode())
    assert str(caught.value).splitlines() == [
        "mkdocs.yml can run code of this digest, which --safe refuses:",
        "mkdocs.yml:1: INHERIT: loads settings from another file",
        "mkdocs.yml:2: hooks: runs Python files",
        "mkdocs.yml:5: theme.custom_dir: runs templates of the site",
        "mkdocs.yml:6: theme.static_templates: runs templates of the site",
        "mkdocs.yml:9: plugins: loads a plugin (macros)",
        "mkdocs.yml:10: plugins: loads a plugin (gen-files)",
        "mkdocs.yml:13: markdown_extensions: loads a module (pymdownx.snippets)",
        "mkdocs.yml:14: !!python/name:os.system: loads Python objects",
        "mkdocs.yml:15: extra_templates: runs templates of the site",
        "mkdocs.yml:16: !ENV: reads the environment",
        "mkdocs.yml:17: <<: merges settings, which --safe does not follow",
        "  read these files; if you trust them, run the command without --safe",
    ]


@pytest.mark.parametrize("raw", [CONFIG.encode(), starter_files()["mkdocs.yml"], b"hooks: []\nplugins: {search: {}}\n"])
def test_settings_without_code_are_safe(raw: bytes) -> None:
    refuse_code(raw)


@pytest.mark.parametrize("command", [build, generate])
def test_a_safe_command_runs_no_hook(tmp_path: Path, command: object) -> None:
    site = make_digest(tmp_path / "digest", papers=1)
    (site / "hook.py").write_text(f"open({str(tmp_path / 'ran')!r}, 'w')\n")
    (site / "mkdocs.yml").write_text(f"{CONFIG}hooks: [hook.py]\n")
    with pytest.raises(DigestifError, match=r"mkdocs\.yml:\d+: hooks: runs Python files"):
        command(site, safe=True)  # type: ignore[operator]  # both commands take it
    assert not (tmp_path / "ran").exists()


def test_a_safe_command_reads_no_inherited_file(tmp_path: Path) -> None:
    site = make_digest(tmp_path / "site", papers=1)
    (tmp_path / "private.txt").write_text("private")
    (site / "mkdocs.yml").write_text(f"{CONFIG}INHERIT: ../private.txt\n")
    with pytest.raises(DigestifError, match="INHERIT: loads settings from another file"):
        generate(site, safe=True)


def test_inherited_files_have_the_same_limits(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.yml")
    (tmp_path / "deep.yml").write_text("nav: " + "[" * 20_000)
    (tmp_path / "loop.yml").write_text("INHERIT: loop.yml\n")
    refused = {}
    for name in ("pipe.yml", "deep.yml", "loop.yml", "missing.yml"):
        with pytest.raises(DigestifError) as caught:
            check_inherited_files(tmp_path, f"site_name: A\nINHERIT: {name}\n".encode())
        refused[name] = caught.value.message
    assert refused == {
        "pipe.yml": "mkdocs.yml:2:10: INHERIT: pipe.yml is not a file",
        "deep.yml": "deep.yml:1:35: is nested more than 30 levels deep",
        "loop.yml": "mkdocs.yml: INHERIT: leads through more than 5 files",
        "missing.yml": "mkdocs.yml:2:10: INHERIT: missing.yml is not a file",
    }


def test_whatever_a_hook_raises_is_a_sentence(tmp_path: Path) -> None:
    site = make_digest(tmp_path / "digest", papers=1)
    (site / "hook.py").write_text("raise RecursionError('too deep')\n")
    (site / "mkdocs.yml").write_text(f"{CONFIG}hooks: [hook.py]\n")
    with pytest.raises(DigestifError, match=r"^mkdocs\.yml: could not be loaded: RecursionError: too deep"):
        build(site)


def test_what_mkdocs_finds_wrong_is_quoted(tmp_path: Path) -> None:
    site = make_digest(tmp_path / "digest", papers=1)
    (site / "mkdocs.yml").write_text(f"{CONFIG}strict: 7\n")
    with pytest.raises(DigestifError, match=r"^mkdocs\.yml: Config value 'strict': Expected type: <class 'bool'>"):
        build(site)
