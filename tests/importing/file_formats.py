"""Files as other programs write them, made of records as mappings: tables, bibliographies and lists."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Mapping
from typing import Any


def as_table(records: list[dict[str, Any]]) -> bytes:
    names = sorted({name for record in records for name in record})
    out = io.StringIO()
    rows = csv.DictWriter(out, names)
    rows.writeheader()
    rows.writerows({name: _cell(value) for name, value in record.items()} for record in records)
    return out.getvalue().encode(errors="surrogatepass")


def as_bibtex(records: list[dict[str, Any]]) -> bytes:
    entries = (
        "".join(f"  {name} = {{{_cell(value)}}},\n" for name, value in record.items() if name != "links").join(
            (f"@article{{k{number},\n", "}\n")
        )
        for number, record in enumerate(records)
    )
    return "\n".join(entries).encode(errors="surrogatepass")


def as_ris(records: list[dict[str, Any]]) -> bytes:
    tags = {"title": "TI", "abstract": "AB", "doi": "DO", "url": "UR", "journal": "JO", "year": "PY", "keywords": "KW"}
    entries = (
        "".join(f"{tags[name]}  - {_cell(value)}\n" for name, value in record.items() if name in tags)
        for record in records
    )
    return "".join(f"TY  - JOUR\n{entry}ER  - \n" for entry in entries).encode(errors="surrogatepass")


def as_csl(records: list[dict[str, Any]]) -> bytes:
    names = {"doi": "DOI", "url": "URL", "journal": "container-title", "abstract": "abstract", "title": "title"}
    items = [{"type": "article"} | {names.get(name, name): value for name, value in each.items()} for each in records]
    return json.dumps(items).encode()


def as_hf_json(records: list[dict[str, Any]]) -> bytes:
    return json.dumps([{"paper": record} for record in records]).encode()


def as_export(records: list[dict[str, Any]]) -> bytes:
    lists = [{"source": "hf-json", "date": "2025-06-13", "rank": 1, "facts": {}}]
    exported = ({"key": f"a-paper-{number}", "mentions": lists} | each for number, each in enumerate(records))
    return "".join(f"{json.dumps(record)}\n" for record in exported).encode()


def _cell(value: Any) -> str:
    if isinstance(value, list):
        return " and ".join(_cell(item) for item in value)
    return _cell(value.get("name", "")) if isinstance(value, dict) else value


EXPORT = "records.jsonl"
FORMATS: Mapping[str, tuple[str, Callable[[list[dict[str, Any]]], bytes]]] = {
    "table.csv": ("table", as_table),
    EXPORT: ("table", as_export),
    "records.bib": ("bibtex", as_bibtex),
    "records.ris": ("ris", as_ris),
    "records.json": ("csl-json", as_csl),
    "list.json": ("hf-json", as_hf_json),
}
