"""Every file under .digestif/, damaged in every way: the next build equals a clean one, and says nothing wrong."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from generator.files.hashing import hash_files
from tests.build.small_digest import CONFIG, built, copy_sources, make_digest, write_paper
from tests.thumbnails.pictures import figure

TITLES = ("One title", "Another title")
PICTURE = "content/images/figure.png"
THUMBNAILS = "extra: {digestif: {thumbnails: {days: 9}}}\n"


def flip(content: bytes, place: int) -> bytes:
    """Change one bit of a byte; a file without bytes gets one."""
    changed = bytearray(content or b"x")
    changed[place] ^= 1
    return bytes(changed)


DAMAGES: dict[str, Callable[[bytes], bytes | None]] = {
    "a byte at the beginning": lambda content: flip(content, 0),
    "a byte in the middle": lambda content: flip(content, len(content) // 2),
    "a byte at the end": lambda content: flip(content, -1),
    "truncated": lambda content: content[: len(content) // 2],
    "emptied": lambda content: b"",
    "deleted": lambda content: None,
}
#: Where one of these is damaged, a build does not read what depends on it.
DECIDING = ("build/site-build", "search/cards/0.json")


class Digest:
    """A digest with two states, the hashes of the clean site of each, and builds that go from one to the other."""

    def __init__(self, folder: Path) -> None:
        self.site = make_digest(folder / "digest", papers=6)
        (self.site / "mkdocs.yml").write_text(CONFIG + THUMBNAILS)
        (self.site / PICTURE).parent.mkdir()
        (self.site / PICTURE).write_bytes(figure("#4477aa"))
        self._states = {title: self._clean_site(title, folder / "clean") for title in TITLES}
        for title in reversed(TITLES):
            self._write(title)
            built(self.site)
        self._title = TITLES[0]

    @property
    def work(self) -> Path:
        """The folder of caches."""
        return self.site / ".digestif"

    def entries(self) -> list[str]:
        """Return the files that the last build left there."""
        return sorted(hash_files(self.work))

    def wrong_after(self, damages: dict[str, str]) -> list[str]:
        """Damage files, by their paths, and build the other state; returns the files of the site that are wrong."""
        for path, how in damages.items():
            damage(self.work / path, how)
        self._title = TITLES[1 - TITLES.index(self._title)]
        self._write(self._title)
        built(self.site)
        clean, found = self._states[self._title], hash_files(self.site / "site")
        return sorted(path for path in clean.keys() | found.keys() if clean.get(path) != found.get(path))

    def _write(self, title: str) -> None:
        write_paper(self.site, 0, title=title)
        record = next(self.site.glob("content/papers/*/*/*/2501.00000.yaml"))
        record.write_bytes(record.read_bytes() + f"image: {PICTURE.removeprefix('content/')}\n".encode())

    def _clean_site(self, title: str, folder: Path) -> dict[str, str]:
        self._write(title)
        built(copy_sources(self.site, folder))
        return hash_files(folder / "site")


def damage(file: Path, how: str) -> None:
    """Damage a file, if it is there; the site may share its bytes, so it is replaced."""
    if not file.is_file():
        return
    content = DAMAGES[how](file.read_bytes())
    file.unlink()
    if content is not None:
        file.write_bytes(content)


def rounds(entries: list[str]) -> Iterator[dict[str, str]]:
    """Yield which files to damage in which way before a build, so that every file is damaged in every way."""
    ways = list(DAMAGES)
    others = [path for path in entries if path not in DECIDING]
    for number in range(len(ways)):
        yield {path: ways[(place + number) % len(ways)] for place, path in enumerate(others)}
        yield dict.fromkeys(DECIDING, ways[number])


@pytest.fixture(scope="module")
def digest(tmp_path_factory: pytest.TempPathFactory) -> Digest:
    return Digest(tmp_path_factory.mktemp("cache-damage"))


def test_a_damaged_cache_file_of_any_kind_never_reaches_the_site(digest: Digest) -> None:
    entries = digest.entries()
    kinds = {path.partition("/")[0] for path in entries}
    assert kinds == {"build", "cache", "search", "site-spare", "thumbnails"}
    assert set(DECIDING) < set(entries)
    for damages in rounds(entries):
        if wrong := digest.wrong_after(damages):
            raise AssertionError(f"wrong: {wrong[:5]}, because of {find_culprits(digest, damages)}")


def find_culprits(digest: Digest, damages: dict[str, str]) -> dict[str, str]:
    """Return the damage that makes a site wrong, by halving; all of it where only the whole does."""
    if len(damages) > 1:
        paths = list(damages)
        for half in (paths[: len(paths) // 2], paths[len(paths) // 2 :]):
            shutil.rmtree(digest.work)
            for _ in TITLES:
                digest.wrong_after({})
            some = {path: damages[path] for path in half}
            if digest.wrong_after(some):
                return find_culprits(digest, some)
    return damages
