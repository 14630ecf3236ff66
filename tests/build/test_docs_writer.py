"""Writing generated pages under docs/: only what changed, and no file that a person owns."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from generator.build.docs import writer
from generator.build.docs.writer import DocsUpdate
from generator.build.docs.writer import write_pages as write_planned
from generator.errors import DigestifError
from generator.files.folder import Folder
from generator.pages.page import Page, PageContent

PAGE = "---\ntitle: A day\n---\n<p>Papers</p>\n"


def write_pages(site: Path, texts: dict[str, str]) -> DocsUpdate:
    return write_planned(Folder(site), "docs", [planned(path, text) for path, text in texts.items()])


def planned(path: str, text: str) -> Page:
    return Page(
        path=path, address=f"/{path}", shows=path, lay_out=lambda: PageContent(inputs=lambda: text, render=lambda: text)
    )


def snapshot(docs: Path) -> dict[str, tuple[bytes, int]]:
    return {file.name: (file.read_bytes(), file.stat().st_mtime_ns) for file in docs.rglob("*") if file.is_file()}


def test_a_second_run_with_the_same_pages_writes_nothing(tmp_path: Path) -> None:
    pages = {"days/2025-07-31/index.md": PAGE, "assets/topics.css": "a {}\n"}
    first = write_pages(tmp_path, pages)
    before = snapshot(tmp_path / "docs")
    second = write_pages(tmp_path, pages)
    assert first.written == ("assets/topics.css", "days/2025-07-31/index.md")
    assert (second.written, second.removed, second.unchanged) == ((), (), 2)
    assert snapshot(tmp_path / "docs") == before


def test_pages_that_are_no_longer_planned_are_removed_with_their_empty_folders(tmp_path: Path) -> None:
    write_pages(tmp_path, {"papers/a/index.md": PAGE, "index.md": PAGE})
    assert write_pages(tmp_path, {"index.md": PAGE}).removed == ("papers/a/index.md",)
    assert not (tmp_path / "docs" / "papers").exists()


def test_hand_written_pages_stay_untouched(tmp_path: Path) -> None:
    about = tmp_path / "docs" / "about.md"
    about.parent.mkdir()
    about.write_text("# About\n")
    write_pages(tmp_path, {"index.md": PAGE})
    assert write_pages(tmp_path, {}).removed == ("index.md",)
    assert about.read_text() == "# About\n"


@pytest.mark.parametrize("content", [b"# Mine\n", b"\xff\xfe", b""])
def test_a_hand_written_page_in_the_way_is_named_and_nothing_is_written(tmp_path: Path, content: bytes) -> None:
    docs = tmp_path / "docs"
    docs.mkdir()
    (docs / "index.md").write_bytes(content)
    result = write_pages(tmp_path, {"index.md": PAGE, "other.md": PAGE})
    assert [str(problem) for problem in result.problems] == [
        "docs/index.md: would be overwritten by a generated page\n  rename this file; nothing was written"
    ]
    assert (docs / "index.md").read_bytes() == content
    assert not (docs / "other.md").exists()


def test_a_generated_page_that_a_person_edited_is_not_overwritten(tmp_path: Path) -> None:
    write_pages(tmp_path, {"index.md": PAGE})
    page = tmp_path / "docs" / "index.md"
    page.write_text(page.read_text().replace("Papers", "My words"))
    for pages in ({"index.md": PAGE}, {}):
        result = write_pages(tmp_path, pages)
        assert [str(problem) for problem in result.problems] == [
            "docs/index.md: this generated page was edited, and the edit would be overwritten\n"
            "  make the change under content/ instead, then delete this file; nothing was written"
        ]
    assert "My words" in page.read_text()


def test_links_and_pipes_are_named_and_nothing_is_written(tmp_path: Path) -> None:
    docs, elsewhere = tmp_path / "docs", tmp_path / "elsewhere"
    docs.mkdir()
    elsewhere.mkdir()
    (docs / "papers").symlink_to(elsewhere)
    (docs / "leak.txt").symlink_to("/etc/passwd")
    os.mkfifo(docs / "pipe")
    (docs / ".#index.md").symlink_to("someone@machine.4711")  # Emacs makes these while a file is edited
    with pytest.raises(DigestifError) as caught:
        write_pages(tmp_path, {"papers/a/index.md": PAGE, "index.md": PAGE})
    assert str(caught.value) == (
        "docs/ has entries that cannot be published:\n"
        "docs/leak.txt: is a symbolic link\n"
        "  replace it with a real file or folder, or remove it\n"
        "docs/papers: is a symbolic link\n"
        "  replace it with a real file or folder, or remove it\n"
        "docs/pipe: is a pipe, a socket or a device\n"
        "  replace it with a real file or folder, or remove it\n"
        "  nothing was changed"
    )
    assert list(elsewhere.iterdir()) == []
    assert not (docs / "index.md").exists()


def test_docs_itself_is_not_followed_as_a_link(tmp_path: Path) -> None:
    site, elsewhere = tmp_path / "site", tmp_path / "elsewhere"
    site.mkdir()
    elsewhere.mkdir()
    (site / "docs").symlink_to(elsewhere)
    with pytest.raises(DigestifError, match=r"^docs: is a symbolic link"):
        write_pages(site, {"index.md": PAGE})
    assert list(elsewhere.iterdir()) == []


def test_an_unreadable_file_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "private.md").write_text("# Mine\n")
    really_open = os.open

    def refuse(path: str, *args: int, **kwargs: int) -> int:
        if path == "private.md":
            raise PermissionError(13, "Permission denied")
        return really_open(path, *args, **kwargs)

    monkeypatch.setattr("generator.files.folder.os.open", refuse)
    with pytest.raises(DigestifError, match=r"^docs/private\.md: could not be read: permission denied"):
        write_pages(tmp_path, {"index.md": PAGE})


def test_temporary_files_of_a_killed_run_are_removed(tmp_path: Path) -> None:
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / ".digestif-abc.tmp").write_text("half a pa")
    write_pages(tmp_path, {"index.md": PAGE})
    assert [file.name for file in (tmp_path / "docs").iterdir()] == ["index.md"]


@pytest.mark.parametrize(("path", "text"), [("feed.json", "{}"), ("index.md", "no front matter")])
def test_a_file_that_cannot_have_a_stamp_is_refused(tmp_path: Path, path: str, text: str) -> None:
    with pytest.raises(ValueError, match=r"only Markdown and CSS|begins with front matter"):
        write_pages(tmp_path, {path: text})


def test_a_page_is_not_rendered_while_its_inputs_and_its_file_are_the_same(tmp_path: Path) -> None:
    def fail() -> str:
        raise AssertionError("rendered in vain")

    first = write_pages(tmp_path, {"index.md": PAGE})
    assert first.texts == {"index.md": PAGE}
    page = Page(path="index.md", address="/", shows="", lay_out=lambda: PageContent(inputs=lambda: PAGE, render=fail))
    again = write_planned(Folder(tmp_path), "docs", [page], cached=first.states)
    assert (again.unchanged, again.texts) == (1, {})
    (tmp_path / "docs" / "index.md").unlink()
    with pytest.raises(AssertionError, match="in vain"):
        write_planned(Folder(tmp_path), "docs", [page], cached=first.states)


def test_no_more_texts_are_kept_than_memory_allows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(writer, "_KEPT_CHARACTERS", 2 * len(PAGE))
    update = write_pages(tmp_path, {f"{name}.md": PAGE for name in "abcd"})
    assert list(update.texts) == ["a.md", "b.md"]
    assert len(update.states) == 4


def test_two_processes_write_every_page(tmp_path: Path) -> None:
    pages = {f"papers/{number}/index.md": PAGE.replace("A day", str(number)) for number in range(300)}
    update = write_pages(tmp_path, pages)
    assert list(update.states) == list(pages)
    assert update.texts == pages
    assert len(list((tmp_path / "docs").rglob("*.md"))) == 300


def test_of_a_part_only_its_own_pages_are_written_and_the_others_stay(tmp_path: Path) -> None:
    write_pages(tmp_path, {"a.md": PAGE, "b.md": PAGE, "gone.md": PAGE})
    newer = PAGE.replace("Papers", "Newer papers")
    pages = [planned("a.md", newer), planned("b.md", newer)]
    update = write_planned(Folder(tmp_path), "docs", pages, wanted={"a.md"})
    assert (update.written, update.removed, set(update.states)) == (("a.md",), ("gone.md",), {"a.md"})
    assert "Newer" not in (tmp_path / "docs" / "b.md").read_text()
