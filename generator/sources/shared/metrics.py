"""What a source counted or decided about a paper, apart from what it says of the paper itself."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

from generator.model import SourceMetrics
from generator.sources.shared.values import Values
from generator.text.urls import check_url

Count = Literal["upvotes", "comments", "stars", "version"]
Word = Literal["submitter", "organisation", "ai_summary", "ai_model"]
COUNTS: tuple[Count, ...] = ("upvotes", "comments", "stars", "version")
WORDS: tuple[Word, ...] = ("submitter", "organisation", "ai_summary", "ai_model")


class MetricsDraft:
    """Facts while they are gathered; problems go to the item's values."""

    def __init__(self, values: Values) -> None:
        self._values = values
        self._told: dict[str, Any] = {}

    def count(self, name: Count, value: object, field: str) -> None:
        """A number that the source counted."""
        number = self._values.count(value, field)
        if number is not None:
            self._told.setdefault(name, number)

    def word(self, name: Word, value: object, field: str) -> None:
        """A text that the source adds and that people do not correct."""
        line = self._values.line(value, field)
        if line is not None:
            self._told[name] = line

    def ai_keywords(self, value: object, field: str) -> None:
        """Keywords that a model chose."""
        self._told["ai_keywords"] = self._values.distinct(self._values.items(value, field), field)

    def thumbnail(self, value: object, field: str) -> None:
        """The address of a picture. It is kept, never requested."""
        url = self._values.checked(check_url, value, field)
        if url is not None:
            self._told["thumbnail"] = url

    def metrics(self) -> SourceMetrics:
        """All of them."""
        return SourceMetrics(**self._told)


def read_metrics(values: Values, told: Mapping[str, object], field: str) -> SourceMetrics:
    """Facts out of a mapping by their own names."""
    sheet = MetricsDraft(values)
    for count in COUNTS:
        sheet.count(count, told.get(count), f"{field}.{count}")
    for word in WORDS:
        sheet.word(word, told.get(word), f"{field}.{word}")
    sheet.ai_keywords(told.get("ai_keywords"), f"{field}.ai_keywords")
    sheet.thumbnail(told.get("thumbnail"), f"{field}.thumbnail")
    return sheet.metrics()
