"""Pages as values: their addresses first, then their content, then their text.

A plan of the site has the address of every page before any page is laid out, and a build can tell whether a page has
changed before it is rendered. So a day's thirty papers in an archive of ten thousand take the time and memory of a few
dozen pages.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from generator.errors import DigestifError


@dataclass(frozen=True, kw_only=True, slots=True)
class PageContent:
    """A page that is laid out but not rendered.

    ``inputs`` returns everything that the text depends on; ``render`` returns the text. ``front_keys`` are the keys of
    the page's front matter, its kind first; a file without front matter has none.
    """

    inputs: Callable[[], str] = field(compare=False)
    render: Callable[[], str] = field(compare=False)
    front_keys: tuple[str, ...] = ()

    @property
    def fingerprint(self) -> str:
        """Hash of the inputs, as 32 hexadecimal digits."""
        return _hash(self.inputs())


@dataclass(frozen=True, kw_only=True, slots=True)
class Page:
    """A generated file at ``path`` under docs/, which the site serves at ``address``.

    ``shows`` says in a few words what the page is about, for messages. ``year`` is the year that the page belongs to,
    None for a page about all years. ``inputs``, if given, returns everything that the page is laid out from, at a
    fraction of the cost of laying it out.
    """

    path: str
    address: str
    shows: str
    lay_out: Callable[[], PageContent] = field(compare=False)
    year: int | None = None
    inputs: Callable[[], str] | None = field(default=None, compare=False)

    @property
    def text(self) -> str:
        """The file's text, laid out and rendered anew on each access."""
        return self.lay_out().render()


def quick_fingerprint(page: Page) -> tuple[str, PageContent | None]:
    """Return the hash of a page's inputs, and the page's content where it had to be laid out for that."""
    if page.inputs is not None:
        return _hash(page.inputs()), None
    content = page.lay_out()
    return content.fingerprint, content


def _hash(inputs: str) -> str:
    return hashlib.sha256(inputs.encode("utf-8", "surrogatepass")).hexdigest()[:32]


def check_addresses(pages: Iterable[Page]) -> tuple[Page, ...]:
    """Return the pages in the order of their paths. Raises DigestifError when two pages have the same address.

    Addresses are compared without case: on some file systems ``/topics/AI/`` and ``/topics/ai/`` are one folder.
    """
    by_address: dict[str, Page] = {}
    for page in pages:
        first = by_address.setdefault(page.address.casefold(), page)
        if first is not page:
            raise DigestifError(
                f"{page.address}: two pages have this address: {first.shows} and {page.shows}",
                fix="change one of them: rename the record's file, change the topic's id or delete the alias",
            )
    return tuple(sorted(by_address.values(), key=lambda page: page.path))
