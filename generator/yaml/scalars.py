"""How text is written in YAML so that readers of YAML 1.1 and of YAML 1.2 read the same text."""

from __future__ import annotations

import re

# Starts with a letter or digit; ": " would end a name and " #" would start a comment.
_PLAIN = re.compile(r"[^\W_](?:[^:#]|:(?=[^ ])|(?<! )#)*")
# What YAML 1.1 or 1.2 reads as something else: null, booleans, numbers (also in base 2, 8, 16 and 60), dates.
_WORDS = frozenset({"null", "true", "false", "yes", "no", "on", "off", "y", "n", "nan", "inf"})
_NUMBER = re.compile(r"[0-9][0-9a-fox_.,:e+\-tz ]*", re.IGNORECASE)
# YAML 1.2, section 5.1, without what parsers treat as a line break or as a byte order mark.
_LITERAL = re.compile(r"[\t\n\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]*")
_SHORT = {
    "\n": r"\n",
    "\t": r"\t",
    "\r": r"\r",
    '"': r"\"",
    "\\": r"\\",
    "\xa0": r"\_",
    "\x85": r"\N",
    "\u2028": r"\L",
    "\u2029": r"\P",
}


def is_plain(text: str) -> bool:
    """Whether every YAML reader reads the text as itself without quotes, outside of [ ] and { }."""
    return (
        _PLAIN.fullmatch(text) is not None
        and not text.endswith(" ")
        and text.lower() not in _WORDS
        and not _NUMBER.fullmatch(text)
        and text.isprintable()
    )


def is_literal(text: str) -> bool:
    """Whether the text can be written as a block after ``|``: no blank at its start, no line of blanks only."""
    body = text.removesuffix("\n")
    return (
        bool(body)
        and _LITERAL.fullmatch(text) is not None
        and body[0] not in " \t\n"
        and not body.endswith("\n")
        and all(line == "" or not line.isspace() for line in body.split("\n"))
    )


def quoted_text(text: str) -> str:
    """The text in quotes: single ones if they show it unchanged, otherwise double ones with escapes."""
    if text.isprintable() and not ("'" in text and '"' not in text and "\\" not in text):
        return "'" + text.replace("'", "''") + "'"
    return '"' + "".join(c if c.isprintable() and c not in '"\\' else _escape(c) for c in text) + '"'


def scalar(text: str) -> str:
    """The text on one line, in quotes where it needs them."""
    return text if is_plain(text) else quoted_text(text)


def literal_block(text: str, *, indent: int) -> str:
    """The block for a text that ``is_literal``, starting with its ``|``; its lines are indented by ``indent`` spaces.

    The block has no line break at its end.
    """
    body = text.removesuffix("\n")
    margin = " " * indent
    lines = [f"{margin}{line}" if line else "" for line in body.split("\n")]
    return "\n".join(["|" if text.endswith("\n") else "|-", *lines])


def _escape(character: str) -> str:
    code = ord(character)
    if character in _SHORT:
        return _SHORT[character]
    return f"\\x{code:02X}" if code < 0x100 else f"\\u{code:04X}" if code < 0x10000 else f"\\U{code:08X}"
