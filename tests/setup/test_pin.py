"""What a new digest installs: exactly the program that made it, from the digest's own files."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import venv
import zipfile
from pathlib import Path

import pytest

from generator import __version__
from generator.setup.wheel import build_wheel

WHEEL = f"digestif-{__version__}-py3-none-any.whl"
INFO = f"digestif-{__version__}.dist-info"
PRESENT = next(path for path in sys.path if path.endswith("site-packages"))


def run(*command: str | Path, cwd: Path, **environment: str) -> str:
    """Output of a program that runs without this checkout and without a package index."""
    inherited = {name: value for name, value in os.environ.items() if name != "PYTHONPATH" and name[:4] != "PIP_"}
    done = subprocess.run(
        [*map(str, command)],
        cwd=cwd,
        env={**inherited, "PIP_NO_INDEX": "1", "PIP_CONFIG_FILE": os.devnull, **environment},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def make_new(program: Path, cwd: Path, **environment: str) -> Path:
    """A new digest made by an installed program."""
    command = [sys.executable, "-P", "-c", "from generator.cli.main import main; main(prog_name='digestif')"]
    run(*command, "new", "digest", cwd=cwd, PYTHONPATH=str(program), **environment)
    return cwd / "digest"


@pytest.fixture
def program(tmp_path: Path) -> Path:
    """The installed program: a wheel of it, unpacked."""
    folder = tmp_path / "installed"
    wheel = tmp_path / "made" / WHEEL
    wheel.parent.mkdir()
    wheel.write_bytes(build_wheel().content)
    with zipfile.ZipFile(wheel) as packed:
        packed.extractall(folder)
    return folder


def test_a_new_digest_installs_from_its_own_files_and_builds(program: Path, tmp_path: Path) -> None:
    site = make_new(program, tmp_path)
    venv.create(tmp_path / "fresh", with_pip=False)
    [packages] = (tmp_path / "fresh" / "lib").glob("python*/site-packages")
    # Libraries of this environment count as installed if they have the locked versions; the program comes from a file.
    (packages / "present.pth").write_text(PRESENT)
    python = tmp_path / "fresh" / "bin" / "python"
    run(sys.executable, "-m", "pip", "--python", python, "install", "--requirement", "requirements.txt", cwd=site)
    assert (packages / "generator" / "cli" / "main.py").is_file()
    command = tmp_path / "fresh" / "bin" / "digestif"
    assert "0 papers on" in run(command, "build", cwd=site)
    assert run(command, "update", cwd=site) == f"This digest is up to date with Digestif {__version__}.\n"


def test_a_wheel_is_the_same_each_time() -> None:
    assert build_wheel().content == build_wheel().content


def test_every_requirement_has_a_version_and_a_hash(program: Path, tmp_path: Path) -> None:
    text = (make_new(program, tmp_path) / "requirements.txt").read_text()
    requirements = [line for line in text.replace("\\\n", " ").splitlines() if not line.startswith("#")]
    assert requirements[0].startswith(f"./vendor/{WHEEL} --hash=sha256:")
    assert [line for line in requirements[1:] if "==" not in line or "--hash=sha256:" not in line] == []
    assert "://" not in text


def test_a_release_of_an_index_is_pinned_by_its_hash(program: Path, tmp_path: Path) -> None:
    site = make_new(program, tmp_path, PIP_FIND_LINKS=str(tmp_path / "made"))
    assert (
        f"\ndigestif=={__version__} --hash=sha256:{build_wheel().sha256}\n" in (site / "requirements.txt").read_text()
    )
    assert not list((site / "vendor").glob("*.whl"))


def test_another_program_of_the_same_name_on_the_index_is_not_pinned(program: Path, tmp_path: Path) -> None:
    other = tmp_path / "other" / WHEEL
    other.parent.mkdir()
    with zipfile.ZipFile(tmp_path / "made" / WHEEL) as real, zipfile.ZipFile(other, "w") as fake:
        for name in real.namelist():
            fake.writestr(name, b"print('surprise')" if name == "generator/__init__.py" else real.read(name))
    site = make_new(program, tmp_path, PIP_FIND_LINKS=str(other.parent))
    assert f"\n./vendor/{WHEEL} --hash" in (site / "requirements.txt").read_text()


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("https://github.com/example/digestif", " from https://github.com/example/digestif at 0123abcd"),
        ("https://user:password@github.com/example/digestif", ""),
        ("file:///home/ada/digestif", ""),
    ],
)
def test_a_program_from_git_is_pinned_as_a_wheel_with_its_commit(
    program: Path, tmp_path: Path, url: str, shown: str
) -> None:
    origin = {"url": url, "vcs_info": {"vcs": "git", "commit_id": "0123abcd"}}
    (program / INFO / "direct_url.json").write_text(json.dumps(origin))
    text = (make_new(program, tmp_path) / "requirements.txt").read_text()
    assert text.startswith(f"# Digestif {__version__}{shown}, and all that it needs")
    assert f"\n./vendor/{WHEEL} --hash" in text
