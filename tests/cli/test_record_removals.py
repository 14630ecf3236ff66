"""`digestif import --record-removals`: a cleanup is recorded with or without a list to import."""

from __future__ import annotations

from pathlib import Path

from click.testing import CliRunner

from generator.cli.main import main
from tests.importing.import_samples import answer, import_into, metadata

SETTINGS = """\
site_name: A digest
site_url: https://papers.example.org/
repo_url: https://github.com/ada/papers
theme: {name: digestif}
plugins: []
"""


def make_site(folder: Path) -> Path:
    """A site with twelve papers, of which all but one lost their record files."""
    (folder / "mkdocs.yml").write_text(SETTINGS)
    import_into(folder, answer(*(metadata(f"Paper {number}") for number in range(12))))
    for file in sorted((folder / "content/papers/2025/06/13").iterdir())[1:]:
        file.unlink()
    return folder


def test_a_cleanup_is_recorded_without_a_list(tmp_path: Path) -> None:
    site = make_site(tmp_path)
    done = CliRunner().invoke(main, ["-C", str(site), "import", "--record-removals"])
    assert done.exit_code == 0, done.output
    assert done.output.startswith("Recorded in content/removed.yaml, because 11 record files were deleted: paper-1, ")
    checked = CliRunner().invoke(main, ["-C", str(site), "check"])
    assert (checked.exit_code, checked.output) == (0, "No problems in 1 record\n")


def test_an_import_needs_a_file_or_the_option(tmp_path: Path) -> None:
    done = CliRunner().invoke(main, ["-C", str(make_site(tmp_path)), "import"])
    assert done.exit_code == 2
    assert "FILE" in done.output
