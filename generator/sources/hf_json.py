"""Answers of the daily-papers API of Hugging Face, in all forms in which people have stored them.

A list of objects, a list of texts that are Python reprs of such objects, an object with either list (``data``), JSON
lines, or one object of the papers API. Fields are in the outer object or in its ``paper``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from generator.model import Parsed
from generator.sources.shared.collector import Collector
from generator.sources.shared.draft import PaperDraft
from generator.sources.shared.item_error import ItemError
from generator.sources.shared.json_items import first_item, gather_json
from generator.sources.shared.python_repr import read_repr
from generator.sources.shared.values import short

SOURCE = "hf-json"
_EMPTY: tuple[object, ...] = (None, "", [], {})
#: Uploads are often videos.
_PICTURES = (".png", ".jpg", ".jpeg", ".webp", ".gif")
_OWN_FIELDS = frozenset({"submittedOnDailyAt", "submittedOnDailyBy", "upvotes", "discussionId", "numComments"})


def parse_hf_json(raw: bytes, *, name: str) -> Parsed:
    """The papers of an answer of the daily-papers or papers API; ``submittedOnDailyAt`` is the day.

    Hidden authors are left out. Where both levels have a field, that of ``paper`` counts: the outer ``publishedAt`` is
    some hours early.
    """
    collector = Collector(SOURCE, name=name)
    gather_json(collector, collector.read(raw), fill_hf)
    return collector.parsed()


def looks_like_hf_json(text: str) -> bool:
    """Whether the first item has fields of this API only, or is a Python repr of such an item."""
    item = first_item(text) if text[:1] in "[{" else None
    if isinstance(item, str):
        return item.startswith("{'")
    if not isinstance(item, dict):
        return text.split() in (["[]"], ["[", "]"])
    paper = item.get("paper")
    return isinstance(paper, dict) or (bool(_OWN_FIELDS & item.keys()) and "key" not in item)


def fill_hf(draft: PaperDraft, value: object) -> None:
    """Set the draft's fields from an item of the API. Raises ItemError where it is not an object."""
    if isinstance(value, str):
        value = read_repr(value)
    if not isinstance(value, dict):
        raise ItemError("no-item", f"{short(value)} is not a paper", fix="expected an object with the paper's fields")
    levels = _ItemLevels(value)
    draft.set_title(*levels.get("title"))
    draft.set_abstract(*levels.get("summary"))
    draft.set_id("arxiv", *levels.get("id"))
    _fill_authors(draft, *levels.get("authors"))
    draft.set_link("code", *levels.get("githubRepo"))
    draft.set_link("project", *levels.get("projectPage"))
    draft.set_date("published", *levels.get("publishedAt"))
    draft.set_digest_day(draft.day(*levels.get("submittedOnDailyAt")))
    _fill_metrics(draft, levels)
    draft.note_fields(levels.names(), read=levels.read)


class _ItemLevels:
    """The two levels of an item, of which the inner one counts."""

    def __init__(self, item: Mapping[str, Any]) -> None:
        paper = item.get("paper")
        self._levels = ((paper, "paper."), (item, "")) if isinstance(paper, dict) else ((item, ""),)
        self.read: set[str] = set()

    def names(self) -> Iterator[str]:
        """The names of the fields of both levels that are not empty."""
        filled = (name for level, _ in self._levels for name, value in level.items() if value not in _EMPTY)
        return (name for name in dict.fromkeys(filled) if name != "paper")

    def get(self, *names: str) -> tuple[object, str]:
        """The first value that is not empty, by names and then by levels, and its path."""
        for field in names:
            for level, prefix in self._levels:
                if level.get(field) not in _EMPTY:
                    self.read.add(field)
                    return level[field], prefix + field
        return None, self._levels[0][1] + names[0]


def _fill_authors(draft: PaperDraft, authors: object, field: str) -> None:
    for index, author in enumerate(draft.items(authors, field)):
        here = f"{field}[{index}]"
        if isinstance(author, str):
            draft.add_author(author, here)
            continue
        entry = draft.parts(author, here, "name", "hidden")
        if entry.get("hidden"):
            draft.note_unread(field, ("hidden",))
        else:
            draft.add_author(entry.get("name"), f"{here}.name")


def _fill_metrics(draft: PaperDraft, levels: _ItemLevels) -> None:
    draft.metrics.count("upvotes", *levels.get("upvotes"))
    draft.metrics.count("comments", *levels.get("numComments"))
    draft.metrics.count("stars", *levels.get("githubStars"))
    draft.metrics.label("submitter", *_name_of(draft, *levels.get("submittedOnDailyBy", "submittedBy")))
    draft.metrics.label("organisation", *_name_of(draft, *levels.get("organization")))
    draft.metrics.thumbnail(*_picture(levels))
    draft.metrics.label("ai_summary", *levels.get("ai_summary"))
    draft.metrics.label("ai_model", *levels.get("ai_summary_model", "ai_model"))
    draft.metrics.ai_keywords(*levels.get("ai_keywords"))


def _picture(levels: _ItemLevels) -> tuple[object, str]:
    """The first picture that was uploaded for the paper, or else ``thumbnail``, which has title and authors only."""
    media, field = levels.get("mediaUrls", "mediaUrl")
    for index, url in enumerate(media if isinstance(media, list) else [media]):
        if isinstance(url, str) and url.lower().endswith(_PICTURES):
            return url, f"{field}[{index}]" if isinstance(media, list) else field
    return levels.get("thumbnail")


def _name_of(draft: PaperDraft, value: object, field: str) -> tuple[object, str]:
    """The name of a person or organisation, which is an object with names, in older answers a text."""
    if isinstance(value, str):
        return value, field
    names = draft.mapping(value, field)
    kind = next((name for name in ("fullname", "name", "user") if names.get(name)), "fullname")
    return names.get(kind), f"{field}.{kind}"
