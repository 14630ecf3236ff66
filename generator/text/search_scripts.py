"""What words of other scripts than Latin need: pairs of characters, letters of one sound, articles, endings.

``search-words.js`` and ``search-scripts.js`` in the theme have the same rules, and ``tests/cases/search`` tests both.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

#: Signs that make another letter of a kana (カ, ガ), and are no accents.
KANA_MARKS = "\u3099\u309a"
# Thai, Lao, Burmese, Khmer, Han, kana and Hangul. All but the last have no spaces between words, and in Korean a word
# ends in a particle or is a part of another.
_CHARACTERS = (
    "\u0e01-\u0ece\u1000-\u1049\u1780-\u17d3\u3005\u3007\u3041-\u3096\u309d-\u309f\u30a1-\u30fa\u30fc-\u30ff"
    "\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7a3\uf900-\ufaff\U00020000-\U0003ffff"
)
_PAIRS = re.compile(f"([{_CHARACTERS}])(?=([{_CHARACTERS}]?))")
_RUN = re.compile(f"[{_CHARACTERS}]+")
_SPACE = re.compile(f"(?<=[{_CHARACTERS}])[\\s·・]+(?=[{_CHARACTERS}])")
_WORD = re.compile(f"[{_CHARACTERS}]{{1,2}}")
_ARABIC = str.maketrans("ٱةىیک٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹", "اهييك01234567890123456789", "\u0640")
# "and", then "the", "with the", "like the", "so the", or "for the", which also begins words whose first letter is lam.
_ARTICLE = re.compile(r"^\u0648?(?:(?:[\u0628\u0643\u0641]?\u0627\u0644)+(?=..)|\u0644\u0644(?=...)|\u0644(?=\u0644))")
_CYRILLIC_ENDING = re.compile(
    "(?<=...)(?:и?(?:ями|ях|ям|я|ю|е|и|ем)|ами|ах|ам|ая|яя|а|[оеыи](?:го|му|ми|и|е|м|х|в)?|у|ую|юю|ью|ь)$"
)
_ARABIC_ENDING = re.compile("(?<=...)(?:يات|ات|ون|ين|ان|يه|[هي])$")


def divide(text: str) -> str:
    """Return a folded text with spaces around each pair of characters of a script without spaces.

    Each character is the first of one pair, and the last of a run is alone, as in ``扩散 散模 模型 型``: a word of two
    characters is one term, and those with a character are all that begin with it.
    """
    return _PAIRS.sub(r" \1\2 ", text)


def plain_letters(text: str) -> str:
    """Return a folded text with one letter for those that people write for each other, and European digits."""
    return text.translate(_ARABIC)


def is_cjk_word(word: str) -> bool:
    """Whether a word is a pair of characters of a script without spaces, or one character."""
    return not word.isascii() and _WORD.fullmatch(word) is not None


def without_tail(words: Sequence[str]) -> tuple[str, ...]:
    """Return the words of a phrase without the character that ends a run, because another may follow in a text."""
    is_tail = len(words) > 1 and len(words[-1]) == 1 and is_cjk_word(words[-2]) and words[-2][1:] == words[-1]
    return tuple(words[:-1] if is_tail else words)


def divide_runs(words: Sequence[str]) -> list[tuple[str, ...]]:
    """Return each word by itself, but the pairs of each run of characters as one phrase."""
    runs: list[tuple[str, ...]] = []
    is_open = False
    for word in words:
        is_cjk = is_cjk_word(word)
        if is_open and is_cjk:
            runs[-1] += (word,)
        else:
            runs.append((word,))
        is_open = is_cjk and len(word) > 1
    return [without_tail(run) for run in runs]


def whole_name(name: str) -> str:
    """Return a folded name without the spaces that some write between the parts of a Chinese or Japanese one."""
    return _SPACE.sub("", name)


def ends_of(word: str) -> list[str]:
    """Return a word of a name; if its characters need no spaces, all its ends, so that each part of it is found."""
    return [word[start:] for start in range(len(word))] if _RUN.fullmatch(word) else [word]


def joined_pairs(words: Sequence[str]) -> str:
    """Return the characters of which the words of a phrase are the pairs."""
    return words[0] + "".join(word[1:] for word in words[1:])


def without_article(word: str) -> str:
    """Return an Arabic word without the article and what is written with it: التعلم and والتعلم are تعلم."""
    return _ARTICLE.sub("", word)


def stem_of_script(term: str) -> str:
    """Return what the forms of a Russian or Arabic word share: модел of модели and моделями."""
    return _ARABIC_ENDING.sub("", _CYRILLIC_ENDING.sub("", term))
