"""Reads a file of content/digests/: YAML in, a digest and all problems with their places out."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date
from typing import TypeVar

from generator.catalog.digests.digest import Digest, Editor, Pick, SeriesPart, Span, span_of
from generator.errors import Place, Problem, Severity
from generator.ids import check_key
from generator.text.addresses.urls import check_url
from generator.text.clean import check_prose, check_visible_line, unfold
from generator.text.dates import MAX_YEAR, MIN_YEAR
from generator.text.similar import similar_name
from generator.yaml.document import Document, Path, Plain, field_path, kind_of
from generator.yaml.reader import read_yaml

#: Most characters of each text.
MAX_LENGTHS: Mapping[str, int] = {"title": 200, "introduction": 20_000, "why": 2_000, "name": 200, "url": 2_048}
#: Most items of each list.
MAX_ITEMS: Mapping[str, int] = {"picks": 100, "order": 1_000, "editors": 20}
MAX_NUMBER = 99_999
#: The fields of a digest, and of its parts, in the order of their description.
FIELDS = ("title", "introduction", "hero", "picks", "order", "editors", "series", "draft", "publish")
PARTS: Mapping[str, tuple[str, ...]] = {
    "picks": ("paper", "why"),
    "editors": ("name", "url"),
    "series": ("name", "number"),
}
#: One line for each field that a message can quote.
EXAMPLES: Mapping[str, str] = {
    "title": "title: Robots learn to fold",
    "introduction": "introduction: | with the text on the lines below",
    "hero": "hero: '2507.22827'",
    "picks": "picks: [{paper: '2507.22827', why: The first that we could run.}]",
    "order": "order: ['2507.22827', '2507.22879']",
    "editors": "editors: [Ada Lovelace, {name: Alan Turing, url: https://example.org}]",
    "series": "series: {name: Reading group, number: 12}",
    "draft": "draft: true",
    "publish": "publish: 2025-08-01",
}
_Item = TypeVar("_Item")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_NUMBER = re.compile(r"[1-9][0-9]{0,4}")


@dataclass(frozen=True, kw_only=True, slots=True)
class DigestFile:
    """The result of reading a file; ``digest`` is None if one of the problems is an error."""

    digest: Digest | None
    problems: tuple[Problem, ...]
    document: Document

    def problem(
        self, path: Path, code: str, found: str, fix: str, *, severity: Severity = "error", key: bool = False
    ) -> Problem:
        """Return a problem at a value of the file, or at its key."""
        return _problem(self.document, path, code, found, fix, severity=severity, key=key)


def parse_digest(raw: bytes, *, file: str, renamed: Mapping[str, str] | None = None) -> DigestFile:
    """Read a file of content/digests/, whose name says which day, week or month it is about.

    ``renamed`` are the keys of records by their former keys: a paper is the same by each of them.
    """
    document = read_yaml(raw, file=file)
    try:
        span = span_of(file.rpartition("/")[2].removesuffix(".yaml"))
    except ValueError as error:
        found, _, fix = str(error).partition("\n")
        problem = Problem(place=Place(file=file), code="digest-name", found=found, fix=fix)
        return DigestFile(digest=None, problems=(problem, *document.problems), document=document)
    reader = _Reader(document, renamed or {})
    digest = reader.digest(span)
    problems = sorted(
        (*document.problems, *reader.problems),
        key=lambda problem: (problem.place.line or 0, problem.place.column or 0, problem.code, problem.found),
    )
    if any(problem.severity == "error" for problem in problems):
        digest = None
    return DigestFile(digest=digest, problems=tuple(problems), document=document)


def _problem(
    document: Document, path: Path, code: str, found: str, fix: str, *, severity: Severity = "error", key: bool = False
) -> Problem:
    place = document.place(path, key=key)
    return Problem(place=place, code=f"digest-{code}", found=found, fix=fix, field=field_path(path), severity=severity)


class _Reader:
    """Reads one document; problems are in ``problems``, and the indexes of list items without errors in ``_read``."""

    def __init__(self, document: Document, renamed: Mapping[str, str]) -> None:
        self._document = document
        self._renamed = renamed
        self._read: dict[str, list[int]] = {}
        self.problems: list[Problem] = []

    def _report(
        self, path: Path, code: str, found: str, fix: str, *, severity: Severity = "error", key: bool = False
    ) -> None:
        if path not in self._document.unread:
            self.problems.append(_problem(self._document, path, code, found, fix, severity=severity, key=key))

    def digest(self, span: Span) -> Digest | None:
        """Read the whole file; None if it does not hold fields."""
        value = self._document.value
        if not isinstance(value, dict):
            found = "the file is empty" if value is None else f"the file contains {kind_of(value)}, not fields"
            self._report((), "shape", found, f"start with the title, for example {EXAMPLES['title']}")
            return None
        self._check_names((), value, FIELDS, "a digest")
        self._check_cut_texts()
        picks = tuple(self._items(value, "picks", self._pick))
        digest = Digest(
            span=span,
            publish=self._publish(value) or span.first,
            title=self._text(("title",), value.get("title"), check_visible_line),
            introduction=self._text(("introduction",), value.get("introduction"), check_prose),
            hero=self._text(("hero",), value.get("hero"), check_key),
            picks=picks,
            order=tuple(self._items(value, "order", self._key)),
            editors=tuple(self._items(value, "editors", self._editor)),
            series=self._series(value.get("series")),
            is_draft=self._is_draft(value.get("draft")),
        )
        self._check_choices(digest, with_current_keys(digest, self._renamed))
        return digest

    def _check_names(self, path: Path, value: Mapping[str, Plain], known: tuple[str, ...], owner: str) -> None:
        for name in value:
            if name not in known:
                meant = similar_name(name, known)
                fix = f"did you mean {meant}?" if meant else f"the fields of {owner} are {', '.join(known)}"
                self._report((*path, name), "field", "unknown field", fix, key=True)

    def _check_cut_texts(self) -> None:
        """Report texts that may have lost their end: YAML reads ``title: C# is #1`` as ``C# is`` and a comment."""
        for path, comment in self._document.trailing_comments.items():
            if path[-1] in ("title", "why", "name", "introduction"):
                shown = f"#{comment}" if len(comment) < 40 else f"#{comment[:38]}…"
                found = f"the text ends before {shown!r}, which YAML reads as a comment"
                fix = "put the whole text in quotes, or move the comment to a line of its own"
                self._report(path, "cut", found, fix)

    def _check_choices(self, digest: Digest, current: Digest) -> None:
        """Report papers that are named twice, a hero that is no pick, and an order where there is none.

        ``current`` is the digest with the keys that records have now.
        """
        keys = tuple(pick.key for pick in current.picks)
        self._check_twice("picks", tuple(pick.key for pick in digest.picks), keys)
        self._check_twice("order", digest.order, current.order)
        if digest.hero and current.hero not in keys:
            fix = "add it to picks, with a sentence that says why, or delete the line"
            self._report(("hero",), "hero", f"{digest.hero} is not one of picks", fix)
        if digest.order and digest.span.kind != "day":
            found = f"a {digest.span.kind} has no order of its own"
            self._report(("order",), "order", found, "put picks in the order that you want, and delete order", key=True)

    def _check_twice(self, field: str, stated: tuple[str, ...], current: tuple[str, ...]) -> None:
        """Report papers that a list has twice: an error if the key is the same, a warning after a merge of two."""
        for place, (index, key) in enumerate(zip(self._read.get(field, ()), stated, strict=True)):
            if key in stated[:place]:
                self._report((field, index), "twice", f"{key} is listed twice", "delete one of the two")
            elif current[place] in current[:place]:
                found = f"{stated[current.index(current[place])]} and {key} are one paper now, so the first counts"
                self._report((field, index), "twice", found, "delete one of the two", severity="warning")

    def _text(self, path: Path, value: Plain, check: Callable[[str], str]) -> str:
        """Read a text, which may be missing."""
        name = str(path[-1])
        if value is None or path in self._document.unread:
            return ""
        if not isinstance(value, str):
            example = EXAMPLES.get(name, f"{name}: and the text")
            self._report(path, "type", f"must be text, not {kind_of(value)}", f"write it like {example}")
            return ""
        most = MAX_LENGTHS.get(name, MAX_LENGTHS["name"])
        if len(value) > most:
            self._report(path, "length", f"has {len(value):,} characters", f"shorten it to at most {most:,}")
            return ""
        text = value if check is check_prose else unfold(value)
        try:
            return check(text).strip() if text.strip() else ""
        except ValueError as error:
            found, _, fix = str(error).partition("\n")
            self._report(path, "text", found, fix)
            return ""

    def _items(
        self, value: Mapping[str, Plain], name: str, read: Callable[[Path, Plain], _Item | None]
    ) -> Iterator[_Item]:
        """Read the items of a list, which may be missing; those with an error are left out."""
        stated = value.get(name)
        if stated is None or (name,) in self._document.unread:
            return
        if not isinstance(stated, list):
            self._report((name,), "type", f"must be a list, not {kind_of(stated)}", f"write it like {EXAMPLES[name]}")
            return
        if len(stated) > MAX_ITEMS[name]:
            fix = f"list at most {MAX_ITEMS[name]:,}"
            self._report((name,), "many", f"has {len(stated):,} items", fix)
        for index, item in enumerate(stated[: MAX_ITEMS[name]]):
            if item is None or item == "":
                self._report((name, index), "empty", "is empty", "fill it in, or delete the line")
            elif (made := read((name, index), item)) is not None:
                self._read.setdefault(name, []).append(index)
                yield made

    def _key(self, path: Path, item: Plain) -> str | None:
        return self._text(path, item, check_key) or None

    def _pick(self, path: Path, item: Plain) -> Pick | None:
        if isinstance(item, str):
            key = self._key(path, item)
            return Pick(key=key) if key else None
        fields = self._part(path, item, "picks", required="paper")
        key = self._text((*path, "paper"), fields.get("paper"), check_key)
        why = self._text((*path, "why"), fields.get("why"), check_prose)
        return Pick(key=key, why=why) if key else None

    def _editor(self, path: Path, item: Plain) -> Editor | None:
        if isinstance(item, str):
            name = self._text(path, item, check_visible_line)
            return Editor(name=name) if name else None
        fields = self._part(path, item, "editors", required="name")
        name = self._text((*path, "name"), fields.get("name"), check_visible_line)
        url = self._text((*path, "url"), fields.get("url"), check_url)
        return Editor(name=name, url=url) if name else None

    def _series(self, value: Plain) -> SeriesPart | None:
        if value is None:
            return None
        fields = self._part(("series",), value, "series", required="name")
        name = self._text(("series", "name"), fields.get("name"), check_visible_line)
        number = fields.get("number")
        if not isinstance(number, str) or not _NUMBER.fullmatch(number):
            if fields:
                found = "missing" if number is None else "is not a number from 1 to 99,999"
                self._report(("series", "number"), "number", found, f"write it like {EXAMPLES['series']}")
            return None
        return SeriesPart(name=name, number=int(number)) if name else None

    def _part(self, path: Path, value: Plain, part: str, *, required: str) -> Mapping[str, Plain]:
        """Return the fields of a part, empty where it is not a mapping."""
        if not isinstance(value, dict):
            found = f"must be a mapping, not {kind_of(value)}"
            self._report(path, "type", found, f"write it like {EXAMPLES[part]}")
            return {}
        self._check_names(path, value, PARTS[part], f"an item of {part}" if part != "series" else part)
        if not value.get(required) and (*path, required) not in self._document.unread:
            found = "empty" if required in value else "missing"
            self._report((*path, required), "missing", found, f"write it like {EXAMPLES[part]}")
        return value

    def _is_draft(self, value: Plain) -> bool:
        if value is not None and value not in ("true", "false"):
            self._report(("draft",), "draft", "must be true or false", "write draft: true, or delete the line")
        return value == "true"

    def _publish(self, value: Mapping[str, Plain]) -> date | None:
        stated = value.get("publish")
        if stated is None or ("publish",) in self._document.unread:
            return None
        day = None
        if isinstance(stated, str) and _DAY.fullmatch(stated):
            with suppress(ValueError):
                day = date.fromisoformat(stated)
        if day is None or not MIN_YEAR <= day.year <= MAX_YEAR:
            found = f"{stated!r} is not a date" if isinstance(stated, str) else f"must be a date, not {kind_of(stated)}"
            self._report(("publish",), "date", found, f"write it like {EXAMPLES['publish']}")
        return day


def with_current_keys(digest: Digest, renamed: Mapping[str, str]) -> Digest:
    """Return the digest with the keys that records have now, by their former keys."""
    if not renamed:
        return digest
    return replace(
        digest,
        hero=renamed.get(digest.hero, digest.hero),
        picks=tuple(replace(pick, key=renamed.get(pick.key, pick.key)) for pick in digest.picks),
        order=tuple(renamed.get(key, key) for key in digest.order),
    )
