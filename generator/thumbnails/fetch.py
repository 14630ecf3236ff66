"""Fetches pictures from the web and makes thumbnails of them. Wanted pictures in; files in the cache and a report out.

A thumbnail that is in the cache is not fetched again, so a repeated or interrupted fetch requests only what is missing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from urllib.parse import urlsplit

from generator.errors import Problem
from generator.fetching.client import Clock, HttpClient, RateLimit, Request, TimeLimit
from generator.fetching.errors import NoResponseError, OutOfTimeError
from generator.fetching.public_transport import public_transport
from generator.files.folder import Folder
from generator.progress import ReportProgress
from generator.text.addresses.pictures import check_picture
from generator.text.counts import counted
from generator.thumbnails.cache import ThumbnailCache, name_of_address, name_of_content
from generator.thumbnails.formats import MAX_FILE_BYTES, PictureError
from generator.thumbnails.local import make_local_thumbnails, picture_problem
from generator.thumbnails.resizing import resize_picture
from generator.thumbnails.wanted import WantedPicture

#: Seconds for all pictures of a fetch; the next one continues.
TIME_LIMIT = 600.0
#: Two requests a second to one host, each done in half a minute. A picture that fails is requested by the next fetch.
RATE_LIMIT = RateLimit(pause=0.5, attempts=2, longest_wait=30.0, patience=60.0, deadline=30.0)
#: After so many failures in a row without a response, a host is not asked again in this fetch.
MOST_FAILURES = 3
#: Servers of files often call pictures bytes.
_MEDIA_TYPES = frozenset(
    {
        *("image/png", "image/jpeg", "image/jpg", "image/webp", "image/gif"),
        *("application/octet-stream", "binary/octet-stream"),
    }
)
_ACCEPT = "image/webp, image/png, image/jpeg, image/gif"


@dataclass(frozen=True, kw_only=True, slots=True)
class ThumbnailFetch:
    """What a fetch did. ``not_requested`` are pictures of hosts that did not respond, or for which no time was left."""

    fetched: int = 0
    present: int = 0
    removed: int = 0
    problems: tuple[Problem, ...] = ()
    not_requested: int = 0

    def __str__(self) -> str:
        parts = [f"{self.fetched:,} fetched", f"{self.present:,} already there"]
        if self.problems:
            parts.append(f"{len(self.problems):,} failed")
        if self.not_requested:
            parts.append(f"{self.not_requested:,} not requested")
        if self.removed:
            parts.append(f"{counted(self.removed, 'old one')} removed")
        return f"Thumbnails: {', '.join(parts)}"


def fetch_thumbnails(
    site: Folder,
    pictures: Sequence[WantedPicture],
    *,
    user_agent: str,
    clock: Clock,
    prune: bool,
    progress: ReportProgress,
) -> ThumbnailFetch:
    """Fetch the pictures that are on the web, and make thumbnails of all.

    With ``prune``, thumbnails that no picture needs any more are removed. Raises DigestifError where Pillow is not
    installed.
    """
    cache = ThumbnailCache(site)
    local, problems = make_local_thumbnails(site, cache, pictures)
    remote = {picture.address: picture for picture in reversed(pictures) if not picture.is_local}
    missing = [picture for address, picture in reversed(remote.items()) if cache.read(name_of_address(address)) is None]
    with ExitStack() as stack:
        run = _Run(cache, stack, user_agent=user_agent, clock=clock)
        for done, picture in enumerate(missing):
            progress("Fetching thumbnails", done, len(missing))
            run.fetch(picture)
    removed = 0
    if prune:
        names = {name_of_address(address) for address in remote}
        names |= {name_of_content(site.read(path) or b"") for path in local}
        removed = cache.keep_only(names)
    return ThumbnailFetch(
        fetched=run.fetched,
        present=len(local) + len(remote) - len(missing),
        removed=removed,
        problems=(*problems, *run.problems),
        not_requested=run.not_requested,
    )


class _Run:
    """The requests of one fetch, with one client for each host."""

    def __init__(self, cache: ThumbnailCache, stack: ExitStack, *, user_agent: str, clock: Clock) -> None:
        self._cache = cache
        self._stack = stack
        self._user_agent = user_agent
        self._clock = clock
        self._time_limit = TimeLimit(ends_at=clock.now() + TIME_LIMIT)
        self._clients: dict[str, HttpClient] = {}
        self._failures: Counter[str] = Counter()
        self.fetched = 0
        self.not_requested = 0
        self.problems: list[Problem] = []

    def fetch(self, picture: WantedPicture) -> None:
        """Fetch one picture; a failure becomes a problem."""
        try:
            host, path = _split(check_picture(picture.address))
        except ValueError as error:
            found, _, fix = str(error).partition("\n")
            self.problems.append(picture_problem(picture, found, fix))
            return
        if self._failures[host] >= MOST_FAILURES:
            self.not_requested += 1
            return
        try:
            content = self._get(host, path)
            self._failures[host] = 0
            self._cache.write(name_of_address(picture.address), resize_picture(content))
            self.fetched += 1
        except OutOfTimeError:
            self.not_requested += 1
        except NoResponseError as error:
            # A status or a body shows that the host responds.
            self._failures[host] = self._failures[host] + 1 if error.status is None else 0
            self.problems.append(picture_problem(picture, f"{picture.address}: {error.message}", error.fix))
        except PictureError as error:
            self.problems.append(picture_problem(picture, f"{picture.address} {error.found}", error.fix))

    def _get(self, host: str, path: str) -> bytes:
        client = self._clients.get(host)
        if client is None:
            client = HttpClient(
                host,
                rate_limit=RATE_LIMIT,
                user_agent=self._user_agent,
                clock=self._clock,
                any_host=True,
                time_limit=self._time_limit,
                transport=public_transport(),
            )
            self._clients[host] = self._stack.enter_context(client)
        request = Request(
            path=path,
            validate=_accept,
            accept=_ACCEPT,
            parameters={},
            most_bytes=MAX_FILE_BYTES,
            media_types=_MEDIA_TYPES,
        )
        return client.get(request).body or b""


def _split(address: str) -> tuple[str, str]:
    """Return the server of an address, and the rest without the fragment."""
    parts = urlsplit(address)
    path = parts.path or "/"
    return f"{parts.scheme}://{parts.netloc}", f"{path}?{parts.query}" if parts.query else path


def _accept(body: bytes) -> None:
    """Accept every body: it is checked when it is resized, and another attempt would give the same."""
