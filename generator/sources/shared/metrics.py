"""What a source counts or adds about a paper, as opposed to the paper's own metadata."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

from generator.model import SourceMetrics
from generator.sources.shared.values import ItemValues
from generator.text.addresses.urls import check_url

Count = Literal["upvotes", "comments", "stars", "version"]
Label = Literal["submitter", "organisation", "ai_summary", "ai_model"]
COUNTS: tuple[Count, ...] = ("upvotes", "comments", "stars", "version")
LABELS: tuple[Label, ...] = ("submitter", "organisation", "ai_summary", "ai_model")
#: All of them.
METRICS: tuple[str, ...] = (*COUNTS, *LABELS, "ai_keywords", "thumbnail")


class MetricsDraft:
    """Metrics under construction; problems are reported to the item's values."""

    def __init__(self, values: ItemValues) -> None:
        self._values = values
        self._metrics: dict[str, Any] = {}

    def count(self, name: Count, value: object, field: str) -> None:
        """Set a number that the source counted."""
        number = self._values.count(value, field)
        if number is not None:
            self._metrics.setdefault(name, number)

    def label(self, name: Label, value: object, field: str) -> None:
        """Set a text that the source adds and that people do not correct."""
        line = self._values.line(value, field)
        if line is not None:
            self._metrics[name] = line

    def ai_keywords(self, value: object, field: str) -> None:
        """Set the keywords that a model chose."""
        self._metrics["ai_keywords"] = self._values.distinct(self._values.items(value, field), field)

    def thumbnail(self, value: object, field: str) -> None:
        """Set the address of a picture. Imports store it and never request it."""
        url = self._values.checked(check_url, value, field)
        if url is not None:
            self._metrics["thumbnail"] = url

    def metrics(self) -> SourceMetrics:
        """All that were set."""
        return SourceMetrics(**self._metrics)


def read_metrics(values: ItemValues, exported: Mapping[str, object], field: str) -> SourceMetrics:
    """Metrics from a mapping that has them under their own names."""
    draft = MetricsDraft(values)
    for count in COUNTS:
        draft.count(count, exported.get(count), f"{field}.{count}")
    for label in LABELS:
        draft.label(label, exported.get(label), f"{field}.{label}")
    draft.ai_keywords(exported.get("ai_keywords"), f"{field}.ai_keywords")
    draft.thumbnail(exported.get("thumbnail"), f"{field}.thumbnail")
    return draft.metrics()
