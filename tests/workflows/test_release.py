"""What a release consists of: one version everywhere, a changelog in its form, and a package with all its files."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
import tarfile
import zipfile
from email.parser import Parser
from itertools import pairwise
from pathlib import Path

import pytest

from generator import __version__

ROOT = Path(__file__).parents[2]
BIN = Path(sys.executable).parent
RELEASED = re.compile(r"\d+\.\d+\.\d+ - \d{4}-\d{2}-\d{2}")
KINDS = {"Added", "Changed", "Deprecated", "Removed", "Fixed", "Security"}


def check_release(tag: str, root: Path = ROOT) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(root / ".ci" / "check_release.py"), tag]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def headings(level: str) -> list[str]:
    text = (ROOT / "docs" / "changelog.md").read_text()
    return re.findall(rf"^{level} (.+)$", text, re.MULTILINE)


def test_version_changelog_and_citation_agree() -> None:
    checked = check_release(f"v{__version__}")
    assert (checked.returncode, checked.stderr) == (0, "")
    assert checked.stdout.startswith("### ")


def test_a_tag_of_another_version_is_refused_with_every_place(tmp_path: Path) -> None:
    for file in (".ci/check_release.py", "generator/__init__.py", "CITATION.cff", "docs/changelog.md"):
        (tmp_path / file).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / file, tmp_path / file)
    (tmp_path / "generator" / "__init__.py").write_text('__version__ = "9.9.9"\n')
    checked = check_release("v9.9.9", tmp_path)
    assert checked.returncode == 1
    assert checked.stderr.splitlines() == [
        f"CITATION.cff: version is {__version__}, but the tag is v9.9.9",
        f"docs/changelog.md: newest entry is {__version__}, but the tag is v9.9.9",
    ]


def test_the_changelog_keeps_its_form() -> None:
    unreleased, *released = headings("##")
    assert unreleased == "Unreleased"
    assert [entry for entry in released if not RELEASED.fullmatch(entry)] == []
    days = [entry.split(" - ")[1] for entry in released]
    assert all(newer >= older for newer, older in pairwise(days))
    assert set(headings("###")) <= KINDS


def test_the_citation_file_is_valid() -> None:
    check = [
        str(BIN / "check-jsonschema"),
        "--builtin-schema",
        "vendor.citation-file-format",
        str(ROOT / "CITATION.cff"),
    ]
    done = subprocess.run(check, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.fixture(scope="module")
def dist(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The source archive and the wheel, as the release workflow builds them."""
    folder = tmp_path_factory.mktemp("dist")
    build = [sys.executable, "-m", "hatchling", "build", "-d", str(folder)]
    subprocess.run(build, cwd=ROOT, capture_output=True, check=True)
    return folder


def test_the_wheel_holds_type_hints_theme_templates_and_starter(dist: Path) -> None:
    [wheel] = dist.glob("*.whl")
    names = set(zipfile.ZipFile(wheel).namelist())
    assert {
        "generator/py.typed",
        "generator/theme/main.html",
        "generator/theme/mkdocs_theme.yml",
        "generator/starter/mkdocs.yml",
        "generator/starter/dot-github/workflows/publish.yml",
    } <= names
    assert any(name.startswith("generator/pages/templates/") for name in names)
    assert [name for name in names if not name.startswith(("generator/", f"digestif-{__version__}.dist-info/"))] == []


def test_the_package_index_gets_summary_links_and_classifiers(dist: Path) -> None:
    [wheel] = dist.glob("*.whl")
    text = zipfile.ZipFile(wheel).read(f"digestif-{__version__}.dist-info/METADATA").decode()
    metadata = Parser().parsestr(text)
    assert metadata["Summary"].startswith("A static site generator for paper digests")
    assert {line.split(",")[0] for line in metadata.get_all("Project-URL", [])} == {
        "Changelog",
        "Documentation",
        "Issues",
        "Source",
    }
    assert "Typing :: Typed" in metadata.get_all("Classifier", [])


def test_the_source_archive_holds_tests_docs_and_licence(dist: Path) -> None:
    [archive] = dist.glob("*.tar.gz")
    with tarfile.open(archive) as packed:
        names = {name.partition("/")[2] for name in packed.getnames()}
    assert {"LICENSE", "CITATION.cff", "docs/changelog.md", "tests/test_architecture.py"} <= names


def bill_of_materials(*arguments: str) -> str:
    command = [sys.executable, str(ROOT / ".ci" / "sbom.py"), *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


def test_the_bill_of_materials_has_every_locked_package_with_its_license_and_hashes() -> None:
    bill = json.loads(bill_of_materials())
    assert (bill["bomFormat"], bill["specVersion"]) == ("CycloneDX", "1.6")
    assert bill["metadata"]["component"]["purl"] == f"pkg:pypi/digestif@{__version__}"
    locked = set(re.findall(r"^([a-z0-9.-]+)==", (ROOT / "requirements.lock").read_text(), re.MULTILINE))
    found = [component["name"] for component in bill["components"]]
    assert found == sorted(set(found))
    assert len(locked - set(found)) < 6, "only packages for other systems are missing"
    assert [each["name"] for each in bill["components"] if not each["hashes"] or not each.get("licenses")] == []


@pytest.mark.skipif(sys.platform != "linux", reason="other systems have other packages")
def test_the_page_of_dependencies_is_up_to_date() -> None:
    assert (ROOT / "docs" / "dependencies.md").read_text() == bill_of_materials("--licenses"), "run: make docs"
