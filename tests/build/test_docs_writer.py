from pathlib import Path

import pytest

from generator.build.docs_writer import Written
from generator.build.docs_writer import write_pages as write_planned
from generator.pages.page import Page, PageContent

PAGE = "---\ntitle: A day\n---\n<p>Papers</p>\n"


def write_pages(docs: Path, texts: dict[str, str]) -> Written:
    return write_planned(docs, [planned(path, text) for path, text in texts.items()])


def planned(path: str, text: str) -> Page:
    return Page(
        path=path, address=f"/{path}", shows=path, lay_out=lambda: PageContent(inputs=lambda: text, render=lambda: text)
    )


def snapshot(docs: Path) -> dict[str, tuple[bytes, int]]:
    return {file.name: (file.read_bytes(), file.stat().st_mtime_ns) for file in docs.rglob("*") if file.is_file()}


def test_a_second_run_with_the_same_pages_writes_nothing(tmp_path: Path) -> None:
    pages = {"days/2025-07-31/index.md": PAGE, "assets/topics.css": "a {}\n"}
    first = write_pages(tmp_path, pages)
    before = snapshot(tmp_path)
    second = write_pages(tmp_path, pages)
    assert first.written == ("assets/topics.css", "days/2025-07-31/index.md")
    assert (second.written, second.removed, second.unchanged) == ((), (), 2)
    assert snapshot(tmp_path) == before


def test_what_is_no_longer_made_goes_and_its_empty_folders_too(tmp_path: Path) -> None:
    write_pages(tmp_path, {"papers/a/index.md": PAGE, "index.md": PAGE})
    assert write_pages(tmp_path, {"index.md": PAGE}).removed == ("papers/a/index.md",)
    assert not (tmp_path / "papers").exists()


def test_hand_written_pages_stay_untouched(tmp_path: Path) -> None:
    about = tmp_path / "about.md"
    about.write_text("# About\n")
    write_pages(tmp_path, {"index.md": PAGE})
    assert write_pages(tmp_path, {}).removed == ("index.md",)
    assert about.read_text() == "# About\n"


def test_a_hand_written_page_in_the_way_is_named_and_nothing_is_written(tmp_path: Path) -> None:
    docs = tmp_path / "docs"
    docs.mkdir()
    (docs / "index.md").write_text("# Mine\n")
    result = write_pages(docs, {"index.md": PAGE, "other.md": PAGE})
    assert [str(problem) for problem in result.problems] == [
        "docs/index.md: a hand-written file stands where a generated page belongs\n"
        "  move it to another name under docs/; nothing was written"
    ]
    assert (docs / "index.md").read_text() == "# Mine\n"
    assert not (docs / "other.md").exists()


def test_a_generated_page_that_a_person_changed_is_not_overwritten(tmp_path: Path) -> None:
    docs = tmp_path / "docs"
    write_pages(docs, {"index.md": PAGE})
    page = docs / "index.md"
    page.write_text(page.read_text().replace("Papers", "My words"))
    for pages in ({"index.md": PAGE}, {}):
        result = write_pages(docs, pages)
        assert [str(problem) for problem in result.problems] == [
            "docs/index.md: this generated page was changed by hand\n"
            "  make the change under content/ instead, then delete this file; nothing was written"
        ]
    assert "My words" in page.read_text()


def test_a_linked_folder_is_not_written_through(tmp_path: Path) -> None:
    docs, elsewhere = tmp_path / "docs", tmp_path / "elsewhere"
    docs.mkdir()
    elsewhere.mkdir()
    (docs / "papers").symlink_to(elsewhere)
    result = write_pages(docs, {"papers/a/index.md": PAGE})
    assert [str(problem) for problem in result.problems] == [
        "docs/papers: this folder is a link, and generated pages belong inside docs/\n"
        "  replace the link by a folder; nothing was written"
    ]
    assert list(elsewhere.iterdir()) == []


def test_strays_of_an_interrupted_run_are_swept(tmp_path: Path) -> None:
    (tmp_path / ".digestif-abc").write_text("half a pa")
    write_pages(tmp_path, {"index.md": PAGE})
    assert [file.name for file in tmp_path.iterdir()] == ["index.md"]


@pytest.mark.parametrize(("path", "text"), [("feed.json", "{}"), ("index.md", "no front matter")])
def test_what_cannot_carry_a_stamp_is_refused(tmp_path: Path, path: str, text: str) -> None:
    with pytest.raises(ValueError, match=r"only Markdown and CSS|begins with front matter"):
        write_pages(tmp_path, {path: text})


def test_a_page_is_not_rendered_while_its_draft_and_its_file_are_as_they_were(tmp_path: Path) -> None:
    def fail() -> str:
        raise AssertionError("rendered in vain")

    first = write_pages(tmp_path, {"index.md": PAGE}).pages["index.md"]
    page = Page(path="index.md", address="/", shows="", lay_out=lambda: PageContent(inputs=lambda: PAGE, render=fail))
    known = {"index.md": first}
    assert write_planned(tmp_path, [page], known=known).unchanged == 1
    (tmp_path / "index.md").unlink()
    with pytest.raises(AssertionError, match="in vain"):
        write_planned(tmp_path, [page], known=known)


def test_of_a_part_only_its_own_pages_are_written_and_the_others_stay(tmp_path: Path) -> None:
    write_pages(tmp_path, {"a.md": PAGE, "b.md": PAGE, "gone.md": PAGE})
    newer = PAGE.replace("Papers", "Newer papers")
    written = write_planned(tmp_path, [planned("a.md", newer), planned("b.md", newer)], wanted={"a.md"})
    assert (written.written, written.removed, set(written.pages)) == (("a.md",), ("gone.md",), {"a.md"})
    assert "Newer" not in (tmp_path / "b.md").read_text()
