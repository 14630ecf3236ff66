"""Test cases in data files; adding one needs no Python."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from _pytest.mark.structures import ParameterSet

from generator.yaml.reader import read_yaml

CASES = Path(__file__).parent.parent / "cases"


def cases(subject: str, *, other: str = "") -> list[ParameterSet]:
    """Every file of ``tests/cases/<subject>`` but ``other``, read with the project's reader: all values are text."""
    files = [file for file in sorted((CASES / subject).iterdir()) if file.name != other]
    return [pytest.param(_case(file), id=file.stem) for file in files]


def _case(file: Path) -> dict[str, Any]:
    assert file.suffix == ".yml", f"{file}: the name of a case ends in .yml"
    document = read_yaml(file.read_bytes(), file=str(file))
    assert not document.problems, document.problems
    assert isinstance(document.value, dict)
    assert document.value.get("why"), f"{file}: explain in why what the case is for"
    return document.value
