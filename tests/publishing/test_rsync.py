"""Publishing with rsync: to its own server, and over SSH."""

from __future__ import annotations

import json
import shutil
import time
from os import environ
from pathlib import Path

import pytest
from click.testing import CliRunner

from generator.cli import publish as command
from generator.cli.main import main
from generator.fetching.client import Clock
from tests.publishing.conftest import RsyncServer
from tests.publishing.servers import free_port
from tests.publishing.sites import (
    ENTRY,
    LEASE,
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

FILES = PAPERS + 15


@pytest.fixture
def target(rsync_server: RsyncServer) -> str:
    return f"{rsync_server.address}/www/digest"


@pytest.fixture
def folder(rsync_server: RsyncServer) -> Path:
    return rsync_server.folder / "digest"


def test_only_what_changed_is_sent_and_what_is_gone_deleted(digest: Path, target: str, folder: Path) -> None:
    write(folder, "papers/2501.00002/extra.html", "mine")
    assert f"{FILES} uploaded" in published(digest, target)
    change(digest)
    kept = (folder / "papers/2501.00003/index.html").stat().st_ino
    assert published(digest, target) == (
        f"{target}: 5 uploaded (0.0 MB), 2 deleted, {FILES - 5} unchanged\n"
        "left 1 other file there, which Digestif did not write\n"
    )
    assert contents(folder) == contents(digest / "site") | {"papers/2501.00002/extra.html": "mine"}
    assert not (folder / "search-index/words.576e859a").exists()
    assert (folder / "papers/2501.00003/index.html").stat().st_ino == kept
    assert [file.name for file in (folder / OWN).iterdir()] == ["manifest.json"]


@pytest.mark.parametrize(
    ("step", "number"), [("Uploading assets", 1), ("Uploading entry points", 1), ("Deleting files", 0)]
)
def test_a_killed_publication_is_continued(digest: Path, target: str, folder: Path, step: str, number: int) -> None:
    published(digest, target)
    change(digest)
    # What a receiver that lost its connection leaves: files without their names.
    write(folder, "papers/2501.00001/.~tmp~/index.html", "half")
    publish_until(digest, target, step, number)
    if step == "Uploading assets":
        assert (folder / ENTRY).read_text() == "<h1>Home</h1>"
    if step == "Deleting files":
        assert contents(digest / "site").items() <= contents(folder).items()
    assert (folder / "papers/2501.00002/index.html").exists()
    assert "continued an interrupted publication" in published(digest, target)
    assert contents(folder) == contents(digest / "site")
    assert not list(folder.rglob(".~tmp~"))
    assert "nothing to publish" in published(digest, target)


def test_files_that_were_changed_there_are_sent_again(digest: Path, target: str, folder: Path) -> None:
    published(digest, target)
    (folder / PAGE).unlink()
    write(folder, ENTRY, "<h1>Longer than it was</h1>")
    assert "2 published files" in publish(digest, target).stderr
    write(folder, ENTRY, "<h1>Evil</h1>")  # of the same size
    assert "nothing to publish" in published(digest, target)
    assert "1 uploaded" in published(digest, target, "--verify")
    assert contents(folder) == contents(digest / "site")


def test_a_file_of_others_is_not_overwritten_and_an_equal_one_is_taken(digest: Path, target: str, folder: Path) -> None:
    shutil.copytree(digest / "site", folder)
    write(folder, ENTRY, "mine")
    assert f"has 1 file that Digestif did not write, and the site has files of the same names: {ENTRY}" in refusal(
        digest, target
    )
    assert (folder / ENTRY).read_text() == "mine"
    assert "1 uploaded" in published(digest, target, "--overwrite")


def test_entries_of_others_of_the_wrong_kind_are_named_before_anything_is_written(
    digest: Path, target: str, folder: Path
) -> None:
    write(folder, f"{ENTRY}/notes.txt", "mine")
    write(folder, "search-index", "mine")
    (folder / "assets").symlink_to("feeds")
    before = contents(folder)
    for options in ((), ("--overwrite",), ("--dry-run",)):
        message = refusal(digest, target, *options)
        assert (
            f"{target} has 3 entries in the way of the site that Digestif did not write: {ENTRY} (a folder, where a "
            in (message)
        )
        assert "assets (a file or link, where a folder belongs), search-index (a file or link" in message
    assert contents(folder) == before
    assert (folder / "assets").is_symlink()
    assert not (folder / MANIFEST).exists()


def test_a_file_becomes_a_folder_and_a_folder_a_file(digest: Path, target: str, folder: Path) -> None:
    write(digest / "site", "one", "file")
    write(digest / "site", "two/three/four", "file")
    published(digest, target)
    (digest / "site/one").unlink()
    shutil.rmtree(digest / "site/two")
    write(digest / "site", "one/five", "file")
    write(digest / "site", "two", "file")
    (folder / "two/three/four").unlink()  # as a publication does that is killed before it deletes the folders
    published(digest, target)
    assert contents(folder) == contents(digest / "site")


def test_a_dry_run_writes_nothing(digest: Path, target: str, folder: Path) -> None:
    assert f"{FILES} would be uploaded" in published(digest, target, "--dry-run")
    assert not folder.exists()


def test_one_publication_at_a_time(digest: Path, target: str, folder: Path) -> None:
    now = time.time()
    write(folder, LEASE, json.dumps({"id": "other", "host": "elsewhere", "process": 7, "began": now, "renewed": now}))
    assert f"another publication to {target} is under way: process 7 on elsewhere" in refusal(digest, target)
    published(digest, target, "--take-over")
    assert contents(folder) == contents(digest / "site")
    assert not (folder / LEASE).exists()


def test_refusals_of_the_server_are_sentences(digest: Path, rsync_server: RsyncServer) -> None:
    address = rsync_server.address
    for target, sentence in (
        (f"{address}/missing/x", "has no such module\n  correct the name after the host"),
        (f"{address}/read-only", "may only be read\n  set read only = no"),
        (f"{address.replace('//', '//ada@')}/secret", "refuses the user or the password\n  name the user"),
        (f"{address}/www/a/b/c", f"the folder above {address}/www/a/b/c does not exist\n  create it"),
    ):
        message = refusal(digest, target, environment=environ | {"RSYNC_PASSWORD": "wrong"})
        assert sentence in message
        assert message.count("\n") == 2
    assert contents(rsync_server.folder) == {}
    published(digest, f"{address.replace('//', '//ada@')}/secret", environment=environ | {"RSYNC_PASSWORD": "right"})
    assert contents(rsync_server.folder) == contents(digest / "site")


def fake_rsync(folder: Path, script: str) -> dict[str, str]:
    """Return an environment in which rsync is a script that counts its calls."""
    real = shutil.which("rsync")
    if real is None:
        pytest.skip("rsync is not installed; on Debian: apt install rsync")
    write(
        folder, "bin/rsync", f'#!/bin/sh\necho call >> "{folder}/calls"\ncalls=$(wc -l < "{folder}/calls")\n{script}\n'
    )
    (folder / "bin/rsync").chmod(0o755)
    return environ | {"PATH": f"{folder}/bin:{environ['PATH']}", "REAL": real}


def test_a_connection_that_fails_is_tried_again(digest: Path, target: str, folder: Path, tmp_path: Path) -> None:
    environment = fake_rsync(
        tmp_path, 'if [ "$calls" = 1 ]; then echo "rsync: connection reset" >&2; exit 12; fi\nexec "$REAL" "$@"'
    )
    published(digest, target, environment=environment)
    assert contents(folder) == contents(digest / "site")


def test_a_full_disk_is_a_sentence(digest: Path, tmp_path: Path) -> None:
    failure = 'rsync: write failed on "/srv/x": No space left on device (28)'
    environment = fake_rsync(tmp_path, f"echo '{failure}' >&2; exit 11")
    message = refusal(digest, "host:/srv/x", environment=environment)
    assert message == "digestif: the disk of host:/srv/x is full\n  free some space, and run this again: it continues\n"
    assert (tmp_path / "calls").read_text() == "call\n"


def test_over_ssh(digest: Path, tmp_path: Path, ssh_environment: dict[str, str]) -> None:
    folder = tmp_path / "www with a space"
    target = f"digest-host:{folder}"
    assert f"{FILES} uploaded" in published(digest, target, environment=ssh_environment)
    change(digest)
    assert "5 uploaded (0.0 MB), 2 deleted" in published(digest, target, environment=ssh_environment)
    assert contents(folder) == contents(digest / "site")
    assert (folder / MANIFEST).is_file()


def test_refusals_of_ssh_are_sentences(digest: Path, tmp_path: Path, ssh_environment: dict[str, str]) -> None:
    target = f"digest-host:{tmp_path}/www"
    known = (tmp_path / "known_hosts").read_text()
    (tmp_path / "known_hosts").write_text("")
    assert "is not known, or has another key" in refusal(digest, target, environment=ssh_environment)
    (tmp_path / "known_hosts").write_text(known)
    (tmp_path / "authorized_keys").write_text("")
    assert f"the host of {target} refuses the login\n  check the user's name and the key; try: ssh digest-host" in (
        refusal(digest, target, environment=ssh_environment)
    )


def test_without_a_server_or_without_rsync(digest: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    waits: list[float] = []
    monkeypatch.setattr(command, "Clock", lambda: Clock(sleep=waits.append))
    target = f"rsync://127.0.0.1:{free_port()}/www"
    done = CliRunner().invoke(main, ["-C", str(digest), "publish", target])
    assert done.exit_code == 2
    assert f"could not reach the host of {target}: " in done.output
    assert waits == [2, 4, 8]
    missing = environ | {"PATH": str(tmp_path / "missing")}
    assert "rsync is not installed\n  install it" in refusal(digest, target, environment=missing)
