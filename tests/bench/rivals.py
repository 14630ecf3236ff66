"""The same archive, written by hand for other generators, and what their builds take.

Material for MkDocs has its own search and a short navigation. Hugo has a small theme (the folder ``hugo``), and
Pagefind, which indexes the pages of papers. Zensical has Material's settings. Pagefind and Zensical are installed by
``make bench``, in an environment of their own.
"""

from __future__ import annotations

import gzip
import posixpath
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from importlib.metadata import version
from pathlib import Path

from tests.bench.commands import ROOT, run
from tests.bench.corpus import NEWEST
from tests.bench.hand_written import Link, Written, hand_written_pages
from tests.bench.results import COLD, DAY, IDLE, Run

ENVIRONMENT = ROOT / ".venv" / "rivals" / "bin"
MATERIAL, HUGO, ZENSICAL = "Material for MkDocs", "Hugo and Pagefind", "Zensical"
_THEME = Path(__file__).with_name("hugo")
_SETTINGS = """\
site_name: Papers of the day
site_url: https://example.org/
theme: {name: material, font: false}
nav: [Today: index.md, Archive: days/index.md, About: about.md]
plugins: [search]
validation: {nav: {omitted_files: info}}
"""


@dataclass(frozen=True, kw_only=True, slots=True)
class Rival:
    """A program that is measured: its commands by name, the folders in its own one, and how its pages link.

    ``index`` is the file of its search that each reader loads, or empty where readers load parts.
    """

    name: str
    version: str
    folder: Path
    commands: Mapping[str, Sequence[str]]
    pages: str
    site: str
    link: Link
    cache: str = ""
    index: str = ""
    branch_file: str = "index.md"


def find_rivals(folder: Path) -> Iterator[Rival]:
    """Yield the programs that are installed, with their settings in folders of their own; name the others."""
    yield _material(folder / "material")
    hugo, zensical, python = shutil.which("hugo"), ENVIRONMENT / "zensical", ENVIRONMENT / "python"
    if not hugo:
        print("Hugo is not installed; on Debian: apt install hugo", file=sys.stderr)
    elif not _version([str(python), "-m", "pagefind", "--version"]):
        print("Pagefind is not installed: make bench installs it where it can", file=sys.stderr)
    else:
        yield _hugo(folder / "hugo", hugo, str(python))
    if zensical.exists():
        yield _zensical(folder / "zensical", str(zensical))
    else:
        print("Zensical is not installed: make bench installs it where it can", file=sys.stderr)


def measure_rival(rival: Rival, papers: Sequence[Written], runs: int) -> Iterator[tuple[str, Run]]:
    """Yield the steps with what a build takes then: first builds, one without changes, one with one more day."""
    write_pages(rival, [written for written in papers if written.paper.date <= NEWEST])
    for _ in range(runs):
        for made in filter(None, (rival.site, rival.cache)):
            shutil.rmtree(rival.folder / made, ignore_errors=True)
        yield from _build(rival, COLD)
    yield from _build(rival, IDLE)
    write_pages(rival, [written for written in papers if written.paper.date <= NEWEST + timedelta(days=1)])
    yield from _build(rival, DAY)


def index_size(rival: Rival) -> int:
    """Return the bytes, gzipped, of the file that each reader's search loads; 0 where readers load parts."""
    return len(gzip.compress((rival.folder / rival.site / rival.index).read_bytes(), 6)) if rival.index else 0


def _build(rival: Rival, step: str) -> Iterator[tuple[str, Run]]:
    """Run the commands; where a first build has several, each is a step of its own, too."""
    runs = {name: run(command, folder=rival.folder) for name, command in rival.commands.items()}
    if len(runs) > 1 and step == COLD:
        yield from ((f"{step}, {name} alone", each) for name, each in runs.items())
    yield (
        step,
        Run(
            seconds=sum(each.seconds for each in runs.values()),
            cpu=sum(each.cpu for each in runs.values()),
            memory=max(each.memory for each in runs.values()),
        ),
    )


def write_pages(rival: Rival, papers: Sequence[Written]) -> None:
    """Write the pages of an archive for a program; files whose text is the same stay as they are."""
    pages = {"about.md": "# About\n\nPapers, day by day.\n", **hand_written_pages(papers, rival.link)}
    for path, text in pages.items():
        file = rival.folder / rival.pages / path
        if file.name == "index.md":
            file = file.with_name(rival.branch_file)
        if not file.is_file() or file.read_text(encoding="utf-8") != text:
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, encoding="utf-8")


def _material(folder: Path) -> Rival:
    _write_settings(folder)
    return Rival(
        name=MATERIAL,
        version=version("mkdocs-material"),
        folder=folder,
        commands={"mkdocs": [sys.executable, "-m", "mkdocs", "build", "--quiet"]},
        pages="docs",
        site="site",
        link=_relative,
        index="search/search_index.json",
    )


def _zensical(folder: Path, program: str) -> Rival:
    _write_settings(folder)
    return Rival(
        name=ZENSICAL,
        version=_version([program, "--version"]),
        folder=folder,
        commands={"zensical": [program, "build"]},
        pages="docs",
        site="site",
        link=_relative,
        cache=".cache",
        index="search.json",
    )


def _hugo(folder: Path, program: str, python: str) -> Rival:
    shutil.copytree(_THEME, folder)
    return Rival(
        name=HUGO,
        version=f"{_version([program, 'version'])} and {_version([python, '-m', 'pagefind', '--version'])}",
        folder=folder,
        commands={"Hugo": [program, "--quiet"], "Pagefind": [python, "-m", "pagefind", "--site", "public"]},
        pages="content",
        site="public",
        link=_absolute,
        cache="resources",
        branch_file="_index.md",
    )


def _write_settings(folder: Path) -> None:
    folder.mkdir(parents=True)
    (folder / "mkdocs.yml").write_text(_SETTINGS, encoding="utf-8")


def _relative(page: str, target: str) -> str:
    return posixpath.relpath(target, posixpath.dirname(page) or ".")


def _absolute(page: str, target: str) -> str:
    return f"/{target.removesuffix('.md')}/"


def _version(command: Sequence[str]) -> str:
    """Return the first version that a command prints, or no text where it cannot run."""
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=False)
    except OSError:
        return ""
    found = re.search(r"\d+\.\d+\.\d+", done.stdout)
    return found[0] if found and not done.returncode else ""
