"""A paper as BibTeX: one entry in, one entry out, for every title there is.

Braces are counted by BibTeX even behind a backslash, so those of a text are written by name; formulas keep their
TeX. Words with capitals inside (LLMs, 3D) are protected from styles that lower them; others are left to the style.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator.catalog.catalog import Entry
from generator.ids import arxiv_url, doi_url
from generator.model import Paper
from generator.text.folding import fold
from generator.text.formulas import find_formulas
from generator.text.names import PersonName

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
_ARXIV_CLASS = re.compile(r"[a-z-]+(?:\.[A-Za-z-]{2,})?")
_SMALL_WORDS = frozenset(
    {"a", "an", "the", "on", "of", "in", "for", "to", "and", "with", "is", "are", "how", "what", "do"}
)


def bibtex(entry: Entry) -> str:
    """The paper's BibTeX entry, ending in a line break; what is not known is left out, never guessed."""
    kind, fields = _kind(entry.paper), list(_fields(entry.paper))
    width = max(len(name) for name, _ in fields)
    lines = "".join(f"  {name:<{width}} = {{{value}}},\n" for name, value in fields)
    return f"@{kind}{{{citation_key(entry)},\n{lines}}}\n"


def citation_key(entry: Entry) -> str:
    """First author, year and first word of weight, as in example2024visual; else the record's key."""
    paper = entry.paper
    words = [word for word in re.findall(r"[a-z0-9]+", fold(paper.title)) if word not in _SMALL_WORDS]
    family = fold(paper.authors[0].parsed_name.family) if paper.authors else ""
    last = re.sub(r"[^a-z0-9]", "", family)
    if not last or not words:
        return entry.key
    return f"{last}{year(paper)}{words[0]}"


def year(paper: Paper) -> str:
    """The year of publication, or that of a new-style arXiv id; empty when nobody said: a digest's day is not it."""
    if paper.published:
        return str(paper.published.year)
    arxiv = paper.ids.arxiv
    return f"20{arxiv[:2]}" if arxiv and arxiv[:4].isdigit() else ""


def escape_bibtex(text: str) -> str:
    """Plain text as LaTeX that shows it, without changing the count of braces."""
    return "".join(ESCAPES.get(character, character) for character in text)


def is_journal(venue: str) -> bool:
    """Whether a venue's name is that of a journal rather than of a conference."""
    return bool(_JOURNAL.search(venue))


def _kind(paper: Paper) -> str:
    if not paper.venue:
        return "misc"
    return "article" if is_journal(paper.venue) else "inproceedings"


def _fields(paper: Paper) -> Iterator[tuple[str, str]]:
    yield "title", _title(paper.title)
    if paper.authors:
        yield "author", " and ".join(_author(author.parsed_name) for author in paper.authors)
    if year(paper):
        yield "year", year(paper)
    if paper.venue:
        yield ("journal" if is_journal(paper.venue) else "booktitle"), escape_bibtex(paper.venue)
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
    """The title with its formulas as TeX and everything else escaped."""
    done, at = [], 0
    for formula in find_formulas(title):
        done.append(_protected(title[at : formula.start]))
        kept = _balanced(formula.tex)
        done.append(f"${formula.tex}$" if kept else escape_bibtex(title[formula.start : formula.end]))
        at = formula.end
    return "".join((*done, _protected(title[at:])))


def _protected(text: str) -> str:
    """Escaped words; braces around those with a capital that is not their first letter, or beside a digit."""
    return re.sub(r"[^\s:;,.!?()\[\]\"'“”‘’/–—-]+", _protected_word, text) if text else text


def _protected_word(found: re.Match[str]) -> str:
    word = found[0]
    escaped = escape_bibtex(word)
    capitals = sum(character.isupper() for character in word)
    inside = any(character.isupper() for character in word[1:])
    return f"{{{escaped}}}" if inside or (capitals and not word.isalpha()) else escaped


def _author(name: PersonName) -> str:
    """A name as ``von Last, Jr, First``, so that BibTeX has nothing to guess.

    A name without given names is in braces where it has several words (a group), since BibTeX would take the last of
    them for the family name; parts that BibTeX would read as two names are in braces, too.
    """
    if not name.given:
        whole = escape_bibtex(name.display)
        return f"{{{whole}}}" if " " in whole else whole
    parts = (name.family_with_particle, name.suffix, name.given)
    return ", ".join(_in_one_piece(escape_bibtex(part)) for part in parts if part)


def _in_one_piece(part: str) -> str:
    return f"{{{part}}}" if "and" in part.lower().split() else part


def _balanced(tex: str) -> bool:
    """Whether the braces of a formula open before they close, as BibTeX counts them; and no line breaks in it."""
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
    r"""An address inside ``\url``: only percent and number signs need a backslash there."""
    return url.replace("%", r"\%").replace("#", r"\#").replace("{", "%7B").replace("}", "%7D")
