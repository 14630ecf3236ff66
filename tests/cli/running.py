"""Run the command as people do: in its own process, in a folder."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path


def digestif(*arguments: str | Path, cwd: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "generator", *map(str, arguments)]
    return subprocess.run(command, cwd=cwd, capture_output=True, text=True, check=False)
