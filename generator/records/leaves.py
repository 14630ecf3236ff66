"""A paper as a flat mapping of the values that an import decides on one by one.

``ids.doi``, ``links.code`` and ``translations.zh`` are values of their own. A list of authors or keywords is one value,
since a mixture of a corrected list and a new one would be wrong; so is a translation, which names its translator.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping

from generator.model import Ids, Links, Publication, SourceMetadata, Translation
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

#: The field that is split by languages: a paper has a leaf for each of its own.
_TRANSLATIONS = "translations"

#: All values that a source can provide, in the model's order, without those of languages.
LEAVES: tuple[str, ...] = tuple(
    leaf
    for name in SourceMetadata.model_fields
    if name != _TRANSLATIONS
    for leaf in ([f"{name}.{part}" for part in _SPLIT[name].model_fields] if name in _SPLIT else [name])
)

_EMPTY: tuple[object, ...] = (None, "", ())


def is_empty(leaf: str, value: object) -> bool:
    """Whether the value means that a source has none; ``published`` is the status of every paper by default."""
    if isinstance(value, Translation):
        return value.is_empty
    return value in _EMPTY or (leaf == "status" and value == "published")


def emptied_leaves(raw: bytes) -> frozenset[str]:
    """The leaves that a record file states as empty, as in ``keywords: []``: a person says that the paper has none."""
    fields = read_yaml(raw, file="").value
    if not isinstance(fields, dict):
        return frozenset()
    stated = fields.get(_TRANSLATIONS)
    languages = tuple(f"{_TRANSLATIONS}.{tag}" for tag in stated) if isinstance(stated, dict) else ()
    return frozenset(leaf for leaf in (*LEAVES, _TRANSLATIONS, *languages) if _is_stated_empty(fields, leaf))


def is_emptied(leaf: str, emptied: Collection[str]) -> bool:
    """Whether a leaf is among the emptied ones; ``translations: {}`` empties the leaves of all languages."""
    return leaf in emptied or (leaf.startswith(f"{_TRANSLATIONS}.") and _TRANSLATIONS in emptied)


def _is_stated_empty(fields: Mapping[str, Plain], leaf: str) -> bool:
    name, _, part = leaf.partition(".")
    value = fields.get(name)
    if part and isinstance(value, dict) and value:
        name, fields = part, value
    return name in fields and not fields[name]


def is_less_precise(value: object, known: object) -> bool:
    """Whether a value says less than a known one and does not contradict it, as ``2019`` says less than ``2019-05``.

    A translation that lacks the title or the abstract of a known one says less, and so does one with an earlier date.
    """
    if isinstance(value, Translation) and isinstance(known, Translation):
        if value.date and known.date and value.date < known.date:
            return True
        return bool((known.title and not value.title) or (known.abstract and not value.abstract))
    return isinstance(value, PartialDate) and isinstance(known, PartialDate) and value.includes(known)


def completed(value: object, known: object) -> object:
    """A value with what a known one has in addition: another part of a translation by the same translator."""
    if not (isinstance(value, Translation) and isinstance(known, Translation)):
        return value
    if value.is_empty or (value.by, value.model) != (known.by, known.model):
        return value
    return value.model_copy(update={"title": value.title or known.title, "abstract": value.abstract or known.abstract})


def leaf_of(field: str) -> str:
    """The leaf that contains a field: ``authors`` for ``authors[3].name``."""
    path = field.partition("[")[0]
    if path.startswith(f"{_TRANSLATIONS}."):
        return ".".join(path.split(".")[:2])
    return path if path in LEAVES else path.partition(".")[0]


def leaves_of(metadata: SourceMetadata) -> Leaves:
    """Every leaf with its value, including empty ones, and those of the languages into which it is translated."""
    leaves = {leaf: _value(metadata, leaf) for leaf in LEAVES}
    for language, translation in metadata.translations.items():
        leaves[f"{_TRANSLATIONS}.{language}"] = translation
    return leaves


def with_leaves(metadata: SourceMetadata, leaves: Mapping[str, object]) -> dict[str, object]:
    """The fields of the model to change so that ``metadata`` has these leaves."""
    changes: dict[str, object] = {}
    for name in SourceMetadata.model_fields:
        if name in _SPLIT:
            part_of = getattr(metadata, name)
            parts = {part: leaves[f"{name}.{part}"] for part in _SPLIT[name].model_fields}
            now: object = part_of.model_copy(update=parts)
        elif name == _TRANSLATIONS:
            now = {
                leaf.partition(".")[2]: value
                for leaf, value in leaves.items()
                if leaf.startswith(f"{_TRANSLATIONS}.") and not is_empty(leaf, value)
            }
        else:
            now = leaves[name]
        if now != getattr(metadata, name):
            changes[name] = now
    return changes


def describe_value(value: object) -> str:
    """A leaf's value as text for people."""
    if isinstance(value, tuple):
        return ", ".join(describe_value(getattr(part, "name", part)) for part in value) or "nothing"
    if isinstance(value, Translation):
        return " – ".join(part for part in (value.title, value.abstract) if part) or "nothing"
    text = getattr(value, "text", value)
    return "nothing" if text in _EMPTY else str(text)


def _value(metadata: SourceMetadata, leaf: str) -> object:
    name, _, part = leaf.partition(".")
    value = getattr(metadata, name)
    return getattr(value, part) if part else value
