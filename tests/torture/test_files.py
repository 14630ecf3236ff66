"""Unusual files in every place that a digest reads are read as they should be, or refused by name, soon."""

from __future__ import annotations

import json
import os
import resource
import socket
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.cli.running import digestif
from tests.torture.commands import environment

MOST_SECONDS = 2.0
MOST_MEGABYTES = 300
#: More than any file may have, all of it text, and as one hole that takes no room on the disk.
LARGE = 100 * 2**20

RECORD = "title: A title\ndate: 2025-07-31\nabstract: |\n  One line.\n  Another line: é.\n"
#: Each file that a digest reads, with a text that is right.
PLACES: Mapping[str, str] = {
    "content/papers/2025/07/31/a.yaml": RECORD,
    "content/topics.yaml": "robots:\n  name: Robots\n  description: Machines é.\n  phrases: {robot: 2}\n",
    "content/feeds.yaml": "robots:\n  name: Robots é\n  query: robot\n",
    "content/people.yaml": "ada-lovelace:\n  names: [Ada Lovelace, Adá L.]\n",
    "content/removed.yaml": "- key: old\n  reason: published twice é\n",
    "content/digests/2025-07-31.yaml": "title: A title é\nintroduction: |\n  One line.\n  Another.\n",
    "content/notes/2025-07-31.md": "A *good* day é.\n\nMore.\n",
    "content/sources/arxiv/2025-07-31.json": '{"source": "arxiv", "date": "2025-07-31", "entries": []}\n',
    "content/sources.yaml": "",
    "mkdocs.yml": "site_name: A digest é\ntheme: {name: digestif}\nplugins: []\nnav: [Today: index.md]\n",
    "table.csv": "title,date\nOn Computable Numbers é,2025-07-31\n",
}
#: Places of text for which another form of it is an error, which the message explains.
JSON = "content/sources/arxiv/2025-07-31.json"


@dataclass(frozen=True, kw_only=True, slots=True)
class Kind:
    """A kind of file: how it is made from the right text, and whether it is accepted, as what the text says."""

    make: Callable[[Path, str], None]
    accepted: bool = False
    large: bool = False
    needs_text: bool = False


def _bytes(change: Callable[[str], bytes]) -> Callable[[Path, str], None]:
    return lambda file, text: (file.write_bytes(change(text)), None)[1]


def _socket(file: Path, _: str) -> None:
    before = Path.cwd()
    os.chdir(file.parent)  # the path of a socket has at most 108 bytes
    try:
        with socket.socket(socket.AF_UNIX) as opened:
            opened.bind(file.name)
    finally:
        os.chdir(before)


def _sparse(size: int) -> Callable[[Path, str], None]:
    def make(file: Path, text: str) -> None:
        file.write_text(text)
        os.truncate(file, size)

    return make


KINDS: Mapping[str, Kind] = {
    "folder": Kind(make=lambda file, _: file.mkdir()),
    "pipe": Kind(make=lambda file, _: os.mkfifo(file)),
    "socket": Kind(make=_socket),
    "link to a file": Kind(make=lambda file, _: file.symlink_to("/etc/hostname")),
    "link to a device": Kind(make=lambda file, _: file.symlink_to("/dev/zero")),
    "link to nothing": Kind(make=lambda file, _: file.symlink_to("nothing")),
    "100 MB of text": Kind(make=_bytes(lambda text: b"# A comment\n" * (LARGE // 12)), large=True),
    "100 MB on one line": Kind(make=_bytes(lambda text: b"title: " + b"x" * LARGE), large=True),
    "100 MB of nothing": Kind(make=_sparse(LARGE), large=True),
    "2 GB of nothing": Kind(make=_sparse(2 * 2**30), large=True),
    "UTF-16": Kind(make=_bytes(lambda text: text.encode("utf-16")), needs_text=True),
    "UTF-16 without a mark": Kind(make=_bytes(lambda text: text.encode("utf-16-le")), needs_text=True),
    "UTF-32": Kind(make=_bytes(lambda text: text.encode("utf-32")), needs_text=True),
    "Latin-1": Kind(make=_bytes(lambda text: text.encode("latin-1")), needs_text=True),
    "NUL": Kind(make=_bytes(lambda text: f"{text[:2]}\0{text[2:]}".encode()), needs_text=True),
    "control character": Kind(make=_bytes(lambda text: f"{text[:2]}\x1b[31m{text[2:]}".encode()), needs_text=True),
    "half a character": Kind(make=_bytes(lambda text: text.encode() + b"\xed\xa0\x80")),
    "UTF-8 with a mark": Kind(make=_bytes(lambda text: text.encode("utf-8-sig")), accepted=True),
    "lines of Windows": Kind(make=_bytes(lambda text: text.replace("\n", "\r\n").encode()), accepted=True),
    "no line break at the end": Kind(make=_bytes(lambda text: text.rstrip("\n").encode()), accepted=True),
}
#: A table file may have any of these encodings, and lists that import wrote have no form of their own.
ACCEPTED_IN_TABLES = {
    *("UTF-16", "UTF-16 without a mark", "UTF-32", "Latin-1", "link to a file", "half a character"),
    "pipe",  # nothing writes into it, so it is an empty table
}
#: YAML and JSON say which encodings of Unicode their files have.
ACCEPTED_ENCODINGS = {"mkdocs.yml": {"UTF-16"}, JSON: {"UTF-16", "UTF-16 without a mark", "UTF-32"}}
#: A source's file may have 128 MB, and as long and as much memory as importing it takes.
CASES = [
    (place, kind)
    for place in PLACES
    for kind in KINDS
    if not (place == JSON and kind == "Latin-1")  # it has no letter for which the encoding matters
    and (PLACES[place] or not (KINDS[kind].accepted or KINDS[kind].needs_text))
    and not (place == "table.csv" and KINDS[kind].large)
]
ALL = os.environ.get("DIGESTIF_ROWS") == "all"
CHOSEN = CASES if ALL else CASES[::7]


def make_digest(site: Path, *, without: str = "") -> Path:
    for place, text in PLACES.items():
        if text and place != without:
            (site / place).parent.mkdir(parents=True, exist_ok=True)
            (site / place).write_text(text, encoding="utf-8")
    (site / without).parent.mkdir(parents=True, exist_ok=True)
    (site / "docs").mkdir(exist_ok=True)
    return site


def command_for(place: str) -> tuple[str, ...]:
    return ("import", place, "--dry-run") if place == "table.csv" else ("check",)


@pytest.mark.parametrize(("place", "kind"), CHOSEN)
def test_an_unusual_file_is_read_or_refused_by_name(tmp_path: Path, place: str, kind: str) -> None:
    site = make_digest(tmp_path / "digest", without=place)
    KINDS[kind].make(site / place, PLACES[place])
    if KINDS[kind].large:
        code, said = measured(site, command_for(place))
    else:
        done = digestif(*command_for(place), cwd=site, environment=environment())
        code, said = done.returncode, done.stdout + done.stderr
    assert "Traceback" not in said, said
    assert "internal error" not in said, said
    if KINDS[kind].accepted or kind in ACCEPTED_ENCODINGS.get(place, ()):
        assert code == 0, said
    elif not (place == "table.csv" and kind in ACCEPTED_IN_TABLES):
        assert code in (1, 2), said
        assert f"{place.rpartition('/')[2]}" in said, said
    assert len(said) < 5_000


#: Starts a command with its output on stderr, and prints its exit code, memory and processor time. A process counts the
#: memory of the one that started it, and that of the tests is large.
LAUNCHER = """
import json, os, sys
pid = os.posix_spawn(sys.argv[1], sys.argv[1:], os.environ, file_actions=[(os.POSIX_SPAWN_DUP2, 2, 1)])
_, status, used = os.wait4(pid, 0)
print(json.dumps([os.waitstatus_to_exitcode(status), used.ru_maxrss, used.ru_utime]))
"""


def measured(site: Path, command: tuple[str, ...]) -> tuple[int, str]:
    """Run a command in a process of its own; it may take two seconds more than one that does nothing, and 300 MB."""
    with (site.parent / "said").open("w+") as output:
        launched = subprocess.run(
            [sys.executable, "-S", "-c", LAUNCHER, sys.executable, "-m", "generator", *command],
            cwd=site, env=environment(), stdout=subprocess.PIPE, stderr=output, stdin=subprocess.DEVNULL, check=True,
        )  # fmt: skip
        output.seek(0)
        said = output.read()
    code, most, seconds = json.loads(launched.stdout)
    unit = 2**10 if sys.platform == "darwin" else 1
    assert most / unit / 2**10 < MOST_MEGABYTES, said
    assert seconds < MOST_SECONDS + _idle_seconds(site), said
    return code, said


def _idle_seconds(site: Path) -> float:
    """Return how long a command takes that does nothing, on this machine."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime
    subprocess.run([sys.executable, "-m", "generator", "--version"], cwd=site, env=environment(), check=True,
                   stdout=subprocess.DEVNULL)  # fmt: skip
    return resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime - before


@pytest.mark.parametrize("kind", [kind for kind, each in KINDS.items() if each.accepted])
def test_what_is_accepted_gives_the_same_pages(tmp_path: Path, kind: str) -> None:
    pages = []
    for unusual in (False, True):
        site = make_digest(tmp_path / str(unusual))
        for place, text in PLACES.items():
            if unusual and text and place != JSON:
                KINDS[kind].make(site / place, text)
        done = digestif("generate", "--date", "2025-08-01", cwd=site, environment=environment())
        assert done.returncode == 0, done.stdout + done.stderr
        pages.append({file.relative_to(site): file.read_bytes() for file in (site / "docs").rglob("*.md")})
    assert pages[0] == pages[1]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("content/notes/README.md", "content/notes/Readme.md"),
        ("content/papers/2025/07/31/a.yaml", "content/papers/2025/07/31/A.yaml"),
        ("content/images/figure.png", "content/images/Figure.png"),
    ],
)
def test_names_that_are_one_where_case_is_ignored_are_refused(tmp_path: Path, one: str, other: str) -> None:
    site = make_digest(tmp_path / "digest")
    for name in (one, other):
        (site / name).parent.mkdir(parents=True, exist_ok=True)
        (site / name).write_text(RECORD)
    done = digestif("check", cwd=site, environment=environment())
    assert done.returncode == 1
    assert other in done.stdout or one in done.stdout
