"""Names of people: parsed once, rendered in each order that a format asks for.

Rules of our own, and not those of the nameparser library: that library takes titles, credentials and nicknames out of
a name ("Dr.", "(Bob)"), knows no names in Chinese, Japanese or Korean script, and takes every capitalised "Van" for a
particle, which is a middle name in Vietnam. Author lists of papers need the opposite: no word is ever lost.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from generator.text.folding import fold

# Words that belong to the family name where they precede it in lower case.
_PARTICLE = re.compile(
    r"af|al|ap|av|ben|bin|bint|da|dal|dalla|das|de|degli|dei|del|della|delle|den|der|des|di|do|dos|du|el|ibn|la|las|le"
    r"|lo|los|op|te|ten|ter|tot|van|vande|vander|vom|von|zu|zum|zur|d['’]|l['’]|['’]t"
)
# "Ramón y Cajal" and "Gaudí i Cornet" are family names in two parts.
_CONJUNCTIONS = frozenset({"y", "i"})
_SUFFIXES = frozenset({"jr", "jnr", "sr", "snr", "ii", "iii", "iv", "2nd", "3rd"})
# The last words of authors that are no person, as in "Qwen Team", "The ATLAS Collaboration" and "Shanghai AI Lab".
_GROUP = re.compile(
    r"teams?|collaborations?|consorti(?:um|a)|groups?|network|initiative|project|investigators|authors|contributors"
    r"|labs?|laborator(?:y|ies)|universit(?:y|ies)|institutes?|research|deepmind|community|foundation|association"
    r"|organi[sz]ation|corporation|committee|inc\.?|ltd\.?|llc|gmbh",
    re.IGNORECASE,
)
_GROUP_BEGINNINGS = frozenset({"Team", "University", "Institute"})
_CJK = re.compile(r"(?:CJK|HANGUL|HIRAGANA|KATAKANA)\b")


@dataclass(frozen=True, kw_only=True, slots=True)
class PersonName:
    """A name in the four parts of CSL and BibTeX; ``family`` is empty only where the name is.

    ``particle`` are the words before the family name that belong to it ("van der"), ``suffix`` those after it ("Jr.").
    A name of one word, and the name of a group, is all ``family``.
    """

    given: str = ""
    particle: str = ""
    family: str = ""
    suffix: str = ""

    @property
    def display(self) -> str:
        """The name as papers print it: ``Ludwig van der Berg``, ``Martin Luther King Jr.``, ``田中 太郎``."""
        if self._is_family_first:
            return _join(self.family_with_particle, self.given, self.suffix)
        return _join(self.given, self.family_with_particle, self.suffix)

    @property
    def last_first(self) -> str:
        """The name as indexes print it: ``van der Berg, Ludwig``, ``King, Martin Luther, Jr.``."""
        return ", ".join(part for part in (self.family_with_particle, self.given, self.suffix) if part)

    @property
    def family_with_particle(self) -> str:
        """The family name with its particles, as in ``van der Berg``."""
        return _join(self.particle, self.family)

    @property
    def initials(self) -> str:
        """The initials of the given names, as in ``M. L.`` for Martin Luther and ``J.-P.`` for Jean-Pierre."""
        words = re.findall(r"[^\s.-]+|-", self.given)
        return " ".join("-" if word == "-" else f"{word[0]}." for word in words).replace(" - ", "-")

    @property
    def match_key(self) -> str:
        """What the spellings of one name share: last word of the family name and first initial, as in ``munoz j``.

        ``José Muñoz``, ``Munoz, J.`` and ``J. Muñoz`` have one key. Two people may also share one: it confirms that
        two records are of the same paper, and does not tell people apart. Names in Chinese, Japanese or Korean script
        are compared whole, because their two parts are often written as one word.
        """
        if self._is_family_first:
            return _letters(self.display)
        return _join(_letters(_join(*self.family.split()[-1:])), _letters(self.given)[:1])

    @property
    def _is_family_first(self) -> bool:
        return _is_family_first(self.given + self.family)


@lru_cache(maxsize=1 << 12)  # a page asks for each of its names several times, and an archive has most names again
def parse_name(text: str) -> PersonName:
    """A name as a paper prints it ("Ada Lovelace") or as an index does ("Lovelace, Ada"), in its parts.

    Any text is a name: a text that fits no rule has its last word as family name. The display of a parsed name is
    parsed to the same display again.
    """
    before, *after = (" ".join(piece.split()) for piece in text.split(","))
    if after and (_is_group(before.split()) or _GROUP.fullmatch(after[-1].rpartition(" ")[2])):
        # "Gemini Team, Google", "The A, B and C Collaboration"
        return PersonName(family=" ".join(text.split()).lstrip(", "))
    suffixes = [piece for piece in after if is_suffix(piece)]
    given = _join(*(piece for piece in after if piece not in suffixes))
    if given:
        return _parse_last_first(before, given, _join(*suffixes))
    words = before.split()
    if not suffixes and len(words) > 1 and is_suffix(words[-1]):
        suffixes = [words.pop()]
    return _parse_words(words, _join(*suffixes))


def _parse_last_first(family: str, given: str, suffix: str) -> PersonName:
    """ "van der Berg, Ludwig", "Berg, Ludwig van der", and "Berg, Ludwig 3rd" as PubMed writes it."""
    first, last = given.split(), family.split()
    if len(last) > 1 and not suffix and is_suffix(last[-1]):
        suffix = last.pop()
    if len(first) > 1 and not suffix and _is_late_suffix(first[-1]):
        suffix = first.pop().rstrip(",")
    moved = len(first)
    while moved > 1 and _PARTICLE.fullmatch(first[moved - 1]):
        moved -= 1
    start = 0
    while start < len(last) - 1 and _PARTICLE.fullmatch(last[start].lower()):
        start += 1
    particle = (*first[moved:], *last[:start])
    return PersonName(
        given=_join(*first[:moved]), particle=_join(*particle), family=_join(*last[start:]), suffix=suffix
    )


def _parse_words(words: list[str], suffix: str) -> PersonName:
    if not words or _is_group(words):
        return PersonName(family=_join(*words), suffix=suffix)
    if _is_family_first("".join(words)):
        return PersonName(family=words[0], given=_join(*words[1:]), suffix=suffix)
    family = len(words) - 1
    if family > 2 and words[family - 1] in _CONJUNCTIONS:
        family -= 2
    start = family
    while start > 0 and _PARTICLE.fullmatch(words[start - 1]):
        start -= 1
    # "Guy Van den Broeck": a capital counts where a particle follows it.
    if 1 < start < family and _PARTICLE.fullmatch(words[start - 1].lower()):
        start -= 1
    return PersonName(
        given=_join(*words[:start]), particle=_join(*words[start:family]), family=_join(*words[family:]), suffix=suffix
    )


@lru_cache(maxsize=1 << 17)  # an archive has most authors with several papers
def stated_family(name: str) -> str | None:
    """Return the family name, with its particles, where it is not the last word of the name."""
    family = parse_name(name).family_with_particle
    return None if family == name.split()[-1] else family


def _is_family_first(letters: str) -> bool:
    """Whether a name is in Chinese, Japanese or Korean script; katakana alone spells foreign names."""
    if letters.isascii():
        return False
    scripts = [unicodedata.name(c, "").split(" ")[0] for c in letters if c.isalpha()]
    return bool(scripts) and all(map(_CJK.match, scripts)) and set(scripts) != {"KATAKANA"}


def _is_group(words: list[str]) -> bool:
    """Whether several words name authors that are no person. "Ai" is a family name, "AI" is none."""
    if len(words) < 2:
        return False
    return words[0] in _GROUP_BEGINNINGS or words[-1] == "AI" or _GROUP.fullmatch(words[-1]) is not None


def is_suffix(word: str) -> bool:
    """Whether the word is Jr., Sr., II, III, IV, 2nd or 3rd, in any spelling."""
    return word.lower().rstrip(".") in _SUFFIXES


def _is_late_suffix(word: str) -> bool:
    """Whether the word is a suffix after given names, among which "Ii" and "Iv" are names."""
    return is_suffix(word) and not (word.lower().strip("iv.") == "" and not word.isupper())


def _letters(text: str) -> str:
    return "".join(c for c in fold(text) if c.isalnum())


def _join(*parts: str) -> str:
    return " ".join(part for part in parts if part)
