"""Where XML and HTML contain tags, and where only text that looks like tags."""

from __future__ import annotations

import re
from collections.abc import Mapping

_NOT_BLANK = re.compile(r"\S|\Z")
_PROLOG = {"<!--": "-->", "<?": "?>"}


def skip_prolog(text: str) -> int:
    """The offset of the first tag that is not an XML declaration, a processing instruction or a comment."""
    at = 0
    while found := _NOT_BLANK.search(text, at):
        at = found.start()
        opener = next((opener for opener in _PROLOG if text.startswith(opener, at)), None)
        end = text.find(_PROLOG[opener], at) if opener else -1
        if opener is None or end < 0:
            break
        at = end + len(_PROLOG[opener])
    return at


def blank_sections(text: str, sections: Mapping[str, str]) -> str:
    """The text with spaces in place of sections without tags, such as comments, so that offsets stay the same.

    ``sections`` maps the beginnings of sections to their ends, both in any case. A section without an end counts as
    text, since otherwise everything after it would be lost.
    """
    opener = re.compile("|".join(map(re.escape, sections)), re.IGNORECASE)
    ends = {begin: re.compile(re.escape(end), re.IGNORECASE) for begin, end in sections.items()}
    parts: list[str] = []
    done = at = 0
    while ends and (found := opener.search(text, at)):
        begin = found[0].lower()
        end = ends[begin].search(text, found.end()) if begin in ends else None
        if end is None:
            ends.pop(begin, None)  # so that the rest of the text is searched for it only once
            at = found.end()
            continue
        parts += text[done : found.start()], " " * (end.end() - found.start())
        done = at = end.end()
    return "".join((*parts, text[done:]))
