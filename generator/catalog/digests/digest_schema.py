"""The JSON Schema of a file of content/digests/, and the part of docs/fields.md about it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from generator.catalog.digests.digest_file import EXAMPLES, FIELDS, MAX_ITEMS, MAX_LENGTHS, MAX_NUMBER, PARTS
from generator.ids import MAX_KEY

DIGEST_SCHEMA_FILE = "content/schema/digest.schema.json"
#: What each field is for, in the order of ``FIELDS``, each followed by its parts.
DESCRIPTIONS: Mapping[str, str] = {
    "title": "The digest's title, on one line.",
    "introduction": "What readers should know first, in Markdown. For a day, it replaces the note on the day.",
    "hero": "The key of the pick to show first and large.",
    "picks": "The papers that the editors chose, in the order to show; an item is a key, or a mapping with paper and "
    "why. A day also lists its picks that no source listed then.",
    "picks.paper": "The key of the paper: the last part of the address of its page.",
    "picks.why": "Why you chose it: a sentence, in Markdown.",
    "order": "The keys of the papers that a day begins with, in this order; the others follow by rank. For days only.",
    "editors": "Guest editors; an item is a name, or a mapping with name and url.",
    "editors.name": "The name, given names first.",
    "editors.url": "The address of the person's own page.",
    "series": "The series that the digest belongs to, by name and number. It has a page with all its digests.",
    "series.name": "The name of the series, the same in all its digests. Required in series.",
    "series.number": "The number of this digest in the series, from 1. Required in series.",
    "draft": "Whether only the preview shows what this file says: true or false.",
    "publish": "The day from which the site shows what this file says. Without it, that is the day of the digest, or "
    "the first day of its week or month.",
}
_EXAMPLE = """\
title: Robots learn to fold
introduction: |
  Three groups taught robots to fold laundry this week, and
  [one of them](papers/2507.22827/) shares its data.
hero: '2507.22827'
picks:
  - paper: '2507.22827'
    why: The first result that we could run ourselves.
  - paper: '2507.22879'
    why: "A survey of the field: read section 3 first."
order: ['2507.22879', '2507.22827']
editors:
  - name: Ada Lovelace
    url: https://example.org/ada
series:
  name: Reading group
  number: 12
publish: 2025-08-01
"""
_PAGE = f"""
# The fields of a digest

What editors say about a day, a week or a month is a text file, `content/digests/2025-07-31.yaml`, `2025-W31.yaml` or
`2025-07.yaml`. No field is required, but a series needs both its name and its number. [Introductions and
picks](digests.md) shows how to use them.

```yaml
{_EXAMPLE}```
"""


def digest_json_schema() -> str:
    """Return the schema as indented JSON with a line break at its end."""
    schema = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Digest",
        "description": "What editors say about a day, a week or a month.",
        "type": "object",
        "additionalProperties": False,
        "properties": {name: {"description": DESCRIPTIONS[name], **_shape(name)} for name in FIELDS},
    }
    return json.dumps(schema, ensure_ascii=False, indent=2) + "\n"


def digest_fields() -> str:
    """Return Markdown with an example and a table of all fields."""
    return "\n".join((_PAGE, "| Field | Description |\n|---|---|", *_rows(), ""))


def _rows() -> Iterator[str]:
    for name, description in DESCRIPTIONS.items():
        yield f"| `{name}` | {description} |"


def _shape(name: str) -> dict[str, Any]:
    key = {"type": "string", "minLength": 1, "maxLength": MAX_KEY}
    match name:
        case "picks" | "editors":
            first = PARTS[name][0]
            line = key if name == "picks" else _line("name")
            items = {"anyOf": [line, _mapping(name, required=[first])]}
            return {"type": ["array", "null"], "maxItems": MAX_ITEMS[name], "items": items}
        case "order":
            return {"type": ["array", "null"], "maxItems": MAX_ITEMS[name], "uniqueItems": True, "items": key}
        case "series":
            return {**_mapping(name, required=list(PARTS[name])), "type": ["object", "null"]}
        case "draft":
            return {"enum": [True, False, "true", "false", None]}
        case "publish":
            return {"type": ["string", "null"], "pattern": r"^(1[6-9]|2[01])\d{2}-\d{2}-\d{2}$"}
        case "hero":
            return {"type": ["string", "null"], "maxLength": MAX_KEY, "examples": [EXAMPLES["hero"][7:-1]]}
    return {"type": ["string", "null"], "maxLength": MAX_LENGTHS[name]}


def _mapping(name: str, *, required: list[str]) -> dict[str, Any]:
    parts: dict[str, dict[str, Any]] = {
        "paper": {"type": "string", "minLength": 1, "maxLength": MAX_KEY},
        "why": {"type": ["string", "null"], "maxLength": MAX_LENGTHS["why"]},
        "name": _line("name"),
        "url": {"type": ["string", "null"], "maxLength": MAX_LENGTHS["url"], "pattern": "^https?://"},
        "number": {"type": ["integer", "string"], "minimum": 1, "maximum": MAX_NUMBER, "pattern": "^[1-9][0-9]{0,4}$"},
    }
    return {
        "type": "object",
        "additionalProperties": False,
        "required": required,
        "properties": {part: {"description": DESCRIPTIONS[f"{name}.{part}"], **parts[part]} for part in PARTS[name]},
    }


def _line(name: str) -> dict[str, Any]:
    return {"type": "string", "minLength": 1, "maxLength": MAX_LENGTHS[name]}
