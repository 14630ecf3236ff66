"""Papers as JSON, and papers from JSON that was validated before."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from generator.model import Author, Frozen, Ids, Links, Paper, Publication, SourceMetadata, Summary, Translation
from generator.text.dates import PartialDate


def paper_json(paper: SourceMetadata) -> dict[str, Any]:
    """The fields that differ from their defaults, in JSON's types."""
    return paper.model_dump(mode="json", exclude_defaults=True)


def metadata_from_json(plain: Mapping[str, Any]) -> SourceMetadata:
    """Metadata from ``paper_json`` without validation; only for JSON that the model has validated before."""
    return SourceMetadata.model_construct(**{**_EMPTY_METADATA, **_values(plain)})


def paper_from_json(plain: Mapping[str, Any]) -> Paper:
    """A paper from ``paper_json`` without validation; only for JSON that the model has validated before."""
    return Paper.model_construct(**{**_EMPTY_PAPER, **_values(plain)})


def _values(plain: Mapping[str, Any]) -> dict[str, Any]:
    return {name: _READ[name](value) if name in _READ else value for name, value in plain.items()}


def _defaults(model: type[Frozen]) -> dict[str, Any]:
    return {name: field.default for name, field in model.model_fields.items() if not field.is_required()}


# Pydantic copies the defaults for every model; those of immutable models can be shared.
_EMPTY_METADATA, _EMPTY_PAPER = _defaults(SourceMetadata), _defaults(Paper)
_EMPTY_AUTHOR, _EMPTY_IDS, _EMPTY_LINKS = _defaults(Author), _defaults(Ids), _defaults(Links)
_EMPTY_PUBLICATION, _EMPTY_TRANSLATION = _defaults(Publication), _defaults(Translation)


def _links(plain: Mapping[str, Any]) -> Links:
    return Links.model_construct(**{**_EMPTY_LINKS, **plain, "more": tuple(plain.get("more", ()))})


def _summary(plain: Mapping[str, Any]) -> Summary:
    day = plain.get("date")
    return Summary.model_construct(**{**plain, "date": None if day is None else date.fromisoformat(day)})


def _translations(plain: Mapping[str, Any]) -> dict[str, Translation]:
    return {language: _translation(parts) for language, parts in plain.items()}


def _translation(plain: Mapping[str, Any]) -> Translation:
    day = plain.get("date")
    parts = {**_EMPTY_TRANSLATION, **plain, "date": None if day is None else date.fromisoformat(day)}
    return Translation.model_construct(**parts)


#: How to read the fields that are not text.
_READ: Mapping[str, Callable[[Any], object]] = {
    "authors": lambda authors: tuple(Author.model_construct(**{**_EMPTY_AUTHOR, **author}) for author in authors),
    "ids": lambda ids: Ids.model_construct(**{**_EMPTY_IDS, **ids}),
    "links": _links,
    "publication": lambda parts: Publication.model_construct(**{**_EMPTY_PUBLICATION, **parts}),
    "summary": _summary,
    "translations": _translations,
    "published": PartialDate.parse,
    "updated": PartialDate.parse,
    "date": date.fromisoformat,
    "categories": tuple,
    "keywords": tuple,
    "topics": tuple,
    "aliases": tuple,
}
