"""The kinds of the YAML test suite: each is accepted with the right value or refused with a place."""

from __future__ import annotations

from typing import Any

import pytest
import yaml
from ruamel.yaml import YAML
from ruamel.yaml.resolver import VersionedResolver

from generator.yaml import reader
from generator.yaml.reader import read_yaml
from tests.records.record_cases import CASES

FILE = CASES / "yaml" / "suite.yml"
DOCUMENT = read_yaml(FILE.read_bytes(), file=str(FILE))
KINDS: Any = DOCUMENT.value


#: Valid YAML 1.2 that ruamel.yaml refuses (tabs between tokens) or reads without the last line break of the file.
NOT_IN_RUAMEL = {
    "tab between a key and its value",
    "tab after a value",
    "tab before a comment",
    "block at the end of a file without a line break",
    "block that ends in a line of spaces",
    "block of spaces without a line break at the end",
}
#: Kinds for which PyYAML's parser in pure Python decides otherwise than the one in C: it refuses tabs after text, and
#: accepts them at the start of a block's line.
NOT_IN_PURE_PYTHON = {
    "tab between a key and its value",
    "tab after a value",
    "tab before a comment",
    "block that starts with a tab after its indentation",
    "block indented with one space and a tab",
}
COMPARED = [kind for kind in KINDS if "place" not in kind and kind["name"] not in NOT_IN_RUAMEL]


class _Text(VersionedResolver):
    """Resolves every scalar as text, as the project's reader does."""

    versioned_resolver: dict[str, Any] = {}  # noqa: RUF012  # the name under which ruamel.yaml looks for the table


def _by_yaml12(text: str) -> object:
    loader = YAML(typ="safe", pure=True)
    loader.Resolver = _Text
    return loader.load(text)


def test_the_list_of_kinds_is_readable() -> None:
    assert DOCUMENT.problems == ()
    names = [kind["name"] for kind in KINDS]
    assert len(names) == len(set(names)) >= 150


@pytest.mark.parametrize("kind", [pytest.param(kind, id=kind["name"]) for kind in KINDS])
def test_kind(kind: dict[str, Any]) -> None:
    document = read_yaml(kind["text"].encode(), file="a")
    if "place" in kind:
        first = document.problems[0]
        assert (f"{first.place.line}:{first.place.column}", first.found) == (kind["place"], kind["problem"])
    else:
        assert document.problems == ()
        assert document.value == kind["value"]


@pytest.mark.parametrize("kind", [pytest.param(kind, id=kind["name"]) for kind in COMPARED])
def test_a_reader_of_yaml_1_2_reads_the_same_value(kind: dict[str, Any]) -> None:
    assert _without_empty(_by_yaml12(kind["text"])) == _without_empty(kind["value"])


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind["name"] not in NOT_IN_PURE_PYTHON])
def test_without_the_c_parser_the_decision_is_the_same(kind: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reader, "_Loader", yaml.SafeLoader)
    document = read_yaml(kind["text"].encode(), file="a")
    assert bool(document.problems) == ("place" in kind)
    assert document.problems or document.value == kind["value"]


@pytest.mark.parametrize("kind", [pytest.param(kind, id=kind["name"]) for kind in KINDS])
def test_every_deviation_from_yaml_1_2_has_a_reason(kind: dict[str, Any]) -> None:
    deviates = (kind["yaml12"] == "valid") == ("place" in kind)
    assert deviates == bool(kind.get("why"))


def _without_empty(value: Any) -> Any:
    """The value with empty text in place of None, which ruamel.yaml does not distinguish without its resolver."""
    if isinstance(value, dict):
        return {key: _without_empty(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_without_empty(item) for item in value]
    return value or ""
