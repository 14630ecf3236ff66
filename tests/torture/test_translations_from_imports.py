"""Hostile translations in files of other programs: kept, repaired by documented rules or refused with a reason."""

from __future__ import annotations

import csv
import io
import json
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from generator.checks.content import check_content
from generator.importing.run import import_files, parsed_file
from generator.model import Paper, Parsed
from generator.sources.registry import detect_source, parse
from generator.store.load import load_content
from generator.text.visible import is_visible
from tests.importing.import_samples import DAY
from tests.torture.hostile_digest import TODAY
from tests.torture.payloads import Payload, chosen
from tests.torture.results import record
from tests.torture.shown import spaced
from tests.torture.test_text_from_imports_and_forms import is_utf8

Rows = list[dict[str, Any]]


def with_fields(payload: Payload) -> dict[str, Any]:
    return {"title": f"Paper {payload.number}", "title_zh": payload.text, "abstract_zh": payload.text}


def exported(payload: Payload) -> dict[str, Any]:
    texts = dict.fromkeys(("title", "abstract", "by", "model"), payload.text)
    number = payload.number
    return {"key": f"p{number}", "title": f"Paper {number}", "date": str(DAY), "translations": {"zh": texts}}


def from_a_service(payload: Payload) -> dict[str, Any]:
    texts = dict.fromkeys(("title", "abstract", "by", "model"), payload.text)
    return {"key": f"p{payload.number}", "language": "zh", **texts}


def as_csv(rows: Rows) -> bytes:
    out = io.StringIO()
    writer = csv.DictWriter(out, list(rows[0]))
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue().encode(errors="surrogatepass")


def as_json(rows: Rows) -> bytes:
    return json.dumps(rows, ensure_ascii=False).encode(errors="surrogatepass")


def as_lines(rows: Rows) -> bytes:
    return "".join(f"{json.dumps(row)}\n" for row in rows).encode()


#: Files with translations: their name, a row for a payload, and how they are written.
FILES: dict[str, tuple[str, Callable[[Payload], dict[str, Any]], Callable[[Rows], bytes]]] = {
    "columns of a table": ("list.csv", with_fields, as_csv),
    "members of objects": ("list.json", with_fields, as_json),
    "an export": ("export.jsonl", exported, as_lines),
    "a table of a service": ("translations.csv", from_a_service, as_csv),
    "lines of a service": ("translations.jsonl", from_a_service, as_lines),
}


@pytest.mark.parametrize("kind", FILES)
def test_a_translation_is_kept_or_refused_with_a_reason(tmp_path: Path, kind: str) -> None:
    name, row_of, write = FILES[kind]
    site = tmp_path
    rows = {each.number: row_of(each) for each in chosen() if is_utf8(write([row_of(each)]))}
    if row_of is from_a_service:
        own = as_lines([{"key": f"p{number}", "title": f"Paper {number}", "date": str(DAY)} for number in rows])
        import_files(site, [parsed_file(site, site / "own.jsonl", parse("table", own, name="own.jsonl"))], day=DAY)
    parsed = read(name, write(list(rows.values())))
    plan = import_files(site, [parsed_file(site, site / name, parsed)], day=DAY)
    content = load_content(site)
    errors = [str(each) for each in check_content(content, today=TODAY) if each.severity == "error"]
    assert errors == []
    papers = {each.paper.title: each.paper for each in content.records}
    too_large = {problem.found.rpartition("(")[2] for problem in plan.report.problems if problem.code == "limit"}
    fates = Counter[str]()
    lost = []
    for payload in chosen():
        number = payload.number
        if number not in rows:
            fates["refused"] += 2  # such a file is not UTF-8
            continue
        paper = papers.get(f"Paper {number}")
        alone = read(name, write([rows[number]]))
        is_named = bool(alone.problems or alone.quarantined or too_large & {f"'Paper {number}')", f"'p{number}')"})
        for part in ("title", "abstract"):
            fate = fate_of(payload, paper, part, is_named=is_named)
            fates[fate] += 1
            lost += [f"{part} of {payload.text[:80]!a}"] * (fate == "lost")
    record(
        "Text",
        f"Translations in {kind}",
        tried=fates.total(),
        shown=fates["kept"],
        repaired=fates["repaired"],
        refused=fates["refused"],
        lost=fates["lost"],
    )
    assert lost == []


def read(name: str, raw: bytes) -> Parsed:
    source = detect_source(raw, name=name)
    assert source in ("table", "translations")
    return parse(source, raw, name=name)


def fate_of(payload: Payload, paper: Paper | None, part: str, *, is_named: bool) -> str:
    """What became of a text: it is lost where a record has nothing of it and no message is about its row."""
    translation = paper.translations.get("zh") if paper else None
    found = getattr(translation, part) if translation else None
    if found:
        return "kept" if spaced(found) == spaced(payload.text) else "repaired"
    return "refused" if is_named or not is_visible(payload.text) else "lost"
