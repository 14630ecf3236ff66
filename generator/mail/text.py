"""A view of a digest as plain text, in lines of at most 72 characters."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterator

from generator.language.words import gettext
from generator.mail.view import MailPaper, MailView
from generator.text.addresses.urls import check_url
from generator.text.markup.markdown import site_path

_WIDTH = 72
#: Code, in which nothing is a link; links and images; and the definitions of links by reference.
_LINK = re.compile(
    r"(?P<code>(?<!`)(?P<marks>`++).+?(?<!`)(?P=marks)(?!`))"
    r"|(?<!\\)!?\[(?P<text>[^][]*)\]\(\s*<?(?P<target>(?:[^\s()<>]|\([^\s()]*\))+)>?(?:\s+[\"'][^\"']*[\"'])?\s*\)"
    r"|^ {0,3}(?P<name>\[[^][]+\]:)[^\S\n]+<?(?P<defined>[^\s<>]+)>?",
    re.MULTILINE | re.DOTALL,
)


def render_text(view: MailView) -> str:
    """Return the text of an e-mail. Addresses have lines of their own, because programs link only whole ones."""
    return "\n".join(line.rstrip() for line in _lines(view)) + "\n"


def _lines(view: MailView) -> Iterator[str]:
    yield from _wrapped(view.site.label)
    yield from _wrapped(view.heading)
    yield from _wrapped(view.facts)
    yield view.url
    yield from _editorial(view)
    for group in view.groups:
        if group.name:
            yield ""
            yield ""
            yield from _underlined(group.name)
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
        yield gettext("Unsubscribe:")
        yield view.unsubscribe
    elif view.reply:
        yield from _wrapped(gettext("To leave the list, write to %(address)s", address=view.reply))


def _editorial(view: MailView) -> Iterator[str]:
    if view.headline:
        yield ""
        yield from _wrapped(view.headline)
    for note in view.notes:
        yield ""
        yield from _markdown(view, note)
    if view.picks:
        yield ""
        yield ""
        yield from _underlined(gettext("Picks"))
    for pick in view.picks:
        yield ""
        yield from _wrapped(pick.title)
        yield from _markdown(view, pick.why)
        yield pick.url


def _underlined(heading: str) -> Iterator[str]:
    yield from _wrapped(heading)
    yield "=" * min(len(heading), _WIDTH)


def _markdown(view: MailView, note: str) -> Iterator[str]:
    """Yield the lines of a note: Markdown is readable as it is, except that links lead nowhere in an e-mail."""
    root = view.site.href.rstrip("/")
    for line in _LINK.sub(lambda found: _link(root, found), note).splitlines():
        yield from _wrapped(line) if line.strip() else [""]


def _link(root: str, found: re.Match[str]) -> str:
    """Return the text of a link with its whole address, as in "rStar (https://example.org/papers/2501.04519/)"."""
    if found["code"]:
        return found[0]
    if found["name"]:
        return f"{found['name']} {_address(root, found['defined']) or found['defined']}"
    address = _address(root, found["target"])
    text: str = found["text"]
    if not address or address == text:
        return text
    return f"{text} ({address})" if text else address


def _address(root: str, target: str) -> str:
    """Return the whole address of a link's target; empty for one that pages do not show."""
    if path := site_path(target):
        return f"{root}{path}"
    try:
        return check_url(target)
    except ValueError:
        return ""


def _paper(paper: MailPaper) -> Iterator[str]:
    yield ""
    yield ""
    yield from _wrapped(f"{paper.status}: {paper.title}" if paper.status else paper.title)
    if paper.original:
        yield from _wrapped(paper.original)
    if paper.said and not paper.abstract_language:
        yield from _wrapped(paper.said)
    if paper.authors:
        yield from _wrapped(paper.authors)
    for paragraph in paper.abstract:
        yield ""
        yield from _wrapped(paragraph)
    if paper.said and paper.abstract_language:
        yield ""
        yield from _wrapped(paper.said)
    if paper.abstract:
        yield ""
    facts = " · ".join((*(topic.name for topic in paper.topics), *([paper.votes] if paper.votes else ())))
    if facts:
        yield from _wrapped(facts)
    yield paper.url


def _wrapped(text: str) -> list[str]:
    return textwrap.wrap(text, _WIDTH, break_long_words=False, break_on_hyphens=False) or [""]
