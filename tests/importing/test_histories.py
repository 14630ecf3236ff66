"""Random histories of imports, edits, forms, deletions, kills and merged branches: no edit is ever lost.

What nobody edited equals the sources. An oracle sees the same events and keeps, for each paper, what curators wrote
and what each list said.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from generator.contributions.apply import apply_form
from generator.contributions.forms.form import Form
from generator.contributions.renaming import rename_record
from generator.importing.listing import ParsedFile
from generator.importing.missing import find_missing_records
from generator.importing.plan import plan_import
from generator.records.editor import update_record
from generator.records.leaves import leaves_of
from generator.store.apply import apply_changes
from generator.store.load import load_content, load_valid_content
from tests.importing.import_samples import answer, apply_until, content_files, import_into, metadata

KEYS = [f"2401.1000{number}" for number in range(3)]
SOURCES = ("arxiv", "hf-json")
DAYS = tuple(date(2025, 6, day) for day in (10, 11, 12))
#: What a source may say in a field; None means nothing. Curators never write any of these values.
VALUES: dict[str, tuple[Any, ...]] = {
    "abstract": (None, "Old words.", "New words."),
    "venue": (None, "LMS", "NIPS: the old name"),
    "authors": (None, ["Ada Example"], ["Ada Example", "Bo Other"]),
    "keywords": (None, ["logic"], ["logic", "machines"]),
    "ids.doi": (None, "10.1000/abc"),
    "links.code": (None, "https://example.org/1", "https://example.org/2"),
}
EDITS: dict[str, Any] = {
    "title": "My title: corrected",
    "abstract": "My words.",
    "venue": "Mine",
    "authors": ["Me Myself"],
    "keywords": ["mine"],
    "links.code": "https://example.org/mine",
    "note": "My note.",
    "topics": ["logic"],
    "date": "2025-06-30",
}

listed = st.fixed_dictionaries({name: st.sampled_from(values) for name, values in VALUES.items()})
imports = st.tuples(
    st.just("import"),
    st.sampled_from(SOURCES),
    st.sampled_from(DAYS),
    st.dictionaries(st.sampled_from(KEYS), listed, max_size=3),
    st.one_of(st.none(), st.integers(0, 6)),
)
edits = st.tuples(
    st.just("edit"), st.sampled_from(KEYS), st.sampled_from([*VALUES, "title", "note", "topics", "date"]), st.booleans()
)
#: How an empty field is written that says that the paper has none; no source fills it.
EMPTIED = {"keywords": "[]", "authors": "[]", "abstract": "''", "venue": "", "links": "{code: }"}
emptyings = st.tuples(st.just("empty"), st.sampled_from(KEYS), st.sampled_from(sorted(EMPTIED)))
renamings = st.tuples(st.just("rename"), st.sampled_from(KEYS))
deletions = st.tuples(st.just("delete"), st.sampled_from(KEYS))
forms = st.tuples(st.just("form"), st.sampled_from(KEYS), st.sampled_from(["title", "abstract", "venue"]))
#: An edit on a branch, while the list of another day is imported.
branches = st.tuples(st.just("branch"), edits, imports)
histories = st.lists(
    st.one_of(imports, imports, edits, edits, emptyings, forms, branches, renamings, deletions), min_size=2, max_size=9
)


@dataclass
class Oracle:
    """What must be true, computed by other means than the program's own."""

    lists: dict[tuple[date, str], dict[str, dict[str, Any]]] = field(default_factory=dict)
    edited: dict[str, dict[str, object]] = field(default_factory=dict)
    #: The fields with a comment beside them, which lasts as long as the record.
    commented: dict[str, set[str]] = field(default_factory=dict)
    deleted: set[str] = field(default_factory=set)
    imported: set[str] = field(default_factory=set)
    #: The keys of renamed records by those of their papers.
    renamed: dict[str, str] = field(default_factory=dict)

    def imports(self, source: str, day: date, papers: dict[str, dict[str, Any]]) -> None:
        entries = self.lists.setdefault((day, source), {})
        for key, fields in papers.items():
            if key not in self.deleted:
                self.imported.add(key)
                known = entries.setdefault(key, {})
                known.update({name: value for name, value in fields.items() if value is not None})
        for key in self.deleted:
            for entries in self.lists.values():
                entries.pop(key, None)

    def expected(self, key: str) -> dict[str, object]:
        leaves: dict[str, object] = {}
        for place in sorted(self.lists):
            if key in self.lists[place]:
                leaves.setdefault("date", place[0])
                leaves.update(self.lists[place][key])
        return leaves | self.edited.get(key, {})


def comparable(leaf: str, value: object) -> object:
    if leaf == "authors" and isinstance(value, tuple):
        return [author.name for author in value] or None
    return list(value) or None if isinstance(value, tuple) else (value or None)


def parsed(source: str, day: date, papers: dict[str, dict[str, Any]]) -> ParsedFile:
    listed_papers = []
    for key, fields in papers.items():
        whole = {name: value for name, value in fields.items() if "." not in name and value is not None}
        ids = {"arxiv": key} | ({"doi": fields["ids.doi"] + key[-1]} if fields["ids.doi"] else {})
        links = {"code": fields["links.code"]} if fields["links.code"] else {}
        listed_papers.append(metadata(f"Title of {key}", ids=ids, links=links, **whole))
    return answer(*listed_papers, source=source, day=day)


def run_import(site: Path, oracle: Oracle, event: Any) -> None:
    _, source, day, papers, killed_after = event
    file = parsed(source, day, papers)
    if killed_after is not None:
        content = load_content(site)
        missing = find_missing_records(content, record_all=True)
        apply_until(site, plan_import(content, [file], missing=missing).steps, killed_after)
    plan = import_into(site, file, record_removals=True)
    with_dois = {
        key: fields | {"ids.doi": fields["ids.doi"] and fields["ids.doi"] + key[-1]} for key, fields in papers.items()
    }
    oracle.imports(source, day, with_dois)
    assert plan.report.counts.read == len(papers)
    assert import_into(site, file, record_removals=True).steps == ()


def edit(site: Path, oracle: Oracle, event: Any) -> None:
    _, key, name, emptied = event
    record = load_content(site).by_key.get(oracle.renamed.get(key, key))
    if record is None:
        return
    emptied = emptied and name not in ("title", "date")
    head, _, part = name.partition(".")
    present = getattr(getattr(record.paper, head), part) if part else getattr(record.paper, head)
    if emptied and not present:
        return  # emptying an empty field is no edit: a source may still fill it
    edit_value = f"10.1000/mine{key[-1]}" if name == "ids.doi" else EDITS[name]
    value = None if emptied else edit_value
    raw = (site / record.file).read_bytes()
    if part:
        whole = {leaf: str(text) for leaf, text in getattr(record.paper, head) if text} | {part: value}
        written = update_record(raw, {head: {leaf: text for leaf, text in whole.items() if text} or None})
    else:
        written = update_record(raw, {name: value})
    comment = f"# {name} by me\n".encode()
    (site / record.file).write_bytes(written if comment in written else written + comment)
    oracle.edited.setdefault(key, {})[name] = date(2025, 6, 30) if name == "date" else value
    oracle.commented.setdefault(key, set()).add(name)


def empty(site: Path, oracle: Oracle, event: Any) -> None:
    """Write an empty field in place of what is there, below a comment after the last field."""
    _, key, name = event
    record = load_content(site).by_key.get(oracle.renamed.get(key, key))
    if record is None or (
        name == "links" and record.paper.links.code is None and "links:" in (site / record.file).read_text()
    ):
        return
    without = update_record((site / record.file).read_bytes(), {name: None})
    if f"\n{name}:".encode() in without:
        return  # it was emptied before
    leaf = "links.code" if name == "links" else name
    comment = f"# {leaf} by me\n".encode()
    written = without if comment in without else without + comment
    (site / record.file).write_bytes(written + f"{name}: {EMPTIED[name]}\n".encode())
    oracle.edited.setdefault(key, {})[leaf] = None
    oracle.commented.setdefault(key, set()).add(leaf)


def fill_in_form(site: Path, oracle: Oracle, event: Any) -> None:
    """Correct a field with the form of the site."""
    _, key, name = event
    content = load_content(site)
    record = content.by_key.get(oracle.renamed.get(key, key))
    if record is None or f"/{record.paper.date:%Y/%m/%d}/" not in record.file:  # a form asks to move such a file first
        return
    value = f"What a reader wrote as {name}."
    result = apply_form(Form(kind="fix", answers={"key": record.key, name: value}), content, today=date(2025, 7, 1))
    assert result.steps or getattr(record.paper, name) == value, result.report
    apply_changes(site, result.steps)
    oracle.edited.setdefault(key, {})[name] = value


def git(site: Path, *arguments: str) -> bool:
    """Run Git as somebody, and return whether it succeeded."""
    who = ("-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false")
    done = subprocess.run(["git", *who, "-C", site, *arguments], capture_output=True, check=False)
    return done.returncode == 0


def commit(site: Path) -> None:
    assert git(site, "add", "--all", "--force", "content") or not (site / "content").exists()
    assert git(site, "commit", "--quiet", "--allow-empty", "--message", "A change")


def merge_branch(site: Path, oracle: Oracle, event: Any) -> None:
    """Edit on a branch, import on another, and merge; where Git finds a conflict, import after the edit."""
    _, editing, (*importing, _) = event
    importing = (*importing, None)
    if not (site / ".git").exists():
        assert git(site, "init", "--quiet", "--initial-branch=main")
    commit(site)
    assert git(site, "checkout", "--quiet", "-b", "edit")
    edit(site, oracle, editing)
    commit(site)
    assert git(site, "checkout", "--quiet", "main")
    run_import(site, oracle, importing)
    commit(site)
    if not git(site, "merge", "--quiet", "--no-edit", "edit"):
        assert git(site, "merge", "--abort")
        assert git(site, "reset", "--quiet", "--hard", "edit")
        run_import(site, oracle, importing)
    assert git(site, "branch", "--quiet", "-D", "edit")


def rename(site: Path, oracle: Oracle, event: Any) -> None:
    content = load_content(site)
    key = event[1]
    record = content.by_key.get(oracle.renamed.get(key, key))
    if record is not None and key not in oracle.renamed:
        oracle.renamed[key] = f"my-{key}"
        apply_changes(site, rename_record(record, oracle.renamed[key], content).steps)


def delete(site: Path, oracle: Oracle, event: Any) -> None:
    record = load_content(site).by_key.get(oracle.renamed.get(event[1], event[1]))
    if record is not None:
        (site / record.file).unlink()
        oracle.deleted.add(event[1])
        oracle.edited.pop(event[1], None)
        oracle.commented.pop(event[1], None)


def check(site: Path, oracle: Oracle) -> None:
    content = load_content(site)
    assert content.problems == ()
    records = content.by_key
    assert records.keys() == {oracle.renamed.get(key, key) for key in oracle.imported - oracle.deleted}
    for key in oracle.imported - oracle.deleted:
        record = records[oracle.renamed.get(key, key)]
        expected = oracle.expected(key)
        paper = record.paper
        found = leaves_of(paper) | {"note": paper.note, "topics": paper.topics, "date": paper.date}
        for leaf in [*VALUES, "note", "topics", "date"]:
            assert comparable(leaf, found[leaf]) == expected.get(leaf), (key, leaf)
        assert paper.title == expected.get("title", f"Title of {key}")
        raw = (site / record.file).read_text()
        assert [name for name in oracle.commented.get(key, ()) if f"# {name} by me\n" not in raw] == []
        if "date" not in oracle.edited.get(key, {}):
            assert record.file == f"content/papers/{paper.date:%Y/%m/%d}/{record.key}.yaml"


EVENTS = {
    "import": run_import,
    "edit": edit,
    "empty": empty,
    "form": fill_in_form,
    "branch": merge_branch,
    "rename": rename,
    "delete": delete,
}


@settings(max_examples=int(os.environ.get("DIGESTIF_EXAMPLES", "25")), deadline=None)  # one history takes about 0.2 s
@given(histories)
def test_no_edit_is_lost_and_the_rest_equals_the_sources(history: list[Any]) -> None:
    site = Path(tempfile.mkdtemp())
    try:
        oracle = Oracle()
        for event in history:
            EVENTS[event[0]](site, oracle, event)
            check(site, oracle)
    finally:
        shutil.rmtree(site)


@settings(max_examples=10, deadline=None)  # one example takes about 0.3 s
@given(st.lists(imports, min_size=2, max_size=4, unique_by=lambda event: event[1:3]), st.randoms(use_true_random=False))
def test_lists_of_different_days_and_sources_give_the_same_content_in_any_order(events: list[Any], random: Any) -> None:
    contents = []
    for _ in range(2):
        site = Path(tempfile.mkdtemp())
        try:
            for _, source, day, papers, _ in events:
                import_into(site, parsed(source, day, papers))
            contents.append(content_files(site) if (site / "content").exists() else {})
        finally:
            shutil.rmtree(site)
        random.shuffle(events)
    assert contents[0] == contents[1]


def test_a_paper_on_three_lists_has_three_mentions(tmp_path: Path) -> None:
    papers = {KEYS[0]: dict.fromkeys(VALUES)}
    for day in DAYS:
        import_into(tmp_path, parsed("arxiv", day, papers))
    assert [mention.day for mention in load_valid_content(tmp_path).library.mentions[KEYS[0]]] == list(DAYS)
