"""Python and JSON values within a text, as pandas and scripts write them into cells and files."""

from __future__ import annotations

import ast
import json
import re
import warnings

from generator.sources.shared.item_error import ItemError
from generator.sources.shared.values import short

_MAX_REPR = 4 * 1024 * 1024
# Of a list in a cell, in which texts without an end are searched for again and again.
_MAX_LIST = 50_000
_MAX_DEPTH = 64
_PYTHON_TEXT = re.compile(r"""'(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*\"""", re.DOTALL)
# A repr of plain values without its texts: no names but three, no calls, no arithmetic.
_PLAIN = re.compile(
    r"(?:[\s\[\]{}(),:]|(?<![\w.])(?:True|False|None|-?\d{1,18}(?:\.\d{1,18})?(?:e[+-]?\d{1,3})?)(?![\w.]))*+"
)
# A list of texts, in which CSV doubles quotation marks; NumPy writes no commas.
_TEXT = re.compile(r"""\s*(?:'((?:[^'\\]|\\.|'')*+)'|"((?:[^"\\]|\\.|"")*+)")\s*,?""", re.DOTALL)
_ESCAPE = re.compile(r"\\(['\"\\])|(['\"])\2")


def read_written_list(text: str) -> list[object] | None:
    """The list that a text writes as JSON, Python or NumPy do, as in ``['Ada Example', 'Bo Sample']``, else None.

    An object alone, as in ``{'name': 'Ada Example'}``, is a list of one.
    """
    text = text.strip()
    if re.match(r"\{\s*['\"]", text) and text.endswith("}"):
        text = f"[{text}]"
    if not (text.startswith("[") and text.endswith("]") and len(text) <= _MAX_REPR):
        return None
    if text[1:-1].strip() == "":
        return []
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        value = _read_texts(text[1:-1])
    if value is None and "{" in text and len(text) <= _MAX_LIST:
        try:
            value = read_repr(text)
        except ItemError:
            return None
    return value if isinstance(value, list) else None


def _read_texts(inner: str) -> list[str] | None:
    """The texts in quotation marks, where there is nothing else."""
    texts, at = [], 0
    while found := _TEXT.match(inner, at):
        whole = found[1] if found[1] is not None else found[2]
        texts.append(_ESCAPE.sub(lambda escape: escape[1] or escape[2], whole))
        at = found.end()
    return texts if not inner[at:].strip() else None


def read_repr(text: str) -> object:
    """The value of a Python repr, without executing anything. Raises ItemError for anything but plain values.

    Everything outside of texts is checked before Python's parser reads it, since that parser crashes where brackets
    and signs are nested too deeply.
    """
    if len(text) > _MAX_REPR:
        raise ItemError(
            "bad-repr", f"a Python value of {len(text):,} characters", fix=f"expected at most {_MAX_REPR:,}"
        )
    bare = _PYTHON_TEXT.sub("", text)
    if not _PLAIN.fullmatch(bare) or _depth(bare) > _MAX_DEPTH:
        raise ItemError("bad-repr", f"{short(text)} is not a plain Python value", fix="expected a dict of plain values")
    try:
        with warnings.catch_warnings(action="ignore"):  # unknown escapes in the item are not for the terminal
            return ast.literal_eval(text.strip())
    except (ValueError, SyntaxError, TypeError, MemoryError, RecursionError) as error:
        raise ItemError("bad-repr", f"not a Python value: {error}", fix="expected a dict of plain values") from error


def _depth(brackets: str) -> int:
    depth = deepest = 0
    for character in brackets:
        depth += (character in "[{(") - (character in "]})")
        deepest = max(deepest, depth)
    return deepest
