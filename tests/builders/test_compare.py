"""The comparison of builders, on sites of a few pages. `make builders` runs it with the builders themselves."""

from __future__ import annotations

from pathlib import Path

import yaml

from tests.builders.compare import (
    Comparison,
    build_with,
    compare_sites,
    for_minijinja,
    prepare,
    report,
    visible_text,
)


def write_site(folder: Path, pages: dict[str, str]) -> Path:
    for name, body in pages.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(f"<html><head><title>T</title></head><body>{body}</body></html>")
    return folder


def test_visible_text_leaves_out_head_and_scripts() -> None:
    html = "<head><title>No</title></head><body><p>One\n  two</p><script>no()</script><b>three</b></body>"
    assert visible_text(html) == "One two three"


def test_missing_pages_and_other_texts_are_listed(tmp_path: Path) -> None:
    reference = write_site(tmp_path / "a", {"index.html": "One", "same.html": "<p>Same</p>", "gone/index.html": "Two"})
    other = write_site(tmp_path / "b", {"index.html": "Other", "same.html": "<div> Same </div>"})
    assert compare_sites("other", reference, other) == Comparison(
        builder="other", pages=3, missing=("gone/index.html",), different={"index.html": "One → Other"}
    )


def test_the_report_counts_everything_and_names_ten_pages_of_a_kind() -> None:
    missing = tuple(f"{number:02}.html" for number in range(12))
    found = Comparison(builder="other", pages=20, missing=missing, different={"index.html": "One → Two"}, error="a | b")
    lines = list(report({"other": found}))
    assert lines[2] == r"| other | 8 | 12 | 1 | a \| b |"
    assert [line for line in lines if line.startswith("- `")] == [
        *(f"- `{name}`" for name in missing[:10]),
        "- `index.html`: One → Two",
    ]
    assert "- and 2 more" in lines


def test_a_builder_gets_the_theme_as_a_folder_and_the_settings_of_the_digest(tmp_path: Path) -> None:
    site = tmp_path / "digest"
    (site / "docs").mkdir(parents=True)
    (site / "mkdocs.yml").write_text("site_name: A digest\ntheme:\n  name: digestif\n  language: de\n")
    prepare(site, tmp_path / "work", {"variant": "classic"})
    config = yaml.safe_load((tmp_path / "work" / "mkdocs.yml").read_text())
    assert config["site_name"] == "A digest"
    assert {name: config["theme"].get(name) for name in ("name", "variant", "language", "font", "custom_dir")} == {
        "name": None,
        "variant": "classic",
        "language": "de",
        "font": False,
        "custom_dir": "theme",
    }
    assert (tmp_path / "work" / "theme" / "main.html").is_file()


def test_templates_for_minijinja_use_no_methods_and_no_attributes_of_undefined_values() -> None:
    template = '{% for line in parts[0].split("|") if line.startswith("a") %}{{ page.meta.kind }}{% endfor %}'
    assert for_minijinja(template) == (
        '{% for line in (parts[0] | split("|") | list) if line is startingwith("a") %}'
        "{{ (page.meta | default({})).kind }}{% endfor %}"
    )


def test_a_builder_that_fails_or_is_missing_is_reported(tmp_path: Path) -> None:
    program = tmp_path / "builder"
    program.write_text("#!/bin/sh\necho Building\nprintf '\\033[31mno such page\\033[0m\\n' >&2\nexit 3\n")
    program.chmod(0o755)
    assert build_with("builder", program, tmp_path) == "no such page"
    assert "No such file" in build_with("builder", tmp_path / "absent", tmp_path)
