"""Translations of a paper's title and abstract, as a source has them."""

from __future__ import annotations

from generator.model import Translation
from generator.sources.shared.values import ItemValues, is_placeholder, short
from generator.text.clean import unwrap, unwrap_paragraphs
from generator.text.languages import check_language, find_language
from generator.text.markup.latex import repair_latex
from generator.text.markup.titles import clean_title
from generator.text.visible import is_visible


class TranslationsDraft:
    """The translations of an item under construction; bad values are reported by ``values`` and left out."""

    def __init__(self, values: ItemValues) -> None:
        self._values = values
        self.by_language: dict[str, Translation] = {}

    def add(
        self,
        language: str,
        field: str,
        *,
        title: object = None,
        abstract: object = None,
        by: object = None,
        model: object = None,
        date: object = None,
    ) -> None:
        """Add what is known of a translation; the first title and the first abstract of a language count.

        Further ones that differ are reported. A translation without both is left out, and so is one into a language
        that is not known.
        """
        values = self._values
        tag = language if values.is_exported else find_language(language) or language
        if values.checked(check_language, tag, field) is None:
            return
        known = self.by_language.get(tag, Translation())
        translation = Translation(
            title=self._first(known.title, self._title(title, f"{field}.title"), field) or None,
            abstract=self._first(known.abstract, self._abstract(abstract, f"{field}.abstract"), field),
            by=known.by or values.line(by, f"{field}.by"),
            model=known.model or values.line(model, f"{field}.model"),
            date=known.date or values.day(date, f"{field}.date"),
        )
        if not translation.is_empty:
            self.by_language[tag] = translation

    def note_left_out(self, value: object, field: str) -> None:
        """Report a text that is left out because another one counts."""
        fix = "delete the one that is wrong"
        self._values.warn(field, f"{short(value)} is left out: another value counts", fix=fix, code="several-values")

    def _first(self, known: str | None, more: str | None, field: str) -> str:
        if known and more and known != more:
            self.note_left_out(more, field)
        return known or more or ""

    def _title(self, value: object, field: str) -> str | None:
        text = self._values.text(value, field)
        if self._values.is_exported:
            return self._values.line(value, field)
        if not is_visible(text) or is_placeholder(text):
            return None
        line = clean_title(unwrap(text))
        return repair_latex(self._values.scrubbed(line, field, line=True)[0])[0].strip() or None

    def _abstract(self, value: object, field: str) -> str:
        text = self._values.text(value, field)
        if self._values.is_exported:
            return self._values.prose(value, field)
        if not is_visible(text) or is_placeholder(text):
            return ""
        return repair_latex(self._values.scrubbed(unwrap_paragraphs(text), field)[0])[0].strip()
