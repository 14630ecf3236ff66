"""What a parser collects from one file: papers, problems, and the items that it cannot read."""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable, Container, Mapping

from generator.errors import Place, Problem, Severity
from generator.model import Parsed, Quarantined, SourcePaper
from generator.sources.shared.draft import PaperDraft
from generator.sources.shared.encodings import guess_encoding, repair_decoding
from generator.sources.shared.item_error import ItemError

#: Enough for an archive of 100 MB, of which a parser needs some twenty times as much memory.
MAX_BYTES = 128 * 2**20
_UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff")
_LINE_BREAK = re.compile("\r\n?|\n")


class Cursor:
    """Turns offsets in a text into places; as long as the offsets rise, it reads the text only once."""

    def __init__(self, text: str, *, file: str) -> None:
        self._text = text
        self._file = file
        self._at = 0
        self._line = 1
        self._line_start = 0

    def place(self, at: int) -> Place:
        """The place of the character at the offset ``at``; line and column count from 1."""
        if at < self._at:
            self._at, self._line, self._line_start = 0, 1, 0
        line_breaks = self._text.count("\n", self._at, at)
        if line_breaks:
            self._line += line_breaks
            self._line_start = self._text.rfind("\n", 0, at) + 1
        self._at = at
        return Place(file=self._file, line=self._line, column=at - self._line_start + 1)


class Collector:
    """Collects a file's items in their order. Each becomes a paper, is quarantined, or is reported as a problem."""

    def __init__(self, source: str, *, name: str) -> None:
        self.source = source
        self.name = name
        self.day_hint = ""
        self._papers: list[SourcePaper] = []
        self._problems: list[Problem] = []
        self._quarantined: list[Quarantined] = []
        # For each column or field, the number of items that have it, and whether values are taken from it.
        self._fields: dict[str, tuple[int, bool]] = {}

    def read(self, raw: bytes) -> str:
        """Decode the file: its text without byte order mark, with ``\\n`` as line break.

        A file that is too large, not in UTF-8 or empty gives an empty text and a problem.
        """
        if len(raw) > MAX_BYTES:
            found = f"the file has more than {MAX_BYTES // 2**20} MB"
            self.refuse("too-big", found, fix="split it into smaller files")
            return ""
        if raw.startswith(_UTF16_MARKS) or b"\0" in raw[:4]:
            self.refuse("not-utf8", "the file is in UTF-16 or UTF-32, not in UTF-8", fix=_convert("UTF-16", self.name))
            return ""
        try:
            text = raw.removeprefix(codecs.BOM_UTF8).decode()
        except UnicodeDecodeError as error:
            self._refuse_byte(raw.removeprefix(codecs.BOM_UTF8), error.start)
            return ""
        if not text.strip():
            self.refuse("empty", "the file is empty", fix="expected at least one paper", severity="warning")
        text = self._with_right_decoding(text)
        return _LINE_BREAK.sub("\n", text) if "\r" in text else text

    def add(self, fill: Callable[[PaperDraft], None], *, place: Place, verbatim: str, path: str = "") -> None:
        """Add an item: ``fill`` sets the fields of a draft, or raises ItemError to quarantine the item.

        A paper's rank is the place of its item in the file. Quarantined items count, so that correcting one of them
        does not move the others.
        """
        draft = PaperDraft(place=place, path=path)
        try:
            fill(draft)
            paper = draft.finish(rank=self._next_rank)
        except ItemError as fault:
            problem = Problem(place=place, code=fault.code, found=fault.found, fix=fault.fix, field=fault.field)
            self._set_aside(problem.within(path) if path else problem, verbatim)
        else:
            self._papers.append(paper)
            self._problems.extend(draft.problems)
        self.note_fields(dict.fromkeys((*draft.fields, *draft.unread_parts), 1), read=draft.read_fields)

    def quarantine(self, code: str, found: str, *, place: Place, verbatim: str, fix: str = "", path: str = "") -> None:
        """Keep an item that cannot become a paper, verbatim."""
        problem = Problem(place=place, code=code, found=found, fix=fix, field=path)
        self._set_aside(problem, verbatim)

    @property
    def _next_rank(self) -> int:
        return len(self._papers) + len(self._quarantined) + 1

    def _set_aside(self, problem: Problem, verbatim: str) -> None:
        self._quarantined.append(Quarantined(problem=problem, verbatim=verbatim, rank=self._next_rank))

    def note(self, problem: Problem) -> None:
        """Add a problem that loses no item."""
        self._problems.append(problem)

    def note_fields(self, counts: Mapping[str, int], *, read: Container[str]) -> None:
        """Note columns or fields with the number of items that have them; ``read`` has those that values are from."""
        for name, count in counts.items():
            if name.strip():
                before, was_read = self._fields.get(name, (0, False))
                self._fields[name] = (before + count, was_read or name in read)

    @property
    def fields(self) -> tuple[str, ...]:
        """The columns or fields that were noted so far."""
        return tuple(self._fields)

    def refuse(self, code: str, found: str, *, fix: str, severity: Severity = "error") -> None:
        """Add a problem of the whole file."""
        place = Place(file=self.name)
        self.note(Problem(place=place, code=code, found=found, fix=fix, severity=severity))

    def parsed(self) -> Parsed:
        """Everything that was collected. The problems of quarantined items are with the items."""
        return Parsed(
            source=self.source,
            papers=tuple(self._papers),
            problems=tuple(self._problems),
            quarantined=tuple(self._quarantined),
            day_hint=self.day_hint,
            read_fields=tuple(name for name, (_, is_read) in self._fields.items() if is_read),
            unread_fields=tuple((name, count) for name, (count, is_read) in self._fields.items() if not is_read),
        )

    def _with_right_decoding(self, text: str) -> str:
        """The text, repaired where a program took UTF-8 for Windows-1252 and all of it shows that."""
        repaired, word = repair_decoding(text)
        if repaired != text:
            found = f"the text was encoded twice, as in {word!r}: repaired"
            self.refuse(
                "decoding", found, fix="nothing to do, unless letters with accents are wrong", severity="suggestion"
            )
        elif word:
            fix = "some of the text was decoded in a wrong way: export it again as UTF-8, or correct it"
            self.refuse("decoding", f"unlikely characters, as in {word!r}", fix=fix, severity="warning")
        return repaired

    def _refuse_byte(self, raw: bytes, at: int) -> None:
        start = raw.rfind(b"\n", 0, at) + 1
        column = len(raw[start:at].decode()) + 1
        place = Place(file=self.name, line=raw.count(b"\n", 0, at) + 1, column=column)
        found = f"byte 0x{raw[at]:02x} is not valid in UTF-8"
        self.note(Problem(place=place, code="not-utf8", found=found, fix=_convert(guess_encoding(raw), self.name)))


def _convert(encoding: str, name: str) -> str:
    return f"save the file as UTF-8, or convert it; from {encoding}: iconv -f {encoding} -t UTF-8 {name} > converted"
