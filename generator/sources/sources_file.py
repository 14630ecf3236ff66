"""The sources file, ``content/sources.yaml``: a curator's own tables, by name, with the headings of their fields."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from dataclasses import field as dataclass_field
from datetime import date
from types import MappingProxyType

from generator.errors import DigestifError, Problem
from generator.sources.shared.headings import HEADINGS, PRESETS, Preset, normal_heading
from generator.text.dates import MAX_YEAR, MIN_YEAR
from generator.text.similar import similar_name
from generator.yaml.document import Document, Path, Plain, field_path, kind_of
from generator.yaml.reader import read_yaml

#: Names that a source in the file cannot have: those of the registry (which is slow to import), of the presets, and
#: of ``digestif fetch`` and ``digestif enrich``.
BUILT_IN = frozenset(
    {
        *("arxiv", "hf-json", "csl-json", "ris", "bibtex", "pubmed", "web-of-science", "hf-page", "table"),
        "translations",
        *PRESETS,
        *("hf", "arxiv-enrich", "arxiv-replace"),
    }
)
#: The fields of a source in the file, in the order in which documentation shows them.
SOURCE_FIELDS = ("label", "columns", "separators", "venue", "date")
#: Fields that hold lists, so that a sign can separate their items.
LIST_FIELDS = ("authors", "keywords", "categories")
NAME = "[a-z0-9]+(-[a-z0-9]+)*"
MAX_NAME, MAX_LABEL, MAX_VENUE, MAX_SEPARATOR = 40, 80, 500, 5

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_EXAMPLE = "{columns: {title: Paper Name}}"


def parse_sources(raw: bytes, *, file: str) -> tuple[Mapping[str, Preset], tuple[Problem, ...]]:
    """Read the sources file, a mapping from names to sources, and all problems in it, in the order of the file.

    A source with an error, or with the name of a built-in source, is left out.
    """
    document = read_yaml(raw, file=file)
    reader = _Reader(document)
    presets = {preset.name: preset for preset in reader.presets()}
    problems = sorted(
        (*document.problems, *reader.problems),
        key=lambda problem: (problem.place.line or 0, problem.place.column or 0, problem.code, problem.found),
    )
    return MappingProxyType(presets), tuple(problems)


@dataclass(frozen=True, kw_only=True, slots=True)
class KeptSources:
    """The sources of content/sources.yaml that have no error, by name, and all problems of the file."""

    presets: Mapping[str, Preset] = dataclass_field(default_factory=dict)
    problems: tuple[Problem, ...] = ()

    def refuse_problems(self, *, fix: str) -> None:
        """Raise DigestifError, which lists every problem, if there are any."""
        if self.problems:
            file = self.problems[0].place.file
            raise DigestifError("\n".join([f"{file} has errors:", *map(str, self.problems)]), fix=fix)


def read_sources(raw: bytes, *, file: str) -> KeptSources:
    """Read the sources file for an import; no bytes give no sources."""
    presets, problems = parse_sources(raw, file=file)
    return KeptSources(presets=presets, problems=problems)


class _Reader:
    """Reads one document; problems are collected in ``problems``."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.problems: list[Problem] = []

    def report(self, path: Path, code: str, found: str, fix: str, *, key: bool = False) -> None:
        """Add a problem at the value at ``path``, or at its ``key``, unless that value could not be read at all."""
        if path not in self.document.unread:
            place = self.document.place(path, key=key)
            self.problems.append(
                Problem(place=place, code=f"source-{code}", found=found, fix=fix, field=field_path(path))
            )

    def presets(self) -> Iterator[Preset]:
        """Yield every source of the document that has no error."""
        value = self.document.value
        if value is None:
            return
        if not isinstance(value, dict):
            found = f"must be a mapping from names to sources, not {kind_of(value)}"
            self.report((), "shape", found, f"write, for example, mlconf: {_EXAMPLE}")
            return
        for name, fields in value.items():
            before = len(self.problems)
            if not re.fullmatch(NAME, name) or len(name) > MAX_NAME:
                fix = f"use at most {MAX_NAME} lowercase letters, digits and single hyphens, for example mlconf-2025"
                self.report((name,), "name", "not a valid name of a source", fix, key=True)
            elif name in BUILT_IN:
                found = f"{name} is the name of a built-in source"
                self.report((name,), "name", found, f"choose another name, for example my-{name}", key=True)
            elif not isinstance(fields, dict):
                found = f"must be a mapping, not {kind_of(fields)}"
                self.report((name,), "shape", found, f"write, for example, {_EXAMPLE}", key=True)
            else:
                preset = self._preset(name, fields)
                if len(self.problems) == before and not self._has_unread(name):
                    yield preset

    def _has_unread(self, name: str) -> bool:
        return any(path[:1] == (name,) for path in self.document.unread)

    def _preset(self, name: str, fields: Mapping[str, Plain]) -> Preset:
        self._check_names((name,), fields, SOURCE_FIELDS, "a source")
        return Preset(
            name=name,
            about=self._line(name, "label", fields, most=MAX_LABEL) or name,
            marks=(),
            headings=self._columns(name, fields),
            date_is_digest=True,
            is_source=True,
            separators=self._separators(name, fields),
            venue=self._line(name, "venue", fields, most=MAX_VENUE),
            day=self._day(name, fields),
        )

    def _check_names(self, path: Path, value: Mapping[str, Plain], known: Collection[str], owner: str) -> None:
        for each in value:
            if each not in known:
                meant = similar_name(each, known)
                fix = f"did you mean {meant}?" if meant else f"the fields of {owner} are {', '.join(known)}"
                self.report((*path, each), "field", "unknown field", fix, key=True)

    def _line(self, name: str, field: str, fields: Mapping[str, Plain], *, most: int) -> str:
        value = fields.get(field)
        if value is None:
            return ""
        if not isinstance(value, str):
            found, fix = f"must be text, not {kind_of(value)}", f"write one line of text after {field}:"
            self.report((name, field), "type", found, fix)
            return ""
        line = " ".join(value.split())
        if len(line) > most:
            found, fix = f"has {len(line):,} characters", f"shorten it to at most {most:,}"
            self.report((name, field), "length", found, fix)
        return line

    def _columns(self, name: str, fields: Mapping[str, Plain]) -> dict[str, tuple[str, ...]]:
        path: Path = (name, "columns")
        value = fields.get("columns")
        if not isinstance(value, dict) or not value:
            found = "missing" if value in (None, "", {}) else f"must be a mapping, not {kind_of(value)}"
            fix = "write the heading of each field's column, for example columns: {title: Paper Name}"
            self.report(path, "columns", found, fix, key=value is None)
            return {}
        self._check_names(path, value, HEADINGS, "a table")
        columns: dict[str, tuple[str, ...]] = {}
        owners: dict[str, str] = {}
        for field, stated in value.items():
            headings = tuple(self._headings((*path, field), stated))
            for heading in headings:
                owner = owners.setdefault(normal_heading(heading), field)
                if owner != field:
                    found = f"the column {heading!r} is also that of {owner}"
                    self.report((*path, field), "column-twice", found, "delete it in one of the two")
            columns[field] = headings
        return columns

    def _headings(self, path: Path, stated: Plain) -> Iterator[str]:
        fix = "write the heading of a column, or a list of headings; the first one with a value counts"
        if isinstance(stated, dict) or stated == []:
            self.report(path, "type", f"must be text, not {kind_of(stated) if stated else 'an empty list'}", fix)
            return
        for index, heading in enumerate(stated if isinstance(stated, list) else [stated]):
            if isinstance(heading, str) and heading.strip():
                yield heading
            else:
                here = (*path, index) if isinstance(stated, list) else path
                self.report(here, "type", f"must be text, not {kind_of(heading)}", fix)

    def _separators(self, name: str, fields: Mapping[str, Plain]) -> dict[str, str]:
        path: Path = (name, "separators")
        value = fields.get("separators")
        if value is None:
            return {}
        if not isinstance(value, dict):
            fix = "write, for example, separators: {authors: ';'}"
            self.report(path, "type", f"must be a mapping, not {kind_of(value)}", fix)
            return {}
        self._check_names(path, value, LIST_FIELDS, "separators")
        separators = {}
        for field, sign in value.items():
            if isinstance(sign, str) and 0 < len(sign) <= MAX_SEPARATOR:
                separators[field] = sign
            else:
                found = "must be text" if not isinstance(sign, str) else "not a separator"
                fix = f"write 1 to {MAX_SEPARATOR} characters in quotes, for example ';' (a line break is \"\\n\")"
                self.report((*path, field), "separator", found, fix)
        return separators

    def _day(self, name: str, fields: Mapping[str, Plain]) -> date | None:
        value = fields.get("date")
        if value is None:
            return None
        text = value.strip() if isinstance(value, str) else ""
        try:
            day = date.fromisoformat(text) if _DAY.fullmatch(text) else None
        except ValueError:
            day = None
        if day is None or not MIN_YEAR <= day.year <= MAX_YEAR:
            found = f"{text!r} is not a date" if text else f"must be a date, not {kind_of(value)}"
            self.report((name, "date"), "date", found, "write the day of the digest, for example 2025-07-31")
            return None
        return day
