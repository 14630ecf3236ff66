"""Pages of edited files are in the preview at once, byte for byte as the build makes them that follows."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from generator.build.pipeline import build_preview
from generator.build.preview.edited_pages import update_pages
from generator.build.stages import BuiltPages
from generator.files.folder import Folder
from tests.build.small_digest import make_digest, write_paper

ADDRESS = "http://127.0.0.1:8000/"
FOLDER = ".digestif/preview"
TODAY = date(2025, 9, 1)


@pytest.fixture
def site(tmp_path: Path) -> Path:
    return make_digest(tmp_path / "digest", papers=8)


@pytest.fixture
def built(site: Path) -> BuiltPages:
    return build(site)


def build(site: Path) -> BuiltPages:
    _, pages = build_preview(site, ADDRESS, today=TODAY)
    assert pages
    return pages


def record_of(site: Path, number: int) -> str:
    [record] = (site / "content" / "papers").rglob(f"2501.{number:05}.yaml")
    return record.relative_to(site).as_posix()


def update(site: Path, built: BuiltPages, *files: str) -> tuple[BuiltPages, tuple[str, ...]]:
    return update_pages(Folder(site), FOLDER, built, files, today=TODAY)


def page(site: Path, address: str) -> bytes:
    return (site / FOLDER / address.strip("/") / "index.html").read_bytes()


def assert_as_built(site: Path, addresses: tuple[str, ...]) -> None:
    """Assert that the pages are those of the next build."""
    quick = {address: page(site, address) for address in addresses}
    build(site)
    assert {address: page(site, address) for address in addresses} == quick


def test_an_edited_record_is_on_its_page_and_that_of_its_day(site: Path, built: BuiltPages) -> None:
    write_paper(site, 2, title="A corrected title")
    _, updated = update(site, built, record_of(site, 2))
    assert len(updated) == 2
    assert updated[1] == "/papers/2501.00002/"
    assert all(b"A corrected title" in page(site, address) for address in updated)
    assert_as_built(site, updated[:1])


def test_a_page_has_the_related_papers_of_before(site: Path, built: BuiltPages) -> None:
    record = site / record_of(site, 2)
    record.write_text(f"{record.read_text()}venue: Workshop on Tests\n")
    _, updated = update(site, built, record_of(site, 2))
    assert b"Workshop on Tests" in page(site, updated[1])
    assert_as_built(site, updated)


def test_a_second_edit_begins_with_the_first(site: Path, built: BuiltPages) -> None:
    write_paper(site, 2, title="A corrected title")
    built, _ = update(site, built, record_of(site, 2))
    write_paper(site, 5, title="Another corrected title")
    _, updated = update(site, built, record_of(site, 5))
    assert b"A corrected title" in page(site, updated[0])
    assert b"Another corrected title" in page(site, updated[0])


def test_an_introduction_is_on_the_page_of_its_day(site: Path, built: BuiltPages) -> None:
    day = "-".join(record_of(site, 2).split("/")[2:5])
    digest = site / "content" / "digests" / f"{day}.yaml"
    digest.parent.mkdir()
    digest.write_text("introduction: What a day!\n")
    _, updated = update(site, built, digest.relative_to(site).as_posix())
    assert updated == (f"/days/{day}/",)
    assert b"What a day!" in page(site, updated[0])
    assert_as_built(site, updated)


def test_a_note_that_is_removed_is_gone_from_its_day(site: Path) -> None:
    day = "-".join(record_of(site, 2).split("/")[2:5])
    note = site / "content" / "notes" / f"{day}.md"
    note.parent.mkdir()
    note.write_text("What a day!\n")
    built = build(site)
    note.unlink()
    _, updated = update(site, built, note.relative_to(site).as_posix())
    assert b"What a day!" not in page(site, updated[0])
    assert_as_built(site, updated)


def test_a_removed_record_is_gone_from_its_day(site: Path, built: BuiltPages) -> None:
    record = record_of(site, 2)
    (site / record).unlink()
    _, updated = update(site, built, record)
    assert len(updated) == 1
    assert b"2501.00002" not in page(site, updated[0])


def test_a_new_record_is_on_the_page_of_its_day(site: Path, built: BuiltPages) -> None:
    record = record_of(site, 2)
    new = record.replace("2501.00002", "a-new-paper")
    (site / new).write_text(f"title: A new paper\ndate: {'-'.join(record.split('/')[2:5])}\n")
    _, updated = update(site, built, new)
    assert len(updated) == 1, "its own page has no place in the preview yet"
    assert b"A new paper" in page(site, updated[0])


@pytest.mark.parametrize(
    ("file", "text"),
    [
        ("content/papers/{record}", "title: [\n"),
        ("content/papers/{record}", "date: soon\n"),
        ("content/topics.yaml", "robots:\n  name: Robots\n"),
        ("mkdocs.yml", "site_name: Another\n"),
        ("content/digests/2025-07-31.yaml", "introduction: [\n"),
        ("content/papers/{record}", ""),
    ],
)
def test_files_with_errors_and_those_that_change_all_pages_are_left_to_the_build(
    site: Path, built: BuiltPages, file: str, text: str
) -> None:
    path = file.replace("content/papers/{record}", record_of(site, 2))
    before = page(site, "/papers/2501.00002/")
    (site / path).parent.mkdir(exist_ok=True)
    (site / path).write_text(text)
    assert update(site, built, path) == (built, ())
    assert page(site, "/papers/2501.00002/") == before


def test_a_link_in_place_of_a_record_is_left_to_the_build(site: Path, built: BuiltPages) -> None:
    record = site / record_of(site, 2)
    record.unlink()
    record.symlink_to("2501.00005.yaml")
    assert update(site, built, record_of(site, 2)) == (built, ())
