"""The JSON Schema of a record file, for editors that complete and check records as people type."""

from __future__ import annotations

import json
from typing import Any

from generator.model import Paper
from generator.records.fields import (
    FIELD_ORDER,
    FIELDS,
    KEYED_FIELDS,
    LANGUAGE_PATTERN,
    NUMBER_FIELDS,
    PARTIAL_DATE_FIELDS,
    PARTS,
    fields_of,
)
from generator.records.limits import MAX_ITEMS, MAX_LENGTHS
from generator.text.dates import MAX_YEAR, MIN_YEAR

_DIALECT = "https://json-schema.org/draft/2020-12/schema"


def paper_json_schema() -> str:
    """The schema of a record file, as indented JSON with a line break at its end.

    It is made from the pydantic model and allows what the reader also accepts: an author may be a bare name, and a
    field may be empty.
    """
    model = Paper.model_json_schema()
    definitions = {name: _described(model["$defs"][part.__name__], name) for name, part in sorted(PARTS.items())}
    record = _described(model, "")
    record["properties"]["authors"]["items"] = {
        "anyOf": [
            {"type": "string", "minLength": 1, "maxLength": MAX_LENGTHS["authors.name"]},
            definitions.pop("authors"),
        ]
    }
    for name in sorted(KEYED_FIELDS):
        record["properties"][name] |= {
            "type": ["object", "null"],
            "maxProperties": record["properties"][name].pop("maxItems"),
            "propertyNames": {"pattern": LANGUAGE_PATTERN},
            "additionalProperties": definitions.pop(name) | {"type": ["object", "null"]},
        }
    for name, definition in definitions.items():
        record["properties"][name] |= {key: held for key, held in definition.items() if key != "description"}
        record["properties"][name]["type"] = ["object", "null"]
    schema = {
        "$schema": _DIALECT,
        "title": "Paper",
        "description": "A paper's record: metadata from sources, corrected and extended by people.",
        "type": "object",
        "additionalProperties": False,
        "required": ["title", "date"],
        "properties": record["properties"],
    }
    return json.dumps(schema, ensure_ascii=False, indent=2) + "\n"


def _described(definition: dict[str, Any], parent: str) -> dict[str, Any]:
    """A mapping's schema with every field described; it has no defaults, since editors would insert them."""
    fields = {}
    required = definition.get("required", [])
    for name in FIELD_ORDER if not parent else fields_of(parent):
        whole = f"{parent}.{name}".removeprefix(".")
        field_help = FIELDS[whole]
        fields[name] = {
            "description": field_help.description,
            **_typed(definition["properties"][name], name in required),
        }
        _add_limits(fields[name], whole)
        if field_help.pattern:
            fields[name]["pattern"] = field_help.pattern
        if whole in PARTIAL_DATE_FIELDS:
            # YAML reads a year without quotes as a number.
            fields[name] |= {"type": ["string", "integer", "null"], "minimum": MIN_YEAR, "maximum": MAX_YEAR}
        if whole in NUMBER_FIELDS:
            fields[name]["type"] = ["string", "integer", "null"]
        label, _, example = field_help.example.partition(": ")
        if label == name and "|" not in example and " on the lines" not in example and "type" in fields[name]:
            fields[name]["examples"] = [_example(example)]
    shape = {"type": "object", "additionalProperties": False, "properties": fields}
    return shape | ({"required": required} if required else {})


def _typed(field: dict[str, Any], required: bool) -> dict[str, Any]:
    """The field's type; an optional field may also be empty."""
    chosen = next((form for form in field.get("anyOf", ()) if form.get("type") != "null"), field)
    if "enum" in chosen:
        return {"enum": chosen["enum"] if required else [*chosen["enum"], None]}
    if chosen.get("type") == "array":
        return {"type": ["array", "null"], "items": _typed(chosen["items"], required=True)}
    if "$ref" in chosen or chosen.get("type") == "object":
        return {"type": ["object", "null"]}
    return {"type": "string" if required else ["string", "null"]} | ({"minLength": 1} if required else {})


def _add_limits(field: dict[str, Any], name: str) -> None:
    """Give a field's schema its greatest length and number of items."""
    if name in MAX_ITEMS:
        field["maxItems"] = MAX_ITEMS[name]
    if name in MAX_LENGTHS:
        text = field.get("items", field)
        text["maxLength"] = MAX_LENGTHS[name]


def _example(text: str) -> str | list[str]:
    return text[1:-1].split(", ") if text.startswith("[") else text.strip("'")
