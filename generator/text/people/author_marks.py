"""One entry of a list of authors: the name, and what lists print around it.

Affiliations and ORCID iDs in brackets are kept apart from the name. Marks and numbers of footnotes, DBLP's numbers,
academic degrees and addresses of e-mail are left out, since they are not part of the name.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace

from generator.text.people.names import parse_name

_OPENERS = {"(": ")", "[": "]", "{": "}", "（": "）", "【": "】"}
_CLOSERS = frozenset(_OPENERS.values())
_ORCID = re.compile(r"(?:https?://)?(?:orcid\.org/)?\b(\d{4}-\d{4}-\d{4}-\d{3}[\dXx])\b")
# No name is longer, and some expressions below take time that grows with the square of the length.
_MAX_ENTRY = 1000
_EMAIL = re.compile(r"<?(?<![\w.+-])[\w.+-]+@[\w-]+(?:\.[\w-]+)+>?")
_SIGNS = "*∗⁎⋆★☆†‡§¶‖#♯✉✝✦♠♣♥♦⁺"
_SUPERSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖ"
# $^{1,*}$, ^{1}, ^1 and ^*
_TEX_MARKS = re.compile(rf"\$?\^(?:\{{[^{{}}]*\}}|\\?\w+|[{_SIGNS}])\$?")
# "Example1", "Example1,2" and "Example 1"; a name of four digits after a blank is DBLP's.
_NUMBERS = re.compile(
    r"(?:(?<=[^\W\d_])(?<!-)\d{1,2}|(?<=[^\W\d_.]) \d{1,2}|(?<=\.) ?\d{1,2}| \d{4})(?:[,\s]\s?\d{1,2})*$"
)
# "Ada Example a,b"
_LETTERS = re.compile(r"(?<=\w{2}) [a-h](?:,\s?[a-h])*$")
# "Ada Example,1 Bo Sample,2": the number belongs to the name before.
_LEADING_NUMBERS = re.compile(r"^\s*\d{1,2}(?:,\d{1,2})*\s+(?=[^\W\d])")
_LAST_STOP = re.compile(r"(?<=[a-z]{4})\.$")
_MARKS = re.compile(rf"[\s,]*[{_SIGNS}{_SUPERSCRIPTS}]+[\s,\d{_SIGNS}{_SUPERSCRIPTS}]*$")
_INNER_MARKS = re.compile(rf"[{_SIGNS}](?=[\s,]|$)|[{_SUPERSCRIPTS}]+(?=[\s,]|$)")
ONLY_MARKS = re.compile(rf"[\s\d,.{_SIGNS}{_SUPERSCRIPTS}]*")
_DEGREE = r"Ph\.?\s?D\.?|D\.?Phil\.?|M\.\s?D\.|M\.?Sc\.?|B\.?Sc\.?|M\.?Phil\.?|M\.\s?A\.|B\.\s?A\.|Dr\.-Ing\."
# As a piece of its own after a comma, letters that are initials elsewhere are a degree.
DEGREE = re.compile(rf"(?:{_DEGREE}|MD|MBA|MPH|RN|MS|BS|MA|BA|FRCP|FRSE?|PE|DDS|DVM|EdD|JD|M\.?Eng\.?|B\.?Eng\.?)")
_LAST_DEGREES = re.compile(rf"(?<=\w)(?:[\s,]+(?:{_DEGREE}))+$")
_TITLE = re.compile(r"(?:(?:Prof|Dr|Professor|Doctor|Dr\.-Ing|PD|habil|Mr|Mrs|Ms|Mx|Herr|Frau)\.?\s+)+(?=\S+\s+\S)")
_LEGEND = re.compile(r"\((\w{1,2})\)\s*((?:[^()]|\((?!\w{1,2}\))[^()]*\))+)")
_REFERENCES = re.compile(r"(?:\d{1,2}|[a-z])(?:\s*(?:,|and|&|;)\s*(?:\d{1,2}|[a-z]))*")
_REMARK = re.compile(
    r"(?:equal(?:ly)?\b|co-?first|corresponding|contact author|present(?:er|ing)|editor|eds?\.|hrsg|hg\.|dirs?\."
    r"|she/|he/|they/|deceased|lead|joint|main|first|author\b|orcid\b|e-?mail\b).*",
    re.IGNORECASE,
)
_GLUED = re.compile(r"[^\W\d_]{1,3}(?:-[^\W\d_])?\.?")
_CJK_NAME = re.compile(r"[\u3040-\u309f\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff々]+")
_ORGANISATION = re.compile(
    r"\b(?:university|institute|department|organi[sz]ation|committee|ministry|team|group|collaboration|consortium"
    r"|laborator(?:y|ies)|labs?|agency|association|society|cent(?:er|re)|council|foundation|network|initiative"
    r"|corporation|company|inc|ltd|llc|gmbh|authors|contributors|collaborations|teams|groups|consortia|networks)\b",
    re.IGNORECASE,
)
_TEAM = re.compile(r"\b(?:team|group|collaborations?|consortium)\b", re.IGNORECASE)
# "Team, Qwen" and "Collaboration, CMS", as programs turn the names of groups
_TURNED_GROUP = re.compile(
    r"(?P<kind>team|group|(?:scientific )?collaborations?|consortium|network|initiative)\s*,\s*(?P<name>[^,]+)",
    re.IGNORECASE,
)
# "{The CMS Collaboration}": braces keep a name as it is, as in BibTeX
_BRACED = re.compile(r"\s*\{([^{}]*)\}\s*")
# What follows a name and a comma where a person works there.
_PLACE = re.compile(
    r"universi\w+|institut\w*|\b(?:department|dept|laborator\w+|labs?|college|school|academy|hospital|clinic|cent(?:er|re)"
    r"|research|[eé]cole|hochschule|polit[eé]cn\w+|faculty|inc|ltd|llc|gmbh|corporation|company|technolog\w+)\b"
    r"|\b(?-i:MIT|ETH|EPFL|CMU|UCLA|UCL|KAIST|CNRS|INRIA|CERN|NASA|IBM|NVIDIA|DeepMind|Google|Microsoft)\b|大学|研究",
    re.IGNORECASE,
)


@dataclass(frozen=True, kw_only=True, slots=True)
class ListedAuthor:
    """An author as a list prints it; the name has the given names first, and the ORCID iD is not checked."""

    name: str
    affiliation: str = ""
    orcid: str = ""


def read_entry(text: str, legend: Mapping[str, str] | None = None) -> ListedAuthor | None:
    """The author of one entry, in which a comma separates family and given names; None where it has no name.

    ``legend`` has the affiliations that numbers in brackets refer to.
    """
    if len(text) > _MAX_ENTRY:
        return ListedAuthor(name=" ".join(text.split()))
    braced = _BRACED.fullmatch(text)
    if braced and braced[1].strip():
        return ListedAuthor(name=" ".join(braced[1].split()))
    text = _TEX_MARKS.sub("", _EMAIL.sub("", text))
    orcid = _ORCID.search(text)
    text = _ORCID.sub("", text)
    affiliations: list[str] = []
    name = _without_brackets(text, affiliations, legend or {})
    name = clean_name(_without_degrees(name))
    if not name:
        return None
    stated = "; ".join(dict.fromkeys(affiliations))
    return ListedAuthor(name=in_printed_order(name), affiliation=stated, orcid=orcid[1] if orcid else "")


def _without_degrees(name: str) -> str:
    """The name without degrees that commas separate, and without those before them: "Bo Sample MD, MPH"."""
    first, *after = (piece.strip() for piece in name.split(","))
    others = [piece for piece in after if not DEGREE.fullmatch(piece)]
    if len(others) == len(after) or len(first.split()) < 2:
        return name
    words = first.split()
    while len(words) > 2 and DEGREE.fullmatch(words[-1]):
        words.pop()
    return ", ".join((" ".join(words), *others))


def clean_name(name: str) -> str:
    """The name without marks, numbers, titles and degrees."""
    name = _LEADING_NUMBERS.sub("", _TEX_MARKS.sub("", name))
    name = _INNER_MARKS.sub("", name)
    before = None
    while name != before:
        before = name
        name = _MARKS.sub("", name.strip(" ,;/"))
        if not is_organisation(name):
            name = _LETTERS.sub("", _NUMBERS.sub("", name))
        name = _LAST_STOP.sub("", _LAST_DEGREES.sub("", name))
    return " ".join(_TITLE.sub("", name).split())


def in_printed_order(name: str) -> str:
    """The name with its given names first; names of organisations keep their commas, except in "Team, Qwen".

    A Chinese, Japanese or Korean name in two parts is written in its own order and without a blank.
    """
    if turned := _TURNED_GROUP.fullmatch(name):
        return f"{turned['name'].strip()} {turned['kind']}"
    if "," not in name or is_organisation(name):
        return name
    parts = [part.strip() for part in name.split(",") if part.strip()]
    if len(parts) == 2 and all(map(_CJK_NAME.fullmatch, parts)):
        return "".join(parts)
    parsed = parse_name(name)
    # "Sample, BC": capitals are initials unless the whole name is in capitals.
    if parsed.family.isupper() or not all(map(is_glued, parsed.given.split())):
        return parsed.display
    return replace(parsed, given=" ".join(map(spell_initials, parsed.given.split()))).display


def is_glued(word: str) -> bool:
    """Whether the word is initials without full stops: "BC", "J-P", "A"; or with one at the end: "BC."."""
    return _GLUED.fullmatch(word) is not None and word.isupper()


def spell_initials(word: str) -> str:
    """Initials with a full stop after each: ``B. C.`` for "BC", ``J.-P.`` for "J-P"; others stay as they are."""
    if not is_glued(word):
        return word
    return (
        " ".join(f"{letter}." for letter in word.rstrip(".").replace("-", ""))
        if "-" not in word
        else "-".join(f"{letter}." for letter in word.rstrip(".").split("-"))
    )


def is_place(text: str) -> bool:
    """Whether the text names where somebody works."""
    return _PLACE.search(text) is not None and "@" not in text and _TEAM.search(text) is None


def is_organisation(name: str) -> bool:
    """Whether a word of the name says that it is not a person's."""
    return _ORGANISATION.search(name) is not None


def split_outside_brackets(text: str, separator: re.Pattern[str]) -> list[str]:
    """The pieces of the text between separators that are not in brackets; a bracket without its end is text."""
    shielded = list(text)
    for start, end in bracketed(text):
        shielded[start:end] = "\ue000" * (end - start)
    pieces, done = [], 0
    for found in separator.finditer("".join(shielded)):
        pieces.append(text[done : found.start()])
        done = found.end()
    return [*pieces, text[done:]]


def bracketed(text: str) -> list[tuple[int, int]]:
    """The outermost brackets, each from its opening to after its closing one."""
    if _OPENERS.keys().isdisjoint(text):
        return []
    spans: list[tuple[int, int]] = []
    waiting: list[tuple[str, int]] = []
    expected: Counter[str] = Counter()
    for at, character in enumerate(text):
        if character in _OPENERS:
            waiting.append((_OPENERS[character], at))
            expected[_OPENERS[character]] += 1
        elif character in _CLOSERS and expected[character]:
            closer, start = "", at
            while closer != character:
                closer, start = waiting.pop()
                expected[closer] -= 1
            while spans and spans[-1][0] >= start:
                spans.pop()
            spans.append((start, at + 1))
    return spans


def read_legend(text: str) -> tuple[str, dict[str, str]]:
    """The text without the legend of affiliations, as in ``((1) Things University, (2) Lab)``, and the legend."""
    for start, end in bracketed(text):
        inner = text[start + 1 : end - 1].strip()
        if _LEGEND.match(inner):
            legend = {found[1]: found[2].strip(" ,;.") for found in _LEGEND.finditer(inner)}
            return text[:start] + text[end:], legend
    return text, {}


def _without_brackets(text: str, affiliations: list[str], legend: Mapping[str, str]) -> str:
    """The text without brackets at the end of the name; their affiliations are added to the list.

    Brackets before another part of the name are a nickname, as in ``Robert (Bob) Example``.
    """
    parts, done = [], 0
    for start, end in bracketed(text):
        inner = text[start + 1 : end - 1].strip(" ,;")
        following = re.sub(r"[\s*,]+", "", re.split(r"[(\[{（【]", text[end:])[0])
        is_nickname = text[start] == "(" and following and not _is_suffix(following) and text[:start].strip()
        if is_nickname and _REFERENCES.fullmatch(inner) is None:
            continue
        parts.append(text[done:start])
        done = end
        inner = inner.lstrip(_SIGNS + " ")
        if not inner or (ONLY_MARKS.fullmatch(inner) and not legend) or _REMARK.fullmatch(inner):
            continue
        if _REFERENCES.fullmatch(inner):
            affiliations += (legend[number] for number in re.findall(r"\w+", inner) if number in legend)
        else:
            affiliations.append(" ".join(inner.split()))
    return " ".join((*parts, text[done:]))


def _is_suffix(text: str) -> bool:
    return re.fullmatch(rf"(?:jr|sr|i{{1,3}}|iv)\.?|[\d{_SIGNS}{_SUPERSCRIPTS}]+", text, re.IGNORECASE) is not None
