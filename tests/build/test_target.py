"""The folder in which a new site is made: where it is, and what is left of it after a failure or a kill."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from generator.build.pipeline import build
from generator.build.site.target import (
    Target,
    merge_target,
    part_target,
    preview_target,
    recover_targets,
    replacing,
    site_target,
)
from generator.errors import DigestifError
from generator.files.folder import Folder
from tests.build.small_digest import built, files_of, make_digest, write_paper


@pytest.fixture
def site(tmp_path: Path) -> Folder:
    """A digest with a built site."""
    folder = Folder(tmp_path)
    for file in ("sitemap.xml", "404.html", "page"):
        folder.write(f"site/{file}", b"old")
    return folder


def fill(site: Folder, fresh: str) -> None:
    for file in ("sitemap.xml", "404.html", "page"):
        site.write(f"{fresh}/{file}", b"new")


def replace(site: Folder, target: Target) -> None:
    with replacing(site, target) as fresh:
        fill(site, fresh)


def files(site: Folder, folder: str) -> set[bytes | None]:
    return {site.read(f"{folder}/{file}") for file in ("sitemap.xml", "404.html", "page")}


@pytest.mark.parametrize("build", [1, 2])
def test_who_deletes_the_work_folder_while_files_are_written_deletes_nothing_of_the_new_site(
    site: Folder, build: int
) -> None:
    target = site_target("site")
    if build == 2:
        replace(site, target)
    with replacing(site, target) as fresh:
        fill(site, fresh)
        shutil.rmtree(site.root / ".digestif", ignore_errors=True)
    assert files(site, "site") == {b"new"}


def test_the_replaced_folder_is_kept_for_the_next_build(site: Folder) -> None:
    replace(site, site_target("site"))
    assert files(site, ".digestif/site-spare") == {b"old"}
    assert {entry.path for entry in site.children("")} == {"site", ".digestif"}


@pytest.mark.parametrize("target", [site_target("site"), merge_target("site")], ids=["build", "merge"])
def test_a_failure_leaves_the_site_and_no_other_folder_beside_it(site: Folder, target: Target) -> None:
    with pytest.raises(DigestifError, match=r"^disk full"), replacing(site, target) as fresh:
        raise DigestifError("disk full", fix=f"make room for {fresh}")
    assert files(site, "site") == {b"old"}
    assert {entry.path for entry in site.children("")} <= {"site", ".digestif"}


def test_what_a_killed_build_or_preview_leaves_is_used_by_the_next_one_and_what_others_leave_is_removed(
    site: Folder,
) -> None:
    for target in (site_target("site"), merge_target("site"), preview_target(), part_target("site", 2024)):
        fill(site, target.fresh)
    recover_targets(site, "site")
    assert files(site, "site") == {b"old"}
    assert files(site, ".digestif/site-spare") == {b"new"}
    assert {entry.path for entry in site.children("")} == {"site", ".digestif"}


def test_a_build_that_misses_a_file_of_its_own_leaves_the_site(tmp_path: Path) -> None:
    site = make_digest(tmp_path, papers=4)
    built(site)
    before = files_of(site / "site")
    write_paper(site, 0, title="Another title")

    def remove_a_page(name: str, done: int = 0, total: int = 0) -> None:
        if name == "Indexing for search":
            next((site / ".digestif-site" / "papers").rglob("index.html")).unlink()

    with pytest.raises(DigestifError, match=r"^another program removed files of the new site"):
        build(site, progress=remove_a_page)
    assert files_of(site / "site") == before
