"""Checks a whole site, as ``digestif check`` does: its content, and what Git tracks beside it."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from generator.checks.content import check_content
from generator.checks.digests import read_digests
from generator.checks.library import locate_problems
from generator.checks.notes import check_note_images
from generator.checks.settings import find_settings_problems, find_unset_addresses
from generator.checks.tracked import GENERATED_FOLDERS, check_tracked_files
from generator.errors import DigestifError, Problem
from generator.files.folder import Folder
from generator.files.regular_files import check_regular_files
from generator.settings import parse_folders, read_settings_file
from generator.store.content import PAPERS_FOLDER, Content
from generator.store.git import tracked_files


@dataclass(frozen=True, kw_only=True, slots=True)
class Findings:
    """All problems, and how many records were checked; ``noun`` is ``file`` where some of them are no records."""

    problems: tuple[Problem, ...]
    checked: int
    noun: str


def find_problems(site: Path, content: Content, *, only: Collection[str] = (), today: date) -> Findings:
    """Check the settings, all of content/, and what Git tracks; with ``only``, return the problems of these files.

    ``only`` has paths from the site's folder, as ``chosen_files`` returns them.
    """
    problems = (
        *find_settings_problems(site),
        *find_unset_addresses(site),
        *find_irregular_files(site),
        *find_note_image_problems(site, content),
        *check_content(content, today=today),
        *check_tracked_files(tracked_files(site, GENERATED_FOLDERS)),
    )
    if only:
        problems = tuple(problem for problem in problems if problem.place.file in only)
    files = only or [file for file in content.raw if file.startswith(f"{PAPERS_FOLDER}/")]
    noun = "record" if all(file.startswith(f"{PAPERS_FOLDER}/") for file in files) else "file"
    return Findings(problems=problems, checked=len(files), noun=noun)


def find_irregular_files(site: Path) -> tuple[Problem, ...]:
    """Return what a build refuses to publish below docs/ and the theme's own folder, such as links."""
    folder = Folder(site)
    folders = parse_folders(read_settings_file(site), root=folder.root)
    named = [path for path in (folders.docs, folders.theme) if path and folder.kind(path) == "folder"]
    return tuple(problem for path in named for problem in check_regular_files(folder, path))


def find_note_image_problems(site: Path, content: Content) -> tuple[Problem, ...]:
    """Return the images in notes that docs/ does not have, with line and column."""
    folder = Folder(site)
    docs = parse_folders(read_settings_file(site), root=folder.root).docs

    def has_file(path: str) -> bool:
        with suppress(DigestifError):  # a folder of the path is a link or a file
            return folder.kind(f"{docs}/{path}") == "file"
        return False

    problems = check_note_images(content.library, has_file=has_file, digests=read_digests(content).digests)
    return locate_problems(problems, lambda file: content.raw.get(file, b""))


def chosen_files(site: Path, files: Iterable[Path], content: Content) -> tuple[str, ...]:
    """Return files that a person named, from here or from the site's folder, as paths from the site's folder."""
    root = site.resolve()
    chosen = []
    for file in files:
        places = [place.resolve() for place in (file, site / file)]
        names = [place.relative_to(root).as_posix() for place in places if place.is_relative_to(root)]
        known = [name for name in names if name in content.hashes]
        if not known:
            raise DigestifError(
                f"{file}: is not a file under content/",
                fix="name records by their paths, as in content/papers/2025/07/31/2412.11360.yaml",
            )
        chosen.append(known[0])
    return tuple(dict.fromkeys(chosen))
