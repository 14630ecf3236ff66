"""A place that rsync reaches, through its own server or over SSH, as a target; with rsync's own program.

The lists of files to send and to delete come from the manifest, so rsync neither compares whole trees nor deletes what
it does not find here. Each call is retried where the connection failed.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from tempfile import TemporaryDirectory

from generator.fetching.client import Clock
from generator.files.folder import Folder
from generator.publishing.manifest import OWN_FOLDER
from generator.publishing.plan import ListedFile, Listing, folders_of
from generator.publishing.targets.leased import Stored, hold_lease
from generator.publishing.targets.rsync_program import RsyncProgram
from generator.publishing.targets.target import Advance, SiteFile

_LISTED = re.compile(r"(?P<size>[0-9]+) (?P<path>.+)")
#: Where ``--delay-updates`` keeps files until all are there; a run that was killed leaves it.
_DELAYED = ".~tmp~"
_DELETED = ("--delete-missing-args", "--no-implied-dirs")


class RsyncTarget:
    """Files on a server. ``headers`` is empty: its web server decides about them."""

    headers = ""

    def __init__(self, site: Folder, place: str, *, shown: str, clock: Clock) -> None:
        self._site = site
        self._place = place
        self._shown = shown
        self._rsync = RsyncProgram(place, shown=shown, clock=clock)
        self._leftovers: list[str] = []

    def exclusive(self, clock: Clock, *, take_over: bool) -> AbstractContextManager[Advance]:
        """Hold a lease. rsync cannot compare versions, so the lease is read again after it was written."""
        return hold_lease(self, clock, shown=self._shown, take_over=take_over)

    def read(self, path: str) -> bytes | None:
        """Return a file, or None where there is none."""
        found = self.get(path)
        return found.content if found else None

    def write(self, path: str, content: bytes) -> None:
        """Write one of Digestif's own files."""
        self.replace(path, content, "")

    def list_files(self) -> Listing:
        """Return all files, links and pipes with their sizes, and folders."""
        found: dict[str, ListedFile] = {}
        folders: set[str] = set()
        with TemporaryDirectory() as empty:
            done = self._rsync.run(
                "--recursive", "--links", "--specials", "--dry-run", "--8-bit-output", "--out-format=%l %n",
                self._place, f"{empty}/",
                missing_is_empty=True,
            )  # fmt: skip
        for line in done.lines:
            entry = _LISTED.fullmatch(line)
            if not entry or entry["path"].startswith(f"{OWN_FOLDER}/"):
                continue
            if entry["path"].endswith("/"):
                folders.add(entry["path"][:-1])
            else:
                found[entry["path"]] = ListedFile(size=int(entry["size"]))
        self._leftovers = [path for path in found if _DELAYED in path.split("/")]
        files = {path: file for path, file in found.items() if _DELAYED not in path.split("/")}
        return Listing(files=files, folders=frozenset(folders))

    def find_equal(self, files: Sequence[SiteFile], listed: Mapping[str, ListedFile]) -> set[str]:
        """Return the paths of files that have the same content there: rsync compares checksums on both sides."""
        paths = [file.path for file in files]
        done = self._rsync.run_with_list(
            paths, "--dry-run", "--checksum", "--8-bit-output", "--out-format=%n", f"{self._site.root}/", self._place
        )
        return set(paths) - set(done.lines)

    def prepare(self, files: Sequence[SiteFile], advance: Advance) -> None:
        """Do nothing: ``upload`` shows files when all of a stage are there."""

    def upload(self, files: Sequence[SiteFile], advance: Advance) -> dict[str, str]:
        """Send files; they get their names together at the end. rsync's listing has no tags."""
        self._rsync.run_with_list(
            [file.path for file in files],
            "--ignore-times",  # sizes and times say nothing here: digests have chosen the files
            "--delay-updates",
            "--out-format=%n",
            f"{self._site.root}/",
            self._place,
            advance=advance,
        )
        return {}

    def remove(self, paths: Sequence[str], advance: Advance) -> None:
        """Delete files, and the folders that become empty."""
        self._delete(paths)
        for _ in paths:
            advance()

    def clean_up(self) -> None:
        """Delete what an interrupted run has sent and not named."""
        if self._leftovers:
            self._delete(self._leftovers)
            self._leftovers = []

    def get(self, path: str) -> Stored | None:
        """Return a file, without a version."""
        with TemporaryDirectory() as folder:
            done = self._rsync.run(f"{self._place}{path}", f"{folder}/", missing_is_empty=True)
            found = Path(folder, path.rpartition("/")[2])
            if done.is_missing or not found.is_file():
                return None
            content = found.read_bytes()
        return Stored(content, "")

    def replace(self, path: str, content: bytes, version: str) -> bool:
        """Write a file, whatever its version."""
        with TemporaryDirectory() as folder:
            Folder(Path(folder)).write(path, content)
            self._rsync.run_with_list([path], "--ignore-times", f"{folder}/", self._place)
        return True

    def discard(self, path: str) -> None:
        """Delete a file."""
        self._delete([path])

    def _delete(self, paths: Sequence[str]) -> None:
        """Delete files by listing them and sending from an empty folder, then their folders, which rsync keeps if they
        are not empty."""
        folders = sorted({folder for path in paths for folder in folders_of(path)}, reverse=True)
        with TemporaryDirectory() as empty:
            for gone in (list(paths), folders):
                if gone:
                    self._rsync.run_with_list(gone, *_DELETED, f"{empty}/", self._place)
