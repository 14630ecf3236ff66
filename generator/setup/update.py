"""Updates the files of a digest to those of the running version: a three-way merge with what people changed.

The common ancestor is what an earlier version wrote (``written``). Files that people did not change are replaced,
changes in different places of a file are merged, and where both sides changed the same lines the person's file stays
and the new one is written below ``NEW_FOLDER``. As long as it is there, the conflict is open, and the common ancestor
stays the earlier one. Line endings are no changes: a file keeps those that the person's system gave it.
"""

from __future__ import annotations

import re
import subprocess
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

from generator import __version__
from generator.errors import DigestifError
from generator.files.folder import Folder
from generator.settings import SETTINGS_FILE, parse_settings
from generator.setup.pin import REQUIREMENTS, VENDOR, missing_requirements, pin_program
from generator.setup.written import OWN_FILES, WRITTEN_FILE, Written, read_written, record_written
from generator.starter import starter_files

#: Here, and not beside the person's files, no build and no workflow takes a file for one of the digest.
NEW_FOLDER = f"{VENDOR}/new"
_TIMEOUT = 60

Outcome = Literal["added", "updated", "merged", "removed", "conflict", "kept"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Step:
    """What happens to a file. ``content`` is to be written, to ``path`` or, after a conflict, below ``NEW_FOLDER``.

    ``base`` is the common ancestor of a conflict, if one is known.

    ``kept`` is a file that a person deleted, or that was left alone although the new version lacks it.
    """

    path: str
    outcome: Outcome
    content: bytes | None = None
    base: bytes | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Update:
    """All steps, in the order of paths, and the version that wrote the files before; empty where it is not known."""

    before: str
    steps: tuple[Step, ...]

    @property
    def conflicts(self) -> tuple[str, ...]:
        """The files that a person has to merge."""
        return tuple(step.path for step in self.steps if step.outcome == "conflict")


def plan_update(site: Folder) -> Update:
    """Compare a digest with the running version. Raises DigestifError where a newer version has updated it already."""
    written = read_written(site)
    if _number(written.version) > _number(__version__):
        raise DigestifError(
            f"this digest was updated by Digestif {written.version}, and this is {__version__}",
            fix="install the version of the digest: python -m pip install --requirement requirements.txt",
        )
    starter = starter_files(_title(site, written))
    new = {path: content for path, content in starter.items() if path not in OWN_FILES}
    merged = tuple(_merge_files(site, written, new))
    unmerged = {step.path: step.base for step in merged if step.outcome == "conflict" and step.base is not None}
    steps = [*merged, *_pin_steps(site), *_record_steps(site, new, unmerged)]
    return Update(before=written.version, steps=tuple(sorted(steps, key=lambda step: step.path)))


def apply_update(site: Folder, update: Update) -> None:
    """Write a planned update; the caller holds the lock. The record of what was written comes last."""
    for step in sorted(update.steps, key=lambda step: step.path == WRITTEN_FILE):
        if step.content is not None:
            site.write(f"{NEW_FOLDER}/{step.path}" if step.outcome == "conflict" else step.path, step.content)
        elif step.outcome == "removed":
            site.remove(step.path)


def _merge_files(site: Folder, written: Written, new: Mapping[str, bytes]) -> Iterator[Step]:
    for path in sorted({*written.files, *new}):
        found, theirs = site.read(path), new.get(path)
        is_open = site.kind(f"{NEW_FOLDER}/{path}") == "file"
        base = written.unmerged.get(path) if is_open else written.files.get(path)
        step = _merge_file(path, base, _with_line_feeds(found), theirs)
        if step is not None:
            yield _with_endings_of(found, step)
        if is_open and (step is None or step.outcome != "conflict"):
            yield Step(path=f"{NEW_FOLDER}/{path}", outcome="removed")


def _with_line_feeds(content: bytes | None) -> bytes | None:
    return content if content is None or b"\0" in content else content.replace(b"\r\n", b"\n")


def _with_endings_of(found: bytes | None, step: Step) -> Step:
    """Return the step with the line endings that most lines of the person's file have."""
    if not found or step.content is None or b"\0" in found or found.count(b"\r\n") * 2 <= found.count(b"\n"):
        return step
    return replace(step, content=step.content.replace(b"\n", b"\r\n"))


def _merge_file(path: str, base: bytes | None, ours: bytes | None, theirs: bytes | None) -> Step | None:
    """Decide about a file of which one side is the person's and one the new version's; None where nothing is to do."""
    if ours == theirs or base == theirs:
        return None
    if theirs is None:
        return Step(path=path, outcome="removed" if ours == base else "kept")
    if ours is None:
        return Step(path=path, outcome="added", content=theirs) if base is None else Step(path=path, outcome="kept")
    if ours == base:
        return Step(path=path, outcome="updated", content=theirs)
    merged = None if base is None else _merge_texts(ours, base, theirs)
    if merged is None:
        return Step(path=path, outcome="conflict", content=theirs, base=base)
    return None if merged == ours else Step(path=path, outcome="merged", content=merged)


def _merge_texts(ours: bytes, base: bytes, theirs: bytes) -> bytes | None:
    """Merge two versions of a text by lines, with Git; None where they conflict, and without Git."""
    with tempfile.TemporaryDirectory() as folder:
        names = ("ours", "base", "theirs")
        for name, content in zip(names, (ours, base, theirs), strict=True):
            (Path(folder) / name).write_bytes(content)
        try:
            command = ["git", "merge-file", "--stdout", *names]
            done = subprocess.run(command, cwd=folder, capture_output=True, check=False, timeout=_TIMEOUT)
        except (OSError, subprocess.TimeoutExpired):
            return None
    return done.stdout if done.returncode == 0 else None


def _pin_steps(site: Folder) -> Iterator[Step]:
    """Pin the running program, and remove wheels of earlier versions.

    A requirements.txt that pins this program already may have newer dependencies. It stays, but for what settings such
    as ``map`` need.
    """
    extras = parse_settings(site.read(SETTINGS_FILE) or b"").extras
    pinned = pin_program(extras)
    for path, new in pinned.items():
        found, content = site.read(path), new
        if path == REQUIREMENTS and found and _program_line(found) == _program_line(content):
            missing = missing_requirements(found, extras)
            content = found.rstrip(b"\n") + b"\n" + missing if missing else found
        if found != content:
            yield Step(path=path, outcome="added" if found is None else "updated", content=content)
    for entry in site.children(VENDOR):
        if entry.path not in pinned and re.fullmatch(rf"{VENDOR}/digestif-[^/]+\.whl", entry.path):
            yield Step(path=entry.path, outcome="removed")


def _program_line(requirements: bytes) -> bytes:
    """Return the first requirement, which is the program."""
    return next((line for line in requirements.splitlines() if line and not line.startswith(b"#")), b"")


def _record_steps(site: Folder, new: Mapping[str, bytes], unmerged: Mapping[str, bytes]) -> Iterator[Step]:
    for path, content in record_written(new, unmerged=unmerged).items():
        found = site.read(path)
        if found != content:
            yield Step(path=path, outcome="added" if found is None else "updated", content=content)


def _title(site: Folder, written: Written) -> str:
    """Return the title that the starter's files were written with: a changed one is a change by a person."""
    settings = written.files.get(SETTINGS_FILE) or site.read(SETTINGS_FILE) or b""
    return parse_settings(settings).title


def _number(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in re.findall(r"\d+", version)[:3])
