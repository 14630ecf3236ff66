"""Reads what people paste into a form: identifiers in any spelling, quotation marks, zero-width characters, images."""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator.ids import IdKind, identify
from generator.text.addresses.urls import MAX_URL

# Characters without width that come along when text is copied from a web page or a chat.
# U+200D stays between two emoji, which it joins to one picture.
_EMOJI = "\U0001f000-\U0001faff\u2190-\u2bff\ufe0f"
_ZERO_WIDTH = re.compile(f"[\u200b\u200c\u2060\ufeff]|(?<![{_EMOJI}])\u200d|\u200d(?![{_EMOJI}])")
_QUOTES = (("“", "”"), ("„", "“"), ("‘", "’"), ("«", "»"), ("<", ">"), ('"', '"'), ("'", "'"), ("`", "`"))
# What GitHub inserts for a dropped image. Titles may contain "<img>" or "![x]" as text, so the address is required.
_IMAGE = re.compile(r"!\[[^\]\n]{0,500}\]\(https?://|<img\b[^>\n]{0,500}\bsrc=[\"']?https?://", re.IGNORECASE)
_SEPARATORS = re.compile(r"[\s<>\"“”„‘’«»`,;|]+|\]\(")
_BRACKETS = (("(", ")"), ("[", "]"), ("{", "}"))
_ADDRESS = re.compile(r"(?:[a-z0-9-]+\.)+[a-z]{2,}/", re.IGNORECASE)
_PART = re.compile(r"(?:(?:abs|pdf|html)/)?([^/]+?)(?:\.pdf)?", re.IGNORECASE)
# A folder of a site whose own path can end in the same name, as in https://example.org/daily-papers/papers/2412.11360/:
# the last one of an address counts.
_FOLDER = r"(?<![^\s?#])[^\s?#]*(?<![\w.-])"
_PAPER = re.compile(_FOLDER + r"papers/(?:\d{4}/\d\d/\d\d/)?([^/?#\s>)]+)")
_AUTHOR = re.compile(_FOLDER + r"(?:authors/|names/[^#\s]*#)([^/?#\s>)]+)")
_LIST_MARKER = re.compile(r"(?:[-*+•·–—]\s+|\(?\d{1,4}[.)]\s+|\[\d{1,4}\]\s*)")


def find_ids(text: str) -> tuple[tuple[IdKind, str], ...]:
    """Return all identifiers in a text, each once and in order: bare, labelled, in addresses, links and sentences."""
    text = strip_pasted(text)
    whole = identify(text)
    if whole:
        return (whole,)
    found = (identify(token) or _identify_without_scheme(token) for token in _tokens(text))
    return tuple(dict.fromkeys(each for each in found if each))


def strip_pasted(text: str) -> str:
    """Return text without zero-width characters, and without quotation marks around the whole of it."""
    text = _ZERO_WIDTH.sub("", text).strip()
    for opening, closing in _QUOTES:
        inner = text[1:-1]
        if len(text) > 1 and text[0] == opening and text[-1] == closing and not {opening, closing} & set(inner):
            return inner.strip()
    return text


def paper_in(text: str) -> str:
    """Return the key in the address of a paper's page or in the path of its file; empty if there is neither."""
    found = _PAPER.search(text)
    return found[1] if found else ""


def author_in(text: str) -> str:
    """Return the id in the address of an author's page or entry, as in /names/l/#ada-lovelace; or nothing."""
    found = _AUTHOR.search(text)
    return found[1] if found else ""


def strip_list_marker(line: str) -> str:
    """Return a line without the bullet or number of a list: ``1. Ada Lovelace``, ``- Ada Lovelace``."""
    line = line.strip()
    marker = _LIST_MARKER.match(line)
    return line[marker.end() :].strip() if marker else line


def has_image(text: str) -> bool:
    """Return whether a text contains an image, as Markdown or HTML."""
    return _IMAGE.search(text) is not None


def _tokens(text: str) -> Iterator[str]:
    """Yield the words of a text without punctuation around them; a bracket stays if its partner is in the word.

    Words that are longer than any address are left out.
    """
    for word in _SEPARATORS.split(text):
        token = word if len(word) <= MAX_URL else ""
        while token:
            before = token
            token = token.strip(".:!?*_'")
            for opening, closing in _BRACKETS:
                if token[:1] == opening and token.count(opening) != token.count(closing):
                    token = token[1:]
                elif token[-1:] == closing and token.count(opening) != token.count(closing):
                    token = token[:-1]
                elif token[:1] == opening and token[-1:] == closing:
                    token = token[1:-1]
            if token == before:
                break
        if token:
            yield token


def _identify_without_scheme(token: str) -> tuple[IdKind, str] | None:
    """Return the identifier in an address as browsers show it, in its end, or in the name of a downloaded file.

    Examples: ``arxiv.org/abs/2412.11360``, ``abs/2412.11360``, ``2412.11360v3.pdf``.
    """
    if _ADDRESS.match(token):
        return identify(f"https://{token}")
    part = _PART.fullmatch(token)
    return identify(part[1]) if part else None
