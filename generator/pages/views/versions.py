"""The original and the translations of a paper's title and abstract, as its page shows them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from generator.catalog.lead import Lead, original_language
from generator.language.dates import short_date
from generator.language.words import gettext
from generator.model import Paper, Translation
from generator.pages.render import Prose, citable_paragraphs, paragraphs, prose
from generator.text.languages import language_name


@dataclass(frozen=True, kw_only=True, slots=True)
class TextVersion:
    """A title and an abstract with their languages, which may be empty; what leads the page already is left out.

    ``label`` is the name of the language in itself, with the ``label_language`` that it is in, or says that it is the
    original. ``said`` says by whom a translation is. One that ``leads`` is shown in full, the others are folded.
    """

    label: str
    label_language: str
    said: str
    title: Prose
    title_language: str
    abstract: Prose
    abstract_language: str
    leads: bool = False
    is_original: bool = False


def versions_of(paper: Paper, lead: Lead) -> Iterator[TextVersion]:
    """Yield the translation that leads and the original, where one leads, and then the other translations."""
    if lead.tag:
        yield _translated(lead.tag, paper.translations[lead.tag], leads=True)
        has_abstract = bool(lead.abstract_language and paper.abstract)
        if lead.original or has_abstract:
            yield TextVersion(
                label=gettext("Original"),
                label_language="",
                said="",
                title=prose(lead.original),
                title_language=lead.original_language,
                abstract=citable_paragraphs(paper.abstract if has_abstract else ""),
                abstract_language=original_language(paper.abstract) if has_abstract else "",
                is_original=True,
            )
    for tag, translation in paper.translations.items():
        if tag != lead.tag and not translation.is_empty:
            yield _translated(tag, translation)


def _translated(tag: str, translation: Translation, *, leads: bool = False) -> TextVersion:
    return TextVersion(
        label=language_name(tag),
        label_language=tag,
        said=provenance(translation),
        title=prose("" if leads else translation.title or ""),
        title_language=tag,
        abstract=paragraphs(translation.abstract),
        abstract_language=tag,
        leads=leads,
    )


def provenance(translation: Translation) -> str:
    """Return by whom and when a text was translated, as in "Translated by Example-1, 3 May 2025"."""
    by, model = translation.by, translation.model
    if by and model:
        said = gettext("Translated by %(name)s with %(model)s", name=by, model=model)
    elif by or model:
        said = gettext("Translated by %(name)s", name=by or model)
    else:
        said = gettext("Translated")
    if translation.date is None:
        return said
    return gettext("%(said)s, %(date)s", said=said, date=short_date(translation.date))
