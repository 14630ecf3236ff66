"""Translations that are empty, or not in the language that they are said to be in."""

from __future__ import annotations

from collections.abc import Iterator

from generator.errors import Place, Problem, Severity
from generator.model import Record, Translation
from generator.text.languages import language_name
from generator.text.scripts import language_of

#: Languages that their letters tell, as ``language_of`` does. Japanese may be written without kana.
_TOLD_BY_LETTERS = {"el": {"el"}, "he": {"he"}, "ja": {"ja", "zh"}, "ko": {"ko"}, "th": {"th"}, "zh": {"zh"}}


def check_translations(record: Record) -> Iterator[Problem]:
    """Report translations without text, into the language of the paper, and in the letters of another language."""
    paper = record.paper
    original = language_of(paper.title)
    for tag, translation in paper.translations.items():
        field, language = f"translations.{tag}", tag.partition("-")[0]
        letters = _TOLD_BY_LETTERS.get(language)
        if translation == Translation():
            continue  # says that there is none
        if translation.is_empty:
            fix = "write a title or an abstract, or delete it"
            yield _problem(record, "translation-empty", "has neither a title nor an abstract", fix, field, "warning")
        elif original == tag:
            fix = "delete it, or correct the language"
            yield _problem(record, "translation-original", f"the paper is in {language_name(tag)} itself", fix, field)
        elif translation.abstract and translation.abstract == paper.abstract:
            fix = "translate it, or delete it"
            yield _problem(record, "translation-same", "is the original abstract", fix, f"{field}.abstract")
        elif letters and translation.abstract and language_of(translation.abstract) not in letters:
            fix = "correct the language, or translate it"
            found = f"is not in the letters of {language_name(tag)}"
            yield _problem(record, "translation-letters", found, fix, f"{field}.abstract")


def _problem(record: Record, code: str, found: str, fix: str, field: str, severity: Severity = "suggestion") -> Problem:
    return Problem(place=Place(file=record.file), code=code, found=found, fix=fix, field=field, severity=severity)
