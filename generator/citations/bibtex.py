"""BibTeX: exactly one valid entry for a paper, whatever its title.

BibTeX counts braces even after a backslash, so literal braces are written as commands; formulas keep their TeX. Words
with capitals after the first letter (LLMs, 3D) are in braces, which keep styles from lowering them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping

from generator.citations.citation import Citation
from generator.model import PaperKind
from generator.text.markup.formulas import find_formulas
from generator.text.people.names import PersonName

ESCAPES = {
    "\\": r"\textbackslash{}",
    "{": r"\textbraceleft{}",
    "}": r"\textbraceright{}",
    "&": r"\&",
    "%": r"\%",
    "$": r"\$",
    "#": r"\#",
    "_": r"\_",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    "@": "{@}",  # some programs take @name( within a value for the beginning of another entry
}
_ESCAPES = str.maketrans(ESCAPES)
# An escaped sign, or two signs that a ligature can begin with: most names and words have neither.
_TO_ESCAPE = re.compile(r"[\\{}&%$#_~^@]|[-'`,<>?!]{2}")
_WORD = re.compile(r"[^\s:;,.!?()\[\]\"'“”‘’/–—-]+")
_LIGATURE = re.compile(r"([-'`,<>?!])(?=\1|(?<=[?!])`)")
# Styles that do not know an entry's type, as most do not know @dataset and @software, print it as @misc.
_TYPES: Mapping[PaperKind, str] = {
    "article": "article",
    "conference": "inproceedings",
    "chapter": "incollection",
    "book": "book",
    "thesis": "phdthesis",
    "report": "techreport",
    "preprint": "misc",
    "dataset": "dataset",
    "software": "software",
    "other": "misc",
}
_VENUE_FIELDS: Mapping[PaperKind, str] = {
    "article": "journal",
    "conference": "booktitle",
    "chapter": "booktitle",
    "book": "series",
    "thesis": "school",
    "report": "institution",
}
_MASTERS = "Master's thesis"
_MONTH_MACROS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


def bibtex(citation: Citation, *, label: str = "", with_abstract: bool = False) -> str:
    """Return the BibTeX entry of a paper, with a line break at its end; unknown fields are left out.

    ``label`` is the key of the entry, where it differs from the citation's. ``with_abstract`` adds the abstract and the
    keywords.
    """
    fields = list(_fields(citation))
    if with_abstract:
        fields += _text_fields(citation)
    width = max(len(name) for name, _ in fields)
    lines = "".join(f"  {name:<{width}} = {_delimited(name, value)},\n" for name, value in fields)
    return f"@{_entry_type(citation)}{{{label or citation.label},\n{lines}}}\n"


def escape_bibtex(text: str) -> str:
    """Escape plain text for LaTeX, without adding unbalanced braces.

    Signs that LaTeX would join to a dash or a quotation mark, as in ``--``, are kept apart.
    """
    if not _TO_ESCAPE.search(text):
        return text
    escaped = text.translate(_ESCAPES)
    return _LIGATURE.sub(r"\1{}", escaped)


def _entry_type(citation: Citation) -> str:
    if citation.kind == "thesis" and "master" in citation.genre.lower():
        return "mastersthesis"
    return _TYPES[citation.kind]


def _delimited(name: str, value: str) -> str:
    """Return a value in braces; a month is one of the macros that every style defines, without braces."""
    return value if name == "month" else f"{{{value}}}"


def _fields(citation: Citation) -> Iterator[tuple[str, str]]:
    yield "title", _title(citation.title)
    if citation.authors:
        yield "author", " and ".join(map(_author, citation.authors))
    if citation.published:
        yield "year", str(citation.published.year)
        if citation.published.month:
            yield "month", _MONTH_MACROS[citation.published.month - 1]
    yield from _publication_fields(citation)
    if citation.arxiv:
        yield "eprint", citation.arxiv
        yield "archivePrefix", "arXiv"
    if citation.arxiv_class:
        yield "primaryClass", citation.arxiv_class
    if citation.doi:
        yield "doi", escape_bibtex(citation.doi)
    if citation.url:
        yield "url", _escape_url(citation.url)
    if citation.status:
        yield "note", citation.status


def _publication_fields(citation: Citation) -> Iterator[tuple[str, str]]:
    """Yield the venue, and where in it the paper is; ``type`` is what a thesis or a report calls itself."""
    if citation.venue:
        yield _VENUE_FIELDS.get(citation.kind, "howpublished"), escape_bibtex(citation.venue)
    if citation.volume:
        yield "volume", escape_bibtex(citation.volume)
    if citation.number:
        yield "number", escape_bibtex(citation.number)
    if citation.pages:
        yield "pages", "--".join(map(escape_bibtex, re.split("[-–]+", citation.pages)))
    if citation.publisher:
        yield "publisher", escape_bibtex(citation.publisher)
    if citation.genre and citation.genre != _MASTERS:
        yield "type", escape_bibtex(citation.genre)


def _text_fields(citation: Citation) -> Iterator[tuple[str, str]]:
    """Yield what styles do not print and reference managers store."""
    if citation.keywords:
        has_commas = any("," in keyword for keyword in citation.keywords)
        keywords = (_text_with_formulas(keyword, escape_bibtex) for keyword in citation.keywords)
        yield "keywords", ("; " if has_commas else ", ").join(keywords)
    if citation.abstract:
        yield "abstract", _text_with_formulas(citation.abstract, escape_bibtex)


def _title(title: str) -> str:
    return _text_with_formulas(title, _protected)


def _text_with_formulas(text: str, escape: Callable[[str], str]) -> str:
    """Escape a text except for the TeX of its formulas."""
    parts, end = [], 0
    for formula in find_formulas(text):
        parts.append(escape(text[end : formula.start]))
        is_safe = _is_balanced(formula.tex)
        parts.append(f"${formula.tex}$" if is_safe else escape_bibtex(text[formula.start : formula.end]))
        end = formula.end
    return "".join((*parts, escape(text[end:])))


def _protected(text: str) -> str:
    """Escape words, with braces around those that have a capital after the first letter or next to a digit."""
    return _LIGATURE.sub(r"\1{}", _WORD.sub(_protected_word, text))


def _protected_word(match: re.Match[str]) -> str:
    word = match[0]
    escaped = escape_bibtex(word)
    capitals = sum(character.isupper() for character in word)
    inside = any(character.isupper() for character in word[1:])
    return f"{{{escaped}}}" if inside or (capitals and not word.isalpha()) else escaped


def _author(name: PersonName) -> str:
    """Write a name as ``von Last, Jr, First``, which BibTeX reads without guessing (Patashnik, "BibTeXing", section 4).

    A name of several words without given names, as of a group, is in braces: BibTeX would take its last word for the
    family name. So are parts that contain "and", which BibTeX would read as two names.
    """
    if not name.given:
        whole = escape_bibtex(name.display)
        return f"{{{whole}}}" if " " in whole else whole
    parts = (name.family_with_particle, name.suffix, name.given)
    return ", ".join(_in_one_piece(escape_bibtex(part)) for part in parts if part)


def _in_one_piece(part: str) -> str:
    return f"{{{part}}}" if "and" in (lowered := part.lower()) and "and" in lowered.split() else part


def _is_balanced(tex: str) -> bool:
    """Return whether BibTeX reads a formula as one piece: balanced braces, no line break, no backslash at its end."""
    depth = 0
    for character in tex:
        depth += {"{": 1, "}": -1}.get(character, 0)
        if depth < 0:
            return False
    return depth == 0 and "\n" not in tex and not tex.endswith("\\")


def _escape_url(url: str) -> str:
    r"""Escape a URL for ``\url``, where only percent and number signs need a backslash."""
    return url.replace("%", r"\%").replace("#", r"\#").replace("{", "%7B").replace("}", "%7D")
