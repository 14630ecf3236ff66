"""Titles without what belongs to the file that they come from, so that it does not become part of a record's key."""

from __future__ import annotations

import re

from generator.text.markup.formulas import find_formulas

_LINK = re.compile(r"\\href\s*\{[^{}]*\}\s*\{([^{}]*)\}")
# BibTeX's protection of capitals, in tables and in RIS; a set has commas.
_PROTECTED = re.compile(r"(?<![\\\w^_}])\{\{?([^{}\\$,|]*[A-Z][^{}\\$,|]*)\}?\}(?![_^])")


def without_catalogue_signs(title: str) -> str:
    """A title of PubMed without the full stop that it puts after each, and without the brackets of translations."""
    line = title.strip()
    bare = line[:-1] if line.endswith(".") and not line.endswith("..") else line
    is_translation = bare.startswith("[") and bare.endswith("]") and "]" not in bare[1:-1]
    return bare[1:-1] if is_translation else bare


def clean_title(title: str) -> str:
    r"""The title without the addresses of ``\href``, and without braces around words that keep their capitals."""
    title = _LINK.sub(r"\1", title)
    if "{" not in title:
        return title
    parts: list[str] = []
    done = 0
    for formula in find_formulas(title):
        parts += _PROTECTED.sub(r"\1", title[done : formula.start]), title[formula.start : formula.end]
        done = formula.end
    return "".join((*parts, _PROTECTED.sub(r"\1", title[done:])))
