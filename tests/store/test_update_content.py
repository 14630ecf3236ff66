"""content/ updated in memory is what reading it again would give."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from generator.importing.run import import_files
from generator.model import SourceMetadata
from generator.store.load import load_content, update_content
from tests.importing.import_samples import DAY, answer, import_into, metadata

ONE, TWO = metadata("One", arxiv="2401.10001"), metadata("Two", arxiv="2401.10002")


def test_an_import_in_memory_equals_the_import_on_disk(tmp_path: Path) -> None:
    def updated_equals_read(*papers: SourceMetadata, days: int = 0) -> bool:
        plan = import_files(tmp_path, [answer(*papers, day=DAY + timedelta(days=days))])
        return update_content(tmp_path, plan.content, plan.steps) == load_content(tmp_path)

    import_into(tmp_path, answer(ONE, TWO, metadata("A preprint")))
    assert updated_equals_read(metadata("One, revised", arxiv="2401.10001", abstract="It says."), days=1)
    assert updated_equals_read(metadata("A preprint", arxiv="2401.10003"), days=2), "the record is renamed"
    (tmp_path / "content/papers/2025/06/13/2401.10002.yaml").unlink()
    assert updated_equals_read(ONE, days=3), "a deleted record is listed as removed"
    (tmp_path / "content/papers/2025/06/13/2401.10001.yaml").write_text("title: One\n")
    assert load_content(tmp_path).problems
    assert update_content(tmp_path, load_content(tmp_path), ()) == load_content(tmp_path)
