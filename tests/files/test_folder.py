"""Files below one root: whole files, no links followed, and a clear sentence for everything that is no file."""

from __future__ import annotations

import os
import socket
import stat
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from generator.errors import DigestifError
from generator.files.folder import MOST_NESTING, Folder, FolderEntry, read_named_file, write_named_file
from generator.files.hashing import hash_files


def outside_and_inside(tmp_path: Path) -> tuple[Path, Folder]:
    """A folder with one file, and beside it a site that holds links to both."""
    outside, site = tmp_path / "Documents", tmp_path / "site"
    outside.mkdir()
    (outside / "letter.txt").write_text("mine")
    site.mkdir()
    (site / "folder").symlink_to(outside)
    (site / "file").symlink_to(outside / "letter.txt")
    return outside, Folder(site)


@pytest.mark.parametrize(
    "use",
    [
        lambda folder: folder.read("folder/letter.txt"),
        lambda folder: folder.read("file"),
        lambda folder: folder.write("folder/letter.txt", b"ours"),
        lambda folder: folder.write("folder/new.txt", b"ours"),
        lambda folder: folder.make("folder/new"),
        lambda folder: folder.move("folder/letter.txt", "letter.txt"),
        lambda folder: folder.remove("folder/letter.txt"),
        lambda folder: folder.remove_tree("folder/letter.txt"),
        lambda folder: folder.path("folder"),
        lambda folder: folder.path("folder/letter.txt"),
        lambda folder: folder.kind("folder/letter.txt"),
        lambda folder: list(folder.walk("folder")),
        lambda folder: folder.sync("folder"),
    ],
)
def test_no_method_follows_a_link(tmp_path: Path, use: Callable[[Folder], object]) -> None:
    outside, folder = outside_and_inside(tmp_path)
    with pytest.raises(DigestifError) as caught:
        use(folder)
    assert str(caught.value).startswith(("folder: is a symbolic link", "file: is a symbolic link"))
    assert [(file.name, file.read_text()) for file in outside.iterdir()] == [("letter.txt", "mine")]


def test_writing_and_removing_a_link_leaves_what_it_leads_to(tmp_path: Path) -> None:
    outside, folder = outside_and_inside(tmp_path)
    folder.write("file", b"ours")
    folder.remove_tree("folder")
    assert (folder.root / "file").read_bytes() == b"ours"
    assert (outside / "letter.txt").read_text() == "mine"
    assert folder.kind("folder") is None


@pytest.mark.parametrize("path", ["", "../x", "a/../x", "/etc/passwd", "a//b", "./a", "a\\b", "a\0b"])
def test_paths_stay_inside(tmp_path: Path, path: str) -> None:
    with pytest.raises(DigestifError, match="is not a path inside the site"):
        Folder(tmp_path).read(path)


def test_what_is_no_file_is_named_and_never_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(str(tmp_path / "socket"))
    (tmp_path / "folder").mkdir()
    folder = Folder(tmp_path)
    found = {}
    for name in ("pipe", "socket", "folder"):
        with pytest.raises(DigestifError) as caught:
            folder.read(name)
        found[name] = str(caught.value).splitlines()[0]
    assert found == {
        "pipe": "pipe: is not a regular file but a pipe, a socket or a device",
        "socket": "socket: is not a regular file but a pipe, a socket or a device",
        "folder": "folder: is a folder where a file is needed",
    }
    folder.write("folder/x", b"")
    with pytest.raises(DigestifError, match="folder/x: is a file where a folder is needed"):
        folder.write("folder/x/y", b"")


def test_a_rewritten_file_keeps_its_mode_and_a_new_one_follows_the_umask(tmp_path: Path) -> None:
    folder = Folder(tmp_path)
    (tmp_path / "old").write_text("old")
    (tmp_path / "old").chmod(0o640)
    before = os.umask(0o027)
    try:
        folder.write("old", b"new")
        folder.write("new", b"new")
    finally:
        os.umask(before)
    modes = {name: stat.S_IMODE((tmp_path / name).stat().st_mode) for name in ("old", "new")}
    assert modes == {"old": 0o640, "new": 0o640}


def test_a_failed_write_leaves_the_old_file_and_no_other(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = Folder(tmp_path)
    folder.write("a/b", b"old")

    def refuse(*args: object, **kwargs: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("generator.files.folder.os.replace", refuse)
    with pytest.raises(OSError, match="No space left"):
        folder.write("a/b", b"new")
    assert list(folder.walk()) == [FolderEntry(path="a", kind="folder"), FolderEntry(path="a/b", kind="file")]
    assert folder.read("a/b") == b"old"


def test_a_walk_names_everything_in_order(tmp_path: Path) -> None:
    _, folder = outside_and_inside(tmp_path)
    folder.write("b/c", b"")
    folder.write("a", b"")
    os.mkfifo(folder.root / "pipe")
    assert list(folder.walk()) == [
        FolderEntry(path="a", kind="file"),
        FolderEntry(path="b", kind="folder"),
        FolderEntry(path="b/c", kind="file"),
        FolderEntry(path="file", kind="link"),
        FolderEntry(path="folder", kind="link"),
        FolderEntry(path="pipe", kind="other"),
    ]
    assert list(folder.walk("missing")) == []


def test_sweep_removes_only_temporary_files(tmp_path: Path) -> None:
    folder = Folder(tmp_path)
    for path in ("a/.digestif-1.tmp", "a/.digestif-2", "a/kept.tmp"):
        folder.write(path, b"")
    folder.sweep("a")
    assert [entry.path for entry in folder.walk("a")] == ["a/.digestif-2", "a/kept.tmp"]


def test_empty_folders_are_removed_up_to_the_given_one(tmp_path: Path) -> None:
    folder = Folder(tmp_path)
    folder.make("content/papers/2025/06")
    folder.remove_empty("content/papers/2025/06", up_to="content")
    assert list(folder.walk()) == [FolderEntry(path="content", kind="folder")]


def test_a_file_that_a_person_named_is_replaced_where_its_link_leads(tmp_path: Path) -> None:
    (tmp_path / "reports").mkdir()
    (tmp_path / "latest.md").symlink_to(tmp_path / "reports" / "july.md")
    write_named_file(tmp_path / "latest.md", b"report")
    assert (tmp_path / "latest.md").is_symlink()
    assert (tmp_path / "reports" / "july.md").read_bytes() == b"report"


def test_a_report_can_go_to_a_device(tmp_path: Path) -> None:
    write_named_file(Path("/dev/null"), b"report")
    assert Path("/dev/null").is_char_device()


def test_a_folder_in_the_place_of_a_file_is_named(tmp_path: Path) -> None:
    (tmp_path / "notes" / "file").mkdir(parents=True)
    with pytest.raises(DigestifError, match=r"^notes/file: is a folder where a file is needed"):
        Folder(tmp_path).write("notes/file", b"new")
    assert [entry.path for entry in Folder(tmp_path).walk()] == ["notes", "notes/file"]


def test_folders_that_are_nested_too_deep_for_the_stack_are_refused(tmp_path: Path) -> None:
    (tmp_path / "/".join("d" * MOST_NESTING)).mkdir(parents=True)
    assert len(list(Folder(tmp_path).walk())) == MOST_NESTING
    (tmp_path / "/".join("d" * (MOST_NESTING + 1))).mkdir()
    with pytest.raises(DigestifError, match="folders are nested more than 100 deep"):
        list(Folder(tmp_path).walk())


def test_a_file_that_claims_to_be_huge_is_refused_before_it_is_read(tmp_path: Path) -> None:
    with (tmp_path / "zeros").open("wb") as stream:
        stream.truncate(8 * 2**30)
    with pytest.raises(DigestifError) as caught:
        Folder(tmp_path).read("zeros")
    assert str(caught.value).splitlines()[0] == "zeros: has 8,192 MB, and a file may have at most 512"
    with pytest.raises(DigestifError, match="zeros: has 8,192 MB"):
        hash_files(tmp_path)


def test_a_named_pipe_that_nobody_writes_into_is_empty(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    assert read_named_file(tmp_path / "pipe") == b""


def test_what_is_written_into_a_pipe_later_is_read_whole(tmp_path: Path) -> None:
    source, target = os.pipe()
    with ThreadPoolExecutor(1) as pool:
        read = pool.submit(read_named_file, Path(f"/dev/fd/{source}"))
        time.sleep(0.2)
        with os.fdopen(target, "wb") as stream:
            stream.write(b"a" * 200_000)
        assert read.result() == b"a" * 200_000
    os.close(source)
