"""Sources on this machine: the daily papers of Hugging Face, with lists that grow, fail and stay empty, and doi.org."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any


@dataclass
class DailyPapers:
    """Titles by day, and by DOI. ``failing`` days and DOIs answer with an error."""

    titles: dict[date, list[str]] = field(default_factory=dict)
    works: dict[str, str] = field(default_factory=dict)
    failing: set[date | str] = field(default_factory=set)
    requests: list[str] = field(default_factory=list)

    def add(self, day: date, *titles: str) -> None:
        self.titles.setdefault(day, []).extend(titles)

    def answer(self, method: str, path: str, query: dict[str, str], sent: dict[str, Any]) -> tuple[int, Any]:
        """Answer one page of a day's list, or a work."""
        self.requests.append(f"{method} {path} {query.get('date', '')}")
        doi = path.removeprefix("/")
        if doi in self.failing:
            return 403, {"error": "not now"}
        if doi in self.works:
            author = {"given": "Ada", "family": "Lovelace"}
            return 200, {"DOI": doi, "title": self.works[doi], "type": "article-journal", "author": [author]}
        day = date.fromisoformat(query["date"])
        if day in self.failing:
            return 400, {"error": "the list of this day cannot be shown"}
        if query.get("p", "0") != "0":
            return 200, []
        return 200, [_paper(day, number, title) for number, title in enumerate(self.titles.get(day, ()), 1)]


def paper_id(day: date, number: int) -> str:
    """The arXiv id of the paper at a place of a day's list."""
    return f"{day:%y%m}.{day.day * 100 + number:05}"


def _paper(day: date, number: int, title: str) -> dict[str, Any]:
    abstract = f"{title}: what it says, at some length, about robots that read papers every day."
    return {
        "paper": {
            "id": paper_id(day, number),
            "title": title,
            "summary": abstract,
            "authors": [{"name": "Ada Lovelace"}, {"name": "Alan Turing"}],
            "publishedAt": f"{day}T00:00:00.000Z",
            "upvotes": number,
        }
    }
