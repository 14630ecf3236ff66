"""A site is replaced as a whole: killed at any moment, the old one or the new one is there, never neither."""

from __future__ import annotations

import errno
import json
import os
import signal
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from generator.build.parts import merge_parts
from generator.build.site.target import Target, part_target, recover_targets, replacing, site_target
from generator.errors import DigestifError
from generator.files import folder as folder_module
from generator.files.exchange import exchange_names
from generator.files.folder import Folder
from tests.build.small_digest import files_of

#: More changes of the disk than any of these replacements needs.
_MOST_CHANGES = 60


def replace(site: Folder, target: Target, text: str, *, fails: bool = False) -> None:
    recover_targets(site, target)
    with replacing(site, target) as fresh:
        for page in ("index.html", "404.html", "sitemap.xml"):
            site.write(f"{fresh}/{page}", text.encode())
        if fails:
            raise RuntimeError


def state(site: Folder, folder: str = "site") -> set[bytes]:
    return set(files_of(site.root / folder).values())


@pytest.mark.parametrize("target", [site_target("site"), part_target("site", 2024)])
def test_a_new_site_replaces_the_old_one_and_a_failed_one_does_not(tmp_path: Path, target: Target) -> None:
    site = Folder(tmp_path)
    replace(site, target, "old")
    (site.root / target.folder / "other.html").write_text("old")
    with pytest.raises(RuntimeError):
        replace(site, target, "half", fails=True)
    assert state(site, target.folder) == {b"old"}
    replace(site, target, "new")
    assert state(site, target.folder) == {b"new"}
    left = [entry.path for entry in site.children(".digestif")]
    assert left == ([target.fresh] if target.incremental else [])


def test_the_replaced_site_is_the_next_ones_folder(tmp_path: Path) -> None:
    site, target = Folder(tmp_path), site_target("site")
    replace(site, target, "old")
    replace(site, target, "new")
    with replacing(site, target) as fresh:
        assert site.read(f"{fresh}/index.html") == b"old"


def test_a_folder_with_files_that_no_build_made_is_not_replaced(tmp_path: Path) -> None:
    site, target = Folder(tmp_path), part_target("notes", 2024)
    site.write("notes-2024/letter.md", b"mine")
    with pytest.raises(DigestifError, match=r"notes-2024 has files that no build made \(letter\.md\)"):
        replace(site, target, "new")
    assert site.read("notes-2024/letter.md") == b"mine"


def cannot_exchange(*names: object) -> None:
    raise OSError(errno.EINVAL, "Invalid argument")


def run_until_killed(work: Callable[[], None], changes: int, *, exchange: bool) -> bool:
    """Run in a process that is killed before the change of the disk with that number; returns whether it was killed."""
    child = os.fork()
    if child == 0:
        left = changes

        def counted(method: Callable[..., object], *args: object, **kwargs: object) -> object:
            nonlocal left
            if left == 0:
                os.kill(os.getpid(), signal.SIGKILL)
            left -= 1
            return method(*args, **kwargs)

        for name in ("rename", "replace", "unlink", "rmdir", "mkdir", "link"):
            setattr(os, name, partial(counted, getattr(os, name)))
        swap = exchange_names if exchange else cannot_exchange
        setattr(folder_module, "exchange_names", partial(counted, swap))  # noqa: B010  # a process of its own
        try:
            work()
        finally:
            os._exit(0)
    return os.WIFSIGNALED(os.waitpid(child, 0)[1])


@pytest.mark.parametrize("exchange", [True, False])
@pytest.mark.parametrize("target", [site_target("site"), part_target("site", 2024)])
def test_a_build_that_is_killed_leaves_the_old_site_or_the_new_one(
    tmp_path: Path, target: Target, exchange: bool
) -> None:
    for changes in range(_MOST_CHANGES):
        root = tmp_path / str(changes)
        root.mkdir()
        site = Folder(root)
        replace(site, target, "old")
        replace(site, target, "old")
        killed = run_until_killed(partial(replace, site, target, "new"), changes, exchange=exchange)
        if exchange:
            assert state(site, target.folder) in ({b"old"}, {b"new"})
        recover_targets(site, target)
        assert state(site, target.folder) in ({b"old"}, {b"new"})
        if not killed:
            assert state(site, target.folder) == {b"new"}
            return
    raise AssertionError("the process was never left alone")


def make_part(folder: Path, year: int, text: str) -> Path:
    for file, content in {
        "part.json": json.dumps({"year": year, "years": [2024, 2025]}),
        "search-index/manifest.json": text,
        f"papers/{year}/index.html": text,
        "index.html": text,
    }.items():
        (folder / file).parent.mkdir(parents=True, exist_ok=True)
        (folder / file).write_text(content)
    return folder


@pytest.mark.parametrize("exchange", [True, False])
def test_a_merge_that_is_killed_leaves_the_old_site_or_the_new_one(tmp_path: Path, exchange: bool) -> None:
    parts = {
        text: [make_part(tmp_path / text / str(year), year, text) for year in (2024, 2025)] for text in ("old", "new")
    }
    for changes in range(_MOST_CHANGES):
        root = tmp_path / str(changes)
        root.mkdir()
        site = Folder(root)
        merge_parts(parts["old"], site, "site")
        killed = run_until_killed(partial(merge_parts, parts["new"], site, "site"), changes, exchange=exchange)
        if exchange:
            assert state(site) in ({b"old"}, {b"new"})
            assert len(files_of(root / "site")) == 4
        merge_parts(parts["new"], site, "site")
        assert state(site) == {b"new"}
        if not killed:
            return
    raise AssertionError("the process was never left alone")


@pytest.mark.parametrize(
    ("file", "content", "refused"),
    [
        ("part.json", "[" * 100_000, "is not a part of a site"),
        ("part.json", '{"year": 1e999, "years": []}', "is not a part of a site"),
    ],
)
def test_a_damaged_part_is_refused_in_a_sentence(tmp_path: Path, file: str, content: str, refused: str) -> None:
    parts = [make_part(tmp_path / str(year), year, "text") for year in (2024, 2025)]
    (parts[0] / file).write_text(content)
    with pytest.raises(DigestifError, match=refused):
        merge_parts(parts, Folder(tmp_path), "site")


def test_a_part_with_a_link_is_refused(tmp_path: Path) -> None:
    parts = [make_part(tmp_path / str(year), year, "text") for year in (2024, 2025)]
    (parts[1] / "leak.txt").symlink_to("/etc/passwd")
    with pytest.raises(DigestifError, match=r"2025/leak\.txt: is not a regular file"):
        merge_parts(parts, Folder(tmp_path), "site")
    assert not (tmp_path / "site").exists()
