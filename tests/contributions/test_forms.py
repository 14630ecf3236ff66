"""Every case of tests/cases/forms: a site's content and a filled-in form in; changed files and the report out."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from generator.contributions.apply import apply_form, wanted_paper
from generator.contributions.forms import read_form
from generator.model import SourceMetadata
from generator.store.apply import apply_changes
from generator.store.load import load_content

CASES = sorted((Path(__file__).parent.parent / "cases" / "forms").glob("*.yml"))
FIELDS = {"why", "content", "topics", "form", "found", "after", "report"}


def files(site: Path) -> dict[str, str]:
    found = (file for file in (site / "content").rglob("*") if file.is_file())
    return {file.relative_to(site / "content").as_posix(): file.read_text() for file in found}


def lay(site: Path, content: dict[str, str]) -> None:
    for path, text in content.items():
        file = site / "content" / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)


@pytest.mark.parametrize("file", CASES, ids=lambda file: file.stem)
def test_form(file: Path, tmp_path: Path) -> None:
    case: dict[str, Any] = yaml.safe_load(file.read_text())
    assert set(case) <= FIELDS, file.name
    lay(tmp_path, case["content"])
    content = load_content(tmp_path, keep_cache=False)
    assert content.problems == ()
    found = SourceMetadata.model_validate(case["found"]) if "found" in case else None
    form = read_form(case["form"].encode())
    result = apply_form(form, content, topics=case.get("topics"), today=date(2025, 8, 1), found=found)
    list(apply_changes(tmp_path, result.steps))
    expected = case["content"] | case.get("after", {})
    assert files(tmp_path) == {path: text for path, text in expected.items() if text is not None}
    assert result.report == case["report"]
    assert bool(result.steps) == ("after" in case)
    assert any(problem.severity == "error" for problem in result.problems) != bool(result.steps)
    assert load_content(tmp_path, keep_cache=False).problems == ()
    assert not ("found" in case and not wanted_paper(form))
