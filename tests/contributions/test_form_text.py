"""Reading forms: limits, headings, events; and the templates on GitHub have the labels that are read."""

from __future__ import annotations

import contextlib
import json
import time
from datetime import date
from functools import cache

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.contributions.forms.answers import TOO_LONG_FOR_LINK, read_changes, read_key
from generator.contributions.forms.author_lines import read_authors, write_author
from generator.contributions.forms.form import FORMS, MAX_BYTES, Form, Kind, read_event, read_form
from generator.contributions.forms.pasted import find_ids
from generator.contributions.forms.prefill import fix_parameters
from generator.errors import DigestifError
from generator.model import Author, Ids, Links, Paper
from generator.records.canonical import paper_plain
from generator.starter import starter_files
from generator.text.clean import unwrap

TEMPLATES: dict[Kind, str] = {
    "fix": "fix-record",
    "add": "add-paper",
    "topic": "propose-topic",
    "remove": "remove-record",
    "follow": "follow-search",
    "claim": "claim-author",
    "curate": "curate-digest",
}


@cache
def asked(kind: Kind) -> list[dict[str, str]]:
    template = yaml.safe_load(starter_files()[f".github/ISSUE_TEMPLATE/{TEMPLATES[kind]}.yml"])
    return [
        {"id": field["id"], "label": field["attributes"]["label"], "render": field["attributes"].get("render", "")}
        for field in template["body"]
        if field["type"] != "markdown"
    ]


def fill(kind: Kind, answers: dict[str, str]) -> bytes:
    """A form as GitHub writes it: a heading for each field, in order, and long answers as code blocks."""
    parts = []
    for field in asked(kind):
        answer = answers.get(field["id"], "")
        block = f"```text\n{answer}\n```" if answer and field["render"] else answer
        parts.append(f"### {field['label']}\n\n{block or '_No response_'}")
    return "\n\n".join(parts).replace("\n", "\r\n").encode()


@pytest.mark.parametrize("kind", TEMPLATES)
def test_the_templates_have_the_labels_that_are_read(kind: Kind) -> None:
    assert [field["label"] for field in asked(kind)] == list(FORMS[kind])


def test_the_workflow_recognises_every_form_by_its_first_heading() -> None:
    workflow = starter_files()[".github/workflows/forms.yml"].decode()
    for labels in FORMS.values():
        assert f"startsWith(github.event.issue.body, '### {next(iter(labels))}')" in workflow


LINES = st.text(st.characters(codec="utf-8", categories=["L", "N", "P", "S"]), min_size=1, max_size=30)


@settings(deadline=None, max_examples=50)
@given(
    title=LINES,
    names=st.lists(LINES.filter(lambda name: "|" not in name), max_size=3),
    abstract=st.lists(LINES, max_size=4).map("\n\n".join),
)
def test_a_form_that_is_sent_unchanged_changes_nothing(title: str, names: list[str], abstract: str) -> None:
    paper = Paper(
        title=title,
        date=date(2025, 7, 31),
        authors=tuple(Author(name=name) for name in names),
        abstract=abstract,
        ids=Ids(arxiv="2412.11360"),
        links=Links(code="https://example.org/code", more=("https://example.org/a", "https://example.org/b")),
        topics=("robotics", "agents"),
    )
    form = read_form(fill("fix", fix_parameters("2412.11360", paper)))
    changes, problems = read_changes(form)
    kept_fields = {name: value for name, value in changes.items() if value is not None}
    plain = paper_plain(paper)
    assert problems == ()
    # Only a single - means something else in a form.
    assert {name: value for name, value in kept_fields.items() if plain.get(name) != value} == {}


def test_parameters_are_fields_of_the_form_without_the_abstract() -> None:
    paper = Paper(title="T", date=date(2025, 7, 31), abstract="Words.", venue="ICRA")
    parameters = fix_parameters("t", paper)
    assert set(parameters) <= {field["id"] for field in asked("fix")}
    assert set(parameters) == {"key", "version", "paper_title", "abstract", "venue"}
    assert parameters["abstract"] == TOO_LONG_FOR_LINK
    # `title` in an issue's address is the issue's own title.
    assert "title" not in parameters


def test_the_form_in_an_event_is_read() -> None:
    body = fill("remove", {"key": "2412.11360", "reason": "It does not belong here"}).decode()
    form = read_event(json.dumps({"action": "opened", "issue": {"number": 7, "body": body}}).encode())
    assert form == Form(kind="remove", issue=7, answers={"key": "2412.11360", "reason": "It does not belong here"})


IDS = {
    "arXiv: 2412.11360v2 [cs.RO]": [("arxiv", "2412.11360")],
    "<https://arxiv.org/abs/2412.11360v2>": [("arxiv", "2412.11360")],
    "https://arxiv.org/pdf/2412.11360v1#page=3": [("arxiv", "2412.11360")],
    "arxiv.org/abs/2412.11360 2412.11360": [("arxiv", "2412.11360")],
    "abs/2412.11360": [("arxiv", "2412.11360")],
    "2412.11360v3.pdf": [("arxiv", "2412.11360")],
    "\u201c2412.11360\u200b\u201d": [("arxiv", "2412.11360")],
    "hep-th/9901001": [("arxiv", "hep-th/9901001")],
    "Attention Is All You Need. arXiv preprint arXiv:1706.03762, 2017.": [("arxiv", "1706.03762")],
    "See [the paper](https://doi.org/10.1145/3292500.3330701).": [("doi", "10.1145/3292500.3330701")],
    "doi:10.1016/S0140-6736(20)30183-5": [("doi", "10.1016/s0140-6736(20)30183-5")],
    "https://aclanthology.org/2020.acl-main.12/": [("acl", "2020.acl-main.12")],
    "https://openreview.net/forum?id=rJl-b3RcF7": [("openreview", "rJl-b3RcF7")],
    "2412.11360; 2412.11361": [("arxiv", "2412.11360"), ("arxiv", "2412.11361")],
    "https://example.org/paper": [],
    "A title, with words": [],
}


@pytest.mark.parametrize("text", IDS)
def test_identifiers_are_found_in_what_people_paste(text: str) -> None:
    assert list(find_ids(text)) == IDS[text]


NAMES = st.text(st.characters(codec="utf-8", exclude_characters="|\n\r"), min_size=1, max_size=40)


@given(names=st.lists(NAMES, max_size=3), text=st.text("Ada Lv,;()&and123.-*¹ ", min_size=1, max_size=30))
def test_any_name_is_read_back_as_it_was_written(names: list[str], text: str) -> None:
    kept = [line for name in [*names, text] if (line := unwrap(name))]
    assert read_authors("\n".join(map(write_author, kept))) == kept


#: Words that readers of lists know: titles, words that join or end a list, degrees, groups, initials.
_KNOWN = """
    And Authors By Coauthors Colleagues Coll Collaboration Cowo De Doctor Dr En Et Etal Etautres Etcoll
    For Frau Frcp Google Group Habil Herr Inc Institute Jr Li Md Mr Mrs Ms Mx On Others Otros Pd Phd
    Prof Professor Team Und University Van Y
"""


@pytest.mark.parametrize("word", _KNOWN.split())
def test_a_name_with_any_known_word_is_read_back(word: str) -> None:
    places = (
        "{} Bo Sample",
        "Bo {} Sample",
        "Bo Sample {}",
        "{} Sample",
        "Bo {}",
        "Bo-{} Sample",
        "Bo Sample-{}",
        "Bo X{}",
    )
    names = [place.format(each) for place in places for each in (word, word.lower(), f"{word}x", f"x{word.lower()}")]
    assert read_authors("\n".join(map(write_author, names))) == names


HOSTILE_NAMES = ["(" * 50_000, "a," * 30_000, "Ada\u00a0" * 15_000, " and " * 12_000, "¹" * 60_000, "1. " * 20_000]


@pytest.mark.parametrize("line", HOSTILE_NAMES, ids=lambda line: line[:6])
def test_reading_authors_takes_time_in_proportion_to_their_size(line: str) -> None:
    begun = time.process_time()
    with contextlib.suppress(ValueError):
        read_authors(line)
    find_ids(line)
    assert time.process_time() - begun < 2


REFUSED = {
    "no form": (b"Hello", "this is not one of the site's forms"),
    "nothing": (b"", "this is not one of the site's forms"),
    "too long": (b"### Record to fix\n\n" + b"x" * MAX_BYTES, f"the form has {MAX_BYTES + 19:,} bytes"),
    "not UTF-8": (b"### Record to fix\n\n\xff", "the form is not valid UTF-8 at byte 20"),
    "a heading twice": (
        b"### Record to fix\n\na\n\n### Title\n\nOne\n\n### Title\n\nTwo",
        'the form has "### Title" twice, so it is unclear which answer is meant',
    ),
    "a block that is closed early": (
        b"### Record to fix\n\na\n\n### Abstract\n\n```text\nOne\n```\n\n### Title\n\nStolen\n```\n\n### Title\n\nTrue",
        'the form has "### Title" twice, so it is unclear which answer is meant',
    ),
}


@pytest.mark.parametrize("name", REFUSED)
def test_other_texts_are_refused(name: str) -> None:
    body, sentence = REFUSED[name]
    with pytest.raises(DigestifError) as caught:
        read_form(body)
    assert str(caught.value).startswith(sentence)


@pytest.mark.parametrize(
    "event", [b"", b"[]", b'{"issue": 3}', b'{"issue": {"number": "x", "body": ""}}', b"[" * 90_000]
)
def test_other_events_are_refused(event: bytes) -> None:
    with pytest.raises(DigestifError, match="this is not a GitHub issue event"):
        read_event(event)


KEYS = [
    ("2412.11360", "2412.11360"),
    (" `2412.11360` ", "2412.11360"),
    ("https://digest.example/name/papers/2412.11360/", "2412.11360"),
    ("https://digest.example/papers/a-title/#abstract", "a-title"),
    ("content/papers/2025/07/31/2412.11360.yaml", "2412.11360"),
]


@pytest.mark.parametrize(("answer", "key"), KEYS)
def test_a_record_is_named_by_its_key_address_or_file(answer: str, key: str) -> None:
    assert read_key(answer) == key


def test_a_handwritten_form_needs_no_empty_fields() -> None:

    form = read_form(b"### Record to fix\n2412.11360\n### Title\nBetter")
    assert form.answers == {"key": "2412.11360", "title": "Better"}


HOSTILE_ANSWERS = {
    "spaces after a code block": b"```text\nx\n```" + b" " * 200_000 + b"x",
    "line breaks after a code block": b"```text\nx\n```" + b"\n" * 200_000 + b"x",
    "many code blocks": b"```text\n" + b"```\n" * 50_000,
    "spaces before an answer": b" " * 200_000 + b"```text",
}


@pytest.mark.parametrize("name", HOSTILE_ANSWERS)
def test_reading_a_form_takes_time_in_proportion_to_its_size(name: str) -> None:
    begun = time.process_time()
    form = read_form(b"### Record to fix\n\na\n\n### Abstract\n\n" + HOSTILE_ANSWERS[name])
    assert form["key"] == "a"
    assert time.process_time() - begun < 2
