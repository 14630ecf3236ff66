"""A paper as its smallest parts that are decided one by one: ``ids.doi`` and ``links.code`` apart, authors together.

A list of authors or keywords is one thing, since half of a corrected list and half of a fresh one make a wrong one.
"""

from __future__ import annotations

from collections.abc import Mapping

from generator.model import Ids, Links, SourceMetadata

Leaves = dict[str, object]

#: Fields that are taken apart, with the model of their parts.
_PARTED: Mapping[str, type[Ids] | type[Links]] = {"ids": Ids, "links": Links}

#: What a source can say, in the model's order.
LEAVES: tuple[str, ...] = tuple(
    leaf
    for name in SourceMetadata.model_fields
    for leaf in ([f"{name}.{part}" for part in _PARTED[name].model_fields] if name in _PARTED else [name])
)

_EMPTY: tuple[object, ...] = (None, "", ())


def is_empty(leaf: str, value: object) -> bool:
    """Whether a source that says this says nothing; ``published`` is what every paper is unless told otherwise."""
    return value in _EMPTY or (leaf == "status" and value == "published")


def leaf_of(field: str) -> str:
    """The leaf that a field's path stands in: ``authors`` for ``authors[3].name``."""
    path = field.partition("[")[0]
    return path if path in LEAVES else path.partition(".")[0]


def leaves_of(metadata: SourceMetadata) -> Leaves:
    """Every leaf with its value, empty ones included."""
    return {leaf: _value(metadata, leaf) for leaf in LEAVES}


def with_leaves(metadata: SourceMetadata, leaves: Mapping[str, object]) -> dict[str, object]:
    """The changes, as fields of the model, that give ``said`` these leaves."""
    changes: dict[str, object] = {}
    for name in SourceMetadata.model_fields:
        if name in _PARTED:
            part_of = getattr(metadata, name)
            parts = {part: leaves[f"{name}.{part}"] for part in _PARTED[name].model_fields}
            now: object = part_of.model_copy(update=parts)
        else:
            now = leaves[name]
        if now != getattr(metadata, name):
            changes[name] = now
    return changes


def tell(value: object) -> str:
    """A leaf's value for a person to read."""
    if isinstance(value, tuple):
        return ", ".join(tell(getattr(part, "name", part)) for part in value) or "nothing"
    text = getattr(value, "text", value)
    return "nothing" if text in _EMPTY else str(text)


def _value(metadata: SourceMetadata, leaf: str) -> object:
    name, _, part = leaf.partition(".")
    value = getattr(metadata, name)
    return getattr(value, part) if part else value
