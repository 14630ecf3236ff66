"""A corpus of hostile and unlucky texts, made by combining ways out of a context, vectors and spellings.

Every text is ours: nothing is copied from other collections. The corpus is the same in every run. A payload that runs
calls ``__hit`` with its number, which ``tests/torture/watched.py`` defines in every page.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from html import escape
from itertools import product
from urllib.parse import quote

from tests.torture import syntax, vectors, writing

#: How many payloads a run tries: ``make test`` a sample, ``make torture`` all.
SAMPLE = os.environ.get("DIGESTIF_PAYLOADS", "60")


@dataclass(frozen=True, kw_only=True, slots=True)
class Payload:
    """A text, its kind, and its number, which is unique in the corpus; most texts contain the word ``marker``."""

    number: int
    kind: str
    text: str

    @property
    def marker(self) -> str:
        return marker(self.number)


def marker(number: int) -> str:
    """A word that no other payload has."""
    return f"zq{number}zq"


@cache
def corpus() -> tuple[Payload, ...]:
    """All payloads, ordered by kind."""
    texts = ((kind, text) for kind, texts in _kinds() for text in dict.fromkeys(texts))
    return tuple(
        Payload(number=number, kind=kind, text=text.replace("@C", f"__hit({number})").replace("@M", marker(number)))
        for number, (kind, text) in enumerate(texts)
    )


@cache
def chosen(limit: str = SAMPLE) -> tuple[Payload, ...]:
    """The payloads of this run: all, or as many as ``limit`` says, of all kinds and spread over each."""
    if limit == "all":
        return corpus()
    kinds: dict[str, list[Payload]] = {}
    for payload in corpus():
        kinds.setdefault(payload.kind, []).append(payload)
    each = -(-int(limit) // len(kinds))
    spread = (payloads[:: max(1, len(payloads) // each)][:each] for payloads in kinds.values())
    return tuple(sorted((payload for some in spread for payload in some), key=lambda payload: payload.number))


def _kinds() -> Iterator[tuple[str, Iterable[str]]]:
    yield "script", (f"{out}{script} @M" for out, script in product(vectors.WAYS_OUT, vectors.SCRIPTS))
    yield "event handler", (text.replace("@E", event) for event, text in product(vectors.EVENTS, vectors.HANDLERS))
    yield "address", (text.replace("@U", url) for url, text in product(vectors.ADDRESSES, vectors.PLACES_OF_ADDRESSES))
    yield "Markdown", (around.replace("@T", text) for text, around in product(vectors.MARKDOWN, vectors.AROUND))
    yield "attribute list", _attribute_lists()
    yield "HTML", (f"{spell(text)} @M" for text, spell in product(vectors.HTML, _SPELLINGS))
    yield "template", (around.replace("@T", text) for text, around in product(vectors.TEMPLATES, vectors.AROUND))
    yield "YAML", (*syntax.YAML_VALUES, *(f"{text} @M" for text in syntax.YAML_VALUES), *syntax.FRONT_MATTER)
    yield "character", writing.characters()
    yield "script of the world", writing.SCRIPTS
    yield "size", writing.large()
    yield "file name", _file_names()
    yield "LaTeX", (f"{text} @M" for text in syntax.LATEX)
    yield "table", (*syntax.CELLS, *(f"{text} @M" for text in syntax.CELLS))
    yield "XML", (f"{text} @M" for text in syntax.XML)
    yield "protocol", (f"{text} @M" for text in syntax.PROTOCOLS)


def _attribute_lists() -> Iterator[str]:
    for before, attribute in product(vectors.ATTRIBUTE_BASES, vectors.ATTRIBUTES):
        yield f"@M {before}{attribute}"


def _file_names() -> Iterator[str]:
    yield from syntax.FILE_NAMES
    for device, ending in product(syntax.DEVICES, ("", ".", ".yaml", ".txt.gz", " ")):
        yield f"{device}{ending}".strip() if ending == " " else f"{device}{ending}"


def _numeric(text: str) -> str:
    return "".join(f"&#{ord(character)};" for character in text)


def _hexadecimal(text: str) -> str:
    return "".join(f"&#x{ord(character):x}" for character in text)


def _json_escapes(text: str) -> str:
    return text.replace("<", "\\u003c").replace(">", "\\u003e").replace('"', "\\u0022")


def _full_width(text: str) -> str:
    return text.translate({ord(character): ord(character) + 0xFEE0 for character in "<>\"'=/"})


def _kept(spell: Callable[[str], str]) -> Callable[[str], str]:
    """The spelling for all but the placeholders, which are replaced later."""
    return lambda text: "@C".join("@M".join(map(spell, part.split("@M"))) for part in text.split("@C"))


def _twice_escaped(text: str) -> str:
    return escape(escape(text))


_SPELL: tuple[Callable[[str], str], ...] = (
    *(str, escape, _twice_escaped, _numeric, _hexadecimal, quote, _json_escapes, _full_width),
)
_SPELLINGS = tuple(map(_kept, _SPELL))
