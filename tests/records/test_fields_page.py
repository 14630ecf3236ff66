"""docs/fields.md is current and complete, and its examples are valid."""

from __future__ import annotations

import re
from pathlib import Path

from generator.catalog.digests.digest_schema import digest_fields
from generator.model import Paper
from generator.records.fields import FIELDS
from generator.records.fields_page import EXAMPLE, fields_page
from generator.records.read import read_record

PAGE = Path(__file__).parent.parent.parent / "docs" / "fields.md"


def test_the_page_is_current() -> None:
    assert PAGE.read_text() == fields_page() + digest_fields(), "run make docs"


def test_every_field_is_described() -> None:
    page = fields_page()
    for name in FIELDS:
        assert (f"## {name}\n" in page) or (f"| `{name.partition('.')[2]}` |" in page), name


def test_the_examples_together_form_a_record() -> None:
    together = "".join(re.findall(r"```yaml\n(.*?)```", fields_page(), re.DOTALL))
    read = read_record(together.encode(), file="content/papers/2025/07/31/2401.10000.yaml")
    assert read.problems == ()
    assert read.record is not None
    assert read.record.paper == EXAMPLE
    assert all(getattr(EXAMPLE, name) for name in Paper.model_fields)
