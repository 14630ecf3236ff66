"""The layout of content/: files that belong there, and a problem for each one that does not."""

from __future__ import annotations

import pytest

from generator.files.folder import FolderEntry
from generator.store.layout import check_layout

RECORD_PATH = (
    "the path of a record is content/papers/<year>/<month>/<day>/<key>.yaml, for example "
    "content/papers/2025/07/31/2401.10000.yaml"
)


def test_the_files_of_a_digest_have_no_problems() -> None:
    files = (
        "README.md", "topics.yaml", "sources.yaml", "removed.yaml", "papers/2025/07/31/2401.10000.yaml",
        "papers/.gitkeep", "sources/hf-page/2025-07-31.json", "notes/2025-07-31.md", "schema/paper.schema.json",
        "schema/sources.schema.json", "quarantine/hf-json/a-1.json", "digests/2025-W31.yaml",
    )  # fmt: skip
    folders = (
        "", "papers", "papers/2025", "papers/2025/07", "papers/2025/07/31", "sources/hf-page", "notes", "quarantine/x",
        "digests",
    )  # fmt: skip
    entries = [FolderEntry(path=f"content/{file}", kind="file") for file in files]
    entries += [FolderEntry(path=f"content/{folder}".rstrip("/"), kind="folder") for folder in folders]
    assert check_layout(entries) == ()


@pytest.mark.parametrize(
    ("entry", "problem"),
    [
        (
            FolderEntry(path="content/papers/2025/07/31/a.yml", kind="file"),
            "the name ends in .yml\n  rename it so that it ends in .yaml",
        ),
        (
            FolderEntry(path="content/papers/2025/07/31/a.yaml", kind="link"),
            "is a symbolic link\n  replace it with the file or folder itself; links are not followed",
        ),
        (
            FolderEntry(path="content/papers/2025/07/31/a.yaml", kind="other"),
            "is a pipe, a socket or a device, not a file\n  delete it",
        ),
        (
            FolderEntry(path="content/papers/a.yaml", kind="file"),
            f"this record is not in the folder of a day\n  move it; {RECORD_PATH}",
        ),
        (
            FolderEntry(path="content/papers/2025/new", kind="folder"),
            f"nothing reads this folder\n  delete it, or move its files; {RECORD_PATH}",
        ),
        (
            FolderEntry(path="content/digests/sub", kind="folder"),
            "nothing reads this folder\n  delete it, or move its files; the path of a digest is content/digests/<day, "
            "week or month>.yaml, for example content/digests/2025-07-31.yaml, 2025-W31.yaml or 2025-07.yaml",
        ),
        (
            FolderEntry(path="content/papers/2025/07/31/a.pdf", kind="file"),
            f"nothing reads this file\n  move or rename it; {RECORD_PATH}",
        ),
        (
            FolderEntry(path="content/digests/2025-07-31.md", kind="file"),
            "nothing reads this file\n  move or rename it; the path of a digest is content/digests/<day, week or "
            "month>.yaml, for example content/digests/2025-07-31.yaml, 2025-W31.yaml or 2025-07.yaml",
        ),
        (
            FolderEntry(path="content/notes/july.md", kind="file"),
            "nothing reads this file\n  move or rename it; the path of a note is "
            "content/notes/<year>-<month>-<day>.md, for example content/notes/2025-07-31.md",
        ),
        (
            FolderEntry(path="content/papers/2025/07/31/con.yaml", kind="file"),
            "'con' cannot be a key: the name has a special meaning for Windows or MkDocs\n"
            "  expected another name, such as con-2",
        ),
    ],
)
def test_what_does_not_belong_in_content_is_reported(entry: FolderEntry, problem: str) -> None:
    assert [str(each) for each in check_layout([entry])] == [f"{entry.path}: {problem}"]


def test_names_that_differ_only_in_case_are_reported() -> None:
    entries = [FolderEntry(path=f"content/notes/{name}", kind="file") for name in ("README.md", "Readme.md")]
    assert str(check_layout(entries)[-1]) == (
        "content/notes/Readme.md: differs from content/notes/README.md only in upper and lower case\n"
        "  rename one of them: on Windows and macOS, they are the same file"
    )
