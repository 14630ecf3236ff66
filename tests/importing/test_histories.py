"""Random histories: imports, corrections, deletions, kills. No human edit is ever lost; the rest equals the sources.

The oracle is told of the same events and keeps, for each paper, what people wrote and what each list said.
"""

from __future__ import annotations

import shutil
import tempfile
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from generator.importing.plan import plan_import
from generator.records.editor import update_record
from generator.records.leaves import leaves_of
from generator.store.apply import apply_changes
from generator.store.load import load_content, load_library
from tests.importing.import_samples import answer, content_files, said, take

KEYS = [f"2401.1000{number}" for number in range(3)]
SOURCES = ("arxiv", "hf-json")
DAYS = tuple(date(2025, 6, day) for day in (10, 11, 12))
#: What a source may say of a field; None is nothing. What people write is never among these.
SAYS: dict[str, tuple[Any, ...]] = {
    "abstract": (None, "Old words.", "New words."),
    "venue": (None, "LMS", "NIPS: the old name"),
    "authors": (None, ["Ada Example"], ["Ada Example", "Bo Other"]),
    "ids.doi": (None, "10.1000/abc"),
    "links.code": (None, "https://example.org/1", "https://example.org/2"),
}

listed = st.fixed_dictionaries({name: st.sampled_from(values) for name, values in SAYS.items()})
imports = st.tuples(
    st.just("import"),
    st.sampled_from(SOURCES),
    st.sampled_from(DAYS),
    st.dictionaries(st.sampled_from(KEYS), listed, max_size=3),
    st.one_of(st.none(), st.integers(0, 6)),
)
edits = st.tuples(
    st.just("edit"), st.sampled_from(KEYS), st.sampled_from([*SAYS, "title", "note", "topics", "date"]), st.booleans()
)
deletions = st.tuples(st.just("delete"), st.sampled_from(KEYS))
histories = st.lists(st.one_of(imports, imports, edits, edits, deletions), min_size=2, max_size=9)


@dataclass
class Oracle:
    """What must be true, by other means than the program's own."""

    lists: dict[tuple[date, str], dict[str, dict[str, Any]]] = field(default_factory=dict)
    wrote: dict[str, dict[str, object]] = field(default_factory=dict)
    deleted: set[str] = field(default_factory=set)
    imported: set[str] = field(default_factory=set)

    def imports(self, source: str, day: date, papers: dict[str, dict[str, Any]]) -> None:
        told = self.lists.setdefault((day, source), {})
        for key, fields in papers.items():
            if key not in self.deleted:
                self.imported.add(key)
                held = told.setdefault(key, {})
                held.update({name: value for name, value in fields.items() if value is not None})
        for gone in self.deleted:
            for told in self.lists.values():
                told.pop(gone, None)

    def expected(self, key: str) -> dict[str, object]:
        leaves: dict[str, object] = {}
        for place in sorted(self.lists):
            if key in self.lists[place]:
                leaves.setdefault("date", place[0])
                leaves.update(self.lists[place][key])
        return leaves | self.wrote.get(key, {})


def plain(leaf: str, value: object) -> object:
    if leaf == "authors" and isinstance(value, tuple):
        return [author.name for author in value] or None
    return list(value) or None if isinstance(value, tuple) else (value or None)


def parsed(source: str, day: date, papers: dict[str, dict[str, Any]]) -> Any:
    said_papers = []
    for key, fields in papers.items():
        parts = {name: value for name, value in fields.items() if "." not in name and value is not None}
        ids = {"arxiv": key} | ({"doi": fields["ids.doi"] + key[-1]} if fields["ids.doi"] else {})
        links = {"code": fields["links.code"]} if fields["links.code"] else {}
        said_papers.append(said(f"Title of {key}", ids=ids, links=links, **parts))
    return answer(*said_papers, source=source, day=day)


def run_import(site: Path, oracle: Oracle, event: Any) -> None:
    _, source, day, papers, killed_after = event
    file = parsed(source, day, papers)
    if killed_after is not None:
        running = apply_changes(site, plan_import(load_content(site), [file]).steps)
        for _ in zip(range(killed_after), running, strict=False):
            pass
        del running
    plan = take(site, file)
    told = {
        key: fields | {"ids.doi": fields["ids.doi"] and fields["ids.doi"] + key[-1]} for key, fields in papers.items()
    }
    oracle.imports(source, day, told)
    counts = plan.report.counts
    assert counts.read == len(papers)
    assert take(site, file).steps == ()


def edit(site: Path, oracle: Oracle, event: Any) -> None:
    _, key, name, emptied = event
    record = load_content(site).by_key.get(key)
    if record is None:
        return
    emptied = emptied and name not in ("title", "date")
    head, _, part = name.partition(".")
    held = getattr(getattr(record.paper, head), part) if part else getattr(record.paper, head)
    if emptied and not held:
        return  # to empty what is empty is no edit: a source may still fill it
    mine: dict[str, Any] = {
        "title": "My title: corrected", "abstract": "My words.", "venue": "Mine", "authors": ["Me Myself"],
        "ids.doi": f"10.1000/mine{key[-1]}", "links.code": "https://example.org/mine", "note": "My note.",
        "topics": ["logic"], "date": "2025-06-30",
    }  # fmt: skip
    value = None if emptied else mine[name]
    raw = (site / record.file).read_bytes()
    if part:
        whole = {leaf: str(told) for leaf, told in getattr(record.paper, head) if told} | {part: value}
        value = {leaf: told for leaf, told in whole.items() if told} or None
        written = update_record(raw, {head: value})
    else:
        written = update_record(raw, {name: value})
    mark = f"# {name} by me\n".encode()
    (site / record.file).write_bytes(written if mark in written else written + mark)
    kept: object = date(2025, 6, 30) if name == "date" else (None if emptied else mine[name])
    oracle.wrote.setdefault(key, {})[name] = kept


def delete(site: Path, oracle: Oracle, event: Any) -> None:
    record = load_content(site).by_key.get(event[1])
    if record is not None:
        (site / record.file).unlink()
        oracle.deleted.add(event[1])
        oracle.wrote.pop(event[1], None)


def check(site: Path, oracle: Oracle) -> None:
    content = load_content(site)
    assert content.problems == ()
    records = content.by_key
    assert records.keys() == oracle.imported - oracle.deleted
    for key, record in records.items():
        expected = oracle.expected(key)
        paper = record.paper
        has = leaves_of(paper) | {"note": paper.note, "topics": paper.topics, "date": paper.date}
        for leaf in [*SAYS, "note", "topics", "date"]:
            assert plain(leaf, has[leaf]) == expected.get(leaf), (key, leaf)
        assert paper.title == expected.get("title", f"Title of {key}")
        raw = (site / record.file).read_text()
        assert [name for name in oracle.wrote.get(key, {}) if f"# {name} by me\n" not in raw] == []
        if "date" not in oracle.wrote.get(key, {}):
            assert record.file == f"content/papers/{paper.date:%Y/%m/%d}/{key}.yaml"


@settings(max_examples=25, deadline=None)
@given(histories)
def test_no_human_edit_is_lost_and_the_rest_equals_the_sources(history: list[Any]) -> None:
    site = Path(tempfile.mkdtemp())
    try:
        oracle = Oracle()
        for event in history:
            {"import": run_import, "edit": edit, "delete": delete}[event[0]](site, oracle, event)
            check(site, oracle)
    finally:
        shutil.rmtree(site)


@settings(max_examples=10, deadline=None)
@given(st.lists(imports, min_size=2, max_size=4, unique_by=lambda event: event[1:3]), st.randoms(use_true_random=False))
def test_lists_of_different_days_and_sources_come_in_any_order(events: list[Any], random: Any) -> None:
    contents = []
    for _ in range(2):
        site = Path(tempfile.mkdtemp())
        try:
            for _, source, day, papers, _ in events:
                take(site, parsed(source, day, papers))
            contents.append(content_files(site) if (site / "content").exists() else {})
        finally:
            shutil.rmtree(site)
        random.shuffle(events)
    assert contents[0] == contents[1]


def test_a_library_of_a_history_has_its_mentions(tmp_path: Path) -> None:
    papers = {KEYS[0]: dict.fromkeys(SAYS)}
    for day in DAYS:
        take(tmp_path, parsed("arxiv", day, papers))
    assert [mention.day for mention in load_library(tmp_path).mentions[KEYS[0]]] == list(DAYS)
