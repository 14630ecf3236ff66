"""``make help`` lists the commands with the Makefile's comments; the README names the two main ones."""

import re
import subprocess
from pathlib import Path

ROOT = Path(__file__).parent.parent


def test_make_help_lists_and_describes_every_command() -> None:
    makefile = (ROOT / "Makefile").read_text()
    phony = re.findall(r"^\.PHONY: (\w+)", makefile, re.MULTILINE)
    shown = subprocess.run(["make", "help"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    assert re.findall(r"make (\w+) +\S", shown) == phony


def test_make_torture_shows_its_table_also_after_failures_and_keeps_that_of_a_whole_run_only() -> None:
    def steps(*settings: str) -> str:
        command = ["make", "--dry-run", "--old-file", ".venv/test-ready", "torture", *settings]
        return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout

    assert "tests.torture.table --status $? --whole" in steps()
    for setting in ("KILLS=5", "PAYLOADS=60", "TORTURE=tests/yaml"):
        assert "tests.torture.table --status $?" in steps(setting)
        assert "--whole" not in steps(setting)


def test_the_readme_names_the_two_main_commands() -> None:
    readme = (ROOT / "README.md").read_text()
    assert "make site" in readme
    assert "make test" in readme


def test_locked_dependencies_have_exact_versions_and_hashes_and_no_addresses() -> None:
    for lock in ("requirements.lock", "requirements-dev.lock", "generator/setup/requirements.lock"):
        text = (ROOT / lock).read_text()
        assert "://" not in text, lock
        packages = re.split(r"\n(?=\S)", text.strip())
        for package in packages:
            assert re.match(r"[a-z0-9._-]+(\[[a-z,]+\])?==\S+", package), package
            assert "--hash=sha256:" in package, package


def test_a_new_digest_locks_the_versions_that_this_repository_uses() -> None:
    """Beside what the program needs, it has what the optional features need: the map, Parquet and thumbnails."""

    def packages(lock: str) -> set[str]:
        return set(re.split(r"\n(?=\S)", (ROOT / lock).read_text().strip()))

    optional = packages("generator/setup/requirements.lock") - packages("requirements.lock")
    names = {package.partition("==")[0] for package in optional}
    assert names >= {"pillow", "pyarrow", "scikit-learn"}
    assert optional <= packages("requirements-dev.lock")
