r"""Lines of text, as editors and CSV count them.

``str.splitlines`` also splits at form feeds, vertical tabs, U+0085, U+2028 and other characters that abstracts copied
from PDF files contain. It then cuts table cells in two, and its line numbers differ from those of every editor.
"""

from __future__ import annotations

import re

_LINE = re.compile(r"[^\r\n]*(?:\r\n?|\n)|[^\r\n]+")


def split_lines(text: str, *, keep_ends: bool = False) -> list[str]:
    r"""The lines of a text, which end at ``\n``, ``\r\n`` or ``\r`` and nowhere else.

    As with ``str.splitlines``, a line break at the end of the text starts no further line, and an empty text has no
    lines. ``keep_ends`` leaves each line's own break at its end, so that joining the lines gives the text back.
    """
    lines = _LINE.findall(text)
    return lines if keep_ends else [line.rstrip("\r\n") for line in lines]
