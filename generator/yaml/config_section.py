"""A part of ``mkdocs.yml`` with settings of ours: YAML nodes in, checked values out, errors with line and column."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

import yaml

from generator.errors import DigestifError, ErrorList, quote
from generator.text.addresses.mailboxes import Mailbox, parse_mailbox
from generator.text.addresses.urls import check_url
from generator.yaml.config_file import entries

_FILE = "mkdocs.yml"
_NULL = "tag:yaml.org,2002:null"


@dataclass(frozen=True, slots=True)
class ConfigSection:
    """A mapping of the file with its path, whose values are read with their places.

    ``examples`` are right values of keys, for messages.
    """

    node: yaml.Node
    path: str
    values: Mapping[str, yaml.Node] = field(default_factory=dict)
    examples: Mapping[str, str] = field(default_factory=dict)

    def error(self, key: str, found: str, fix: str) -> DigestifError:
        """An error at a value, or at the mapping for an empty or missing key."""
        mark = self.values.get(key, self.node).start_mark
        name = f"{self.path}.{key}" if key else self.path
        return DigestifError(f"{_FILE}:{mark.line + 1}:{mark.column + 1}: {name}: {found}", fix=fix)

    def text(self, key: str) -> str:
        """The text of a value on one line; empty where it is missing."""
        node = self.values.get(key)
        if node is None:
            return ""
        if not isinstance(node, yaml.ScalarNode):
            raise self.error(key, "is not text", f"expected one line, as in {key}: {self.examples.get(key, 'text')}")
        return "" if node.tag == _NULL else " ".join(node.value.split())

    def texts(self, key: str) -> tuple[str, ...]:
        """The texts of a list, or the text of a single value; empty where it is missing."""
        node = self.values.get(key)
        if not isinstance(node, yaml.SequenceNode):
            return (self.text(key),) if self.text(key) else ()
        for item in node.value:
            if not isinstance(item, yaml.ScalarNode):
                raise self.error(key, "has a value that is not text", f"expected a list of texts, as in {key}: [text]")
        return tuple(" ".join(item.value.split()) for item in node.value)

    def number(self, key: str, least: int, most: int) -> int | None:
        """A whole number within limits; None where it is missing."""
        text = self.text(key)
        if not text:
            return None
        if not re.fullmatch(r"[0-9]{1,9}", text) or not least <= int(text) <= most:
            example = self.examples.get(key, str(least))
            raise self.error(
                key,
                f"{quote(text)} is not a whole number from {least} to {most:,}",
                f"write one, as in {key}: {example}",
            )
        return int(text)

    def switch(self, key: str) -> bool:
        """True or false; false where it is missing."""
        text = self.text(key).casefold()
        if text not in ("", "true", "false"):
            raise self.error(key, f"{quote(text)} is not a switch", f"expected true or false, as in {key}: true")
        return text == "true"

    def mailbox(self, key: str) -> Mailbox | None:
        """An e-mail address; None where it is missing."""
        text = self.text(key)
        try:
            return parse_mailbox(text) if text else None
        except ValueError as error:
            found, _, fix = str(error).partition("\n")
            raise self.error(key, f"{quote(text)} {found}", fix) from None

    def url(self, key: str) -> str:
        """A web address without a slash at its end; empty where it is missing."""
        text = self.text(key)
        try:
            return check_url(text).rstrip("/") if text else ""
        except ValueError as error:
            found, _, fix = str(error).partition("\n")
            raise self.error(key, found, fix) from None

    def required(self, *keys: str) -> None:
        """Raise DigestifError for all keys that are missing or empty."""
        errors = ErrorList()
        for key in keys:
            node = self.values.get(key)
            if node is None or (isinstance(node, yaml.ScalarNode) and not self.text(key)):
                errors.add(self.error("", f"needs {key}", f"add it, as in {key}: {self.examples.get(key, 'text')}"))
        errors.raise_all()

    def section(self, key: str, known: Sequence[str] | None = None) -> ConfigSection | None:
        """The mapping below a key; None where it is missing."""
        node = self.values.get(key)
        if node is None or node.tag == _NULL:
            return None
        if not isinstance(node, yaml.MappingNode):
            example = ", ".join(f"{name}: {self.examples[name]}" for name in known or () if name in self.examples)
            shown = f", as in {key}: {{{example}}}" if example else f"; known are {', '.join(known)}" if known else ""
            raise self.error(key, "is not a mapping", f"expected settings with values{shown}")
        return _checked(ConfigSection(node, f"{self.path}.{key}", _values(node), self.examples), known)

    def mapping(self, key: str) -> ConfigSection | None:
        """The mapping below a key, with keys of any name; None where the value is missing or no mapping."""
        node = self.values.get(key)
        if not isinstance(node, yaml.MappingNode):
            return None
        return ConfigSection(node, f"{self.path}.{key}", _values(node), self.examples)


def read_section(
    config: yaml.MappingNode,
    path: str,
    known: Sequence[str] | None = None,
    *,
    examples: Mapping[str, str] | None = None,
) -> ConfigSection | None:
    """Return the mapping at a path such as ``extra.digestif.email``; None where it is missing.

    Raises DigestifError for another value than a mapping and, if ``known`` is given, for all other keys.
    """
    *above, last = path.split(".")
    section = ConfigSection(config, "", _values(config), examples or {})
    for key in above:
        node = section.values.get(key)
        values = _values(node) if isinstance(node, yaml.MappingNode) else {}
        section = ConfigSection(node or config, "", values, section.examples)
    return replace(section, path=".".join(above)).section(last, known)


def _checked(section: ConfigSection, known: Sequence[str] | None) -> ConfigSection:
    errors = ErrorList()
    for name in section.values:
        if known is not None and name not in known:
            errors.add(section.error(name, "no such setting", f"known are {', '.join(known)}"))
    errors.raise_all()
    return section


def _values(node: yaml.MappingNode) -> dict[str, yaml.Node]:
    return {name: value for name, value, _ in entries(node)}
