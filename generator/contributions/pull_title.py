"""Titles of pull requests: one line of plain text that triggers nothing on the site of the repository."""

from __future__ import annotations

import re
from collections.abc import Sequence

from generator.text.clean import unwrap
from generator.text.visible import escape_controls

#: GitHub cuts titles at 256 characters; a list of pull requests shows about half of that.
_MAX_LENGTH = 120
# A squashed pull request becomes a commit with its title. In commits, "closes #1" closes an issue, also by its address
# or as GH-1, and "@name" notifies a person.
_REFERENCE = re.compile(r"[#@](?=\w)|://|(?<=\bGH)-(?=\d)", re.IGNORECASE)


def pull_title(text: str, *, issue: int | None) -> str:
    """Return the title of a pull request: what it does, and the number of its issue, as in ``Add: A Title (#7)``."""
    title = unwrap(_REFERENCE.sub(" ", escape_controls(unwrap(text)).replace("\n", " ")))
    if len(title) > _MAX_LENGTH:
        title = f"{title[: _MAX_LENGTH - 1].rstrip()}…"
    return f"{title} (#{issue})" if issue else title


def list_words(words: Sequence[str]) -> str:
    """Return words as a list in a sentence: ``title, authors and venue``."""
    return " and ".join([", ".join(words[:-1]), words[-1]]) if len(words) > 1 else "".join(words)
