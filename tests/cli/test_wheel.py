"""The installed package without the checkout: the wheel contains everything that a new site needs."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent


def test_a_new_site_builds_from_the_wheel_alone(tmp_path: Path) -> None:
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path / "dist")]
    subprocess.run(build, cwd=ROOT, capture_output=True, check=True)
    [wheel] = (tmp_path / "dist").glob("digestif-*.whl")
    with zipfile.ZipFile(wheel) as packed:
        packed.extractall(tmp_path / "installed")
    environment = {**os.environ, "PYTHONPATH": str(tmp_path / "installed"), "PIP_NO_INDEX": "1"}

    def run(*arguments: str) -> str:
        command = [sys.executable, "-P", "-c", "from generator.cli.main import main; main(prog_name='digestif')"]
        ran = subprocess.run(
            [*command, *arguments], cwd=tmp_path, env=environment, capture_output=True, text=True, check=False
        )
        assert ran.returncode == 0, ran.stderr
        return ran.stdout

    command = [sys.executable, "-P", "-c", "import generator; print(generator.__file__)"]
    found = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=True).stdout
    assert Path(found.strip()).is_relative_to(tmp_path / "installed")
    run("new", "my-digest")
    assert "0 papers on" in run("-C", "my-digest", "build")
    assert (tmp_path / "my-digest" / "site" / "index.html").is_file()
