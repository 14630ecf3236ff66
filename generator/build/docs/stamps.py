"""Stamps: text of a generated file in, text with a hash of itself out, and back.

The stamp alone tells who owns a file, so deleting every cache loses nothing. Without a stamp, a person wrote the file;
with one that does not match, a person changed it; with one that matches, it may be replaced or removed.
"""

from __future__ import annotations

import hashlib
import re
from typing import Literal

STAMP = re.compile(r"(?:#|/\*) made by digestif ([0-9a-f]{16}): edit content/, not this file(?: \*/)?\n")
#: The stamp is within the first characters: after the opening line of front matter, or on the first line.
STAMP_WITHIN = 120

Owner = Literal["digestif", "person", "changed by a person"]


def can_have_stamp(path: str) -> bool:
    """Whether a file of this name can have a stamp, and so can be a generated one."""
    return path.endswith((".md", ".css"))


def hash_text(text: str) -> str:
    """Return the hash that a text's stamp has: 16 hexadecimal digits."""
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def add_stamp(path: str, text: str, text_hash: str) -> str:
    """Return the text with its stamp: a comment in the front matter of Markdown, on the first line of CSS."""
    if not can_have_stamp(path):
        raise ValueError(f"{path}: only Markdown and CSS can have a stamp")
    line = f"made by digestif {text_hash}: edit content/, not this file"
    if path.endswith(".css"):
        return f"/* {line} */\n{text}"
    if not text.startswith("---\n"):
        raise ValueError(f"{path}: a generated page begins with front matter")
    return f"---\n# {line}\n{text[4:]}"


def remove_stamp(text: str) -> str:
    """Return the text of a generated file as it was before it got its stamp."""
    stamp = STAMP.search(text, 0, STAMP_WITHIN)
    return text if stamp is None else text[: stamp.start()] + text[stamp.end() :]


def find_owner(content: bytes) -> tuple[Owner, str]:
    """Return who owns a file, and the hash in its stamp, which is empty where it has none."""
    try:
        text = content.decode()
    except UnicodeDecodeError:
        return "person", ""
    stamp = STAMP.search(text, 0, STAMP_WITHIN)
    if stamp is None:
        return "person", ""
    return "digestif" if hash_text(remove_stamp(text)) == stamp[1] else "changed by a person", stamp[1]
