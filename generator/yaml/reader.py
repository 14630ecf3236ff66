"""The strict YAML reader: text, lists and mappings only, limits on everything, a place for every complaint.

It reads PyYAML's events (the C parser where it is installed), so nothing is ever resolved or constructed:
``2401.10000`` stays ``2401.10000``, ``no`` stays ``no``. YAML that only programs write (anchors, aliases,
merge keys, tags, several documents) is refused, which also keeps a file's size and its meaning in proportion.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any, NoReturn

import yaml

from generator.errors import Place, Problem
from generator.yaml.syntax_errors import SyntaxProblem, explain_syntax_error, quoted_line

Plain = str | None | list["Plain"] | dict[str, "Plain"]
Path = tuple[str | int, ...]
Spot = tuple[int, int]

MAX_BYTES = 256 * 1024
MAX_DEPTH = 16
MAX_NODES = 20_000

_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_BAD_CHARACTER = re.compile(
    r"[^\t\n\r\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]"
)
_COMMENT = re.compile(r"[ \t]+#(.*)")
_SURROGATE = re.compile("[\ud800-\udfff]")
_HASH = re.compile(r"#[^\n]*")
_SECTION = re.compile(r"^(?=[A-Za-z_][\w-]*[ ]*:(?:[ \t\r]|$))", re.MULTILINE)


@dataclass(frozen=True, kw_only=True, slots=True)
class Document:
    """A YAML file as it was read: plain values, where each stands, and what is wrong with it.

    ``value`` holds text, lists and mappings; None is an empty value, or a file that could not be read at all.
    ``unread`` are the paths whose value could not be read; they are among the problems already.
    ``cut`` gives, for an unquoted text, the comment that follows it on its line: perhaps the text's own rest.
    """

    file: str
    value: Plain
    problems: tuple[Problem, ...] = ()
    values_at: Mapping[Path, Spot] = field(default_factory=dict)
    keys_at: Mapping[Path, Spot] = field(default_factory=dict)
    cut: Mapping[Path, str] = field(default_factory=dict)
    unread: frozenset[Path] = frozenset()

    def mark(self, path: Path = (), *, key: bool = False) -> Place:
        """Where the value at ``path`` (or its key) stands; for what is missing, where the nearest parent stands."""
        if key and path in self.keys_at:
            line, column = self.keys_at[path]
            return Place(file=self.file, line=line, column=column)
        while path and path not in self.values_at:
            path = path[:-1]
        line, column = self.values_at.get(path, (1, 1))
        return Place(file=self.file, line=line, column=column)


def field_path(path: Path) -> str:
    """A path as people read it: ``authors[3].name``."""
    return "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in path).removeprefix(".")


def read_yaml(raw: bytes, *, file: str) -> Document:
    """Read one YAML document; bad input never raises: every fault is among the problems, with line and column.

    A file with broken syntax is read again field by field, so that one broken field hides no other.
    """
    if len(raw) > MAX_BYTES:
        found = f"has {len(raw):,} bytes, more than {MAX_BYTES:,}"
        problem = Problem(
            place=Place(file=file), code="yaml-size", found=found, fix="a record is far smaller: shorten it"
        )
        return Document(file=file, value=None, problems=(problem,), unread=frozenset({()}))
    try:
        text = raw.decode().removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        return Document(file=file, value=None, problems=(_not_utf8(raw, error, file),), unread=frozenset({()}))
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


def comments_of(text: str) -> list[tuple[int, int, str]]:
    """Every comment of a readable YAML text in its order: line and column from 1, and the comment from its # on."""
    if "#" not in text:
        return []
    gaps: list[tuple[int, int]] = []
    written = 0
    loader = _Loader(text)
    try:
        while (event := loader.get_event()) is not None:
            if isinstance(event, yaml.ScalarEvent) and _end(event).index > _start(event).index:
                start = _start(event).index
                if text[start] in "|>":  # a comment may follow the sign
                    start = text.find("\n", start) if "\n" in text[start:] else len(text)
                gaps.append((written, start))
                written = max(start, _end(event).index)
    finally:
        loader.dispose()
    found = (match for start, end in [*gaps, (written, len(text))] for match in _HASH.finditer(text, start, end))
    return [
        (text.count("\n", 0, at) + 1, at - text.rfind("\n", 0, at), match.group().rstrip())
        for match in found
        for at in [match.start()]
    ]


def _start(event: yaml.Event) -> Any:
    """Where an event begins; a parser's events always have marks, which the library's types leave open."""
    return event.start_mark


def _end(event: yaml.Event) -> Any:
    return event.end_mark


def _not_utf8(raw: bytes, error: UnicodeDecodeError, file: str) -> Problem:
    before = raw[: error.start].decode()
    place = Place(file=file, line=before.count("\n") + 1, column=len(before) - before.rfind("\n"))
    found = f"byte 0x{raw[error.start]:02x} is not UTF-8"
    return Problem(place=place, code="yaml-encoding", found=found, fix="save the file with the encoding UTF-8")


def _bad_characters(text: str, file: str) -> Iterator[Problem]:
    """One problem for each character that no record may hold, at its first place."""
    seen: dict[str, int] = {}
    for match in _BAD_CHARACTER.finditer(text):
        seen.setdefault(match.group(), match.start())
    for character, start in seen.items():
        count = text.count(character)
        times = "" if count == 1 else f" ({count} times)"
        place = Place(file=file, line=text.count("\n", 0, start) + 1, column=start - text.rfind("\n", 0, start))
        found = f"the character U+{ord(character):04X}{times}"
        fix = "it cannot be seen and does not belong in a record: delete it, or write a space"
        yield Problem(place=place, code="yaml-character", found=found, fix=fix)


class _LimitError(Exception):
    """A limit was reached; the problem is told already."""


@dataclass(slots=True)
class _Open:
    """A list or mapping whose end has not come; ``key`` is the mapping's key that waits for its value."""

    value: list[Plain] | dict[str, Plain]
    path: Path
    key: str | None = None


@dataclass(slots=True)
class _Reading:
    """Plain values built from events. ``first`` is the number of lines that stand above ``text`` in the file."""

    file: str
    text: str
    first: int = 0
    value: Plain = None
    problems: list[Problem] = field(default_factory=list)
    values_at: dict[Path, Spot] = field(default_factory=dict)
    keys_at: dict[Path, Spot] = field(default_factory=dict)
    cut: dict[Path, str] = field(default_factory=dict)
    unread: set[Path] = field(default_factory=set)
    stack: list[_Open] = field(default_factory=list)
    nodes: int = 0

    def document(self, problems: tuple[Problem, ...]) -> Document:
        return Document(
            file=self.file,
            value=self.value,
            problems=problems + tuple(self.problems),
            values_at=self.values_at,
            keys_at=self.keys_at,
            cut=self.cut,
            unread=frozenset(self.unread),
        )

    def read(self) -> None:
        """Take every event of the text; raises MarkedYAMLError where the syntax is broken."""
        loader = _Loader(self.text)
        try:
            documents = 0
            while (event := loader.get_event()) is not None:
                if isinstance(event, yaml.NodeEvent):
                    self._take_node(event)
                elif isinstance(event, yaml.CollectionEndEvent):
                    self.stack.pop()
                elif isinstance(event, yaml.DocumentStartEvent):
                    documents += 1
                    self._take_document(event, documents)
        finally:
            loader.dispose()

    def complain(self, event: yaml.Event, code: str, found: str, fix: str, path: Path = ()) -> None:
        line, column = self._spot(event)
        place = Place(file=self.file, line=line, column=column)
        self.problems.append(Problem(place=place, code=code, found=found, fix=fix, field=field_path(path)))

    def _spot(self, event: yaml.Event) -> Spot:
        return _start(event).line + self.first + 1, _start(event).column + 1

    def _take_document(self, event: yaml.DocumentStartEvent, count: int) -> None:
        if event.version or event.tags:
            self.complain(event, "yaml-directive", "a line that begins with %", "a record needs none: delete it")
        if count > 1:
            fix = "one file holds one record: move what follows to a file of its own"
            self.complain(event, "yaml-documents", "a second document begins (---)", fix)
            raise _LimitError

    def _take_node(self, event: yaml.NodeEvent) -> None:
        self.nodes += 1
        if self.nodes > MAX_NODES:
            self._stop(event, "yaml-nodes", f"more than {MAX_NODES:,} values", "a record has a few hundred at most")
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

    def _path(self, parent: _Open | None) -> Path:
        if parent is None:
            return ()
        return (*parent.path, len(parent.value) if isinstance(parent.value, list) else parent.key or "")

    def _key(self, event: yaml.NodeEvent, parent: _Open) -> str:
        """The text of a key; a key that cannot be one is told, and stands for itself so that reading goes on."""
        if not isinstance(event, yaml.ScalarEvent):
            self._stop(event, "yaml-key", "a list or mapping as the name of a field", "a field's name is one word")
        key: str = event.value
        path = (*parent.path, key)
        self._refuse_marks(event, path)
        if key == "<<" and event.implicit[0]:
            self.complain(event, "yaml-merge", "a merge key (<<)", "write the fields themselves", parent.path)
        elif not key:
            self.complain(event, "yaml-key", "a field without a name", "write its name before the colon", parent.path)
        if key in parent.value:
            line = self.keys_at[path][0]
            fix = "a field stands once: keep the right one and delete the other"
            self.complain(event, "yaml-duplicate", f"written twice, first on line {line}", fix, path)
        else:
            self.keys_at[path] = self._spot(event)
        return key

    def _value(self, event: yaml.NodeEvent, path: Path) -> Plain:
        if isinstance(event, yaml.AliasEvent):
            fix = "write the text itself" + self._quoted(event)
            self.complain(event, "yaml-alias", f"*{event.anchor} is an alias, which records do not have", fix, path)
            self.unread.add(path)
            return None
        self._refuse_marks(event, path)
        if isinstance(event, yaml.ScalarEvent):
            return self._scalar(event, path)
        value: list[Plain] | dict[str, Plain] = [] if isinstance(event, yaml.SequenceStartEvent) else {}
        self.stack.append(_Open(value=value, path=path))
        if len(self.stack) > MAX_DEPTH:
            self._stop(event, "yaml-depth", f"lists and mappings more than {MAX_DEPTH} deep", "a record is 4 deep")
        return value

    def _scalar(self, event: yaml.ScalarEvent, path: Path) -> str | None:
        text: str = event.value
        if not text.isascii() and (half := _SURROGATE.search(text)):  # PyYAML's own parser lets it pass
            found = f"half a character (U+{ord(half.group()):04X})"
            self.complain(event, "yaml-character", found, "write the character itself", path)
            self.unread.add(path)
            return None
        if event.implicit[0]:  # neither quoted nor a block
            if not text:
                return None
            comment = _COMMENT.match(self.text, _end(event).index)
            if comment:
                self.cut[path] = comment.group(1).rstrip()
        return text

    def _refuse_marks(self, event: yaml.NodeEvent, path: Path) -> None:
        """Anchors and tags; `&Then what?` loses its first word without a sound."""
        tag = getattr(event, "tag", None)
        if event.anchor is not None:
            found = f"&{event.anchor} is an anchor, which records do not have"
        elif tag is not None and not (tag == "!" and isinstance(event, yaml.ScalarEvent) and self._is_quoted(event)):
            found = f"{self._word(event)} is a tag, which records do not have"
        else:
            return
        self.complain(event, "yaml-tag", found, "delete it" + self._quoted(event), path)
        self.unread.add(path)

    def _is_quoted(self, event: yaml.ScalarEvent) -> bool:
        return self.text[_start(event).index] in "'\""

    def _word(self, event: yaml.NodeEvent) -> str:
        return self.text[_start(event).index :].split(maxsplit=1)[0]

    def _quoted(self, event: yaml.NodeEvent) -> str:
        line = self.text.splitlines()[_start(event).line]
        suggestion = quoted_line(line)
        return f", or put the text in quotes: {suggestion}" if suggestion else ""

    def _stop(self, event: yaml.Event, code: str, found: str, fix: str) -> NoReturn:
        self.complain(event, code, found, fix)
        self.unread.add(())
        raise _LimitError


def _read_sections(file: str, text: str, error: yaml.MarkedYAMLError) -> _Reading:
    """Read each top-level field on its own, so that one broken field hides neither its neighbours nor their faults."""
    whole = _Reading(file=file, text=text, value={})
    starts = [match.start() for match in _SECTION.finditer(text)]
    for start, end in pairwise([*starts, len(text)]):
        section = _Reading(file=file, text=text[start:end], first=text.count("\n", 0, start))
        try:
            section.read()
        except _LimitError:
            pass
        except yaml.MarkedYAMLError as fault:
            _tell_fault(section, fault)
            section.value = {section.text.partition(":")[0].rstrip(): None}
            section.unread = {(key,) for key in section.value}
        _join(whole, section)
    if not whole.problems:
        # Each field is sound by itself: the fault lies between them or above them.
        _tell_fault(whole, error)
        whole.unread.add(())
    return whole


def _tell_fault(reading: _Reading, error: yaml.MarkedYAMLError) -> None:
    fault: SyntaxProblem = explain_syntax_error(error, reading.text)
    if any(problem.place.line == reading.first + fault.line + 1 for problem in reading.problems):
        return  # `*b c`: the alias is told, and that a text follows it is the same fault once more
    place = Place(file=reading.file, line=reading.first + fault.line + 1, column=fault.column + 1)
    reading.problems.append(Problem(place=place, code="yaml-syntax", found=fault.found, fix=fault.fix))


def _join(whole: _Reading, section: _Reading) -> None:
    whole.problems += section.problems
    whole.unread |= section.unread
    if not isinstance(section.value, dict) or not isinstance(whole.value, dict):
        return
    for key, value in section.value.items():
        spot = section.keys_at.get((key,), (section.first + 1, 1))
        if key in whole.value:
            place = Place(file=whole.file, line=spot[0], column=spot[1])
            found = f"written twice, first on line {whole.keys_at[(key,)][0]}"
            fix = "a field stands once: keep the right one and delete the other"
            whole.problems.append(Problem(place=place, code="yaml-duplicate", found=found, fix=fix, field=key))
            return
        whole.value[key] = value
        whole.keys_at[(key,)] = spot
    whole.values_at |= {path: spot for path, spot in section.values_at.items() if path}
    whole.keys_at |= section.keys_at
    whole.cut |= section.cut
