"""Table cases: each file of tests/cases/<subject>/ is a list of mappings, every one of which is run."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).parents[2]
SHARED = ROOT / ".." / "shared"
Case = dict[str, str]

needs_shared = pytest.mark.skipif(not SHARED.is_dir(), reason="../shared, the folder of real inputs, is not here")


def read_cases(subject: str, *, fields: set[str]) -> list[Any]:
    """The cases of a subject as test parameters; a field that no test reads and an empty file fail the run."""
    return list(_read_cases(ROOT / "tests" / "cases" / subject, fields))


def _read_cases(folder: Path, fields: set[str]) -> Iterator[Any]:
    files = sorted(folder.iterdir())
    assert files, f"{folder} holds no case"
    for file in files:
        assert file.suffix == ".yml", f"{file} is not a case file"
        cases = yaml.load(file.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
        assert cases, f"{file} holds no case"
        for number, case in enumerate(cases, 1):
            unread = set(case) - fields - {"why"}
            assert not unread, f"{file}: case {number}: nothing reads {sorted(unread)}"
            yield pytest.param(case, id=f"{file.stem}-{number}")
