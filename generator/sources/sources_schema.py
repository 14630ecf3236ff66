"""The JSON Schema of content/sources.yaml, for editors that complete and check it as people type."""

from __future__ import annotations

import json
from typing import Any

from generator.sources.shared.headings import HEADINGS
from generator.sources.sources_file import (
    LIST_FIELDS,
    MAX_LABEL,
    MAX_NAME,
    MAX_SEPARATOR,
    MAX_VENUE,
    NAME,
    SOURCE_FIELDS,
)

SOURCES_SCHEMA_FILE = "content/schema/sources.schema.json"


def sources_json_schema() -> str:
    """The schema of the sources file, as indented JSON with a line break at its end."""
    schema = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Sources",
        "description": "Tables that digestif import --source NAME reads, with the headings of their columns.",
        "type": ["object", "null"],
        "propertyNames": {"pattern": f"^{NAME}$", "maxLength": MAX_NAME},
        "additionalProperties": {
            "type": "object",
            "additionalProperties": False,
            "required": ["columns"],
            "properties": {name: _FIELDS[name] for name in SOURCE_FIELDS},
        },
    }
    return json.dumps(schema, ensure_ascii=False, indent=2) + "\n"


def _columns() -> dict[str, Any]:
    heading = {"type": "string", "minLength": 1}
    either = {"anyOf": [heading, {"type": "array", "minItems": 1, "items": heading}]}
    return {
        field: {"description": f"The heading of the column with the paper's {field}, or several headings.", **either}
        for field in HEADINGS
    }


_FIELDS: dict[str, dict[str, Any]] = {
    "label": {
        "description": "The name of the source in words, for digestif sources.",
        "type": ["string", "null"],
        "maxLength": MAX_LABEL,
    },
    "columns": {
        "description": "For each field, the heading of its column, or a list of headings; the first one with a value "
        "counts. Other columns are recognised by their usual headings.",
        "type": "object",
        "minProperties": 1,
        "additionalProperties": False,
        "properties": _columns(),
    },
    "separators": {
        "description": "The sign between the items of a list, where the usual ones do not fit.",
        "type": ["object", "null"],
        "additionalProperties": False,
        "properties": {
            field: {
                "description": f"The sign between {field}.",
                "type": "string",
                "minLength": 1,
                "maxLength": MAX_SEPARATOR,
            }
            for field in LIST_FIELDS
        },
    },
    "venue": {
        "description": "The venue of papers whose row names none.",
        "type": ["string", "null"],
        "maxLength": MAX_VENUE,
    },
    "date": {
        "description": "The day of the digest, for papers whose row names none and imports without --date.",
        "type": ["string", "null"],
        "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$",
        "examples": ["2025-07-31"],
    },
}
