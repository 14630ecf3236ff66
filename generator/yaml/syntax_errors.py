"""Explanations of YAML syntax errors for people who write records and have never read about YAML."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import yaml

from generator.text.lines import split_lines
from generator.yaml.scalars import quoted_text

MAX_SUGGESTION = 100
_FIELD_LINE = re.compile(r"(?P<name>[ ]*(?:- )*[A-Za-z_][\w-]*:)[ ]+(?P<text>\S.*)")
_ITEM_LINE = re.compile(r"(?P<name>[ ]*-)[ ]+(?P<text>\S.*)")
_GLUED = re.compile(r"[ ]*([A-Za-z_]\w*):(\S.*)")
_INDENTED_FIELD = re.compile(r" +([A-Za-z_][\w-]*):")
#: A value or an item that begins with a quotation mark.
_QUOTED = re.compile(r"""[ ]*(?:- +)*(?:[A-Za-z_][\w-]*: +)?(?=(["']))""")
#: What may be in a line of text between these marks: a mark after a backslash, or a doubled one, does not end it.
_IN_QUOTES = {'"': re.compile(r'(?:[^"\\]|\\.)*'), "'": re.compile(r"(?:[^']|'')*")}
_ANY_FIELD = re.compile(r"[ ]*(?:- +)*[A-Za-z_][\w-]*:(?: |$)")
#: What may follow the end of quoted text on its line.
_AFTER_QUOTED = re.compile(r"\s*(?:$|[,:\]}])|\s+#")
_ALIGN = "start fields of the same level in the same column, and indent what belongs to a field by two more spaces"


@dataclass(frozen=True, kw_only=True, slots=True)
class SyntaxProblem:
    """A syntax error in plain words. ``line`` and ``column`` count from 0, as in the parser."""

    line: int
    column: int
    found: str
    fix: str


@dataclass(frozen=True, kw_only=True, slots=True)
class _Error:
    """The parser's error: its words, the position of the error, and the position where the broken part starts."""

    problem: str
    context: str
    line: int
    column: int
    start_line: int
    start_column: int
    lines: tuple[str, ...]

    def text(self, line: int) -> str:
        return self.lines[line] if line < len(self.lines) else ""

    @property
    def character(self) -> str:
        """The character at the error; empty at the end of a line."""
        return self.text(self.line)[self.column : self.column + 1]

    @property
    def start_character(self) -> str:
        """The first character of the broken part."""
        return self.text(self.start_line)[self.start_column : self.start_column + 1]

    @property
    def before(self) -> str:
        """The text of the line before the error."""
        return self.text(self.line)[: self.column].rstrip()

    def is_after(self, line: int, column: int) -> bool:
        """Whether the error, or the part that is broken, is after a place on the same line."""
        places = ((self.line, self.column), (self.start_line, self.start_column))
        return any(found == line and after >= column - 1 for found, after in places)

    def at_error(self, found: str, fix: str) -> SyntaxProblem:
        return SyntaxProblem(line=self.line, column=self.column, found=found, fix=fix)

    def at_start(self, found: str, fix: str) -> SyntaxProblem:
        return SyntaxProblem(line=self.start_line, column=self.start_column, found=found, fix=fix)


def explain_syntax_error(error: yaml.MarkedYAMLError, text: str) -> SyntaxProblem:
    """Explain what is wrong with ``text``, where, and how to fix it."""
    mark = error.problem_mark or error.context_mark
    start = error.context_mark or mark
    parsed = _Error(
        problem=str(error.problem or ""),
        context=str(error.context or ""),
        line=mark.line if mark else 0,
        column=mark.column if mark else 0,
        start_line=start.line if start else 0,
        start_column=start.column if start else 0,
        lines=tuple(split_lines(text)),
    )
    if "directive" in parsed.context:
        return _directive(parsed.start_line)
    if opened := _quote_open_until_another(parsed):
        return _open_quote(opened)
    first = _first_line(parsed.lines)
    if parsed.text(first).startswith("%") and not any(line.startswith("---") for line in parsed.lines[: parsed.line]):
        return _directive(first)
    if parsed.text(parsed.line).startswith("..."):
        return parsed.at_error("an end marker (...) without a record above it", "delete the line")
    for phrase, explain in _EXPLAINED:
        if phrase in f"{parsed.context}: {parsed.problem}":
            return explain(parsed)
    return parsed.at_error("YAML cannot read this line", _quotes_or_alignment(parsed.text(parsed.line)))


def quoted_line(line: str) -> str:
    """The line with its text in quotes, shortened for a message; empty if it is not a field or an item with text."""
    line = line.rstrip()
    match = _FIELD_LINE.fullmatch(line) or _ITEM_LINE.fullmatch(line)
    if not match:
        return ""
    text = match["text"]
    if len(text) > MAX_SUGGESTION:
        text = text[:MAX_SUGGESTION].rsplit(" ", 1)[0] + " …"
    return f"{match['name'].lstrip()} {quoted_text(text)}"


def _quotes_or_alignment(line: str) -> str:
    suggestion = quoted_line(line)
    return f"put the text in quotes: {suggestion}" if suggestion else f"compare it with the lines around it: {_ALIGN}"


def _starts_with(character: str) -> str:
    return f"unquoted text that starts with {character}"


def _first_line(lines: Sequence[str]) -> int:
    """The index of the first line that is neither blank nor a comment."""
    return next((index for index, line in enumerate(lines) if line.strip() and line.lstrip()[0] != "#"), 0)


def _directive(line: int) -> SyntaxProblem:
    fix = "delete the line; the file needs no directives"
    return SyntaxProblem(line=line, column=0, found="a YAML directive (a line that starts with %)", fix=fix)


def _second_colon(error: _Error) -> SyntaxProblem:
    line = error.text(error.line)
    if quoted_line(line) and ": " in line[: error.column].lstrip():
        return error.at_error("a second ': ' in unquoted text", _quotes_or_alignment(line))
    if error.line and (glued := _GLUED.match(error.text(error.line - 1))):
        return SyntaxProblem(
            line=error.line - 1,
            column=glued.end(1),
            found="a colon without a space after it",
            fix=f"put a space after the colon: {glued[1]}: {glued[2]}",
        )
    fix = f"{_ALIGN}; to write text on several lines, end the field's first line with |"
    return error.at_error("a field inside the text that starts above it", fix)


def _quote_open_until_another(error: _Error) -> _Error | None:
    """Return the error at the start of a text whose quotation mark is missing, so that one further down ends it.

    What follows that mark makes no sense, and the parser complains there. Fields within the text say that it was not
    meant to be so long.
    """
    line = 0
    while line <= error.line:
        start = _QUOTED.match(error.text(line))
        end = _end_of_quoted(error.lines, line, start.end(), start[1]) if start else None
        if start and end and end[0] > line:
            has_fields = any(map(_ANY_FIELD.match, error.lines[line + 1 : end[0] + 1]))
            if has_fields and error.is_after(*end) and not _AFTER_QUOTED.match(error.text(end[0]), end[1]):
                return replace(error, start_line=line, start_column=start.end())
        line = end[0] + 1 if end else line + 1
    return None


def _end_of_quoted(lines: Sequence[str], line: int, column: int, mark: str) -> tuple[int, int] | None:
    """Return the line and the column after the mark that ends quoted text; None where none ends it."""
    inside = _IN_QUOTES[mark]
    for number in range(line, len(lines)):
        found = inside.match(lines[number], column + 1 if number == line else 0)
        if found and lines[number].startswith(mark, found.end()):
            return number, found.end() + 1
    return None


def _open_quote(error: _Error) -> SyntaxProblem:
    fix = f"end the text with {error.start_character}"
    if suggestion := quoted_line(error.text(error.start_line)):
        fix += f", or, if the mark is part of the text: {suggestion}"
    return error.at_start(f"a quotation mark ({error.start_character}) that is never closed", fix)


def _cannot_start(error: _Error) -> SyntaxProblem:
    if error.character == "\t":
        return _tab(error)
    return error.at_error(_starts_with(error.character), _quotes_or_alignment(error.text(error.line)))


def _tab(error: _Error) -> SyntaxProblem:
    line = error.text(error.line)
    tab = max(line.rfind("\t", 0, error.column + 1), 0)
    if not line.strip():
        found, fix = "a tab on an empty line", "delete it"
    elif line[:tab].strip():
        found, fix = "a tab between two parts of a line", "use a space instead"
    else:
        found, fix = "a tab at the start of a line", "indent with spaces, two for each level"
    return SyntaxProblem(line=error.line, column=tab, found=found, fix=fix)


def _open_bracket(error: _Error) -> SyntaxProblem:
    if error.line >= len(error.lines) and error.start_character not in {"[", "{"}:
        error = _from_last_bracket(error)
    line, opening = error.text(error.start_line), error.start_character
    if opening not in {"[", "{"}:
        found = f"{error.character or 'the end of the line'} in place of an item"
        return error.at_error(found, "separate items with one comma")
    closing = {"[": "]", "{": "}"}[opening]
    kind = {"[": "list", "{": "mapping"}[opening]
    fix = f"end it with {closing}, or write one item per line"
    if (suggestion := quoted_line(line)) and closing not in line:
        fix += f", or, if the bracket is part of the text: {suggestion}"
    return error.at_start(f"a {kind} that starts with {opening} and is not closed, or that lacks a comma", fix)


def _from_last_bracket(error: _Error) -> _Error:
    """The error of a file that ends inside brackets, starting at the last opening bracket."""
    for line in reversed(range(len(error.lines))):
        column = max(error.text(line).rfind("["), error.text(line).rfind("{"))
        if column >= 0:
            return replace(error, start_line=line, start_column=column)
    return error


def _colon_in_brackets(error: _Error) -> SyntaxProblem:
    return error.at_error("a ':' in unquoted text between brackets", "put the text that contains it in quotes")


def _unknown_escape(error: _Error) -> SyntaxProblem:
    line = error.text(error.line)
    escape = line[line.rfind("\\", 0, error.column + 1) :][:2]
    fix = "use single quotes, or write the backslash twice; in double quotes, a backslash starts an escape sequence"
    return error.at_error(f"{escape} is not a valid escape sequence", fix)


def _not_a_character(error: _Error) -> SyntaxProblem:
    fix = r"type the character itself, or write it with eight digits, as in \U0001F600"
    return error.at_error("an escape sequence that is not a valid character", fix)


def _misplaced(error: _Error) -> SyntaxProblem:
    """Explain why something other than the next field follows."""
    line, before = error.text(error.line), error.before
    if before and before[-1] in "'\"":
        return error.at_error("text after the closing quotation mark", _fix_after_quote(line))
    if before and before[-1] in "]}":
        return error.at_error(f"text after the closing {before[-1]}", _quotes_or_alignment(line))
    if error.character in set(",]}") and quoted_line(line):
        return error.at_error(_starts_with(error.character), _quotes_or_alignment(line))
    above = error.text(error.line - 1) if error.line else ""
    if " #" in above and error.column > 0:
        fix = f"' #' starts a comment, so {_quotes_or_alignment(above)}"
        return error.at_error("text that continues after a comment", fix)
    return error.at_error(f"{_beginning(line)} is not aligned with the lines above it", _ALIGN)


def _fix_after_quote(line: str) -> str:
    suggestion = quoted_line(line)
    if not suggestion:
        return "delete the quotes, or put them around the whole text"
    match = _FIELD_LINE.fullmatch(line.rstrip()) or _ITEM_LINE.fullmatch(line.rstrip())
    text = match["text"] if match else ""
    if text[0] == text[-1] == "'" and len(text) > 2:  # 'it's': the apostrophe ended the text
        name = suggestion.removesuffix(quoted_text(text))
        return f"write apostrophes twice between single quotes, or use double quotes: {name}{quoted_text(text[1:-1])}"
    return f"put all of the text in quotes: {suggestion}"


def _beginning(line: str) -> str:
    text = line.strip()
    return f"{text[:30]!r}…" if len(text) > 30 else repr(text)


def _list_on_line(error: _Error) -> SyntaxProblem:
    fix = f"start the list on the next line, indented by two spaces, or {_quotes_or_alignment(error.text(error.line))}"
    return error.at_error("a list item on the same line as its field", fix)


def _key_on_line(error: _Error) -> SyntaxProblem:
    return error.at_error(_starts_with("?"), _quotes_or_alignment(error.text(error.line)))


def _block_header(error: _Error) -> SyntaxProblem:
    line = error.text(error.start_line)
    fix = f"start the text on the next line, indented by two spaces, or {_quotes_or_alignment(line)}"
    return error.at_start(f"text on the same line as {error.start_character}", fix)


def _no_colon(error: _Error) -> SyntaxProblem:
    fix = "a field is a name, a colon and a space, as in title: On Computable Numbers"
    return error.at_start(f"{_beginning(error.text(error.start_line))} is neither a field nor part of one", fix)


def _after_end(error: _Error) -> SyntaxProblem:
    first = _first_line(error.lines)
    if (indented := _INDENTED_FIELD.match(error.text(first))) and error.column == 0:
        found = f"a space before '{indented[1]}', but not before the fields below it"
        return SyntaxProblem(line=first, column=0, found=found, fix=f"remove the space before '{indented[1]}'")
    fix = "keep one record per file: delete the text, or move it to a file of its own"
    return error.at_error("text after the end of the record", fix)


def _reference(error: _Error) -> SyntaxProblem:
    line = error.text(error.start_line)
    return error.at_start(_starts_with(error.start_character), _quotes_or_alignment(line))


# Phrases of libyaml and PyYAML; the first one in the error's text selects the explanation.
_EXPLAINED: tuple[tuple[str, Callable[[_Error], SyntaxProblem]], ...] = (
    ("found a tab character", _tab),
    ("mapping values are not allowed", _second_colon),
    ("mapping keys are not allowed", _key_on_line),
    ("while scanning a quoted scalar: found unexpected", _open_quote),
    ("that cannot start any token", _cannot_start),
    ("found unexpected ':'", _colon_in_brackets),
    ("while parsing a flow", _open_bracket),
    ("found unknown escape character", _unknown_escape),
    ("invalid Unicode character escape", _not_a_character),
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
