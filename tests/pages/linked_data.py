"""Read the JSON-LD of a page as a search engine does, with a processor and the vocabulary of schema.org."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import yaml
from pyld import jsonld

_VOCABULARY = "https://schema.org/"
_TERMS: Mapping[str, Mapping[str, list[str]]] = yaml.safe_load(
    (Path(__file__).parent / "schema_org.yml").read_text(encoding="utf-8")
)
#: As in the context that schema.org publishes: addresses are references, dates have a type.
_CONTEXT = {
    "@vocab": _VOCABULARY,
    **{
        name: {"@type": {"url": "@id", "date": f"{_VOCABULARY}Date"}[kinds[0]]}
        for properties in _TERMS.values()
        for name, kinds in properties.items()
        if kinds[0] in ("url", "date")
    },
}


class _Scripts(HTMLParser):
    """Collects the texts of JSON-LD."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.texts: list[str] = []
        self._inside = False
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._inside = tag == "script" and ("type", "application/ld+json") in attrs
        if self._inside:
            self.texts.append("")

    def handle_data(self, data: str) -> None:
        if self._inside:
            self.texts[-1] += data

    def handle_endtag(self, tag: str) -> None:
        self._inside = False


def linked_data(html: str, *, url: str) -> dict[str, Any]:
    """Return the description of a page at ``url``, checked and with whole addresses. Fail where it breaks a rule."""
    texts = _Scripts(html).texts
    assert len(texts) == 1, "a page has one description"
    stated = json.loads(texts[0])
    assert stated["@context"] == "https://schema.org"
    expanded = jsonld.expand(stated, {"base": url, "documentLoader": _load})
    assert len(expanded) == 1
    _check(expanded[0])
    assert jsonld.to_rdf(expanded, {"documentLoader": _load})["@default"]
    compacted = jsonld.compact(expanded, _CONTEXT, {"documentLoader": _load})
    return dict(compacted)


def _load(url: str, options: object) -> dict[str, Any]:
    """Return the context of schema.org; nothing is fetched."""
    assert url == "https://schema.org", f"{url}: would be loaded from the network"
    return {
        "contentType": "application/ld+json",
        "contextUrl": None,
        "documentUrl": url,
        "document": {"@context": _CONTEXT},
    }


def _check(node: Mapping[str, Any]) -> None:
    """Check types, properties and values of a node and of those within it."""
    (name,) = node["@type"]
    terms = _TERMS[name.removeprefix(_VOCABULARY)]
    for key, values in node.items():
        if key == "@type":
            continue
        kinds = terms[key.removeprefix(_VOCABULARY)]
        for value in values:
            if "@type" in value and not isinstance(value["@type"], str):
                assert value["@type"][0].removeprefix(_VOCABULARY) in kinds, value
                _check(value)
            else:
                assert any(_is(value, kind) for kind in kinds), (key, value)


def _is(value: Mapping[str, Any], kind: str) -> bool:
    """Whether a value without properties is of a kind."""
    if kind == "url":
        return urlsplit(value.get("@id", "")).scheme in ("http", "https")
    plain = value.get("@value")
    if kind == "date":
        return value.get("@type") == f"{_VOCABULARY}Date" and bool(re.fullmatch(r"\d{4}(-\d\d){0,2}", str(plain)))
    if kind in ("integer", "boolean"):
        return type(plain) is {"integer": int, "boolean": bool}[kind]
    return kind == "text" and isinstance(plain, str) and bool(plain.strip())
