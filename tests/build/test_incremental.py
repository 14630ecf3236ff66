"""A build that uses the cache gives the same bytes as a first build, whatever happened in between."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from generator.build import pipeline, stages
from generator.build.parts import merge_parts
from generator.errors import DigestifError
from generator.files.folder import Folder
from tests.build.small_digest import (
    CONFIG,
    TOPICS,
    built,
    copy_sources,
    files_of,
    make_digest,
    remove_paper,
    write_paper,
    write_topics,
)

pytestmark = pytest.mark.early

Edit = Callable[[Path, int], object]

#: Each example builds a digest, which takes seconds, so a run has few of them. Every run draws new ones, also in
#: continuous integration: the same six would be the same test each time.
random_builds = settings(
    max_examples=int(os.environ.get("DIGESTIF_BUILDS", "6")),
    derandomize=False,
    print_blob=True,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)


def rename_a_paper(site: Path, number: int) -> None:
    remove_paper(site, number)
    write_paper(site, number + 50, title=f"Once number {number}", aliases=(f"old-{number}",))


def change_settings(site: Path, number: int) -> None:
    (site / "mkdocs.yml").write_text(CONFIG.replace("Papers & <proofs>", f"Papers & <proofs>, {number}"))


def change_templates(site: Path, number: int) -> None:
    (site / "theme" / "partials").mkdir(parents=True, exist_ok=True)
    (site / "theme" / "partials" / "footer.html").write_text(f"<footer>{{{{ page.title }}}} {number}</footer>")
    (site / "mkdocs.yml").write_text(CONFIG.replace("{name: digestif}", "{name: digestif, custom_dir: theme}"))


def write_a_page(site: Path, number: int) -> None:
    (site / "docs" / "about.md").write_text(f"# About {number}\n\n[Archive](archive/index.md)\n")


def curate(site: Path, number: int) -> None:
    digests = site / "content" / "digests"
    digests.mkdir(exist_ok=True)
    series = f"series: {{name: Reading group, number: {number + 1}}}\n"
    (digests / "2025-07-31.yaml").write_text(
        f"title: Day {number}\nhero: '2501.00002'\n"
        f"picks: ['2501.00001', {{paper: '2501.00002', why: It is {number}.}}]\n"
        f"order: ['2501.{(number % 3) * 3 + 2:05}']\n{series}"
    )
    (digests / "2025-W31.yaml").write_text(f"introduction: Week {number}.\n")


def lose_pages(site: Path, number: int) -> None:
    for file in sorted((site / "site").rglob("index.html"))[:: number + 2]:
        file.unlink()


def damage_pages(site: Path, number: int) -> None:
    for folder in (site / "site", site / ".digestif" / "site-spare"):
        for file in sorted(folder.rglob("index.html"))[number::3]:
            content = file.read_bytes()
            file.unlink()
            file.write_bytes(content[: len(content) // 2])


def damage_cache(site: Path, number: int) -> None:
    files = sorted(file for file in (site / ".digestif").glob("*/*") if file.is_file())
    if files:
        files[number % len(files)].write_bytes(b'{"papers":')


def lose_docs(site: Path, number: int) -> None:
    for file in sorted((site / "docs").rglob("index.md"))[:: number + 1]:
        file.unlink()


EDITS: dict[str, Edit] = {
    "add a paper": lambda site, number: write_paper(site, number + 20),
    "edit a paper": lambda site, number: write_paper(site, number, title=f"Edited <{number}>"),
    "remove a paper": remove_paper,
    "rename a paper": rename_a_paper,
    "change topics": lambda site, number: write_topics(site, TOPICS.replace("Robots", f"Robots & {number}")),
    "drop a topic": lambda site, number: write_topics(site, TOPICS.partition("words:")[0]),
    "change settings": change_settings,
    "change templates": change_templates,
    "write a page": write_a_page,
    "lose pages of the site": lose_pages,
    "damage pages of the site": damage_pages,
    "damage the cache": damage_cache,
    "lose the cache": lambda site, number: shutil.rmtree(site / ".digestif", ignore_errors=True),
    "lose docs": lose_docs,
    "curate": curate,
    "nothing": lambda site, number: None,
}
steps = st.lists(st.tuples(st.sampled_from(sorted(EDITS)), st.integers(0, 9)), min_size=1, max_size=3)


@pytest.fixture(scope="module")
def digest(tmp_path_factory: pytest.TempPathFactory) -> Path:
    site = make_digest(tmp_path_factory.mktemp("incremental") / "digest")
    built(site)
    return site


def assert_equals_a_first_build(site: Path) -> None:
    copy = copy_sources(site, site.parent / "copy")
    built(copy)
    ours, theirs = files_of(site / "site"), files_of(copy / "site")
    assert sorted(ours) == sorted(theirs)
    assert [path for path in theirs if ours[path] != theirs[path]] == []
    assert files_of(site / "docs") == files_of(copy / "docs")
    counted = [json.loads((each / "site/search-index/manifest.json").read_bytes())["papers"] for each in (site, copy)]
    assert counted[0] == counted[1]


@random_builds
@given(builds=st.lists(steps, min_size=1, max_size=2))
def test_after_any_edits_a_build_equals_a_first_one(digest: Path, builds: list[list[tuple[str, int]]]) -> None:
    for edits in builds:
        for edit, number in edits:
            EDITS[edit](digest, number)
        built(digest)
    assert_equals_a_first_build(digest)


@pytest.mark.parametrize("edit", EDITS)
def test_after_each_edit_a_build_equals_a_first_one(digest: Path, edit: str) -> None:
    EDITS[edit](digest, 1)
    built(digest)
    assert_equals_a_first_build(digest)


def test_builds_of_day_after_day_equal_first_ones(tmp_path: Path) -> None:
    """A day without papers of a topic changes which items of the topic's feeds are complete, but no item."""
    site = make_digest(tmp_path / "digest", papers=0)
    robots, words = "We move a robot arm.", "A language model."
    for number, abstracts in enumerate(((robots,) * 4, (robots,) * 4, (words, words), (words, words), (robots,))):
        for rank, abstract in enumerate(abstracts):
            day = date(2025, 8, 29 + number) if number < 3 else date(2025, 9, number - 2)
            write_paper(site, number * 10 + rank, title=f"Paper {rank} of {number}", day=day, abstract=abstract)
        built(site)
        assert_equals_a_first_build(site)


def test_a_digest_appears_on_its_day_without_any_other_change(digest: Path) -> None:
    digests = digest / "content" / "digests"
    digests.mkdir(exist_ok=True)
    paper = min((digest / "content" / "papers").rglob("*.yaml")).stem  # earlier tests edit and delete papers
    (digests / "2026-01-15.yaml").write_text(f"picks: ['{paper}']\n")
    page = digest / "site" / "days" / "2026-01-15" / "index.html"
    built(digest, today=date(2026, 1, 13))
    assert built(digest, today=date(2026, 1, 14)).pages.idle
    assert not page.exists()
    assert not built(digest, today=date(2026, 1, 15)).pages.idle
    assert page.exists()
    assert built(digest, today=date(2026, 1, 16)).pages.idle
    (digests / "2026-01-15.yaml").unlink()


@pytest.fixture(scope="module")
def two_states(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, dict[str, bytes]]]:
    """A digest that was built twice, and the sites of clean builds by the title of its first paper."""
    site = make_digest(tmp_path_factory.mktemp("damage") / "digest", papers=6)
    clean = {}
    for title in ("One title", "Another title"):
        write_paper(site, 0, title=title)
        built(site)
        copy = copy_sources(site, site.parent / "copy")
        built(copy)
        clean[title] = files_of(copy / "site")
    return site, clean


#: Which folder of caches, which of its files, which bit of it; without a bit, the file is deleted.
damage = st.tuples(st.integers(0, 99), st.integers(0, 9_999), st.none() | st.integers(0, 999_999))


@random_builds
@given(damages=st.lists(damage, min_size=1, max_size=3), place=st.integers(0, 1))
def test_damage_to_any_file_of_the_cache_changes_nothing(
    two_states: tuple[Path, dict[str, dict[str, bytes]]], damages: list[tuple[int, int, int | None]], place: int
) -> None:
    site, clean = two_states
    for folder, number, bit in damages:
        folders = [
            entry for entry in sorted((site / ".digestif").iterdir()) if any(map(Path.is_file, entry.rglob("*")))
        ]
        files = [file for file in sorted(folders[folder % len(folders)].rglob("*")) if file.is_file()]
        file = files[number % len(files)]
        content = bytearray(file.read_bytes())
        file.unlink()  # the site may share its bytes
        if content and bit is not None:
            content[bit // 8 % len(content)] ^= 1 << bit % 8
            file.write_bytes(content)
    title = sorted(clean)[place]
    write_paper(site, 0, title=title)
    built(site)
    assert files_of(site / "site") == clean[title]


def test_an_interrupted_build_leaves_the_site_and_is_completed_by_the_next(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    site = make_digest(tmp_path / "digest")
    built(site)
    before = files_of(site / "site")
    write_paper(site, 2, title="Edited")
    remove_paper(site, 5)

    def interrupt(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(stages, "paper_json_schema", interrupt)
    with pytest.raises(KeyboardInterrupt):
        built(site)
    monkeypatch.undo()
    assert files_of(site / "site") == before
    built(site)
    assert_equals_a_first_build(site)


def test_pages_that_are_deleted_during_a_build_are_noticed(tmp_path: Path) -> None:
    site = make_digest(tmp_path / "digest")
    for number in range(3):  # from the third on, a build reuses the folder of the one before the last
        rename_a_paper(site, number)
        pipeline.build(site)
    before = files_of(site / "site")
    rename_a_paper(site, 4)

    def delete_pages(name: str, done: int = 0, total: int = 0) -> None:
        if name == "Laying out pages":
            shutil.rmtree(site / ".digestif" / "site-spare")

    with pytest.raises(DigestifError, match="another program removed files"):
        pipeline.build(site, progress=delete_pages)
    assert files_of(site / "site") == before
    pipeline.build(site)
    assert_equals_a_first_build(site)


def test_a_changed_record_makes_few_pages_and_no_change_makes_none(tmp_path: Path) -> None:
    site = make_digest(tmp_path / "digest", papers=150)
    first = built(site)
    assert first.pages.kept == 0
    again = built(site)
    assert again.pages.idle
    assert "nothing changed since the last build" in str(again)
    write_paper(site, 149, title="Edited")
    edited = built(site)
    assert edited.pages.made < 30 < edited.pages.kept
    assert f"pages: {edited.pages.made:,} made, {edited.pages.kept:,} kept" in str(edited)
    fetched = site / ".digestif" / "fetched" / "answer"
    fetched.parent.mkdir()
    fetched.write_text("not a cache of builds")
    assert built(site, clean=True).pages.kept == 0
    assert fetched.exists()


def test_a_digest_without_papers_gets_its_first_ones(tmp_path: Path) -> None:
    """The folders of an index without papers are empty, and the second next build reuses the site they are in."""
    site = make_digest(tmp_path / "digest", papers=0)
    for number in range(4):
        built(site)
        write_paper(site, number)
    assert built(site).papers == 4


def test_parts_built_apart_merge_into_the_whole(tmp_path: Path) -> None:
    whole = make_digest(tmp_path / "digest", papers=14)
    built(whole)
    parts = []
    for year in (2025, 2024):
        machine = copy_sources(whole, tmp_path / f"machine-{year}")
        built(machine, only=year)
        parts.append(machine / f"site-{year}")
    merge_parts(parts, Folder(tmp_path), "merged")
    ours, theirs = files_of(tmp_path / "merged"), files_of(whole / "site")
    assert sorted(ours) == sorted(theirs)
    assert [path for path in theirs if ours[path] != theirs[path]] == []
    assert json.loads(ours["search-index/manifest.json"])["papers"] == 14


def test_a_part_keeps_the_pages_of_the_last_part_of_its_year(tmp_path: Path) -> None:
    whole = make_digest(tmp_path / "digest", papers=40)
    machine = copy_sources(whole, tmp_path / "machine")
    assert built(machine, only=2024).pages.kept == 0
    assert built(machine, only=2024).pages.idle
    for site in (whole, machine):
        write_paper(site, 39, title="Edited")
    edited = built(machine, only=2024).pages
    assert edited.kept > 5
    built(machine, only=2025)
    built(whole)
    merge_parts([machine / "site-2024", machine / "site-2025"], Folder(tmp_path), "merged")
    ours, theirs = files_of(tmp_path / "merged"), files_of(whole / "site")
    assert [path for path in theirs if ours.get(path) != theirs[path]] == []


def test_parts_that_do_not_belong_together_are_refused(tmp_path: Path) -> None:
    site = make_digest(tmp_path / "digest", papers=6)
    for year in (2024, 2025):
        built(site, only=year)
    merged = Folder(tmp_path)
    refused = []
    for folders in (
        [site / "site-2025"],
        [site / "site-2025", site / "site-2025", site / "site-2024"],
        [site / "docs"],
    ):
        with pytest.raises(DigestifError) as error:
            merge_parts(folders, merged, "merged")
        refused.append(str(error.value).replace(str(site), "…"))
    change_settings(site, 7)
    built(site, only=2024)
    with pytest.raises(DigestifError) as error:
        merge_parts([site / "site-2024", site / "site-2025"], merged, "merged")
    refused.append(str(error.value).replace(str(site), "…"))
    assert refused == [
        "merge: the part of 2024 is missing\n  name the folder of each year once",
        "merge: the part of 2025 is named twice\n  name the folder of each year once",
        "…/docs: is not a part of a site\n  name folders that digestif build --only YEAR made",
        "…/site-2025: 404.html differs from that of another part\n"
        "  build all parts from the same commit, with the same version of digestif and SOURCE_DATE_EPOCH",
    ]
    assert merged.kind("merged") is None


def test_a_year_without_papers_has_no_part(tmp_path: Path) -> None:
    site = make_digest(tmp_path / "digest", papers=3)
    with pytest.raises(DigestifError, match=r"^1999: has no papers\n  years with papers: 2024, 2025$"):
        built(site, only=1999)
