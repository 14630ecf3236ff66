"""The worked examples of docs/architecture.md, applied to a copy of the package and tried out."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.test_architecture import EDGES, PACKAGE, STAGES

ROOT = Path(__file__).parent.parent
PAGE = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
EXAMPLES = ("Add a source", "Add a kind of page", "Add an export", "Add a field")
#: A block of code, after the paragraph that names its file.
_BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_FILE = re.compile(r"`((?:generator|tests)/[\w./-]+\.\w+)`")

READING_LIST = """\
- [On Computable Numbers](https://arxiv.org/abs/2401.10000)
- [Stars * and <tags>](https://example.org/paper)
"""


@dataclass(frozen=True, kw_only=True, slots=True)
class Block:
    """A block of code of the page: a new file, or a change of a file."""

    file: str
    language: str
    code: str


def blocks(example: str) -> Iterator[Block]:
    """The blocks of one example; a block without a named file changes the file named before."""
    section = PAGE.split(f"### {example}\n")[1].partition("\n### ")[0]
    file, end = "", 0
    for found in _BLOCK.finditer(section):
        named = _FILE.findall(section[end : found.start()])
        file, end = (named[-1] if named else file), found.end()
        yield Block(file=file, language=found[1], code=found[2])


def apply_block(block: Block, root: Path) -> None:
    path = root / block.file
    if block.language != "diff":
        assert not path.exists(), f"{block.file} exists already"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(block.code, encoding="utf-8")
        return
    lines = block.code.splitlines(keepends=True)
    assert {line[0] for line in lines} <= set("+- "), block.code
    old = "".join(line[1:] for line in lines if line[0] in "- ")
    new = "".join(line[1:] for line in lines if line[0] in "+ ")
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1, f"{block.file} has these lines {text.count(old)} times:\n{old}"
    path.write_text(text.replace(old, new), encoding="utf-8")


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the package and its tests with all four examples applied."""
    root = tmp_path_factory.mktemp("copy")
    for folder in ("generator", "tests"):
        shutil.copytree(ROOT / folder, root / folder, ignore=shutil.ignore_patterns("__pycache__"))
    for file in ("pyproject.toml", "LICENSE"):
        shutil.copy(ROOT / file, root)
    for example in EXAMPLES:
        for block in blocks(example):
            apply_block(block, root)
    return root


def run(copy: Path, *command: str | Path, folder: Path | None = None) -> str:
    """The output of a Python module of the copy; a failure fails the test."""
    environment = {**os.environ, "PYTHONPATH": str(copy)}
    ran = subprocess.run(
        [sys.executable, "-P", "-m", *command],
        cwd=folder or copy,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 0, ran.stdout + ran.stderr
    return ran.stdout


@pytest.fixture(scope="module")
def digest(copy: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A digest with the papers of a Markdown list; one got a venue and a license from a person."""
    folder = tmp_path_factory.mktemp("digests")
    run(copy, "generator", "new", "digest", folder=folder)
    (folder / "list.md").write_text(READING_LIST)
    run(copy, "generator", "-C", "digest", "import", "list.md", "--date", "2025-07-31", folder=folder)
    record = folder / "digest/content/papers/2025/07/31/2401.10000.yaml"
    record.write_text(record.read_text() + "venue: Example & Conference 2025\nlicense: CC BY 4.0\n")
    run(copy, "generator", "-C", "digest", "check", folder=folder)
    run(copy, "generator", "-C", "digest", "generate", folder=folder)
    return folder / "digest"


def test_the_page_has_these_examples_and_no_others() -> None:
    examples = PAGE.split("## Worked examples\n")[1]
    assert tuple(re.findall(r"^### (.+)$", examples, re.MULTILINE)) == EXAMPLES


def test_the_map_lists_every_package_in_the_order_of_imports() -> None:
    packages = PAGE.split("## The packages\n")[1].partition("\n## ")[0]
    assert tuple(re.findall(r"^\| `(\w+)` \|", packages, re.MULTILINE)) == STAGES
    folders = {path.name for path in PACKAGE.iterdir() if (path / "__init__.py").is_file()} - set(STAGES)
    assert all(f"`{folder}/`" in packages for folder in folders)


def test_the_rules_name_everything_that_may_use_disk_and_network() -> None:
    [rule] = re.findall(r"^- Disk, network.*?\.\s", PAGE, re.MULTILINE | re.DOTALL)
    named = {name.removesuffix(".py").replace("/", ".") for name in re.findall(r"`([\w/.]+)`", rule)}
    assert named == set(EDGES)


def test_the_examples_follow_the_style_and_the_order_of_imports(copy: Path) -> None:
    files = sorted({block.file for example in EXAMPLES for block in blocks(example) if block.file.endswith(".py")})
    ruff = str(Path(sys.executable).parent / "ruff")
    for command in (["check", "--quiet"], ["format", "--check", "--diff"]):
        ran = subprocess.run([ruff, *command, *files], cwd=copy, capture_output=True, text=True, check=False)
        assert ran.returncode == 0, ran.stdout + ran.stderr
    run(copy, "pytest", "-q", "-p", "no:cacheprovider", "tests/test_architecture.py")


def test_the_new_source_passes_the_tests_of_sources(copy: Path) -> None:
    tests = "tests/sources/test_source_cases.py"
    assert "2 passed" in run(copy, "pytest", "-p", "no:cacheprovider", "-k", "markdown-list", tests)


def test_papers_are_imported_from_the_new_source(digest: Path) -> None:
    assert sorted(path.stem for path in digest.glob("content/papers/2025/07/31/*.yaml")) == [
        "2401.10000",
        "stars-and-tags",
    ]
    assert (digest / "content/sources/markdown-list/2025-07-31.json").is_file()


def test_the_new_page_is_built(copy: Path, digest: Path) -> None:
    run(copy, "generator", "-C", str(digest), "build")
    page = (digest / "site/venues/index.html").read_text()
    assert "<h2>Example &amp; Conference 2025</h2>" in page
    assert '<a href="../papers/2401.10000/">On Computable Numbers</a>' in page


def test_the_new_export_is_written(copy: Path, digest: Path) -> None:
    listed = run(copy, "generator", "-C", str(digest), "export", "reading-list").splitlines()
    assert [line.partition(" (")[0] for line in listed] == [
        "- 2025-07-31: On Computable Numbers",
        "- 2025-07-31: Stars &#42; and &#60;tags&#62;",
    ]


def test_the_new_field_is_shown_exported_and_checked(copy: Path, digest: Path, tmp_path: Path) -> None:
    page = (digest / "docs/papers/2401.10000/index.md").read_text()
    assert "license CC BY 4.0" in re.sub(r"<[^>]+>", "", page)
    exported = tmp_path / "export.jsonl"
    run(copy, "generator", "-C", str(digest), "export", "jsonl", "--out", str(exported))
    run(copy, "generator", "new", "second", folder=tmp_path)
    run(copy, "generator", "-C", "second", "import", "export.jsonl", folder=tmp_path)
    record = tmp_path / "second/content/papers/2025/07/31/2401.10000.yaml"
    assert "license: CC BY 4.0\n" in record.read_text()
    record.write_text(record.read_text().replace("CC BY 4.0", "x" * 201))
    command = [sys.executable, "-P", "-m", "generator", "-C", str(tmp_path / "second"), "check"]
    environment = {**os.environ, "PYTHONPATH": str(copy)}
    checked = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert checked.returncode == 1
    assert "license: has 201 characters" in checked.stdout
