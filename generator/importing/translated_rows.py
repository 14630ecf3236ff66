"""Joins the rows of translation services that belong to one record.

Pure. A service may return the title and the abstract on rows of their own, several versions of one text, and rows that
name the same paper in different ways, so rows are joined after their records were found. A text that does not count is
reported with its own line.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Literal

from generator.errors import Place, Problem
from generator.importing.listing import ListedPaper, ParsedFile
from generator.importing.record_updates import OversizedPaper
from generator.model import SourcePaper, Translation
from generator.records.limits import exceeded_limits

Part = Literal["title", "abstract"]
_PARTS: tuple[Part, ...] = ("title", "abstract")
_SHOWN = 60


@dataclass(frozen=True, kw_only=True, slots=True)
class JoinedRows:
    """Files with one paper for each record, and the rows that no record can hold."""

    files: tuple[ParsedFile, ...]
    oversized: tuple[OversizedPaper, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class _Text:
    """A title or an abstract of one row."""

    text: str
    day: date | None
    place: Place


@dataclass(kw_only=True, slots=True)
class _Work:
    """What one translator wrote in one language, and the texts that newer ones replaced."""

    by: str | None
    model: str | None
    texts: dict[Part, _Text] = field(default_factory=dict)
    replaced: list[tuple[Part, _Text]] = field(default_factory=list)

    @property
    def day(self) -> date | None:
        """The newest date of its texts."""
        return max((text.day for text in self.texts.values() if text.day), default=None)

    def add(self, part: Part, text: _Text) -> None:
        """Add a text; of two, the newer one counts, and the later one where a date is missing."""
        known = self.texts.get(part)
        if known is None:
            self.texts[part] = text
        elif _is_older(text.day, known.day):
            self.replaced.append((part, text))
        else:
            self.replaced.append((part, known))
            self.texts[part] = text

    def gives_way_to(self, other: _Work) -> bool:
        """Whether a later row's work takes its place: not an older one, and none that lacks a text of this one."""
        return not _is_older(other.day, self.day) and self.texts.keys() <= other.texts.keys()

    def translation(self) -> Translation:
        """The texts as a record has them."""
        title, abstract = self.texts.get("title"), self.texts.get("abstract")
        return Translation(
            title=title.text if title else None,
            abstract=abstract.text if abstract else "",
            by=self.by,
            model=self.model,
            date=self.day,
        )


def join_rows(files: Iterable[ParsedFile]) -> JoinedRows:
    """Join the rows of each record, whatever the order of the files; each paper has the key and day of its record.

    A row that exceeds a limit by itself is set aside alone, with its own line.
    """
    files = sorted(files, key=lambda file: file.name)
    oversized: list[OversizedPaper] = []
    rows: dict[str, list[tuple[int, SourcePaper]]] = {}
    for index, file in enumerate(files):
        for paper in sorted(file.parsed.papers, key=lambda paper: paper.rank):
            key = paper.curated.key if paper.curated else ""
            if (exceeded := exceeded_limits(paper.metadata)) and paper.day:
                listed = ListedPaper(
                    paper=paper, source=file.parsed.source, day=paper.day, file=file.name, match="unmatched", key=key
                )
                oversized.append(OversizedPaper(listed=listed, exceeded=exceeded[0]))
            else:
                rows.setdefault(key, []).append((index, paper))
    papers: list[list[SourcePaper]] = [[] for _ in files]
    problems: list[list[Problem]] = [[] for _ in files]
    for of_record in rows.values():
        index, first = of_record[0]
        translations, replaced = _join_languages([paper for _, paper in of_record])
        papers[index].append(replace(first, metadata=first.metadata.model_copy(update={"translations": translations})))
        problems[index] += replaced
    return JoinedRows(
        files=tuple(
            replace(
                file,
                parsed=replace(
                    file.parsed,
                    papers=tuple(papers[index]),
                    problems=(*file.parsed.problems, *problems[index]),
                ),
            )
            for index, file in enumerate(files)
        ),
        oversized=tuple(oversized),
    )


def _join_languages(rows: Sequence[SourcePaper]) -> tuple[Mapping[str, Translation], list[Problem]]:
    works: dict[str, dict[tuple[str | None, str | None], _Work]] = {}
    for row in rows:
        for language, stated in row.metadata.translations.items():
            translator = stated.by, stated.model
            # The last row of a translator decides which translator is the later one.
            of_language = works.setdefault(language, {})
            work = of_language.pop(translator, None) or _Work(by=stated.by, model=stated.model)
            of_language[translator] = work
            for part in _PARTS:
                if text := getattr(stated, part):
                    work.add(part, _Text(text=text, day=stated.date, place=row.place))
    problems: list[Problem] = []
    translations: dict[str, Translation] = {}
    for language, of_language in sorted(works.items()):
        chosen, *others = of_language.values()
        for other in others:
            chosen = other if chosen.gives_way_to(other) else chosen
        translations[language] = chosen.translation()
        problems += _left_out(language, chosen, of_language.values())
    return translations, problems


def _left_out(language: str, chosen: _Work, works: Iterable[_Work]) -> Iterator[Problem]:
    """Name the texts that are lost, except those that are the same as the one that counts."""
    for work in works:
        own = () if work is chosen else work.texts.items()
        for part, text in sorted((*work.replaced, *own), key=lambda item: (item[1].place.line or 0, item[0])):
            winner = chosen.texts.get(part) or next(iter(chosen.texts.values()))
            if text.text != winner.text:
                shown = text.text if len(text.text) <= _SHOWN else f"{text.text[: _SHOWN - 1]}…"
                yield Problem(
                    place=text.place,
                    code="replaced-translation",
                    found=f"{shown!r} was left out: the translation at {winner.place} counts",
                    fix="nothing to do if that is right; else delete the other row, or give both rows a date",
                    field=f"translations.{language}.{part}",
                    severity="warning",
                )


def _is_older(day: date | None, known: date | None) -> bool:
    return day is not None and known is not None and day < known
