"""Finds answers that run into the next one because a person deleted or changed a heading between them."""

from __future__ import annotations

from collections.abc import Iterator

from generator.contributions.forms.answers import form_problem
from generator.contributions.forms.form import FORMS, Form
from generator.errors import Problem, quote

_RECORD = ("key", "version", "title", "kind", "venue", "published", "status", "digest")
_ONE_LINE = frozenset({*_RECORD, "reason", "other", "query", "page", "orcid", "homepage", "span", "hero", "series"})


def find_heading_problems(form: Form) -> Iterator[Problem]:
    """Yield an error for each answer that seems to contain another one, with the heading that is missing."""
    labels = tuple(FORMS[form.kind])
    for place, label in enumerate(labels):
        name = FORMS[form.kind][label]
        following = labels[place + 1] if place + 1 < len(labels) else ""
        missing = f"### {following}" if following in form.absent else ""
        back = f'put the line "{missing}" back where its answer begins' if missing else ""
        if form.odd.get(name):
            fix = f'change it back to "{missing}"' if missing else "delete it, or begin it with a space"
            yield form_problem(label, f"the line {quote(form.odd[name])} is not a heading of this form", fix)
        elif missing and (name in form.odd or (name in _ONE_LINE and "\n" in form[name])):
            yield form_problem(label, f'seems to contain the next answer: the heading "{missing}" is missing', back)
        elif name in _ONE_LINE and "\n" in form[name]:
            yield form_problem(label, "has several lines", "write it on one line")
