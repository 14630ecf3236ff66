"""Edits are found by looking at files: renamed and replaced ones, too, and nothing outside the watched paths."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import pytest

from generator.build.preview.watcher import Watcher, take_snapshot

PATIENCE_SECONDS = 20
Look = Callable[[], set[str]]


@pytest.fixture
def digest(tmp_path: Path) -> Path:
    (tmp_path / "content" / "papers").mkdir(parents=True)
    (tmp_path / "content" / "papers" / "a.yaml").write_text("title: A")
    return tmp_path


def changes(watcher: Watcher, site: Path, *, only: Path | None = None) -> set[str]:
    """Look until something changed."""
    ends = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < ends:
        if changed := watcher.look(only=only):
            return {path.relative_to(site).as_posix() for path in changed}
        time.sleep(0.05)
    raise AssertionError("nothing changed")


def test_each_kind_of_edit_is_found(digest: Path) -> None:
    content, elsewhere = digest / "content", digest / "elsewhere"
    record = content / "papers" / "a.yaml"
    watcher = Watcher([content, digest / "missing"])
    for edit, expected in (
        (lambda: content.rename(elsewhere), "content/papers/a.yaml"),
        (lambda: elsewhere.rename(content), "content/papers/a.yaml"),
        (lambda: record.write_text("title: B, longer"), "content/papers/a.yaml"),
        (lambda: (content / "papers" / "b.yaml").write_text("title: C"), "content/papers/b.yaml"),
        (lambda: (digest / "missing").write_text("no longer"), "missing"),
        (lambda: (digest / "missing").unlink(), "missing"),
    ):
        edit()
        assert changes(watcher, digest) == {expected}


def test_an_edit_elsewhere_is_found_by_the_next_look_at_everything(digest: Path) -> None:
    content, settings = digest / "content", digest / "mkdocs.yml"
    watcher = Watcher([content, settings])
    settings.write_text("site_name: Digest")
    (content / "papers" / "a.yaml").write_text("title: B, longer")
    assert changes(watcher, digest, only=content) == {"content/papers/a.yaml"}
    assert changes(watcher, digest) == {"mkdocs.yml"}


def test_hidden_files_and_links_are_not_watched(digest: Path) -> None:
    before = take_snapshot(digest)
    (digest / ".record.yaml.swp").write_text("")
    assert take_snapshot(digest) == before
    started = time.monotonic()
    (digest / "loop").symlink_to(digest)
    assert take_snapshot(digest).keys() == before.keys() | {str(digest / "loop")}
    assert time.monotonic() - started < PATIENCE_SECONDS
