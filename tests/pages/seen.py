"""The pages of the invented digest, as a browser sees them."""

from __future__ import annotations

from html.parser import HTMLParser

import yaml

from generator.pages.page import Page
from generator.pages.site import plan_site
from tests.pages.invented import SETTINGS, invented


class Seen(HTMLParser):
    """Links, elements, attributes and text of a page, as a browser sees them."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.images: list[str] = []
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.words: list[str] = []
        self.depth = 0
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes.update(name for name, _ in attrs)
        self.images.extend(value or "" for name, value in attrs if tag == "img" and name == "src")
        self.links.extend(value or "" for name, value in attrs if name in {"href", "src", "action"})

    def handle_data(self, data: str) -> None:
        self.words.append(data)

    @property
    def text(self) -> str:
        return " ".join("".join(self.words).split())


def parts(page: Page) -> tuple[dict[str, str], str]:
    """Return the front matter and the body of a page."""
    _, front, body = page.text.split("---\n", 2)
    return yaml.safe_load(front), body


PLAN = {page.address: page for page in plan_site(invented(), SETTINGS)}


def text_of(address: str) -> str:
    return Seen(parts(PLAN[address])[1]).text
