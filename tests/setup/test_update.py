"""``digestif update``: the new version's changes and people's, merged."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from importlib.metadata import metadata, requires
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from generator import __version__
from generator.setup.new_site import make_site
from generator.setup.pin import EXTRAS
from generator.setup.wheel import pack
from generator.setup.written import WRITTEN_FILE
from tests.cli.running import digestif

ABOUT, SETTINGS, IGNORED, HOOKS = "docs/about.md", "mkdocs.yml", ".gitignore", ".pre-commit-config.yaml"
WHEEL = f"vendor/digestif-{__version__}-py3-none-any.whl"


@pytest.fixture
def site(tmp_path: Path) -> Path:
    make_site(tmp_path / "my-digest")
    return tmp_path / "my-digest"


def written_by_an_older_version(site: Path, older: Mapping[str, bytes | None], version: str = "0.0.9") -> None:
    """Change a digest, and the record of what was written, as if a version with these files had made it."""
    with zipfile.ZipFile(io.BytesIO((site / WRITTEN_FILE).read_bytes())) as record:
        files = {name: record.read(name) for name in record.namelist()}
    for path, content in older.items():
        if content is None:
            files.pop(path)
            (site / path).unlink()
        else:
            files[path] = content
            (site / path).write_bytes(content)
    (site / WRITTEN_FILE).write_bytes(pack(files | {"VERSION": version.encode()}))


def test_a_new_digest_is_up_to_date(site: Path) -> None:
    updated = digestif("update", cwd=site)
    assert updated.stdout == f"This digest is up to date with Digestif {__version__}.\n"
    assert (updated.returncode, updated.stderr) == (0, "")


def test_changes_of_both_sides_are_merged(site: Path) -> None:
    new = {path: (site / path).read_bytes() for path in (ABOUT, SETTINGS, IGNORED, HOOKS)}
    (site / WHEEL).rename(site / "vendor" / "digestif-0.0.9-py3-none-any.whl")
    older = {
        IGNORED: new[IGNORED] + b"/old/\n",
        SETTINGS: new[SETTINGS].replace(b"omitted_files: info", b"omitted_files: ignore"),
        ABOUT: new[ABOUT].replace(b"# About this digest", b"# About"),
        ".gitattributes": None,
        HOOKS: b"# old\n",
        "docs/old.md": b"old\n",
        "docs/older.md": b"older\n",
    }
    written_by_an_older_version(site, older)
    ours = older[SETTINGS].replace(b'curator: ""', b"curator: Ada")  # type: ignore[union-attr]  # it is not None
    (site / SETTINGS).write_bytes(ours)
    (site / ABOUT).write_bytes(b"# All about us\n")
    (site / "docs/older.md").write_bytes(b"older, and ours\n")
    (site / HOOKS).unlink()
    updated = digestif("update", cwd=site)
    assert updated.stdout.splitlines() == [
        f"Digestif {__version__}: the files of this digest were updated from 0.0.9.",
        "  .gitattributes: added",
        "  .gitignore: updated",
        "  .pre-commit-config.yaml: kept as you have it",
        "  docs/about.md: conflict: your file stays; merge it with the new version, vendor/new/docs/about.md, "
        "and delete that",
        "  docs/old.md: removed",
        "  docs/older.md: kept as you have it",
        "  mkdocs.yml: merged with your changes",
        "  vendor/digestif-0.0.9-py3-none-any.whl: removed",
        f"  {WHEEL}: added",
        "  vendor/starter.zip: updated",
    ]
    assert updated.returncode == 1
    assert (site / SETTINGS).read_bytes() == new[SETTINGS].replace(b'curator: ""', b"curator: Ada")
    assert (site / ABOUT).read_bytes() == b"# All about us\n"
    assert (site / "vendor/new" / ABOUT).read_bytes() == new[ABOUT]
    assert (site / IGNORED).read_bytes() == new[IGNORED]
    assert not (site / "docs/old.md").exists()
    assert not (site / HOOKS).exists()


def test_a_conflict_stays_open_until_it_is_merged(site: Path) -> None:
    new = (site / ABOUT).read_bytes()
    lines = new.splitlines(keepends=True)
    old = b"# About\n" + b"".join(lines[1:]) + b"\nOld last line.\n"
    written_by_an_older_version(site, {ABOUT: old})
    ours = b"# All about us\n" + b"".join(lines[1:]) + b"\nOld last line.\n"
    (site / ABOUT).write_bytes(ours)
    assert digestif("update", cwd=site).returncode == 1
    again = digestif("update", cwd=site)
    assert (again.returncode, again.stdout.splitlines()[0]) == (1, f"Digestif {__version__}: 1 file has to be merged.")
    assert (site / ABOUT).read_bytes() == ours

    # Where only the conflicting line is settled, the other changes of the new version still arrive.
    (site / ABOUT).write_bytes(ours.replace(b"# All about us", new.splitlines()[0]))
    settled = digestif("update", cwd=site)
    assert (settled.returncode, settled.stdout.splitlines()[1:]) == (
        0,
        [
            "  docs/about.md: merged with your changes",
            "  vendor/new/docs/about.md: removed",
            "  vendor/starter.zip: updated",
        ],
    )
    assert (site / ABOUT).read_bytes() == new
    assert digestif("update", cwd=site).stdout == f"This digest is up to date with Digestif {__version__}.\n"


def test_a_conflict_ends_when_a_person_deletes_the_new_version(site: Path) -> None:
    written_by_an_older_version(site, {ABOUT: b"# About\n"})
    (site / ABOUT).write_bytes(b"# All about us\n")
    digestif("update", cwd=site)
    (site / "vendor/new" / ABOUT).unlink()
    assert digestif("update", cwd=site).stdout.splitlines()[1:] == ["  vendor/starter.zip: updated"]
    assert (site / ABOUT).read_bytes() == b"# All about us\n"
    assert digestif("update", cwd=site).returncode == 0


def test_line_endings_are_no_changes_and_stay(site: Path) -> None:
    new = {path: (site / path).read_bytes() for path in (ABOUT, SETTINGS, IGNORED)}
    old = {IGNORED: new[IGNORED] + b"/old/\n", SETTINGS: new[SETTINGS] + b"# old\n"}
    written_by_an_older_version(site, old)
    ours = old[SETTINGS].replace(b'curator: ""', b"curator: Ada")
    for path, content in ((ABOUT, new[ABOUT]), (IGNORED, old[IGNORED]), (SETTINGS, ours)):
        (site / path).write_bytes(content.replace(b"\n", b"\r\n"))
    updated = digestif("update", cwd=site)
    assert (updated.returncode, updated.stdout.splitlines()[1:]) == (
        0,
        ["  .gitignore: updated", "  mkdocs.yml: merged with your changes", "  vendor/starter.zip: updated"],
    )
    assert (site / IGNORED).read_bytes() == new[IGNORED].replace(b"\n", b"\r\n")
    merged = new[SETTINGS].replace(b'curator: ""', b"curator: Ada")
    assert (site / SETTINGS).read_bytes() == merged.replace(b"\n", b"\r\n")


def test_a_dry_run_writes_nothing(site: Path) -> None:
    written_by_an_older_version(site, {IGNORED: b"/old/\n"})
    shown = digestif("update", "--dry-run", cwd=site)
    assert shown.stdout.splitlines()[1:] == [
        "  .gitignore: would be updated",
        "  vendor/starter.zip: would be updated",
        "Nothing was written (--dry-run).",
    ]
    assert (site / IGNORED).read_bytes() == b"/old/\n"


def test_topics_belong_to_the_digest(site: Path) -> None:
    (site / "content/topics.yaml").write_bytes(b"topics: []\n")
    assert digestif("update", cwd=site).stdout == f"This digest is up to date with Digestif {__version__}.\n"


def test_updated_dependencies_of_the_same_program_stay(site: Path) -> None:
    requirements = site / "requirements.txt"
    text = requirements.read_text().replace("\nclick==", "\nclick==99.")
    requirements.write_text(text)
    assert digestif("update", cwd=site).stdout == f"This digest is up to date with Digestif {__version__}.\n"
    requirements.write_text(text.replace("--hash=sha256:", "--hash=sha256:0", 1))
    assert "  requirements.txt: updated" in digestif("update", cwd=site).stdout
    assert "click==99." not in requirements.read_text()


@pytest.mark.parametrize(
    ("setting", "packages"),
    [
        ("parquet: true", ["pyarrow"]),
        ("map: true", list(EXTRAS["map"])),
        ("thumbnails: {days: 3}", ["pillow"]),
        ("publish: s3://bucket", list(EXTRAS["publish"])),
    ],
)
def test_settings_install_what_they_need(site: Path, setting: str, packages: list[str]) -> None:
    requirements = site / "requirements.txt"
    before = requirements.read_text()
    assert not any(f"\n{package}==" in before for package in packages)
    requirements.write_text(before.replace("\nclick==", "\nclick==99."))
    settings = (site / SETTINGS).read_text()
    (site / SETTINGS).write_text(settings.replace("\n  digestif:", f"\n  digestif:\n    {setting}", 1))
    updated = digestif("update", cwd=site)
    assert (updated.returncode, updated.stderr) == (0, "")
    after = requirements.read_text()
    assert after.startswith(before.replace("\nclick==", "\nclick==99."))
    added = after[len(before) + 3 :].splitlines()
    assert [line.partition("==")[0] for line in added if "==" in line] == packages
    assert all("==" in line or line.startswith("    --hash=sha256:") for line in added)
    assert "up to date" in digestif("update", cwd=site).stdout


def test_extras_name_all_that_they_add() -> None:
    own = _closure("digestif", frozenset())
    extras = metadata("digestif").get_all("Provides-Extra") or ()
    assert {extra: set(packages) for extra, packages in EXTRAS.items()} == {
        extra: _closure("digestif", frozenset({extra})) - own for extra in extras
    }


def _closure(package: str, extras: frozenset[str]) -> set[str]:
    """Return the names of all that a package needs, by what is installed."""
    found: set[str] = set()
    waiting = [(package, extras)]
    while waiting:
        name, extras = waiting.pop()
        for text in requires(name) or ():
            need = Requirement(text)
            if need.name in found or not any(
                need.marker is None or need.marker.evaluate({"extra": extra}) for extra in ("", *extras)
            ):
                continue
            found.add(need.name)
            waiting.append((need.name, frozenset(need.extras)))
    return {canonicalize_name(name) for name in found}


def test_without_a_record_only_equal_files_are_known(site: Path) -> None:
    (site / WRITTEN_FILE).unlink()
    (site / ABOUT).write_bytes(b"# All about us\n")
    updated = digestif("update", cwd=site)
    assert [line.split(":")[0].strip() for line in updated.stdout.splitlines()[1:]] == [ABOUT, WRITTEN_FILE]
    assert (site / ABOUT).read_bytes() == b"# All about us\n"


def test_an_older_program_does_not_undo_a_newer_one(site: Path) -> None:
    written_by_an_older_version(site, {}, version="99.0.0")
    refused = digestif("update", cwd=site)
    assert refused.returncode == 2
    assert refused.stderr == (
        f"digestif: this digest was updated by Digestif 99.0.0, and this is {__version__}\n"
        "  install the version of the digest: python -m pip install --requirement requirements.txt\n"
    )


@pytest.mark.parametrize("content", [b"not a zip file", b"PK\x05\x06" + 18 * b"\0"])
def test_a_damaged_record_is_refused(site: Path, content: bytes) -> None:
    (site / WRITTEN_FILE).write_bytes(content)
    refused = digestif("update", cwd=site)
    assert (refused.returncode, refused.stderr.splitlines()[0]) == (2, f"digestif: {WRITTEN_FILE}: is damaged")
