"""Three-way merge of a record with what sources say: every file of tests/cases/merge is a case."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from generator.importing.plan import plan_import
from generator.records.read import read_record
from generator.store.changes import FileMove, FileWrite
from generator.store.content import Content, hash_bytes
from generator.store.snapshots import Snapshot, SnapshotEntry
from tests.importing.import_samples import DAY, answer, said

CASES = sorted((Path(__file__).parent.parent / "cases" / "merge").glob("*.yml"))
FIELDS = {"why", "record", "base", "theirs", "day", "written", "moved", "kept"}
FILE = "content/papers/2025/06/13/2401.10000.yaml"


@pytest.mark.parametrize("case", [pytest.param(case, id=case.stem) for case in CASES])
def test_merge(case: Path) -> None:
    told: dict[str, Any] = yaml.load(case.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
    assert told.keys() <= FIELDS
    raw = told["record"].encode()
    read = read_record(raw, file=FILE)
    assert read.record is not None, read.problems
    snapshots = {}
    if "base" in told:
        entry = SnapshotEntry(key="2401.10000", rank=1, metadata=_said(told["base"]))
        snapshots[DAY, "hf-json"] = Snapshot(source="hf-json", day=DAY, entries=(entry,))
    content = Content(records=(read.record,), raw={FILE: raw}, digests={FILE: hash_bytes(raw)}, snapshots=snapshots)
    day = date.fromisoformat(told["day"]) if "day" in told else DAY

    plan = plan_import(content, [answer(_said(told["theirs"]), day=day)])

    moves = [step.to for step in plan.steps if isinstance(step, FileMove)]
    assert moves == ([told["moved"]] if "moved" in told else [])
    place = moves[0] if moves else FILE
    written = [step.content.decode() for step in plan.steps if isinstance(step, FileWrite) and step.file == place]
    assert written == ([told["written"]] if "written" in told else [])
    assert [str(kept) for kept in plan.report.kept] == [kept.rstrip("\n") for kept in told.get("kept", [])]


def _said(fields: dict[str, Any]) -> Any:
    return said(**{"ids": {"arxiv": "2401.10000"}, **fields})
