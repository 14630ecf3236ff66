"""BibTeX: exactly one valid entry for a paper, whatever its title.

BibTeX counts braces even after a backslash, so literal braces are written as commands; formulas keep their TeX. Words
with capitals after the first letter (LLMs, 3D) are in braces, which keep styles from lowering them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator.catalog.catalog import Entry
from generator.ids import arxiv_url, doi_url
from generator.model import Paper
from generator.text.folding import fold
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
}
_JOURNAL = re.compile(r"\b(?:journal|transactions|letters|annals|review|tmlr|jmlr)\b", re.IGNORECASE)
_MONTH_MACROS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_YEAR = re.compile(r"(?<![0-9])((?:1[6-9]|20|21)[0-9]{2})(?![0-9])")
# Earlier versions of digestif wrote a year without month and day after the venue.
_APPENDED_YEAR = re.compile(r", ((?:1[6-9]|20|21)[0-9]{2})$")
_ARXIV_CLASS = re.compile(r"[a-z-]+(?:\.[A-Za-z-]{2,})?")
_SMALL_WORDS = frozenset(
    {"a", "an", "the", "on", "of", "in", "for", "to", "and", "with", "is", "are", "how", "what", "do"}
)


def bibtex(entry: Entry) -> str:
    """Return the BibTeX entry of a paper, with a line break at its end; unknown fields are left out."""
    kind, fields = _entry_type(entry.paper), list(_fields(entry.paper))
    width = max(len(name) for name, _ in fields)
    lines = "".join(f"  {name:<{width}} = {_delimited(name, value)},\n" for name, value in fields)
    return f"@{kind}{{{citation_key(entry)},\n{lines}}}\n"


def citation_key(entry: Entry) -> str:
    """Return family name of the first author, year and first significant word, as in ``lovelace2024walking``.

    It is the record's key for a paper without authors or without such a word in ASCII letters.
    """
    paper = entry.paper
    words = [word for word in re.findall(r"[a-z0-9]+", fold(paper.title)) if word not in _SMALL_WORDS]
    family = re.sub(r"[^a-z0-9]", "", fold(paper.authors[0].parsed_name.family)) if paper.authors else ""
    if not family or not words:
        return entry.key
    return f"{family}{year(paper)}{words[0]}"


def year(paper: Paper) -> str:
    """Return the year of publication, else the one in the venue or an identifier, else nothing.

    Never that of a digest, which may list a paper years later.
    """
    if paper.published:
        return str(paper.published.year)
    appended = _APPENDED_YEAR.search(paper.venue or "")
    if appended:
        return appended[1]
    arxiv, acl = paper.ids.arxiv or "", paper.ids.acl or ""
    if arxiv[:4].isdigit():
        return f"20{arxiv[:2]}"
    stated = _YEAR.findall(paper.venue or "") or _YEAR.findall(acl.partition(".")[0])
    return stated[-1] if stated else ""


def escape_bibtex(text: str) -> str:
    """Escape plain text for LaTeX, without adding unbalanced braces."""
    return "".join(ESCAPES.get(character, character) for character in text)


def is_journal(venue: str) -> bool:
    """Return whether a venue's name looks like that of a journal rather than of a conference."""
    return bool(_JOURNAL.search(venue))


def _entry_type(paper: Paper) -> str:
    if not paper.venue:
        return "misc"
    return "article" if is_journal(paper.venue) else "inproceedings"


def _delimited(name: str, value: str) -> str:
    """Return a value in braces; a month is one of the macros that every style defines, without braces."""
    return value if name == "month" else f"{{{value}}}"


def _fields(paper: Paper) -> Iterator[tuple[str, str]]:
    yield "title", _title(paper.title)
    if paper.authors:
        yield "author", " and ".join(_author(author.parsed_name) for author in paper.authors)
    if year(paper):
        yield "year", year(paper)
    if paper.published and paper.published.month:
        yield "month", _MONTH_MACROS[paper.published.month - 1]
    if paper.venue:
        venue = _APPENDED_YEAR.sub("", paper.venue)
        yield ("journal" if is_journal(venue) else "booktitle"), escape_bibtex(venue)
    if paper.ids.arxiv:
        yield "eprint", paper.ids.arxiv
        yield "archivePrefix", "arXiv"
        if paper.categories and _ARXIV_CLASS.fullmatch(paper.categories[0]):
            yield "primaryClass", paper.categories[0]
    if paper.ids.doi:
        yield "doi", escape_bibtex(paper.ids.doi)
    url = _url(paper)
    if url:
        yield "url", _escape_url(url)
    if paper.status != "published":
        yield "note", paper.status.capitalize()


def _title(title: str) -> str:
    """Escape a title except for the TeX of its formulas."""
    parts, end = [], 0
    for formula in find_formulas(title):
        parts.append(_protected(title[end : formula.start]))
        is_safe = _is_balanced(formula.tex)
        parts.append(f"${formula.tex}$" if is_safe else escape_bibtex(title[formula.start : formula.end]))
        end = formula.end
    return "".join((*parts, _protected(title[end:])))


def _protected(text: str) -> str:
    """Escape words, with braces around those that have a capital after the first letter or next to a digit."""
    return re.sub(r"[^\s:;,.!?()\[\]\"'“”‘’/–—-]+", _protected_word, text) if text else text


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
    return f"{{{part}}}" if "and" in part.lower().split() else part


def _is_balanced(tex: str) -> bool:
    """Return whether BibTeX reads a formula as one piece: balanced braces, no line break, no backslash at its end."""
    depth = 0
    for character in tex:
        depth += {"{": 1, "}": -1}.get(character, 0)
        if depth < 0:
            return False
    return depth == 0 and "\n" not in tex and not tex.endswith("\\")


def _url(paper: Paper) -> str:
    if paper.ids.doi:
        return doi_url(paper.ids.doi)
    if paper.ids.arxiv:
        return arxiv_url(paper.ids.arxiv)
    return paper.links.page or paper.links.pdf or ""


def _escape_url(url: str) -> str:
    r"""Escape a URL for ``\url``, where only percent and number signs need a backslash."""
    return url.replace("%", r"\%").replace("#", r"\#").replace("{", "%7B").replace("}", "%7D")
