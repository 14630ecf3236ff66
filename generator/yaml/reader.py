"""The strict YAML reader: text, lists and mappings only, with limits, and with a place for every problem.

It reads the events of PyYAML's parser, so no value is ever interpreted: ``2401.10000`` stays ``2401.10000`` and
``no`` stays ``no``. Anchors, aliases, merge keys, tags and further documents are refused: people hardly ever write
them on purpose, and they let a small file grow without limit.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from typing import NoReturn

import yaml

from generator.errors import Place, Problem
from generator.text.lines import split_lines
from generator.yaml.comments import end_of, start_of, yaml_loader
from generator.yaml.differences import Difference, comment_differences, indentation_difference, scalar_difference
from generator.yaml.document import Document, Path, Plain, Spot, field_path
from generator.yaml.syntax_errors import SyntaxProblem, explain_syntax_error, quoted_line

MAX_BYTES = 256 * 1024
MAX_DEPTH = 16
MAX_NODES = 20_000

_Loader = yaml_loader()
_BAD_CHARACTER = re.compile(
    r"[^\t\n\r\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]"
)
_LINE_BREAK = re.compile(r"\r\n?")
_COMMENT = re.compile(r"[ \t]+#(.*)")
_SURROGATE = re.compile("[\ud800-\udfff]")
_DIRECTIVE = re.compile(r"^%", re.MULTILINE)
_WORD = re.compile(r"\S*")
_SECTION = re.compile(r"^(?=[A-Za-z_][\w-]*[ ]*:(?:[ \t]|$))", re.MULTILINE)
_ONE_OF_EACH = "keep one of them and delete the other"


def read_yaml(raw: bytes, *, file: str) -> Document:
    """Read one YAML document. Bad input never raises: every mistake is a problem with its line and column.

    A file with a syntax error is read again field by field, so that one mistake hides no other.
    """
    if len(raw) > MAX_BYTES:
        found = f"has {len(raw):,} bytes, more than the {MAX_BYTES:,} allowed"
        problem = Problem(place=Place(file=file), code="yaml-size", found=found, fix="shorten its longest texts")
        return Document(file=file, value=None, problems=(problem,), unread=frozenset({()}))
    try:
        text = _LINE_BREAK.sub("\n", raw.decode().removeprefix("\ufeff"))
    except UnicodeDecodeError as error:
        return Document(file=file, value=None, problems=(_not_utf8(raw, error, file),), unread=frozenset({()}))
    if text and not text.endswith("\n"):
        text += "\n"  # without it, the last line of a block would be another text
    characters = tuple(_bad_characters(text, file))
    if characters:
        text = _BAD_CHARACTER.sub("\N{REPLACEMENT CHARACTER}", text)
    reading = _Reading(file=file, text=text)
    try:
        reading.read()
    except _LimitError:
        pass
    except yaml.MarkedYAMLError as error:
        reading = _read_sections(file, text, error)
    return reading.document(characters)


def _not_utf8(raw: bytes, error: UnicodeDecodeError, file: str) -> Problem:
    before = raw[: error.start].decode()
    place = Place(file=file, line=before.count("\n") + 1, column=len(before) - before.rfind("\n"))
    found = f"byte 0x{raw[error.start]:02x} is not UTF-8"
    return Problem(place=place, code="yaml-encoding", found=found, fix="save the file with the encoding UTF-8")


def _bad_characters(text: str, file: str) -> Iterator[Problem]:
    """One problem for each character that a file must not contain, at its first place."""
    seen: dict[str, int] = {}
    for match in _BAD_CHARACTER.finditer(text):
        seen.setdefault(match.group(), match.start())
    for character, start in seen.items():
        count = text.count(character)
        times = "" if count == 1 else f", {count} times"
        place = Place(file=file, line=text.count("\n", 0, start) + 1, column=start - text.rfind("\n", 0, start))
        found = f"an invisible character (U+{ord(character):04X}{times})"
        yield Problem(place=place, code="yaml-character", found=found, fix="delete it, or type a space instead")


class _LimitError(Exception):
    """Reading stops at a limit; the problem is already recorded."""


@dataclass(slots=True)
class _Collection:
    """A list or mapping that is being read.

    ``key`` is the key of the value that comes next in the mapping. ``indent`` is the column of the innermost block
    (counted from 0, -1 outside any block), ``start`` the position of the opening bracket, None for a block.
    """

    value: list[Plain] | dict[str, Plain]
    path: Path
    indent: int
    start: int | None = None
    key: str | None = None


@dataclass(slots=True)
class _Reading:
    """Values built from parser events. ``lines_above`` is the number of lines of the file before ``text``."""

    file: str
    text: str
    lines_above: int = 0
    value: Plain = None
    problems: list[Problem] = field(default_factory=list)
    values_at: dict[Path, Spot] = field(default_factory=dict)
    keys_at: dict[Path, Spot] = field(default_factory=dict)
    trailing_comments: dict[Path, str] = field(default_factory=dict)
    unread: set[Path] = field(default_factory=set)
    stack: list[_Collection] = field(default_factory=list)
    scalars: list[tuple[int, int]] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)
    nodes: int = 0

    def document(self, problems: tuple[Problem, ...]) -> Document:
        return Document(
            file=self.file,
            value=self.value,
            problems=problems + tuple(self.problems),
            values_at=self.values_at,
            keys_at=self.keys_at,
            trailing_comments=self.trailing_comments,
            unread=frozenset(self.unread),
        )

    def read(self) -> None:
        """Build the value from the events of the text. Raises MarkedYAMLError for a syntax error."""
        loader = _Loader(self.text)
        try:
            documents = 0
            while (event := loader.get_event()) is not None:
                if isinstance(event, yaml.NodeEvent):
                    self._take_node(event)
                elif isinstance(event, yaml.CollectionEndEvent):
                    self._close(event)
                elif isinstance(event, yaml.DocumentStartEvent):
                    documents += 1
                    self._take_document(event, documents)
        finally:
            loader.dispose()
        if "#" in self.text:
            for difference in comment_differences(self.text, self.scalars):
                self._refuse(difference)

    def _add(self, event: yaml.Event, code: str, found: str, fix: str, path: Path = ()) -> None:
        line, column = self._spot(event)
        place = Place(file=self.file, line=line, column=column)
        self.problems.append(Problem(place=place, code=code, found=found, fix=fix, field=field_path(path)))

    def _refuse(self, difference: Difference, path: Path = ()) -> None:
        line = self.text.count("\n", 0, difference.at)
        place = Place(
            file=self.file,
            line=line + self.lines_above + 1,
            column=difference.at - self.text.rfind("\n", 0, difference.at),
        )
        self.problems.append(Problem(place=place, code="yaml-strict", found=difference.found, fix=difference.fix))
        self.unread.add(path)

    def _spot(self, event: yaml.Event) -> Spot:
        return start_of(event).line + self.lines_above + 1, start_of(event).column + 1

    def _take_document(self, event: yaml.DocumentStartEvent, count: int) -> None:
        has_directive = count == 1 and _DIRECTIVE.search(self.text, 0, end_of(event).index)
        if has_directive or event.version or event.tags:
            fix = "delete the line; the file needs no directives"
            self._add(event, "yaml-directive", "a YAML directive (a line that starts with %)", fix)
        if count > 1:
            fix = "delete the line; what follows may belong in a file of its own"
            self._add(event, "yaml-documents", "a second document starts here (---)", fix)
            raise _LimitError

    def _take_node(self, event: yaml.NodeEvent) -> None:
        self.nodes += 1
        if self.nodes > MAX_NODES:
            self._stop(event, "yaml-nodes", f"more than {MAX_NODES:,} values", "shorten its longest lists")
        parent = self.stack[-1] if self.stack else None
        if parent is not None and isinstance(parent.value, dict) and parent.key is None:
            parent.key = self._key(event, parent)
            return
        path = self._path(parent)
        self.values_at[path] = self._spot(event)
        value = self._value(event, path)
        if parent is None:
            self.value = value
        elif isinstance(parent.value, list):
            parent.value.append(value)
        elif parent.key is not None:
            parent.value[parent.key] = value
            parent.key = None

    def _path(self, parent: _Collection | None) -> Path:
        if parent is None:
            return ()
        return (*parent.path, len(parent.value) if isinstance(parent.value, list) else parent.key or "")

    def _key(self, event: yaml.NodeEvent, parent: _Collection) -> str:
        """The text of a key. A key that is refused is kept, so that reading can go on."""
        if not isinstance(event, yaml.ScalarEvent):
            self._stop(event, "yaml-key", "a list or mapping as a field's name", "use a word as the field's name")
        key: str = event.value
        path = (*parent.path, key)
        self._check_scalar(event, path)
        self._refuse_properties(event, path)
        if key == "<<" and event.implicit[0]:
            self._add(event, "yaml-merge", "a merge key (<<)", "write out the fields instead", parent.path)
        elif not key:
            self._add(event, "yaml-key", "a field without a name", "write its name before the colon", parent.path)
        if key in parent.value:
            line = self.keys_at[path][0]
            found = f"duplicate field, first used on line {line}"
            self._add(event, "yaml-duplicate", found, _ONE_OF_EACH, path)
        else:
            self.keys_at[path] = self._spot(event)
        return key

    def _value(self, event: yaml.NodeEvent, path: Path) -> Plain:
        if isinstance(event, yaml.AliasEvent):
            found = f"*{event.anchor} is a YAML alias, which this file cannot use"
            self._add(event, "yaml-alias", found, "write out the text" + self._or_quoted(event), path)
            self.unread.add(path)
            return None
        self._refuse_properties(event, path)
        if isinstance(event, yaml.ScalarEvent):
            return self._scalar(event, path)
        value: list[Plain] | dict[str, Plain] = [] if isinstance(event, yaml.SequenceStartEvent) else {}
        start = start_of(event)
        if isinstance(event, yaml.CollectionStartEvent) and event.flow_style:
            indent = self.stack[-1].indent if self.stack else -1
            self.stack.append(_Collection(value=value, path=path, indent=indent, start=start.index))
        else:
            self.stack.append(_Collection(value=value, path=path, indent=start.column))
        if len(self.stack) > MAX_DEPTH:
            found = f"lists and mappings nested more than {MAX_DEPTH} levels deep"
            self._stop(event, "yaml-depth", found, "use fewer levels")
        return value

    def _close(self, event: yaml.CollectionEndEvent) -> None:
        closed = self.stack.pop()
        if closed.start is not None and not (self.stack and self.stack[-1].start is not None):
            self._check_indentation(closed.start, end_of(event).index, closed.path, indent=closed.indent, is_flow=True)

    def _check_indentation(self, start: int, end: int, path: Path, *, indent: int, is_flow: bool) -> None:
        if difference := indentation_difference(self.text, start, end, indent=indent, is_flow=is_flow):
            self._refuse(difference, path)

    def _check_scalar(self, event: yaml.ScalarEvent, path: Path) -> None:
        """Refuse what YAML 1.2 reads differently, and keep the position for the search for comments."""
        start, end = start_of(event), end_of(event)
        self.scalars.append((start.index, end.index))
        parent = self.stack[-1] if self.stack else None
        in_flow = parent is not None and parent.start is not None
        indent = parent.indent if parent else -1
        if in_flow or event.style in ("|", ">"):
            is_plain = bool(event.implicit[0])
            difference = scalar_difference(self.text, start.index, is_plain=is_plain, in_flow=in_flow, indent=indent)
            if difference:
                self._refuse(difference, path)
        elif end.line > start.line and not event.implicit[0]:
            self._check_indentation(start.index, end.index, path, indent=indent, is_flow=False)

    def _scalar(self, event: yaml.ScalarEvent, path: Path) -> str | None:
        text: str = event.value
        self._check_scalar(event, path)
        if not text.isascii() and (half := _SURROGATE.search(text)):  # PyYAML's own parser accepts it
            found = f"half of a surrogate pair (U+{ord(half.group()):04X}), which is not a character"
            self._add(event, "yaml-character", found, "write the character itself", path)
            self.unread.add(path)
            return None
        if event.implicit[0]:  # neither quoted nor a block
            if not text:
                return None
            if comment := _COMMENT.match(self.text, end_of(event).index):
                self.trailing_comments[path] = comment.group(1).rstrip()
        return text

    def _refuse_properties(self, event: yaml.NodeEvent, path: Path) -> None:
        """Refuse anchors and tags: YAML reads ``&Then what?`` as an anchor and the text ``what?``."""
        tag = getattr(event, "tag", None)
        if event.anchor is not None:
            found = f"&{event.anchor} is a YAML anchor, which this file cannot use"
        elif tag is not None and not (tag == "!" and isinstance(event, yaml.ScalarEvent) and self._is_quoted(event)):
            found = f"{self._word(event)} is a YAML tag, which this file cannot use"
        else:
            return
        self._add(event, "yaml-tag", found, "delete it" + self._or_quoted(event), path)
        self.unread.add(path)

    def _is_quoted(self, event: yaml.ScalarEvent) -> bool:
        return self.text[start_of(event).index] in "'\""

    def _word(self, event: yaml.NodeEvent) -> str:
        match = _WORD.match(self.text, start_of(event).index)
        return match.group() if match else ""

    def _or_quoted(self, event: yaml.NodeEvent) -> str:
        self.lines = self.lines or split_lines(self.text)
        suggestion = quoted_line(self.lines[start_of(event).line])
        return f", or put the text in quotes: {suggestion}" if suggestion else ""

    def _stop(self, event: yaml.Event, code: str, found: str, fix: str) -> NoReturn:
        self._add(event, code, found, fix)
        self.unread.add(())
        raise _LimitError


def _read_sections(file: str, text: str, error: yaml.MarkedYAMLError) -> _Reading:
    """Read each top-level field on its own, so that a mistake in one hides neither the others nor their mistakes."""
    whole = _Reading(file=file, text=text, value={})
    lines_above, counted = 0, 0
    for start, end in pairwise([*(match.start() for match in _SECTION.finditer(text)), len(text)]):
        lines_above, counted = lines_above + text.count("\n", counted, start), start
        section = _Reading(file=file, text=text[start:end], lines_above=lines_above)
        try:
            section.read()
        except _LimitError:
            pass
        except yaml.MarkedYAMLError as syntax_error:
            _add_syntax_problem(section, syntax_error)
            section.value = {section.text.partition(":")[0].rstrip(): None}
            section.unread = {(key,) for key in section.value}
        _join(whole, section)
    if not whole.problems:
        # Each field is right on its own, so the mistake is between two fields or above the first.
        _add_syntax_problem(whole, error)
        whole.unread.add(())
    return whole


def _add_syntax_problem(reading: _Reading, error: yaml.MarkedYAMLError) -> None:
    explained: SyntaxProblem = explain_syntax_error(error, reading.text)
    line = reading.lines_above + explained.line + 1
    if any(problem.place.line == line for problem in reading.problems):
        return  # `*b c`: the alias is reported, and the text after it is the same mistake
    place = Place(file=reading.file, line=line, column=explained.column + 1)
    reading.problems.append(Problem(place=place, code="yaml-syntax", found=explained.found, fix=explained.fix))


def _join(whole: _Reading, section: _Reading) -> None:
    whole.problems += section.problems
    whole.unread |= section.unread
    if not isinstance(section.value, dict) or not isinstance(whole.value, dict):
        return
    for key, value in section.value.items():
        line, column = section.keys_at.get((key,), (section.lines_above + 1, 1))
        if key in whole.value:
            place = Place(file=whole.file, line=line, column=column)
            found = f"duplicate field, first used on line {whole.keys_at[(key,)][0]}"
            problem = Problem(place=place, code="yaml-duplicate", found=found, fix=_ONE_OF_EACH, field=key)
            whole.problems.append(problem)
            return
        whole.value[key] = value
        whole.keys_at[(key,)] = (line, column)
    whole.values_at |= {path: spot for path, spot in section.values_at.items() if path}
    whole.keys_at |= section.keys_at
    whole.trailing_comments |= section.trailing_comments
