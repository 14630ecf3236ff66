"""Fields of lists that have a paper's title and abstract in other languages, as digests in Chinese write them.

The names say the part and the language (``title_zh``, ``cn_abstract``, ``title (de)``, ``titleZh``), or only that a
text is a translation (``title_translation``); then the language is in the name of the file, or told by the letters.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import PurePath
from typing import Literal

from generator.sources.shared.draft import PaperDraft
from generator.sources.shared.json_shapes import text_of
from generator.text.languages import find_language
from generator.text.scripts import language_of

Part = Literal["title", "abstract"]
_PARTS: Mapping[str, Part] = {"title": "title", "abstract": "abstract", "summary": "abstract"}
#: Words for languages in names of fields. Others mean something else there, as ``id`` and ``no`` do.
_LANGUAGES = frozenset(
    {
        *("zh", "cn", "chs", "cht", "chinese", "ja", "jp", "japanese", "ko", "kr", "korean", "de", "german", "fr"),
        *("french", "es", "spanish", "ru", "russian", "pt", "portuguese", "it", "italian", "vi", "vietnamese", "ar"),
        *("arabic", "tr", "turkish", "fa", "persian", "hi", "hindi", "uk", "ukrainian", "pl", "polish", "th", "thai"),
    }
)
_TRANSLATED = frozenset({"translation", "translated"})
_WHOLE: Mapping[str, tuple[Part, str]] = {
    "translation": ("abstract", ""),
    "中文标题": ("title", "zh"),
    "标题翻译": ("title", ""),
    "中文摘要": ("abstract", "zh"),
    "摘要翻译": ("abstract", ""),
}
_OWN = re.compile(r"(title|abstract) \(([A-Za-z0-9-]{2,35})\)")
_WORD = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])|[0-9]+")
#: The end of a file's name that names a language, as in ``2025-07-31_AI_enhanced_Chinese.jsonl``.
_LANGUAGE_OF_FILE = re.compile(r"[_-]([A-Za-z]{5,})$")


#: The object with what a language model wrote about a paper, in the lists of daily-arXiv-ai-enhanced.
GENERATED = "AI"
_SAID = ("tldr", "motivation", "method", "result", "results", "conclusion")
#: What these lists have where the model failed, as in "Method extraction failed".
_FAILED = re.compile(r"^\s*(?:error|skip|[\w ]{0,40}\b(?:failed|unavailable))\W*$", re.IGNORECASE)


@dataclass(frozen=True, kw_only=True, slots=True)
class TranslatedField:
    """A field with a translated ``part``; ``language`` is empty where its name does not say it."""

    part: Part
    language: str


@lru_cache(maxsize=4096)
def translated_field(name: str) -> TranslatedField | None:
    """What a field's name says of a translation; None for the name of another field."""
    if own := _OWN.fullmatch(name.strip()):
        language = find_language(own[2])
        return TranslatedField(part=_PARTS[own[1]], language=language) if language else None
    if whole := _WHOLE.get(name.strip().lower()):
        return TranslatedField(part=whole[0], language=whole[1])
    words = [word.lower() for word in _WORD.findall(name)]
    if not 2 <= len(words) <= 3:
        return None
    parts = [word for word in words if word in _PARTS]
    others = [word for word in words if word not in _PARTS]
    if len(parts) != 1 or not all(word in _LANGUAGES or word in _TRANSLATED or word in ("tw", "hk") for word in others):
        return None
    named = [word for word in others if word not in _TRANSLATED]
    language = find_language("-".join(named)) if named else ""
    return None if named and not language else TranslatedField(part=_PARTS[parts[0]], language=language)


def language_of_file(name: str) -> str:
    """The language at the end of a file's name; empty where it has none."""
    found = _LANGUAGE_OF_FILE.search(PurePath(name).name.partition(".")[0])
    return find_language(found[1]) if found else ""


def fill_translations(
    draft: PaperDraft, names: Sequence[str], values: Sequence[object], *, file: str, within: str = ""
) -> frozenset[str]:
    """Add the translations among the fields of an item, and return the names of those fields.

    ``within`` is the path of the object that has the fields, with a dot at its end; empty for the item itself.
    """
    used = set()
    for name, value in zip(names, values, strict=True):
        if name == GENERATED and isinstance(value, dict):
            _fill_generated(draft, value, file=file)
            used.add(name)
        field = translated_field(name)
        text = text_of(value) if field else None
        if field is None or not isinstance(text, str) or not text.strip():
            continue
        used.add(name)
        path = f"{within}{name}"
        for other in _other_texts(value, text):
            draft.translations.note_left_out(other, path)
        language = field.language or language_of_file(file) or language_of(text)
        if not language or language.startswith("und"):
            fix = "name the field with its language, as in title_de"
            draft.warn(path, "the language of the translation is not known", fix=fix, code="no-language")
        elif field.part == "title":
            draft.translations.add(language, path, title=text)
        else:
            draft.translations.add(language, path, abstract=text)
    return frozenset(used)


def _other_texts(value: object, first: str) -> tuple[str, ...]:
    """The texts of a list besides the first, which counts."""
    texts = [text_of(each) for each in value] if isinstance(value, list) else []
    others = dict.fromkeys(text.strip() for text in texts if isinstance(text, str) and text.strip())
    return tuple(text for text in others if text != first.strip())


def _fill_generated(draft: PaperDraft, generated: Mapping[str, object], *, file: str) -> None:
    """Add the translations that a language model wrote, and what it says about the paper as a summary."""
    used = fill_translations(
        draft, tuple(map(str, generated)), tuple(generated.values()), file=file, within=f"{GENERATED}."
    )
    draft.parts(generated, GENERATED, *_SAID, *used)
    said = (generated.get(name) for name in _SAID)
    paragraphs = [text.strip() for text in said if isinstance(text, str) and text.strip() and not _FAILED.search(text)]
    draft.set_summary("\n\n".join(paragraphs), None, None, GENERATED)
