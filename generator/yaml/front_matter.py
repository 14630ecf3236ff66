"""The front matter of generated pages: one line of text for each name, which takes no YAML library to write or read."""

from __future__ import annotations

import re
from collections.abc import Mapping

import yaml

# Text of one line that YAML has between single quotes as it is. Other characters need escapes and double quotes.
_AS_IT_IS = re.compile(r"[\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]*")
_WORD = re.compile(r"[a-z][a-z-]*")
_LINE = re.compile(r"([a-z]+): (.*)\n")


def dump_front_matter(values: Mapping[str, str]) -> str:
    """Return front matter with these values, in their order; a word in small letters has no quotes."""
    return "".join(("---\n", *(f"{name}: {_quoted(value)}\n" for name, value in values.items()), "---\n"))


def load_front_matter(lines: str) -> dict[str, str]:
    """Return the values in the lines that ``dump_front_matter`` has between ``---``; any other YAML is none of them."""
    return {name: _unquoted(value) for name, value in _LINE.findall(lines)}


def _quoted(value: str) -> str:
    if _WORD.fullmatch(value) and value not in _NOT_TEXT:
        return value
    if not _AS_IT_IS.fullmatch(value):
        return yaml.safe_dump(value, default_style='"', width=1 << 30).rstrip("\n")
    return f"""'{value.replace("'", "''")}'"""


def _unquoted(value: str) -> str:
    if value.startswith("'"):
        return value[1:-1].replace("''", "'")
    return str(yaml.safe_load(value)) if value.startswith('"') else value


#: Words that YAML reads as something else.
_NOT_TEXT = frozenset({"null", "true", "false", "yes", "no", "on", "off", "y", "n"})
