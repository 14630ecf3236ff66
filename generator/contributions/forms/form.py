"""Reads issue forms: from the text that GitHub makes of a filled-in form to its answers. Anybody may write the text."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Literal

from generator.errors import DigestifError

Kind = Literal["fix", "add", "topic", "remove", "follow", "claim", "curate"]

#: GitHub allows 65,536 characters in an issue, of up to four bytes each.
MAX_BYTES = 4 * 65_536
#: What GitHub writes for an empty text field, and for a menu in which nothing was chosen.
_EMPTY = frozenset({"_no response_", "none"})
_NO_RESPONSE = "_No response_"
_CHECKBOX = re.compile(r"- \[(?P<mark>[ xX])\] (?P<label>.*)")
_FENCE = re.compile(r"`{3,}[a-z]*")
_FENCE_WITH_LANGUAGE = re.compile(r"^`{3,}[a-z]+[ \t]*$", re.MULTILINE)
_HEADING = re.compile(r"^### \S.*$", re.MULTILINE)

#: The labels of each form, as in ``.github/ISSUE_TEMPLATE`` (a test compares them), and the names of the answers.
#: The first label identifies the form, so no two forms start with the same one.
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
            "Kind": "kind",
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
            "Digest": "digest",
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
        "follow": {
            "Search to follow": "query",
            "Name of the feed": "name",
            "Description": "description",
            "Why would others follow it?": "why",
        },
        "claim": {
            "Author page": "page",
            "Name": "name",
            "Other spellings": "names",
            "ORCID iD": "orcid",
            "Homepage": "homepage",
            "Affiliation": "affiliation",
            "Papers that are not mine": "not_papers",
            "How do you know?": "why",
        },
        "curate": {
            "Day, week or month to curate": "span",
            "Title of the digest": "title",
            "Introduction": "introduction",
            "Picks": "picks",
            "Pick to show first": "hero",
            "Guest editors": "editors",
            "Series": "series",
            "Anything else?": "why",
        },
    }
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Form:
    """A filled-in form: its kind, and the answers by name, without empty ones. ``issue`` is the issue's number.

    ``absent`` are labels whose headings a person deleted, or that the text never had. ``odd`` are answers by name that
    contain what belongs to another answer: a heading that is none of the form's, or an empty text for a second code
    block.
    """

    kind: Kind
    answers: Mapping[str, str] = field(default_factory=dict)
    issue: int | None = None
    absent: frozenset[str] = frozenset()
    odd: Mapping[str, str] = field(default_factory=dict)

    def __getitem__(self, name: str) -> str:
        return self.answers.get(name, "")


def read_form(body: bytes) -> Form:
    """Read a form from the text of its issue. Raises DigestifError for other text."""
    if len(body) > MAX_BYTES:
        raise DigestifError(
            f"the form has {len(body):,} bytes, and {MAX_BYTES:,} are allowed",
            fix="shorten the longest answer, or send two forms",
        )
    try:
        text = body.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise DigestifError(
            f"the form is not valid UTF-8 at byte {error.start + 1}", fix="save it as UTF-8 text"
        ) from None
    lines = text.replace("\r\n", "\n").replace("\r", "\n").strip()
    for kind, labels in FORMS.items():
        if re.match(rf"### {re.escape(next(iter(labels)))}[ \t]*(?:\n|$)", lines):
            return _read_answers(kind, lines)
    firsts = ", ".join(f'"### {next(iter(labels))}"' for labels in FORMS.values())
    raise DigestifError(
        "this is not one of the site's forms", fix=f"a form starts with one of {firsts}; open a new issue to get one"
    )


def read_event(event: bytes) -> Form:
    """Read the form in a GitHub issue event. Raises DigestifError if there is none."""
    try:
        issue = json.loads(event)["issue"]
        number, body = int(issue["number"]), issue["body"]
    except (ValueError, KeyError, TypeError, RecursionError):
        raise DigestifError(
            "this is not a GitHub issue event", fix="expected JSON with issue.number and issue.body"
        ) from None
    if not isinstance(body, str):
        raise DigestifError(f"issue {number} is empty", fix="open a new issue with one of the forms")
    form = read_form(body.encode(errors="replace"))
    return replace(form, issue=number)


def _read_answers(kind: Kind, text: str) -> Form:
    labels = FORMS[kind]
    answers: dict[str, str] = {}
    odd: dict[str, str] = {}
    for label, answer, foreign in _sections(text, labels):
        if foreign is not None:
            odd[labels[label]] = foreign
        if labels[label] in answers:
            raise DigestifError(
                f'the form has "### {label}" twice, so it is unclear which answer is meant',
                fix="delete one of the two lines; if it belongs to an answer, begin it with a space",
            )
        answers[labels[label]] = answer
    absent = frozenset(label for label, name in labels.items() if name not in answers)
    given = {name: answer for name, answer in answers.items() if answer}
    return Form(kind=kind, answers=given, absent=absent, odd=odd)


def _sections(text: str, labels: Iterable[str]) -> Iterable[tuple[str, str, str | None]]:
    """Yield each label with its answer, and with what belongs to another answer, as ``Form.odd`` has it.

    A heading inside a code block belongs to the answer.
    """
    heading = re.compile(rf"^### ({'|'.join(map(re.escape, labels))})[ \t]*$", re.MULTILINE)
    # Possessive quantifiers: with others, a line of 60,000 spaces takes minutes.
    block = re.compile(rf"\s*+```[a-z]*+\n(.*?)\n?```[ \t]*+(?=\s*+(?:\Z|{heading.pattern}))", re.DOTALL | re.MULTILINE)
    found = heading.search(text)
    while found:
        fenced = block.match(text, found.end())
        end = fenced.end() if fenced else found.end()
        following = heading.search(text, end)
        raw = text[end : following.start() if following else len(text)]
        if fenced:
            second = _FENCE_WITH_LANGUAGE.search(fenced[1])
            yield found[1], _without_placeholder(fenced[1]), "" if second else None
        else:
            yield found[1], _answer(raw), _foreign(raw)
        found = following


def _foreign(raw: str) -> str | None:
    heading = _HEADING.search(raw)
    if heading:
        return heading[0].strip()
    return "" if len(_FENCE_WITH_LANGUAGE.findall(raw)) > 1 else None


def _answer(raw: str) -> str:
    """Return an answer outside a code block, which a person may have edited after GitHub wrote it.

    Of checkboxes, the labels of those that are checked remain, one per line. Marks of a code block that is no longer
    one are removed.
    """
    lines = [line for line in map(str.rstrip, raw.strip().split("\n")) if not _FENCE.fullmatch(line)]
    boxes = [_CHECKBOX.fullmatch(line) for line in lines if line]
    checked = [box["label"] for box in boxes if box and box["mark"] != " "]
    if boxes and all(boxes):
        return "\n".join(checked)
    return _without_placeholder("\n".join(lines))


def _without_placeholder(answer: str) -> str:
    """Return an answer without what stands for an empty one, also if a person wrote above or below it."""
    answer = answer.strip().removeprefix(_NO_RESPONSE).removesuffix(_NO_RESPONSE).strip()
    return "" if answer.lower() in _EMPTY else answer
