"""Markdown: escaping text for it, and rendering the notes of curators."""

from __future__ import annotations

import re
import string
from collections.abc import Callable, Iterator, Sequence
from typing import Literal
from urllib.parse import unquote

import nh3
from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token

from generator.text.addresses.urls import check_url
from generator.text.visible import escape_controls

_ENTITIES = str.maketrans(
    {character: f"&#{ord(character)};" for character in string.punctuation} | {"\n": " ", "\t": " "}
)
_PARSER = MarkdownIt("commonmark", {"html": False}).enable("table")
_RENDERER = RendererHTML()
_TAGS = {
    *("p", "br", "hr", "em", "strong", "code", "pre", "blockquote", "ul", "ol", "li", "a", "img"),
    *("h2", "h3", "h4", "h5", "h6", "table", "thead", "tbody", "tr", "th", "td"),
}
_ATTRIBUTES = {
    "a": {"href", "title", "rel"},
    "img": {"src", "alt", "title"},
    "ol": {"start"},
    "th": {"class"},
    "td": {"class"},
}
#: What may scroll must be reachable with the keyboard.
_SET_ATTRIBUTES = {"img": {"loading": "lazy"}, "pre": {"tabindex": "0"}, "table": {"tabindex": "0"}}
#: Without a colon, which would make a scheme of the part before it, and without a backslash, which browsers read as /.
_PATH = re.compile(r"[\w%.~!$&'()*+,;=@/-]+", re.ASCII)
_FRAGMENT = re.compile(r"[\w%.~!$&'()*+,;=:@/?-]*", re.ASCII)
#: How a note's author may reach docs/ from the repository's root or from the note's own file.
_DOCS = re.compile(r"\A(?:(?:\.\./)*docs/|\./)")
_IMAGE = re.compile(r"\.(?:avif|gif|jpe?g|png|svg|webp)$", re.IGNORECASE)
#: No attribute value contains this opening tag, since its quotation marks are escaped there.
_PREFORMATTED = re.compile(r'(<pre tabindex="0">.*?</pre>)', re.DOTALL)


def escape_markdown(text: str) -> str:
    """Escape text so that any Markdown parser shows it letter for letter.

    Each ASCII punctuation character becomes a numeric entity, and line breaks become spaces. Strip the text before
    printing it at the start of a line: four spaces there make a code block.
    """
    return text.translate(_ENTITIES)


def render_note(markdown: str, *, heading_level: int = 2, link: Callable[[str], str] = str) -> str:
    """Render a curator's Markdown as one line of safe HTML.

    CommonMark 0.31 with tables; raw HTML is shown as text. ``heading_level`` is the level (2 to 6) of the note's top
    headings; deeper ones follow without a gap, so that a note cannot break the outline of its page.

    ``link`` turns a path from the site's root, ``/papers/2412.11360/`` or ``/assets/robot.png``, into the address that
    the page uses. Authors of notes write such a path with or without its first slash, or as the file's path in the
    repository, ``docs/assets/robot.png``. Links lead to these or to addresses that ``check_url`` accepts; images are
    files of the site. Other links and images are replaced by their text.
    """
    tokens = _PARSER.parse(markdown)
    _shift_headings(tokens, heading_level)
    for token in tokens:
        _align(token)
        if token.children:
            token.children = list(_resolved(token.children, link))
    html = nh3.clean(
        _RENDERER.render(tokens, _PARSER.options, {}),
        tags=_TAGS,
        attributes=_ATTRIBUTES,
        set_tag_attribute_values=_SET_ATTRIBUTES,
        attribute_filter=_safe_attribute,
        url_schemes={"http", "https"},
        link_rel=None,
    )
    # One line without tabs, so that the Markdown parser of the page leaves the HTML alone.
    parts = _PREFORMATTED.split(html)
    parts[::2] = [part.replace("\n", " ").replace("\t", " ") for part in parts[::2]]
    parts[1::2] = [part.replace("\n", "&#10;").replace("\t", "&#9;") for part in parts[1::2]]
    return "".join(parts).strip()


def refused_targets(markdown: str) -> tuple[tuple[Literal["image", "link"], str], ...]:
    """Return the targets of images and links that ``render_note`` replaces by their text, in the order of the note."""
    refused: list[tuple[Literal["image", "link"], str]] = []
    for block in _PARSER.parse(markdown):
        for token in block.children or ():
            if token.type == "link_open" and not _resolve_link(token, str):
                refused.append(("link", str(token.attrs["href"])))
            if token.type == "image" and not _resolve_image(token, str):
                refused.append(("image", str(token.attrs["src"])))
    return tuple(refused)


def link_paths(markdown: str) -> tuple[str, ...]:
    """Return the targets of links to this site, from its root: ``/papers/2412.11360/#topics``."""
    tokens = [token for block in _PARSER.parse(markdown) for token in block.children or ()]
    targets = (str(token.attrs["href"]) for token in tokens if token.type == "link_open")
    return tuple(path for path in map(site_path, targets) if path)


def image_paths(markdown: str) -> tuple[str, ...]:
    """Return the paths of the images that ``render_note`` shows, from the root of the site: ``/assets/robot.png``."""
    tokens = [token for block in _PARSER.parse(markdown) for token in block.children or ()]
    return tuple(str(token.attrs["src"]) for token in tokens if token.type == "image" and _resolve_image(token, str))


def site_path(target: str) -> str | None:
    """Return a link's target in a note as a path from the site's root, ``/papers/x/``; None if it is not one.

    ``papers/x/``, ``docs/assets/x.png`` and ``../../docs/assets/x.png`` are such paths, too. A fragment stays.
    """
    path, sign, fragment = target.partition("#")
    if not _PATH.fullmatch(path) or (sign and not _FRAGMENT.fullmatch(fragment)):
        return None
    path = path.removeprefix("/") if path.startswith("/") else _DOCS.sub("", path)
    decoded = unquote(path)
    if not decoded.isprintable() or decoded.startswith("/") or "\\" in decoded or ".." in decoded.split("/"):
        return None
    return f"/{path}{sign}{fragment}"


def _shift_headings(tokens: Sequence[Token], top: int) -> None:
    """Number headings by their depth in the note's outline, beginning with ``top``: no level is left out."""
    outline: list[str] = []
    for token in tokens:
        if token.type == "heading_open":
            while outline and outline[-1] >= token.tag:
                outline.pop()
            outline.append(token.tag)
        if token.type in ("heading_open", "heading_close"):
            token.tag = f"h{min(6, top + len(outline) - 1)}"


def _align(token: Token) -> None:
    """Align a table cell by class: the pages' policy forbids style attributes."""
    style = token.attrs.pop("style", None)
    if style in ("text-align:right", "text-align:center"):
        token.attrSet("class", f"dg-{str(style).partition(':')[2]}")


def _resolved(tokens: Sequence[Token], link: Callable[[str], str]) -> Iterator[Token]:
    """Resolve the addresses of links and images; yield only the text of those that a page must not have."""
    kept: list[bool] = []  # whether each open link is kept
    for token in tokens:
        if token.type == "link_open":
            kept.append(_resolve_link(token, link))
            if kept[-1]:
                yield token
        elif token.type == "link_close":
            if kept.pop():
                yield token
        elif token.type == "image" and not _resolve_image(token, link):
            alt = _RENDERER.renderInlineAsText(token.children, _PARSER.options, {})
            yield Token("text", "", 0, content=alt)
        else:
            yield token


def _resolve_link(token: Token, link: Callable[[str], str]) -> bool:
    target = str(token.attrs.get("href", ""))
    path = site_path(target)
    if target.startswith("#") and _FRAGMENT.fullmatch(target[1:]):
        return True
    if path:
        token.attrs["href"] = link(path)
        return True
    try:
        token.attrs["href"] = check_url(target)
    except ValueError:
        return False
    token.attrs["rel"] = "nofollow noopener"
    return True


def _resolve_image(token: Token, link: Callable[[str], str]) -> bool:
    path = site_path(str(token.attrs.get("src", "")))
    if not path or not _IMAGE.search(path):
        return False
    token.attrs["src"] = link(path)
    return True


def _safe_attribute(tag: str, attribute: str, value: str) -> str | None:
    """Second line of defence, after the tokens: no scheme but http and https, no address of another host by ``//``."""
    if (tag, attribute) not in (("a", "href"), ("img", "src")):
        return value
    if re.match(r"https?://", value):
        return value if tag == "a" else None
    return value if re.match(r"[./#]?(?![/\\])[^:]*$", value) else None


def shown_text(text: str) -> str:
    """Text as Markdown code on one line: shown letter for letter, without mentions and links."""
    return f"<code>{escape_markdown(escape_controls(text).strip())}</code>"
