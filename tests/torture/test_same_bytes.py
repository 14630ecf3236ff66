"""The same commit gives the same bytes, wherever and however it is built: each row changes one thing."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from tests.build.small_digest import CONFIG, copy_sources, files_of, make_digest
from tests.catalog.older_processor import older_processor
from tests.torture.commands import ROOT, TABLE, environment

pytestmark = pytest.mark.early

#: Has other Pythons, with Digestif and its dependencies; ``make torture OTHER_PYTHON=python3.13`` sets one up.
OTHER_PYTHONS = os.environ.get("DIGESTIF_OTHER_PYTHONS", "")
_NAME = "import platform; print('Python', platform.python_version(), 'on', platform.machine())"
#: A whole run has a map, which takes scikit-learn and some seconds a build.
IS_WHOLE = os.environ.get("DIGESTIF_ROWS") == "all"
SAMPLE = ("time zone Kiritimati", "locale tr_TR", "hash seed 1", "order of files")
#: What a row changes: variables of the process, or words that a function below understands.
ROWS: Mapping[str, Mapping[str, str]] = {
    "time zone Kiritimati": {"TZ": "Pacific/Kiritimati"},
    "time zone UTC-12": {"TZ": "Etc/GMT+12"},
    "time zone with odd minutes": {"TZ": "Asia/Kathmandu"},
    "locale tr_TR": {"LC_ALL": "tr_TR.UTF-8"},
    "locale de_DE": {"LC_ALL": "de_DE.UTF-8"},
    "locale ja_JP in EUC": {"LC_ALL": "ja_JP.EUC-JP"},
    "locale C": {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
    "umask 077": {"umask": "077"},
    "umask 000": {"umask": "000"},
    "hash seed 0": {"PYTHONHASHSEED": "0"},
    "hash seed 1": {"PYTHONHASHSEED": "1"},
    "hash seed 4294967295": {"PYTHONHASHSEED": "4294967295"},
    "another folder": {"folder": "Dïgest & <söns> 日本 'x'/" + "deep/" * 12 + "d"},
    "order of files": {"order": "reversed"},
    "times of files": {"mtime": "1"},
    "one processor": {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "processors": "1"},
    "optimized Python": {"PYTHONOPTIMIZE": "1"},
    "older processor": older_processor(),
}
#: The other Pythons by version and processor.
PYTHONS = {
    subprocess.run([python, "-c", _NAME], capture_output=True, text=True, check=True).stdout.strip(): str(python)
    for python in (sorted(Path(OTHER_PYTHONS).glob("*/bin/python")) if OTHER_PYTHONS else ())
}
CHOSEN = tuple(ROWS) if IS_WHOLE else SAMPLE
#: Runs digestif with folders listed in reverse order or without minified scripts, where the row asks for it, and says
#: which locale it has.
PROGRAM = """\
import locale, os, sys
if os.environ.get("order"):
    scan, names = os.scandir, os.listdir
    class Reversed:
        def __init__(self, *path):
            with scan(*path) as entries:
                self.left = sorted(entries, key=lambda entry: entry.name)
        def __iter__(self): return self
        def __next__(self):
            if not self.left:
                raise StopIteration
            return self.left.pop()
        def __enter__(self): return self
        def __exit__(self, *_): pass
        def close(self): pass
    os.scandir, os.listdir = Reversed, lambda *path: sorted(names(*path), reverse=True)
if os.environ.get("unminified"):
    sys.modules["minify"] = None
if os.environ.get("LC_ALL"):
    locale.setlocale(locale.LC_ALL, "")
from generator.cli.main import main
main()
"""


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    site = make_digest(tmp_path_factory.mktemp("bytes") / "digest", papers=24 if IS_WHOLE else 9)
    if IS_WHOLE:
        (site / "mkdocs.yml").write_text(CONFIG + "extra: {digestif: {map: true}}\n")
    (site / "content" / "digests").mkdir()
    (site / "content" / "digests" / "2025-07-31.yaml").write_text(
        "title: Iğdır, ISTANBUL, ıIiİ ß\npicks: [{paper: '2501.00002', why: It falls.}]\n"
    )
    (site / "table.csv").write_text(TABLE + '"İstanbul ILLITERATE ıI, Straße",Iğdır Işık,Ölçüm.,2501.00092\n')
    return site


@pytest.fixture(scope="module")
def locales(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    """A function that makes a locale in a folder of its own, as no system has all of them."""
    folder = tmp_path_factory.mktemp("locales")

    def make(name: str) -> Path:
        if name == "C":
            return folder
        if not shutil.which("localedef"):
            pytest.skip("localedef is not installed; on Debian: apt install locales")
        language, _, encoding = name.partition(".")
        made = subprocess.run(
            ["localedef", "-i", language, "-f", encoding, folder / name], capture_output=True, text=True, check=False
        )
        if made.returncode > 1:  # 1 is a warning
            pytest.skip(f"no locale {name}: {made.stderr}")
        return folder

    return make


def outcome(source: Path, parent: Path, row: Mapping[str, str], locales: Callable[[str], Path]) -> dict[str, bytes]:
    """Import a file into a copy of the digest and build it; returns the files of content/, docs/ and site/."""
    site = copy_sources(source, parent / row.get("folder", "digest"))
    shutil.copy(source / "table.csv", site)
    if "mtime" in row:
        for number, file in enumerate(sorted(site.rglob("*"))):
            os.utime(file, (number, 4_000_000_000 - number))
    variables = {name: value for name, value in row.items() if name.isupper() or name in ("order", "unminified")}
    if "LC_ALL" in row:
        variables["LOCPATH"] = str(locales(row["LC_ALL"]))
    started = environment(**variables)
    started.pop("PYTHONUTF8", None) if "PYTHONUTF8" not in row else None
    command = [row.get("python") or sys.executable, "-c", PROGRAM]
    if "processors" in row and shutil.which("taskset"):
        command = ["taskset", "-c", str(min(os.sched_getaffinity(0))), *command]
    for arguments in (["import", "table.csv", "--date", "2025-07-31"], ["build", "--date", "2025-08-01"]):
        done = subprocess.run(
            [*command, *arguments],
            cwd=site,
            env=started,
            capture_output=True,
            check=False,
            umask=int(row.get("umask", "022"), 8),
        )
        assert done.returncode == 0, (done.stdout + done.stderr).decode(errors="replace")
    return {
        path: content for path, content in files_of(site).items() if path.startswith(("content/", "docs/", "site/"))
    }


@pytest.fixture(scope="module")
def usual(source: Path, tmp_path_factory: pytest.TempPathFactory, locales: Callable[[str], Path]) -> dict[str, bytes]:
    return outcome(source, tmp_path_factory.mktemp("usual"), {"PYTHONHASHSEED": "7"}, locales)


@pytest.mark.parametrize("name", CHOSEN)
def test_same_bytes(
    source: Path, usual: dict[str, bytes], locales: Callable[[str], Path], tmp_path: Path, name: str
) -> None:
    _assert_same(outcome(source, tmp_path, ROWS[name], locales), usual)


@pytest.mark.parametrize("name", PYTHONS)
def test_same_bytes_with_another_python(
    source: Path, usual: dict[str, bytes], locales: Callable[[str], Path], tmp_path: Path, name: str
) -> None:
    can_minify = (
        subprocess.run([PYTHONS[name], "-c", "import minify"], capture_output=True, check=False).returncode == 0
    )
    expected = usual if can_minify else outcome(source, tmp_path / "unminified", {"unminified": "1"}, locales)
    _assert_same(outcome(source, tmp_path, {"python": PYTHONS[name]}, locales), expected)


def _assert_same(found: Mapping[str, bytes], usual: Mapping[str, bytes]) -> None:
    assert found.keys() == usual.keys()
    assert [path for path, content in usual.items() if found[path] != content] == []


def test_the_rows_of_a_sample_exist() -> None:
    assert set(SAMPLE) <= ROWS.keys()
    assert (ROOT / "generator").is_dir()
