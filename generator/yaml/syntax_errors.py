"""YAML's syntax errors, said for people who write records and not for people who write parsers."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

import yaml

from generator.yaml.scalars import quoted_text

MAX_SUGGESTION = 100
_FIELD_LINE = re.compile(r"(?P<name>[ ]*(?:- )*[A-Za-z_][\w-]*:)[ ]+(?P<text>\S.*?)\s*$")
_ITEM_LINE = re.compile(r"(?P<name>[ ]*-)[ ]+(?P<text>\S.*?)\s*$")
_GLUED = re.compile(r"[ ]*([A-Za-z_]\w*):(\S.*)")
_ALIGN = "fields of one level begin in the same column, and what belongs to a field stands two spaces further in"


@dataclass(frozen=True, kw_only=True, slots=True)
class SyntaxProblem:
    """What is wrong with the syntax, and where; line and column count from 0, as the parser does."""

    line: int
    column: int
    found: str
    fix: str


@dataclass(frozen=True, kw_only=True, slots=True)
class _Error:
    """What the parser said, with the two lines it points at."""

    problem: str
    context: str
    line: int
    column: int
    from_line: int
    from_column: int
    lines: tuple[str, ...]

    def text(self, line: int) -> str:
        return self.lines[line] if line < len(self.lines) else ""

    @property
    def character(self) -> str:
        return self.text(self.line)[self.column : self.column + 1]

    @property
    def before(self) -> str:
        """The line's text in front of the place where reading stopped."""
        return self.text(self.line)[: self.column].rstrip()

    def here(self, found: str, fix: str) -> SyntaxProblem:
        return SyntaxProblem(line=self.line, column=self.column, found=found, fix=fix)

    def there(self, found: str, fix: str) -> SyntaxProblem:
        """The same, at the place where what could not be finished began."""
        return SyntaxProblem(line=self.from_line, column=self.from_column, found=found, fix=fix)


def explain_syntax_error(error: yaml.MarkedYAMLError, text: str) -> SyntaxProblem:
    """What is wrong with ``text``, where, and how to mend it."""
    mark = error.problem_mark or error.context_mark
    start = error.context_mark or mark
    seen = _Error(
        problem=str(error.problem or ""),
        context=str(error.context or ""),
        line=mark.line if mark else 0,
        column=mark.column if mark else 0,
        from_line=start.line if start else 0,
        from_column=start.column if start else 0,
        lines=tuple(text.splitlines()),
    )
    for phrase, explain in _EXPLAINED:
        if phrase in f"{seen.context}: {seen.problem}":
            return explain(seen)
    return seen.here(f"YAML cannot be read here ({seen.problem})", _needs_quotes(seen.text(seen.line)))


def quoted_line(line: str) -> str:
    """The line with its text put in quotes; nothing when it is no line of one field and its text."""
    match = _FIELD_LINE.fullmatch(line) or _ITEM_LINE.fullmatch(line)
    if not match:
        return ""
    text = match["text"]
    if len(text) > MAX_SUGGESTION:
        text = text[:MAX_SUGGESTION].rsplit(" ", 1)[0] + " …"
    return f"{match['name'].lstrip()} {quoted_text(text)}"


def _needs_quotes(line: str) -> str:
    suggestion = quoted_line(line)
    return f"put the text in quotes: {suggestion}" if suggestion else f"compare with the lines around it: {_ALIGN}"


def _second_colon(seen: _Error) -> SyntaxProblem:
    if quoted_line(seen.text(seen.line)) and ": " in seen.text(seen.line)[: seen.column].lstrip():
        return seen.here("a second ': ' in an unquoted text", _needs_quotes(seen.text(seen.line)))
    above = seen.text(seen.line - 1) if seen.line else ""
    if glued := _GLUED.match(above):
        fix = f"a blank stands behind it: {glued[1]}: {glued[2]}"
        return SyntaxProblem(
            line=seen.line - 1, column=glued.end(1), found="a colon without a blank behind it", fix=fix
        )
    fix = f"{_ALIGN}; a text of several lines follows a | at the end of its field's line"
    return seen.here("a field inside the text that begins above it", fix)


def _open_quote(seen: _Error) -> SyntaxProblem:
    line = seen.text(seen.from_line)
    mark = line[seen.from_column : seen.from_column + 1]
    fix = f"end the text with {mark}"
    if suggestion := quoted_line(line):
        fix += f", or, when the mark is part of the text: {suggestion}"
    return seen.there(f"a quotation mark ({mark}) that is never closed", fix)


def _cannot_start(seen: _Error) -> SyntaxProblem:
    if seen.character == "\t":
        return seen.here("a tab where a line begins", "indent with spaces, two for each level")
    return seen.here(f"a text that begins with {seen.character}", _needs_quotes(seen.text(seen.line)))


def _open_bracket(seen: _Error) -> SyntaxProblem:
    opening = seen.text(seen.from_line)[seen.from_column : seen.from_column + 1]
    if opening not in {"[", "{"}:
        return seen.here(f"{seen.character or 'the end'} where an item should stand", "put one comma between two items")
    closing = {"[": "]", "{": "}"}[opening]
    found = f"a list that begins with {opening} and is never closed, or lacks a comma"
    if opening == "{":
        found = "a mapping that begins with { and is never closed, or lacks a comma"
    fix = f"end it with {closing}, or write one item a line"
    if (suggestion := quoted_line(seen.text(seen.from_line))) and closing not in seen.text(seen.from_line):
        fix += f", or, when the bracket is part of the text: {suggestion}"
    return seen.there(found, fix)


def _unknown_escape(seen: _Error) -> SyntaxProblem:
    line = seen.text(seen.line)
    escape = line[line.rfind("\\", 0, seen.column + 1) :][:2]
    fix = "between double quotes a backslash begins an escape: use single quotes, or write the backslash twice"
    return seen.here(f"{escape} means nothing between double quotes", fix)


def _half_character(seen: _Error) -> SyntaxProblem:
    return seen.here("an escape that is no character", r"write the character itself; one beyond U+FFFF as \U0001F600")


def _misplaced(seen: _Error) -> SyntaxProblem:
    """Where the next field should begin, something else stands."""
    line, before = seen.text(seen.line), seen.before
    if before and before[-1] in "'\"":
        return seen.here("text after the closing quotation mark", _mend_after_quote(line))
    if before and before[-1] in "]}":
        return seen.here(f"text after the closing {before[-1]}", _needs_quotes(line))
    if seen.character in set(",]}") and quoted_line(line):
        return seen.here(f"a text that begins with {seen.character}", _needs_quotes(line))
    above = seen.text(seen.line - 1) if seen.line else ""
    if " #" in above and seen.column > 0:
        fix = f"what follows ' #' is a comment; {_needs_quotes(above)}"
        return seen.here("a text that goes on after a comment", fix)
    return seen.here(f"{_opening(line)} does not line up with what stands above it", _ALIGN)


def _mend_after_quote(line: str) -> str:
    suggestion = quoted_line(line)
    if not suggestion:
        return "leave the quotes away, or put them around the whole text"
    match = _FIELD_LINE.fullmatch(line) or _ITEM_LINE.fullmatch(line)
    text = match["text"] if match else ""
    if text[0] == text[-1] == "'" and len(text) > 2:  # 'it's': the apostrophe ended the text
        name = suggestion.removesuffix(quoted_text(text))
        return f"write an apostrophe twice between single quotes: {name}{quoted_text(text[1:-1])}"
    return f"put all of it in quotes: {suggestion}"


def _opening(line: str) -> str:
    text = line.strip()
    return f"{text[:30]!r}…" if len(text) > 30 else repr(text)


def _list_on_line(seen: _Error) -> SyntaxProblem:
    fix = f"begin a list on the next line, two spaces in; {_needs_quotes(seen.text(seen.line))}"
    return seen.here("a list item on the line of its field", fix)


def _block_header(seen: _Error) -> SyntaxProblem:
    sign = seen.text(seen.from_line)[seen.from_column : seen.from_column + 1]
    fix = f"begin the text on the next line, two spaces in, or {_needs_quotes(seen.text(seen.from_line))}"
    return seen.there(f"text on the line of {sign}", fix)


def _no_colon(seen: _Error) -> SyntaxProblem:
    line = seen.text(seen.from_line)
    fix = "a field is a name, a colon and a space, as in title: …"
    return seen.there(f"{_opening(line)} is neither a field nor part of one", fix)


def _after_end(seen: _Error) -> SyntaxProblem:
    return seen.here(
        "something after the record's end",
        "a file holds one record: delete what follows, or move it to a file of its own",
    )


def _reference(seen: _Error) -> SyntaxProblem:
    line = seen.text(seen.from_line)
    sign = line[seen.from_column : seen.from_column + 1]
    return seen.there(f"a text that begins with {sign}", _needs_quotes(line))


# The parsers' own words, libyaml's and PyYAML's; the first that fits explains.
_EXPLAINED: tuple[tuple[str, Callable[[_Error], SyntaxProblem]], ...] = (
    ("mapping values are not allowed", _second_colon),
    ("while scanning a quoted scalar: found unexpected", _open_quote),
    ("that cannot start any token", _cannot_start),
    ("while parsing a flow", _open_bracket),
    ("found unknown escape character", _unknown_escape),
    ("invalid Unicode character escape", _half_character),
    ("did not find expected hexdecimal number", _unknown_escape),
    ("expected escape sequence of", _unknown_escape),
    ("while scanning an alias", _reference),
    ("while scanning an anchor", _reference),
    ("while scanning a tag", _reference),
    ("while parsing a tag", _reference),
    ("while parsing a node", _reference),
    ("while scanning a block scalar", _block_header),
    ("while parsing a block", _misplaced),
    ("sequence entries are not allowed", _list_on_line),
    ("could not find expected ':'", _no_colon),
    ("document start", _after_end),
)
