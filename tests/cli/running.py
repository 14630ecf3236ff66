"""Run the command as people do: in its own process, in a folder."""

from __future__ import annotations

import subprocess
from collections.abc import Mapping
from pathlib import Path

from tests.preloaded import running

PROGRAM = running.ROOT / "generator" / "__main__.py"


def digestif(
    *arguments: str | Path, cwd: Path, environment: Mapping[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    return running.run(PROGRAM, *arguments, cwd=cwd, environment=environment)
