"""A view of a digest as Markdown, for releases on GitHub and for services that write e-mails from Markdown.

Text of records is shown letter for letter and triggers nothing there: no markup, mentions, references to issues, or
variables of a service's templates.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator.language.words import gettext
from generator.mail.html import note_html
from generator.mail.view import MailPaper, MailView
from generator.pages.views.cards import Link
from generator.text.markup.markdown import escape_markdown

#: "@name" and "#1" on GitHub, "{{ name }}" and "{% tag %}" in the templates of services.
_TRIGGER = re.compile(r"[@#](?=\w)|(?<=\bGH)-(?=\d)|\{(?=[{%#])", re.IGNORECASE)
#: Shows nothing and allows no line break.
_WORD_JOINER = "\u2060"
_TAG = re.compile(r"(<[^>]*>)")


def render_markdown(view: MailView) -> str:
    """Return a digest without its title, which a release and an e-mail show themselves."""
    return "\n\n".join(_blocks(view)) + "\n"


def inert(text: str) -> str:
    """Return text that looks the same and in which no mention, reference or template variable is found."""
    return _TRIGGER.sub(lambda found: f"{found[0]}{_WORD_JOINER}", text)


def inert_html(html: str) -> str:
    """Return HTML whose texts are ``inert``; its tags stay."""
    parts = _TAG.split(html)
    parts[::2] = map(inert, parts[::2])
    return "".join(parts)


def _blocks(view: MailView) -> Iterator[str]:
    whole = Link(label=gettext("Read on the site"), href=view.url)
    yield f"{_text(view.facts)} · {_link(whole)}"
    yield from _editorial(view)
    for group in view.groups:
        if group.name:
            yield f"## {_text(group.name)}"
        for paper in group.papers:
            yield from _paper(paper)
    yield "---"
    if view.omitted:
        yield _link(Link(label=f"… {view.omitted}", href=view.url))
    if view.shortened:
        yield _text(view.shortened)


def _editorial(view: MailView) -> Iterator[str]:
    if view.headline:
        yield f"## {_text(view.headline)}"
    for note in view.notes:
        yield inert_html(note_html(view, note))
    if view.picks:
        yield "## " + _text(gettext("Picks"))
    for pick in view.picks:
        yield f"### {_link(Link(label=pick.title, href=pick.url))}"
        if pick.why:
            yield inert_html(note_html(view, pick.why))


def _paper(paper: MailPaper) -> Iterator[str]:
    status = f"{_text(paper.status)}: " if paper.status else ""
    yield f"### {status}{_link(Link(label=paper.title, href=paper.url))}"
    if paper.original:
        yield _text(paper.original)
    if paper.said and not paper.abstract_language:
        yield _text(paper.said)
    if paper.authors:
        yield _text(paper.authors)
    for paragraph in paper.abstract:
        yield _text(paragraph)
    if paper.said and paper.abstract_language:
        yield _text(paper.said)
    facts = [*(_text(topic.name) for topic in paper.topics), *([_text(paper.votes)] if paper.votes else ())]
    facts += [_link(link) for link in paper.links]
    if facts:
        yield " · ".join(facts)


def _text(text: str) -> str:
    return escape_markdown(inert(text)).strip()


def _link(link: Link) -> str:
    # Within angle brackets, only character references mean something: a checked address contains no < > or \.
    return f"[{_text(link.label)}](<{link.href.replace('&', '&amp;')}>)"
