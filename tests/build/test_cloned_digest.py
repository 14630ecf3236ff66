"""A digest by a stranger, cloned with Git: a build reads and writes nothing outside it, and uses no cache in it."""

from __future__ import annotations

import os
import shutil
import stat
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from generator.build.pipeline import build_preview
from generator.errors import DigestifError
from generator.files import cache as cache_module
from generator.files.cache import KEY_VARIABLE
from tests.build.small_digest import CONFIG, built, copy_sources, files_of, make_digest, umask

LETTER = "mine\n"
CACHE_LINKS = ("build", "cache", "lock", "preview", "search", "search-site", "site-spare")


@pytest.fixture
def theirs(tmp_path: Path) -> Path:
    """The stranger's digest; beside its clone will be a folder Documents."""
    (tmp_path / "ours" / "Documents").mkdir(parents=True)
    (tmp_path / "ours" / "Documents" / "letter.md").write_text(LETTER)
    return make_digest(tmp_path / "theirs", papers=4)


@pytest.fixture
def other_user(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Caches are signed by somebody else until the test ends."""
    monkeypatch.setenv(KEY_VARIABLE, "the stranger's")
    cache_module._user_key.cache_clear()
    yield
    cache_module._user_key.cache_clear()


def clone(theirs: Path) -> Path:
    """Commit everything, ignored files included, and clone it."""
    git = ["git", "-c", "user.name=A", "-c", "user.email=a@example.org", "-C", str(theirs)]
    for command in (["init", "-q"], ["add", "-A", "-f"], ["commit", "-q", "-m", "All"]):
        subprocess.run([*git, *command], check=True)
    ours = theirs.parent / "ours" / "digest"
    subprocess.run(["git", "clone", "-q", str(theirs), str(ours)], check=True)
    return ours


def assert_documents_untouched(tmp_path: Path) -> None:
    documents = tmp_path / "ours" / "Documents"
    assert [(file.name, file.read_text()) for file in documents.iterdir()] == [("letter.md", LETTER)]


def test_links_in_place_of_caches_are_removed_and_not_followed(tmp_path: Path, theirs: Path) -> None:
    (theirs / ".digestif").mkdir()
    for name in CACHE_LINKS:
        (theirs / ".digestif" / name).symlink_to("../../Documents")
    for name in (".digestif-site", ".digestif-site-retired", ".digestif-merge"):
        (theirs / name).symlink_to("../Documents")
    ours = clone(theirs)
    with umask(0o027):
        built(ours)
    assert_documents_untouched(tmp_path)
    assert (ours / "site" / "index.html").is_file()
    assert [entry.name for entry in (ours / ".digestif").iterdir() if entry.is_symlink()] == []
    files = [file for file in (ours / "site").rglob("*") if file.is_file()]
    assert {stat.S_IMODE(file.stat().st_mode) for file in files} == {0o640}


@pytest.mark.parametrize(
    ("path", "refused"),
    [
        (".digestif", ".digestif: is a symbolic link"),
        ("docs", "mkdocs.yml: docs_dir: docs is a symbolic link"),
        ("docs/leak.md", "docs/leak.md: is a symbolic link"),
        ("docs/more/linked", "docs/more/linked: is a symbolic link"),
        ("site", "mkdocs.yml: site_dir: site is a symbolic link"),
        ("theme/partials/leak.html", "theme/partials/leak.html: is a symbolic link"),
        ("mkdocs.yml", "mkdocs.yml: is a symbolic link"),
    ],
)
def test_other_links_are_refused_by_name(tmp_path: Path, theirs: Path, path: str, refused: str) -> None:
    (theirs / "theme" / "partials").mkdir(parents=True)
    (theirs / "theme" / "partials" / "own.html").write_text("")
    (theirs / "mkdocs.yml").write_text(CONFIG.replace("{name: digestif}", "{name: digestif, custom_dir: theme}"))
    target = theirs / path
    if target.is_dir():
        shutil.rmtree(target)
    target.unlink(missing_ok=True)
    target.symlink_to("../" * (path.count("/") + 1) + "Documents" + ("/letter.md" if "." in target.name[1:] else ""))
    ours = clone(theirs)
    with pytest.raises(DigestifError) as caught:
        built(ours)
    assert refused in str(caught.value)
    assert_documents_untouched(tmp_path)


def test_nothing_of_a_cache_that_came_with_a_clone_is_used(
    theirs: Path, other_user: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    built(theirs)
    (theirs / "content" / "topics.yaml").write_text((theirs / "content" / "topics.yaml").read_text() + "\n")
    built(theirs)
    for file in (*(theirs / ".digestif").rglob("*.html"), *(theirs / ".digestif").rglob("*.deflate")):
        content = file.read_bytes()
        file.unlink()
        file.write_bytes(content.replace(b"Digest", b"Poison") if file.suffix == ".html" else b"poison")
    shutil.rmtree(theirs / "site")
    for folder in (".digestif-site", ".digestif-site-retired", ".digestif-merge"):
        (theirs / folder).mkdir()
        (theirs / folder / "index.html").write_text("poison")
    ours = clone(theirs)
    monkeypatch.setenv(KEY_VARIABLE, "ours")
    cache_module._user_key.cache_clear()
    built(ours)
    clean = copy_sources(ours, ours.parent / "clean")
    built(clean)
    assert files_of(ours / "site") == files_of(clean / "site")


def test_a_preview_leaves_the_site_as_it_is(theirs: Path) -> None:
    built(theirs)
    before = files_of(theirs / "site")
    build_preview(theirs, "http://127.0.0.1:8000/")
    assert files_of(theirs / "site") == before
    assert b"http://127.0.0.1:8000/" in (theirs / ".digestif" / "preview" / "sitemap.xml").read_bytes()


@pytest.mark.parametrize(
    ("name", "shown"),
    [(b"\xff.md", "'\\udcff.md'"), (b"two\nlines.md", "'two\\nlines.md'"), (b"a\\b.md", "'a\\\\b.md'")],
)
def test_names_that_no_address_can_have_are_refused(theirs: Path, name: bytes, shown: str) -> None:
    (theirs / "docs" / os.fsdecode(name)).write_text("# Page")
    with pytest.raises(DigestifError) as caught:
        built(theirs)
    assert f"docs: the name {shown} is not UTF-8, or has a backslash" in str(caught.value)
