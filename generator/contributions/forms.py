"""Issue forms: the text that a forge makes of a filled-in form, back to answers. The text comes from anybody."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Literal

from generator.errors import DigestifError

Kind = Literal["fix", "add", "topic", "remove"]

#: GitHub allows an issue 65,536 characters, of up to four bytes each.
MAX_BYTES = 4 * 65_536
#: What GitHub writes where a person left a field empty.
EMPTY = "_No response_"

#: Every form by kind: its labels, as ``.github/ISSUE_TEMPLATE`` has them (a test says so), with the answers' names.
#: The first label tells the form's kind, so no two begin with the same.
FORMS: Mapping[Kind, Mapping[str, str]] = MappingProxyType(
    {
        "fix": {
            "Record to fix": "key",
            "Version": "version",
            "Title": "title",
            "Authors": "authors",
            "Abstract": "abstract",
            "Identifiers": "ids",
            "Links": "links",
            "Topics": "topics",
            "Venue": "venue",
            "Published": "published",
            "Status": "status",
            "How do you know?": "why",
        },
        "add": {
            "Paper to add": "paper",
            "Title": "title",
            "Authors": "authors",
            "Abstract": "abstract",
            "Links": "links",
            "Topics": "topics",
            "Venue": "venue",
            "Why does it belong here?": "why",
        },
        "topic": {
            "Topic to propose": "name",
            "Description": "description",
            "Phrases": "phrases",
            "Papers": "papers",
            "Why is it needed?": "why",
        },
        "remove": {
            "Record to remove": "key",
            "Reason": "reason",
            "Other record": "other",
            "How do you know?": "why",
        },
    }
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Form:
    """A filled-in form: its kind, and the answers that were given, by name; what was left empty is not there.

    ``issue`` is the number of the issue that it came in.
    """

    kind: Kind
    answers: Mapping[str, str] = field(default_factory=dict)
    issue: int | None = None

    def __getitem__(self, name: str) -> str:
        return self.answers.get(name, "")


def read_form(body: bytes) -> Form:
    """A form from its text, as an issue shows it. Raises DigestifError for text that is none."""
    if len(body) > MAX_BYTES:
        raise DigestifError(
            f"the form has {len(body):,} bytes, more than the {MAX_BYTES:,} that are read",
            fix="shorten it; for a long abstract, edit the record itself",
        )
    try:
        text = body.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise DigestifError(
            f"the form is not text in UTF-8: byte {error.start + 1} is not", fix="save it as UTF-8"
        ) from None
    lines = text.replace("\r\n", "\n").replace("\r", "\n").strip()
    for kind, labels in FORMS.items():
        if re.match(rf"### {re.escape(next(iter(labels)))}[ \t]*(?:\n|$)", lines):
            return Form(kind=kind, answers=_read_answers(lines, labels))
    firsts = ", ".join(f'"### {next(iter(labels))}"' for labels in FORMS.values())
    raise DigestifError(
        "this is not one of the site's forms", fix=f"a form begins with one of {firsts}; open a new issue to get one"
    )


def read_event(event: bytes) -> Form:
    """The form within GitHub's account of an issue event. Raises DigestifError where there is none."""
    try:
        issue = json.loads(event)["issue"]
        number, body = int(issue["number"]), issue["body"]
    except (ValueError, KeyError, TypeError, RecursionError):
        raise DigestifError(
            "this is not an issue's event", fix="expected GitHub's JSON with issue.number and issue.body"
        ) from None
    if not isinstance(body, str):
        raise DigestifError(f"issue {number} has no text", fix="open a new issue with one of the forms")
    form = read_form(body.encode(errors="replace"))
    return Form(kind=form.kind, answers=form.answers, issue=number)


def _read_answers(text: str, labels: Mapping[str, str]) -> dict[str, str]:
    answers: dict[str, str] = {}
    for label, answer in _sections(text, labels):
        if labels[label] in answers:
            raise DigestifError(
                f'the form has "### {label}" twice, so nobody can tell which answer is meant',
                fix="take the line out of the text; where it belongs there, edit the record itself",
            )
        answers[labels[label]] = answer
    return {name: answer for name, answer in answers.items() if answer}


def _sections(text: str, labels: Iterable[str]) -> Iterable[tuple[str, str]]:
    """Each label with its answer. A heading within a code block is the answer's own text."""
    heading = re.compile(rf"^### ({'|'.join(map(re.escape, labels))})[ \t]*$", re.MULTILINE)
    block = re.compile(rf"\s*```text\n(.*?)\n?```[ \t]*(?=\s*\Z|\s*\n{heading.pattern})", re.DOTALL | re.MULTILINE)
    found = heading.search(text)
    while found:
        fenced = block.match(text, found.end())
        end = fenced.end() if fenced else found.end()
        following = heading.search(text, end)
        answer = fenced[1] if fenced else text[end : following.start() if following else len(text)]
        yield found[1], "" if answer.strip() == EMPTY else answer.strip()
        found = following
