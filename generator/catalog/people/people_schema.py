"""The JSON Schema of content/people.yaml, for editors that complete and check it as people type."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from generator.catalog.people.people_file import FIELDS, ID, MAX_ID, MAX_ITEMS, MAX_LINE, MAX_PEOPLE

PEOPLE_SCHEMA_FILE = "content/schema/people.schema.json"
#: What each field is for, in the order of ``FIELDS``.
DESCRIPTIONS: Mapping[str, str] = {
    "names": "All spellings of the name on papers, the one to show first. Case, accents and hyphens do not count.",
    "orcid": "The ORCID iD. Papers that give it belong to this person; papers of the name with another one do not.",
    "homepage": "The address of the person's own page.",
    "affiliation": "Where the person works, as the page should show it.",
    "papers": "Keys of papers. With papers or coauthors, the person has only these papers and those with the ORCID iD.",
    "not_papers": "Keys of papers with the name that somebody else wrote.",
    "coauthors": "Names of co-authors: papers of the name that one of them also wrote belong to this person.",
    "aliases": "Former ids of the person, whose addresses lead to this page.",
}
_PATTERNS = {
    "orcid": r"^(https?://orcid\.org/)?[0-9]{4}-[0-9]{4}-[0-9]{4}-[0-9]{3}[0-9Xx]$",
    "homepage": "^https?://",
}


def people_json_schema() -> str:
    """Return the schema as indented JSON with a line break at its end."""
    schema = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "People",
        "description": "People by the ids that are part of the addresses of their pages.",
        "type": ["object", "null"],
        "maxProperties": MAX_PEOPLE,
        "propertyNames": {"pattern": f"^{ID.pattern}$", "maxLength": MAX_ID},
        "additionalProperties": {
            "type": "object",
            "additionalProperties": False,
            "required": ["names"],
            "properties": {name: _field(name) for name in FIELDS},
        },
    }
    return json.dumps(schema, ensure_ascii=False, indent=2) + "\n"


def _field(name: str) -> dict[str, Any]:
    line: dict[str, Any] = {"type": "string", "minLength": 1, "maxLength": MAX_LINE}
    if name in ("orcid", "homepage", "affiliation"):
        pattern = {"pattern": _PATTERNS[name]} if name in _PATTERNS else {}
        return {"description": DESCRIPTIONS[name], **line, **pattern}
    return {
        "description": DESCRIPTIONS[name],
        "type": "array",
        "minItems": 1,
        "maxItems": MAX_ITEMS,
        "uniqueItems": True,
        "items": line,
    }
