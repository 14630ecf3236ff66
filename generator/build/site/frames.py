"""Frames: what is the same on every page of a kind, rendered by MkDocs once and filled for all others.

A generated page is front matter and one line of HTML which Markdown passes through, so its page on the site is the
theme's text around five values. MkDocs renders one page of each shape with marks in their place; here its page is
cut at the marks. What a theme does to a value shows in the marks: they hold escaped signs, and where one of them
comes back changed, or only in part, there is no frame, and MkDocs renders every page of that shape itself.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import yaml
from markupsafe import escape

#: The parts of front matter that the theme prints.
FRONT = ("title", "description", "head")
_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_WORD = "digestifmark"
_MARKS = {
    "title": f"{_WORD}title &lt;i&gt; &amp; &quot;q&#x27; Zz",
    "description": f"{_WORD}description &lt;i&gt; &amp; &quot;q&#x27; Zz",
    "head": f'<meta name="{_WORD}head" content="&lt;i&gt; &amp; Zz">',
    "body": f"<p>{_WORD}body &lt;i&gt; &amp; **Zz** [x](y) `z`</p>",
    "address": f"https://{_WORD}.example/Zz/",
}
_ANY_MARK = re.compile("|".join(f"(?P<{name}>{re.escape(mark)})" for name, mark in _MARKS.items()))
_PAGE = re.compile(
    r'---\n(?P<front>(?:[^\n]*\n)*?)---\n(?P<body><div class="dg is-[a-z-]+">[^\n\t\r\x02\x03]*</div>)\n'
)

#: What stands for a page's own address while a frame is rendered.
ADDRESS = _MARKS["address"]


@dataclass(frozen=True, slots=True)
class Filling:
    """A generated page taken apart: ``values`` by mark, all of it as the theme would print it."""

    values: Mapping[str, str]


class Frame:
    """A page of the site as literal text and, at every second place, the name of the value that belongs there."""

    def __init__(self, pieces: tuple[str, ...]) -> None:
        self._pieces = pieces

    @cached_property
    def fingerprint(self) -> str:
        """Stands for all that the frame adds to a page."""
        return hashlib.sha256("\0".join(self._pieces).encode()).hexdigest()

    def fill(self, filling: Filling, *, address: str) -> bytes:
        """The page on the site, as MkDocs writes it; ``address`` is its whole address, empty where none is known."""
        values = {**filling.values, "address": address}
        return "".join(values[piece] if place % 2 else piece for place, piece in enumerate(self._pieces)).encode()


def marked_page(kind: str, names: frozenset[str]) -> str:
    """A page under docs/ with marks: ``names`` are the parts of front matter that pages of this shape have."""
    front = {"kind": kind} | {name: _MARKS[name] for name in FRONT if name in names}
    said = yaml.safe_dump(front, sort_keys=False, width=1 << 30)
    return f'---\n{said}---\n<div class="dg is-{kind}">{_MARKS["body"]}</div>\n'


def cut_frame(html: str, *, kind: str, names: frozenset[str]) -> Frame | None:
    """The frame of a page that MkDocs made from ``marked_page``; None where the theme changed or lost a mark."""
    pieces: list[str] = []
    done = 0
    found = set()
    for mark in _ANY_MARK.finditer(html):
        name = str(mark.lastgroup)
        pieces += [html[done : mark.start()], name]
        found.add(name)
        done = mark.end()
    pieces.append(html[done:])
    whole = "".join(pieces[::2])
    if _WORD in whole.casefold() or not names | {"body"} <= found:
        return None
    opening, closing = f'<div class="dg is-{kind}">', "</div>"
    place = pieces.index("body")
    if not (pieces[place - 1].endswith(opening) and pieces[place + 1].startswith(closing)):
        return None
    pieces[place - 1] = pieces[place - 1].removesuffix(opening)
    pieces[place + 1] = pieces[place + 1].removeprefix(closing)
    return Frame(tuple(pieces))


def take_apart(text: str) -> Filling | None:
    """A page under docs/ as values for a frame; None for one that Markdown might not pass through as it stands."""
    page = _PAGE.fullmatch(text)
    if page is None:
        return None
    front = yaml.load(page["front"], Loader=_Loader)  # noqa: S506  # the C form of the safe loader
    values = {name: str(front.get(name, "")) for name in FRONT}
    return Filling(values={**values, "body": page["body"]})


def is_plain_address(address: str) -> bool:
    """Whether an address reads the same however a theme escapes it."""
    return str(escape(address)) == address
