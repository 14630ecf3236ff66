"""Frames: what is the same on every page of a kind, rendered by MkDocs once and filled in for all others.

A generated page is front matter and one line of HTML which Markdown does not change, so its page of the site is the
theme's text around five values. MkDocs renders one page of each shape with placeholders for the values; its result is
cut at the placeholders. They have escaped characters, so a theme that changes a value gives itself away: where a
placeholder comes back changed, or only in part, there is no frame, and MkDocs renders every page of that shape.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from markupsafe import escape

from generator.yaml.front_matter import dump_front_matter, load_front_matter

#: The parts of front matter that the theme prints.
FRONT = ("title", "description", "head")
_WORD = "digestifmark"  # the bytes of a frame's placeholders never reach a page
_PLACEHOLDERS = {
    "title": f"{_WORD}title &lt;i&gt; &amp; &quot;q&#x27; Zz",
    "description": f"{_WORD}description &lt;i&gt; &amp; &quot;q&#x27; Zz",
    "head": f'<meta name="{_WORD}head" content="&lt;i&gt; &amp; Zz">',
    "body": f"<p>{_WORD}body &lt;i&gt; &amp; **Zz** [x](y) `z`</p>",
    "address": f"https://{_WORD}.example/Zz/",
}
_ANY_PLACEHOLDER = re.compile("|".join(f"(?P<{name}>{re.escape(text)})" for name, text in _PLACEHOLDERS.items()))
_PAGE = re.compile(
    r'---\n(?P<front>(?:[^\n]*\n)*?)---\n(?P<body><div class="dg is-[a-z-]+">[^\n\t\r\x02\x03]*</div>)\n'
)

#: The placeholder of a page's own address.
ADDRESS = _PLACEHOLDERS["address"]


@dataclass(frozen=True, slots=True)
class FrameValues:
    """The values of one generated page, by placeholder, as the theme prints them."""

    by_name: Mapping[str, str]


class Frame:
    """A page of the site as literal text and, at every second place, the name of the value that belongs there."""

    def __init__(self, pieces: tuple[str, ...]) -> None:
        self._pieces = pieces

    @cached_property
    def fingerprint(self) -> str:
        """Hash of everything that the frame adds to a page."""
        return hashlib.sha256("\0".join(self._pieces).encode()).hexdigest()

    def fill(self, values: FrameValues, *, address: str) -> bytes:
        """Return the page as MkDocs writes it; ``address`` is its whole address, empty where the site has none."""
        by_name = {**values.by_name, "address": address}
        return "".join(by_name[piece] if place % 2 else piece for place, piece in enumerate(self._pieces)).encode()


def frame_page(kind: str, names: frozenset[str]) -> str:
    """Return a page under docs/ with placeholders; ``names`` are those in the front matter of pages of this shape."""
    front = {"kind": kind} | {name: _PLACEHOLDERS[name] for name in FRONT if name in names}
    return f'{dump_front_matter(front)}<div class="dg is-{kind}">{_PLACEHOLDERS["body"]}</div>\n'


def cut_frame(html: str, *, kind: str, names: frozenset[str]) -> Frame | None:
    """Return the frame in MkDocs' page of ``frame_page``; None where the theme changed or lost a placeholder."""
    pieces: list[str] = []
    done = 0
    found = set()
    for placeholder in _ANY_PLACEHOLDER.finditer(html):
        name = str(placeholder.lastgroup)
        pieces += [html[done : placeholder.start()], name]
        found.add(name)
        done = placeholder.end()
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


def parse_values(text: str) -> FrameValues | None:
    """Return the values of a page under docs/; None for a page that Markdown might change."""
    page = _PAGE.fullmatch(text)
    if page is None:
        return None
    front = load_front_matter(page["front"])
    values = {name: front.get(name, "") for name in FRONT}
    return FrameValues({**values, "body": page["body"]})


def is_plain_address(address: str) -> bool:
    """Whether an address is the same in HTML, escaped or not."""
    return str(escape(address)) == address
