"""The texts of a paper that readers see first: the original, or a translation into the language that leads the site.

Citations and data keep the original.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from generator.language.words import current_language
from generator.model import Paper, Translation
from generator.text.languages import covers
from generator.text.scripts import language_of

#: The language of a text in Latin letters beside one in another language: that of most papers.
_USUAL = "en"


@dataclass(frozen=True, kw_only=True, slots=True)
class Lead:
    """A title and an abstract, with the ``tag`` of the translation that has one of them; it is empty without one.

    ``language`` is that of the title, empty where it is the original in Latin letters. ``abstract_language`` is empty
    where the abstract is the original. ``original`` is the original title where another one leads, else empty.
    """

    title: str
    language: str
    abstract: str
    abstract_language: str = ""
    original: str = ""
    original_language: str = ""
    tag: str = ""

    @property
    def language_of_abstract(self) -> str:
        """The language of the abstract, empty where it is the site's.

        On an English site, only papers whose titles are not in Latin letters are looked at: the others are most of all.
        """
        if self.abstract_language or (current_language().is_source and not self.language):
            return self.abstract_language
        return language_of(self.abstract)


def lead_of(paper: Paper, language: str) -> Lead:
    """Return what leads on a site with a ``language``, which is empty where originals lead."""
    tag = leading_tag(paper.translations, language)
    if not tag:
        return Lead(title=paper.title, language=language_of(paper.title), abstract=paper.abstract)
    translation = paper.translations[tag]
    has_title = bool(translation.title) and translation.title != paper.title
    return Lead(
        title=translation.title or paper.title,
        language=tag if translation.title else language_of(paper.title),
        abstract=translation.abstract or paper.abstract,
        abstract_language=tag if translation.abstract else "",
        original=paper.title if has_title else "",
        original_language=original_language(paper.title) if has_title else "",
        tag=tag,
    )


def leading_tag(translations: Mapping[str, Translation], language: str) -> str:
    """Return the language of the translation that serves readers of a language best; empty if there is none.

    That is one into the language itself, or one into a variant of it, or else one into the language of which it is a
    variant.
    """
    if not (language and translations):
        return ""
    tags = [tag for tag, translation in translations.items() if not translation.is_empty]
    fitting = (
        *(tag for tag in tags if tag == language),
        *(tag for tag in tags if covers(language, tag)),
        *(tag for tag in tags if covers(tag, language)),
    )
    return next(iter(fitting), "")


def original_language(text: str) -> str:
    """Return the language of an original text beside a translation: what its letters tell, or the usual one."""
    return language_of(text) or _USUAL
