"""What planning yields: pages and other files under docs/, as values that nothing has written yet.

A plan knows every address before any page is laid out, and a page can tell whether it changed before it is
rendered: a day's thirty papers on an archive of ten thousand cost thirty pages, in time and in memory.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from generator.errors import DigestifError


@dataclass(frozen=True, kw_only=True, slots=True)
class PageContent:
    """A page laid out and not yet rendered. ``inputs`` gives all that its text is made of; ``render`` makes it.

    ``front`` are the names of what its front matter says, the kind of page first; a file without any has none.
    """

    inputs: Callable[[], str] = field(compare=False)
    render: Callable[[], str] = field(compare=False)
    front: tuple[str, ...] = ()

    @property
    def fingerprint(self) -> str:
        """32 hexadecimal digits that stay as they are while the page's inputs do."""
        return _digest(self.inputs())


@dataclass(frozen=True, kw_only=True, slots=True)
class Page:
    """A generated file: its ``path`` under docs/, its address on the site, what it shows, and how it is laid out.

    ``year`` is the year that the page belongs to, None for one that tells of them all. ``inputs``, where it is given,
    says all that the page is laid out from, at a fraction of what laying it out costs.
    """

    path: str
    address: str
    shows: str
    draft: Callable[[], PageContent] = field(compare=False)
    year: int | None = None
    inputs: Callable[[], str] | None = field(default=None, compare=False)

    @property
    def text(self) -> str:
        """The file's text, laid out and rendered anew each time: ask once."""
        return self.draft().render()


def quick_fingerprint(page: Page) -> tuple[str, PageContent | None]:
    """What stands for all that a page is made of, and its draft where that had to be made to know."""
    if page.inputs is not None:
        return _digest(page.inputs()), None
    draft = page.draft()
    return draft.fingerprint, draft


def _digest(inputs: str) -> str:
    return hashlib.sha256(inputs.encode("utf-8", "surrogatepass")).hexdigest()[:32]


def check_addresses(pages: Iterable[Page]) -> tuple[Page, ...]:
    """The pages in the order of their paths; raises DigestifError when two of them want one address.

    Compared without case: on some disks ``/topics/AI/`` and ``/topics/ai/`` are one folder.
    """
    taken: dict[str, Page] = {}
    for page in pages:
        first = taken.setdefault(page.address.casefold(), page)
        if first is not page:
            raise DigestifError(
                f"{page.address}: two pages want this address: {first.shows}, and {page.shows}",
                fix="rename one of them: a record by its file's name, a topic by its id, an alias in the record",
            )
    return tuple(sorted(taken.values(), key=lambda page: page.path))
