"""Markdown: text that must not become any, and curators' notes that may."""

from __future__ import annotations

import re
import string
from functools import cache

import nh3
from markdown_it import MarkdownIt

from generator.text.urls import check_url

MAX_NOTE = 20_000
_ENTITIES = str.maketrans(
    {character: f"&#{ord(character)};" for character in string.punctuation} | {"\n": " ", "\t": " "}
)
_TAGS = {
    *("p", "br", "hr", "em", "strong", "code", "pre", "blockquote", "ul", "ol", "li", "a"),
    *("h1", "h2", "h3", "h4", "h5", "h6"),
}
_PREFORMATTED = re.compile(r"(<pre>.*?</pre>)", re.DOTALL)


def escape_markdown(text: str) -> str:
    """Text on one line that any Markdown shows letter for letter: each ASCII punctuation character is an entity.

    Whoever prints it at a line's beginning strips it first: four blanks there make a code block.
    """
    return text.translate(_ENTITIES)


def render_note(markdown: str) -> str:
    """A curator's note as one line of HTML: CommonMark without raw HTML and images, links with rel=nofollow.

    Addresses are within the site or pass ``check_url``; others lose their link and keep their words.
    Raises ValueError for a note of more than 20,000 characters.
    """
    if len(markdown) > MAX_NOTE:
        raise ValueError(
            f"a note of {len(markdown)} characters\nexpected at most {MAX_NOTE}: link to a page that says the rest"
        )
    html = nh3.clean(
        _reader().render(markdown),
        tags=_TAGS,
        attributes={"a": {"href", "title"}, "ol": {"start"}},
        attribute_filter=_safe_attribute,
        url_schemes={"http", "https"},
        link_rel="nofollow noopener",
    )
    # One line, so that the page's own Markdown cannot read into it.
    parts = _PREFORMATTED.split(html)
    parts[::2] = [part.replace("\n", " ") for part in parts[::2]]
    parts[1::2] = [part.replace("\n", "&#10;") for part in parts[1::2]]
    return "".join(parts).strip()


@cache
def _reader() -> MarkdownIt:
    return MarkdownIt("commonmark", {"html": False}).disable("image")


def _safe_attribute(tag: str, attribute: str, value: str) -> str | None:
    if (tag, attribute) != ("a", "href") or re.match(r"#|/(?![/\\])", value):
        return value
    try:
        return check_url(value)
    except ValueError:
        return None


def shown_text(text: str) -> str:
    """Text on one line that Markdown shows letter for letter; as code, so that it calls nobody and links nowhere."""
    return f"<code>{escape_markdown(visible(text).strip())}</code>"


def visible(text: str) -> str:
    """Without characters that hide or reorder text."""
    return "".join(c if c.isprintable() else " " if c == "\t" else f"\\u{ord(c):04x}" for c in text)
