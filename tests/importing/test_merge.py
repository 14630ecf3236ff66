"""Three-way merge of a record with what sources say: every file of tests/cases/merge is a case."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from generator.files.hashing import hash_bytes
from generator.importing.plan import plan_import
from generator.model import SourceMetadata
from generator.records.read import read_record
from generator.store.changes import FileMove, FileWrite
from generator.store.content import Content
from generator.store.snapshots.snapshots import Snapshot, SnapshotEntry
from tests.importing.import_samples import DAY, answer, metadata

CASES = sorted((Path(__file__).parent.parent / "cases" / "merge").glob("*.yml"))
FIELDS = {"why", "record", "base", "theirs", "day", "written", "moved", "conflicts"}
FILE = "content/papers/2025/06/13/2401.10000.yaml"


@pytest.mark.parametrize("file", [pytest.param(file, id=file.stem) for file in CASES])
def test_merge(file: Path) -> None:
    case: dict[str, Any] = yaml.load(file.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
    assert case.keys() <= FIELDS
    raw = case["record"].encode()
    read = read_record(raw, file=FILE)
    assert read.record is not None, read.problems
    snapshots = {}
    if "base" in case:
        entry = SnapshotEntry(key="2401.10000", rank=1, metadata=_metadata(case["base"]))
        snapshots[DAY, "hf-json"] = Snapshot(source="hf-json", day=DAY, entries=(entry,))
    content = Content(records=(read.record,), raw={FILE: raw}, hashes={FILE: hash_bytes(raw)}, snapshots=snapshots)
    day = date.fromisoformat(case["day"]) if "day" in case else DAY

    plan = plan_import(content, [answer(_metadata(case["theirs"]), day=day)])

    moves = [step.to for step in plan.steps if isinstance(step, FileMove)]
    assert moves == ([case["moved"]] if "moved" in case else [])
    path = moves[0] if moves else FILE
    written = [step.content.decode() for step in plan.steps if isinstance(step, FileWrite) and step.file == path]
    assert written == ([case["written"]] if "written" in case else [])
    expected = [conflict.rstrip("\n") for conflict in case.get("conflicts", [])]
    assert [str(conflict) for conflict in plan.report.conflicts] == expected


def _metadata(fields: dict[str, Any]) -> SourceMetadata:
    return metadata(**{"ids": {"arxiv": "2401.10000"}, **fields})
