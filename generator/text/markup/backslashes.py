"""Escaping text for Markdown that people and programs read as it is."""

from __future__ import annotations

import re

from generator.text.visible import escape_controls

_SPECIAL = re.compile(r"[\\`*_\[\]<>&|~#]")


def backslash_markdown(text: str) -> str:
    """Escape one line of text for the middle of a line of Markdown, with as few characters as possible.

    ``escape_markdown`` is for parsers with extensions; its result is hard to read.
    """
    return _SPECIAL.sub(r"\\\g<0>", " ".join(escape_controls(text).split()))
