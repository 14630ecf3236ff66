"""What a publication needs of a target. Folders, S3 and rsync have it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Protocol

from generator.errors import DigestifError
from generator.fetching.client import Clock
from generator.files.folder import Folder
from generator.files.hashing import hash_bytes
from generator.publishing.plan import ListedFile, Listing

#: Called after each file. Raises DigestifError where another publication has taken over.
Advance = Callable[[], None]


@dataclass(frozen=True, kw_only=True, slots=True)
class SiteFile:
    """A file of the site: its path there, and its digest."""

    path: str
    digest: str


class Target(Protocol):
    """A place for a site. Paths are those of the site; every method raises DigestifError with what to do.

    ``headers`` stands for the rules by which its files have HTTP headers; empty where the host decides about them.
    """

    @property
    def headers(self) -> str:
        """A version of the rules of HTTP headers."""

    def exclusive(self, clock: Clock, *, take_over: bool) -> AbstractContextManager[Advance]:
        """Let only one publication write. Yields what checks, and renews, that this is the one."""

    def read(self, path: str) -> bytes | None:
        """Return a file, or None where there is none."""

    def write(self, path: str, content: bytes) -> None:
        """Write one of Digestif's own files."""

    def list_files(self) -> Listing:
        """Return all files and folders at the target without Digestif's own, whoever wrote them."""

    def find_equal(self, files: Sequence[SiteFile], listed: Mapping[str, ListedFile]) -> set[str]:
        """Return the paths of files that have the same content there."""

    def prepare(self, files: Sequence[SiteFile], advance: Advance) -> None:
        """Do what can be done before anything is visible; ``advance`` is called for each file that was copied."""

    def upload(self, files: Sequence[SiteFile], advance: Advance) -> dict[str, str]:
        """Put files in their places; a reader finds each one whole, old or new. Returns their tags in a listing."""

    def remove(self, paths: Sequence[str], advance: Advance) -> None:
        """Delete files, and the folders that become empty."""

    def clean_up(self) -> None:
        """Delete what this or an interrupted publication left beside the site's files."""


def read_site_file(site: Folder, file: SiteFile) -> bytes:
    """Return a file of the site. Raises DigestifError if it is no longer the one that the plan is about."""
    content = site.read(file.path)
    if content is None or hash_bytes(content) != file.digest:
        raise DigestifError(
            f"another program changed the site while it was published: {file.path}",
            fix="run digestif build, then this again",
        )
    return content
