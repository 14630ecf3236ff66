"""HTML of our own renderers as XHTML, for formats that are XML."""

from __future__ import annotations

from collections.abc import Callable
from html import escape
from html.parser import HTMLParser

_VOID = frozenset({"br", "hr", "img"})
_ADDRESSES = frozenset({"href", "src"})


def to_xhtml(html: str, *, resolve: Callable[[str], str] = str) -> str:
    """Return HTML, whose elements all have their ends, as XHTML; ``resolve`` turns each address into another one."""
    writer = _Writer(resolve)
    writer.feed(html)
    writer.close()
    return "".join(writer.parts)


class _Writer(HTMLParser):
    """Writes what it reads."""

    def __init__(self, resolve: Callable[[str], str]) -> None:
        super().__init__(convert_charrefs=True)
        self._resolve = resolve
        self.parts: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Write a tag, and close an element without content."""
        resolved = ((name, self._resolve(value or "") if name in _ADDRESSES else value or "") for name, value in attrs)
        shown = "".join(f' {name}="{escape(value)}"' for name, value in resolved)
        self.parts.append(f"<{tag}{shown}{'/' if tag in _VOID else ''}>")

    def handle_endtag(self, tag: str) -> None:
        """Write the end of an element with content."""
        if tag not in _VOID:
            self.parts.append(f"</{tag}>")

    def handle_data(self, data: str) -> None:
        """Write text."""
        self.parts.append(escape(data, quote=False))
