"""The characters that text may contain, and what the others become when a source sends them."""

from __future__ import annotations

import re
import unicodedata

from generator.text.repairs import Repair, Replacement, apply_replacements
from generator.text.visible import is_visible

REPLACEMENT = "\ufffd"
_BIDI = "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"
_BREAKS = "\r\x0b\x0c\x85\u2028\u2029"
# Noncharacters: U+FDD0..U+FDEF and the last two of each of the 17 planes (Unicode, section 23.7).
_NONCHARACTERS = "\ufdd0-\ufdef" + "".join(
    f"{chr(plane + 0xFFFE)}{chr(plane + 0xFFFF)}" for plane in range(0, 0x110000, 0x10000)
)
_BROKEN = f"\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff{_NONCHARACTERS}"

_NOT_IN_PROSE = re.compile(f"[{_BROKEN}{_BREAKS}]")
_NOT_IN_LINE = re.compile(f"[{_BROKEN}{_BREAKS}{_BIDI}\n\t]")
_NOT_IN_SCRUBBED_LINE = re.compile(f"[{_BROKEN}{_BREAKS}{_BIDI}]")
_BIDI_CONTROL = re.compile(f"[{_BIDI}]")
_BREAK = re.compile(f"\r\n|[{_BREAKS}]")
# ASCII never composes with what precedes it, so that each of these pieces can be normalised on its own.
_PIECE = re.compile(r"\r\n|[\x00-\x7f]?[^\x00-\x7f]+|[\x00-\x7f]")
# Anything but one plain space between two words. No-break and other special spaces are intended and stay.
_BLANKS = re.compile(rf"[\t\n{_BREAKS}][ \t\n{_BREAKS}]*| [ \t\n{_BREAKS}]+")
_FOLDS = re.compile(r"[ \t\n]+")
_BLANK_LINES = re.compile(r"\n[^\S\n]*\n\s*")


def check_line(text: str) -> str:
    """One line of text in NFC, without spaces at its ends.

    Raises ValueError for the first character that a line cannot contain: line breaks, tabs, control characters,
    unpaired surrogates, noncharacters, and bidi controls, which make a name read as another. The message's first line
    says which character it is and where, its second what to do.
    """
    return _check(text, _NOT_IN_LINE)


def check_visible_line(text: str) -> str:
    """One line of text as ``check_line`` returns it, of which readers see something, or no text at all.

    Raises ValueError as ``check_line`` does, and for a text of invisible characters.
    """
    line = check_line(text)
    if line and not is_visible(line):
        raise ValueError("contains only invisible characters\nreplace it with visible text")
    return line


def check_prose(text: str) -> str:
    """Paragraphs of text in NFC, without spaces at the ends; line breaks, tabs and bidi controls are allowed.

    Raises ValueError as ``check_line`` does.
    """
    return _check(text, _NOT_IN_PROSE)


def scrub(text: str, *, field: str, line: bool = False) -> tuple[str, tuple[Repair, ...]]:
    """A source's text without invalid characters, and the repairs that were made.

    Line breaks of other systems become ``\\n``; control characters, unpaired surrogates and noncharacters become
    U+FFFD; text that is not NFC is composed. With ``line``, for text that becomes a title or a name, bidi controls are
    removed. ``undo_repairs`` gives the source's text back.
    """
    unwanted = _NOT_IN_SCRUBBED_LINE if line else _NOT_IN_PROSE
    if unicodedata.is_normalized("NFC", text) and not unwanted.search(text):
        return text, ()
    replacements = []
    for piece in _PIECE.finditer(text):
        now = _scrubbed(piece[0], line=line)
        if now != piece[0]:
            replacements.append(_difference(piece.start(), piece[0], now))
    return apply_replacements(text, replacements, field=field)


def unwrap(text: str) -> str:
    """The text on one line: line breaks, indents and runs of spaces become single spaces; no-break spaces stay."""
    return _BLANKS.sub(" ", text).strip() if _BLANKS.search(text) else text.strip()


def unfold(text: str) -> str:
    """A line that a file of people wrote over several lines: spaces, tabs and line breaks become single spaces.

    All other characters stay: no-break spaces belong to the text, and ``check_line`` names what a line cannot contain.
    """
    return _FOLDS.sub(" ", text).strip()


def unwrap_paragraphs(text: str) -> str:
    """Hard-wrapped prose as paragraphs: a blank line separates two of them, any other line break becomes a space."""
    paragraphs = (unwrap(paragraph) for paragraph in _BLANK_LINES.split(text.replace("\r\n", "\n")))
    return "\n\n".join(paragraph for paragraph in paragraphs if paragraph)


def _check(text: str, unwanted: re.Pattern[str]) -> str:
    if text.isprintable():  # as most texts are; it takes a tenth of the time of the search
        return unicodedata.normalize("NFC", text).strip()
    start = len(text) - len(text.lstrip(" \n\t"))
    bad = unwanted.search(text, start, len(text.rstrip(" \n\t")))
    if bad:
        raise ValueError(f"{_kind(bad[0])} at {_place(text, bad.start())}\n{_fix(bad[0])}")
    return unicodedata.normalize("NFC", text).strip()


def _place(text: str, at: int) -> str:
    line = text.count("\n", 0, at) + 1
    character = at - (text.rfind("\n", 0, at) + 1) + 1
    return f"character {character}" if line == 1 else f"line {line}, character {character}"


def _kind(character: str) -> str:
    code = f"U+{ord(character):04X}"
    if character in "\n\t":
        return "a line break" if character == "\n" else "a tab"
    if _BREAK.match(character):
        return f"a line break ({code})"
    if _BIDI_CONTROL.match(character):
        return f"a text-direction control ({code})"
    if unicodedata.category(character) == "Cs":
        return f"an unpaired surrogate ({code})"
    return f"a control character ({code})" if unicodedata.category(character) == "Cc" else f"a noncharacter ({code})"


def _fix(character: str) -> str:
    if character in "\n\t" or _BREAK.match(character):
        return "expected one line: use a space instead"
    return "it is invisible and has no meaning here: delete it"


def _scrubbed(piece: str, *, line: bool) -> str:
    piece = _NOT_IN_PROSE.sub(REPLACEMENT, _BREAK.sub("\n", piece))
    if line:
        piece = _BIDI_CONTROL.sub("", piece)
    return unicodedata.normalize("NFC", piece)


def _difference(at: int, was: str, now: str) -> Replacement:
    """The replacement that turns one piece into the other, without what they share at their ends."""
    start = 0
    while start < min(len(was), len(now)) and was[start] == now[start]:
        start += 1
    end = 0
    while end < min(len(was), len(now)) - start and was[-1 - end] == now[-1 - end]:
        end += 1
    return Replacement(start=at + start, end=at + len(was) - end, now=now[start : len(now) - end])
