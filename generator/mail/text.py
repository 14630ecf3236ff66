"""A view of a digest as plain text, in lines of at most 72 characters."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator

from generator.mail.view import MailPaper, MailView

_WIDTH = 72


def render_text(view: MailView) -> str:
    """Return the text of an e-mail. Addresses have lines of their own, because programs link only whole ones."""
    return "\n".join(line.rstrip() for line in _lines(view)) + "\n"


def _lines(view: MailView) -> Iterator[str]:
    yield from _wrapped(view.site.label)
    yield from _wrapped(f"{view.topic}, {view.title}" if view.topic else view.title)
    yield from _wrapped(view.facts)
    yield view.url
    yield from _editorial(view)
    for group in view.groups:
        if group.name:
            yield ""
            yield ""
            yield from _wrapped(group.name)
            yield "=" * min(len(group.name), _WIDTH)
        for paper in group.papers:
            yield from _paper(paper)
    yield ""
    yield "-" * _WIDTH
    if view.omitted:
        yield f"… {view.omitted}:"
        yield view.url
    if view.shortened:
        yield from _wrapped(view.shortened)
    if view.unsubscribe:
        yield "Unsubscribe:"
        yield view.unsubscribe
    elif view.reply:
        yield from _wrapped(f"To leave the list, write to {view.reply}")


def _editorial(view: MailView) -> Iterator[str]:
    if view.headline:
        yield ""
        yield from _wrapped(view.headline)
    for note in view.notes:
        yield ""
        yield from _markdown(note)
    if view.picks:
        yield from ("", "", "Picks", "=====")
    for pick in view.picks:
        yield ""
        yield from _wrapped(pick.title)
        yield from _markdown(pick.why)
        yield pick.url


def _markdown(text: str) -> Iterator[str]:
    """Yield the lines of a note: Markdown is readable as it is."""
    for line in text.splitlines():
        yield from _wrapped(line) if line.strip() else [""]


def _paper(paper: MailPaper) -> Iterator[str]:
    yield ""
    yield ""
    yield from _wrapped(f"{paper.status}: {paper.title}" if paper.status else paper.title)
    if paper.authors:
        yield from _wrapped(paper.authors)
    for paragraph in paper.abstract:
        yield ""
        yield from _wrapped(paragraph)
    if paper.abstract:
        yield ""
    facts = " · ".join((*(topic.name for topic in paper.topics), *([paper.votes] if paper.votes else ())))
    if facts:
        yield from _wrapped(facts)
    yield paper.url


def _wrapped(text: str) -> list[str]:
    return textwrap.wrap(text, _WIDTH, break_long_words=False, break_on_hyphens=False) or [""]
