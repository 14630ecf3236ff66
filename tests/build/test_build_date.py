"""The date of a build: always one that a gzip header can hold."""

from __future__ import annotations

import subprocess
from datetime import date
from pathlib import Path

import pytest

from generator.build.build_date import build_epoch
from generator.errors import DigestifError


@pytest.mark.parametrize(
    ("day", "epoch"),
    [
        (date.min, 0),
        (date(1600, 1, 1), 0),
        (date(2025, 7, 31), 1_753_920_000),
        (date(2199, 12, 31), 4_294_967_295),
        (date.max, 4_294_967_295),
    ],
)
def test_without_git_the_epoch_is_that_of_the_newest_digest(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, day: date, epoch: int
) -> None:
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    assert build_epoch(tmp_path, day) == epoch


@pytest.mark.parametrize("value", ["4294967296", "-1", "now", "1e9"])
def test_an_epoch_that_no_gzip_header_can_hold_is_an_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, value: str
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", value)
    with pytest.raises(DigestifError, match=f"^SOURCE_DATE_EPOCH: '{value}' is not a time"):
        build_epoch(tmp_path, None)


def test_a_repository_cannot_name_a_program_that_reads_its_signatures(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    program = tmp_path / "program"
    program.write_text(f"#!/bin/sh\ntouch '{tmp_path}/ran'\n")
    program.chmod(0o755)
    commit = "\n".join([
        f"tree {_git(tmp_path, 'write-tree')}",
        "author A <a@example.org> 1753920000 +0000",
        "committer A <a@example.org> 1753920000 +0000",
        "gpgsig -----BEGIN PGP SIGNATURE-----",
        " ",
        " -----END PGP SIGNATURE-----",
        "",
        "Signed",
        "",
    ])  # fmt: skip
    _git(tmp_path, "update-ref", "HEAD", _git(tmp_path, "hash-object", "-t", "commit", "-w", "--stdin", text=commit))
    _git(tmp_path, "config", "log.showSignature", "true")
    _git(tmp_path, "config", "gpg.program", str(program))
    assert build_epoch(tmp_path, None) == 1_753_920_000
    assert not (tmp_path / "ran").exists()


def _git(site: Path, *arguments: str, text: str = "") -> str:
    """Run Git in a repository, which is made where there is none."""
    if not (site / ".git").exists():
        subprocess.run(["git", "init", "-q", "."], cwd=site, check=True)
    ran = subprocess.run(["git", *arguments], cwd=site, check=True, input=text, capture_output=True, text=True)
    return ran.stdout.strip()
