"""Replacing a folder: the old one or the new one at every moment, with and without an exchange in one step."""

from __future__ import annotations

import errno
from collections.abc import Callable
from pathlib import Path

import pytest

from generator.errors import DigestifError
from generator.files.folder import Folder
from generator.files.replace import recover_replacement, replace_folder

FRESH, TARGET = ".digestif/fresh", "site"


class _KilledError(Exception):
    """Stands in for ``kill -9``: nothing of the program runs after it."""


def site(tmp_path: Path) -> Folder:
    folder = Folder(tmp_path)
    folder.write(f"{TARGET}/page", b"old")
    folder.write(f"{FRESH}/page", b"new")
    return folder


def cannot_exchange(*names: object) -> None:
    raise OSError(errno.EINVAL, "Invalid argument")


@pytest.mark.parametrize("in_one_step", [True, False])
def test_the_names_are_exchanged(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, in_one_step: bool) -> None:
    folder = site(tmp_path)
    if not in_one_step:
        monkeypatch.setattr("generator.files.folder.exchange_names", cannot_exchange)
    replace_folder(folder, FRESH, TARGET)
    assert (folder.read(f"{TARGET}/page"), folder.read(f"{FRESH}/page")) == (b"new", b"old")
    assert {entry.path for entry in folder.walk(".digestif")} == {FRESH, f"{FRESH}/page"}


def test_the_first_folder_takes_a_free_name(tmp_path: Path) -> None:
    folder = Folder(tmp_path)
    folder.write(f"{FRESH}/page", b"new")
    replace_folder(folder, FRESH, TARGET)
    assert folder.read(f"{TARGET}/page") == b"new"
    assert folder.kind(FRESH) is None


def test_a_link_is_never_replaced(tmp_path: Path) -> None:
    folder = Folder(tmp_path / "digest")
    folder.root.mkdir()
    (tmp_path / "Documents").mkdir()
    (folder.root / TARGET).symlink_to(tmp_path / "Documents")
    folder.write(f"{FRESH}/page", b"new")
    with pytest.raises(DigestifError, match="site: is a symbolic link"):
        replace_folder(folder, FRESH, TARGET)
    assert list((tmp_path / "Documents").iterdir()) == []


@pytest.mark.parametrize("killed_at", range(4))
def test_a_killed_replacement_is_finished_at_the_next_start(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, killed_at: int
) -> None:
    folder = site(tmp_path)
    monkeypatch.setattr("generator.files.folder.exchange_names", cannot_exchange)
    monkeypatch.setattr(Folder, "move", killed_after(killed_at, Folder.move))
    try:
        replace_folder(folder, FRESH, TARGET)
    except _KilledError:
        pass
    else:
        assert killed_at == 3, "there are three renames"
    monkeypatch.undo()
    recover_replacement(folder, FRESH, TARGET)
    assert folder.read(f"{TARGET}/page") == (b"old" if killed_at == 0 else b"new")
    assert {entry.path for entry in folder.walk(".digestif")} == {FRESH, f"{FRESH}/page"}


def killed_after(moves: int, move: Callable[[Folder, str, str], None]) -> Callable[[Folder, str, str], None]:
    done = 0

    def counted(folder: Folder, path: str, to: str) -> None:
        nonlocal done
        if done == moves:
            raise _KilledError
        done += 1
        move(folder, path, to)

    return counted


def test_folders_that_came_with_a_clone_never_become_the_site(tmp_path: Path) -> None:
    folder = Folder(tmp_path)
    folder.write(f"{FRESH}/page", b"theirs")
    folder.write(f"{FRESH}-retired/page", b"theirs")
    folder.write(".digestif/fresh-replacing", b"f" * 64 + TARGET.encode())
    recover_replacement(folder, FRESH, TARGET)
    assert folder.kind(TARGET) is None


@pytest.mark.parametrize("code", [errno.EXDEV, errno.EBUSY])
def test_a_mounted_folder_is_refused_and_stays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: int) -> None:
    def refuse(*names: object) -> None:
        raise OSError(code, "Invalid cross-device link")

    folder = site(tmp_path)
    monkeypatch.setattr("generator.files.folder.exchange_names", refuse)
    with pytest.raises(DigestifError, match=r"^site cannot be replaced: it is a mount point"):
        replace_folder(folder, FRESH, TARGET)
    assert (folder.read(f"{TARGET}/page"), folder.read(f"{FRESH}/page")) == (b"old", b"new")
