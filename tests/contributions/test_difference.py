"""What a pull request changes, paper by paper."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from generator.contributions.apply import refuse_form
from generator.contributions.difference import MAX_RECORDS, find_changes, render_changes
from generator.errors import DigestifError
from generator.store.load import load_content

RECORD = "title: {title}\ndate: 2025-07-31\n"


def site(folder: Path, records: dict[str, str]) -> Path:
    for key, text in records.items():
        file = folder / "content/papers/2025/07/31" / f"{key}.yaml"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
    return folder


def compared(tmp_path: Path, before: dict[str, str], after: dict[str, str]) -> str:
    old = load_content(site(tmp_path / "before", before))
    new = load_content(site(tmp_path / "after", after))
    return render_changes(find_changes(old, new))


def test_added_removed_and_changed_records(tmp_path: Path) -> None:
    before = {"a": RECORD.format(title="One"), "b": RECORD.format(title="Two"), "d": RECORD.format(title="Same")}
    after = {"a": RECORD.format(title="First"), "c": RECORD.format(title="Three"), "d": RECORD.format(title="Same")}
    assert compared(tmp_path, before, after) == (
        "Records: 1 added, 1 removed, 1 changed.\n\n"
        "### Changed: <code>First</code>\n\n<code>a</code>\n\n**Title**\n\n```diff\n- One\n+ First\n```\n\n"
        "### Removed: <code>Two</code>\n\n<code>b</code>\n\n"
        "### Added: <code>Three</code>\n\n<code>c</code>\n\n**Digest**\n\n```diff\n+ 2025-07-31\n```\n"
    )


def test_equal_states(tmp_path: Path) -> None:
    one = {"a": RECORD.format(title="One")}
    assert compared(tmp_path, one, one) == "No records changed.\n"


def test_a_record_that_cannot_be_read_is_not_reported_as_removed(tmp_path: Path) -> None:
    assert compared(tmp_path, {"a": RECORD.format(title="One")}, {"a": "title: [\n"}) == "No records changed.\n"


def test_many_changes_are_counted_and_cut(tmp_path: Path) -> None:
    many = {f"k{number:03}": RECORD.format(title=f"T {number}") for number in range(MAX_RECORDS + 20)}
    report = compared(tmp_path, {}, many)
    assert report.startswith("Records: 120 added.\n")
    assert report.endswith("\n… and 20 more.\n")


def test_text_cannot_reorder_hide_or_mention(tmp_path: Path) -> None:
    report = compared(tmp_path, {}, {"a": 'title: a\ndate: 2025-07-31\nabstract: "x \\u202e@team\\n```\\n<!--"\n'})
    assert "+ x \\u202e@team\n+ ```\n+ <!--\n````\n" in report


def test_a_text_that_is_no_form_gets_a_report() -> None:
    result = refuse_form(DigestifError("this is not one of the site's forms", fix="open a new issue to get one"))
    assert result.steps == ()
    assert result.report == (
        "This form cannot be applied as it is:\n\n"
        "```text\nform: this is not one of the site's forms\n  open a new issue to get one\n```\n"
    )


@pytest.mark.parametrize("unit", ["Word {n}. ", "Same. "])
def test_long_texts_are_compared_in_time(unit: str, tmp_path: Path) -> None:
    texts = ["".join(unit.format(n=number + start) for number in range(4_500 - start // 10)) for start in (0, 9_000)]
    before, after = ({"a": f"title: A\ndate: 2025-07-31\nabstract: {text}End {len(text)}.\n"} for text in texts)
    begun = time.process_time()
    assert compared(tmp_path, before, after).startswith("Records: 1 changed.")
    assert time.process_time() - begun < 5
