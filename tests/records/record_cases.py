"""Cases as data files: adding one needs no Python."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from _pytest.mark.structures import ParameterSet

from generator.yaml.reader import read_yaml

CASES = Path(__file__).parent.parent / "cases"


def cases(subject: str) -> list[ParameterSet]:
    """Every file of ``tests/cases/<subject>``, read with our own reader, so that all values are text."""
    return [pytest.param(_case(file), id=file.stem) for file in sorted((CASES / subject).iterdir())]


def _case(file: Path) -> dict[str, Any]:
    assert file.suffix == ".yml", f"{file}: a case is a .yml file"
    document = read_yaml(file.read_bytes(), file=str(file))
    assert not document.problems, document.problems
    assert isinstance(document.value, dict)
    assert document.value.get("why"), f"{file}: say why this case matters"
    return document.value
