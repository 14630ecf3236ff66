"""What a form replies where a heading was deleted or changed, and where an answer is not what its field asks for."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from generator.contributions.apply import FormResult, apply_form
from generator.contributions.forms.form import read_form
from generator.records.read import read_record
from generator.store.changes import FileWrite
from generator.store.load import load_content

RECORD = "content/papers/2026/03/02/robots.yaml"
TITLE = "### Record to fix\n\nrobots\n\n### Title\n\n{}\n\n### Authors\n\n{}\n\n### Abstract\n\n_No response_\n"
ADDITION = "### Paper to add\n\n_No response_\n\n### Title\n\nRobots that sing\n\n### Authors\n\n```text\n{}\n```\n"


def apply(body: str, site: Path) -> FormResult:
    (site / RECORD).parent.mkdir(parents=True, exist_ok=True)
    (site / RECORD).write_text("title: Robots that read\ndate: 2026-03-02\n")
    return apply_form(read_form(body.encode()), load_content(site), today=date(2026, 3, 3))


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (
            TITLE.format("New\n\n```text\nAda Lovelace\nBo\n```", "X").replace("### Authors\n\nX\n\n", ""),
            'Title: seems to contain the next answer: the heading "### Authors" is missing\n'
            '  put the line "### Authors" back where its answer begins',
        ),
        (
            TITLE.format("_No response_", "```text\nAda\n```\n\n```text\nWe read.\n```").partition("### Abs")[0],
            'Authors: seems to contain the next answer: the heading "### Abstract" is missing',
        ),
        (
            TITLE.format("New", "Ada Lovelace").replace("### Authors", "### Autoren"),
            "Title: the line '### Autoren' is not a heading of this form\n  change it back to \"### Authors\"",
        ),
        (TITLE.format("Two\nlines", "_No response_"), "Title: has several lines\n  write it on one line"),
        (ADDITION.format("Ada Lovelace, MIT, Alan Turing, Univ. of Manchester"), "seems to contain an affiliation"),
        (ADDITION.format("Ada Lovelace, MIT, Alan Turing"), "seems to contain an affiliation"),
        (ADDITION.format("https://example.org/ada"), "Authors: 'https://example.org/ada' is an address, not a name"),
        (ADDITION.format("@octocat"), "Authors: '@octocat' is a user name, not the name of a person"),
        (TITLE.format("-", "_No response_"), "Title: missing\n  write it like On Computable Numbers\n"),
    ],
)
def test_the_reason_is_given(tmp_path: Path, body: str, said: str) -> None:
    result = apply(body, tmp_path)
    assert result.steps == ()
    assert said in result.report


def test_a_heading_inside_a_code_block_belongs_to_the_answer(tmp_path: Path) -> None:
    body = "### Record to fix\n\nrobots\n\n### Abstract\n\n```text\nWe read.\n\n### Method\n\nA robot.\n```\n"
    assert len(apply(body, tmp_path).steps) == 1


def test_an_emoji_of_several_parts_stays_whole(tmp_path: Path) -> None:
    body = ADDITION.format("A\u200dda Lovelace").replace("Robots that sing", "A \U0001f469\u200d\U0001f680 re\u200bads")
    [change] = apply(body, tmp_path).steps
    assert isinstance(change, FileWrite)
    record = read_record(change.content, file=change.file).record
    assert record is not None
    assert record.paper.title == "A \U0001f469\u200d\U0001f680 reads"
    assert [author.name for author in record.paper.authors or ()] == ["Ada Lovelace"]
