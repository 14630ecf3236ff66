"""Publishing to a folder: only what changed, in an order that readers do not notice, and nothing of others."""

from __future__ import annotations

import errno
import hashlib
import json
import os
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from generator.cli.main import main
from generator.files.folder import Folder
from generator.publishing.manifest import Manifest, PublishedFile, dump_manifest, parse_manifest
from tests.cli.running import digestif
from tests.publishing.sites import (
    ASSET,
    ENTRY,
    MANIFEST,
    OWN,
    PAGE,
    PAPERS,
    change,
    contents,
    publish,
    publish_until,
    published,
    refusal,
    write,
)


@pytest.fixture
def target(tmp_path: Path) -> Path:
    return tmp_path / "www"


def test_a_first_publication_uploads_the_site_and_the_next_one_what_changed(digest: Path, target: Path) -> None:
    files = PAPERS + 15
    assert published(digest, target) == f"{target}: {files} uploaded (0.0 MB)\n"
    assert contents(target) == contents(digest / "site")
    assert published(digest, target) == f"{target}: nothing to publish, all of the {files} files are there\n"
    change(digest)
    untouched = (target / ASSET).stat().st_ino
    assert published(digest, target) == f"{target}: 5 uploaded (0.0 MB), 2 deleted, {files - 5} unchanged\n"
    assert contents(target) == contents(digest / "site")
    assert (target / ASSET).stat().st_ino == untouched
    assert not (target / "papers/2501.00002").exists()
    assert [file.name for file in (target / OWN).iterdir()] == ["manifest.json"]


def test_a_dry_run_lists_the_changes_in_their_order_and_writes_nothing(digest: Path, target: Path) -> None:
    published(digest, target)
    change(digest)
    before = contents(target)
    assert published(digest, target, "--dry-run").splitlines() == [
        "upload search-index/words.6a7e859b/1",
        f"upload {PAGE}",
        "upload papers/2502.00001/index.html",
        f"upload {ENTRY}",
        "upload search-index/manifest.json",
        "delete papers/2501.00002/index.html",
        "delete search-index/words.576e859a/1",
        f"{target}: 5 would be uploaded (0.0 MB), 2 would be deleted, {PAPERS + 10} unchanged",
        "Nothing was written (--dry-run).",
    ]
    assert contents(target) == before
    published(digest, target.with_name("missing"), "--dry-run")
    assert not target.with_name("missing").exists()


def test_files_of_others_stay(digest: Path, target: Path) -> None:
    write(target, "papers/notes.txt", "mine")
    write(target, "papers/2501.00002/extra.html", "mine")
    (target / "link").symlink_to("/etc")
    published(digest, target)
    change(digest)
    assert "left 3 other files there, which Digestif did not write" in published(digest, target)
    assert (target / "papers/notes.txt").read_text() == "mine"
    assert (target / "papers/2501.00002/extra.html").read_text() == "mine"
    assert (target / "link").is_symlink()


def test_a_file_of_others_where_a_page_belongs_is_not_overwritten_unless_that_is_wanted(
    digest: Path, target: Path
) -> None:
    write(target, ENTRY, "mine")
    assert refusal(digest, target) == (
        f"digestif: {target} has 1 file that Digestif did not write, and the site has files of the same names: "
        f"{ENTRY}\n"
        "  publish to another place, move them away, or replace them with --overwrite\n"
    )
    assert contents(target) == {ENTRY: "mine"}
    published(digest, target, "--overwrite")
    assert contents(target) == contents(digest / "site")


@pytest.mark.parametrize("content", ["notes.txt", "a\nb", "empty/"])
@pytest.mark.parametrize("options", [(), ("--overwrite",), ("--dry-run",)])
def test_a_folder_of_others_where_a_file_belongs_is_named_before_anything_is_written(
    digest: Path, target: Path, content: str, options: tuple[str, ...]
) -> None:
    if content.endswith("/"):
        (target / ENTRY / content).mkdir(parents=True)
    else:
        write(target, f"{ENTRY}/{content}", "mine")
    before = contents(target)
    assert refusal(digest, target, *options) == (
        f"digestif: {target} has 1 entry in the way of the site that Digestif did not write: {ENTRY} (a folder, where "
        "a file belongs)\n"
        "  publish to another place, or move them away; --overwrite does not replace these\n"
    )
    assert contents(target) == before
    assert [file.name for file in target.iterdir()] == [ENTRY]
    shutil.rmtree(target / ENTRY)
    published(digest, target)


@pytest.mark.parametrize("kind", ["file", "link", "lost link", "pipe"])
@pytest.mark.parametrize("options", [(), ("--overwrite",), ("--dry-run",)])
def test_a_file_or_link_of_others_where_a_folder_belongs_is_named_before_anything_is_written(
    digest: Path, target: Path, kind: str, options: tuple[str, ...]
) -> None:
    write(target, "api/notes.txt", "mine")
    place = target / "assets"
    if kind == "file":
        place.write_text("mine")
    elif kind == "pipe":
        os.mkfifo(place)
    else:
        place.symlink_to("api" if kind == "link" else "missing")
    before = contents(target)
    assert "1 entry in the way of the site that Digestif did not write: assets (a file or link, where a folder" in (
        refusal(digest, target, *options)
    )
    assert contents(target) == before
    assert {file.name for file in target.iterdir()} == {"api", "assets"}
    place.unlink()
    published(digest, target)
    assert contents(target) == contents(digest / "site") | {"api/notes.txt": "mine"}


def test_a_folder_that_keeps_files_of_others_is_in_the_way_of_a_new_file(digest: Path, target: Path) -> None:
    write(digest / "site", "two/three/four", "file")
    published(digest, target)
    write(target, "two/three/notes.txt", "mine")
    shutil.rmtree(digest / "site/two")
    write(digest / "site", "two", "file")
    before = contents(target)
    assert "two (a folder, where a file belongs)" in refusal(digest, target)
    assert contents(target) == before
    (target / "two/three/notes.txt").unlink()
    (target / "two/three/four").unlink()  # as a publication does that is killed before it deletes the folders
    published(digest, target)
    assert contents(target) == contents(digest / "site")


def test_a_site_that_another_program_copied_there_is_taken_as_it_is(digest: Path, target: Path) -> None:
    shutil.copytree(digest / "site", target)
    assert "nothing to publish" in published(digest, target)
    assert (target / MANIFEST).is_file()


@pytest.mark.parametrize(
    ("step", "number"),
    [
        ("Copying files", 3),
        ("Uploading assets", 0),
        ("Uploading assets", 1),
        ("Uploading pages", 1),
        ("Uploading entry points", 1),
        ("Deleting files", 0),
        ("Deleting files", 1),
    ],
)
def test_a_killed_publication_is_continued(digest: Path, target: Path, step: str, number: int) -> None:
    published(digest, target)
    change(digest)
    publish_until(digest, target, step, number)
    # What the next site no longer has, but the killed publication may have begun to upload.
    (digest / "site/papers/2502.00001/index.html").unlink()
    assert "continued an interrupted publication" in published(digest, target)
    assert contents(target) == contents(digest / "site")
    assert [file.name for file in (target / OWN).iterdir()] == ["manifest.json"]
    assert "nothing to publish" in published(digest, target)


def test_entry_points_come_after_pages_and_deletions_last(digest: Path, target: Path) -> None:
    published(digest, target)
    change(digest)
    publish_until(digest, target, "Uploading pages", 0)
    there = contents(target)
    assert there["search-index/words.6a7e859b/1"] == "other words"
    assert there[PAGE] == "<h1>Paper 1</h1>"
    publish_until(digest, target, "Uploading entry points", 0)
    there = contents(target)
    assert there[PAGE] == f"{PAGE}, changed"
    assert there[ENTRY] == "<h1>Home</h1>"
    publish_until(digest, target, "Deleting files", 0)
    there = contents(target)
    assert contents(digest / "site").items() <= there.items()
    assert there["search-index/words.576e859a/1"] == "words"
    assert "papers/2501.00002/index.html" in there


def test_files_that_were_changed_or_deleted_there_are_uploaded_again(digest: Path, target: Path) -> None:
    published(digest, target)
    write(target, ENTRY, "<h1>Evil</h1>")
    (target / PAGE).unlink()
    done = publish(digest, target)
    assert done.stderr == f"warning: 2 published files at {target} had been changed or deleted by another program\n"
    assert contents(target) == contents(digest / "site")


def test_verify_finds_a_change_that_size_and_time_hide(digest: Path, target: Path) -> None:
    published(digest, target)
    state = (target / ENTRY).stat()
    write(target, ENTRY, "<h1>Evil</h1>")
    os.utime(target / ENTRY, ns=(state.st_atime_ns, state.st_mtime_ns))
    assert "nothing to publish" in published(digest, target)
    assert "1 uploaded" in published(digest, target, "--verify")
    assert contents(target) == contents(digest / "site")


@pytest.mark.parametrize("damage", ["{", '{"format": 1}\n{}', "", "\x00", "[1]", "[" * 200_000])
def test_a_damaged_manifest_deletes_nothing(digest: Path, target: Path, damage: str) -> None:
    published(digest, target)
    (digest / "site" / PAGE).unlink()
    write(target, MANIFEST, damage)
    done = publish(digest, target)
    assert f"the manifest at {target} is damaged" in done.stderr
    assert (target / PAGE).is_file()
    assert "left 1 other file there" in published(digest, target)


@pytest.mark.parametrize("deep", ["[" * 200_000, "[" * 900 + "]" * 900, '{"a":' * 200_000])
def test_a_manifest_that_is_nested_deeply_is_damaged(deep: str) -> None:
    digest = hashlib.sha256(deep.encode()).hexdigest()
    assert parse_manifest(f"{json.dumps({'format': 1, 'sha256': digest})}\n{deep}\n".encode(), shown="x") is None
    assert parse_manifest(f"{deep}\n{{}}\n".encode(), shown="x") is None


@pytest.mark.parametrize("path", ["../outside.html", "/etc/passwd", "papers//x", f"{OWN}/manifest.json", "a\\b", "./a"])
def test_a_manifest_that_names_files_elsewhere_is_not_used(digest: Path, target: Path, path: str) -> None:
    published(digest, target)
    outside = target.parent / "outside.html"
    outside.write_text("mine")
    forged = dump_manifest(Manifest(files={path: PublishedFile("0" * 32, 4, "")}))
    assert parse_manifest(forged, shown="x") is None
    (target / MANIFEST).write_bytes(forged)
    assert "is damaged" in publish(digest, target).stderr
    assert outside.read_text() == "mine"


def test_a_manifest_of_a_newer_version_is_refused(digest: Path, target: Path) -> None:
    published(digest, target)
    write(target, MANIFEST, '{"format": 2}\n{}\n')
    assert "was published by a newer version of Digestif\n  update Digestif" in refusal(digest, target)


def test_more_than_a_tenth_of_the_pages_is_only_deleted_on_purpose(digest: Path, target: Path) -> None:
    published(digest, target)
    for number in range(5):
        (digest / "site" / f"papers/2501.{number:05}/index.html").unlink()
    assert refusal(digest, target) == (
        f"digestif: 5 of the 32 pages at {target} would be deleted\n"
        "  check the address and the site; to delete them on purpose, add --allow-shrink\n"
    )
    assert "5 deleted" in published(digest, target, "--allow-shrink")


def test_a_file_becomes_a_folder_and_a_folder_a_file(digest: Path, target: Path) -> None:
    write(digest / "site", "one", "file")
    write(digest / "site", "two/three", "file")
    published(digest, target)
    (digest / "site/one").unlink()
    shutil.rmtree(digest / "site/two")
    write(digest / "site", "one/four", "file")
    write(digest / "site", "two", "file")
    published(digest, target)
    assert contents(target) == contents(digest / "site")


def test_a_second_publication_at_the_same_time_is_refused(
    digest: Path, target: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = digest.with_name("other")
    shutil.copytree(digest, other)
    said: list[str] = []
    move = Folder.move

    def publish_too(folder: Folder, path: str, to: str) -> None:
        if not said:
            said.append(refusal(other, target))
        move(folder, path, to)

    monkeypatch.setattr(Folder, "move", publish_too)
    done = CliRunner().invoke(main, ["-C", str(digest), "publish", str(target)])
    assert done.exit_code == 0, done.output
    assert said == [f"digestif: another publication to {target} is under way\n  wait until it has finished\n"]


@pytest.mark.parametrize(
    ("code", "sentence"),
    [
        (errno.ENOSPC, "the disk of {} is full\n  free some space, and run this again: it continues"),
        (errno.EACCES, "{} may not be written: permission denied\n  give this user the permission"),
    ],
)
def test_a_disk_that_refuses_leaves_the_published_site(
    digest: Path, target: Path, monkeypatch: pytest.MonkeyPatch, code: int, sentence: str
) -> None:
    published(digest, target)
    before = contents(target)
    change(digest)
    write_file = Folder.write

    def refuse(folder: Folder, path: str, content: bytes, *, durable: bool = False) -> None:
        if "staged" in path and b"changed" in content:
            raise OSError(code, os.strerror(code))
        write_file(folder, path, content, durable=durable)

    with monkeypatch.context() as patched:
        patched.setattr(Folder, "write", refuse)
        done = CliRunner().invoke(main, ["-C", str(digest), "publish", str(target)])
    assert done.exit_code == 2
    assert sentence.format(target) in done.output
    assert contents(target) == before
    published(digest, target)
    assert contents(target) == contents(digest / "site")


def test_a_site_that_changes_meanwhile_is_not_published_by_halves(
    digest: Path, target: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    published(digest, target)
    change(digest)
    before = contents(target)
    write_file = Folder.write

    def write_and_delete(folder: Folder, path: str, content: bytes, *, durable: bool = False) -> None:
        write_file(folder, path, content, durable=durable)
        if "staged" in path:  # the site has been read, and its first file copied
            (digest / "site" / ENTRY).unlink(missing_ok=True)

    monkeypatch.setattr(Folder, "write", write_and_delete)
    done = CliRunner().invoke(main, ["-C", str(digest), "publish", str(target)])
    assert done.exit_code == 2
    assert f"another program changed the site while it was published: {ENTRY}\n  run digestif build" in done.output
    assert contents(target) == before


def test_what_is_no_site_or_no_target_is_refused(digest: Path, target: Path) -> None:
    write(target.parent, "file", "")
    for place, sentence in (
        (target.parent / "missing" / "www", "there is no folder"),
        (target.parent / "file", "is a file"),
        (digest, "is the digest's own folder or inside it"),
        (digest / "site", "is the digest's own folder or inside it"),
    ):
        assert sentence in refusal(digest, place)
    write(digest / "site", "a\nb\x1b[2J", "")
    assert "cannot be published: a\\nb\\u001b[2J\n  remove links" in refusal(digest, target)
    (digest / "site/a\nb\x1b[2J").unlink()
    (digest / "site/link").symlink_to("/etc/passwd")
    assert "the site has entries that cannot be published: link" in refusal(digest, target)
    shutil.rmtree(digest / "site")
    assert refusal(digest, target) == "digestif: site/ has no site to publish\n  build it first: digestif build\n"
    write(digest / "site", "notes.txt", "mine")
    assert "site has files that no build made (notes.txt)" in refusal(digest, target)


def test_the_settings_can_name_the_target(digest: Path, target: Path) -> None:
    settings = (digest / "mkdocs.yml").read_text()
    done = digestif("publish", cwd=digest)
    assert done.returncode == 2
    assert "no target is named, and mkdocs.yml does not set extra.digestif.publish\n  name a folder" in done.stderr
    (digest / "mkdocs.yml").write_text(f"{settings}extra: {{digestif: {{publish: {target}}}}}\n")
    assert "uploaded" in digestif("publish", cwd=digest).stdout
    assert contents(target) == contents(digest / "site")
    (digest / "mkdocs.yml").write_text(f"{settings}extra: {{digestif: {{publish: 'ftp://host'}}}}\n")
    assert (
        "mkdocs.yml:3:29: extra.digestif.publish: 'ftp://host': unknown kind of target ftp://\n  name a folder"
        in digestif("publish", cwd=digest).stderr
    )


@pytest.mark.parametrize(
    ("address", "sentence"),
    [
        ("", "'' is not a target"),
        ("s3://", "does not name a bucket"),
        ("s3://my-bucket/a/../b", "does not name a bucket"),
        ("s3://my_bucket\n", "is not a target"),
        ("rsync://host", "does not name a module"),
        ("rsync://ada:secret@host/module", "set the password in the variable RSYNC_PASSWORD"),
        ("rsync://-oProxyCommand=x/module", "does not name a module"),
        ("-oProxyCommand=x:path", "is not a target"),
        ("ada@-oProxyCommand=x:path", "is not a target"),
        ("host::module", "is not a target"),
        ("sftp://host/path", "if the server has rsync, write user@host:path"),
        ("file:///srv/www", "write a folder without file://"),
        ("ftp://host/path", "unknown kind of target ftp://"),
    ],
)
def test_addresses_of_other_forms_are_refused(digest: Path, address: str, sentence: str) -> None:
    done = publish(digest, "--", address)
    assert done.returncode == 2
    assert sentence in done.stderr
    assert "secret" not in done.stderr
