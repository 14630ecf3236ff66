"""The answers with which a link on a paper's page opens the form "Fix a record"."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping

from generator.contributions.forms.answers import FORM_FIELDS, TOO_LONG_FOR_LINK
from generator.contributions.forms.author_lines import write_author
from generator.model import Paper
from generator.records.canonical import paper_plain
from generator.yaml.document import Plain

#: The answer "Title". In the address of a new issue, ``title`` is the title of the issue.
_TITLE_PARAMETER = "paper_title"


def record_version(paper: Paper) -> str:
    """Return a record's short hash: eight hexadecimal digits that change with any field."""
    return _short_hash(paper_plain(paper))


def fix_parameters(key: str, paper: Paper) -> dict[str, str]:
    """Return the query parameters of a link that opens the form "Fix a record" with the record's present values.

    Empty fields are left out. The abstract is replaced by a sentence that the form ignores: it would make every page
    longer, and the page's script adds it.
    """
    plain = paper_plain(paper)
    values = {"key": key, "version": _short_hash(plain), _TITLE_PARAMETER: paper.title}
    values |= {name: _answer(name, plain.get(name)) for name in FORM_FIELDS if name != "title"}
    if paper.abstract:
        values["abstract"] = TOO_LONG_FOR_LINK
    return {name: value for name, value in values.items() if value}


def shorten_answers(
    answers: Mapping[str, str], *, max_length: int, length_of: Callable[[Mapping[str, str]], int]
) -> dict[str, str]:
    """Replace the longest answers by a sentence that says so, until ``length_of`` the rest is at most ``max_length``.

    The form ignores that sentence, so such a field stays as it is. The key is never replaced.
    """
    shortened = dict(answers)
    by_length = sorted(answers.keys() - {"key", "version"}, key=lambda name: (-len(answers[name].encode()), name))
    for name in by_length:
        if length_of(shortened) <= max_length:
            break
        shortened[name] = TOO_LONG_FOR_LINK
    return shortened


def _short_hash(plain: Mapping[str, Plain]) -> str:
    return hashlib.sha256(json.dumps(plain, sort_keys=True).encode()).hexdigest()[:8]


def _answer(name: str, value: Plain) -> str:
    """Return a field's value as a person writes it in a form."""
    if isinstance(value, dict):
        return "\n".join(f"{kind}: {each}" for kind, item in value.items() for each in _items(item))
    if isinstance(value, list):
        return ", ".join(map(str, value)) if name == "topics" else "\n".join(map(write_author, value))
    return value or ""


def _items(value: Plain) -> list[Plain]:
    return value if isinstance(value, list) else [value]
