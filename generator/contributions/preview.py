"""Joins built pages in one HTML file that opens without a server, so that reviewers see a change as readers will.

The file contains the style sheets and images of the pages, and no scripts. Links between its pages lead within the
file; links to other pages of the site lead to the published site, where there is one.
"""

from __future__ import annotations

import base64
import mimetypes
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

from generator.text.counts import counted

#: Pages of a preview. An import of a thousand papers needs no preview of each.
MAX_PAGES = 50
_MAX_IMAGE = 1_000_000
_POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; font-src data:"
_DROPPED = frozenset({"script", "style", "iframe", "object", "embed", "template", "noscript"})
_SCHEMES = frozenset({"http", "https", "mailto"})
_REFERENCES = frozenset({"id", "for", "aria-labelledby", "aria-describedby", "aria-controls"})
_STYLE = """
.dg-preview-head, .dg-preview-page > h2 { font-size: .8rem; margin: 1rem auto; max-width: 61rem; padding: 0 1rem }
.dg-preview-page { border-top: 4px solid; margin-top: 3rem }
.dg-preview-head a { text-decoration: underline }
"""


@dataclass(frozen=True, kw_only=True, slots=True)
class PreviewPage:
    """A built page: its address, as in ``/papers/2412.11360/``, its name in the list of pages, and its HTML."""

    address: str
    name: str
    html: bytes


def render_preview(
    pages: Sequence[PreviewPage], *, title: str, site_url: str, read: Callable[[str], bytes | None]
) -> str:
    """Return the preview of these pages in their order, at most ``MAX_PAGES``.

    ``read`` returns the bytes of a file of the site by its path, such as ``assets/topics.css``; None if there is none.
    """
    shown = pages[:MAX_PAGES]
    places = {page.address: f"page-{number}" for number, page in enumerate(shown, 1)}
    mains = [_MainReader(page, places, site_url=site_url, read=read) for page in shown]
    sheets = dict.fromkeys(path for main in mains for path in main.style_sheets)
    styles = "\n".join(content.decode(errors="replace") for path in sheets if (content := read(path)) is not None)
    body = mains[0].body_attributes if mains else ""
    left_out = len(pages) - len(shown)
    parts = [
        f'<!doctype html>\n<html lang="en" class="no-js">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">\n'
        '<meta name="viewport" content="width=device-width,initial-scale=1">\n'
        f"<title>Preview · {escape(title)}</title>\n"
        f"<style>{_style_text(styles)}{_STYLE}</style>\n</head>\n<body{body}>\n",
        f'<header class="dg-preview-head">\n<h1>Preview of {escape(title)}</h1>\n',
        "<p>The pages that this change affects, as they will look. Search does not work here.</p>\n<ul>\n",
        *(f'<li><a href="#{places[page.address]}">{escape(page.name)}</a></li>\n' for page in shown),
        "</ul>\n" if shown else "</ul>\n<p>This change affects no page.</p>\n",
        f"<p>{counted(left_out, 'more page')} left out.</p>\n" if left_out else "",
        "</header>\n",
        *(
            f'<section class="dg-preview-page" id="{places[page.address]}">\n<h2>{escape(page.address)}</h2>\n'
            f"{''.join(main.parts)}\n</section>\n"
            for page, main in zip(shown, mains, strict=True)
        ),
        "</body>\n</html>\n",
    ]
    return "".join(parts)


def _style_text(styles: str) -> str:
    """Return style sheets as the text of a style element, which nothing in them can end."""
    return re.sub(r"</(?=style)", r"<\\/", styles, flags=re.IGNORECASE)


class _MainReader(HTMLParser):
    """Reads the ``main`` element of a page, with links and identifiers that are right within the preview.

    ``parts`` has its HTML in pieces; ``style_sheets`` the paths of the page's style sheets; ``body_attributes`` the
    attributes of ``body``, which choose the colours.
    """

    def __init__(
        self,
        page: PreviewPage,
        places: Mapping[str, str],
        *,
        site_url: str,
        read: Callable[[str], bytes | None],
    ) -> None:
        super().__init__(convert_charrefs=False)
        self.parts: list[str] = []
        self.style_sheets: list[str] = []
        self.body_attributes = ""
        self._page, self._places, self._site_url, self._read = page, places, site_url, read
        self._is_in_main = False
        self._dropped = ""
        self.feed(page.html.decode(errors="replace"))
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "link" and ("rel", "stylesheet") in attrs:
            self.style_sheets.append(self._path(dict(attrs).get("href") or ""))
        elif tag == "body":
            self.body_attributes = _attributes((name, value) for name, value in attrs if name.startswith("data-"))
        elif tag == "main":
            self._is_in_main = True
        elif self._is_in_main and not self._dropped and tag in _DROPPED:
            self._dropped = tag
        elif self._is_shown:
            self.parts.append(f"<{tag}{_attributes(self._adapted(attrs))}>")

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if self._is_shown and tag not in _DROPPED:
            self.parts.append(f"<{tag}{_attributes(self._adapted(attrs))}/>")

    def handle_endtag(self, tag: str) -> None:
        if tag == "main":
            self._is_in_main = False
        elif self._dropped:
            self._dropped = "" if tag == self._dropped else self._dropped
        elif self._is_shown:
            self.parts.append(f"</{tag}>")

    def handle_data(self, data: str) -> None:
        if self._is_shown:
            self.parts.append(data)

    def handle_entityref(self, name: str) -> None:
        self.handle_data(f"&{name};")

    def handle_charref(self, name: str) -> None:
        self.handle_data(f"&#{name};")

    @property
    def _is_shown(self) -> bool:
        return self._is_in_main and not self._dropped

    def _adapted(self, attrs: Iterable[tuple[str, str | None]]) -> Iterable[tuple[str, str | None]]:
        for name, value in attrs:
            if name.startswith("on") or name in {"srcset", "style"}:
                continue
            if name == "href":
                yield from self._link(value or "")
            elif name == "src":
                yield name, self._image(value or "")
            elif name in _REFERENCES:
                yield name, " ".join(f"{self._place}-{each}" for each in (value or "").split())
            else:
                yield name, value

    @property
    def _place(self) -> str:
        return self._places[self._page.address]

    def _link(self, href: str) -> Iterable[tuple[str, str]]:
        """Yield the attributes of a link: to a place in the preview, or to another page in a new window."""
        parts = urlsplit(href)
        if parts.scheme or parts.netloc:
            yield from _outside(href) if parts.scheme in _SCHEMES else ()
        elif href.startswith("#"):
            yield "href", f"#{self._place}-{href[1:]}"
        else:
            address = urljoin(self._page.address, parts.path)
            if address in self._places:
                place = self._places[address]
                yield "href", f"#{place}-{parts.fragment}" if parts.fragment else f"#{place}"
            elif self._site_url:
                fragment = f"#{parts.fragment}" if parts.fragment else ""
                yield from _outside(f"{self._site_url}{address}{fragment}")

    def _image(self, source: str) -> str:
        """Return an image as a data URI; empty if it is not a file of the site, or too large."""
        kind = mimetypes.guess_type(urlsplit(source).path)[0] or ""
        content = self._read(self._path(source)) if kind.startswith("image/") else None
        if content is None or len(content) > _MAX_IMAGE:
            return ""
        return f"data:{kind};base64,{base64.b64encode(content).decode()}"

    def _path(self, reference: str) -> str:
        """Return the path of a file of the site that the page refers to."""
        return urljoin(self._page.address, urlsplit(reference).path).lstrip("/")


def _outside(href: str) -> Iterable[tuple[str, str]]:
    yield "href", href
    yield "target", "_blank"
    yield "rel", "noopener noreferrer"


def _attributes(attrs: Iterable[tuple[str, str | None]]) -> str:
    return "".join(f" {name}" if value is None else f' {name}="{escape(value)}"' for name, value in attrs)
