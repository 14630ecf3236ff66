"""Suggestions on the wording of titles and abstracts, which sources send as they are."""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator.errors import Place, Problem
from generator.model import Record

_LETTERS = re.compile(r"[^\W\d_]+")
_MIN_WORDS = 3
#: The last character of a truncated abstract: a letter, a digit, or punctuation that more words must follow.
_OPEN_END = re.compile(r"(?:[^\W_]|[,;:–—(-]|\.\.\.|…)")
#: An abstract may end in a web address, which needs no full stop.
_ADDRESS = re.compile(r"\S*(?:://|www\.|\w/\w)\S*")


def check_wording(record: Record) -> Iterator[Problem]:
    """Suggest corrections of titles in capitals or with a full stop, and of abstracts that end in mid-sentence."""
    title, abstract = record.paper.title, record.paper.abstract
    words = _LETTERS.findall(title)
    if len(words) >= _MIN_WORDS and all(word.isupper() for word in words) and title.upper() != title.lower():
        fix = "write it as a sentence, with capitals only where names have them"
        yield _suggestion(record, "title-capitals", "is all in capitals", fix, "title")
    if title.endswith(".") and not title.endswith(("..", "etc.", "al.")):
        yield _suggestion(record, "title-full-stop", "ends with a full stop", "delete the full stop", "title")
    if abstract and _is_cut(abstract):
        end = " ".join(abstract.split()[-4:])[-40:]
        fix = "the source may have cut it: complete it, or end it with a full stop"
        yield _suggestion(record, "abstract-cut", f"ends in the middle of a sentence: … {end}", fix, "abstract")


def _is_cut(abstract: str) -> bool:
    if abstract.endswith(("...", "…")):
        return True
    last_word = abstract.rsplit(maxsplit=1)[-1]
    return bool(_OPEN_END.fullmatch(abstract[-1])) and not _ADDRESS.fullmatch(last_word)


def _suggestion(record: Record, code: str, found: str, fix: str, field: str) -> Problem:
    return Problem(place=Place(file=record.file), code=code, found=found, fix=fix, field=field, severity="suggestion")
