"""Parts of ``mkdocs.yml`` as plain values, with errors that have their places."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import yaml

from generator.errors import DigestifError, ErrorList
from generator.yaml.config_file import place_of, plain, read_config

_FILE = "mkdocs.yml"
_SHOWN_CHARACTERS = 40


@dataclass(frozen=True, slots=True)
class PlainSection:
    """A mapping of the file: its keys from the top, its values, and the whole file, which has their places."""

    node: yaml.MappingNode
    path: tuple[str, ...]
    values: Mapping[str, Any]

    def text(self, key: str) -> str:
        """The text of a value on one line; empty where it is missing."""
        value = self.values.get(key)
        return "" if value is None else " ".join(str(value).split())

    def check_texts(self, errors: ErrorList, *keys: str) -> None:
        """Add an error for each list or mapping where text is expected."""
        for key in (key for key in keys if isinstance(self.values.get(key), list | dict)):
            errors.add(self.error(key, "is not text", f"expected one line, as in {key}: text"))

    def error(self, key: str, found: str, fix: str) -> DigestifError:
        """An error at a value."""
        keys = (*self.path, key)
        return DigestifError(f"{place_of(self.node, *keys, file=_FILE)}: {'.'.join(keys)}: {found}", fix=fix)

    def section(self, key: str) -> PlainSection:
        """The mapping below a key; empty where it is missing. Raises DigestifError for another value."""
        value = self.values.get(key)
        if value is not None and not isinstance(value, dict):
            raise self.error(key, "is not a mapping", "expected names with values, as in site_name: My digest")
        return PlainSection(self.node, (*self.path, key), value or {})


def whole_file(raw: bytes) -> PlainSection:
    """Return the whole text of ``mkdocs.yml``. Raises DigestifError where it is no YAML."""
    node = read_config(raw, file=_FILE)
    values = plain(node)
    return PlainSection(node, (), values if isinstance(values, dict) else {})


def shortened(text: str) -> str:
    """Return a value for a message, cut where it is long."""
    return text if len(text) <= _SHOWN_CHARACTERS else f"{text[:_SHOWN_CHARACTERS]}…"
