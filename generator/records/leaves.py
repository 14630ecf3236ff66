"""A paper as a flat mapping of the values that an import decides on one by one.

``ids.doi`` and ``links.code`` are values of their own. A list of authors or keywords is one value, since a mixture of
a corrected list and a new one would be wrong.
"""

from __future__ import annotations

from collections.abc import Mapping

from generator.model import Ids, Links, Publication, SourceMetadata
from generator.text.dates import PartialDate
from generator.yaml.document import Plain
from generator.yaml.reader import read_yaml

Leaves = dict[str, object]

#: Fields that are split, with the model of their parts.
_SPLIT: Mapping[str, type[Ids] | type[Links] | type[Publication]] = {
    "ids": Ids,
    "links": Links,
    "publication": Publication,
}

#: All values that a source can provide, in the model's order.
LEAVES: tuple[str, ...] = tuple(
    leaf
    for name in SourceMetadata.model_fields
    for leaf in ([f"{name}.{part}" for part in _SPLIT[name].model_fields] if name in _SPLIT else [name])
)

_EMPTY: tuple[object, ...] = (None, "", ())


def is_empty(leaf: str, value: object) -> bool:
    """Whether the value means that a source has none; ``published`` is the status of every paper by default."""
    return value in _EMPTY or (leaf == "status" and value == "published")


def emptied_leaves(raw: bytes) -> frozenset[str]:
    """The leaves that a record file states as empty, as in ``keywords: []``: a person says that the paper has none."""
    fields = read_yaml(raw, file="").value
    return frozenset(leaf for leaf in LEAVES if isinstance(fields, dict) and _is_stated_empty(fields, leaf))


def _is_stated_empty(fields: Mapping[str, Plain], leaf: str) -> bool:
    name, _, part = leaf.partition(".")
    value = fields.get(name)
    if part and isinstance(value, dict) and value:
        name, fields = part, value
    return name in fields and not fields[name]


def is_less_precise(value: object, known: object) -> bool:
    """Whether a value says less than a known one and does not contradict it, as ``2019`` says less than ``2019-05``."""
    return isinstance(value, PartialDate) and isinstance(known, PartialDate) and value.includes(known)


def leaf_of(field: str) -> str:
    """The leaf that contains a field: ``authors`` for ``authors[3].name``."""
    path = field.partition("[")[0]
    return path if path in LEAVES else path.partition(".")[0]


def leaves_of(metadata: SourceMetadata) -> Leaves:
    """Every leaf with its value, including empty ones."""
    return {leaf: _value(metadata, leaf) for leaf in LEAVES}


def with_leaves(metadata: SourceMetadata, leaves: Mapping[str, object]) -> dict[str, object]:
    """The fields of the model to change so that ``metadata`` has these leaves."""
    changes: dict[str, object] = {}
    for name in SourceMetadata.model_fields:
        if name in _SPLIT:
            part_of = getattr(metadata, name)
            parts = {part: leaves[f"{name}.{part}"] for part in _SPLIT[name].model_fields}
            now: object = part_of.model_copy(update=parts)
        else:
            now = leaves[name]
        if now != getattr(metadata, name):
            changes[name] = now
    return changes


def describe_value(value: object) -> str:
    """A leaf's value as text for people."""
    if isinstance(value, tuple):
        return ", ".join(describe_value(getattr(part, "name", part)) for part in value) or "nothing"
    text = getattr(value, "text", value)
    return "nothing" if text in _EMPTY else str(text)


def _value(metadata: SourceMetadata, leaf: str) -> object:
    name, _, part = leaf.partition(".")
    value = getattr(metadata, name)
    return getattr(value, part) if part else value
