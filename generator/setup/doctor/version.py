"""Whether there is a newer release of the program that a digest pins, where that program came from."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator

from generator.files.folder import Folder
from generator.setup.doctor.github import Repository
from generator.setup.doctor.results import Result, ok, suggestion
from generator.setup.pin import REQUIREMENTS
from generator.setup.wheel import PACKAGE

_VERSION = re.compile(r"\d+(?:\.\d+){1,3}")
_FROM_GITHUB = re.compile(
    r"^# Digestif \S+ from https://github\.com/([\w.-]+/[\w.-]+?)(?:\.git)? at ", re.MULTILINE | re.ASCII
)
_PINNED = re.compile(rf"^(?:{PACKAGE}==|\./vendor/{PACKAGE}-)(\d[\d.]*\d)", re.MULTILINE)
_TIMEOUT = 60


def check_version(site: Folder, *, api: str, token: str) -> Iterator[Result]:
    """Yield a result where the origin has releases; a program from a checkout or a file has none."""
    text = (site.read(REQUIREMENTS) or b"").decode(errors="replace")
    pinned, origin = _PINNED.search(text), _FROM_GITHUB.search(text)
    if pinned is None:
        return
    newest = ""
    if text.startswith(f"{PACKAGE}==", pinned.start()):
        newest = _newest_on_index()
    elif origin is not None:
        release = Repository(name=origin[1], api=api, token=token).get("/releases/latest")
        newest = str(release.body.get("tag_name", "")).removeprefix("v")
    if not _VERSION.fullmatch(newest):
        return
    if _numbers(newest) > _numbers(pinned[1]):
        fix = "install it, then run: digestif update"
        yield suggestion("version", f"Digestif {newest} is available; this digest uses {pinned[1]}", fix)
    else:
        yield ok("version", f"Digestif {pinned[1]} is the newest")


def _newest_on_index() -> str:
    """Return the newest release on the person's package index, by pip; empty where pip finds none."""
    # -P: the folder of the digest must not provide pip.
    command = [sys.executable, "-P", "-m", "pip", "index", "versions", PACKAGE, "--disable-pip-version-check"]
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=_TIMEOUT)
    except (OSError, subprocess.TimeoutExpired):
        return ""
    found = re.match(rf"{PACKAGE} \(([\d.]+)\)", done.stdout)
    return found[1] if found else ""


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(map(int, version.split(".")))
