"""Hashes of trees see every change of content and no change of times, and follow no link."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from generator.errors import DigestifError
from generator.files.folder import MOST_NESTING, FolderEntry
from generator.files.hashing import hash_bytes, hash_files, hash_sharing, hash_tree, hash_with_inodes, scan_tree
from generator.files.program import program_hash


def test_every_file_has_the_hash_of_its_content(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "a/b").write_bytes(b"text")
    (tmp_path / "c").write_bytes(b"")
    assert hash_files(tmp_path) == {"a/b": hash_bytes(b"text"), "c": hash_bytes(b"")}
    assert hash_files(tmp_path, known={"c": "known"})["c"] == "known"
    assert hash_files(tmp_path / "missing") == {}


def test_links_and_pipes_are_not_opened(tmp_path: Path) -> None:
    (tmp_path / "outside").write_text("one")
    site = tmp_path / "site"
    site.mkdir()
    (site / "link").symlink_to(tmp_path / "outside")
    (site / "folder").symlink_to(tmp_path)
    os.mkfifo(site / "pipe")
    before = hash_files(site)
    assert sorted(before) == ["folder", "link", "pipe"]
    (tmp_path / "outside").write_text("another")
    assert hash_files(site) == before
    (site / "link").unlink()
    (site / "link").symlink_to(tmp_path / "elsewhere")
    assert hash_files(site) != before


def test_a_scan_lists_what_is_neither_a_file_nor_a_folder(tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "folder" / "link").symlink_to("/etc/passwd")
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "file").write_text("")
    tree = scan_tree(tmp_path)
    assert tree.irregular == (FolderEntry(path="folder/link", kind="link"), FolderEntry(path="pipe", kind="other"))
    assert tree.hashes.keys() == {"file", "folder/link", "pipe"}


def test_folders_nested_too_deeply_are_refused(tmp_path: Path) -> None:
    (tmp_path / "/".join("a" * (MOST_NESTING - 1))).mkdir(parents=True)
    assert scan_tree(tmp_path, shown="docs").hashes == {}
    (tmp_path / "/".join("a" * MOST_NESTING)).mkdir()
    with pytest.raises(DigestifError, match=r"^docs/a/a/.*: folders are nested more than 100 deep"):
        scan_tree(tmp_path, shown="docs")


def test_a_file_with_two_names_has_one_hash(tmp_path: Path) -> None:
    one, other = tmp_path / "one", tmp_path / "other"
    one.mkdir()
    other.mkdir()
    (one / "a").write_text("a")
    os.link(one / "a", other / "b")
    hashed = hash_with_inodes(one)
    assert hashed.hashes == {"a": hash_bytes(b"a")}
    assert hash_sharing(other, hashed) == {"b": hash_bytes(b"a")}


def test_a_tree_changes_with_names_and_contents_only(tmp_path: Path) -> None:
    (tmp_path / "a").write_text("a")
    before = hash_tree(tmp_path)
    os.utime(tmp_path / "a", (1, 1))
    assert hash_tree(tmp_path) == before
    (tmp_path / "a").rename(tmp_path / "b")
    assert hash_tree(tmp_path) != before


def test_the_program_has_a_hash_of_its_own_files() -> None:
    assert len(program_hash()) == 32
    package = Path(__file__).parents[2] / "generator"
    assert hash_files(package).keys() >= {"model.py", "text/clean.py", "yaml/reader.py", "records/schema.py"}
