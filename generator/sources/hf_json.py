"""The daily-papers API of Hugging Face, in every shape in which people have kept its answers.

A list of objects, a list of texts that are Python reprs of such objects, an object that holds either list
(``data``), JSON lines, or one object of the papers API. Fields stand in the outer object or in its ``paper``.
"""

from __future__ import annotations

import ast
import re
import warnings
from collections.abc import Mapping
from typing import Any

from generator.model import Parsed
from generator.sources.shared.collector import Collector
from generator.sources.shared.draft import PaperDraft, Unreadable
from generator.sources.shared.json_items import first_item, gather_json
from generator.sources.shared.values import short

SOURCE = "hf-json"
_OWN_FIELDS = frozenset({"submittedOnDailyAt", "submittedOnDailyBy", "upvotes", "discussionId", "numComments"})
_MAX_REPR = 4 * 1024 * 1024
_MAX_DEPTH = 64
_PYTHON_TEXT = re.compile(r"""'(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*\"""", re.DOTALL)
# What may stand in a repr of plain values apart from texts: no names but the three, no calls, no arithmetic.
_PLAIN = re.compile(
    r"(?:[\s\[\]{}(),:]|(?<![\w.])(?:True|False|None|-?\d{1,18}(?:\.\d{1,18})?(?:e[+-]?\d{1,3})?)(?![\w.]))*"
)


def parse_hf_json(raw: bytes, *, name: str) -> Parsed:
    """An answer of the daily-papers or papers API; ``submittedOnDailyAt`` gives the day.

    Hidden authors are left out. Where both levels have a field, that of ``paper`` counts: the outer
    ``publishedAt`` is some hours early.
    """
    harvest = Collector(SOURCE, name=name)
    gather_json(harvest, harvest.read(raw), fill_hf)
    return harvest.parsed()


def looks_like_hf_json(text: str) -> bool:
    """Whether the first item has fields that only this API has, or is a Python repr of such an item."""
    item = first_item(text) if text[:1] in "[{" else None
    if isinstance(item, str):
        return item.startswith("{'")
    if not isinstance(item, dict):
        return text.split() in (["[]"], ["[", "]"])
    paper = item.get("paper")
    return isinstance(paper, dict) or (bool(_OWN_FIELDS & item.keys()) and "key" not in item)


def fill_hf(draft: PaperDraft, value: object) -> None:
    """Put one item of the API into the draft. Raises Unreadable for what is no item."""
    if isinstance(value, str):
        value = read_repr(value)
    if not isinstance(value, dict):
        raise Unreadable("no-item", f"{short(value)} is not a paper", fix="expected an object with the paper's fields")
    levels = _Levels(value)
    draft.set_title(*levels.get("title"))
    draft.set_abstract(*levels.get("summary"))
    draft.set_id("arxiv", *levels.get("id"))
    _fill_authors(draft, *levels.get("authors"))
    draft.set_link("code", *levels.get("githubRepo"))
    draft.set_link("project", *levels.get("projectPage"))
    draft.set_date("published", *levels.get("publishedAt"))
    draft.set_digest_day(draft.day(*levels.get("submittedOnDailyAt")))
    _fill_facts(draft, levels)


class _Levels:
    """An item's two levels, the inner one first."""

    def __init__(self, item: Mapping[str, Any]) -> None:
        paper = item.get("paper")
        self._levels = ((paper, "paper."), (item, "")) if isinstance(paper, dict) else ((item, ""),)

    def get(self, *names: str) -> tuple[object, str]:
        """The first value that says something, by names and then levels, and its path."""
        for field in names:
            for level, prefix in self._levels:
                if level.get(field) not in (None, "", [], {}):
                    return level[field], prefix + field
        return None, self._levels[0][1] + names[0]


def _fill_authors(draft: PaperDraft, authors: object, field: str) -> None:
    for index, author in enumerate(draft.items(authors, field)):
        here = f"{field}[{index}]"
        if isinstance(author, str):
            draft.add_author(author, here)
            continue
        given = draft.mapping(author, here)
        if not given.get("hidden"):
            draft.add_author(given.get("name"), f"{here}.name")


def _fill_facts(draft: PaperDraft, levels: _Levels) -> None:
    draft.metrics.count("upvotes", *levels.get("upvotes"))
    draft.metrics.count("comments", *levels.get("numComments"))
    draft.metrics.count("stars", *levels.get("githubStars"))
    draft.metrics.word("submitter", *_name_of(draft, *levels.get("submittedOnDailyBy", "submittedBy")))
    draft.metrics.word("organisation", *_name_of(draft, *levels.get("organization")))
    draft.metrics.thumbnail(*levels.get("thumbnail"))
    draft.metrics.word("ai_summary", *levels.get("ai_summary"))
    draft.metrics.word("ai_model", *levels.get("ai_summary_model", "ai_model"))
    draft.metrics.ai_keywords(*levels.get("ai_keywords"))


def _name_of(draft: PaperDraft, value: object, field: str) -> tuple[object, str]:
    """The name of a person or an organisation, which the API gives as an object, older answers as a text."""
    if isinstance(value, str):
        return value, field
    given = draft.mapping(value, field)
    called = next((name for name in ("fullname", "name", "user") if given.get(name)), "fullname")
    return given.get(called), f"{field}.{called}"


def read_repr(text: str) -> object:
    """The value that a Python repr stands for; nothing is executed. Raises Unreadable for anything but plain values.

    What stands outside of texts is checked before Python's parser sees it, since brackets and signs without end
    bring that parser down.
    """
    if len(text) > _MAX_REPR:
        raise Unreadable("bad-repr", f"a Python value of {len(text)} characters", fix=f"expected at most {_MAX_REPR}")
    bare = _PYTHON_TEXT.sub("", text)
    if not _PLAIN.fullmatch(bare) or _depth(bare) > _MAX_DEPTH:
        raise Unreadable(
            "bad-repr", f"{short(text)} is not a plain Python value", fix="expected a dict of plain values"
        )
    try:
        with warnings.catch_warnings(action="ignore"):  # an odd escape is the item's matter, not the terminal's
            return ast.literal_eval(text.strip())
    except (ValueError, SyntaxError, TypeError, MemoryError, RecursionError) as error:
        raise Unreadable("bad-repr", f"not a Python value: {error}", fix="expected a dict of plain values") from error


def _depth(brackets: str) -> int:
    depth = deepest = 0
    for character in brackets:
        depth += (character in "[{(") - (character in "]})")
        deepest = max(deepest, depth)
    return deepest
